#include "platform/openssl/openssl_signatures.h"

#include <gtest/gtest.h>
#include <openssl/err.h>

#include <algorithm>
#include <string>

#include "platform/openssl/p256.h"
#include "support/hex.h"

namespace tls_se {
namespace {

using PrivateKey = std::array<uint8_t, kP256PrivateKeySize>;
using Point = std::array<uint8_t, kP256PointSize>;
using Signature = std::array<uint8_t, kP256SignatureSize>;
using LongestDigest = std::array<uint8_t, kMaxDigestSize>;

constexpr KeyHandle kSigner{7};
constexpr HashAlgorithm kHashAlgorithms[] = {HashAlgorithm::sha256, HashAlgorithm::sha384,
                                             HashAlgorithm::sha512};

/// The one private key that there is.
struct SignerKey final : KeyBytes {
  [[nodiscard]] Bytes find(KeyHandle key) const override {
    return key == kSigner ? bytes : Bytes{};
  }

  Bytes bytes;
};

// RFC 6979 appendix A.2.5.
const std::string kX = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
const std::string kUxUy =
    "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
const std::string kSha256OfSample =
    "af2bdbe1aa9b6ec1e2ade1d694f41fc71a831d0268e9891562113d8a62add1bf";
const std::string kOrder = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";

class OpensslSignaturesTest : public testing::Test {
 protected:
  OpensslSignaturesTest() {
    keys_.bytes = private_key_;
    signatures_.use_keys(&keys_);
  }
  ~OpensslSignaturesTest() override {
    EXPECT_EQ(ERR_peek_error(), 0u) << "left in libcrypto's queue";
  }

  std::vector<uint8_t> hash(HashAlgorithm algorithm, std::string_view text) {
    LongestDigest digest{};
    EXPECT_EQ(signatures_.hash(algorithm, from_text(text), digest), CryptoStatus::done);
    return {digest.begin(), digest.begin() + digest_size(algorithm)};
  }
  CryptoStatus verify(const Point& public_key, Bytes digest, const Signature& r_s) {
    return signatures_.p256_ecdsa_verify(public_key, digest, r_s);
  }

  OpensslSignatures signatures_;
  SignerKey keys_;
  const PrivateKey private_key_ = array_from_hex<32>(kX);
  const Point public_key_ = array_from_hex<65>("04" + kUxUy);
};

// RFC 6234's and FIPS 180-4's examples.
TEST_F(OpensslSignaturesTest, HashesMatchFips180) {
  EXPECT_EQ(hash(HashAlgorithm::sha256, "abc"),
            from_hex("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
  EXPECT_EQ(hash(HashAlgorithm::sha384, "abc"),
            from_hex("cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
                     "8086072ba1e7cc2358baeca134c825a7"));
  EXPECT_EQ(hash(HashAlgorithm::sha512, "abc"),
            from_hex("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                     "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"));
}

static_assert(digest_size(HashAlgorithm::sha256) == 32 &&
              digest_size(HashAlgorithm::sha384) == 48 &&
              digest_size(HashAlgorithm::sha512) == kMaxDigestSize);

TEST_F(OpensslSignaturesTest, AHashWritesItsDigestAndNoMore) {
  for (const HashAlgorithm algorithm : kHashAlgorithms) {
    LongestDigest digest;
    digest.fill(0xaa);
    EXPECT_EQ(signatures_.hash(algorithm, {}, digest), CryptoStatus::done);
    EXPECT_TRUE(same_bytes(Bytes(digest).first(digest_size(algorithm)), hash(algorithm, "")));
    const auto rest = Bytes(digest).subspan(digest_size(algorithm));
    EXPECT_TRUE(std::ranges::all_of(rest, [](uint8_t byte) { return byte == 0xaa; }));
  }
}

// RFC 6979 appendix A.2.5, message "sample" and two of its hashes.
TEST_F(OpensslSignaturesTest, VerifiesRfc6979) {
  EXPECT_EQ(hash(HashAlgorithm::sha256, "sample"), from_hex(kSha256OfSample));
  EXPECT_EQ(verify(public_key_, hash(HashAlgorithm::sha256, "sample"),
                   array_from_hex<64>(
                       "efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                       "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8")),
            CryptoStatus::done);
  EXPECT_EQ(verify(public_key_, hash(HashAlgorithm::sha512, "sample"),
                   array_from_hex<64>(
                       "8496a60b5e9b47c825488827e0495b0e3fa109ec4568fd3f8d1097678eb97f00"
                       "2362ab1adbe2b8adf9cb9edab740ea6049c028114f2460f96554f61fae3302fe")),
            CryptoStatus::done);
}

TEST_F(OpensslSignaturesTest, SignsWhatItVerifies) {
  for (const HashAlgorithm algorithm : kHashAlgorithms) {
    const auto digest = hash(algorithm, "to be signed");
    Signature r_s{};
    ASSERT_EQ(signatures_.p256_ecdsa_sign(kSigner, digest, r_s), CryptoStatus::done);
    EXPECT_EQ(verify(public_key_, digest, r_s), CryptoStatus::done);
    EXPECT_EQ(verify(public_key_, Bytes(digest).first(32), r_s), CryptoStatus::done)
        << "the leftmost 32 bytes count";
    for (const size_t i : {0u, 31u, 32u, 63u}) {
      Signature other = r_s;
      other[i] ^= 1;
      EXPECT_EQ(verify(public_key_, digest, other), CryptoStatus::rejected);
    }
    EXPECT_EQ(verify(public_key_, hash(algorithm, "other"), r_s), CryptoStatus::rejected);
  }
}

// Equal r would be an equal nonce. RFC 6979's own signature would be a nonce without randomness.
TEST_F(OpensslSignaturesTest, NeverUsesANonceTwice) {
  const auto digest = from_hex(kSha256OfSample);
  std::vector<std::vector<uint8_t>> seen;
  for (int i = 0; i < 64; ++i) {
    Signature r_s{};
    ASSERT_EQ(signatures_.p256_ecdsa_sign(kSigner, digest, r_s), CryptoStatus::done);
    seen.emplace_back(r_s.begin(), r_s.begin() + 32);
  }
  std::ranges::sort(seen);
  EXPECT_EQ(std::ranges::adjacent_find(seen), seen.end());
}

TEST_F(OpensslSignaturesTest, SignsUnderOneKeyAfterAnother) {
  P256 p256;
  const auto digest = from_hex(kSha256OfSample);
  for (int i = 0; i < 16; ++i) {
    PrivateKey private_key{};
    Point public_key{};
    Signature r_s{};
    ASSERT_TRUE(p256.generate(private_key, public_key));
    keys_.bytes = private_key;
    ASSERT_EQ(signatures_.p256_ecdsa_sign(kSigner, digest, r_s), CryptoStatus::done);
    EXPECT_EQ(verify(public_key, digest, r_s), CryptoStatus::done);
    EXPECT_EQ(verify(public_key_, digest, r_s), CryptoStatus::rejected);
  }
}

/// One that errs in one bit.
class FaultySignatures : public OpensslSignatures {
 public:
  size_t bit = 0;

 private:
  [[nodiscard]] bool sign(const Bytes& digest,
                          std::span<uint8_t, kP256SignatureSize> r_s) override {
    const bool is_signed = OpensslSignatures::sign(digest, r_s);
    r_s[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    return is_signed;
  }
};

TEST_F(OpensslSignaturesTest, AFaultySignatureDoesNotLeave) {
  FaultySignatures faulty;
  faulty.use_keys(&keys_);
  const auto digest = from_hex(kSha256OfSample);
  for (faulty.bit = 0; faulty.bit < 8 * kP256SignatureSize; ++faulty.bit) {
    Signature r_s;
    r_s.fill(0xaa);
    EXPECT_EQ(faulty.p256_ecdsa_sign(kSigner, digest, r_s), CryptoStatus::failed) << faulty.bit;
    EXPECT_EQ(r_s, Signature{});
  }
}

TEST_F(OpensslSignaturesTest, FailsUnderAPrivateKeyThatIsNone) {
  const auto digest = from_hex(kSha256OfSample);
  for (const std::string& key : {std::string(64, '0'), kOrder, std::string(64, 'f'),  // range
                                 std::string(), kX.substr(2), "00" + kX, kX + "00"}) {
    const auto bytes = from_hex(key);
    keys_.bytes = bytes;
    Signature r_s;
    r_s.fill(0xaa);
    EXPECT_EQ(signatures_.p256_ecdsa_sign(kSigner, digest, r_s), CryptoStatus::failed) << key;
    EXPECT_EQ(r_s, Signature{});
  }
  keys_.bytes = private_key_;
  Signature r_s{};
  EXPECT_EQ(signatures_.p256_ecdsa_sign(kSigner, digest, r_s), CryptoStatus::done)
      << "a refusal must not harm the next";
}

TEST_F(OpensslSignaturesTest, FailsWithoutThePrivateKey) {
  const auto digest = from_hex(kSha256OfSample);
  const auto fails = [&](KeyHandle key) {
    Signature r_s;
    r_s.fill(0xaa);
    EXPECT_EQ(signatures_.p256_ecdsa_sign(key, digest, r_s), CryptoStatus::failed);
    EXPECT_EQ(r_s, Signature{});
  };
  Signature r_s{};
  EXPECT_EQ(signatures_.p256_ecdsa_sign(kSigner, digest, r_s), CryptoStatus::done);
  fails(KeyHandle{6});
  signatures_.use_keys(nullptr);
  fails(kSigner);
  EXPECT_EQ(verify(public_key_, digest, r_s), CryptoStatus::done) << "for which it needs none";
}

TEST_F(OpensslSignaturesTest, RefusesNumbersOutOfRange) {
  const auto digest = from_hex(kSha256OfSample);
  Signature good{};
  ASSERT_EQ(signatures_.p256_ecdsa_sign(kSigner, digest, good), CryptoStatus::done);
  for (const std::string& number : {std::string(64, '0'), kOrder, std::string(64, 'f')}) {
    const PrivateKey wrong = array_from_hex<32>(number);
    Signature r_s = good;
    copy_bytes(r_s, wrong);
    EXPECT_EQ(verify(public_key_, digest, r_s), CryptoStatus::rejected);
    r_s = good;
    copy_bytes(MutableBytes(r_s).subspan(32), wrong);
    EXPECT_EQ(verify(public_key_, digest, r_s), CryptoStatus::rejected);
  }
  EXPECT_EQ(verify(public_key_, digest, Signature{}), CryptoStatus::rejected);
}

/// Whose u1*G + u2*Q is the point at infinity: r = -e/d modulo the order.
Signature signature_without_a_sum(const Bytes& digest, const PrivateKey& private_key) {
  const Owned<BN_CTX, BN_CTX_free> scratch(BN_CTX_new());
  const auto number = [](const Bytes& bytes) {
    return Owned<BIGNUM, BN_free>(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
  };
  const auto order = number(from_hex(kOrder));
  const auto e = number(digest);
  const auto r = number(private_key);
  Signature r_s{};
  r_s.back() = 1;
  EXPECT_NE(BN_mod_inverse(r.get(), r.get(), order.get(), scratch.get()), nullptr);
  EXPECT_EQ(BN_mod_mul(r.get(), r.get(), e.get(), order.get(), scratch.get()), 1);
  EXPECT_EQ(BN_sub(r.get(), order.get(), r.get()), 1);
  EXPECT_EQ(BN_bn2binpad(r.get(), r_s.data(), 32), 32);
  return r_s;
}

TEST_F(OpensslSignaturesTest, RefusesASumAtInfinity) {
  const auto digest = from_hex(kSha256OfSample);
  EXPECT_EQ(verify(public_key_, digest, signature_without_a_sum(digest, private_key_)),
            CryptoStatus::rejected);
}

TEST_F(OpensslSignaturesTest, RefusesWhatIsNoPointOfTheCurve) {
  const auto digest = from_hex(kSha256OfSample);
  Signature r_s{};
  ASSERT_EQ(signatures_.p256_ecdsa_sign(kSigner, digest, r_s), CryptoStatus::done);
  Point key = public_key_;
  key[64] ^= 1;
  EXPECT_EQ(verify(key, digest, r_s), CryptoStatus::rejected) << "off the curve";
  for (const int form : {0, 2, 3, 5, 6, 7}) {
    key = public_key_;
    key[0] = static_cast<uint8_t>(form);
    EXPECT_EQ(verify(key, digest, r_s), CryptoStatus::rejected) << form;
  }
  EXPECT_EQ(verify(Point{4}, digest, r_s), CryptoStatus::rejected) << "the origin";
  EXPECT_EQ(verify(public_key_, digest, r_s), CryptoStatus::done)
      << "a refusal must not harm the next";
}

}  // namespace
}  // namespace tls_se
