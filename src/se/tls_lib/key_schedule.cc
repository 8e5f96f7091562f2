#include "se/tls_lib/key_schedule.h"

#include "se/crypto_lib/hkdf.h"
#include "se/crypto_lib/hmac.h"

namespace tls_se {

namespace {

// Derive-Secret(HKDF-Extract(0, 0), "derived", ""): nothing in it is secret.
constexpr std::array<uint8_t, kSha256Size> kDerivedWithoutPsk = {
    0x6f, 0x26, 0x15, 0xa1, 0x08, 0xc7, 0x02, 0xc5, 0x67, 0x8f, 0x54, 0xfc, 0x9d, 0xba, 0xb6, 0x97,
    0x16, 0xc0, 0x76, 0x18, 0x9c, 0x48, 0x25, 0x0c, 0xeb, 0xea, 0xc3, 0x57, 0x6c, 0x36, 0x11, 0xba};

}  // namespace

void KeySchedule::external_psk_binder(KeyHandle psk, const Sha256Hash& hash,
                                      std::span<uint8_t, kSha256Size> binder) const {
  Secret<kSha256Size> binder_key;
  derive_secret_of_nothing(crypto_, psk, "ext binder", binder_key.bytes());
  finished_verify_data(crypto_, binder_key, hash, binder);
}

void KeySchedule::start(KeyHandle psk) {
  derive_secret_of_nothing(crypto_, psk, "derived", secrets_.stage.bytes());
}

void KeySchedule::start_without_psk() { copy_bytes(secrets_.stage.bytes(), kDerivedWithoutPsk); }

void KeySchedule::enter_stage(const Bytes& input) {
  hkdf_extract(crypto_, secrets_.stage.bytes(), input, secrets_.stage.bytes());
}

void KeySchedule::derive(const char* label, const Sha256Hash& hash, TrafficSecret& out) {
  hkdf_expand_label(crypto_, secrets_.stage.bytes(), label, &hash, kSha256Size, out.bytes());
}

void KeySchedule::derive_handshake_traffic(const Sha256Hash& hash, TrafficSecrets& current) {
  derive("c hs traffic", hash, current.of(Role::client));
  derive("s hs traffic", hash, current.of(Role::server));
}

void KeySchedule::derive_application_traffic(const Sha256Hash& hash, TrafficSecrets& current) {
  derive("derived", kHashOfNothing, secrets_.stage);
  secrets_.next_client.clear();
  enter_stage(secrets_.next_client.bytes());  // as long a string of zeros as it takes
  derive("c ap traffic", hash, secrets_.next_client);
  derive("s ap traffic", hash, current.of(Role::server));
  secrets_.stage.clear();
}

void KeySchedule::clear() { wipe(&secrets_, sizeof secrets_); }

/// HMAC(HKDF-Expand-Label(BaseKey, "finished", "", Hash.length), hash).
void finished_verify_data(Crypto& crypto, const TrafficSecret& secret, const Sha256Hash& hash,
                          std::span<uint8_t, kSha256Size> verify_data) {
  Secret<kSha256Size> finished_key;
  hkdf_expand_label(crypto, secret.bytes(), "finished", nullptr, kSha256Size, finished_key.bytes());
  hmac_sha256(crypto, finished_key.bytes(), hash, verify_data);
}

void update_traffic_secret(Crypto& crypto, TrafficSecret& secret) {
  hkdf_expand_label(crypto, secret.bytes(), "traffic upd", nullptr, kSha256Size, secret.bytes());
}

}  // namespace tls_se
