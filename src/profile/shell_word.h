// Paths in commands that a person copies.
#pragma once

#include <filesystem>
#include <string>

namespace tls_se {

/// As a shell has to be given it: in quotes if it needs them.
[[nodiscard]] std::string shell_word(const std::filesystem::path& path);

}  // namespace tls_se
