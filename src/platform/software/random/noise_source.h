// Where a chip's randomness comes from.
#pragma once

#include <cstdint>

#include "se/base/bytes.h"

namespace tls_se {

/// The least entropy, in bits, that a byte of raw noise has: what SP 800-90B section 3.1 has its
/// maker assess, rounded down.
enum class NoiseQuality : uint8_t { one_bit = 1, two, three, four, five, six, seven, eight };

/// A port's hardware.
class NoiseSource {
 public:
  /// Fills `raw` with noise as it was digitised: whitened, it would pass the health tests with
  /// nothing behind it. False if the hardware has none to give, or says that it is broken.
  [[nodiscard]] virtual bool fill(const MutableBytes& raw) = 0;

 protected:
  ~NoiseSource() = default;
};

}  // namespace tls_se
