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

}  // namespace

void edit(Buffer& message, Reader& program) {
  const unsigned kind = program.u8() % 4;
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
    case 2: {  // an extension in front of the others; `number` is its type
      const size_t extensions = extensions_at(message);
      const Bytes data = program.vector8();
      if (extensions == 0) break;
      Buffer extension = {static_cast<uint8_t>(number >> 8), static_cast<uint8_t>(number), 0,
                          static_cast<uint8_t>(data.size())};
      extension.insert(extension.end(), data.begin(), data.end());
      splice(message, extensions + 2, 0, extension);
      break;
    }
    default:  // cut, with its length as it was
      message.resize(std::max(at, kHandshakeHeaderSize));
      break;
  }
}

}  // namespace tls_se::fuzz
