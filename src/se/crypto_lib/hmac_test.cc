#include "se/crypto_lib/hmac.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "platform/host/host_crypto.h"
#include "support/hex.h"

namespace tls_se {
namespace {

using Mac = std::array<uint8_t, kSha256Size>;

std::vector<uint8_t> hmac_of(Bytes key, Bytes data) {
  HostCrypto crypto;
  Mac mac;
  hmac_sha256(crypto, key, data, mac);
  EXPECT_FALSE(crypto.take_failure());
  return {mac.begin(), mac.end()};
}

struct HmacVector {
  const char* name;
  std::vector<uint8_t> key;
  std::vector<uint8_t> data;
  const char* mac;
};

std::vector<uint8_t> repeated(uint8_t byte, size_t times) {
  return std::vector<uint8_t>(times, byte);
}

// RFC 4231 section 4; test case 5 is printed truncated to 16 bytes.
const HmacVector kRfc4231[] = {
    {"test case 1", repeated(0x0b, 20), from_text("Hi There"),
     "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
    {"test case 2", from_text("Jefe"), from_text("what do ya want for nothing?"),
     "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
    {"test case 3", repeated(0xaa, 20), repeated(0xdd, 50),
     "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
    {"test case 4", from_hex("0102030405060708090a0b0c0d0e0f10111213141516171819"),
     repeated(0xcd, 50), "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
    {"test case 5", repeated(0x0c, 20), from_text("Test With Truncation"),
     "a3b6167473100ee06e0c796c2955552b"},
    {"test case 6", repeated(0xaa, 131),
     from_text("Test Using Larger Than Block-Size Key - Hash Key First"),
     "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
    {"test case 7", repeated(0xaa, 131),
     from_text("This is a test using a larger than block-size key and a larger than block-size "
               "data. The key needs to be hashed before being used by the HMAC algorithm."),
     "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"},
};

TEST(HmacSha256, MatchesRfc4231) {
  for (const HmacVector& vector : kRfc4231) {
    const auto expected = from_hex(vector.mac);
    const auto mac = hmac_of(vector.key, vector.data);
    EXPECT_TRUE(same_bytes(Bytes(mac).first(expected.size()), expected)) << vector.name;
  }
}

TEST(HmacSha256, OfNothingUnderNoKey) {
  EXPECT_EQ(hmac_of({}, {}),
            from_hex("b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"));
}

TEST(HmacSha256, HashesAKeyOnlyAboveTheBlockSize) {
  HostCrypto crypto;
  const auto longest = repeated(0xaa, kSha256BlockSize);
  const auto hashed = repeated(0xaa, kSha256BlockSize + 1);
  Sha256State state;
  Mac digest;
  ASSERT_EQ(crypto.sha256_start(state), CryptoStatus::done);
  ASSERT_EQ(crypto.sha256_update(state, hashed), CryptoStatus::done);
  ASSERT_EQ(crypto.sha256_finish(state, digest), CryptoStatus::done);
  EXPECT_EQ(hmac_of(hashed, {}), hmac_of(digest, {}));
  EXPECT_NE(hmac_of(longest, {}), hmac_of(hashed, {}));
}

TEST(HmacSha256, ChangesWithEveryBitOfKeyAndData) {
  const auto key = from_hex("000102030405060708090a0b0c0d0e0f");
  const auto data = from_hex("a0a1a2a3a4a5a6a7");
  const auto mac = hmac_of(key, data);
  for (size_t bit = 0; bit < key.size() * 8; ++bit) {
    auto other = key;
    other[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    EXPECT_NE(hmac_of(other, data), mac);
  }
  for (size_t bit = 0; bit < data.size() * 8; ++bit) {
    auto other = data;
    other[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    EXPECT_NE(hmac_of(key, other), mac);
  }
}

TEST(HmacSha256, MayPutTheMacInTheMemoryOfKeyOrData) {
  HostCrypto crypto;
  const auto key = repeated(1, kSha256Size);
  const auto data = repeated(2, kSha256Size);
  Mac memory;
  copy_bytes(memory, key);
  hmac_sha256(crypto, memory, data, memory);
  EXPECT_TRUE(same_bytes(memory, hmac_of(key, data)));
  copy_bytes(memory, data);
  hmac_sha256(crypto, key, memory, memory);
  EXPECT_TRUE(same_bytes(memory, hmac_of(key, data)));
}

}  // namespace
}  // namespace tls_se
