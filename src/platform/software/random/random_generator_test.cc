#include "platform/software/random/random_generator.h"

#include <gtest/gtest.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>

#include "platform/openssl/openssl_crypto.h"
#include "platform/software/random/random_vectors.h"
#include "support/differential.h"
#include "support/hex.h"

namespace tls_se {
namespace {

using Output = std::vector<uint8_t>;

/// The hash is libcrypto's, and fails if it is told to.
class FailingHash : public OpensslCrypto {
 public:
  CryptoStatus sha256_update(Sha256State& state, const Bytes& data) override {
    if (fails) return CryptoStatus::failed;
    return OpensslCrypto::sha256_update(state, data);
  }
  bool fails = false;
};

/// random_vectors.py has the same; what a test wants is laid over it.
class ScriptedNoise : public NoiseSource {
 public:
  bool fill(const MutableBytes& raw) override {
    for (uint8_t& byte : raw) {
      state_ = state_ * 1664525 + 1013904223;
      byte = spoil(taken++, static_cast<uint8_t>(state_ >> 24));
    }
    return taken <= lasts;
  }

  std::function<uint8_t(size_t at, uint8_t byte)> spoil = [](size_t, uint8_t byte) { return byte; };
  size_t taken = 0;
  size_t lasts = SIZE_MAX;

 private:
  uint32_t state_ = 1;
};

bool is_wiped(const Output& out) {
  return std::ranges::all_of(out, [](uint8_t byte) { return byte == 0; });
}

class RandomGeneratorTest : public testing::Test {
 protected:
  /// Has given 20 bytes, so many times.
  Output filled(RandomGenerator& generator, int times) {
    Output all;
    for (int i = 0; i < times; ++i) {
      Output out(20, 0xaa);
      EXPECT_EQ(generator.fill(out), CryptoStatus::done);
      all.insert(all.end(), out.begin(), out.end());
    }
    return all;
  }
  void expect_dead(RandomGenerator& generator) {
    for (int i = 0; i < 3; ++i) {
      Output out(20, 0xaa);
      const size_t taken = noise_.taken;
      EXPECT_EQ(generator.fill(out), CryptoStatus::failed);
      EXPECT_TRUE(is_wiped(out));
      EXPECT_EQ(noise_.taken, taken) << "a later try must not help";
    }
  }

  FailingHash crypto_;
  ScriptedNoise noise_;
  RandomGenerator generator_{crypto_, noise_, NoiseQuality::four, 3};
};

TEST_F(RandomGeneratorTest, MatchesTheComputedVectors) {
  ASSERT_EQ(generator_.start(), CryptoStatus::done);
  EXPECT_EQ(filled(generator_, 8), from_hex(random_vectors::kFourBits));
  EXPECT_FALSE(crypto_.take_failure());
}

TEST_F(RandomGeneratorTest, PoorerNoiseIsTakenMoreOf) {
  RandomGenerator generator(crypto_, noise_, NoiseQuality::one_bit, 3);
  ASSERT_EQ(generator.start(), CryptoStatus::done);
  EXPECT_EQ(noise_.taken, 1024u + 2 * 320);
  EXPECT_EQ(filled(generator, 8), from_hex(random_vectors::kOneBit));
}

TEST_F(RandomGeneratorTest, TakesFreshEntropyAfterSoManyRequests) {
  ASSERT_EQ(generator_.start(), CryptoStatus::done);
  size_t taken = noise_.taken;
  EXPECT_EQ(taken, 1024u + 2 * 80);
  EXPECT_EQ(generator_.seedings(), 1u);
  for (uint32_t seedings = 1; seedings < 5; ++seedings) {
    for (int request = 0; request < 3; ++request) {
      filled(generator_, 1);
      EXPECT_EQ(noise_.taken, taken);
      EXPECT_EQ(generator_.seedings(), seedings);
    }
    taken += 80;  // with the next
  }
  ASSERT_EQ(generator_.start(), CryptoStatus::done);
  EXPECT_EQ(generator_.seedings(), 1u);
}

TEST_F(RandomGeneratorTest, TakesFreshEntropyEachTimeIfToldSo) {
  for (const uint32_t interval : {0, 1}) {
    RandomGenerator generator(crypto_, noise_, NoiseQuality::four, interval);
    ASSERT_EQ(generator.start(), CryptoStatus::done);
    const size_t taken = noise_.taken;
    filled(generator, 5);
    EXPECT_GE(noise_.taken, taken + 4 * 80) << interval;
  }
}

TEST_F(RandomGeneratorTest, GivesNothingBeforeItsStart) {
  expect_dead(generator_);
  EXPECT_EQ(noise_.taken, 0u);
}

TEST_F(RandomGeneratorTest, AStuckSourceNeverStarts) {
  noise_.spoil = [](size_t, uint8_t) { return uint8_t{0x5a}; };
  EXPECT_EQ(generator_.start(), CryptoStatus::failed);
  expect_dead(generator_);
}

// Three zeros for each other byte: never five in a row.
TEST_F(RandomGeneratorTest, ABiasedSourceNeverStarts) {
  noise_.spoil = [](size_t at, uint8_t byte) { return at % 4 == 3 ? byte : uint8_t{0}; };
  EXPECT_EQ(generator_.start(), CryptoStatus::failed);
  EXPECT_LE(noise_.taken, RandomGenerator::kStartUpSamples);
  expect_dead(generator_);
}

TEST_F(RandomGeneratorTest, TheLastSampleOfTheStartUpTestCounts) {
  noise_.spoil = [](size_t at, uint8_t byte) {
    return at >= 1024 - 6 && at < 1024 ? uint8_t{0x11} : byte;
  };
  EXPECT_EQ(generator_.start(), CryptoStatus::failed);
  expect_dead(generator_);
}

// At any sample that it takes, in the start-up test, for its seed, for a later one.
TEST_F(RandomGeneratorTest, ASourceThatGetsStuckKillsItUntilAStart) {
  for (size_t from = 0; from < 1024 + 3 * 80; from += 7) {
    ScriptedNoise noise;
    noise.spoil = [from](size_t at, uint8_t byte) { return at < from ? byte : uint8_t{3}; };
    RandomGenerator generator(crypto_, noise, NoiseQuality::four, 1);
    bool is_alive = generator.start() == CryptoStatus::done;
    EXPECT_EQ(is_alive, from >= 1024 + 2 * 80 - 5) << from;
    Output out(20, 0xaa);
    for (int i = 0; i < 3 && is_alive; ++i) is_alive = generator.fill(out) == CryptoStatus::done;
    EXPECT_FALSE(is_alive) << from;
    EXPECT_EQ(generator.fill(out), CryptoStatus::failed);
    EXPECT_TRUE(is_wiped(out));
    EXPECT_EQ(generator.start(), CryptoStatus::failed) << "still stuck";
    noise.spoil = [](size_t, uint8_t byte) { return byte; };
    EXPECT_EQ(generator.fill(out), CryptoStatus::failed) << "mended, but not started";
    EXPECT_EQ(generator.start(), CryptoStatus::done);
    EXPECT_EQ(generator.fill(out), CryptoStatus::done);
  }
}

TEST_F(RandomGeneratorTest, ASourceThatFailsKillsItUntilAStart) {
  for (size_t lasts = 0; lasts < 1024 + 3 * 80; lasts += 16) {
    ScriptedNoise noise;
    noise.lasts = lasts;
    RandomGenerator generator(crypto_, noise, NoiseQuality::four, 1);
    bool is_alive = generator.start() == CryptoStatus::done;
    EXPECT_EQ(is_alive, lasts >= 1024 + 2 * 80) << lasts;
    Output out(20, 0xaa);
    for (int i = 0; i < 3 && is_alive; ++i) is_alive = generator.fill(out) == CryptoStatus::done;
    EXPECT_FALSE(is_alive);
    EXPECT_EQ(generator.fill(out), CryptoStatus::failed);
    EXPECT_TRUE(is_wiped(out));
    noise.lasts = SIZE_MAX;
    EXPECT_EQ(generator.fill(out), CryptoStatus::failed);
    EXPECT_EQ(generator.start(), CryptoStatus::done);
    EXPECT_EQ(generator.fill(out), CryptoStatus::done);
  }
}

TEST_F(RandomGeneratorTest, AHashThatFailsKillsItAndIsNoted) {
  ASSERT_EQ(generator_.start(), CryptoStatus::done);
  crypto_.fails = true;
  Output out(20, 0xaa);
  EXPECT_EQ(generator_.fill(out), CryptoStatus::failed);
  EXPECT_TRUE(is_wiped(out));
  crypto_.fails = false;
  expect_dead(generator_);
  EXPECT_TRUE(crypto_.take_failure());
  crypto_.fails = true;
  EXPECT_EQ(generator_.start(), CryptoStatus::failed);
  EXPECT_TRUE(crypto_.take_failure());
}

// What somebody else has noted is neither lost nor taken for its own.
TEST_F(RandomGeneratorTest, AFailureNotedBeforeStaysNoted) {
  crypto_.note(CryptoStatus::failed);
  EXPECT_EQ(generator_.start(), CryptoStatus::done);
  EXPECT_EQ(filled(generator_, 1).size(), 20u);
  EXPECT_TRUE(crypto_.take_failure());
  EXPECT_FALSE(crypto_.take_failure());
}

TEST_F(RandomGeneratorTest, LongRequestsAreSeveral) {
  ASSERT_EQ(generator_.start(), CryptoStatus::done);
  Output out(3 * HmacDrbg::kMaxRequest + 1);
  EXPECT_EQ(generator_.fill(out), CryptoStatus::done);
  EXPECT_EQ(generator_.seedings(), 2u);
  EXPECT_NE(out.back() | out[out.size() - 2], 0);
  EXPECT_EQ(generator_.fill({}), CryptoStatus::done);
}

TEST(HmacDrbg, MatchesTheComputedVectors) {
  OpensslCrypto crypto;
  HmacDrbg drbg(crypto);
  Output seed(64), entropy(32);
  std::iota(seed.begin(), seed.end(), uint8_t{0});
  std::iota(entropy.begin(), entropy.end(), uint8_t{200});
  const auto generated = [&](size_t size) {
    Output out(size);
    drbg.generate(out);
    return out;
  };
  drbg.instantiate(seed);
  EXPECT_EQ(generated(80), from_hex(random_vectors::kFirst));
  EXPECT_EQ(generated(1), from_hex(random_vectors::kSecond));
  EXPECT_EQ(generated(32), from_hex(random_vectors::kThird));
  drbg.reseed(entropy);
  EXPECT_EQ(generated(33), from_hex(random_vectors::kReseeded));
}

/// libcrypto's, with the entropy and the nonce that it is told.
class LibcryptoDrbg {
 public:
  LibcryptoDrbg() {
    EXPECT_EQ(EVP_RAND_instantiate(source_.get(), 256, 0, nullptr, 0, strength()), 1);
  }

  void instantiate(Output entropy, Output nonce) {
    OSSL_PARAM both[] = {
        OSSL_PARAM_construct_octet_string(OSSL_RAND_PARAM_TEST_ENTROPY, entropy.data(),
                                          entropy.size()),
        OSSL_PARAM_construct_octet_string(OSSL_RAND_PARAM_TEST_NONCE, nonce.data(), nonce.size()),
        OSSL_PARAM_construct_end()};
    EXPECT_EQ(EVP_RAND_CTX_set_params(source_.get(), both), 1);
    const uint8_t no_name = 0;  // a null one would mean libcrypto's own
    char mac[] = "HMAC", digest[] = "SHA256";
    const OSSL_PARAM kind[] = {OSSL_PARAM_construct_utf8_string(OSSL_DRBG_PARAM_MAC, mac, 0),
                               OSSL_PARAM_construct_utf8_string(OSSL_DRBG_PARAM_DIGEST, digest, 0),
                               OSSL_PARAM_construct_end()};
    EXPECT_EQ(EVP_RAND_instantiate(drbg_.get(), 256, 0, &no_name, 0, kind), 1);
  }
  void reseed(const Output& entropy) {
    OSSL_PARAM none[] = {
        OSSL_PARAM_construct_octet_string(OSSL_RAND_PARAM_TEST_ENTROPY,
                                          const_cast<uint8_t*>(entropy.data()), entropy.size()),
        OSSL_PARAM_construct_end()};
    EXPECT_EQ(EVP_RAND_CTX_set_params(source_.get(), none), 1);
    EXPECT_EQ(EVP_RAND_reseed(drbg_.get(), 0, nullptr, 0, nullptr, 0), 1);
  }
  Output generated(size_t size) {
    Output out(size);
    EXPECT_EQ(EVP_RAND_generate(drbg_.get(), out.data(), size, 256, 0, nullptr, 0), 1);
    return out;
  }

 private:
  using Context = std::unique_ptr<EVP_RAND_CTX, decltype(&EVP_RAND_CTX_free)>;
  static Context make(const char* name, EVP_RAND_CTX* parent) {
    EVP_RAND* const kind = EVP_RAND_fetch(nullptr, name, nullptr);
    Context context(EVP_RAND_CTX_new(kind, parent), EVP_RAND_CTX_free);
    EVP_RAND_free(kind);
    return context;
  }
  static const OSSL_PARAM* strength() {
    static unsigned bits = 256;
    static const OSSL_PARAM params[] = {OSSL_PARAM_construct_uint(OSSL_RAND_PARAM_STRENGTH, &bits),
                                        OSSL_PARAM_construct_end()};
    return params;
  }

  Context source_ = make("TEST-RAND", nullptr);
  Context drbg_ = make("HMAC-DRBG", source_.get());
};

TEST(HmacDrbg, MatchesLibcrypto) {
  Chance chance(12);
  OpensslCrypto crypto;
  HmacDrbg drbg(crypto);
  for (int round = 0; round < differential_rounds() / 100; ++round) {
    const Output entropy = chance.bytes(32), nonce = chance.bytes(32), later = chance.bytes(32);
    LibcryptoDrbg libcrypto;
    libcrypto.instantiate(entropy, nonce);
    Output seed = entropy;
    seed.insert(seed.end(), nonce.begin(), nonce.end());
    drbg.instantiate(seed);
    for (int request = 0; request < 6; ++request) {
      if (request == 3) {
        libcrypto.reseed(later);
        drbg.reseed(later);
      }
      Output out(chance.number(100) + 1);
      drbg.generate(out);
      ASSERT_EQ(out, libcrypto.generated(out.size())) << "round " << round << ", " << request;
    }
  }
}

}  // namespace
}  // namespace tls_se
