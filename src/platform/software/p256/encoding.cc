#include "platform/software/p256/encoding.h"

namespace tls_se::p256 {
namespace {

constexpr uint8_t kUncompressed = 4;  // RFC 8446 section 4.2.8.2: legacy_form

bool decode_coordinate(Element& element, std::span<const uint8_t, kNumberBytes> bytes) {
  Number number;
  load(number, bytes);
  to_field(element, number);
  return is_less(number, kPrime);
}

void encode_coordinate(std::span<uint8_t, kNumberBytes> bytes, const Element& element) {
  Number number;
  from_field(number, element);
  store(bytes, number);
}

}  // namespace

bool decode_point(AffinePoint& point, std::span<const uint8_t, kP256PointSize> bytes) {
  return bytes[0] == kUncompressed &&
         decode_coordinate(point.x, bytes.subspan<1, kNumberBytes>()) &&
         decode_coordinate(point.y, bytes.subspan<1 + kNumberBytes, kNumberBytes>()) &&
         is_on_curve(point) != 0;
}

void encode_point(std::span<uint8_t, kP256PointSize> bytes, const AffinePoint& point) {
  bytes[0] = kUncompressed;
  encode_coordinate(bytes.subspan<1, kNumberBytes>(), point.x);
  encode_coordinate(bytes.subspan<1 + kNumberBytes, kNumberBytes>(), point.y);
}

bool decode_private_key(Scalar& scalar, std::span<const uint8_t, kP256ScalarSize> bytes) {
  load(scalar, bytes);
  return reveal(is_in_range(scalar));
}

}  // namespace tls_se::p256
