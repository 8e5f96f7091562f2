#include <algorithm>
#include <optional>

#include "platform/openssl/p256.h"
#include "support/hex.h"
#include "vectors/wycheproof.h"

namespace tls_se {
namespace {

using PrivateKey = std::array<uint8_t, kP256PrivateKeySize>;
using SharedSecret = std::array<uint8_t, kP256SecretSize>;
using Data = std::vector<uint8_t>;

/// The files print private keys as numbers: zeros may lead, or be missing.
PrivateKey private_key_of(const nlohmann::json& vector) {
  Data number = bytes_of(vector, "private");
  number.erase(number.begin(), std::ranges::find_if(number, [](uint8_t byte) { return byte; }));
  PrivateKey key{};
  EXPECT_LE(number.size(), key.size());
  std::ranges::copy_backward(number, key.end());
  return key;
}

class WycheproofEcdh : public Wycheproof {
 protected:
  /// `encoded` is the peer's key as RFC 8446 section 4.2.8.2 has it, if the vector has such a one.
  void check(const Json& vector, const std::optional<Data>& encoded) {
    if (!encoded) {
      EXPECT_FALSE(is_valid(vector)) << "a key that TLS 1.3 can't carry";
      return;
    }
    SharedSecret secret;
    secret.fill(0xaa);
    const CryptoStatus status = p256_.ecdh(
        private_key_of(vector), std::span<const uint8_t, kP256PointSize>(*encoded), secret);
    const bool agreed = status == CryptoStatus::done;
    const Data shared = bytes_of(vector, "shared");
    if (is_valid(vector)) {
      EXPECT_EQ(status, CryptoStatus::done);
    }
    if (is_invalid(vector)) {
      EXPECT_EQ(status, CryptoStatus::rejected);
    }
    EXPECT_TRUE(agreed ? same_bytes(secret, shared) : secret == SharedSecret{});
    ++run_;
  }

  P256 p256_;
  int run_ = 0;
};

TEST_F(WycheproofEcdh, EcdhSecp256r1Points) {
  for_each("ecdh_secp256r1_ecpoint_test.json", [&](const Json&, const Json& vector) {
    const Data key = bytes_of(vector, "public");
    check(vector, key.size() == kP256PointSize ? std::optional(key) : std::nullopt);
  });
  EXPECT_GT(run_, 300);
  RecordProperty("vectors", run_);
}

// SubjectPublicKeyInfo, RFC 5480. Taken are those that differ in nothing from DER's encoding of an
// uncompressed point on the named curve; the rest test ASN.1 parsers, of which there is none here.
TEST_F(WycheproofEcdh, EcdhSecp256r1SubjectPublicKeyInfo) {
  const Data prefix = from_hex("3059301306072a8648ce3d020106082a8648ce3d030107034200");
  for_each("ecdh_secp256r1_test.json", [&](const Json&, const Json& vector) {
    const Data key = bytes_of(vector, "public");
    const bool plain = key.size() == prefix.size() + kP256PointSize &&
                       std::ranges::equal(prefix, Bytes(key).first(prefix.size()));
    check(vector,
          plain ? std::optional(Data(key.begin() + prefix.size(), key.end())) : std::nullopt);
  });
  EXPECT_GT(run_, 300);
  RecordProperty("vectors", run_);
}

}  // namespace
}  // namespace tls_se
