// Flash in memory that the kernel maps: of a file, which keeps it, or of an image that many cards
// begin with, of which each keeps for itself the pages alone that it changes.
#pragma once

#include <filesystem>
#include <memory>
#include <stdexcept>

#include "platform/flash/memory_flash.h"

namespace tls_se {

/// Memory that was mapped, and goes with this object.
class Mapping {
 public:
  Mapping(void* address, size_t size) : bytes_(static_cast<uint8_t*>(address), size) {}
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping();

  [[nodiscard]] MutableBytes bytes() const { return bytes_; }

 private:
  MutableBytes bytes_;
};

/// A file descriptor that is closed with it.
class OwnDescriptor {
 public:
  explicit OwnDescriptor(int descriptor) : descriptor_(descriptor) {}
  OwnDescriptor(const OwnDescriptor&) = delete;
  OwnDescriptor& operator=(const OwnDescriptor&) = delete;
  ~OwnDescriptor();

  [[nodiscard]] int get() const { return descriptor_; }

 private:
  const int descriptor_;
};

/// What cards that are personalised alike have in their flash when they are made.
class FlashImage {
 public:
  /// Of what is in this one now. Throws std::runtime_error if there is no memory.
  explicit FlashImage(const Flash& flash);

 private:
  friend class PrivateFlash;

  size_t page_size_;
  size_t size_;
  std::shared_ptr<const OwnDescriptor> memory_;
};

class PrivateFlash final : public Flash {
 public:
  /// Throws std::runtime_error if there is no memory.
  explicit PrivateFlash(const FlashImage& image);

  [[nodiscard]] Bytes mapped() const override { return mapping_->bytes(); }
  [[nodiscard]] size_t page_size() const override { return page_size_; }
  [[nodiscard]] bool program(size_t at, const Bytes& words) override;
  [[nodiscard]] bool erase(size_t at) override;
  void sync() {}

 private:
  size_t page_size_;
  std::unique_ptr<const Mapping> mapping_;
};

class NoSuchCard : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};
class CardInUse : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A file: a head that says what it is, and the pages behind it. What was programmed is in the file
/// at once, for whoever opens it when this process is killed; sync() has it survive a loss of the
/// host's power too.
class FileFlash final : public Flash {
 public:
  /// With `create`, a file that is not there is made, of erased flash. Throws std::runtime_error,
  /// in words for a person: it is not there (NoSuchCard), can't be opened, is no card, or somebody
  /// else has it (CardInUse).
  FileFlash(const std::filesystem::path& file, bool create);

  [[nodiscard]] Bytes mapped() const override { return pages(); }
  [[nodiscard]] size_t page_size() const override { return kPageSize; }
  [[nodiscard]] bool program(size_t at, const Bytes& words) override;
  [[nodiscard]] bool erase(size_t at) override;
  /// What was programmed and erased before is on the disk when it returns. Throws
  /// std::runtime_error if it can't be.
  void sync();

  static constexpr size_t kPageSize = 2048;
  static constexpr size_t kPages = 128;
  static constexpr size_t kHeadSize = 4096;

 private:
  [[nodiscard]] MutableBytes pages() const { return mapping_->bytes().subspan(kHeadSize); }

  const std::string name_;
  std::unique_ptr<const OwnDescriptor> file_;  // its lock is the card's
  std::unique_ptr<const Mapping> mapping_;
  bool is_synced_ = true;
};

}  // namespace tls_se
