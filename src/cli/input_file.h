// Files that a command reads.
#pragma once

#include <filesystem>
#include <fstream>

namespace tls_se {

/// Open, at its start. Throws UsageError: the file's name, and why it can't be read.
[[nodiscard]] std::ifstream open_input_file(const std::filesystem::path& file);

}  // namespace tls_se
