#include "se/crypto_lib/aes_ccm.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>

#include "platform/host/host_crypto.h"
#include "support/hex.h"

namespace tls_se {
namespace {

using Nonce = std::array<uint8_t, kAeadNonceSize>;
using Key = std::array<uint8_t, kAes128KeySize>;
using Data = std::vector<uint8_t>;

constexpr AesSlot kSlot{1};

// The two ways to the same records: this folder's own CCM, and the platform's.
struct Ccm {
  const char* name;
  void (*seal)(Crypto&, const Nonce&, Bytes additional, MutableBytes data, MutableBytes tag);
  CryptoStatus (*open)(Crypto&, const Nonce&, Bytes additional, MutableBytes data, Bytes tag);

  friend void PrintTo(const Ccm& ccm, std::ostream* out) { *out << ccm.name; }
};

AeadAlgorithm algorithm_of(Bytes tag) {
  return tag.size() == 8 ? AeadAlgorithm::aes_128_ccm_8 : AeadAlgorithm::aes_128_ccm;
}

void own_seal(Crypto& crypto, const Nonce& nonce, Bytes additional, MutableBytes data,
              MutableBytes tag) {
  aes_ccm_seal(crypto, {kSlot, nonce, additional, data}, tag);
}

CryptoStatus own_open(Crypto& crypto, const Nonce& nonce, Bytes additional, MutableBytes data,
                      Bytes tag) {
  return aes_ccm_open(crypto, {kSlot, nonce, additional, data}, tag);
}

void platform_seal(Crypto& crypto, const Nonce& nonce, Bytes additional, MutableBytes data,
                   MutableBytes tag) {
  EXPECT_EQ(crypto.aead_seal(algorithm_of(tag), {kSlot, nonce, additional, data}, tag),
            CryptoStatus::done);
}

CryptoStatus platform_open(Crypto& crypto, const Nonce& nonce, Bytes additional, MutableBytes data,
                           Bytes tag) {
  return crypto.aead_open(algorithm_of(tag), {kSlot, nonce, additional, data}, tag);
}

class AesCcm : public testing::TestWithParam<Ccm> {
 protected:
  AesCcm() { load({}); }
  ~AesCcm() override { EXPECT_FALSE(crypto_.take_failure()) << "noted, though nothing failed"; }

  void load(const Key& key) { EXPECT_EQ(crypto_.aes128_load(kSlot, key), CryptoStatus::done); }
  void seal(Bytes additional, MutableBytes data, MutableBytes tag) {
    GetParam().seal(crypto_, nonce_, additional, data, tag);
  }
  CryptoStatus open(Bytes additional, MutableBytes data, Bytes tag) {
    return GetParam().open(crypto_, nonce_, additional, data, tag);
  }

  HostCrypto crypto_;
  Nonce nonce_{};
};

INSTANTIATE_TEST_SUITE_P(, AesCcm,
                         testing::Values(Ccm{"own", own_seal, own_open},
                                         Ccm{"platform", platform_seal, platform_open}),
                         [](const auto& suite) { return suite.param.name; });

Data counting(size_t size, uint8_t from = 0) {
  Data data(size);
  for (uint8_t& byte : data) byte = from++;
  return data;
}

bool all_zero(Bytes bytes) {
  return std::ranges::all_of(bytes, [](uint8_t byte) { return byte == 0; });
}

// NIST SP 800-38C, example 3: the one of its examples with a nonce of 12 bytes. The packets of
// RFC 3610 section 8 all have one of 13, which TLS does not use.
TEST_P(AesCcm, MatchesTheNistExample) {
  Key key;
  copy_bytes(key, counting(key.size(), 0x40));
  copy_bytes(nonce_, counting(nonce_.size(), 0x10));
  load(key);
  const auto additional = counting(20);
  auto data = counting(24, 0x20);
  Data tag(8);
  seal(additional, data, tag);
  EXPECT_EQ(data, from_hex("e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5"));
  EXPECT_EQ(tag, from_hex("484392fbc1b09951"));
  EXPECT_EQ(open(additional, data, tag), CryptoStatus::done);
  EXPECT_EQ(data, counting(24, 0x20));
}

TEST_P(AesCcm, OpensWhatItSealsAtEverySizeAroundABlock) {
  const auto additional = from_hex("1703030000");
  for (const size_t tag_size : {8, 16}) {
    for (size_t size = 0; size <= 49; ++size) {
      auto data = counting(size);
      Data tag(tag_size);
      seal(additional, data, tag);
      if (size >= 8) {
        EXPECT_NE(data, counting(size));
      }
      EXPECT_EQ(open(additional, data, tag), CryptoStatus::done) << size;
      EXPECT_EQ(data, counting(size));
    }
  }
}

TEST_P(AesCcm, TakesAnyAmountOfAdditionalData) {
  for (size_t size = 0; size <= 49; ++size) {
    auto data = counting(5);
    Data tag(16);
    const auto additional = counting(size);
    seal(additional, data, tag);
    EXPECT_EQ(open(additional, data, tag), CryptoStatus::done) << size;
    auto other = counting(size + 1);
    EXPECT_EQ(open(other, data, tag), CryptoStatus::rejected) << size;
  }
}

TEST_P(AesCcm, SealsNothingUnderNothing) {
  Data tag(16);
  seal({}, {}, tag);
  EXPECT_EQ(open({}, {}, tag), CryptoStatus::done);
  tag[0] ^= 1;
  EXPECT_EQ(open({}, {}, tag), CryptoStatus::rejected);
}

TEST_P(AesCcm, RefusesEveryFlippedBitAndWipesTheData) {
  const auto additional = counting(5, 0x80);
  const auto plain = counting(20);
  for (const size_t tag_size : {8, 16}) {
    auto sealed = plain;
    Data tag(tag_size);
    seal(additional, sealed, tag);
    const auto refuses = [&](Data bad_additional, Data bad_data, Data bad_tag) {
      const CryptoStatus status = open(bad_additional, bad_data, bad_tag);
      return status == CryptoStatus::rejected && all_zero(bad_data);
    };
    const auto flipped = [](Data bytes, size_t bit) {
      bytes[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
      return bytes;
    };
    for (size_t bit = 0; bit < tag_size * 8; ++bit)
      EXPECT_TRUE(refuses(additional, sealed, flipped(tag, bit))) << "tag, bit " << bit;
    for (size_t bit = 0; bit < sealed.size() * 8; ++bit)
      EXPECT_TRUE(refuses(additional, flipped(sealed, bit), tag)) << "data, bit " << bit;
    for (size_t bit = 0; bit < additional.size() * 8; ++bit)
      EXPECT_TRUE(refuses(flipped(additional, bit), sealed, tag)) << "additional, bit " << bit;
    EXPECT_EQ(open(additional, sealed, tag), CryptoStatus::done)
        << "a refusal must not harm what comes after";
    EXPECT_EQ(sealed, plain);
  }
}

TEST_P(AesCcm, RefusesATruncatedOrLengthenedMessage) {
  auto data = counting(32);
  Data tag(16);
  seal({}, data, tag);
  auto shorter = data;
  shorter.pop_back();
  EXPECT_EQ(open({}, shorter, tag), CryptoStatus::rejected);
  auto longer = data;
  longer.push_back(0);
  EXPECT_EQ(open({}, longer, tag), CryptoStatus::rejected);
}

TEST_P(AesCcm, RefusesAnotherNonceAndAnotherKey) {
  const auto plain = counting(32);
  auto sealed = plain;
  Data tag(16);
  seal({}, sealed, tag);

  nonce_[11] ^= 1;
  auto data = sealed;
  EXPECT_EQ(open({}, data, tag), CryptoStatus::rejected);
  EXPECT_TRUE(all_zero(data));

  nonce_[11] ^= 1;
  load({1});
  data = sealed;
  EXPECT_EQ(open({}, data, tag), CryptoStatus::rejected);
  EXPECT_TRUE(all_zero(data));

  load({});
  EXPECT_EQ(open({}, sealed, tag), CryptoStatus::done);
  EXPECT_EQ(sealed, plain);
}

// The largest record that RFC 8446 section 5.2 allows, and the largest counter of this CCM.
TEST_P(AesCcm, OpensTheLargestRecords) {
  for (const size_t size : {size_t{16384 + 256}, size_t{65535}}) {
    const auto plain = counting(size);
    auto data = plain;
    Data tag(16);
    seal(from_hex("1703034100"), data, tag);
    EXPECT_EQ(open(from_hex("1703034100"), data, tag), CryptoStatus::done);
    EXPECT_EQ(data, plain);
  }
}

TEST(AesCcmBothWays, MakeTheSameRecords) {
  HostCrypto crypto;
  Key key;
  Nonce nonce;
  ASSERT_EQ(crypto.random(key), CryptoStatus::done);
  ASSERT_EQ(crypto.random(nonce), CryptoStatus::done);
  ASSERT_EQ(crypto.aes128_load(kSlot, key), CryptoStatus::done);
  for (const size_t tag_size : {8, 16}) {
    for (const size_t additional_size : {0, 5, 14, 16, 100}) {
      for (const size_t size : {0, 1, 15, 16, 17, 255, 1024, 16384}) {
        const auto additional = counting(additional_size);
        auto own = counting(size);
        auto platform = own;
        Data own_tag(tag_size), platform_tag(tag_size);
        own_seal(crypto, nonce, additional, own, own_tag);
        platform_seal(crypto, nonce, additional, platform, platform_tag);
        ASSERT_EQ(own, platform) << size;
        ASSERT_EQ(own_tag, platform_tag) << size;
      }
    }
  }
}

}  // namespace
}  // namespace tls_se
