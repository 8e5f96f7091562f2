#include "platform/software/aes/ccm.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "platform/openssl/openssl_crypto.h"
#include "support/differential.h"
#include "support/hex.h"

namespace tls_se {
namespace {

using CcmData = std::vector<uint8_t>;
using CcmNonce = std::array<uint8_t, kAeadNonceSize>;

constexpr AesSlot kCcmSlot{0};

/// What both of a pair are asked.
struct CcmCase {
  explicit CcmCase(Chance& chance) {
    chance.fill(key);
    chance.fill(nonce);
    additional = chance.bytes(chance.number(3) == 0 ? chance.number(60) : chance.number(1) * 5);
    plain = chance.bytes(chance.number(100));
    tag = CcmData(chance.number(1) == 0 ? 8 : 16);
    data = plain;
  }
  [[nodiscard]] AeadInput input(CcmData& in_place) const {
    return {kCcmSlot, nonce, additional, in_place};
  }
  [[nodiscard]] AeadAlgorithm algorithm() const {
    return tag.size() == 8 ? AeadAlgorithm::aes_128_ccm_8 : AeadAlgorithm::aes_128_ccm;
  }

  std::array<uint8_t, kAes128KeySize> key;
  CcmNonce nonce;
  CcmData additional, plain, data, tag;
};

TEST(PairedCcm, MatchesLibcryptoAndOpensWhatItSeals) {
  Chance chance(21);
  OpensslCrypto libcrypto;
  SoftwareAes128 aes;
  for (int round = 0; round < differential_rounds(); ++round) {
    CcmCase its(chance);
    aes.load(its.key);
    ASSERT_EQ(libcrypto.aes128_load(kCcmSlot, its.key), CryptoStatus::done);
    CcmData expected = its.plain, expected_tag(its.tag.size());
    ASSERT_EQ(libcrypto.aead_seal(its.algorithm(), its.input(expected), expected_tag),
              CryptoStatus::done);
    ccm_seal(aes, its.input(its.data), its.tag);
    ASSERT_EQ(its.data, expected) << its.plain.size() << " " << its.additional.size();
    ASSERT_EQ(its.tag, expected_tag) << its.plain.size() << " " << its.additional.size();
    ASSERT_EQ(ccm_open(aes, its.input(its.data), its.tag), CryptoStatus::done);
    ASSERT_EQ(its.data, its.plain);
  }
}

// The counter takes its second byte from 256 blocks on; and the most of both.
TEST(PairedCcm, MatchesLibcryptoOnLongData) {
  Chance chance(23);
  OpensslCrypto libcrypto;
  SoftwareAes128 aes;
  CcmCase its(chance);
  aes.load(its.key);
  ASSERT_EQ(libcrypto.aes128_load(kCcmSlot, its.key), CryptoStatus::done);
  for (const size_t size : {4079, 4080, 4081, 4096, 16'640, 65'535}) {
    for (const size_t additional : {0, 13, 14, 15, 65'279}) {
      its.additional = chance.bytes(additional);
      its.plain = its.data = chance.bytes(size);
      CcmData expected = its.plain, expected_tag(its.tag.size());
      ASSERT_EQ(libcrypto.aead_seal(its.algorithm(), its.input(expected), expected_tag),
                CryptoStatus::done);
      ccm_seal(aes, its.input(its.data), its.tag);
      ASSERT_EQ(its.data, expected) << size << " " << additional;
      ASSERT_EQ(its.tag, expected_tag) << size << " " << additional;
      ASSERT_EQ(ccm_open(aes, its.input(its.data), its.tag), CryptoStatus::done);
      ASSERT_EQ(its.data, its.plain);
    }
  }
}

// Data, nonce and tag may stand at any address.
TEST(PairedCcm, NeedsNoAlignment) {
  Chance chance(24);
  SoftwareAes128 aes;
  CcmCase its(chance);
  aes.load(its.key);
  its.plain = chance.bytes(50);
  CcmData expected = its.plain;
  ccm_seal(aes, its.input(expected), its.tag);
  for (size_t offset = 1; offset < 8; ++offset) {
    CcmData memory(offset + 50), tag(offset + its.tag.size());
    const MutableBytes data = MutableBytes(memory).subspan(offset);
    copy_bytes(data, its.plain);
    ccm_seal(aes, {kCcmSlot, its.nonce, its.additional, data}, MutableBytes(tag).subspan(offset));
    EXPECT_TRUE(std::ranges::equal(data, expected));
    EXPECT_TRUE(std::ranges::equal(Bytes(tag).subspan(offset), its.tag));
  }
}

TEST(PairedCcm, RejectsEveryChangedBitAndWipes) {
  Chance chance(22);
  SoftwareAes128 aes;
  CcmCase its(chance);
  its.additional = chance.bytes(5);
  its.data = its.plain = chance.bytes(40);
  aes.load(its.key);
  ccm_seal(aes, its.input(its.data), its.tag);
  const auto rejects = [&](CcmData data, CcmData tag) {
    EXPECT_EQ(ccm_open(aes, its.input(data), tag), CryptoStatus::rejected);
    EXPECT_TRUE(std::ranges::all_of(data, [](uint8_t byte) { return byte == 0; }));
  };
  const auto each_bit = [](CcmData& bytes, const auto& check) {
    for (size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
      bytes[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
      check();
      bytes[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    }
  };
  each_bit(its.data, [&] { rejects(its.data, its.tag); });
  each_bit(its.tag, [&] { rejects(its.data, its.tag); });
  each_bit(its.additional, [&] { rejects(its.data, its.tag); });
  EXPECT_EQ(ccm_open(aes, its.input(its.data), its.tag), CryptoStatus::done);
  EXPECT_EQ(its.data, its.plain);
}

}  // namespace
}  // namespace tls_se
