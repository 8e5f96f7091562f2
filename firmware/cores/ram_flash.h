// Flash in RAM.
#pragma once

#include <algorithm>
#include <array>

#include "se/store/flash.h"

namespace tls_se {

class RamFlash final : public Flash {
 public:
  static constexpr size_t kAreas = 2;
  static constexpr size_t kAreaSize = 1024;  // a page

  RamFlash() { memory_.fill(kErased); }

  [[nodiscard]] Bytes mapped() const override { return memory_; }
  [[nodiscard]] size_t page_size() const override { return kAreaSize; }
  [[nodiscard]] bool program(size_t at, const Bytes& words) override {
    copy_bytes(&memory_[at], words);
    return true;
  }
  [[nodiscard]] bool erase(size_t at) override {
    std::ranges::fill(MutableBytes(memory_).subspan(at, kAreaSize), kErased);
    return true;
  }

 private:
  alignas(kWordSize) std::array<uint8_t, kAreas * kAreaSize> memory_;
};

}  // namespace tls_se
