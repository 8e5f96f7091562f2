// Secrets whose size is known at run time alone: a file that may hold a key, and what is made of
// it.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "se/base/secret.h"

namespace tls_se {

/// Memory that wipes itself, can't be copied, and never grows: that would leave copies behind.
class SecretBytes {
 public:
  explicit SecretBytes(size_t size) : bytes_(size) {}
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes(SecretBytes&&) = default;  // the other one is empty then
  SecretBytes& operator=(const SecretBytes&) = delete;
  SecretBytes& operator=(SecretBytes&&) = delete;
  ~SecretBytes() { wipe(bytes_); }

  /// For whoever keeps one of its own.
  [[nodiscard]] SecretBytes copy() const {
    SecretBytes other(bytes_.size());
    copy_bytes(other.bytes(), bytes());
    return other;
  }

  void shorten(size_t size) {
    wipe(bytes().subspan(size));
    bytes_.resize(size);
  }

  [[nodiscard]] MutableBytes bytes() { return bytes_; }
  [[nodiscard]] Bytes bytes() const { return bytes_; }
  [[nodiscard]] std::string_view text() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
  }

 private:
  std::vector<uint8_t> bytes_;
};

/// What a person writes for a card is far smaller; all CAs of the web in one file are a fifth.
inline constexpr size_t kMaxSecretFileSize = 1 << 20;

/// "can't be read: Permission denied", of an errno.
[[nodiscard]] std::string cant_be_read(int error);

/// All that a file holds, or why it can't be read, in words that follow its name. A pipe will do.
[[nodiscard]] std::expected<SecretBytes, std::string> read_secret_file(
    const std::filesystem::path& file);

}  // namespace tls_se
