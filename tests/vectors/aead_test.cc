// The AEADs of TLS 1.3's cipher suites, each as the element brings it and as the platform offers
// it; over libcrypto, and over the primitives in software.
#include <algorithm>
#include <type_traits>

#include "platform/openssl/openssl_crypto.h"
#include "se/tls_lib/cipher_suite.h"
#include "support/software_primitives.h"
#include "vectors/wycheproof.h"

namespace tls_se {
namespace {

using Data = std::vector<uint8_t>;

constexpr AesSlot kSlot{0};

struct AeadVector {
  explicit AeadVector(const nlohmann::json& json)
      : is_valid(tls_se::is_valid(json)),
        additional(bytes_of(json, "aad")),
        plain(bytes_of(json, "msg")),
        sealed(bytes_of(json, "ct")),
        tag(bytes_of(json, "tag")) {
    copy_bytes(nonce, bytes_of(json, "iv"));
  }

  [[nodiscard]] AeadInput input(MutableBytes data) const {
    return {kSlot, nonce, additional, data};
  }

  bool is_valid;
  std::array<uint8_t, kAeadNonceSize> nonce{};
  Data additional, plain, sealed, tag;
};

void check(const AeadVector& vector, const auto& seal, const auto& open) {
  Data data = vector.sealed;
  EXPECT_EQ(open(vector.input(data), vector.tag),
            vector.is_valid ? CryptoStatus::done : CryptoStatus::rejected);
  EXPECT_TRUE(vector.is_valid ? data == vector.plain
                              : std::ranges::all_of(data, [](uint8_t byte) { return byte == 0; }));
  data = vector.plain;
  Data tag(vector.tag.size());
  seal(vector.input(data), tag);
  EXPECT_EQ(data == vector.sealed && tag == vector.tag, vector.is_valid);
}

template <typename Platform>
class WycheproofAead : public Wycheproof {
 protected:
  /// Those of the file's vectors whose key, nonce and tag are of the suite's sizes.
  void check_file(const std::string& file, const CipherSuite& suite) {
    for_each(file, [&](const Json& group, const Json& json) {
      if (group.at("keySize") != 8 * kAes128KeySize || group.at("ivSize") != 8 * kAeadNonceSize ||
          group.at("tagSize") != 8 * suite.tag_size)
        return;
      std::array<uint8_t, kAes128KeySize> key{};
      copy_bytes(key, bytes_of(json, "key"));
      ASSERT_EQ(crypto_.aes128_load(kSlot, key), CryptoStatus::done);
      check_both(AeadVector(json), suite);
      ++run_;
    });
    EXPECT_GT(run_, 0);
    RecordProperty("vectors", run_);
  }

 private:
  void check_both(const AeadVector& vector, const CipherSuite& suite) {
    {
      SCOPED_TRACE("the element's own");
      check(
          vector,
          [&](const AeadInput& input, MutableBytes tag) { suite.seal(crypto_, input, tag); },
          [&](const AeadInput& input, Bytes tag) { return suite.open(crypto_, input, tag); });
      EXPECT_FALSE(crypto_.take_failure());
    }
    SCOPED_TRACE("the platform's");
    if (!offers(suite.algorithm)) return;
    check(
        vector,
        [&](const AeadInput& input, MutableBytes tag) {
          EXPECT_EQ(crypto_.aead_seal(suite.algorithm, input, tag), CryptoStatus::done);
        },
        [&](const AeadInput& input, Bytes tag) {
          return crypto_.aead_open(suite.algorithm, input, tag);
        });
  }

  /// The primitives in software have no whole GCM.
  static bool offers(AeadAlgorithm algorithm) {
    return std::is_same_v<Platform, OpensslCrypto> || algorithm != AeadAlgorithm::aes_128_gcm;
  }

  Platform crypto_;
  int run_ = 0;
};

using Platforms = testing::Types<OpensslCrypto, SoftwarePrimitives>;
TYPED_TEST_SUITE(WycheproofAead, Platforms);

TYPED_TEST(WycheproofAead, Aes128Ccm) { this->check_file("aes_ccm_test.json", kAes128CcmSha256); }

TYPED_TEST(WycheproofAead, Aes128Ccm8) { this->check_file("aes_ccm_test.json", kAes128Ccm8Sha256); }

TYPED_TEST(WycheproofAead, Aes128Gcm) { this->check_file("aes_gcm_test.json", kAes128GcmSha256); }

}  // namespace
}  // namespace tls_se
