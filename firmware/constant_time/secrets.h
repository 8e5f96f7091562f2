// Secrets, the same ones on every run: numbers that are likely to be odd cases, then random ones,
// of which one in four has few bits.
#pragma once

#include <array>
#include <cstdint>

#include "platform/software/p256/field.h"
#include "platform/software/p256/scalar.h"

namespace tls_se {

inline constexpr uint32_t kOddCases = 18;

/// The one with that number.
std::array<uint8_t, 32> secret(uint32_t number);

// What that is as a number of a kind.
p256::Element element_of(const std::array<uint8_t, 32>& bytes);
p256::Scalar scalar_of(const std::array<uint8_t, 32>& bytes);
/// A scalar, and 1 instead of 0.
std::array<uint8_t, 32> private_key_of(const std::array<uint8_t, 32>& bytes);

}  // namespace tls_se
