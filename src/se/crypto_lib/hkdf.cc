#include "se/crypto_lib/hkdf.h"

#include <algorithm>

#include "se/base/secret.h"
#include "se/crypto_lib/hmac.h"

namespace tls_se {
namespace {

constexpr uint8_t kLabelPrefix[] = {'t', 'l', 's', '1', '3', ' '};
constexpr size_t kMaxLabel = 18;  // "c e traffic" and all others of RFC 8446 are shorter

/// struct HkdfLabel of RFC 8446 section 7.1, and the octet 0x01 of HKDF-Expand's only block
/// (RFC 5869 section 2.3).
class ExpandInfo {
 public:
  ExpandInfo(const char* label, const Sha256Hash* context, size_t length) {
    uint8_t* at = bytes_.data();
    *at++ = 0;
    *at++ = static_cast<uint8_t>(length);  // one hash at most
    uint8_t* const label_size = at++;
    for (const char c : kLabelPrefix) *at++ = static_cast<uint8_t>(c);
    while (*label != 0) *at++ = static_cast<uint8_t>(*label++);
    *label_size = static_cast<uint8_t>(at - label_size - 1);
    *at++ = context == nullptr ? 0 : kSha256Size;
    if (context != nullptr) at = std::copy(context->begin(), context->end(), at);
    *at++ = 1;
    end_ = at;
  }
  [[nodiscard]] Bytes bytes() const { return {bytes_.data(), end_}; }

 private:
  std::array<uint8_t, 2 + 1 + sizeof kLabelPrefix + kMaxLabel + 1 + kSha256Size + 1> bytes_;
  const uint8_t* end_;
};

}  // namespace

constinit const Sha256Hash kHashOfNothing = {
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55};

void hkdf_extract(Crypto& crypto, const Bytes& salt, const Bytes& input_key_material,
                  std::span<uint8_t, kSha256Size> out) {
  hmac_sha256(crypto, salt, input_key_material, out);
}

void extract_early_secret(Crypto& crypto, const Bytes& psk,
                          std::span<uint8_t, kSha256Size> early_secret) {
  // A key of HMAC is padded with zeros, so that none is as good as Hash.length of them.
  hkdf_extract(crypto, {}, psk, early_secret);
}

void hkdf_expand_label(Crypto& crypto, std::span<const uint8_t, kSha256Size> secret,
                       const char* label, const Sha256Hash* context, size_t length,
                       std::span<uint8_t, kSha256Size> out) {
  const ExpandInfo info(label, context, length);
  hmac_sha256(crypto, secret, info.bytes(), out);
}

void derive_secret_of_nothing(Crypto& crypto, KeyHandle secret, const char* label,
                              std::span<uint8_t, kSha256Size> out) {
  const ExpandInfo info(label, &kHashOfNothing, out.size());
  crypto.note(crypto.hmac_sha256(secret, info.bytes(), out));
}

}  // namespace tls_se
