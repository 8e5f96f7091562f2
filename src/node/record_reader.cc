#include "node/record_reader.h"

#include <string>

#include "se/base/protocol.h"

namespace tls_se {
namespace {

void check_header(Bytes header) {
  const auto type = static_cast<ContentType>(header[0]);
  const size_t length = load_u16(&header[3]);
  if (type < ContentType::change_cipher_spec || type > ContentType::application_data) {
    throw RecordError(
        "the peer doesn't speak TLS: no record begins with byte " + std::to_string(header[0]),
        header);
  }
  if (length > kMaxCiphertext) {
    throw RecordError("the peer announces a record of " + std::to_string(length) +
                          " bytes, and TLS allows " + std::to_string(kMaxCiphertext),
                      header);
  }
}

}  // namespace

void RecordReader::push(Bytes bytes) {
  buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<ptrdiff_t>(start_));
  start_ = 0;
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

std::optional<std::vector<uint8_t>> RecordReader::next() {
  const Bytes rest = Bytes(buffer_).subspan(start_);
  if (rest.size() < kRecordHeaderSize) return std::nullopt;
  check_header(rest.first(kRecordHeaderSize));
  const size_t size = kRecordHeaderSize + load_u16(&rest[3]);
  if (rest.size() < size) return std::nullopt;
  start_ += size;
  return std::vector<uint8_t>(rest.begin(), rest.begin() + static_cast<ptrdiff_t>(size));
}

}  // namespace tls_se
