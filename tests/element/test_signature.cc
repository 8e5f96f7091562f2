#include "test_signature.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <stdexcept>

namespace tls_se::test {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
template <typename T>
using Owned = std::unique_ptr<T, Free>;

}  // namespace

Buffer signed_content(Role signer, const Sha256Hash& transcript) {
  Buffer content(64, 0x20);
  const std::string_view context = signer == Role::server ? "TLS 1.3, server CertificateVerify"
                                                          : "TLS 1.3, client CertificateVerify";
  content.insert(content.end(), context.begin(), context.end());
  content.push_back(0);
  content.insert(content.end(), transcript.begin(), transcript.end());
  return content;
}

Buffer sign(const std::string& private_key_pem, Bytes content) {
  const Owned<BIO> bio(BIO_new_mem_buf(private_key_pem.data(), -1));
  const Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  Buffer signature(80);
  size_t size = signature.size();
  if (key == nullptr ||
      EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1 ||
      EVP_DigestSign(context.get(), signature.data(), &size, content.data(), content.size()) != 1) {
    throw std::runtime_error("libcrypto: no signature");
  }
  signature.resize(size);
  return signature;
}

bool is_signature_of(Bytes certificate, Bytes content, Bytes signature) {
  const unsigned char* der = certificate.data();
  const Owned<X509> x509(d2i_X509(nullptr, &der, static_cast<long>(certificate.size())));
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new());
  return x509 != nullptr &&
         EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr,
                              X509_get0_pubkey(x509.get())) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), content.data(),
                          content.size()) == 1;
}

}  // namespace tls_se::test
