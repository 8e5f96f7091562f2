#include "se/crypto_lib/aes_ccm.h"

#include <algorithm>

#include "platform/openssl/openssl_crypto.h"
#include "vectors/wycheproof.h"

namespace tls_se {
namespace {

using Nonce = std::array<uint8_t, kAeadNonceSize>;
using Data = std::vector<uint8_t>;

struct Vector {
  explicit Vector(const nlohmann::json& json)
      : additional(bytes_of(json, "aad")),
        plain(bytes_of(json, "msg")),
        sealed(bytes_of(json, "ct")),
        tag(bytes_of(json, "tag")) {
    copy_bytes(nonce, bytes_of(json, "iv"));
  }

  AeadAlgorithm algorithm() const {
    return tag.size() == 8 ? AeadAlgorithm::aes_128_ccm_8 : AeadAlgorithm::aes_128_ccm;
  }

  Nonce nonce{};
  Data additional, plain, sealed, tag;
};

bool all_zero(Bytes bytes) {
  return std::ranges::all_of(bytes, [](uint8_t byte) { return byte == 0; });
}

/// The keys, nonces and tags of TLS 1.3's two CCM suites (RFC 6655, RFC 8446 section B.4).
bool is_for_tls(const nlohmann::json& group) {
  const int tag_size = group.at("tagSize");
  return group.at("keySize") == 128 && group.at("ivSize") == 96 &&
         (tag_size == 128 || tag_size == 64);
}

void check(const Vector& vector, bool valid, const auto& seal, const auto& open) {
  Data data = vector.sealed;
  EXPECT_EQ(open(data), valid);
  EXPECT_TRUE(valid ? data == vector.plain : all_zero(data));

  data = vector.plain;
  Data tag(vector.tag.size());
  seal(data, tag);
  EXPECT_EQ(data == vector.sealed && tag == vector.tag, valid);
}

TEST_F(Wycheproof, AesCcm) {
  OpensslCrypto crypto;
  int run = 0;
  for_each("aes_ccm_test.json", [&](const Json& group, const Json& json) {
    if (!is_for_tls(group)) return;
    const Vector vector(json);
    std::array<uint8_t, kAes128KeySize> key{};
    copy_bytes(key, bytes_of(json, "key"));
    ASSERT_TRUE(crypto.aes128_load(KeySlot::read, key));
    {
      SCOPED_TRACE("the element's own CCM");
      check(
          vector, is_valid(json),
          [&](MutableBytes data, MutableBytes tag) {
            aes_ccm_seal(crypto, {KeySlot::read, vector.nonce, vector.additional, data}, tag);
          },
          [&](MutableBytes data) {
            return aes_ccm_open(crypto, {KeySlot::read, vector.nonce, vector.additional, data},
                                vector.tag);
          });
    }
    {
      SCOPED_TRACE("the platform's CCM");
      check(
          vector, is_valid(json),
          [&](MutableBytes data, MutableBytes tag) {
            EXPECT_EQ(crypto.aead_seal(vector.algorithm(),
                                       {KeySlot::read, vector.nonce, vector.additional, data}, tag),
                      AeadOutcome::done);
          },
          [&](MutableBytes data) {
            return crypto.aead_open(vector.algorithm(),
                                    {KeySlot::read, vector.nonce, vector.additional, data},
                                    vector.tag) == AeadOutcome::done;
          });
    }
    ++run;
  });
  EXPECT_GT(run, 0);
  RecordProperty("vectors", run);
}

}  // namespace
}  // namespace tls_se
