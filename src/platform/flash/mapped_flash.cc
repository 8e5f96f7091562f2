#include "platform/flash/mapped_flash.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "platform/flash/flash_rules.h"

namespace tls_se {

Mapping::~Mapping() { munmap(bytes_.data(), bytes_.size()); }

OwnDescriptor::~OwnDescriptor() { close(descriptor_); }

FlashImage::FlashImage(const Flash& flash)
    : page_size_(flash.page_size()),
      size_(flash.mapped().size()),
      memory_(std::make_shared<OwnDescriptor>(memfd_create("card", MFD_CLOEXEC))) {
  Bytes left = flash.mapped();
  while (!left.empty() && memory_->get() >= 0) {
    const ssize_t written = write(memory_->get(), left.data(), left.size());
    if (written <= 0) break;
    left = left.subspan(static_cast<size_t>(written));
  }
  if (!left.empty()) {
    throw std::runtime_error(std::string("no memory for a card: ") + std::strerror(errno));
  }
}

PrivateFlash::PrivateFlash(const FlashImage& image) : page_size_(image.page_size_) {
  void* const address =
      mmap(nullptr, image.size_, PROT_READ | PROT_WRITE, MAP_PRIVATE, image.memory_->get(), 0);
  if (address == MAP_FAILED) {
    throw std::runtime_error(std::string("no memory for a card: ") + std::strerror(errno));
  }
  mapping_ = std::make_unique<Mapping>(address, image.size_);
}

bool PrivateFlash::program(size_t at, const Bytes& words) {
  check_program(mapping_->bytes(), at, words);
  copy_bytes(mapping_->bytes().subspan(at), words);
  return true;
}

bool PrivateFlash::erase(size_t at) {
  std::ranges::fill(page_of(mapping_->bytes(), page_size_, at), kErased);
  return true;
}

}  // namespace tls_se
