#include "platform/software/aes/aes128.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "support/differential.h"
#include "support/hex.h"

namespace tls_se {
namespace {

using Key128 = std::array<uint8_t, kAes128KeySize>;
using AesBytes = std::array<uint8_t, kAesBlockSize>;

AesBlock aes_block(const AesBytes& bytes) {
  AesBlock block;
  copy_bytes(block.bytes(), bytes);
  return block;
}

AesBytes bytes_of(AesBlock block) {
  AesBytes bytes;
  copy_bytes(bytes, block.bytes());
  return bytes;
}

AesBytes encrypted(const SoftwareAes128& aes, const AesBytes& block) {
  AesBytes out;
  aes.encrypt(block, out);
  return out;
}

/// libcrypto's AES, for one key after the other.
class LibcryptoAes {
 public:
  AesBytes encrypted(const Key128& key, const AesBytes& block) {
    AesBytes out;
    int size = 0;
    EXPECT_EQ(EVP_EncryptInit_ex(context_.get(), EVP_aes_128_ecb(), nullptr, key.data(), nullptr),
              1);
    EXPECT_EQ(EVP_EncryptUpdate(context_.get(), out.data(), &size, block.data(), kAesBlockSize), 1);
    return out;
  }

 private:
  std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context_{EVP_CIPHER_CTX_new(),
                                                                           EVP_CIPHER_CTX_free};
};

// FIPS 197 appendices B and C.1, and in place.
TEST(SoftwareAes128, MatchesFips197) {
  SoftwareAes128 aes;
  aes.load(array_from_hex<16>("2b7e151628aed2a6abf7158809cf4f3c"));
  EXPECT_EQ(encrypted(aes, array_from_hex<16>("3243f6a8885a308d313198a2e0370734")),
            array_from_hex<16>("3925841d02dc09fbdc118597196a0b32"));
  aes.load(array_from_hex<16>("000102030405060708090a0b0c0d0e0f"));
  auto block = array_from_hex<16>("00112233445566778899aabbccddeeff");
  aes.encrypt(block, block);
  EXPECT_EQ(block, array_from_hex<16>("69c4e0d86a7b0430d8cdb78070b4c55a"));
}

// SP 800-38A appendix F.1.1: four blocks under one key, two at a time.
TEST(SoftwareAes128, MatchesSp80038a) {
  SoftwareAes128 aes;
  aes.load(array_from_hex<16>("2b7e151628aed2a6abf7158809cf4f3c"));
  AesBlock one = aes_block(array_from_hex<16>("6bc1bee22e409f96e93d7e117393172a"));
  AesBlock other = aes_block(array_from_hex<16>("ae2d8a571e03ac9c9eb76fac45af8e51"));
  aes.encrypt(one, other);
  EXPECT_EQ(bytes_of(one), array_from_hex<16>("3ad77bb40d7a3660a89ecaf32466ef97"));
  EXPECT_EQ(bytes_of(other), array_from_hex<16>("f5d3d58503b9699de785895a96fdbaaf"));
  one = aes_block(array_from_hex<16>("30c81c46a35ce411e5fbc1191a0a52ef"));
  other = aes_block(array_from_hex<16>("f69f2445df4f9b17ad2b417be66c3710"));
  aes.encrypt(one, other);
  EXPECT_EQ(bytes_of(one), array_from_hex<16>("43b1cd7f598ece23881b00e3ed030688"));
  EXPECT_EQ(bytes_of(other), array_from_hex<16>("7b0c785e27e8ad3f8223207104725dd4"));
}

TEST(SoftwareAes128, MatchesLibcryptoOneAndTwoBlocks) {
  Chance chance(6);
  LibcryptoAes libcrypto;
  SoftwareAes128 aes;
  for (int round = 0; round < differential_rounds(); ++round) {
    Key128 key;
    AesBlock one, other;
    chance.fill(key);
    chance.fill(one.bytes());
    chance.fill(other.bytes());
    const AesBytes expected_one = libcrypto.encrypted(key, bytes_of(one));
    const AesBytes expected_other = libcrypto.encrypted(key, bytes_of(other));
    aes.load(key);
    ASSERT_EQ(encrypted(aes, bytes_of(one)), expected_one)
        << to_hex(key) << " " << to_hex(bytes_of(one));
    aes.encrypt(one, other);
    ASSERT_EQ(bytes_of(one), expected_one) << to_hex(key);
    ASSERT_EQ(bytes_of(other), expected_other) << to_hex(key);
  }
}

// Every input of the S-box, in every byte of both blocks.
TEST(SoftwareAes128, MatchesLibcryptoInEveryByte) {
  LibcryptoAes libcrypto;
  SoftwareAes128 aes;
  const Key128 key{};
  aes.load(key);
  for (size_t at = 0; at < kAesBlockSize; ++at) {
    for (int value = 0; value < 256; ++value) {
      AesBlock one{}, other{};
      one.bytes()[at] = static_cast<uint8_t>(value);
      other.bytes()[kAesBlockSize - 1 - at] = static_cast<uint8_t>(255 - value);
      const AesBytes expected_one = libcrypto.encrypted(key, bytes_of(one));
      const AesBytes expected_other = libcrypto.encrypted(key, bytes_of(other));
      aes.encrypt(one, other);
      ASSERT_EQ(bytes_of(one), expected_one);
      ASSERT_EQ(bytes_of(other), expected_other);
    }
  }
}

TEST(SoftwareAes128, NothingOfAClearedKeyIsLeft) {
  const auto is_zero = [](const SoftwareAes128& aes) {
    const auto* const bytes = reinterpret_cast<const uint8_t*>(&aes);
    return std::all_of(bytes, bytes + sizeof aes, [](uint8_t byte) { return byte == 0; });
  };
  alignas(SoftwareAes128) std::array<uint8_t, sizeof(SoftwareAes128)> zeros{};  // padding too
  SoftwareAes128& aes = *new (zeros.data()) SoftwareAes128;
  aes.load(array_from_hex<16>("000102030405060708090a0b0c0d0e0f"));
  EXPECT_FALSE(is_zero(aes));
  aes.clear();
  EXPECT_TRUE(is_zero(aes));
}

}  // namespace
}  // namespace tls_se
