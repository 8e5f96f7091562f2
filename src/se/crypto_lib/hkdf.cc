#include "se/crypto_lib/hkdf.h"

#include "se/crypto_lib/hmac.h"

namespace tls_se {
namespace {

// SHA-256 of the empty string.
constexpr std::array<uint8_t, kSha256Size> kHashOfNothing = {
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24,
    0x27, 0xae, 0x41, 0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55};

constexpr std::string_view kLabelPrefix = "tls13 ";
constexpr size_t kMaxLabel = 18;  // "c e traffic" and all others of RFC 8446 are shorter

Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

}  // namespace

void hkdf_extract(Crypto& crypto, Bytes salt, Bytes input_key_material,
                  std::span<uint8_t, kSha256Size> out) {
  hmac_sha256(crypto, salt, input_key_material, out);
}

void hkdf_expand(Crypto& crypto, Bytes pseudorandom_key, Bytes info, MutableBytes out) {
  constexpr uint8_t kFirstBlock = 1;
  Secret<kSha256Size> block;
  HmacSha256 hmac(crypto, pseudorandom_key);
  hmac.update(info);
  hmac.update({&kFirstBlock, 1});
  hmac.finish(block.bytes());
  copy_bytes(out, block.bytes().first(out.size()));
}

void hkdf_expand_label(Crypto& crypto, Bytes secret, std::string_view label, Bytes context,
                       MutableBytes out) {
  // struct HkdfLabel of RFC 8446 section 7.1.
  std::array<uint8_t, 2 + 1 + kLabelPrefix.size() + kMaxLabel + 1 + kSha256Size> info;
  Writer writer(info);
  writer.u16(static_cast<uint16_t>(out.size()));
  writer.u8(static_cast<uint8_t>(kLabelPrefix.size() + label.size()));
  writer.bytes(as_bytes(kLabelPrefix));
  writer.bytes(as_bytes(label));
  writer.u8(static_cast<uint8_t>(context.size()));
  writer.bytes(context);
  hkdf_expand(crypto, secret, writer.written(), out);
}

void derive_secret_of_nothing(Crypto& crypto, Bytes secret, std::string_view label,
                              std::span<uint8_t, kSha256Size> out) {
  derive_secret(crypto, secret, label, kHashOfNothing, out);
}

}  // namespace tls_se
