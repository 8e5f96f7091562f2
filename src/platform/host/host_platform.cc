#include "platform/host/host_platform.h"

#include <stdexcept>

#include "platform/openssl/entropy.h"
#include "platform/openssl/openssl_crypto.h"
#include "platform/openssl/openssl_key_maker.h"
#include "platform/openssl/openssl_signatures.h"
#include "platform/software/software_crypto.h"
#include "platform/software/software_signatures.h"

namespace tls_se {
namespace {

class OpensslParts final : public HostParts {
 public:
  explicit OpensslParts(size_t sessions) : crypto_(sessions) {}

  [[nodiscard]] Crypto& crypto() override { return crypto_; }
  [[nodiscard]] Signatures& signatures() override { return signatures_; }
  [[nodiscard]] KeyMaker& key_maker() override { return key_maker_; }
  void use_keys(const KeyBytes* keys) override {
    crypto_.use_keys(keys);
    signatures_.use_keys(keys);
  }
  [[nodiscard]] std::span<uint8_t, kP256ScalarSize> private_key_in(KeyPairSlot slot) override {
    return crypto_.private_key_in(slot);
  }

 private:
  struct OpenCrypto : OpensslCrypto {
    using OpensslCrypto::OpensslCrypto;
    using OpensslCrypto::private_key_in;
  };

  OpenCrypto crypto_;
  OpensslSignatures signatures_;
  OpensslKeyMaker key_maker_;
};

/// The kernel's random bytes, as if they were raw noise.
class KernelNoise final : public NoiseSource {
 public:
  bool fill(const MutableBytes& raw) override { return fill_with_entropy(raw); }
};

class SoftwareParts final : public HostParts {
 public:
  explicit SoftwareParts(size_t sessions)
      : aes_(kAesSlotsPerSession * sessions), key_pairs_(sessions) {
    for (int start = 0; start < kStarts; ++start) {
      if (crypto_.start() == CryptoStatus::done) return;
    }
    throw std::runtime_error("the kernel has no entropy");
  }

  [[nodiscard]] Crypto& crypto() override { return crypto_; }
  [[nodiscard]] Signatures& signatures() override { return signatures_; }
  [[nodiscard]] KeyMaker& key_maker() override { return key_maker_; }
  void use_keys(const KeyBytes* keys) override {
    crypto_.use_keys(keys);
    signatures_.use_keys(keys);
  }
  [[nodiscard]] std::span<uint8_t, kP256ScalarSize> private_key_in(KeyPairSlot slot) override {
    return key_pairs_[std::to_underlying(slot)].bytes();
  }

 private:
  // One of 15,000 fails with noise that is good: three equal samples behind one are too many.
  static constexpr int kStarts = 3;

  std::vector<SoftwareAes128> aes_;
  std::vector<SoftwareCrypto::PrivateKey> key_pairs_;
  KernelNoise noise_;
  SoftwareCrypto crypto_{{aes_, key_pairs_}, noise_, NoiseQuality::eight};
  SoftwareSignatures signatures_{crypto_};
  SoftwareKeyMaker key_maker_{crypto_};
};

}  // namespace

std::unique_ptr<HostParts> make_host_parts(HostPlatform platform, size_t sessions) {
  if (platform == HostPlatform::software) return std::make_unique<SoftwareParts>(sessions);
  return std::make_unique<OpensslParts>(sessions);
}

}  // namespace tls_se
