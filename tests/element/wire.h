// Bytes that cross the wire, for the peers of tests: they say what they are told to, right or
// wrong.
#pragma once

#include "card_driver.h"

namespace tls_se::test {

void append(Buffer& to, Bytes bytes);
void append_u16(Buffer& to, size_t value);
/// opaque<0..2^8-1>, opaque<0..2^16-1>, opaque<0..2^24-1>.
[[nodiscard]] Buffer vector8(Bytes content);
[[nodiscard]] Buffer vector16(Bytes content);
[[nodiscard]] Buffer vector24(Bytes content);
[[nodiscard]] Buffer text(std::string_view string);

struct TestExtension {
  uint16_t type;
  Buffer data;
};

/// What a message with extensions has.
struct WithExtensions {
  std::vector<TestExtension> extensions;

  [[nodiscard]] TestExtension& extension(ExtensionType type);
  [[nodiscard]] bool has(ExtensionType type) const;
  void remove(ExtensionType type);
  void add(ExtensionType type, Buffer data);
  void set(ExtensionType type, Buffer data) { extension(type).data = std::move(data); }
};
/// extensions<0..2^16-1>
[[nodiscard]] Buffer extension_block(const std::vector<TestExtension>& extensions);

/// A handshake message with its header.
[[nodiscard]] Buffer handshake_message(HandshakeType type, Bytes body);
/// A TLSPlaintext.
[[nodiscard]] Buffer plain_record(ContentType type, Bytes fragment);
/// Takes the records out of `bytes`. Throws std::runtime_error if they are not whole.
[[nodiscard]] std::vector<Buffer> records_of(Bytes bytes);

}  // namespace tls_se::test
