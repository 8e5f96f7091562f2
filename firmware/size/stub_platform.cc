#include "stub_platform.h"

namespace tls_se {
namespace {

class StubPlatform final : public Crypto {
 public:
  bool random(const MutableBytes&) override { return true; }
  void sha256_start(Sha256State&) override {}
  void sha256_update(Sha256State&, const Bytes&) override {}
  void sha256_finish(Sha256State&, std::span<uint8_t, kSha256Size>) override {}
  bool aes128_load(KeySlot, std::span<const uint8_t, kAes128KeySize>) override { return true; }
  void aes128_clear(KeySlot) override {}
  void aes128_encrypt(KeySlot, std::span<const uint8_t, kAesBlockSize>,
                      std::span<uint8_t, kAesBlockSize>) override {}
  bool p256_generate(std::span<uint8_t, kP256PrivateKeySize>,
                     std::span<uint8_t, kP256PointSize>) override {
    return true;
  }
  bool p256_ecdh(std::span<const uint8_t, kP256PrivateKeySize>,
                 std::span<const uint8_t, kP256PointSize>,
                 std::span<uint8_t, kP256SecretSize>) override {
    return true;
  }
};

class StubSignatures final : public Signatures {
 public:
  size_t hash(HashAlgorithm, const Bytes&, std::span<uint8_t, kMaxDigestSize>) override {
    return kMaxDigestSize;
  }
  bool p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize>, const Bytes&,
                         std::span<const uint8_t, kP256SignatureSize>) override {
    return true;
  }
  bool p256_ecdsa_sign(std::span<const uint8_t, kP256PrivateKeySize>, const Bytes&,
                       std::span<uint8_t, kP256SignatureSize>) override {
    return true;
  }
};

constinit StubPlatform platform;
constinit StubSignatures signatures;

}  // namespace

Crypto& stub_platform() { return platform; }
Signatures& stub_signatures() { return signatures; }

}  // namespace tls_se

extern "C" [[noreturn]] void __cxa_pure_virtual() {
  for (;;) {
  }
}
