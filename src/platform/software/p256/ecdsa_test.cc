#include "platform/software/p256/ecdsa.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "platform/openssl/openssl_crypto.h"
#include "platform/openssl/openssl_signatures.h"
#include "platform/software/p256/p256.h"
#include "platform/software/p256/scalar.h"
#include "support/hex.h"
#include "support/p256_reference.h"

namespace tls_se::p256 {
namespace {

using SigningKey = std::array<uint8_t, kP256ScalarSize>;
using VerifyingKey = std::array<uint8_t, kP256PointSize>;
using SignatureBytes = std::array<uint8_t, kP256SignatureSize>;
using DigestBytes = std::array<uint8_t, 32>;

// RFC 6979 section A.2.5.
const SigningKey kX =
    array_from_hex<32>("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
const VerifyingKey kU = array_from_hex<65>(
    "04 60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6"
    "7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299");

/// Whose SHA-256 fails after so many calls.
class FailingHash : public OpensslCrypto {
 public:
  explicit FailingHash(int calls) : calls_(calls) {}
  CryptoStatus sha256_finish(Sha256State& state, std::span<uint8_t, kSha256Size> digest) override {
    if (calls_-- > 0) return OpensslCrypto::sha256_finish(state, digest);
    return CryptoStatus::failed;
  }
  [[nodiscard]] bool has_failed() const { return calls_ < 0; }

 private:
  int calls_;
};

/// Whose SHA-256 gives, instead of some digests, another.
class ChosenDigests : public OpensslCrypto {
 public:
  ChosenDigests(std::vector<int> calls, const DigestBytes& digest)
      : calls_(std::move(calls)), digest_(digest) {}
  CryptoStatus sha256_finish(Sha256State& state, std::span<uint8_t, kSha256Size> digest) override {
    const CryptoStatus status = OpensslCrypto::sha256_finish(state, digest);
    if (std::ranges::find(calls_, ++made) != calls_.end())
      std::ranges::copy(digest_, digest.data());
    return status;
  }
  int made = 0;

 private:
  std::vector<int> calls_;
  DigestBytes digest_;
};

class OneKey : public KeyBytes {
 public:
  explicit OneKey(const SigningKey& key) : key_(key) {}
  [[nodiscard]] Bytes find(KeyHandle) const override { return key_; }

 private:
  const SigningKey& key_;
};

class EcdsaTest : public testing::Test {
 protected:
  DigestBytes sha256(std::string_view text) {
    std::array<uint8_t, kMaxDigestSize> digest;
    EXPECT_EQ(libcrypto_.hash(HashAlgorithm::sha256, from_text(text), digest), CryptoStatus::done);
    DigestBytes bytes;
    std::ranges::copy(std::span(digest).first(bytes.size()), bytes.begin());
    return bytes;
  }
  SignatureBytes signed_with(const SigningKey& key, const Bytes& digest, const Bytes& added = {}) {
    SignatureBytes r_s;
    r_s.fill(0xaa);
    EXPECT_EQ(sign(crypto_, key, digest, added, r_s), CryptoStatus::done);
    return r_s;
  }

  OpensslCrypto crypto_;
  OpensslSignatures libcrypto_;
  RandomNumbers random_;
};

TEST_F(EcdsaTest, MatchesRfc6979) {
  EXPECT_EQ(signed_with(kX, sha256("sample")),
            array_from_hex<64>("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
                               "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"));
  EXPECT_EQ(signed_with(kX, sha256("test")),
            array_from_hex<64>("F1ABB023518351CD71D881567B1EA663ED3EFCF6C5132B354F28D3B0B7D38367"
                               "019F4113742A2B14BD25926B49C649155F267E60D3814B4C0CC84250E46F0083"));
  VerifyingKey key;
  EXPECT_EQ(find_public_key(kX, key), CryptoStatus::done);
  EXPECT_EQ(key, kU);
}

TEST_F(EcdsaTest, WhatIsAddedMakesOtherSignatures) {
  const DigestBytes digest = sha256("sample");
  std::vector<SignatureBytes> signatures;
  for (const size_t size : {0, 1, 31, 32}) {
    const std::vector<uint8_t> added(size);
    signatures.push_back(signed_with(kX, digest, added));
    EXPECT_EQ(signed_with(kX, digest, added), signatures.back());
    EXPECT_EQ(verify(kU, digest, signatures.back()), CryptoStatus::done);
  }
  std::ranges::sort(signatures);
  EXPECT_EQ(std::ranges::adjacent_find(signatures), signatures.end());
  SignatureBytes r_s;
  EXPECT_EQ(sign(crypto_, kX, digest, std::vector<uint8_t>(33), r_s), CryptoStatus::failed);
}

TEST_F(EcdsaTest, SignsAsLibcryptoVerifies) {
  for (int round = 0; round < random_rounds_on_points(); ++round) {
    SigningKey private_key;
    VerifyingKey public_key;
    store(private_key, random_.below(kOrder));
    ASSERT_EQ(find_public_key(private_key, public_key), CryptoStatus::done);
    std::vector<uint8_t> digest(32 + 16 * static_cast<size_t>(round % 3), 0x5a);
    std::ranges::copy(random_.bytes(), digest.begin());
    const SignatureBytes r_s = signed_with(private_key, digest, random_.bytes());
    ASSERT_EQ(libcrypto_.p256_ecdsa_verify(public_key, digest, r_s), CryptoStatus::done);
    ASSERT_EQ(verify(public_key, digest, r_s), CryptoStatus::done);
  }
}

TEST_F(EcdsaTest, VerifiesWhatLibcryptoSignsAndNothingElse) {
  for (int round = 0; round < random_rounds_on_points(); ++round) {
    SigningKey private_key;
    VerifyingKey public_key;
    store(private_key, random_.below(kOrder));
    ASSERT_EQ(find_public_key(private_key, public_key), CryptoStatus::done);
    const OneKey keys(private_key);
    libcrypto_.use_keys(&keys);
    DigestBytes digest = random_.bytes();
    SignatureBytes r_s;
    ASSERT_EQ(libcrypto_.p256_ecdsa_sign(KeyHandle{}, digest, r_s), CryptoStatus::done);
    ASSERT_EQ(verify(public_key, digest, r_s), CryptoStatus::done);
    const auto bit = static_cast<size_t>(round) % 512;
    r_s[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    ASSERT_EQ(verify(public_key, digest, r_s), CryptoStatus::rejected);
    r_s[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    digest[bit / 16] ^= static_cast<uint8_t>(1 << bit % 8);
    ASSERT_EQ(verify(public_key, digest, r_s), CryptoStatus::rejected);
  }
}

TEST_F(EcdsaTest, DigestsAtTheEdges) {
  for (const Number& number : edge_numbers(kOrder)) {
    DigestBytes digest;
    store(digest, number);
    const SignatureBytes r_s = signed_with(kX, digest);
    ASSERT_EQ(verify(kU, digest, r_s), CryptoStatus::done) << hex_of(number);
    ASSERT_EQ(libcrypto_.p256_ecdsa_verify(kU, digest, r_s), CryptoStatus::done) << hex_of(number);
  }
}

TEST_F(EcdsaTest, PrivateKeysAtTheEdges) {
  const DigestBytes digest = sha256("sample");
  for (const Number& number : edge_numbers(kOrder)) {
    SigningKey key;
    store(key, number);
    SignatureBytes r_s;
    r_s.fill(0xaa);
    const CryptoStatus status = sign(crypto_, key, digest, {}, r_s);
    if (!is_in_range(number)) {
      EXPECT_EQ(status, CryptoStatus::failed) << hex_of(number);
      EXPECT_EQ(r_s, SignatureBytes{});
      continue;
    }
    VerifyingKey public_key;
    ASSERT_EQ(find_public_key(key, public_key), CryptoStatus::done);
    ASSERT_EQ(status, CryptoStatus::done);
    ASSERT_EQ(libcrypto_.p256_ecdsa_verify(public_key, digest, r_s), CryptoStatus::done);
  }
}

TEST_F(EcdsaTest, RefusesNumbersOutOfRange) {
  const DigestBytes digest = sha256("sample");
  const SignatureBytes valid = signed_with(kX, digest);
  ASSERT_EQ(verify(kU, digest, valid), CryptoStatus::done);
  Number highest;
  subtract(highest, {}, {{1}});
  for (const Number& number : {Number{}, kOrder, highest}) {
    for (const size_t at : {0, 32}) {
      SignatureBytes r_s = valid;
      store(std::span(r_s).subspan(at).first<32>(), number);
      EXPECT_EQ(verify(kU, digest, r_s), CryptoStatus::rejected);
    }
  }
  SignatureBytes r_s = valid;
  Number s, opposite;
  load(s, std::span(valid).last<32>());
  subtract(opposite, kOrder, s);
  store(std::span(r_s).last<32>(), opposite);
  EXPECT_EQ(verify(kU, digest, r_s), CryptoStatus::done) << "(r, -s) is a signature too";
}

TEST_F(EcdsaTest, RefusesKeysThatAreNoPoints) {
  const DigestBytes digest = sha256("sample");
  const SignatureBytes r_s = signed_with(kX, digest);
  for (size_t at = 0; at < kP256PointSize; ++at) {
    VerifyingKey key = kU;
    key[at] ^= 1;
    EXPECT_EQ(verify(key, digest, r_s), CryptoStatus::rejected);
  }
  EXPECT_EQ(verify(VerifyingKey{}, digest, r_s), CryptoStatus::rejected);
}

/// u1*G + u2*Q is infinity for r = -e/d, whatever s is: SEC 1 section 4.1.4 step 6.
TEST_F(EcdsaTest, RefusesASumAtInfinity) {
  const DigestBytes digest = sha256("sample");
  Scalar e, d, r;
  Number number;
  load(number, digest);
  to_scalar(e, number);
  load(d, kX);
  invert(d, d);
  multiply(r, e, d);
  complement_if(~Mask{0}, r);
  SignatureBytes r_s;
  store(std::span(r_s).first<32>(), r);
  store(std::span(r_s).last<32>(), random_.below(kOrder));
  EXPECT_EQ(verify(kU, digest, r_s), CryptoStatus::rejected);
}

TEST_F(EcdsaTest, RefusesShortDigests) {
  const DigestBytes digest = sha256("sample");
  SignatureBytes r_s = signed_with(kX, digest);
  EXPECT_EQ(verify(kU, Bytes(digest).first(31), r_s), CryptoStatus::rejected);
  EXPECT_EQ(sign(crypto_, kX, Bytes(digest).first(31), {}, r_s), CryptoStatus::failed);
  EXPECT_EQ(r_s, SignatureBytes{});
}

// RFC 6979 section 3.2, step h.3. The first candidate is the tenth digest, the next ones follow by
// six.
TEST_F(EcdsaTest, TakesTheNextNonceForOneOutOfRange) {
  const DigestBytes digest = sha256("sample");
  DigestBytes order, beyond;
  store(order, kOrder);
  beyond.fill(0xff);
  for (const DigestBytes& candidate : {DigestBytes{}, order, beyond}) {
    ChosenDigests crypto({10, 16}, candidate);
    SignatureBytes r_s;
    EXPECT_EQ(sign(crypto, kX, digest, {}, r_s), CryptoStatus::done);
    EXPECT_EQ(crypto.made, 22);
    EXPECT_EQ(verify(kU, digest, r_s), CryptoStatus::done);
    EXPECT_NE(r_s, signed_with(kX, digest));
    ChosenDigests always({10, 16, 22, 28}, candidate);
    EXPECT_EQ(sign(always, kX, digest, {}, r_s), CryptoStatus::failed);
    EXPECT_EQ(r_s, SignatureBytes{});
  }
}

TEST_F(EcdsaTest, SignsNothingIfAHashFails) {
  const DigestBytes digest = sha256("sample");
  int calls = 0;
  for (;; ++calls) {
    FailingHash crypto(calls);
    SignatureBytes r_s;
    r_s.fill(0xaa);
    const CryptoStatus status = sign(crypto, kX, digest, {}, r_s);
    if (!crypto.has_failed()) {
      EXPECT_EQ(status, CryptoStatus::done);
      break;
    }
    EXPECT_EQ(status, CryptoStatus::failed);
    EXPECT_EQ(r_s, SignatureBytes{});
  }
  EXPECT_GE(calls, 10);  // five HMACs
}

}  // namespace
}  // namespace tls_se::p256
