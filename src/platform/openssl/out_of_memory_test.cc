// A platform whose libcrypto runs out of memory: it says so, blames no peer for it, and works
// again. A program of its own, because libcrypto takes its allocator only before its first use.
#include <gtest/gtest.h>
#include <openssl/crypto.h>
#include <openssl/err.h>

#include <cstdlib>

#include "platform/openssl/openssl_crypto.h"
#include "platform/openssl/openssl_key_maker.h"
#include "platform/openssl/openssl_signatures.h"

namespace tls_se {
namespace {

/// Memory that is denied: one allocation of libcrypto's, or all from it on.
struct Denial {
  size_t first = SIZE_MAX;
  bool for_good = false;
  size_t allocations = 0;

  [[nodiscard]] bool denies_next() {
    const size_t number = allocations++;
    return for_good ? number >= first : number == first;
  }
};

constinit Denial denial;

void* allocate(size_t size, const char*, int) {
  return denial.denies_next() ? nullptr : std::malloc(size);
}
void* reallocate(void* block, size_t size, const char*, int) {
  return denial.denies_next() ? nullptr : std::realloc(block, size);
}
void release(void* block, const char*, int) { std::free(block); }

const bool kDenied = CRYPTO_set_mem_functions(allocate, reallocate, release) == 1;

constexpr KeyHandle kSigner{7};
constexpr KeyPairSlot kMine{0}, kTheirs{1};
constexpr AesSlot kSlot{0};

using Point = std::array<uint8_t, kP256PointSize>;

struct SignerKey final : KeyBytes {
  [[nodiscard]] Bytes find(KeyHandle) const override { return bytes; }
  std::array<uint8_t, kP256PrivateKeySize> bytes{};
};

/// A platform that has been used for nothing yet.
struct Platform {
  Platform() : crypto(2) {
    EXPECT_TRUE(P256().generate(key.bytes, public_key));
    signatures.use_keys(&key);
  }

  SignerKey key;
  Point public_key{};
  OpensslCrypto crypto;
  OpensslSignatures signatures;
  OpensslKeyMaker key_maker;
};

/// `call` is tried on platforms of its own until it needs no memory that is denied: before, it is
/// `failed` if not `done` all the same, and afterwards `done`.
template <typename Prepare, typename Call>
void expect_own_fault(Prepare prepare, Call call) {
  size_t failures = 0;
  for (const bool for_good : {false, true}) {
    for (size_t first = 0, denied = true; denied; ++first) {
      SCOPED_TRACE(testing::Message() << first << (for_good ? " for good" : ""));
      Platform platform;
      auto prepared = prepare(platform);
      denial = {.first = first, .for_good = for_good};
      const CryptoStatus status = call(platform, prepared);
      denied = denial.allocations > first;
      denial = {};
      EXPECT_NE(status, CryptoStatus::rejected);
      EXPECT_TRUE(denied || status == CryptoStatus::done);
      EXPECT_EQ(ERR_peek_error(), 0u) << "left in libcrypto's queue";
      if (status == CryptoStatus::failed) ++failures;
      auto again = prepare(platform);
      EXPECT_EQ(call(platform, again), CryptoStatus::done);
    }
  }
  EXPECT_GT(failures, 0u) << "else this test denies nothing";
}

class OutOfMemory : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(kDenied) << "libcrypto was used before"; }

  const std::array<uint8_t, 32> digest_ = {0xaf, 0x2b};
};

TEST_F(OutOfMemory, VerifyRejectsNoGoodSignature) {
  using Signature = std::array<uint8_t, kP256SignatureSize>;
  expect_own_fault(
      [&](Platform& platform) {
        Signature r_s{};
        EXPECT_EQ(platform.signatures.p256_ecdsa_sign(kSigner, digest_, r_s), CryptoStatus::done);
        return r_s;
      },
      [&](Platform& platform, const Signature& r_s) {
        return platform.signatures.p256_ecdsa_verify(platform.public_key, digest_, r_s);
      });
}

TEST_F(OutOfMemory, SignFails) {
  expect_own_fault([](Platform&) { return std::array<uint8_t, kP256SignatureSize>{}; },
                   [&](Platform& platform, auto& r_s) {
                     return platform.signatures.p256_ecdsa_sign(kSigner, digest_, r_s);
                   });
}

TEST_F(OutOfMemory, AgreeRejectsNoGoodPoint) {
  expect_own_fault(
      [](Platform& platform) {
        Point mine{}, theirs{};
        EXPECT_EQ(platform.crypto.p256_generate(kMine, mine), CryptoStatus::done);
        EXPECT_EQ(platform.crypto.p256_generate(kTheirs, theirs), CryptoStatus::done);
        return theirs;
      },
      [](Platform& platform, const Point& theirs) {
        std::array<uint8_t, kP256SecretSize> secret{};
        return platform.crypto.p256_agree(kMine, theirs, secret);
      });
}

TEST_F(OutOfMemory, AgreeRejectsNoGoodKeyOfX25519) {
  using Key = std::array<uint8_t, kX25519Size>;
  expect_own_fault(
      [](Platform& platform) {
        Key mine{}, theirs{};
        EXPECT_EQ(platform.crypto.x25519_generate(kMine, mine), CryptoStatus::done);
        EXPECT_EQ(platform.crypto.x25519_generate(kTheirs, theirs), CryptoStatus::done);
        return theirs;
      },
      [](Platform& platform, const Key& theirs) {
        Key secret{};
        return platform.crypto.x25519_agree(kMine, theirs, secret);
      });
}

TEST_F(OutOfMemory, GenerateOfX25519Fails) {
  expect_own_fault([](Platform&) { return std::array<uint8_t, kX25519Size>{}; },
                   [](Platform& platform, auto& public_key) {
                     return platform.crypto.x25519_generate(kMine, public_key);
                   });
}

TEST_F(OutOfMemory, MakeKeyPairFailsAndGivesNothing) {
  expect_own_fault(
      [](Platform&) { return Point{0xaa}; },
      [](Platform& platform, Point& public_key) {
        std::array<uint8_t, kP256ScalarSize> private_key = {0xaa};
        const CryptoStatus status = platform.key_maker.p256_make_key_pair(private_key, public_key);
        const bool given = private_key != decltype(private_key){} || public_key != Point{};
        EXPECT_EQ(given, status == CryptoStatus::done);
        return status;
      });
}

TEST_F(OutOfMemory, PublicKeyRejectsNoGoodKey) {
  expect_own_fault([](Platform&) { return Point{0xaa}; },
                   [](Platform& platform, Point& public_key) {
                     const CryptoStatus status =
                         platform.key_maker.p256_public_key(platform.key.bytes, public_key);
                     EXPECT_EQ(public_key,
                               status == CryptoStatus::done ? platform.public_key : Point{});
                     return status;
                   });
}

}  // namespace
}  // namespace tls_se
