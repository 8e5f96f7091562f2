#include "platform/openssl/openssl_key_maker.h"

#include <gtest/gtest.h>
#include <openssl/err.h>

#include <algorithm>
#include <deque>
#include <set>
#include <string>

#include "platform/openssl/openssl_signatures.h"
#include "support/hex.h"

namespace tls_se {
namespace {

using Scalar = std::array<uint8_t, kP256ScalarSize>;
using PublicKey = std::array<uint8_t, kP256PointSize>;

struct KnownPair {
  const char* name;
  std::string private_key;
  std::string x, y;
};

const std::string kGx = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
const std::string kGy = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
const std::string kMinusGy = "b01cbd1c01e58065711814b583f061e9d431cca994cea1313449bf97c840ae0a";
const std::string k2Gx = "7cf27b188d034f7e8a52380304b51ac3c08969e277f21b35a60b48fc47669978";
const std::string k2Gy = "07775510db8ed040293d9ac69f7430dbba7dade63ce982299e04b79d227873d1";
const std::string kMinus2Gy = "f888aaee24712fc0d6c26539608bcf244582521ac3167dd661fb4862dd878c2e";

// d*G of the ends of the range is G, 2G and their negatives, whose y is p - y.
const KnownPair kKnownPairs[] = {
    {"RFC 6979 appendix A.2.5", "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
     "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
     "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"},
    {"1", std::string(62, '0') + "01", kGx, kGy},
    {"2", std::string(62, '0') + "02", k2Gx, k2Gy},
    {"n-1", "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632550", kGx, kMinusGy},
    {"n-2", "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63254f", k2Gx, kMinus2Gy},
};

// 0, n, n+1 and 2^256-1.
const std::string kOutOfRange[] = {
    std::string(64, '0'), "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
    "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632552", std::string(64, 'f')};

/// What was in the memory of an output before.
template <typename Output>
Output filled() {
  Output output;
  output.fill(0xaa);
  return output;
}

/// Whose randomness is given, as long as there is some, and whose products may be wrong.
class TestKeyMaker : public OpensslKeyMaker {
 public:
  enum class Fault : uint8_t { none, bit, other_point, failure };

  std::deque<Scalar> given;
  bool has_entropy = true;
  Fault fault = Fault::none;
  size_t faulty_product = 0;  // the n-th
  size_t products = 0;

 private:
  [[nodiscard]] bool random(const MutableBytes& out) override {
    if (!has_entropy) return false;
    if (given.empty()) return OpensslKeyMaker::random(out);
    copy_bytes(out, given.front());
    given.pop_front();
    return true;
  }
  [[nodiscard]] bool multiply_base(const BIGNUM* scalar,
                                   std::span<uint8_t, kP256PointSize> point) override {
    const bool done = OpensslKeyMaker::multiply_base(scalar, point);
    if (products++ != faulty_product) return done;
    if (fault == Fault::bit) point[40] ^= 4;
    if (fault == Fault::other_point) copy_bytes(point, from_hex("04" + kGx + kGy));
    return done && fault != Fault::failure;
  }
};

class OpensslKeyMakerTest : public testing::Test {
 protected:
  ~OpensslKeyMakerTest() override {
    EXPECT_EQ(ERR_peek_error(), 0u) << "left in libcrypto's queue";
  }

  void expect_failure_of_both() {
    PublicKey public_key = filled<PublicKey>();
    Scalar private_key = filled<Scalar>();
    EXPECT_EQ(maker_.p256_make_key_pair(private_key, public_key), CryptoStatus::failed);
    EXPECT_EQ(private_key, Scalar{});
    EXPECT_EQ(public_key, PublicKey{});
  }

  TestKeyMaker maker_;
};

TEST_F(OpensslKeyMakerTest, FindsThePublicKeysThatAreKnown) {
  for (const KnownPair& pair : kKnownPairs) {
    PublicKey public_key = filled<PublicKey>();
    EXPECT_EQ(maker_.p256_public_key(array_from_hex<32>(pair.private_key), public_key),
              CryptoStatus::done)
        << pair.name;
    EXPECT_EQ(public_key, array_from_hex<65>("04" + pair.x + pair.y)) << pair.name;
  }
}

TEST_F(OpensslKeyMakerTest, RejectsWhatIsOutOfRange) {
  for (const std::string& private_key : kOutOfRange) {
    PublicKey public_key = filled<PublicKey>();
    EXPECT_EQ(maker_.p256_public_key(array_from_hex<32>(private_key), public_key),
              CryptoStatus::rejected)
        << private_key;
    EXPECT_EQ(public_key, PublicKey{});
  }
  EXPECT_EQ(maker_.products, 0u);
  PublicKey public_key{};
  EXPECT_EQ(maker_.p256_public_key(array_from_hex<32>(kKnownPairs[0].private_key), public_key),
            CryptoStatus::done)
      << "a refusal must not harm the next";
}

TEST_F(OpensslKeyMakerTest, MakesPairsThatDiffer) {
  std::set<Scalar> private_keys;
  std::set<PublicKey> public_keys;
  constexpr size_t kPairs = 32;
  for (size_t i = 0; i < kPairs; ++i) {
    Scalar private_key{};
    PublicKey public_key{}, found{};
    ASSERT_EQ(maker_.p256_make_key_pair(private_key, public_key), CryptoStatus::done);
    ASSERT_EQ(maker_.p256_public_key(private_key, found), CryptoStatus::done);
    EXPECT_EQ(found, public_key);
    private_keys.insert(private_key);
    public_keys.insert(public_key);
  }
  EXPECT_EQ(private_keys.size(), kPairs);
  EXPECT_EQ(public_keys.size(), kPairs);
}

TEST_F(OpensslKeyMakerTest, MakesPairsThatSign) {
  struct final : KeyBytes {
    [[nodiscard]] Bytes find(KeyHandle) const override { return bytes; }
    Scalar bytes{};
  } keys;
  PublicKey public_key{};
  ASSERT_EQ(maker_.p256_make_key_pair(keys.bytes, public_key), CryptoStatus::done);
  OpensslSignatures signatures;
  signatures.use_keys(&keys);
  const Scalar digest = {1, 2, 3};
  std::array<uint8_t, kP256SignatureSize> r_s{};
  ASSERT_EQ(signatures.p256_ecdsa_sign(KeyHandle{}, digest, r_s), CryptoStatus::done);
  EXPECT_EQ(signatures.p256_ecdsa_verify(public_key, digest, r_s), CryptoStatus::done);
}

// FIPS 186-4 section B.4.2: another candidate is tried, and none is reduced into the range.
TEST_F(OpensslKeyMakerTest, TakesTheFirstCandidateInRange) {
  for (const KnownPair& pair : kKnownPairs) {
    maker_.given = {array_from_hex<32>(kOutOfRange[0]), array_from_hex<32>(kOutOfRange[1]),
                    array_from_hex<32>(kOutOfRange[3]), array_from_hex<32>(pair.private_key)};
    Scalar private_key{};
    PublicKey public_key{};
    EXPECT_EQ(maker_.p256_make_key_pair(private_key, public_key), CryptoStatus::done);
    EXPECT_EQ(private_key, array_from_hex<32>(pair.private_key));
    EXPECT_EQ(public_key, array_from_hex<65>("04" + pair.x + pair.y)) << pair.name;
  }
}

TEST_F(OpensslKeyMakerTest, FailsWithoutEntropy) {
  maker_.has_entropy = false;
  expect_failure_of_both();
  PublicKey public_key = filled<PublicKey>();
  EXPECT_EQ(maker_.p256_public_key(array_from_hex<32>(kKnownPairs[0].private_key), public_key),
            CryptoStatus::failed)
      << "it can't be checked";
  EXPECT_EQ(public_key, PublicKey{});
}

TEST_F(OpensslKeyMakerTest, FailsIfItsEntropyIsNone) {
  for (const std::string& candidate : kOutOfRange) {
    maker_.given.assign(4, array_from_hex<32>(candidate));
    expect_failure_of_both();
  }
  Scalar private_key{};
  PublicKey public_key{};
  EXPECT_EQ(maker_.p256_make_key_pair(private_key, public_key), CryptoStatus::done);
}

TEST_F(OpensslKeyMakerTest, AFaultyPairDoesNotLeave) {
  using Fault = TestKeyMaker::Fault;
  for (const Fault fault : {Fault::bit, Fault::other_point, Fault::failure}) {
    for (const size_t product : {0u, 1u}) {
      SCOPED_TRACE(testing::Message() << int(fault) << " " << product);
      maker_.fault = fault;
      maker_.faulty_product = product;
      maker_.products = 0;
      expect_failure_of_both();
      maker_.products = 0;
      PublicKey public_key = filled<PublicKey>();
      EXPECT_EQ(maker_.p256_public_key(array_from_hex<32>(kKnownPairs[0].private_key), public_key),
                CryptoStatus::failed);
      EXPECT_EQ(public_key, PublicKey{});
    }
  }
}

}  // namespace
}  // namespace tls_se
