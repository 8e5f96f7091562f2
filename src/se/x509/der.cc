#include "se/x509/der.h"

namespace tls_se {
namespace {

constexpr uint8_t kEndOfContents = 0;     // X.690 section 8.1.5: of the indefinite form alone
constexpr uint8_t kManyOctetsTag = 0x1f;  // section 8.1.2.4; X.509 has none
constexpr uint8_t kLongForm = 0x80;       // section 8.1.3.5
constexpr uint8_t kTrue = 0xff;

bool is_tag(uint8_t tag) {
  return tag != kEndOfContents && (tag & kManyOctetsTag) != kManyOctetsTag;
}

}  // namespace

DerReader::DerReader(const Bytes& der, uint8_t tag) : rest_(der) {
  const Bytes contents = read(tag);
  if (!done()) {
    fail();
    return;
  }
  rest_ = contents;
}

void DerReader::fail() {
  ok_ = false;
  rest_ = {};
}

Bytes DerReader::read(uint8_t wanted) {
  Reader reader(rest_);
  const uint8_t tag = reader.u8();
  size_t length = reader.u8();
  size_t least = 0;  // as few octets as hold it, X.690 section 10.1
  if (length >= kLongForm) {
    // Two octets are the most that a certificate needs which comes in records of TLS.
    const bool two = length == (kLongForm | 2);
    least = two ? 0x100 : length == (kLongForm | 1) ? kLongForm : SIZE_MAX;
    length = two ? reader.u16() : reader.u8();
  }
  const Bytes contents = reader.bytes(length);
  if (!reader.ok() || length < least || tag != wanted || !is_tag(tag)) {
    fail();
    return {};
  }
  rest_ = reader.rest();
  return contents;
}

Bytes DerReader::read_whole(uint8_t tag) {
  const Bytes before = rest_;
  read(tag);
  return before.first(ok_ ? before.size() - rest_.size() : 0);
}

DerReader DerReader::enter(uint8_t tag) {
  DerReader inner(read(tag));
  inner.ok_ = ok_;
  return inner;
}

Bytes DerReader::read_optional(uint8_t optional_tag) {
  return tag() == optional_tag ? read(optional_tag) : Bytes();
}

/// X.690 sections 11.1 and 11.5: TRUE is 0xff, and FALSE, the default, is not encoded.
bool DerReader::read_flag() {
  if (tag() != der::kBoolean) return false;
  const Bytes flag = read(der::kBoolean);
  if (flag.size() == 1 && flag[0] == kTrue) return true;
  ok_ = false;
  return false;
}

void DerReader::skip_list() {
  do read(tag());
  while (more());
}

bool begins_with(const Bytes& bytes, const Bytes& prefix) {
  return bytes.size() >= prefix.size() && same_bytes(bytes.first(prefix.size()), prefix);
}

}  // namespace tls_se
