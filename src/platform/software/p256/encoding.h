// Keys as bytes.
#pragma once

#include "platform/software/p256/point.h"
#include "platform/software/p256/scalar.h"
#include "se/crypto_lib/key_maker.h"

namespace tls_se::p256 {

/// RFC 8446 section 4.2.8.2: "peers MUST validate each other's public value Q by ensuring that the
/// point is a valid point on the elliptic curve." False if it is none, or a coordinate is not below
/// p.
[[nodiscard]] bool decode_point(AffinePoint& point, std::span<const uint8_t, kP256PointSize> bytes);
void encode_point(std::span<uint8_t, kP256PointSize> bytes, const AffinePoint& point);

/// False if it is not in [1, n-1].
[[nodiscard]] bool decode_private_key(Scalar& scalar,
                                      std::span<const uint8_t, kP256ScalarSize> bytes);

}  // namespace tls_se::p256
