#include "platform/software/software_signatures.h"

#include "platform/software/p256/ecdsa.h"
#include "platform/software/p256/p256.h"
#include "platform/software/sha2/sha256.h"
#include "platform/software/sha2/sha512.h"
#include "se/base/secret.h"

namespace tls_se {

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
  Secret<p256::kMaxAddedSize> added;
  const bool can_sign =
      key.size() == kP256ScalarSize && crypto_.random(added.bytes()) == CryptoStatus::done;
  if (can_sign)
    return p256::sign(crypto_, key.first<kP256ScalarSize>(), digest, added.bytes(), r_s);
  wipe(r_s);
  return CryptoStatus::failed;
}

CryptoStatus SoftwareKeyMaker::p256_make_key_pair(std::span<uint8_t, kP256ScalarSize> private_key,
                                                  std::span<uint8_t, kP256PointSize> public_key) {
  return p256::generate(crypto_, private_key, public_key);
}

CryptoStatus SoftwareKeyMaker::p256_public_key(
    std::span<const uint8_t, kP256ScalarSize> private_key,
    std::span<uint8_t, kP256PointSize> public_key) {
  return p256::find_public_key(private_key, public_key);
}

}  // namespace tls_se
