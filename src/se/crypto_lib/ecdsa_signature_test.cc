#include "se/crypto_lib/ecdsa_signature.h"

#include <gtest/gtest.h>

#include <string>

#include "support/hex.h"

namespace tls_se {
namespace {

using RS = std::array<uint8_t, kP256SignatureSize>;

bool is_signature(const std::string& hex) {
  RS r_s;
  return decode_ecdsa_signature(from_hex(hex), r_s);
}

std::string repeated(const char* hex, size_t times) {
  std::string text;
  while (times-- > 0) text += hex;
  return text;
}

TEST(EcdsaSignature, GoesThereAndBack) {
  for (const auto& [r, s, size] :
       {std::tuple("01", "7f", 8), {"80", "ff", 10}, {"0100", "8000", 11}}) {
    RS r_s{};
    const auto r_bytes = from_hex(r);
    const auto s_bytes = from_hex(s);
    copy_bytes(MutableBytes(r_s).subspan(32 - r_bytes.size()), r_bytes);
    copy_bytes(MutableBytes(r_s).subspan(64 - s_bytes.size()), s_bytes);
    std::array<uint8_t, kMaxEcdsaSigValueSize> der;
    const size_t der_size = encode_ecdsa_signature(r_s, der);
    EXPECT_EQ(der_size, static_cast<size_t>(size));
    RS again;
    again.fill(0xaa);
    EXPECT_TRUE(decode_ecdsa_signature(Bytes(der).first(der_size), again));
    EXPECT_EQ(again, r_s);
  }
}

TEST(EcdsaSignature, TheLargestFits) {
  RS r_s;
  r_s.fill(0xff);
  std::array<uint8_t, kMaxEcdsaSigValueSize> der;
  EXPECT_EQ(encode_ecdsa_signature(r_s, der), kMaxEcdsaSigValueSize);
  EXPECT_TRUE(
      same_bytes(der, from_hex("3046022100" + repeated("ff", 32) + "022100" + repeated("ff", 32))));
  RS again;
  EXPECT_TRUE(decode_ecdsa_signature(der, again));
  EXPECT_EQ(again, r_s);
}

TEST(EcdsaSignature, ZeroIsANumber) {
  std::array<uint8_t, kMaxEcdsaSigValueSize> der;
  EXPECT_EQ(encode_ecdsa_signature(RS{}, der), 8u);
  EXPECT_TRUE(is_signature("3006020100020100")) << "its range is the verifier's to check";
}

TEST(EcdsaSignature, OnlyDerIsDecoded) {
  EXPECT_TRUE(is_signature("3006020101020101"));
  for (const char* wrong : {"",
                            "30",
                            "3006",
                            "300602010102010100",
                            "3106020101020101",
                            "3007020101020101",
                            "3005020101020101",
                            "308106020101020101",
                            "3080020101020101",
                            "30800201010201010000",
                            "3006030101020101",
                            "3006020101030101",
                            "3003020101",
                            "3009020101020101020101",
                            "30050201010200",
                            "3006020181020101",
                            "30060201010201ff",
                            "300702020001020101",
                            "30080202007f02020100",
                            "30070281010102 0101"})
    EXPECT_FALSE(is_signature(wrong)) << wrong;
  EXPECT_FALSE(is_signature("3026022101" + repeated("00", 32) + "020101")) << "33 bytes";
  EXPECT_TRUE(is_signature("3026022100" + repeated("80", 32) + "020101"));
}

}  // namespace
}  // namespace tls_se
