// Cuts the byte stream of a TCP connection into TLS records, RFC 8446 section 5.1. A record may
// come in many pieces, and many records in one.
#pragma once

#include <optional>
#include <stdexcept>
#include <vector>

#include "se/base/bytes.h"

namespace tls_se {

/// The stream holds no record where one should begin. The card can still be shown the header, so
/// that it answers with the alert.
class RecordError : public std::runtime_error {
 public:
  RecordError(const std::string& what, Bytes header)
      : std::runtime_error(what), header_(header.begin(), header.end()) {}
  [[nodiscard]] Bytes header() const { return header_; }

 private:
  std::vector<uint8_t> header_;
};

class RecordReader {
 public:
  /// Bytes that have come from the stream, of any number.
  void push(Bytes bytes);
  /// The next whole record, header included; nothing if more bytes must come first. Throws
  /// RecordError, for good.
  [[nodiscard]] std::optional<std::vector<uint8_t>> next();
  /// A record has begun and is not whole: the stream may not end here.
  [[nodiscard]] bool inside_record() const { return start_ != buffer_.size(); }

 private:
  std::vector<uint8_t> buffer_;
  size_t start_ = 0;  // of the first byte that has not been given out
};

}  // namespace tls_se
