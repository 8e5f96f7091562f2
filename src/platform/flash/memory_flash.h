// Flash in memory, which holds whoever uses it to the rules of flash. May be copied, contents and
// all.
#pragma once

#include <cstdint>
#include <vector>

#include "se/base/secret.h"
#include "se/store/flash.h"

namespace tls_se {

class MemoryFlash : public Flash {
 public:
  /// Erased.
  MemoryFlash(size_t page_size, size_t pages);
  virtual ~MemoryFlash() { wipe(bytes_); }
  MemoryFlash(const MemoryFlash&) = default;
  MemoryFlash& operator=(const MemoryFlash&) = default;

  [[nodiscard]] Bytes mapped() const override { return bytes_; }
  [[nodiscard]] size_t page_size() const override { return page_size_; }
  // Throw std::logic_error if a word is not erased, or something is no whole word or page.
  [[nodiscard]] bool program(size_t at, const Bytes& words) override;
  [[nodiscard]] bool erase(size_t at) override;

  /// How often each page has been erased.
  [[nodiscard]] const std::vector<uint32_t>& erasures() const { return erasures_; }

 protected:
  [[nodiscard]] MutableBytes bytes() { return bytes_; }

 private:
  size_t page_size_;
  std::vector<uint8_t> bytes_;
  std::vector<uint32_t> erasures_;
};

}  // namespace tls_se
