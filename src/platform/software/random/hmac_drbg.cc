#include "platform/software/random/hmac_drbg.h"

#include <cstring>

#include "se/crypto_lib/hmac.h"

namespace tls_se {

void HmacDrbg::instantiate(const Bytes& seed) {
  key_.clear();
  std::memset(value_.bytes().data(), 1, kSha256Size);
  update(&seed);
}

void HmacDrbg::generate(const MutableBytes& out) {
  for (size_t at = 0; at < out.size(); at += kSha256Size) {
    next_value();
    const size_t left = out.size() - at;
    copy_bytes(out.subspan(at),
               Bytes(value_.bytes()).first(left < kSha256Size ? left : kSha256Size));
  }
  update(nullptr);
}

void HmacDrbg::clear() {
  key_.clear();
  value_.clear();
}

/// HMAC_DRBG_Update, section 10.1.2.2.
void HmacDrbg::update(const Bytes* provided) {
  next_key(0, provided == nullptr ? Bytes{} : *provided);
  next_value();
  if (provided == nullptr) return;
  next_key(1, *provided);
  next_value();
}

void HmacDrbg::next_key(uint8_t separator, const Bytes& provided) {
  Secret<kSha256Size + 1 + kMaxSeed> data;
  uint8_t* const bytes = data.bytes().data();
  copy_bytes(bytes, value_.bytes());
  bytes[kSha256Size] = separator;
  copy_bytes(bytes + kSha256Size + 1, provided);
  hmac_sha256(crypto_, key_.bytes(), {bytes, kSha256Size + 1 + provided.size()}, key_.bytes());
}

void HmacDrbg::next_value() { hmac_sha256(crypto_, key_.bytes(), value_.bytes(), value_.bytes()); }

}  // namespace tls_se
