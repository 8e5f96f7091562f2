// Does as many of generate, ecdh, sign and verify as TLS_SE_OPERATIONS says, for qemu to count the
// instructions. Its SHA-256 is none, and takes no time.
#include "bare.h"
#include "platform/software/p256/ecdsa.h"
#include "platform/software/p256/p256.h"

namespace tls_se {
namespace {

class NoCrypto : public Crypto {
 public:
  CryptoStatus random(const MutableBytes& out) override {
    for (uint8_t& byte : out) byte = 0x5a;
    return CryptoStatus::done;
  }
  CryptoStatus sha256_start(Sha256State&) override { return CryptoStatus::done; }
  CryptoStatus sha256_update(Sha256State&, const Bytes&) override { return CryptoStatus::done; }
  CryptoStatus sha256_finish(Sha256State&, std::span<uint8_t, kSha256Size> digest) override {
    return random(digest);
  }
  CryptoStatus aes128_load(AesSlot, std::span<const uint8_t, kAes128KeySize>) override {
    return CryptoStatus::failed;
  }
  void aes128_clear(AesSlot) override {}
  CryptoStatus aes128_encrypt(AesSlot, std::span<const uint8_t, kAesBlockSize>,
                              std::span<uint8_t, kAesBlockSize>) override {
    return CryptoStatus::failed;
  }
  CryptoStatus p256_generate(KeyPairSlot, std::span<uint8_t, kP256PointSize>) override {
    return CryptoStatus::failed;
  }
  CryptoStatus p256_agree(KeyPairSlot, std::span<const uint8_t, kP256PointSize>,
                          std::span<uint8_t, kP256SecretSize>) override {
    return CryptoStatus::failed;
  }
  void key_pair_clear(KeyPairSlot) override {}
};

}  // namespace
}  // namespace tls_se

void run() {
  using namespace tls_se;
  NoCrypto crypto;
  const std::array<uint8_t, 32> digest{1, 2, 3};
  std::array<uint8_t, kP256ScalarSize> key;
  std::array<uint8_t, kP256PointSize> point;
  std::array<uint8_t, kP256SecretSize> secret;
  std::array<uint8_t, kP256SignatureSize> r_s;
  bool is_done = true;
  auto next = [&, count = 0](auto operation) mutable {
    if (count++ < TLS_SE_OPERATIONS) is_done &= operation() == CryptoStatus::done;
  };
  next([&] { return p256::generate(crypto, key, point); });
  next([&] { return p256::ecdh(key, point, secret); });
  next([&] { return p256::sign(crypto, key, digest, {}, r_s); });
  next([&] { return p256::verify(point, digest, r_s); });
  leave(is_done ? 0 : 1);
}
