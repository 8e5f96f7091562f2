// What a card signs when it is asked for a certification request. The input is the room for it, in
// 16 bits, and the DER of a subject and of alternative names, each with 16 bits of length. Either
// they are refused, or libcrypto reads a request of the card's key in which they stand, byte for
// byte, and reads the names as well. The signature is a stand-in, whose size changes with what is
// signed.
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <vector>

#include "platform/openssl/openssl_crypto.h"
#include "platform/openssl/owned.h"
#include "se/x509/certification_request.h"
#include "se/x509/name_syntax.h"

namespace {

using namespace tls_se;

using Buffer = std::vector<uint8_t>;

// RFC 6979 appendix A.2.5.
constexpr std::array<uint8_t, kP256PointSize> kPublicKey = {
    0x04, 0x60, 0xfe, 0xd4, 0xba, 0x25, 0x5a, 0x9d, 0x31, 0xc9, 0x61, 0xeb, 0x74,
    0xc6, 0x35, 0x6d, 0x68, 0xc0, 0x49, 0xb8, 0x92, 0x3b, 0x61, 0xfa, 0x6c, 0xe6,
    0x69, 0x62, 0x2e, 0x60, 0xf2, 0x9f, 0xb6, 0x79, 0x03, 0xfe, 0x10, 0x08, 0xb8,
    0xbc, 0x99, 0xa4, 0x1a, 0xe9, 0xe9, 0x56, 0x28, 0xbc, 0x64, 0xf2, 0xf1, 0xb2,
    0x0c, 0x2d, 0x7e, 0x9f, 0x51, 0x77, 0xa3, 0xc2, 0x94, 0xd4, 0x46, 0x22, 0x99};
constexpr KeyHandle kCardKey{1};

void require(bool condition) {
  if (!condition) __builtin_trap();
}

/// r and s are the digest, shifted so that there are short ones too.
class StandInSignatures final : public Signatures {
 public:
  CryptoStatus hash(HashAlgorithm, const Bytes&, std::span<uint8_t, kMaxDigestSize>) override {
    return CryptoStatus::failed;
  }
  CryptoStatus p256_ecdsa_sign(KeyHandle key, const Bytes& digest,
                               std::span<uint8_t, kP256SignatureSize> r_s) override {
    require(key == kCardKey && digest.size() == kSha256Size && !has_signed_);
    has_signed_ = true;
    std::ranges::fill(r_s, uint8_t{0});
    copy_bytes(r_s.subspan(digest[0] % 4), digest.first(kSha256Size - digest[0] % 4));
    copy_bytes(r_s.subspan(kSha256Size + digest[1] % 4), digest.subspan(digest[1] % 4));
    r_s[kSha256Size - 1] |= 1;
    r_s[kP256SignatureSize - 1] |= 1;
    return CryptoStatus::done;
  }
  CryptoStatus p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize> key, const Bytes&,
                                 std::span<const uint8_t, kP256SignatureSize>) override {
    return same_bytes(key, kPublicKey) ? CryptoStatus::done : CryptoStatus::rejected;
  }

  [[nodiscard]] bool has_signed() const { return has_signed_; }

 private:
  bool has_signed_ = false;
};

template <typename Object>
Buffer der_of(int (*write)(const Object*, uint8_t**), const Object* object) {
  Buffer der(static_cast<size_t>(write(object, nullptr)));
  uint8_t* at = der.data();
  write(object, &at);
  return der;
}

void check_alternative_names(X509_REQ* request, const Bytes& wanted) {
  STACK_OF(X509_EXTENSION)* const list = X509_REQ_get_extensions(request);
  require((list == nullptr ? 0 : sk_X509_EXTENSION_num(list)) == (wanted.empty() ? 0 : 1));
  if (!wanted.empty()) {
    X509_EXTENSION* const extension = sk_X509_EXTENSION_value(list, 0);
    const ASN1_OCTET_STRING* const value = X509_EXTENSION_get_data(extension);
    require(OBJ_obj2nid(X509_EXTENSION_get_object(extension)) == NID_subject_alt_name);
    require(same_bytes({ASN1_STRING_get0_data(value), size_t(ASN1_STRING_length(value))}, wanted));
    const Owned<GENERAL_NAMES, GENERAL_NAMES_free> names(
        static_cast<GENERAL_NAMES*>(X509V3_EXT_d2i(extension)));
    require(names != nullptr && same_bytes(der_of(i2d_GENERAL_NAMES, names.get()), wanted));
  }
  sk_X509_EXTENSION_pop_free(list, X509_EXTENSION_free);
}

void check_request(const Bytes& der, const Bytes& subject, const Bytes& alternative_names) {
  const uint8_t* at = der.data();
  const Owned<X509_REQ, X509_REQ_free> request(
      d2i_X509_REQ(nullptr, &at, static_cast<long>(der.size())));
  require(request != nullptr && at == der.data() + der.size());
  require(same_bytes(der_of(i2d_X509_REQ, request.get()), der));
  require(X509_REQ_get_version(request.get()) == 0);
  require(X509_REQ_get_signature_nid(request.get()) == NID_ecdsa_with_SHA256);
  require(X509_REQ_get_attr_count(request.get()) == (alternative_names.empty() ? 0 : 1));
  require(same_bytes(der_of(i2d_X509_NAME, X509_REQ_get_subject_name(request.get())), subject));

  const uint8_t* key = nullptr;
  int key_size = 0;
  X509_PUBKEY_get0_param(nullptr, &key, &key_size, nullptr,
                         X509_REQ_get_X509_PUBKEY(request.get()));
  require(same_bytes({key, static_cast<size_t>(key_size)}, kPublicKey));
  check_alternative_names(request.get(), alternative_names);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Reader input({data, size});
  Buffer room(input.u16() % (kMaxCertificationRequest + 1));
  const Bytes subject = input.vector16();
  const Bytes alternative_names = input.vector16();

  static OpensslCrypto crypto;
  StandInSignatures signatures;
  size_t written = 1;
  const RequestStatus status = make_certification_request(crypto, signatures,
                                                          {.subject = subject,
                                                           .subject_alt_name = alternative_names,
                                                           .public_key = kPublicKey,
                                                           .private_key = kCardKey},
                                                          room, written);
  require(status != RequestStatus::failed);
  require(signatures.has_signed() == (status == RequestStatus::done));
  if (status == RequestStatus::done) {
    check_request(Bytes(room).first(written), subject, alternative_names);
    return 0;
  }
  require(written == 0);
  if (status == RequestStatus::no_room) require(room.size() < kMaxCertificationRequest);
  return 0;
}
