#include "se/crypto_lib/aes_gcm.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "platform/host/host_crypto.h"
#include "support/hex.h"

namespace tls_se {
namespace {

using Data = std::vector<uint8_t>;

constexpr AesSlot kGcmSlot{1};

struct GcmVector {
  const char *key, *nonce, *additional, *plain, *sealed, *tag;
};

// McGrew and Viega, The Galois/Counter Mode of Operation (GCM), appendix B: test cases 1 to 4.
constexpr GcmVector kGcmVectors[] = {
    {"00000000000000000000000000000000", "000000000000000000000000", "", "", "",
     "58e2fccefa7e3061367f1d57a4e7455a"},
    {"00000000000000000000000000000000", "000000000000000000000000", "",
     "00000000000000000000000000000000", "0388dace60b6a392f328c2b971b2fe78",
     "ab6e47d42cec13bdf53a67b21257bddf"},
    {"feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888", "",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
     "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
     "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
     "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f5985",
     "4d5c2af327cd64a62cf35abd2ba6fab4"},
    {"feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
     "feedfacedeadbeeffeedfacedeadbeefabaddad2",
     "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
     "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
     "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
     "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091",
     "5bc94fbc3221a5db94fae95ae7121a47"},
};

class AesGcm : public testing::Test {
 protected:
  ~AesGcm() override { EXPECT_FALSE(crypto_.take_failure()) << "noted, though nothing failed"; }

  void load(Bytes key) {
    EXPECT_EQ(crypto_.aes128_load(kGcmSlot, key.first<kAes128KeySize>()), CryptoStatus::done);
  }
  [[nodiscard]] AeadInput input(Bytes additional, MutableBytes data) const {
    return {kGcmSlot, nonce_, additional, data};
  }

  HostCrypto crypto_;
  std::array<uint8_t, kAeadNonceSize> nonce_{};
};

TEST_F(AesGcm, MatchesTheVectorsOfItsInventors) {
  for (const GcmVector& vector : kGcmVectors) {
    load(from_hex(vector.key));
    copy_bytes(nonce_, from_hex(vector.nonce));
    const auto additional = from_hex(vector.additional);
    Data data = from_hex(vector.plain);
    Data tag(16);
    aes_gcm_seal(crypto_, input(additional, data), tag);
    EXPECT_EQ(data, from_hex(vector.sealed));
    EXPECT_EQ(tag, from_hex(vector.tag));
    EXPECT_EQ(aes_gcm_open(crypto_, input(additional, data), tag), CryptoStatus::done);
    EXPECT_EQ(data, from_hex(vector.plain));
  }
}

TEST_F(AesGcm, DoesWhatThePlatformsDoesAtEverySize) {
  load(from_hex("feffe9928665731c6d6a8f9467308308"));
  Data additional(13, 0x17);
  Data nothing, first_tag(16);
  if (crypto_.aead_seal(AeadAlgorithm::aes_128_gcm, input(additional, nothing), first_tag) ==
      CryptoStatus::not_offered)
    GTEST_SKIP() << "what cards compute with here has no whole GCM";
  for (size_t size = 0; size < 300; size += size < 70 ? 1 : 41) {
    Data data(size, 0x5a);
    Data other = data;
    Data tag(16);
    Data other_tag(16);
    aes_gcm_seal(crypto_, input(additional, data), tag);
    EXPECT_EQ(crypto_.aead_seal(AeadAlgorithm::aes_128_gcm, input(additional, other), other_tag),
              CryptoStatus::done);
    EXPECT_EQ(data, other) << size;
    EXPECT_EQ(tag, other_tag) << size;
    additional.push_back(static_cast<uint8_t>(size));
  }
}

TEST_F(AesGcm, RefusesAnyBitTurnedAndWipesTheData) {
  load(from_hex("feffe9928665731c6d6a8f9467308308"));
  Data additional(5, 1);
  Data sealed(20, 2);
  Data tag(16);
  aes_gcm_seal(crypto_, input(additional, sealed), tag);
  const auto opens = [&](const Data& with_additional, Data data, const Data& with_tag) {
    const CryptoStatus status = aes_gcm_open(crypto_, input(with_additional, data), with_tag);
    EXPECT_TRUE(status == CryptoStatus::done ||
                std::ranges::all_of(data, [](uint8_t byte) { return byte == 0; }));
    return status;
  };
  EXPECT_EQ(opens(additional, sealed, tag), CryptoStatus::done);
  for (Data* part : {&additional, &sealed, &tag}) {
    for (size_t bit = 0; bit < part->size() * 8; ++bit) {
      (*part)[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
      EXPECT_EQ(opens(additional, sealed, tag), CryptoStatus::rejected) << bit;
      (*part)[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    }
  }
}

}  // namespace
}  // namespace tls_se
