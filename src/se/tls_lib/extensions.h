// Extension blocks, RFC 8446 section 4.2: a row for each extension says in which messages it may
// stand, and a bit for each row which of them this side has sent, so that an answer to what was not
// asked is found in one place.
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

/// Bits for the extensions that have a row.
using ExtensionSet = uint32_t;

/// A block that has been found well-formed: each extension whole, none of those that have a row
/// twice or out of place, no answer to what was not asked, and pre_shared_key the last of a
/// ClientHello.
class Extensions {
 public:
  /// Of ClientHello, CertificateRequest or NewSessionTicket. `block` is the content of the
  /// extensions<..2^16-1> vector.
  Alert parse(const Bytes& block, ExtensionContext context);
  /// Of ServerHello, HelloRetryRequest, EncryptedExtensions or Certificate, which answer: `sent` is
  /// what they may answer to. Those of one that is refused can be found all the same: a
  /// ServerHello's tell what the fault is.
  Alert parse_answers(const Bytes& block, ExtensionContext context, ExtensionSet sent);

  /// The extension_data of an extension; its data() is null if the extension is not there.
  [[nodiscard]] Bytes find(ExtensionType type) const;
  [[nodiscard]] bool has(ExtensionType type) const { return find(type).data() != nullptr; }

 private:
  Bytes block_;
};

/// It has a row: whatever has none is ignored, or unsolicited.
[[nodiscard]] bool has_row(ExtensionType type);

/// The bit of the row of an extension that has one.
[[nodiscard]] ExtensionSet row_bit(ExtensionType type);

/// extension_type, and extension_data until the end of its scope, at most 2^16-1 bytes.
class ExtensionWriter {
 public:
  ExtensionWriter(Writer& extensions, ExtensionType type) : data_(begin(extensions, type), 2) {}
  /// The same, taking note that it was sent.
  ExtensionWriter(Writer& extensions, ExtensionType type, ExtensionSet& sent)
      : ExtensionWriter(extensions, type) {
    sent |= row_bit(type);
  }

 private:
  static Writer& begin(Writer& extensions, ExtensionType type) {
    extensions.u16(static_cast<uint16_t>(type));
    return extensions;
  }
  Vector data_;
};

/// A whole extension whose data is one number, of `size` bytes.
void write_number_extension(Writer& extensions, ExtensionType type, uint32_t value, size_t size);

/// The content of a vector that is all of `data`, with a length of `length_size` bytes; empty if
/// there is no such vector or nothing in it.
[[nodiscard]] Bytes sole_vector(const Bytes& data, size_t length_size);

/// True if `list` holds `value`, which is `size` bytes long like all in the list.
[[nodiscard]] bool list_has(const Bytes& list, size_t size, uint32_t value);
/// For lists of uint16, like NamedGroup.
[[nodiscard]] inline bool list_has_u16(const Bytes& list, uint16_t value) {
  return list_has(list, 2, value);
}

/// The same as sole_vector for a list of uint16: empty, too, if its length is odd.
[[nodiscard]] Bytes sole_u16_list(const Bytes& data, size_t length_size);

}  // namespace tls_se
