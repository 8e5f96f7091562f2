// Where a profile and its keys were read from, and who else may read them there.
#pragma once

#include <filesystem>

namespace tls_se {

struct SourceFile {
  std::filesystem::path path;
  /// None of what is no file of its own, such as a pipe.
  std::filesystem::perms permissions = std::filesystem::perms::none;
};

/// As the file is now.
[[nodiscard]] SourceFile source_file(const std::filesystem::path& path);

/// Without path where there is no such file.
struct ProfileSources {
  SourceFile profile{};
  SourceFile certificate_chain{};
  SourceFile private_key{};
};

}  // namespace tls_se
