// For tests: one implementation against another, over inputs that chance chooses, the same each
// time.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <vector>

#include "se/base/bytes.h"

namespace tls_se {

/// How many inputs: with TLS_SE_LONG_TESTS in the environment five times as many.
inline int differential_rounds() {
  return std::getenv("TLS_SE_LONG_TESTS") != nullptr ? 100'000 : 20'000;
}

class Chance {
 public:
  explicit Chance(uint32_t seed) : engine_(seed) {}

  /// Up to `most`, and that too.
  size_t number(size_t most) { return std::uniform_int_distribution<size_t>(0, most)(engine_); }
  void fill(MutableBytes out) {
    for (uint8_t& byte : out) byte = static_cast<uint8_t>(engine_());
  }
  std::vector<uint8_t> bytes(size_t size) {
    std::vector<uint8_t> result(size);
    fill(result);
    return result;
  }
  /// The data in pieces, some of them empty: add(piece) for each.
  void in_pieces(Bytes data, const auto& add) {
    while (!data.empty()) {
      const size_t size = number(data.size());
      add(data.first(size));
      data = data.subspan(size);
    }
  }

 private:
  std::mt19937 engine_;
};

}  // namespace tls_se
