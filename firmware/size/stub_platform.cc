#include "stub_platform.h"

namespace tls_se {
namespace {

constexpr CryptoStatus kDone = CryptoStatus::done;

class StubPlatform final : public Crypto {
 public:
  CryptoStatus random(const MutableBytes&) override { return kDone; }
  CryptoStatus sha256_start(Sha256State&) override { return kDone; }
  CryptoStatus sha256_update(Sha256State&, const Bytes&) override { return kDone; }
  CryptoStatus sha256_finish(Sha256State&, std::span<uint8_t, kSha256Size>) override {
    return kDone;
  }
  CryptoStatus aes128_load(AesSlot, std::span<const uint8_t, kAes128KeySize>) override {
    return kDone;
  }
  void aes128_clear(AesSlot) override {}
  CryptoStatus aes128_encrypt(AesSlot, std::span<const uint8_t, kAesBlockSize>,
                              std::span<uint8_t, kAesBlockSize>) override {
    return kDone;
  }
  CryptoStatus p256_generate(KeyPairSlot, std::span<uint8_t, kP256PointSize>) override {
    return kDone;
  }
  CryptoStatus p256_agree(KeyPairSlot, std::span<const uint8_t, kP256PointSize>,
                          std::span<uint8_t, kP256SecretSize>) override {
    return kDone;
  }
  void key_pair_clear(KeyPairSlot) override {}
};

class StubFlash final : public Flash {
 public:
  [[nodiscard]] Bytes mapped() const override { return {}; }
  [[nodiscard]] size_t page_size() const override { return 1024; }
  [[nodiscard]] bool program(size_t, const Bytes&) override { return true; }
  [[nodiscard]] bool erase(size_t) override { return true; }
};

constinit StubPlatform platform;
constinit StubFlash flash;

}  // namespace

CryptoStatus StubSignatures::hash(HashAlgorithm, const Bytes&, std::span<uint8_t, kMaxDigestSize>) {
  return kDone;
}
CryptoStatus StubSignatures::p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize>,
                                               const Bytes&,
                                               std::span<const uint8_t, kP256SignatureSize>) {
  return kDone;
}
CryptoStatus StubSignatures::p256_ecdsa_sign(KeyHandle, const Bytes&,
                                             std::span<uint8_t, kP256SignatureSize>) {
  return kDone;
}

CryptoStatus StubKeyMaker::p256_make_key_pair(std::span<uint8_t, kP256ScalarSize>,
                                              std::span<uint8_t, kP256PointSize>) {
  return kDone;
}
CryptoStatus StubKeyMaker::p256_public_key(std::span<const uint8_t, kP256ScalarSize>,
                                           std::span<uint8_t, kP256PointSize>) {
  return kDone;
}

constinit StubSignatures stub_signatures;
constinit StubKeyMaker stub_key_maker;

Crypto& stub_platform() { return platform; }
Flash& stub_flash() { return flash; }

}  // namespace tls_se

extern "C" [[noreturn]] void __cxa_pure_virtual() {
  for (;;) {
  }
}
