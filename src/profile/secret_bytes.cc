#include "profile/secret_bytes.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace tls_se {
namespace {

class Descriptor {
 public:
  explicit Descriptor(const std::filesystem::path& file)
      : number_(open(file.c_str(), O_RDONLY | O_CLOEXEC)) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (is_open()) close(number_);
  }

  [[nodiscard]] bool is_open() const { return number_ >= 0; }
  /// Fewer bytes than there is room for at the file's end alone; nothing if it can't be read.
  [[nodiscard]] std::optional<size_t> read_into(MutableBytes room) const;

 private:
  int number_;
};

std::optional<size_t> Descriptor::read_into(MutableBytes room) const {
  size_t size = 0;
  while (size < room.size()) {
    const ssize_t more = read(number_, room.data() + size, room.size() - size);
    if (more == 0) break;
    if (more < 0 && errno != EINTR) return {};
    if (more > 0) size += static_cast<size_t>(more);
  }
  return size;
}

std::unexpected<std::string> unreadable() { return std::unexpected(cant_be_read(errno)); }

}  // namespace

std::string cant_be_read(int error) {
  return "can't be read: " + std::generic_category().message(error);
}

// No stream: its own buffer would keep a copy, and it does not say why it fails.
std::expected<SecretBytes, std::string> read_secret_file(const std::filesystem::path& file) {
  const Descriptor in(file);
  if (!in.is_open()) return unreadable();
  SecretBytes secret(kMaxSecretFileSize + 1);
  const auto size = in.read_into(secret.bytes());
  if (!size) return unreadable();
  if (*size > kMaxSecretFileSize) return std::unexpected("is larger than 1 MiB");
  secret.shorten(*size);
  return secret;
}

}  // namespace tls_se
