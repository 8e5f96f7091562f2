#include "profile/secret_bytes.h"

#include <fstream>

namespace tls_se {

std::expected<SecretBytes, std::string> read_secret_file(const std::filesystem::path& file) {
  std::ifstream in;
  in.rdbuf()->pubsetbuf(nullptr, 0);  // a stream's own buffer would keep a copy
  in.open(file, std::ios::binary);
  if (!in.is_open()) return std::unexpected("can't be read");

  SecretBytes secret(kMaxSecretFileSize + 1);
  in.read(reinterpret_cast<char*>(secret.bytes().data()),
          static_cast<std::streamsize>(secret.bytes().size()));
  if (in.bad()) return std::unexpected("can't be read");
  if (in.gcount() > static_cast<std::streamsize>(kMaxSecretFileSize)) {
    return std::unexpected("is larger than 1 MiB");
  }
  secret.shorten(static_cast<size_t>(in.gcount()));
  return secret;
}

}  // namespace tls_se
