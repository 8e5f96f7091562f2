// A fault attacker spoils one product of field elements, whichever: no wrong signature leaves, and
// no point that is none of the curve.
#include <gtest/gtest.h>

#include <algorithm>

#include "platform/openssl/openssl_crypto.h"
#include "platform/software/p256/ecdsa.h"
#include "platform/software/p256/field.h"
#include "platform/software/p256/p256.h"

namespace {

int products = 0;
int spoiled = -1;

}  // namespace

// The linker gives this the calls of tls_se::p256::multiply (--wrap), and that the other name.
extern "C" {
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

  /// Calls it with each of its products spoiled in turn.
  void spoil_each(const auto& call) {
    products = 0;
    spoiled = -1;
    call();
    const int count = products;
    EXPECT_GT(count, 500);
    for (int at = 0; at < count; ++at) {
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

}  // namespace
}  // namespace tls_se::p256
