#include "profile/profile_sources.h"

namespace tls_se {

SourceFile source_file(const std::filesystem::path& path) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::is_regular_file(status)) return {.path = path};
  return {.path = path, .permissions = status.permissions()};
}

}  // namespace tls_se
