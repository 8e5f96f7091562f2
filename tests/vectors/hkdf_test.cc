#include "se/crypto_lib/hkdf.h"

#include "se/crypto_lib/hmac.h"

#include <algorithm>

#include "platform/openssl/openssl_crypto.h"
#include "support/software_primitives.h"
#include "vectors/wycheproof.h"

namespace tls_se {
namespace {

/// HKDF-Expand(PRK, info, L) of one block, RFC 5869 section 2.3, as hkdf_expand_label has it
/// inside.
void hkdf_expand(Crypto& crypto, Bytes pseudorandom_key, Bytes info, MutableBytes out) {
  std::vector<uint8_t> data(info.begin(), info.end());
  data.push_back(1);
  std::array<uint8_t, kSha256Size> block;
  hmac_sha256(crypto, pseudorandom_key, data, block);
  copy_bytes(out, Bytes(block).first(out.size()));
}

template <typename Platform>
class WycheproofHkdf : public Wycheproof {};
using HkdfPlatforms = testing::Types<OpensslCrypto, SoftwarePrimitives>;
TYPED_TEST_SUITE(WycheproofHkdf, HkdfPlatforms);

// Of each output the first block, which does not depend on the length: TLS needs no more. The
// vectors that are invalid ask for more than 255 blocks.
TYPED_TEST(WycheproofHkdf, HkdfSha256) {
  TypeParam crypto;
  int run = 0;
  this->for_each("hkdf_sha256_test.json", [&](const nlohmann::json&, const nlohmann::json& vector) {
    if (is_invalid(vector)) return;
    const auto expected = bytes_of(vector, "okm");
    std::array<uint8_t, kSha256Size> key{};
    hkdf_extract(crypto, bytes_of(vector, "salt"), bytes_of(vector, "ikm"), key);
    std::vector<uint8_t> out(std::min(expected.size(), kSha256Size));
    hkdf_expand(crypto, key, bytes_of(vector, "info"), out);
    EXPECT_TRUE(same_bytes(out, Bytes(expected).first(out.size())));
    EXPECT_FALSE(crypto.take_failure());
    ++run;
  });
  EXPECT_GT(run, 0);
  this->RecordProperty("vectors", run);
}

}  // namespace
}  // namespace tls_se
