// A fault attacker spoils one product of field elements, or one number as it is read, whichever: no
// wrong signature leaves, no point that is none of the curve, and no key pair to keep whose halves
// do not belong together.
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <climits>

#include "platform/openssl/openssl_crypto.h"
#include "platform/software/p256/base_table.h"
#include "platform/software/p256/ecdsa.h"
#include "platform/software/p256/field.h"
#include "platform/software/p256/p256.h"
#include "platform/software/software_signatures.h"

namespace {

int products = 0;
int spoiled = -1;
int loads = 0;
int spoiled_load = -1;

}  // namespace

// The linker gives these the calls of tls_se::p256::multiply and load (--wrap), and those the other
// names.
extern "C" {
using Number = tls_se::p256::Number;
using NumberBytes = std::span<const uint8_t, tls_se::p256::kNumberBytes>;
void real_load(Number& number,
               NumberBytes bytes) asm("__real__ZN6tls_se4p2564loadERNS0_6NumberESt4spanIKhLm32EE");
void wrapped_load(Number& number, NumberBytes bytes) asm(
    "__wrap__ZN6tls_se4p2564loadERNS0_6NumberESt4spanIKhLm32EE");
void wrapped_load(Number& number, NumberBytes bytes) {
  real_load(number, bytes);
  if (loads++ == spoiled_load) number.words[3] ^= 0x1000;
}

using Element = tls_se::p256::Element;
void real_multiply(Element& product, const Element& a,
                   const Element& b) asm("__real__ZN6tls_se4p2568multiplyERNS0_7ElementERKS1_S4_");
void wrapped_multiply(Element& product, const Element& a, const Element& b) asm(
    "__wrap__ZN6tls_se4p2568multiplyERNS0_7ElementERKS1_S4_");
void wrapped_multiply(Element& product, const Element& a, const Element& b) {
  real_multiply(product, a, b);
  if (products++ == spoiled) product.words[products % 7] ^= 1u << products % 32;
}
}

namespace tls_se::p256 {
namespace {

class FaultTest : public testing::Test {
 protected:
  FaultTest() { private_key_.fill(0x5a); }

  /// Calls it with each of its products spoiled in turn, or behind the first `all` every 17th.
  void spoil_each(const auto& call, int all = INT_MAX) {
    products = 0;
    spoiled = -1;
    call();
    const int count = products;
    EXPECT_GT(count, 500);
    for (int at = 0; at < count; at += at < all ? 1 : 17) {
      products = 0;
      spoiled = at;
      call();
      spoiled = -1;
    }
  }

  OpensslCrypto crypto_;
  std::array<uint8_t, kP256ScalarSize> private_key_;
  std::array<uint8_t, kP256PointSize> public_key_;
};

TEST_F(FaultTest, NoWrongSignatureLeaves) {
  const std::array<uint8_t, 32> digest{1, 2, 3};
  ASSERT_EQ(find_public_key(private_key_, public_key_), CryptoStatus::done);
  int refused = 0;
  spoil_each([&] {
    std::array<uint8_t, kP256SignatureSize> r_s;
    r_s.fill(0xaa);
    const CryptoStatus status = sign(crypto_, private_key_, digest, {}, r_s);
    spoiled = -1;
    if (status == CryptoStatus::done) {
      ASSERT_EQ(verify(public_key_, digest, r_s), CryptoStatus::done);
      return;
    }
    ASSERT_EQ(r_s, (std::array<uint8_t, kP256SignatureSize>{}));
    ++refused;
  });
  EXPECT_GT(refused, 1000);
}

// A signature by a key with a flipped bit is right for another public key, which it tells: and so
// the bit.
TEST_F(FaultTest, NoSignatureOfASpoiledKeyOrDigestLeaves) {
  const std::array<uint8_t, 32> digest{1, 2, 3};
  ASSERT_EQ(find_public_key(private_key_, public_key_), CryptoStatus::done);
  std::array<uint8_t, kP256SignatureSize> r_s;
  loads = 0;
  ASSERT_EQ(sign(crypto_, private_key_, digest, {}, r_s), CryptoStatus::done);
  const int count = loads;
  int refused = 0;
  for (int at = 0; at < count; ++at) {
    loads = 0;
    spoiled_load = at;
    const CryptoStatus status = sign(crypto_, private_key_, digest, {}, r_s);
    spoiled_load = -1;
    if (status == CryptoStatus::failed) ++refused;
    EXPECT_EQ(verify(public_key_, digest, r_s),
              status == CryptoStatus::done ? CryptoStatus::done : CryptoStatus::rejected)
        << at;
  }
  EXPECT_GE(refused, 4) << "the key and the digest, each time";
}

/// As a fault in flash does.
void flip_bit_of_constant(const void* word) {
  const auto address = reinterpret_cast<uintptr_t>(word);
  const auto page_size = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  auto* const page = reinterpret_cast<void*>(address / page_size * page_size);
  ASSERT_EQ(mprotect(page, page_size, PROT_READ | PROT_WRITE), 0);
  auto* const flipped = reinterpret_cast<volatile uint32_t*>(address);
  *flipped = *flipped ^ 0x100;
  ASSERT_EQ(mprotect(page, page_size, PROT_READ), 0);
}

// What is spoiled for good spoils the check as well, in the same way.
TEST_F(FaultTest, NoSignatureByASpoiledTableLeaves) {
  const std::array<uint8_t, 32> digest{1, 2, 3};
  ASSERT_EQ(find_public_key(private_key_, public_key_), CryptoStatus::done);
  int refused = 0;
  for (const auto& comb : kBaseTable) {
    for (const AffinePoint& point : comb) {
      for (const uint32_t* const word : {&point.x.words[5], &point.y.words[2]}) {
        std::array<uint8_t, kP256SignatureSize> r_s;
        flip_bit_of_constant(word);
        const CryptoStatus status = sign(crypto_, private_key_, digest, {}, r_s);
        flip_bit_of_constant(word);
        if (status == CryptoStatus::failed) ++refused;
        EXPECT_EQ(verify(public_key_, digest, r_s),
                  status == CryptoStatus::done ? CryptoStatus::done : CryptoStatus::rejected);
      }
    }
  }
  EXPECT_GT(refused, 30) << "a nonce takes most of the points";
}

TEST_F(FaultTest, NoWrongPublicKeyLeaves) {
  std::array<uint8_t, kP256PointSize> right;
  ASSERT_EQ(find_public_key(private_key_, right), CryptoStatus::done);
  int refused = 0, wrong = 0;
  spoil_each([&] {
    const CryptoStatus status = find_public_key(private_key_, public_key_);
    refused += status == CryptoStatus::failed ? 1 : 0;
    wrong += status == CryptoStatus::done && public_key_ != right ? 1 : 0;
  });
  EXPECT_GT(refused, 500);
  EXPECT_LE(wrong, 2) << "what makes bytes of the coordinates comes after the check";
}

TEST_F(FaultTest, NoWrongPairIsKept) {
  SoftwareKeyMaker maker(crypto_);
  std::array<uint8_t, kP256PointSize> right;
  products = 0;
  ASSERT_EQ(generate(crypto_, private_key_, right), CryptoStatus::done);
  const int of_generation = products;
  int refused = 0;
  spoil_each(
      [&] {
        private_key_.fill(0xaa);
        public_key_.fill(0xaa);
        const CryptoStatus status = maker.p256_make_key_pair(private_key_, public_key_);
        spoiled = -1;
        if (status == CryptoStatus::done) {
          ASSERT_EQ(find_public_key(private_key_, right), CryptoStatus::done);
          ASSERT_EQ(public_key_, right);
          return;
        }
        ASSERT_EQ(status, CryptoStatus::failed);
        ASSERT_EQ(private_key_, (std::array<uint8_t, kP256ScalarSize>{}));
        ASSERT_EQ(public_key_, (std::array<uint8_t, kP256PointSize>{}));
        ++refused;
      },
      of_generation);
  EXPECT_GT(refused, of_generation / 2);
}

}  // namespace
}  // namespace tls_se::p256
