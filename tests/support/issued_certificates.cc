#include "support/issued_certificates.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace tls_se::test {
namespace {

void require(bool condition, const char* what) {
  if (!condition) throw std::runtime_error(std::string("libcrypto: ") + what);
}

void add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  if (value.empty()) return;
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str());
  require(extension != nullptr, "an extension");
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

void add_raw_extension(X509* certificate, int nid, const std::string& der) {
  ASN1_OCTET_STRING* const value = ASN1_OCTET_STRING_new();
  ASN1_OCTET_STRING_set(value, reinterpret_cast<const unsigned char*>(der.data()),
                        static_cast<int>(der.size()));
  X509_EXTENSION* const extension = X509_EXTENSION_create_by_NID(nullptr, nid, 0, value);
  require(X509_add_ext(certificate, extension, -1) == 1, "an extension");
  X509_EXTENSION_free(extension);
  ASN1_OCTET_STRING_free(value);
}

template <typename Write>
std::string pem_of(Write write) {
  std::unique_ptr<BIO, decltype(&BIO_free)> bio(BIO_new(BIO_s_mem()), BIO_free);
  require(write(bio.get()) == 1, "PEM");
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio.get(), &text);
  return {text, static_cast<size_t>(size)};
}

}  // namespace

Authority::Authority(const std::string& common_name) : key_(EVP_EC_gen("P-256")) {
  const CertificateSpec spec{.common_name = common_name,
                             .subject_alt_name = "",
                             .extended_key_usage = "",
                             .key_usage = "critical,keyCertSign,cRLSign",
                             .is_authority = true};
  certificate_ = make(spec, key_.get(), nullptr, key_.get());
  own_ = identity_of(certificate_.get(), key_.get());
}

Authority::Authority(const std::string& common_name, const Authority& issuer)
    : key_(EVP_EC_gen("P-256")) {
  const CertificateSpec spec{.common_name = common_name,
                             .subject_alt_name = "",
                             .extended_key_usage = "",
                             .key_usage = "critical,keyCertSign,cRLSign",
                             .is_authority = true};
  certificate_ = make(spec, key_.get(), issuer.certificate_.get(), issuer.key_.get());
  own_ = identity_of(certificate_.get(), key_.get());
}

Identity Authority::issue(const CertificateSpec& spec) const {
  const Key key(EVP_EC_gen("P-256"));
  return identity_of(make(spec, key.get(), certificate_.get(), key_.get()).get(), key.get());
}

Identity Authority::certify(const std::vector<uint8_t>& point, const CertificateSpec& spec) const {
  std::vector<uint8_t> bytes = point;
  char group[] = "P-256";
  const OSSL_PARAM parameters[] = {
      OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group, 0),
      OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, bytes.data(), bytes.size()),
      OSSL_PARAM_construct_end()};
  std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr), EVP_PKEY_CTX_free);
  EVP_PKEY* key = nullptr;
  require(EVP_PKEY_fromdata_init(context.get()) == 1 &&
              EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY,
                                const_cast<OSSL_PARAM*>(parameters)) == 1,
          "a public key");
  const Key owned(key);
  return certified(make(spec, key, certificate_.get(), key_.get()).get());
}

Authority::Certificate Authority::make(const CertificateSpec& spec, EVP_PKEY* key, X509* issuer,
                                       EVP_PKEY* issuer_key) {
  Certificate certificate(X509_new());
  X509* const x509 = certificate.get();
  uint64_t serial = 0;
  RAND_bytes(reinterpret_cast<unsigned char*>(&serial), sizeof serial);
  X509_set_version(x509, spec.version - 1);
  ASN1_INTEGER_set_uint64(X509_get_serialNumber(x509), serial >> 1 | 1);
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(spec.common_name.data()),
                             static_cast<int>(spec.common_name.size()), -1, 0);
  X509_set_issuer_name(x509, X509_get_subject_name(issuer != nullptr ? issuer : x509));
  X509_gmtime_adj(X509_getm_notBefore(x509), spec.valid_from);
  X509_gmtime_adj(X509_getm_notAfter(x509), spec.valid_until);
  X509_set_pubkey(x509, key);
  if (spec.version == 3) add_extensions(spec, x509, issuer);
  require(X509_sign(x509, issuer_key, EVP_sha256()) != 0, "a certificate's signature");
  return certificate;
}

void Authority::add_extensions(const CertificateSpec& spec, X509* x509, X509* issuer) {
  X509* const by = issuer != nullptr ? issuer : x509;
  add_extension(x509, by, NID_basic_constraints,
                spec.is_authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
  add_extension(x509, by, NID_key_usage, spec.key_usage);
  add_extension(x509, by, NID_ext_key_usage, spec.extended_key_usage);
  if (spec.subject_alt_name_der.empty()) {
    add_extension(x509, by, NID_subject_alt_name, spec.subject_alt_name);
  } else {
    add_raw_extension(x509, NID_subject_alt_name, spec.subject_alt_name_der);
  }
  add_extension(x509, by, NID_subject_key_identifier, "hash");
  if (issuer != nullptr) add_extension(x509, by, NID_authority_key_identifier, "keyid");
}

Identity Authority::certified(X509* certificate) {
  Identity identity;
  identity.certificate.resize(static_cast<size_t>(i2d_X509(certificate, nullptr)));
  unsigned char* out = identity.certificate.data();
  i2d_X509(certificate, &out);
  identity.certificate_pem = pem_of([&](BIO* bio) { return PEM_write_bio_X509(bio, certificate); });
  return identity;
}

Identity Authority::identity_of(X509* certificate, EVP_PKEY* key) {
  Identity identity = certified(certificate);
  BIGNUM* number = nullptr;
  require(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &number) == 1, "a private key");
  identity.private_key.resize(32);
  BN_bn2binpad(number, identity.private_key.data(), 32);
  BN_clear_free(number);
  identity.private_key_pem = pem_of([&](BIO* bio) {
    return PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
  });
  return identity;
}

}  // namespace tls_se::test
