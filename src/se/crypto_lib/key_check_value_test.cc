#include "se/crypto_lib/key_check_value.h"

#include <gtest/gtest.h>
#include <openssl/hmac.h>

#include <set>
#include <string>

#include "platform/host/host_crypto.h"
#include "se/crypto_lib/hkdf.h"
#include "support/hex.h"

namespace tls_se {
namespace {

using EarlySecret = std::array<uint8_t, kSha256Size>;

KeyCheckValue by_libcrypto(const EarlySecret& early_secret) {
  const std::string text = "TLS-SE key check value";
  std::array<uint8_t, kSha256Size> mac{};
  unsigned size = 0;
  EXPECT_NE(HMAC(EVP_sha256(), early_secret.data(), kSha256Size,
                 reinterpret_cast<const uint8_t*>(text.data()), text.size(), mac.data(), &size),
            nullptr);
  return {mac[0], mac[1], mac[2]};
}

EarlySecret early_secret_of(HostCrypto& crypto, Bytes psk) {
  EarlySecret early_secret{};
  extract_early_secret(crypto, psk, early_secret);
  return early_secret;
}

// printf 'TLS-SE key check value' | openssl mac -digest SHA256 -macopt hexkey:... HMAC
TEST(KeyCheckValue, IsWhatTheOpensslProgramPrints) {
  HostCrypto crypto;
  EarlySecret zeros{};
  EXPECT_EQ(key_check_value(crypto, zeros), (KeyCheckValue{0x48, 0xa2, 0xed}));
  // RFC 8448 section 3: the Early Secret of no key.
  EXPECT_EQ(key_check_value(
                crypto, array_from_hex<32>(
                            "33ad0a1c607ec03b09e6cd9893680ce210adf300aa1f2660e1b22e10f170f92a")),
            (KeyCheckValue{0x88, 0x9a, 0x4f}));
}

TEST(KeyCheckValue, IsLibcryptosAndDiffersWithTheKey) {
  HostCrypto crypto;
  std::set<KeyCheckValue> seen;
  constexpr uint8_t kKeys = 64;
  for (uint8_t i = 0; i < kKeys; ++i) {
    std::array<uint8_t, 16> psk{};
    psk.back() = i;
    const EarlySecret early_secret = early_secret_of(crypto, psk);
    const KeyCheckValue value = key_check_value(crypto, early_secret);
    EXPECT_EQ(value, by_libcrypto(early_secret));
    EXPECT_EQ(value, key_check_value(crypto, early_secret));
    seen.insert(value);
  }
  EXPECT_EQ(seen.size(), kKeys);
  EXPECT_FALSE(crypto.take_failure());
}

// All that RFC 8446 draws from an Early Secret has another beginning.
TEST(KeyCheckValue, IsTheBeginningOfNothingThatTlsUses) {
  HostCrypto crypto;
  const EarlySecret early_secret = early_secret_of(crypto, from_text("sixteen bytes ..."));
  const KeyCheckValue value = key_check_value(crypto, early_secret);
  for (const char* label : {"ext binder", "res binder", "c e traffic", "e exp master", "derived"}) {
    std::array<uint8_t, kSha256Size> drawn{};
    derive_secret_of_nothing(crypto, early_secret, label, drawn);
    EXPECT_FALSE(same_bytes(value, Bytes(drawn).first(value.size()))) << label;
  }
}

TEST(KeyCheckValue, APlatformThatFailsIsNoted) {
  struct : HostCrypto {
    CryptoStatus sha256_finish(Sha256State&, std::span<uint8_t, kSha256Size>) override {
      return CryptoStatus::failed;
    }
  } crypto;
  const EarlySecret early_secret{};
  (void)key_check_value(crypto, early_secret);
  EXPECT_TRUE(crypto.take_failure());
}

}  // namespace
}  // namespace tls_se
