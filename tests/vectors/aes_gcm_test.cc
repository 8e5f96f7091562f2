#include "se/crypto_lib/aes_gcm.h"

#include <algorithm>

#include "platform/openssl/openssl_crypto.h"
#include "vectors/wycheproof.h"

namespace tls_se {
namespace {

using Data = std::vector<uint8_t>;

struct Vector {
  explicit Vector(const nlohmann::json& json)
      : additional(bytes_of(json, "aad")),
        plain(bytes_of(json, "msg")),
        sealed(bytes_of(json, "ct")),
        tag(bytes_of(json, "tag")) {
    copy_bytes(nonce, bytes_of(json, "iv"));
  }

  std::array<uint8_t, kAeadNonceSize> nonce{};
  Data additional, plain, sealed, tag;
};

/// The keys, nonces and tags of TLS 1.3's GCM suite.
bool is_for_tls(const nlohmann::json& group) {
  return group.at("keySize") == 128 && group.at("ivSize") == 96 && group.at("tagSize") == 128;
}

void check(const Vector& vector, bool valid, const auto& seal, const auto& open) {
  Data data = vector.sealed;
  EXPECT_EQ(open(data), valid);
  EXPECT_TRUE(valid ? data == vector.plain
                    : std::ranges::all_of(data, [](uint8_t byte) { return byte == 0; }));
  data = vector.plain;
  Data tag(vector.tag.size());
  seal(data, tag);
  EXPECT_EQ(data == vector.sealed && tag == vector.tag, valid);
}

TEST_F(Wycheproof, AesGcm) {
  OpensslCrypto crypto;
  int run = 0;
  for_each("aes_gcm_test.json", [&](const Json& group, const Json& json) {
    if (!is_for_tls(group)) return;
    const Vector vector(json);
    std::array<uint8_t, kAes128KeySize> key{};
    copy_bytes(key, bytes_of(json, "key"));
    ASSERT_TRUE(crypto.aes128_load(KeySlot::read, key));
    const auto input = [&](MutableBytes data) {
      return AeadInput{KeySlot::read, vector.nonce, vector.additional, data};
    };
    {
      SCOPED_TRACE("the element's own GCM");
      check(
          vector, is_valid(json),
          [&](MutableBytes data, MutableBytes tag) { aes_gcm_seal(crypto, input(data), tag); },
          [&](MutableBytes data) { return aes_gcm_open(crypto, input(data), vector.tag); });
    }
    {
      SCOPED_TRACE("the platform's GCM");
      check(
          vector, is_valid(json),
          [&](MutableBytes data, MutableBytes tag) {
            EXPECT_EQ(crypto.aead_seal(AeadAlgorithm::aes_128_gcm, input(data), tag),
                      AeadOutcome::done);
          },
          [&](MutableBytes data) {
            return crypto.aead_open(AeadAlgorithm::aes_128_gcm, input(data), vector.tag) ==
                   AeadOutcome::done;
          });
    }
    ++run;
  });
  EXPECT_GT(run, 0);
  RecordProperty("vectors", run);
}

}  // namespace
}  // namespace tls_se
