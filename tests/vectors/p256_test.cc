#include "platform/software/p256/p256.h"

#include <algorithm>
#include <optional>

#include "platform/openssl/openssl_signatures.h"
#include "platform/software/p256/ecdsa.h"
#include "se/crypto_lib/ecdsa_signature.h"
#include "support/hex.h"
#include "vectors/wycheproof.h"

namespace tls_se {
namespace {

using Data = std::vector<uint8_t>;
using Point = std::span<const uint8_t, kP256PointSize>;

class WycheproofP256 : public Wycheproof {
 protected:
  /// `encoded` is the peer's key as RFC 8446 section 4.2.8.2 has it, if the vector has such a one.
  void check_ecdh(const Json& vector, const std::optional<Data>& encoded) {
    if (!encoded) return;  // ecdh_test.cc sees to it that none of those is valid
    std::array<uint8_t, kP256ScalarSize> key{};
    Data number = bytes_of(vector, "private");  // zeros may lead, or be missing
    number.erase(number.begin(), std::ranges::find_if(number, [](uint8_t byte) { return byte; }));
    ASSERT_LE(number.size(), key.size());
    std::ranges::copy_backward(number, key.end());
    std::array<uint8_t, kP256SecretSize> secret;
    secret.fill(0xaa);
    const CryptoStatus status = p256::ecdh(key, Point(*encoded), secret);
    if (is_valid(vector)) {
      EXPECT_EQ(status, CryptoStatus::done);
    }
    if (is_invalid(vector)) {
      EXPECT_EQ(status, CryptoStatus::rejected);
    }
    const Data expected =
        status == CryptoStatus::done ? bytes_of(vector, "shared") : Data(kP256SecretSize);
    EXPECT_TRUE(same_bytes(secret, expected));
    ++run_;
  }

  void check_ecdsa(const std::string& file, HashAlgorithm algorithm) {
    OpensslSignatures libcrypto;
    for_each(file, [&](const Json& group, const Json& vector) {
      const Data key = bytes_of(group.at("publicKey"), "uncompressed");
      ASSERT_EQ(key.size(), kP256PointSize);
      std::array<uint8_t, kMaxDigestSize> digest{};
      ASSERT_EQ(libcrypto.hash(algorithm, bytes_of(vector, "msg"), digest), CryptoStatus::done);
      std::array<uint8_t, kP256SignatureSize> r_s{};
      const bool verified = decode_ecdsa_signature(bytes_of(vector, "sig"), r_s) &&
                            p256::verify(Point(key), Bytes(digest).first(digest_size(algorithm)),
                                         r_s) == CryptoStatus::done;
      EXPECT_EQ(verified, is_valid(vector));
      verified ? ++run_ : ++refused_;
    });
    EXPECT_GT(run_, 100);
    EXPECT_GT(refused_, 100);
  }

  int run_ = 0;
  int refused_ = 0;
};

TEST_F(WycheproofP256, EcdhPoints) {
  for_each("ecdh_secp256r1_ecpoint_test.json", [&](const Json&, const Json& vector) {
    const Data key = bytes_of(vector, "public");
    check_ecdh(vector, key.size() == kP256PointSize ? std::optional(key) : std::nullopt);
  });
  EXPECT_GT(run_, 300);
}

// SubjectPublicKeyInfo, as in ecdh_test.cc.
TEST_F(WycheproofP256, EcdhSubjectPublicKeyInfo) {
  const Data prefix = from_hex("3059301306072a8648ce3d020106082a8648ce3d030107034200");
  for_each("ecdh_secp256r1_test.json", [&](const Json&, const Json& vector) {
    const Data key = bytes_of(vector, "public");
    const bool plain = key.size() == prefix.size() + kP256PointSize &&
                       std::ranges::equal(prefix, Bytes(key).first(prefix.size()));
    check_ecdh(vector, plain ? std::optional(Data(
                                   key.begin() + static_cast<ptrdiff_t>(prefix.size()), key.end()))
                             : std::nullopt);
  });
  EXPECT_GT(run_, 300);
}

TEST_F(WycheproofP256, EcdsaSha256) {
  check_ecdsa("ecdsa_secp256r1_sha256_test.json", HashAlgorithm::sha256);
}

TEST_F(WycheproofP256, EcdsaSha512) {
  check_ecdsa("ecdsa_secp256r1_sha512_test.json", HashAlgorithm::sha512);
}

}  // namespace
}  // namespace tls_se
