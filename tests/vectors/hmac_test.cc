#include "se/crypto_lib/hmac.h"

#include "platform/openssl/openssl_crypto.h"
#include "support/software_primitives.h"
#include "vectors/wycheproof.h"

namespace tls_se {
namespace {

template <typename Platform>
class WycheproofHmac : public Wycheproof {};
using HmacPlatforms = testing::Types<OpensslCrypto, SoftwarePrimitives>;
TYPED_TEST_SUITE(WycheproofHmac, HmacPlatforms);

TYPED_TEST(WycheproofHmac, HmacSha256) {
  TypeParam crypto;
  int run = 0;
  this->for_each("hmac_sha256_test.json", [&](const nlohmann::json&, const nlohmann::json& vector) {
    std::array<uint8_t, kSha256Size> mac{};
    hmac_sha256(crypto, bytes_of(vector, "key"), bytes_of(vector, "msg"), mac);
    const auto tag = bytes_of(vector, "tag");  // some are truncated
    ASSERT_LE(tag.size(), mac.size());
    EXPECT_EQ(equal_in_constant_time(Bytes(mac).first(tag.size()), tag), is_valid(vector));
    EXPECT_FALSE(crypto.take_failure());
    ++run;
  });
  EXPECT_GT(run, 0);
  this->RecordProperty("vectors", run);
}

}  // namespace
}  // namespace tls_se
