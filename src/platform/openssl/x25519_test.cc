#include "platform/openssl/x25519.h"

#include <gtest/gtest.h>
#include <openssl/err.h>

#include <algorithm>
#include <string>
#include <vector>

#include "platform/openssl/openssl_crypto.h"
#include "support/hex.h"

namespace tls_se {
namespace {

using Bytes32 = std::array<uint8_t, 32>;

Bytes32 bytes(const std::string& hex) { return array_from_hex<32>(hex); }

class X25519Test : public testing::Test {
 protected:
  ~X25519Test() override { EXPECT_EQ(ERR_peek_error(), 0u) << "left in libcrypto's queue"; }

  void expect_product(const Bytes32& scalar, const Bytes32& u, const Bytes32& product) {
    Bytes32 out{};
    EXPECT_EQ(x25519(scalar, u, out), CryptoStatus::done);
    EXPECT_EQ(to_hex(out), to_hex(product));
  }
};

TEST_F(X25519Test, MatchesRfc7748Section52) {
  expect_product(bytes("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
                 bytes("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c"),
                 bytes("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552"));
  expect_product(bytes("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d"),
                 bytes("e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493"),
                 bytes("95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957"));
}

TEST_F(X25519Test, MatchesRfc7748Section52Iterated) {
  Bytes32 k = bytes("0900000000000000000000000000000000000000000000000000000000000000");
  Bytes32 u = k;
  for (int i = 1; i <= 1000; ++i) {
    Bytes32 out{};
    ASSERT_EQ(x25519(k, u, out), CryptoStatus::done);
    u = std::exchange(k, out);
    if (i != 1) continue;
    EXPECT_EQ(k, bytes("422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079"));
  }
  EXPECT_EQ(k, bytes("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51"));
}

// RFC 7748 section 6.1.
const Bytes32 kAlice = bytes("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
const Bytes32 kAlicesPublic =
    bytes("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
const Bytes32 kBob = bytes("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
const Bytes32 kBobsPublic =
    bytes("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
const Bytes32 kShared = bytes("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");

TEST_F(X25519Test, MatchesRfc7748Section61) {
  expect_product(kAlice, kBobsPublic, kShared);
  expect_product(kBob, kAlicesPublic, kShared);
}

TEST_F(X25519Test, AgreesBetweenGeneratedKeys) {
  for (int round = 0; round < 64; ++round) {
    Bytes32 mine{}, theirs{}, my_public{}, their_public{}, one{};
    ASSERT_TRUE(x25519_generate(mine, my_public));
    ASSERT_TRUE(x25519_generate(theirs, their_public));
    EXPECT_NE(mine, theirs);
    ASSERT_EQ(x25519(mine, their_public, one), CryptoStatus::done);
    expect_product(theirs, my_public, one);
  }
}

/// Section 5: the highest bit is masked, and what is not reduced modulo p is taken.
TEST_F(X25519Test, TakesAnyBytesForAPublicKey) {
  Bytes32 masked = kBobsPublic;
  masked.back() |= 0x80;
  expect_product(kAlice, masked, kShared);
  Bytes32 nine{}, nine_and_p{};  // p = 2^255 - 19
  nine[0] = 9;
  nine_and_p.fill(0xff);
  nine_and_p[0] = 0xed + 9;
  nine_and_p.back() = 0x7f;
  expect_product(kAlice, nine, kAlicesPublic);
  expect_product(kAlice, nine_and_p, kAlicesPublic);
}

/// Of the curve and of its twist, in every encoding.
std::vector<Bytes32> points_of_small_order() {
  std::vector<Bytes32> points;
  for (const char* hex : {
           "0000000000000000000000000000000000000000000000000000000000000000",
           "0100000000000000000000000000000000000000000000000000000000000000",
           "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
           "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
           "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
           "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
       }) {
    points.push_back(bytes(hex));
    points.push_back(points.back());
    points.back().back() |= 0x80;
  }
  return points;
}

TEST_F(X25519Test, RejectsPointsOfSmallOrderAndWipes) {
  for (const Bytes32& point : points_of_small_order()) {
    Bytes32 secret;
    secret.fill(0xaa);
    EXPECT_EQ(x25519(kAlice, point, secret), CryptoStatus::rejected) << to_hex(point);
    EXPECT_EQ(secret, Bytes32{});
    EXPECT_EQ(ERR_peek_error(), 0u);
  }
  expect_product(kAlice, kBobsPublic, kShared);
}

/// Whose private keys can be seen.
class SlotsCrypto : public OpensslCrypto {
 public:
  SlotsCrypto() : OpensslCrypto(2) {}
  using OpensslCrypto::private_key_in;
};

TEST_F(X25519Test, ASlotAgreesOnce) {
  SlotsCrypto crypto;
  constexpr KeyPairSlot kMine{0}, kOther{1};
  Bytes32 my_public{}, others{}, secret{}, expected{};
  ASSERT_EQ(crypto.x25519_generate(kOther, others), CryptoStatus::done);
  ASSERT_EQ(crypto.x25519_generate(kMine, my_public), CryptoStatus::done);
  EXPECT_NE(my_public, others);
  ASSERT_EQ(crypto.x25519_agree(kMine, kBobsPublic, secret), CryptoStatus::done);
  ASSERT_EQ(x25519(kBob, my_public, expected), CryptoStatus::done);
  EXPECT_EQ(secret, expected);
  EXPECT_TRUE(same_bytes(crypto.private_key_in(kMine), Bytes32{}));
  EXPECT_EQ(crypto.x25519_agree(kMine, kBobsPublic, secret), CryptoStatus::failed);
  EXPECT_EQ(secret, Bytes32{});
  EXPECT_EQ(crypto.x25519_agree(kOther, Bytes32{}, secret), CryptoStatus::rejected);
  EXPECT_TRUE(same_bytes(crypto.private_key_in(kOther), Bytes32{}));
}

/// A client's second share takes the place of its first.
TEST_F(X25519Test, TakesTheSlotOfAnotherGroup) {
  SlotsCrypto crypto;
  constexpr KeyPairSlot kMine{0};
  std::array<uint8_t, kP256PointSize> point{};
  Bytes32 my_public{}, secret{}, expected{};
  ASSERT_EQ(crypto.p256_generate(kMine, point), CryptoStatus::done);
  ASSERT_EQ(crypto.x25519_generate(kMine, my_public), CryptoStatus::done);
  ASSERT_EQ(crypto.x25519_agree(kMine, kBobsPublic, secret), CryptoStatus::done);
  ASSERT_EQ(x25519(kBob, my_public, expected), CryptoStatus::done);
  EXPECT_EQ(secret, expected);
}

}  // namespace
}  // namespace tls_se
