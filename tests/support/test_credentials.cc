#include "support/test_credentials.h"

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <fstream>

namespace tls_se {
namespace {

constexpr char kPassphrase[] = "secret";

template <typename Object>
Der der_of(int (*write)(const Object*, unsigned char**), const Object* object) {
  Der der(static_cast<size_t>(write(object, nullptr)));
  unsigned char* at = der.data();
  write(object, &at);
  return der;
}

template <typename Write>
std::string written(Write write) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> out(BIO_new(BIO_s_mem()), BIO_free);
  EXPECT_EQ(write(out.get()), 1);
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<size_t>(size)};
}

}  // namespace

TestKey make_ec_key(const char* curve) { return TestKey(EVP_EC_gen(curve)); }
TestKey make_rsa_key() { return TestKey(EVP_RSA_gen(1024)); }

Der scalar(const TestKey& key) {
  BIGNUM* number = nullptr;
  EVP_PKEY_get_bn_param(key.get(), OSSL_PKEY_PARAM_PRIV_KEY, &number);
  Der bytes(32);
  EXPECT_EQ(BN_bn2binpad(number, bytes.data(), static_cast<int>(bytes.size())), 32);
  BN_clear_free(number);
  return bytes;
}

Der sec1(const TestKey& key) { return der_of(i2d_PrivateKey, key.get()); }

Der pkcs8(const TestKey& key) {
  PKCS8_PRIV_KEY_INFO* info = EVP_PKEY2PKCS8(key.get());
  Der der = der_of(i2d_PKCS8_PRIV_KEY_INFO, info);
  PKCS8_PRIV_KEY_INFO_free(info);
  return der;
}

std::string encrypted_pkcs8_pem(const TestKey& key) {
  return written([&](BIO* out) {
    return PEM_write_bio_PKCS8PrivateKey(out, key.get(), EVP_aes_128_cbc(), kPassphrase,
                                         sizeof(kPassphrase) - 1, nullptr, nullptr);
  });
}

std::string encrypted_sec1_pem(const TestKey& key) {
  return written([&](BIO* out) {
    return PEM_write_bio_PrivateKey_traditional(out, key.get(), EVP_aes_128_cbc(),
                                                reinterpret_cast<const unsigned char*>(kPassphrase),
                                                sizeof(kPassphrase) - 1, nullptr, nullptr);
  });
}

Der make_certificate(const TestKey& key) {
  const std::unique_ptr<X509, decltype(&X509_free)> certificate(X509_new(), X509_free);
  X509* const x509 = certificate.get();
  X509_set_version(x509, X509_VERSION_3);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), 1);
  X509_gmtime_adj(X509_getm_notBefore(x509), 0);
  X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
  X509_NAME* const name = X509_get_subject_name(x509);
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
  X509_set_issuer_name(x509, name);
  X509_set_pubkey(x509, key.get());
  EXPECT_GT(X509_sign(x509, key.get(), EVP_sha256()), 0);
  return der_of(i2d_X509, static_cast<const X509*>(x509));
}

std::string pem(const char* label, const Bytes& der) {
  return written([&](BIO* out) {
    return PEM_write_bio(out, label, "", der.data(), static_cast<long>(der.size())) > 0 ? 1 : 0;
  });
}

TestFolder::TestFolder() {
  const auto* info = testing::UnitTest::GetInstance()->current_test_info();
  path_ = std::filesystem::path(testing::TempDir()) /
          ("tls-se-" + std::to_string(getpid()) +
           (info == nullptr ? "" : std::string(info->test_suite_name()) + info->name()));
  std::filesystem::create_directory(path_);
}

TestFolder::~TestFolder() { std::filesystem::remove_all(path_); }

std::filesystem::path TestFolder::write(const std::string& name, const std::string& text) const {
  std::ofstream(path_ / name, std::ios::binary) << text;
  return path_ / name;
}

}  // namespace tls_se
