// For tests: certificates made on the spot with libcrypto, so that none expires.
#pragma once

#include <openssl/evp.h>
#include <openssl/x509.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace tls_se::test {

/// A certificate in DER, and its P-256 private key as a card has it.
struct Identity {
  std::vector<uint8_t> certificate;
  std::vector<uint8_t> private_key;  // 32 bytes, big-endian
  std::string certificate_pem;
  std::string private_key_pem;
};

struct CertificateSpec {
  std::string common_name = "leaf";
  std::string subject_alt_name = "DNS:card.example";  // as openssl's configuration has it; or none
  std::string subject_alt_name_der = "";  // instead: the GeneralNames that no configuration can say
  std::string extended_key_usage = "serverAuth,clientAuth";
  std::string key_usage = "critical,digitalSignature";
  bool is_authority = false;
  int version = 3;             // 1 has no extensions
  int64_t valid_from = -3600;  // seconds from now
  int64_t valid_until = 90 * 86400;
};

/// A certification authority with a self-signed certificate, or one below another.
class Authority {
 public:
  explicit Authority(const std::string& common_name);
  Authority(const std::string& common_name, const Authority& issuer);

  [[nodiscard]] Identity issue(const CertificateSpec& spec = {}) const;
  /// A certificate for a key of which nothing but the public point is known, 04 X Y.
  [[nodiscard]] Identity certify(const std::vector<uint8_t>& point,
                                 const CertificateSpec& spec = {}) const;
  [[nodiscard]] const Identity& own() const { return own_; }

 private:
  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
  };
  using Key = std::unique_ptr<EVP_PKEY, Free>;
  using Certificate = std::unique_ptr<X509, Free>;

  static Certificate make(const CertificateSpec& spec, EVP_PKEY* key, X509* issuer,
                          EVP_PKEY* issuer_key);
  static void add_extensions(const CertificateSpec& spec, X509* x509, X509* issuer);
  static Identity certified(X509* certificate);
  static Identity identity_of(X509* certificate, EVP_PKEY* key);

  Key key_;
  Certificate certificate_;
  Identity own_;
};

}  // namespace tls_se::test
