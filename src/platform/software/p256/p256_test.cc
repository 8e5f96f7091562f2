#include "platform/software/p256/p256.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "platform/openssl/openssl_crypto.h"
#include "platform/openssl/p256.h"
#include "platform/software/p256/scalar.h"
#include "support/hex.h"
#include "support/p256_reference.h"

namespace tls_se::p256 {
namespace {

using KeyBytes32 = std::array<uint8_t, kP256ScalarSize>;
using PublicKey = std::array<uint8_t, kP256PointSize>;
using SharedSecret = std::array<uint8_t, kP256SecretSize>;

KeyBytes32 bytes_of(const Number& number) {
  KeyBytes32 bytes;
  store(bytes, number);
  return bytes;
}

bool all_zero(const auto& bytes) {
  return std::ranges::all_of(bytes, [](uint8_t byte) { return byte == 0; });
}

/// Gives what it is told to, one after the other, and then fails.
class ScriptedRandom : public OpensslCrypto {
 public:
  explicit ScriptedRandom(std::vector<KeyBytes32> script) : script_(std::move(script)) {}
  CryptoStatus random(const MutableBytes& out) override {
    if (taken_ == script_.size()) return CryptoStatus::failed;
    copy_bytes(out, script_[taken_++]);
    return CryptoStatus::done;
  }
  [[nodiscard]] size_t taken() const { return taken_; }

 private:
  std::vector<KeyBytes32> script_;
  size_t taken_ = 0;
};

class P256Test : public testing::Test {
 protected:
  P256Test() {
    private_key_.fill(0xaa);
    public_key_.fill(0xaa);
    secret_.fill(0xaa);
  }

  KeyBytes32 private_key_;
  PublicKey public_key_;
  SharedSecret secret_;
  RandomNumbers random_;
  tls_se::P256 libcrypto_;
};

// RFC 5903 section 8.1: i, r, gi, gr and gir.
const KeyBytes32 kI =
    array_from_hex<32>("c88f01f510d9ac3f70a292daa2316de544e9aab8afe84049c62a9c57862d1433");
const KeyBytes32 kR =
    array_from_hex<32>("c6ef9c5d78ae012a011164acb397ce2088685d8f06bf9be0b283ab46476bee53");
const PublicKey kGi = array_from_hex<65>(
    "04 dad0b65394221cf9b051e1feca5787d098dfe637fc90b9ef945d0c3772581180"
    "5271a0461cdb8252d61f1c456fa3e59ab1f45b33accf5f58389e0577b8990bb3");
const PublicKey kGr = array_from_hex<65>(
    "04 d12dfb5289c8d4f81208b70270398c342296970a0bccb74c736fc7554494bf63"
    "56fbf3ca366cc23e8157854c13c58d6aac23f046ada30f8353e74f33039872ab");
const SharedSecret kGir =
    array_from_hex<32>("d6840f6b42f6edafd13116e0e12565202fef8e9ece7dce03812464d04b9442de");

TEST_F(P256Test, MatchesRfc5903) {
  EXPECT_EQ(find_public_key(kI, public_key_), CryptoStatus::done);
  EXPECT_EQ(public_key_, kGi);
  EXPECT_EQ(find_public_key(kR, public_key_), CryptoStatus::done);
  EXPECT_EQ(public_key_, kGr);
  EXPECT_EQ(ecdh(kI, kGr, secret_), CryptoStatus::done);
  EXPECT_EQ(secret_, kGir);
  secret_.fill(0xaa);
  EXPECT_EQ(ecdh(kR, kGi, secret_), CryptoStatus::done);
  EXPECT_EQ(secret_, kGir);
}

TEST_F(P256Test, RefusesPrivateKeysOutOfRange) {
  Number beyond;
  add(beyond, kOrder, {{1}});
  Number highest;
  subtract(highest, {}, {{1}});
  for (const Number& number : {Number{}, kOrder, beyond, highest}) {
    public_key_.fill(0xaa);
    secret_.fill(0xaa);
    EXPECT_EQ(find_public_key(bytes_of(number), public_key_), CryptoStatus::rejected);
    EXPECT_TRUE(all_zero(public_key_));
    EXPECT_EQ(ecdh(bytes_of(number), kGr, secret_), CryptoStatus::failed);
    EXPECT_TRUE(all_zero(secret_));
  }
}

TEST_F(P256Test, RefusesWhatIsNoPointOfTheCurve) {
  std::vector<PublicKey> points;
  const auto add_changed = [&](PublicKey point, size_t at, int byte) {
    point[at] = static_cast<uint8_t>(byte);
    points.push_back(point);
  };
  for (size_t at = 1; at < kP256PointSize; ++at) add_changed(kGr, at, kGr[at] ^ 1);
  for (const int form : {0x00, 0x02, 0x03, 0x05, 0x06, 0x07, 0xff}) add_changed(kGr, 0, form);
  add_changed({}, 0, 0);  // the point at infinity, padded
  add_changed({}, 0, 4);  // the origin
  PublicKey swapped = kGr;
  std::ranges::swap_ranges(std::span(swapped).subspan(1, 32), std::span(swapped).subspan(33));
  points.push_back(swapped);
  for (const PublicKey& point : points) {
    secret_.fill(0xaa);
    EXPECT_EQ(ecdh(kI, point, secret_), CryptoStatus::rejected) << to_hex(point);
    EXPECT_TRUE(all_zero(secret_));
  }
}

// x = 5 + p, and y + p where y is small enough, name points that are of the curve, but are no
// encodings of them.
TEST_F(P256Test, RefusesCoordinatesThatAreNotReduced) {
  const std::string y = "459243b9aa581806fe913bce99817ade11ca503c64d9a3c533415c083248fbcc";
  EXPECT_EQ(ecdh(kI,
                 array_from_hex<65>(
                     "040000000000000000000000000000000000000000000000000000000000000005" + y),
                 secret_),
            CryptoStatus::done);
  EXPECT_EQ(ecdh(kI,
                 array_from_hex<65>(
                     "04ffffffff00000001000000000000000000000001000000000000000000000004" + y),
                 secret_),
            CryptoStatus::rejected);
  EXPECT_TRUE(all_zero(secret_));
}

TEST_F(P256Test, AgreesAsLibcryptoDoes) {
  for (int round = 0; round < random_rounds_on_points(); ++round) {
    const KeyBytes32 mine = bytes_of(random_.below(kOrder));
    KeyBytes32 theirs;
    PublicKey their_key;
    SharedSecret expected;
    ASSERT_TRUE(libcrypto_.generate(theirs, their_key));
    ASSERT_EQ(ecdh(mine, their_key, secret_), CryptoStatus::done);
    ASSERT_EQ(libcrypto_.ecdh(mine, their_key, expected), CryptoStatus::done);
    ASSERT_EQ(secret_, expected) << to_hex(mine);
  }
}

TEST_F(P256Test, GeneratesKeysThatAgree) {
  OpensslCrypto crypto;
  for (int round = 0; round < random_rounds_on_points(); ++round) {
    PublicKey again;
    const KeyBytes32 before = private_key_;
    ASSERT_EQ(generate(crypto, private_key_, public_key_), CryptoStatus::done);
    ASSERT_NE(private_key_, before);
    ASSERT_EQ(find_public_key(private_key_, again), CryptoStatus::done);
    ASSERT_EQ(public_key_, again);
    ASSERT_EQ(libcrypto_.ecdh(kI, public_key_, secret_), CryptoStatus::done);
    SharedSecret other;
    ASSERT_EQ(ecdh(private_key_, kGi, other), CryptoStatus::done);
    ASSERT_EQ(secret_, other);
  }
}

TEST_F(P256Test, GeneratesFromTheFirstCandidateInRange) {
  KeyBytes32 too_great;
  too_great.fill(0xff);
  ScriptedRandom crypto({too_great, KeyBytes32{}, bytes_of(kOrder), kR, kI});
  EXPECT_EQ(generate(crypto, private_key_, public_key_), CryptoStatus::done);
  EXPECT_EQ(private_key_, kR);
  EXPECT_EQ(public_key_, kGr);
  EXPECT_EQ(crypto.taken(), 4u);
}

TEST_F(P256Test, GeneratesNothingFromWhatIsNotRandom) {
  for (const size_t candidates : {0, 1, 4}) {
    private_key_.fill(0xaa);
    public_key_.fill(0xaa);
    std::vector<KeyBytes32> script(candidates);
    if (candidates == 4) script.push_back(kR);  // too late
    ScriptedRandom crypto(script);
    EXPECT_EQ(generate(crypto, private_key_, public_key_), CryptoStatus::failed);
    EXPECT_EQ(crypto.taken(), candidates);
    EXPECT_TRUE(all_zero(private_key_));
    EXPECT_TRUE(all_zero(public_key_));
  }
}

}  // namespace
}  // namespace tls_se::p256
