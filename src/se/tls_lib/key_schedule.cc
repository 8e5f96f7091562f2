#include "se/tls_lib/key_schedule.h"

#include "se/crypto_lib/hkdf.h"
#include "se/crypto_lib/hmac.h"

namespace tls_se {

namespace {

constexpr uint8_t kZeros[kSha256Size] = {};

/// HMAC(HKDF-Expand-Label(BaseKey, "finished", "", Hash.length), hash), section 4.4.4.
void finished_mac(Crypto& crypto, std::span<const uint8_t, kSha256Size> base_key,
                  const Sha256Hash& hash, std::span<uint8_t, kSha256Size> mac) {
  Secret<kSha256Size> finished_key;
  hkdf_expand_label(crypto, base_key, "finished", nullptr, finished_key.bytes());
  hmac_sha256(crypto, finished_key.bytes(), hash, mac);
}

}  // namespace

void KeySchedule::enter_early(const Bytes& psk) {
  hkdf_extract(crypto_, kZeros, psk, secrets_.stage.bytes());
}

void KeySchedule::enter_early_without_psk() { enter_early(kZeros); }

void KeySchedule::external_psk_binder(const Sha256Hash& hash,
                                      std::span<uint8_t, kSha256Size> binder) const {
  Secret<kSha256Size> binder_key;
  derive_secret_of_nothing(crypto_, secrets_.stage.bytes(), "ext binder", binder_key.bytes());
  finished_mac(crypto_, binder_key.bytes(), hash, binder);
}

void KeySchedule::enter_next_stage(const Bytes& input) {
  derive_secret_of_nothing(crypto_, secrets_.stage.bytes(), "derived", secrets_.stage.bytes());
  hkdf_extract(crypto_, secrets_.stage.bytes(), input, secrets_.stage.bytes());
}

void KeySchedule::derive(const char* label, const Sha256Hash& hash, TrafficSecret& out) {
  hkdf_expand_label(crypto_, secrets_.stage.bytes(), label, &hash, out.bytes());
}

void KeySchedule::derive_handshake_traffic(const Sha256Hash& hash) {
  derive("c hs traffic", hash, secrets_.client);
  derive("s hs traffic", hash, secrets_.server);
}

void KeySchedule::derive_application_traffic(const Sha256Hash& hash) {
  enter_next_stage(kZeros);
  derive("c ap traffic", hash, secrets_.next_client);
  derive("s ap traffic", hash, secrets_.server);
  secrets_.stage.clear();
}

void KeySchedule::update_traffic(Role sender) {
  const auto secret = secret_of(sender).bytes();
  hkdf_expand_label(crypto_, secret, "traffic upd", nullptr, secret);
}

void KeySchedule::finished_verify_data(Role sender, const Sha256Hash& hash,
                                       std::span<uint8_t, kSha256Size> verify_data) const {
  finished_mac(crypto_, traffic_secret(sender).bytes(), hash, verify_data);
}

void KeySchedule::clear() { wipe(&secrets_, sizeof secrets_); }

}  // namespace tls_se
