#include "se/crypto_lib/hkdf.h"

#include "se/base/secret.h"
#include "se/crypto_lib/hmac.h"

namespace tls_se {
namespace {

// SHA-256 of the empty string.
constexpr Sha256Hash kHashOfNothing = {
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55};

constexpr uint8_t kLabelPrefix[] = {'t', 'l', 's', '1', '3', ' '};
constexpr size_t kMaxLabel = 18;  // "c e traffic" and all others of RFC 8446 are shorter

}  // namespace

void hkdf_extract(Crypto& crypto, const Bytes& salt, const Bytes& input_key_material,
                  std::span<uint8_t, kSha256Size> out) {
  hmac_sha256(crypto, salt, input_key_material, out);
}

void hkdf_expand_label(Crypto& crypto, std::span<const uint8_t, kSha256Size> secret,
                       const char* label, const Sha256Hash* context, const MutableBytes& out) {
  // struct HkdfLabel of RFC 8446 section 7.1, and the octet 0x01 of HKDF-Expand's only block
  // (RFC 5869 section 2.3).
  std::array<uint8_t, 2 + 1 + sizeof kLabelPrefix + kMaxLabel + 1 + kSha256Size + 1> info;
  Writer writer(info);
  writer.u16(static_cast<uint16_t>(out.size()));
  writer.u8(0);
  writer.bytes(kLabelPrefix);
  for (; *label != 0; ++label) writer.u8(static_cast<uint8_t>(*label));
  info[2] = static_cast<uint8_t>(writer.size() - 3);
  writer.u8(context == nullptr ? 0 : kSha256Size);
  if (context != nullptr) writer.bytes(*context);
  writer.u8(1);
  Secret<kSha256Size> block;
  hmac_sha256(crypto, secret, Bytes(info).first(writer.size()), block.bytes());
  copy_bytes(out, block.bytes().first(out.size()));
}

void derive_secret_of_nothing(Crypto& crypto, std::span<const uint8_t, kSha256Size> secret,
                              const char* label, std::span<uint8_t, kSha256Size> out) {
  hkdf_expand_label(crypto, secret, label, &kHashOfNothing, out);
}

}  // namespace tls_se
