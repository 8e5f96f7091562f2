// Extension blocks, RFC 8446 section 4.2, and its table of which extension may stand in which
// message.
#pragma once

#include <optional>

#include "se/base/alert.h"
#include "se/base/bytes.h"
#include "se/tls_lib/protocol.h"

namespace tls_se {

/// The messages of the table in section 4.2, as a set.
enum class ExtensionContext : uint8_t {
  client_hello = 1,          // CH
  server_hello = 2,          // SH
  encrypted_extensions = 4,  // EE
  certificate = 8,           // CT
  certificate_request = 16,  // CR
  new_session_ticket = 32,   // NST
  hello_retry_request = 64,  // HRR
};

/// True unless section 4.2 names the extension and not for this message.
[[nodiscard]] bool may_appear_in(ExtensionType type, ExtensionContext context);

/// A block that has been found well-formed: each extension whole, none twice, none out of place,
/// and pre_shared_key the last of a ClientHello.
class Extensions {
 public:
  /// `block` is the content of the extensions<..2^16-1> vector.
  Alert parse(Bytes block, ExtensionContext context);

  /// The extension_data of an extension, if it is there.
  [[nodiscard]] std::optional<Bytes> find(ExtensionType type) const;
  [[nodiscard]] bool has(ExtensionType type) const { return find(type).has_value(); }

 private:
  Bytes block_;
};

/// True if `list` holds `value`. Both for lists of uint16, like NamedGroup.
[[nodiscard]] bool list_has_u16(Bytes list, uint16_t value);

}  // namespace tls_se
