// Extension blocks, RFC 8446 section 4.2, and its table of which extension may stand in which
// message.
#pragma once

#include "se/base/alert.h"
#include "se/base/bytes.h"
#include "se/base/protocol.h"

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

/// A block that has been found well-formed: each extension whole, none of those that section 4.2
/// names twice or out of place, and pre_shared_key the last of a ClientHello.
class Extensions {
 public:
  /// `block` is the content of the extensions<..2^16-1> vector. Those of one that is refused can be
  /// found all the same: a ServerHello's tell what the fault is.
  Alert parse(const Bytes& block, ExtensionContext context);

  /// The extension_data of an extension; its data() is null if the extension is not there.
  [[nodiscard]] Bytes find(ExtensionType type) const;
  [[nodiscard]] bool has(ExtensionType type) const { return find(type).data() != nullptr; }

  /// unsupported_extension if there is one that is not in `solicited`: "Implementations MUST NOT
  /// send extension responses if the remote endpoint did not send the corresponding extension
  /// requests [...] Upon receiving such an extension, an endpoint MUST abort the handshake with an
  /// "unsupported_extension" alert."
  Alert check_solicited(std::span<const ExtensionType> solicited) const;

 private:
  Bytes block_;
};

/// extension_type, and the length of the extension_data that is written behind it.
void write_extension_header(Writer& extensions, ExtensionType type, size_t data_size);

/// The content of a vector that is all of `data`, with a length of `length_size` bytes; empty if
/// there is no such vector or nothing in it.
[[nodiscard]] Bytes sole_vector(const Bytes& data, size_t length_size);

/// True if `list` holds `value`, which is `size` bytes long like all in the list.
[[nodiscard]] bool list_has(const Bytes& list, size_t size, uint32_t value);
/// For lists of uint16, like NamedGroup.
[[nodiscard]] inline bool list_has_u16(const Bytes& list, uint16_t value) {
  return list_has(list, 2, value);
}

}  // namespace tls_se
