#include <algorithm>

#include "platform/openssl/openssl_signatures.h"
#include "se/crypto_lib/ecdsa_signature.h"
#include "vectors/wycheproof.h"

namespace tls_se {
namespace {

using Data = std::vector<uint8_t>;

class WycheproofEcdsa : public Wycheproof {
 protected:
  void check_file(const std::string& file, HashAlgorithm algorithm) {
    for_each(file, [&](const Json& group, const Json& vector) {
      const Data key = bytes_of(group.at("publicKey"), "uncompressed");
      ASSERT_EQ(key.size(), kP256PointSize);
      std::array<uint8_t, kMaxDigestSize> digest{};
      ASSERT_EQ(signatures_.hash(algorithm, bytes_of(vector, "msg"), digest), CryptoStatus::done);
      std::array<uint8_t, kP256SignatureSize> r_s{};
      const CryptoStatus status =
          decode_ecdsa_signature(bytes_of(vector, "sig"), r_s)
              ? signatures_.p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize>(key),
                                              Bytes(digest).first(digest_size(algorithm)), r_s)
              : CryptoStatus::rejected;
      const bool verified = status == CryptoStatus::done;
      EXPECT_EQ(verified, is_valid(vector));  // none is left to the implementation
      EXPECT_NE(status, CryptoStatus::failed);
      verified ? ++accepted_ : ++refused_;
    });
    EXPECT_GT(accepted_, 100);
    EXPECT_GT(refused_, 100);
    RecordProperty("accepted", accepted_);
    RecordProperty("refused", refused_);
  }

  OpensslSignatures signatures_;
  int accepted_ = 0;
  int refused_ = 0;
};

TEST_F(WycheproofEcdsa, EcdsaSecp256r1Sha256) {
  check_file("ecdsa_secp256r1_sha256_test.json", HashAlgorithm::sha256);
}

TEST_F(WycheproofEcdsa, EcdsaSecp256r1Sha512) {
  check_file("ecdsa_secp256r1_sha512_test.json", HashAlgorithm::sha512);
}

}  // namespace
}  // namespace tls_se
