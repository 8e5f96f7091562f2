// What makes a fuzz run the same each time, and quick: randomness that repeats, and a curve that is
// none. A private key is the X of its point and Y is its complement, the shared secret a sum, and
// who knows the public key can sign; all else is as it is.
#pragma once

#include <algorithm>
#include <vector>

#include "platform/openssl/openssl_crypto.h"
#include "platform/openssl/openssl_signatures.h"
#include "se/base/secret.h"
#include "se/crypto_lib/key_maker.h"

namespace tls_se::fuzz {

using Buffer = std::vector<uint8_t>;

inline void require(bool condition) {
  if (!condition) __builtin_trap();
}

class StandInCrypto final : public OpensslCrypto {
 public:
  void start_again(uint64_t seed) { state_ = seed; }

  CryptoStatus random(const MutableBytes& out) override {
    for (uint8_t& byte : out) {
      state_ = state_ * 6364136223846793005 + 1442695040888963407;
      byte = static_cast<uint8_t>(state_ >> 56);
    }
    return CryptoStatus::done;
  }
  CryptoStatus p256_generate(KeyPairSlot slot,
                             std::span<uint8_t, kP256PointSize> public_point) override {
    const std::span private_key = private_key_in(slot);
    const CryptoStatus status = random(private_key);
    public_point[0] = 4;
    for (size_t i = 0; i < private_key.size(); ++i) {
      public_point[1 + i] = private_key[i];
      public_point[33 + i] = static_cast<uint8_t>(~private_key[i]);
    }
    return status;
  }
  CryptoStatus p256_agree(KeyPairSlot slot, std::span<const uint8_t, kP256PointSize> peer,
                          std::span<uint8_t, kP256SecretSize> secret) override {
    bool on_curve = peer[0] == 4;
    for (size_t i = 0; i < secret.size(); ++i) {
      on_curve = on_curve && (peer[1 + i] ^ peer[33 + i]) == 0xff;
      secret[i] = static_cast<uint8_t>(private_key_in(slot)[i] + peer[1 + i]);
    }
    key_pair_clear(slot);
    copy_bytes(last_peer_, peer);
    if (on_curve) return CryptoStatus::done;
    wipe(secret);
    return CryptoStatus::rejected;
  }

  [[nodiscard]] bool has_key_pair(KeyPairSlot slot) {
    return std::ranges::any_of(private_key_in(slot), [](uint8_t byte) { return byte != 0; });
  }
  /// Whose point the last shared secret is made with.
  [[nodiscard]] Bytes last_peer() const { return last_peer_; }

 private:
  uint64_t state_ = 0;
  std::array<uint8_t, kP256PointSize> last_peer_{};
};

class StandInKeyMaker final : public KeyMaker {
 public:
  explicit StandInKeyMaker(StandInCrypto& crypto) : crypto_(crypto) {}

  CryptoStatus p256_make_key_pair(std::span<uint8_t, kP256ScalarSize> private_key,
                                  std::span<uint8_t, kP256PointSize> public_key) override {
    const CryptoStatus status = crypto_.random(private_key);
    return status == CryptoStatus::done ? p256_public_key(private_key, public_key) : status;
  }
  CryptoStatus p256_public_key(std::span<const uint8_t, kP256ScalarSize> private_key,
                               std::span<uint8_t, kP256PointSize> public_key) override {
    public_key[0] = 4;
    for (size_t i = 0; i < private_key.size(); ++i) {
      public_key[1 + i] = private_key[i];
      public_key[33 + i] = static_cast<uint8_t>(~private_key[i]);
    }
    return CryptoStatus::done;
  }

 private:
  StandInCrypto& crypto_;
};

class StandInSignatures final : public OpensslSignatures {
 public:
  /// All that authorities are said to have signed counts as signed: no fuzzer finds a signature.
  explicit StandInSignatures(std::vector<Bytes> authorities)
      : authorities_(std::move(authorities)) {}

  void use_keys(const KeyBytes* keys) { keys_ = keys; }

  CryptoStatus p256_ecdsa_sign(KeyHandle private_key, const Bytes& digest,
                               std::span<uint8_t, kP256SignatureSize> r_s) override {
    return sign_with(keys_->find(private_key), digest, r_s);
  }
  CryptoStatus p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize> public_key,
                                 const Bytes& digest,
                                 std::span<const uint8_t, kP256SignatureSize> r_s) override {
    for (const Bytes& authority : authorities_) {
      if (same_bytes(public_key, authority)) return CryptoStatus::done;
    }
    std::array<uint8_t, kP256SignatureSize> right;
    const Bytes private_key = public_key.subspan<1, kP256PrivateKeySize>();
    const CryptoStatus status = sign_with(private_key, digest, right);
    if (status != CryptoStatus::done || std::ranges::equal(right, r_s)) return status;
    return CryptoStatus::rejected;
  }

 private:
  CryptoStatus sign_with(const Bytes& private_key, const Bytes& digest,
                         std::span<uint8_t, kP256SignatureSize> r_s) {
    static_assert(kP256SignatureSize == kMaxDigestSize);
    Buffer signed_bytes(private_key.begin(), private_key.end());
    signed_bytes.insert(signed_bytes.end(), digest.begin(), digest.end());
    return hash(HashAlgorithm::sha512, signed_bytes, r_s);
  }

  const std::vector<Bytes> authorities_;  // points
  const KeyBytes* keys_ = nullptr;
};

}  // namespace tls_se::fuzz
