// The seam itself, and a platform that fails behind it.
#include "se/crypto_lib/crypto.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "platform/host/host_crypto.h"
#include "se/crypto_lib/aes_ccm.h"
#include "se/crypto_lib/aes_gcm.h"
#include "se/crypto_lib/hkdf.h"
#include "se/crypto_lib/hmac.h"
#include "support/hex.h"

namespace tls_se {
namespace {

constexpr CryptoStatus kNotDone[] = {CryptoStatus::not_offered, CryptoStatus::rejected,
                                     CryptoStatus::failed};

TEST(AlertOf, IsNoneOfWhatIsDone) {
  EXPECT_EQ(alert_of(CryptoStatus::done, Alert::decrypt_error), Alert::none);
  EXPECT_EQ(alert_of(CryptoStatus::done, Alert::none), Alert::none);
}

TEST(AlertOf, IsTheCallersIfThePeerIsToBlame) {
  for (const Alert alert : {Alert::bad_record_mac, Alert::illegal_parameter, Alert::decrypt_error,
                            refuse(Alert::illegal_parameter, Reason::share_invalid)}) {
    EXPECT_EQ(alert_of(CryptoStatus::rejected, alert), alert);
  }
}

TEST(AlertOf, IsInternalErrorIfThePlatformIs) {
  for (const CryptoStatus status : {CryptoStatus::failed, CryptoStatus::not_offered}) {
    const Alert alert = alert_of(status, Alert::bad_record_mac);
    EXPECT_EQ(description_of(alert), Alert::internal_error);
    EXPECT_EQ(alert, refuse(Alert::internal_error, Reason::platform_failed));
  }
}

TEST(Note, IsOfWhatIsNotDone) {
  HostCrypto crypto;
  EXPECT_FALSE(crypto.take_failure());
  crypto.note(CryptoStatus::done);
  EXPECT_FALSE(crypto.take_failure());
  for (const CryptoStatus status : kNotDone) {
    crypto.note(status);
    EXPECT_TRUE(crypto.take_failure());
    EXPECT_FALSE(crypto.take_failure()) << "it has been taken";
  }
}

TEST(Note, StaysUntilItIsTaken) {
  HostCrypto crypto;
  for (const CryptoStatus status : kNotDone) {
    crypto.note(CryptoStatus::done);
    crypto.note(status);
    crypto.note(CryptoStatus::done);
    EXPECT_TRUE(crypto.take_failure()) << "what is done later mends nothing";
    crypto.note(status);
    crypto.note(status);
    EXPECT_TRUE(crypto.take_failure());
    EXPECT_FALSE(crypto.take_failure());
  }
}

TEST(Note, IsOfOnePlatform) {
  HostCrypto one, other;
  one.note(CryptoStatus::failed);
  EXPECT_FALSE(other.take_failure());
  EXPECT_TRUE(one.take_failure());
}

using Digest32 = std::array<uint8_t, kSha256Size>;

/// Key objects of some sizes, numbered in their order.
struct SizedKeys final : KeyBytes {
  SizedKeys() {
    for (const size_t size : {1, 16, 32, 63, 64, 65, 131}) {
      keys.emplace_back(size, static_cast<uint8_t>(size));
    }
  }
  [[nodiscard]] Bytes find(KeyHandle key) const override {
    const size_t number = std::to_underlying(key);
    return number < keys.size() ? Bytes(keys[number]) : Bytes{};
  }
  [[nodiscard]] KeyHandle unknown() const { return KeyHandle(keys.size()); }

  std::vector<std::vector<uint8_t>> keys;
};

TEST(HmacUnderAHandle, IsThatUnderTheBytesFound) {
  const SizedKeys keys;
  HostCrypto crypto;
  crypto.use_keys(&keys);
  for (size_t number = 0; number < keys.keys.size(); ++number) {
    for (const size_t size : {0, 1, 32, 55, 64, 100}) {
      const std::vector<uint8_t> data(size, 0x5a);
      Digest32 of_object{}, of_bytes{};
      EXPECT_EQ(crypto.hmac_sha256(KeyHandle(number), data, of_object), CryptoStatus::done);
      hmac_sha256(crypto, keys.keys[number], data, of_bytes);
      EXPECT_EQ(of_object, of_bytes) << keys.keys[number].size() << ", " << size;
    }
  }
  EXPECT_FALSE(crypto.take_failure());
}

// RFC 4231 section 4.2.
TEST(HmacUnderAHandle, MatchesRfc4231) {
  SizedKeys keys;
  keys.keys = {std::vector<uint8_t>(20, 0x0b)};
  HostCrypto crypto;
  crypto.use_keys(&keys);
  Digest32 mac{};
  EXPECT_EQ(crypto.hmac_sha256(KeyHandle{0}, from_text("Hi There"), mac), CryptoStatus::done);
  EXPECT_EQ(mac,
            array_from_hex<32>("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"));
}

TEST(HmacUnderAHandle, FailsWithoutSuchAKey) {
  const SizedKeys keys;
  HostCrypto crypto;
  Digest32 mac{};
  EXPECT_EQ(crypto.hmac_sha256(KeyHandle{0}, {}, mac), CryptoStatus::failed) << "no keys at all";
  crypto.use_keys(&keys);
  EXPECT_EQ(crypto.hmac_sha256(KeyHandle{0}, {}, mac), CryptoStatus::done);
  EXPECT_EQ(crypto.hmac_sha256(keys.unknown(), {}, mac), CryptoStatus::failed);
  EXPECT_EQ(crypto.hmac_sha256(KeyHandle{0xffff}, {}, mac), CryptoStatus::failed);
  crypto.use_keys(nullptr);
  EXPECT_EQ(crypto.hmac_sha256(KeyHandle{0}, {}, mac), CryptoStatus::failed) << "no longer";
}

/// With neither an HMAC of its own nor find_key().
class PlatformWithoutKeys : public HostCrypto {
  [[nodiscard]] Bytes find_key(KeyHandle key) const override { return Crypto::find_key(key); }
};

TEST(HmacUnderAHandle, FailsOnAPlatformThatHasNoKeys) {
  const SizedKeys keys;
  PlatformWithoutKeys crypto;
  crypto.use_keys(&keys);
  Digest32 mac{};
  EXPECT_EQ(crypto.hmac_sha256(KeyHandle{0}, {}, mac), CryptoStatus::failed);
}

/// One function fails at its n-th call. It does its work all the same: the note alone tells.
class FaultyPlatform : public HostCrypto {
 public:
  enum class Function : uint8_t {
    sha256_start,
    sha256_update,
    sha256_finish,
    hmac_sha256,
    aes128_encrypt,
    count
  };

  /// From now on; 0 for none.
  void fail_at(Function function, size_t call) {
    failing_ = function;
    failing_call_ = call;
    calls_ = {};
  }
  [[nodiscard]] size_t calls(Function function) const {
    return calls_[std::to_underlying(function)];
  }

  CryptoStatus sha256_start(Sha256State& state) override {
    return unless_faulty(Function::sha256_start, HostCrypto::sha256_start(state));
  }
  CryptoStatus sha256_update(Sha256State& state, const Bytes& data) override {
    return unless_faulty(Function::sha256_update, HostCrypto::sha256_update(state, data));
  }
  CryptoStatus sha256_finish(Sha256State& state, std::span<uint8_t, kSha256Size> digest) override {
    return unless_faulty(Function::sha256_finish, HostCrypto::sha256_finish(state, digest));
  }
  CryptoStatus hmac_sha256(KeyHandle key, const Bytes& data,
                           std::span<uint8_t, kSha256Size> mac) override {
    return unless_faulty(Function::hmac_sha256, HostCrypto::hmac_sha256(key, data, mac));
  }
  CryptoStatus aes128_encrypt(AesSlot slot, std::span<const uint8_t, kAesBlockSize> in,
                              std::span<uint8_t, kAesBlockSize> out) override {
    return unless_faulty(Function::aes128_encrypt, HostCrypto::aes128_encrypt(slot, in, out));
  }

 private:
  CryptoStatus unless_faulty(Function function, CryptoStatus status) {
    const bool faulty =
        ++calls_[std::to_underlying(function)] == failing_call_ && function == failing_;
    return faulty ? CryptoStatus::failed : status;
  }

  Function failing_{};
  size_t failing_call_ = 0;
  std::array<size_t, std::to_underlying(Function::count)> calls_{};
};

class FailingPlatform : public testing::Test {
 protected:
  using Function = FaultyPlatform::Function;

  FailingPlatform() {
    crypto_.use_keys(&keys_);
    for (const AesSlot slot : {AesSlot{0}, AesSlot{1}}) {
      EXPECT_EQ(crypto_.aes128_load(slot, std::array<uint8_t, kAes128KeySize>{1}),
                CryptoStatus::done);
    }
  }

  /// Each call of each function that `compute` makes is noted if it fails; if none does, nothing
  /// is. Those are the functions that it makes calls of.
  void expect_noted(const std::vector<Function>& functions, const std::function<void()>& compute) {
    crypto_.fail_at({}, 0);
    compute();
    EXPECT_FALSE(crypto_.take_failure());
    for (size_t number = 0; number < std::to_underlying(Function::count); ++number) {
      const auto function = static_cast<Function>(number);
      SCOPED_TRACE("function " + std::to_string(number));
      crypto_.fail_at({}, 0);
      compute();
      const size_t calls = crypto_.calls(function);
      EXPECT_EQ(calls > 0, std::ranges::count(functions, function) == 1);
      for (size_t call = 1; call <= calls; ++call) {
        crypto_.fail_at(function, call);
        compute();
        EXPECT_TRUE(crypto_.take_failure()) << "call " << call;
        EXPECT_FALSE(crypto_.take_failure());
      }
      crypto_.fail_at(function, calls + 1);
      compute();
      EXPECT_FALSE(crypto_.take_failure()) << "it does not come to the call that fails";
    }
    crypto_.fail_at({}, 0);
  }

  /// Blocks, and a last one that is none; both directions of both AEADs.
  void expect_noted_of_aead(const auto& seal, const auto& open, size_t tag_size) {
    const std::vector<uint8_t> additional(5, 2);
    const std::vector<uint8_t> plain(40, 3);
    auto sealed = plain;
    std::vector<uint8_t> tag(tag_size);
    seal(crypto_, AeadInput{AesSlot{1}, nonce_, additional, sealed}, tag);
    EXPECT_NE(sealed, plain);
    expect_noted({Function::aes128_encrypt}, [&] {
      auto data = plain;
      seal(crypto_, AeadInput{AesSlot{1}, nonce_, additional, data}, tag);
      EXPECT_EQ(data, sealed);
    });
    expect_noted({Function::aes128_encrypt}, [&] {
      auto data = sealed;
      EXPECT_EQ(open(crypto_, AeadInput{AesSlot{0}, nonce_, additional, data}, tag),
                CryptoStatus::done);
      EXPECT_EQ(data, plain);
    });
    tag[0] ^= 1;
    expect_noted({Function::aes128_encrypt}, [&] {
      auto data = sealed;
      EXPECT_EQ(open(crypto_, AeadInput{AesSlot{0}, nonce_, additional, data}, tag),
                CryptoStatus::rejected);
    });
  }

  static inline const std::vector<Function> kHash = {
      Function::sha256_start, Function::sha256_update, Function::sha256_finish};

  FaultyPlatform crypto_;
  SizedKeys keys_;
  std::array<uint8_t, kAeadNonceSize> nonce_{};
  Digest32 out_{};
};

TEST_F(FailingPlatform, IsNotedByHmac) {
  for (const auto& key : keys_.keys) {  // the longest is hashed first
    expect_noted(kHash, [&] { hmac_sha256(crypto_, key, from_text("data"), out_); });
  }
}

TEST_F(FailingPlatform, IsNotedByHmacUnderAHandle) {
  auto functions = kHash;
  functions.push_back(Function::hmac_sha256);
  for (size_t number = 0; number < keys_.keys.size(); ++number) {
    expect_noted(functions, [&] {
      crypto_.note(crypto_.hmac_sha256(KeyHandle(number), from_text("data"), out_));
    });
  }
}

TEST_F(FailingPlatform, IsNotedByHkdf) {
  const auto psk = from_text("a pre-shared key");
  const Digest32 secret{1}, hash{2};
  expect_noted(kHash, [&] { hkdf_extract(crypto_, secret, psk, out_); });
  expect_noted(kHash, [&] { extract_early_secret(crypto_, psk, out_); });
  expect_noted(kHash, [&] { hkdf_expand_label(crypto_, secret, "key", nullptr, 16, out_); });
  expect_noted(kHash, [&] { hkdf_expand_label(crypto_, secret, "c hs traffic", &hash, 32, out_); });
  expect_noted(kHash, [&] { derive_secret_of_nothing(crypto_, secret, "derived", out_); });
  auto functions = kHash;
  functions.push_back(Function::hmac_sha256);
  expect_noted(functions,
               [&] { derive_secret_of_nothing(crypto_, KeyHandle{2}, "derived", out_); });
}

TEST_F(FailingPlatform, IsNotedByCcm) {
  for (const size_t tag_size : {8, 16}) expect_noted_of_aead(aes_ccm_seal, aes_ccm_open, tag_size);
}

TEST_F(FailingPlatform, IsNotedByGcm) { expect_noted_of_aead(aes_gcm_seal, aes_gcm_open, 16); }

TEST_F(FailingPlatform, IsNotedOfAnEmptySlot) {
  crypto_.aes128_clear(AesSlot{1});
  std::vector<uint8_t> data(20);
  std::vector<uint8_t> tag(16);
  const AeadInput input = {AesSlot{1}, nonce_, {}, data};
  aes_ccm_seal(crypto_, input, tag);
  EXPECT_TRUE(crypto_.take_failure());
  aes_gcm_seal(crypto_, input, tag);
  EXPECT_TRUE(crypto_.take_failure());
  (void)aes_ccm_open(crypto_, input, tag);
  EXPECT_TRUE(crypto_.take_failure());
  (void)aes_gcm_open(crypto_, input, tag);
  EXPECT_TRUE(crypto_.take_failure());
}

}  // namespace
}  // namespace tls_se
