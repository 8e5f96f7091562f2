#include "platform/software/software_signatures.h"

#include "platform/software/p256/ecdsa.h"
#include "platform/software/p256/p256.h"
#include "platform/software/sha2/sha256.h"
#include "platform/software/sha2/sha512.h"
#include "se/base/secret.h"

namespace tls_se {
namespace {

CryptoStatus sign_hedged(Crypto& crypto, std::span<const uint8_t, kP256ScalarSize> private_key,
                         const Bytes& digest, std::span<uint8_t, kP256SignatureSize> r_s) {
  Secret<p256::kMaxAddedSize> added;
  if (crypto.random(added.bytes()) == CryptoStatus::done)
    return p256::sign(crypto, private_key, digest, added.bytes(), r_s);
  wipe(r_s);
  return CryptoStatus::failed;
}

/// What one half signs the other verifies, with another multiplication than what made it.
bool is_pair(Crypto& crypto, std::span<const uint8_t, kP256ScalarSize> private_key,
             std::span<const uint8_t, kP256PointSize> public_key) {
  const Bytes digest = public_key.last<kP256ScalarSize>();  // any, and another for each key
  Secret<kP256SignatureSize> r_s;
  return sign_hedged(crypto, private_key, digest, r_s.bytes()) == CryptoStatus::done &&
         p256::verify(public_key, digest, r_s.bytes()) == CryptoStatus::done;
}

}  // namespace

CryptoStatus SoftwareSignatures::hash(HashAlgorithm algorithm, const Bytes& data,
                                      std::span<uint8_t, kMaxDigestSize> digest) {
  if (algorithm == HashAlgorithm::sha256) {
    SoftwareSha256 sha256;
    sha256.start();
    sha256.update(data);
    sha256.finish(digest.first<kSha256Size>());
    return CryptoStatus::done;
  }
  SoftwareSha512 sha512;
  algorithm == HashAlgorithm::sha384 ? sha512.start_384() : sha512.start();
  sha512.update(data);
  sha512.finish(digest.first(digest_size(algorithm)));
  return CryptoStatus::done;
}

CryptoStatus SoftwareSignatures::p256_ecdsa_verify(
    std::span<const uint8_t, kP256PointSize> public_key, const Bytes& digest,
    std::span<const uint8_t, kP256SignatureSize> r_s) {
  return p256::verify(public_key, digest, r_s);
}

CryptoStatus SoftwareSignatures::p256_ecdsa_sign(KeyHandle private_key, const Bytes& digest,
                                                 std::span<uint8_t, kP256SignatureSize> r_s) {
  const Bytes key = keys_ == nullptr ? Bytes{} : keys_->find(private_key);
  if (key.size() == kP256ScalarSize)
    return sign_hedged(crypto_, key.first<kP256ScalarSize>(), digest, r_s);
  wipe(r_s);
  return CryptoStatus::failed;
}

CryptoStatus SoftwareKeyMaker::p256_make_key_pair(std::span<uint8_t, kP256ScalarSize> private_key,
                                                  std::span<uint8_t, kP256PointSize> public_key) {
  if (p256::generate(crypto_, private_key, public_key) == CryptoStatus::done &&
      is_pair(crypto_, private_key, public_key)) {
    return CryptoStatus::done;
  }
  wipe(private_key);
  wipe(public_key);
  return CryptoStatus::failed;
}

CryptoStatus SoftwareKeyMaker::p256_public_key(
    std::span<const uint8_t, kP256ScalarSize> private_key,
    std::span<uint8_t, kP256PointSize> public_key) {
  return p256::find_public_key(private_key, public_key);
}

}  // namespace tls_se
