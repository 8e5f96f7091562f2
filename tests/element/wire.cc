#include "wire.h"

#include <algorithm>
#include <stdexcept>

namespace tls_se::test {

void append(Buffer& to, Bytes bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); }

void append_u16(Buffer& to, size_t value) {
  to.push_back(static_cast<uint8_t>(value >> 8));
  to.push_back(static_cast<uint8_t>(value));
}

Buffer vector8(Bytes content) {
  Buffer bytes = {static_cast<uint8_t>(content.size())};
  append(bytes, content);
  return bytes;
}

Buffer vector16(Bytes content) {
  Buffer bytes;
  append_u16(bytes, content.size());
  append(bytes, content);
  return bytes;
}

Buffer vector24(Bytes content) {
  Buffer bytes = {static_cast<uint8_t>(content.size() >> 16)};
  append_u16(bytes, content.size());
  append(bytes, content);
  return bytes;
}

Buffer text(std::string_view string) { return {string.begin(), string.end()}; }

TestExtension& WithExtensions::extension(ExtensionType type) {
  return *std::ranges::find(extensions, static_cast<uint16_t>(type), &TestExtension::type);
}

bool WithExtensions::has(ExtensionType type) const {
  return std::ranges::find(extensions, static_cast<uint16_t>(type), &TestExtension::type) !=
         extensions.end();
}

void WithExtensions::remove(ExtensionType type) {
  std::erase_if(extensions,
                [&](const auto& one) { return one.type == static_cast<uint16_t>(type); });
}

void WithExtensions::add(ExtensionType type, Buffer data) {
  extensions.push_back({static_cast<uint16_t>(type), std::move(data)});
}

Buffer extension_block(const std::vector<TestExtension>& extensions) {
  Buffer block;
  for (const TestExtension& one : extensions) {
    append_u16(block, one.type);
    append(block, vector16(one.data));
  }
  return vector16(block);
}

Buffer handshake_message(HandshakeType type, Bytes body) {
  Buffer message = {static_cast<uint8_t>(type)};
  append(message, vector24(body));
  return message;
}

Buffer plain_record(ContentType type, Bytes fragment) {
  Buffer record(kRecordHeaderSize);
  write_record_header(std::span(record).first<kRecordHeaderSize>(), type, fragment.size());
  append(record, fragment);
  return record;
}

std::vector<Buffer> records_of(Bytes bytes) {
  std::vector<Buffer> records;
  while (!bytes.empty()) {
    if (bytes.size() < kRecordHeaderSize) throw std::runtime_error("a record's header is cut");
    const size_t size = kRecordHeaderSize + load_u16(&bytes[3]);
    if (bytes.size() < size) throw std::runtime_error("a record is cut");
    records.emplace_back(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(size));
    bytes = bytes.subspan(size);
  }
  return records;
}

}  // namespace tls_se::test
