// Keys and certificates that tests make while they run.
#pragma once

#include <openssl/evp.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "se/base/bytes.h"

namespace tls_se {

struct FreeTestKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using TestKey = std::unique_ptr<EVP_PKEY, FreeTestKey>;
using Der = std::vector<uint8_t>;

TestKey make_ec_key(const char* curve = "P-256");
TestKey make_rsa_key();

Der scalar(const TestKey& key);
Der sec1(const TestKey& key);  // of an RSA key, PKCS#1
Der pkcs8(const TestKey& key);
/// PKCS#8 and the headers of RFC 1421; the passphrase is "secret".
std::string encrypted_pkcs8_pem(const TestKey& key);
std::string encrypted_sec1_pem(const TestKey& key);

/// Signed by itself.
Der make_certificate(const TestKey& key);

std::string pem(const char* label, const Bytes& der);
inline std::string certificate_pem(const TestKey& key) {
  return pem("CERTIFICATE", make_certificate(key));
}
inline std::string key_pem(const TestKey& key) { return pem("PRIVATE KEY", pkcs8(key)); }

/// A folder of the running test's own, which goes with it.
class TestFolder {
 public:
  TestFolder();
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder();

  std::filesystem::path write(const std::string& name, const std::string& text) const;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace tls_se
