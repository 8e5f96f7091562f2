#include "se/tls_lib/key_schedule.h"

#include "se/crypto_lib/hkdf.h"
#include "se/crypto_lib/hmac.h"

namespace tls_se {
using namespace std::string_view_literals;  // a label from a bare literal costs a strlen

namespace {

constexpr std::array<uint8_t, kSha256Size> kZeros{};

/// HMAC(HKDF-Expand-Label(BaseKey, "finished", "", Hash.length), hash), section 4.4.4.
void finished_mac(Crypto& crypto, Bytes base_key, const Transcript::Hash& hash,
                  std::span<uint8_t, kSha256Size> mac) {
  Secret<kSha256Size> finished_key;
  hkdf_expand_label(crypto, base_key, "finished"sv, {}, finished_key.bytes());
  hmac_sha256(crypto, finished_key.bytes(), hash, mac);
}

}  // namespace

void KeySchedule::enter_early(Crypto& crypto, Bytes psk) {
  hkdf_extract(crypto, kZeros, psk, stage_.bytes());
}

void KeySchedule::external_psk_binder(Crypto& crypto, const Transcript::Hash& hash,
                                      std::span<uint8_t, kSha256Size> binder) const {
  Secret<kSha256Size> binder_key;
  derive_secret_of_nothing(crypto, stage_.bytes(), "ext binder"sv, binder_key.bytes());
  finished_mac(crypto, binder_key.bytes(), hash, binder);
}

void KeySchedule::enter_next_stage(Crypto& crypto, Bytes input) {
  derive_secret_of_nothing(crypto, stage_.bytes(), "derived"sv, stage_.bytes());
  hkdf_extract(crypto, stage_.bytes(), input, stage_.bytes());
}

void KeySchedule::enter_handshake(Crypto& crypto, Bytes shared_secret) {
  enter_next_stage(crypto, shared_secret);
}

void KeySchedule::derive_handshake_traffic(Crypto& crypto, const Transcript::Hash& hash) {
  derive_secret(crypto, stage_.bytes(), "c hs traffic"sv, hash, client_.bytes());
  derive_secret(crypto, stage_.bytes(), "s hs traffic"sv, hash, server_.bytes());
}

void KeySchedule::derive_application_traffic(Crypto& crypto, const Transcript::Hash& hash) {
  enter_next_stage(crypto, kZeros);
  derive_secret(crypto, stage_.bytes(), "c ap traffic"sv, hash, next_client_.bytes());
  derive_secret(crypto, stage_.bytes(), "s ap traffic"sv, hash, server_.bytes());
  stage_.clear();
}

void KeySchedule::update_traffic(Crypto& crypto, Role sender) {
  TrafficSecret& secret = secret_of(sender);
  hkdf_expand_label(crypto, secret.bytes(), "traffic upd"sv, {}, secret.bytes());
}

void KeySchedule::finished_verify_data(Crypto& crypto, Role sender, const Transcript::Hash& hash,
                                       std::span<uint8_t, kSha256Size> verify_data) const {
  finished_mac(crypto, traffic_secret(sender).bytes(), hash, verify_data);
}

void KeySchedule::clear() {
  stage_.clear();
  client_.clear();
  server_.clear();
  next_client_.clear();
}

}  // namespace tls_se
