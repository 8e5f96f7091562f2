#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <stdexcept>

#include "platform/flash/flash_rules.h"
#include "platform/flash/mapped_flash.h"

namespace tls_se {
namespace {

constexpr size_t kFileSize = FileFlash::kHeadSize + FileFlash::kPages * FileFlash::kPageSize;
// Read by a person who looks at the file with `head`.
constexpr std::string_view kMagic = "TLS-SE card, flash of 128 pages of 2048 bytes, version 3\n";

[[noreturn]] void fail(const std::string& name, const std::string& what) {
  throw std::runtime_error(name + ": " + what);
}
[[noreturn]] void fail_of_system(const std::string& name, const std::string& what) {
  fail(name, what + ": " + std::strerror(errno));
}

/// Beside the file, and then in its place: there is never a half of one. What somebody has left
/// there who was killed is in nobody's way.
void make_file(const std::string& name) {
  std::string beside = name + ".new-XXXXXX";
  const OwnDescriptor file(mkostemp(beside.data(), O_CLOEXEC));
  if (file.get() < 0) fail_of_system(name, "can't be made");
  std::string content(kMagic);
  content.resize(FileFlash::kHeadSize);
  content.resize(kFileSize, static_cast<char>(Flash::kErased));
  const bool is_written =
      write(file.get(), content.data(), content.size()) == static_cast<ssize_t>(content.size()) &&
      fsync(file.get()) == 0;
  // Who is faster has made it.
  const bool is_there = is_written && (link(beside.c_str(), name.c_str()) == 0 || errno == EEXIST);
  const int error = errno;
  unlink(beside.c_str());
  errno = error;
  if (!is_there) fail_of_system(name, "can't be made");
}

int open_file(const std::string& name, bool create) {
  int file = open(name.c_str(), O_RDWR | O_CLOEXEC);
  if (file < 0 && errno == ENOENT && create) {
    make_file(name);
    file = open(name.c_str(), O_RDWR | O_CLOEXEC);
  }
  if (file < 0 && errno == ENOENT) throw NoSuchCard(name + ": there is no such card");
  if (file < 0) fail_of_system(name, "can't be opened");
  return file;
}

}  // namespace

FileFlash::FileFlash(const std::filesystem::path& file, bool create)
    : name_(file.string()), file_(std::make_unique<OwnDescriptor>(open_file(name_, create))) {
  if (flock(file_->get(), LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) fail_of_system(name_, "can't be locked");
    throw CardInUse(name_ + ": this card is in use by another program: end that first");
  }
  struct stat status {};
  std::array<char, kMagic.size()> head{};
  if (fstat(file_->get(), &status) != 0 || status.st_size != static_cast<off_t>(kFileSize) ||
      pread(file_->get(), head.data(), head.size(), 0) != static_cast<ssize_t>(head.size()) ||
      std::string_view(head.data(), head.size()) != kMagic) {
    fail(name_, "this file is no card");
  }
  void* const address =
      mmap(nullptr, kFileSize, PROT_READ | PROT_WRITE, MAP_SHARED, file_->get(), 0);
  if (address == MAP_FAILED) fail_of_system(name_, "can't be mapped");
  mapping_ = std::make_unique<Mapping>(address, kFileSize);
}

bool FileFlash::program(size_t at, const Bytes& words) {
  check_program(pages(), at, words);
  copy_bytes(pages().subspan(at), words);
  is_synced_ = false;
  return true;
}

/// What is erased had better be somewhere else by then.
bool FileFlash::erase(size_t at) {
  sync();
  std::ranges::fill(page_of(pages(), kPageSize, at), kErased);
  is_synced_ = false;
  return true;
}

void FileFlash::sync() {
  if (is_synced_) return;
  if (msync(mapping_->bytes().data(), mapping_->bytes().size(), MS_SYNC) != 0) {
    fail_of_system(name_, "can't be written");
  }
  is_synced_ = true;
}

}  // namespace tls_se
