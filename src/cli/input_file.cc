#include "cli/input_file.h"

#include <cerrno>

#include "cli/exit_codes.h"
#include "profile/secret_bytes.h"

namespace tls_se {

std::ifstream open_input_file(const std::filesystem::path& file) {
  errno = 0;
  std::ifstream in(file, std::ios::binary);
  const bool is_open = in.is_open();
  int error = is_open ? 0 : errno != 0 ? errno : EIO;
  // A folder can be opened, and not read.
  std::error_code ignored;
  if (is_open && std::filesystem::is_directory(file, ignored)) error = EISDIR;
  if (error != 0) throw UsageError(file.string() + ": " + cant_be_read(error));
  return in;
}

}  // namespace tls_se
