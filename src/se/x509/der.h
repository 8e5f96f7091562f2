// A reader of the Distinguished Encoding Rules, X.690, over memory of the caller's: lengths are
// definite and minimal, tags of one byte, and an element lies whole within the one around it. It
// never recurses, so what nests deeper than a caller reads is skipped unseen. Like Reader it
// carries its own error: after the first failure all that it returns is empty.
#pragma once

#include "se/base/bytes.h"

namespace tls_se {

/// Identifier octets, X.690 section 8.1.2.
namespace der {
inline constexpr uint8_t kBoolean = 0x01;
inline constexpr uint8_t kInteger = 0x02;
inline constexpr uint8_t kBitString = 0x03;
inline constexpr uint8_t kOctetString = 0x04;
inline constexpr uint8_t kObjectIdentifier = 0x06;
inline constexpr uint8_t kUtf8String = 0x0c;
inline constexpr uint8_t kPrintableString = 0x13;
inline constexpr uint8_t kIa5String = 0x16;
inline constexpr uint8_t kUtcTime = 0x17;
inline constexpr uint8_t kGeneralizedTime = 0x18;
inline constexpr uint8_t kSequence = 0x30;
inline constexpr uint8_t kSet = 0x31;
/// [number] IMPLICIT of a primitive type; and of a constructed one, or EXPLICIT.
constexpr uint8_t context(uint8_t number) { return 0x80 | number; }
constexpr uint8_t context_constructed(uint8_t number) { return 0xa0 | number; }
}  // namespace der

class DerReader {
 public:
  explicit DerReader(const Bytes& der) : rest_(der) {}
  /// Reads within the one element of this tag that `der` has to be.
  DerReader(const Bytes& der, uint8_t tag);

  /// Contents of the next element, which has to be of this tag.
  Bytes read(uint8_t tag);
  /// The same, its identifier and length octets included.
  Bytes read_whole(uint8_t tag);
  /// A reader within the next element, which fails with it.
  DerReader enter(uint8_t tag);
  /// Contents of the next element if it is of this tag; otherwise empty, and nothing is read.
  Bytes read_optional(uint8_t tag);
  /// BOOLEAN DEFAULT FALSE.
  bool read_flag();
  /// Reads all that is left, and fails if that is not at least one element, whatever they are.
  void skip_list();

  /// All that is left; empty after a failure.
  [[nodiscard]] Bytes rest() const { return rest_; }
  /// Tag of the next element; 0, which no element has, if there is none.
  [[nodiscard]] uint8_t tag() const { return rest_.empty() ? 0 : rest_[0]; }
  /// Something is left to read; false after a failure, so that loops end.
  [[nodiscard]] bool more() const { return !rest_.empty(); }
  /// No failure, and nothing is left over: check it before what was read is used.
  [[nodiscard]] bool done() const { return ok_ && rest_.empty(); }

 private:
  void fail();

  Bytes rest_;
  bool ok_ = true;
};

[[nodiscard]] bool begins_with(const Bytes& bytes, const Bytes& prefix);

}  // namespace tls_se
