// libcrypto 3.0 calls its low-level functions deprecated, see openssl_signatures.h.
#define OPENSSL_SUPPRESS_DEPRECATED

#include "platform/openssl/openssl_signatures.h"

#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/obj_mac.h>
#include <openssl/sha.h>

#include <algorithm>

#include "platform/openssl/p256_point.h"
#include "se/base/secret.h"

namespace tls_se {
namespace {

constexpr size_t kNumberSize = kP256SignatureSize / 2;

using Signature = Owned<ECDSA_SIG, ECDSA_SIG_free>;

template <typename Context>
CryptoStatus hash_with(int (*init)(Context*), int (*update)(Context*, const void*, size_t),
                       int (*final)(unsigned char*, Context*), const Bytes& data,
                       MutableBytes digest) {
  Context context;
  const bool done = init(&context) == 1 && update(&context, data.data(), data.size()) == 1 &&
                    final(digest.data(), &context) == 1;
  return done ? CryptoStatus::done : CryptoStatus::failed;
}

constexpr int kFailed = -1;  // of ECDSA_do_verify

/// ECDSA_do_verify counts it among its own failures, and yet it is the signature that is wrong (SEC
/// 1 section 4.1.4): who has the private key can make one.
bool is_sum_at_infinity(unsigned long first_error) {
  return ERR_GET_LIB(first_error) == ERR_LIB_EC &&
         ERR_GET_REASON(first_error) == EC_R_POINT_AT_INFINITY;
}

Signature signature_of(std::span<const uint8_t, kP256SignatureSize> r_s) {
  Signature signature(ECDSA_SIG_new());
  Owned<BIGNUM, BN_free> r(BN_bin2bn(r_s.data(), kNumberSize, nullptr));
  Owned<BIGNUM, BN_free> s(BN_bin2bn(r_s.data() + kNumberSize, kNumberSize, nullptr));
  if (!signature || !r || !s) return nullptr;
  ECDSA_SIG_set0(signature.get(), r.release(), s.release());
  return signature;
}

}  // namespace

OpensslSignatures::OpensslSignatures()
    : group_(made(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1))),
      modulo_order_(made(BN_MONT_CTX_new())),
      scratch_(made(BN_CTX_new())),
      point_(made(EC_POINT_new(group_.get()))),
      verifier_(key_on_curve()),
      signer_(key_on_curve()) {
  if (BN_MONT_CTX_set(modulo_order_.get(), EC_GROUP_get0_order(group_.get()), scratch_.get()) != 1)
    throw std::runtime_error("libcrypto can't compute modulo the order of secp256r1");
  BN_set_flags(private_key_.get(), BN_FLG_CONSTTIME);
  BN_set_flags(nonce_.get(), BN_FLG_CONSTTIME);
}

void OpensslSignatures::FreeKey::operator()(EC_KEY* key) const { EC_KEY_free(key); }

OpensslSignatures::Key OpensslSignatures::key_on_curve() const {
  Key key(made(EC_KEY_new()));
  if (EC_KEY_set_group(key.get(), group_.get()) != 1)
    throw std::runtime_error("libcrypto takes no key on secp256r1");
  return key;
}

CryptoStatus OpensslSignatures::hash(HashAlgorithm algorithm, const Bytes& data,
                                     std::span<uint8_t, kMaxDigestSize> digest) {
  switch (algorithm) {
    case HashAlgorithm::sha256:
      return hash_with(SHA256_Init, SHA256_Update, SHA256_Final, data,
                       digest.first(SHA256_DIGEST_LENGTH));
    case HashAlgorithm::sha384:
      return hash_with(SHA384_Init, SHA384_Update, SHA384_Final, data,
                       digest.first(SHA384_DIGEST_LENGTH));
    case HashAlgorithm::sha512:
      return hash_with(SHA512_Init, SHA512_Update, SHA512_Final, data,
                       digest.first(SHA512_DIGEST_LENGTH));
  }
  return CryptoStatus::failed;
}

CryptoStatus OpensslSignatures::p256_ecdsa_verify(
    std::span<const uint8_t, kP256PointSize> public_key, const Bytes& digest,
    std::span<const uint8_t, kP256SignatureSize> r_s) {
  const Signature signature = signature_of(r_s);
  if (!signature) {
    ERR_clear_error();
    return CryptoStatus::failed;
  }
  if (!is_in_range(ECDSA_SIG_get0_r(signature.get())) ||
      !is_in_range(ECDSA_SIG_get0_s(signature.get()))) {
    return CryptoStatus::rejected;
  }
  const CryptoStatus decoded = decode_point(public_key, group_.get(), point_.get(), scratch_.get());
  if (decoded != CryptoStatus::done) return decoded;
  const int verified = EC_KEY_set_public_key(verifier_.get(), point_.get()) == 1
                           ? ECDSA_do_verify(digest.data(), static_cast<int>(digest.size()),
                                             signature.get(), verifier_.get())
                           : kFailed;
  if (verified == 1) return CryptoStatus::done;
  const bool rejected = verified != kFailed || is_sum_at_infinity(ERR_peek_error());
  ERR_clear_error();
  return rejected ? CryptoStatus::rejected : CryptoStatus::failed;
}

/// FIPS 186-4 section 6.4.2: r and s are in [1, n-1].
bool OpensslSignatures::is_in_range(const BIGNUM* number) const {
  return !BN_is_zero(number) && BN_cmp(number, EC_GROUP_get0_order(group_.get())) < 0;
}

CryptoStatus OpensslSignatures::p256_ecdsa_sign(KeyHandle private_key, const Bytes& digest,
                                                std::span<uint8_t, kP256SignatureSize> r_s) {
  const Bytes key = keys_ == nullptr ? Bytes{} : keys_->find(private_key);
  const bool is_signed = load_private_key(key) && sign(digest, r_s) && is_consistent(digest, r_s);
  forget_secrets();
  ERR_clear_error();  // it can do without some of the memory that it asks for
  if (is_signed) return CryptoStatus::done;
  wipe(r_s);
  return CryptoStatus::failed;
}

bool OpensslSignatures::load_private_key(const Bytes& private_key) {
  return private_key.size() == kNumberSize &&
         BN_bin2bn(private_key.data(), kNumberSize, private_key_.get()) != nullptr &&
         !BN_is_zero(private_key_.get()) &&
         BN_cmp(private_key_.get(), EC_GROUP_get0_order(group_.get())) < 0 &&
         EC_KEY_set_private_key(signer_.get(), private_key_.get()) == 1;
}

bool OpensslSignatures::sign(const Bytes& digest, std::span<uint8_t, kP256SignatureSize> r_s) {
  const Signature signature(
      ECDSA_do_sign(digest.data(), static_cast<int>(digest.size()), signer_.get()));
  if (!signature) return false;
  const auto write = [&](const BIGNUM* number, size_t offset) {
    return BN_bn2binpad(number, r_s.data() + offset, kNumberSize) == kNumberSize;
  };
  return write(ECDSA_SIG_get0_r(signature.get()), 0) &&
         write(ECDSA_SIG_get0_s(signature.get()), kNumberSize);
}

/// FIPS 186-4 section 6.4.2 with the private key d at hand: a verifier's u1*G + u2*Q is then
/// (u1 + u2*d)*G, one multiplication of the fixed base, which takes a quarter of the time. The sum
/// is the nonce once more, a secret, so that all it is made of goes through Montgomery's
/// multiplication, whose time does not depend on it.
bool OpensslSignatures::is_consistent(const Bytes& digest,
                                      std::span<const uint8_t, kP256SignatureSize> r_s) {
  const BIGNUM* const order = EC_GROUP_get0_order(group_.get());
  const auto multiply = [&](BIGNUM* product, const BIGNUM* a, const BIGNUM* b) {
    return BN_mod_mul_montgomery(product, a, b, modulo_order_.get(), scratch_.get()) == 1;
  };
  const auto to_montgomery = [&](BIGNUM* number) {
    return BN_to_montgomery(number, number, modulo_order_.get(), scratch_.get()) == 1;
  };
  const int hash_size = static_cast<int>(std::min(digest.size(), kNumberSize));
  return BN_bin2bn(r_s.data(), kNumberSize, r_.get()) != nullptr &&
         BN_bin2bn(r_s.data() + kNumberSize, kNumberSize, s_.get()) != nullptr &&
         BN_bin2bn(digest.data(), hash_size, hash_.get()) != nullptr &&
         BN_mod_inverse(inverse_.get(), s_.get(), order, scratch_.get()) != nullptr &&
         to_montgomery(inverse_.get()) &&
         multiply(nonce_.get(), hash_.get(), inverse_.get()) &&  // u1
         multiply(product_.get(), r_.get(), inverse_.get()) &&   // u2
         to_montgomery(product_.get()) &&
         multiply(product_.get(), product_.get(), private_key_.get()) &&
         BN_mod_add_quick(nonce_.get(), nonce_.get(), product_.get(), order) == 1 &&
         EC_POINT_mul(group_.get(), point_.get(), nonce_.get(), nullptr, nullptr, scratch_.get()) ==
             1 &&
         EC_POINT_get_affine_coordinates(group_.get(), point_.get(), x_.get(), nullptr,
                                         scratch_.get()) == 1 &&
         BN_nnmod(x_.get(), x_.get(), order, scratch_.get()) == 1 && !BN_is_zero(r_.get()) &&
         BN_cmp(x_.get(), r_.get()) == 0;
}

void OpensslSignatures::forget_secrets() {
  EC_KEY_set_private_key(signer_.get(), nullptr);  // wipes
  BN_clear(private_key_.get());
  BN_clear(nonce_.get());
  BN_clear(product_.get());
}

}  // namespace tls_se
