#include "fuzz/edit.h"

#include "se/tls_lib/handshake_header.h"

namespace tls_se::fuzz {
namespace {

/// Where the length of the message's extensions stands; 0 if it has none of its own.
size_t extensions_at(const Buffer& message) {
  Reader reader(Bytes(message).subspan(kHandshakeHeaderSize));
  switch (static_cast<HandshakeType>(message[0])) {
    case HandshakeType::client_hello:
      reader.bytes(2 + 32);
      reader.vector8();
      reader.vector16();
      reader.vector8();
      break;
    case HandshakeType::server_hello:
      reader.bytes(2 + 32);
      reader.vector8();
      reader.bytes(2 + 1);
      break;
    case HandshakeType::encrypted_extensions:
      break;
    case HandshakeType::certificate_request:
      reader.vector8();
      break;
    default:
      return 0;
  }
  return reader.rest().size() >= 2 ? message.size() - reader.rest().size() : 0;
}

/// `removed` bytes at `at` give way to `inserted`.
void splice(Buffer& message, size_t at, size_t removed, const Bytes& inserted) {
  const size_t extensions = extensions_at(message);
  removed = std::min(removed, message.size() - at);
  const auto begin = message.begin() + static_cast<ptrdiff_t>(at);
  message.erase(begin, begin + static_cast<ptrdiff_t>(removed));
  message.insert(message.begin() + static_cast<ptrdiff_t>(at), inserted.begin(), inserted.end());
  set_message_size(message, message.size());
  if (extensions != 0 && at >= extensions + 2) {
    store_u16(&message[extensions], load_u16(&message[extensions]) + inserted.size() - removed);
  }
}

/// So many bytes, no two of them next to each other the same.
Buffer filler(size_t size) {
  Buffer bytes(size);
  for (size_t i = 0; i < size; ++i) bytes[i] = static_cast<uint8_t>(i);
  return bytes;
}

/// Behind `before` others, or all if there are fewer.
void insert_extension(Buffer& message, size_t before, uint16_t type, const Bytes& data) {
  const size_t extensions = extensions_at(message);
  if (extensions == 0) return;
  Reader reader(Bytes(message).subspan(extensions + 2));
  size_t at = extensions + 2;
  for (; before > 0 && reader.more(); --before) {
    const size_t size = 2 + 2 + (reader.u16(), reader.vector16()).size();
    if (reader.ok()) at += size;
  }
  Buffer extension(2 + 2);
  store_u16(&extension[0], type);
  store_u16(&extension[2], data.size());
  extension.insert(extension.end(), data.begin(), data.end());
  splice(message, at, 0, extension);
}

/// A KeyShareEntry of a ClientHello, in front of the others.
void insert_share(Buffer& message, uint16_t group, const Bytes& key_exchange) {
  const size_t extensions = extensions_at(message);
  if (extensions == 0) return;
  Reader reader(Bytes(message).subspan(extensions + 2));
  while (reader.more()) {
    const size_t at = message.size() - reader.rest().size();
    const auto type = static_cast<ExtensionType>(reader.u16());
    const Bytes data = reader.vector16();
    if (type != ExtensionType::key_share || data.size() < 2) continue;
    Buffer share(2 + 2);
    store_u16(&share[0], group);
    store_u16(&share[2], key_exchange.size());
    share.insert(share.end(), key_exchange.begin(), key_exchange.end());
    for (const size_t length : {at + 2, at + 4}) {
      store_u16(&message[length], load_u16(&message[length]) + share.size());
    }
    return splice(message, at + 6, 0, share);
  }
}

}  // namespace

void edit(Buffer& message, Reader& program) {
  constexpr uint16_t kLong = 4096;
  const unsigned kind = program.u8() % 6;
  const size_t body = message.size() - kHandshakeHeaderSize;
  const uint16_t number = program.u16();
  const size_t at = number % message.size();
  switch (kind) {
    case 0:
      message[at] ^= program.u8();
      break;
    case 1: {
      if (body == 0) break;
      const uint8_t removed = program.u8();
      splice(message, kHandshakeHeaderSize + at % body, removed, program.vector8());
      break;
    }
    case 2:  // an extension in front of the others; `number` is its type
      insert_extension(message, 0, number, program.vector8());
      break;
    case 3:  // cut, with its length as it was
      message.resize(std::max(at, kHandshakeHeaderSize));
      break;
    case 4: {  // a long extension somewhere among the others
      const uint8_t before = program.u8();
      insert_extension(message, before, number, filler(program.u16() % kLong));
      break;
    }
    default:  // a key share; `number` is its group
      insert_share(message, number, filler(program.u16() % kLong));
      break;
  }
}

}  // namespace tls_se::fuzz
