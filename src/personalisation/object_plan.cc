#include "personalisation/object_plan.h"

#include <algorithm>
#include <stdexcept>
#include <string>

#include "se/crypto_lib/hkdf.h"
#include "se/crypto_lib/key_check_value.h"
#include "se/data_exchange/data_objects.h"
#include "text/protocol_name_list.h"
#include "text/server_name.h"

namespace tls_se {
namespace {

constexpr ObjectKind kPlanned[] = {ObjectKind::role_and_modes,
                                   ObjectKind::cipher_suites,
                                   ObjectKind::groups,
                                   ObjectKind::record_size_limit,
                                   ObjectKind::sw_more,
                                   ObjectKind::alerts,
                                   ObjectKind::key_share,
                                   ObjectKind::user_pin_for_tls,
                                   ObjectKind::server_name,
                                   ObjectKind::server_address,
                                   ObjectKind::protocol_name_list,
                                   ObjectKind::certificate_chain,
                                   ObjectKind::trust_anchor,
                                   ObjectKind::private_key,
                                   ObjectKind::pre_shared_key,
                                   ObjectKind::allowed_peer,
                                   ObjectKind::historical_bytes};

SecretBytes copy_of(const Bytes& bytes) {
  SecretBytes copy(bytes.size());
  copy_bytes(copy.bytes(), bytes);
  return copy;
}

class Planner {
 public:
  Planner(const CardProfile& profile, Crypto& crypto, KeyMaker& key_maker)
      : profile_(profile), crypto_(crypto), key_maker_(key_maker) {}

  std::vector<PlannedObject> plan() {
    role();
    rows(ObjectKind::cipher_suites, profile_.cipher_suites);
    rows(ObjectKind::groups, profile_.groups);
    limits();
    server();
    const std::vector<uint8_t> protocols = protocol_name_list(profile_.alpn);
    if (protocols.size() > kMaxProtocolNameList) {
      throw std::runtime_error("a card has room for " + std::to_string(kMaxProtocolNameList) +
                               " bytes of ALPN, and these names take " +
                               std::to_string(protocols.size()) + ": name fewer protocols");
    }
    if (!protocols.empty()) add(ObjectKind::protocol_name_list, 0, protocols);
    certificates(ObjectKind::certificate_chain, profile_.certificate_chain);
    private_key();
    certificates(ObjectKind::trust_anchor, profile_.trust_anchors);
    psks();
    allowed_peers();
    const Bytes historical_bytes = profile_.historical_bytes;
    if (!historical_bytes.empty()) add(ObjectKind::historical_bytes, 0, historical_bytes);
    return std::move(objects_);
  }

 private:
  PlannedObject& add(ObjectKind kind, size_t index, const Bytes& value) {
    objects_.push_back({.kind = kind,
                        .index = static_cast<uint16_t>(index),
                        .value = copy_of(value),
                        .told = {value.begin(), value.end()}});
    return objects_.back();
  }

  void role() {
    const uint8_t value[] = {static_cast<uint8_t>(profile_.role == Role::client ? 1 : 0),
                             profile_.modes.bits()};
    add(ObjectKind::role_and_modes, 0, value);
  }

  template <class Rows>
  void rows(ObjectKind kind, const Rows& rows) {
    std::vector<uint8_t> value(2 * rows.size());
    for (size_t i = 0; i < rows.size(); ++i) store_u16(&value[2 * i], rows[i]->id);
    if (!value.empty()) add(kind, 0, value);
  }

  void flag(ObjectKind kind, bool is_set) {
    const uint8_t value = 1;
    if (is_set) add(kind, 0, {&value, 1});
  }

  void limits() {
    if (profile_.record_size_limit != 0) {
      std::array<uint8_t, 2> value;
      store_u16(value.data(), profile_.record_size_limit);
      add(ObjectKind::record_size_limit, 0, value);
    }
    if (profile_.sw_more != SwMore::always_9f) {
      const auto value = static_cast<uint8_t>(profile_.sw_more);
      add(ObjectKind::sw_more, 0, {&value, 1});
    }
    flag(ObjectKind::alerts, profile_.silent_alerts);
    flag(ObjectKind::key_share, profile_.key_share_on_request);
    flag(ObjectKind::user_pin_for_tls, profile_.user_pin_for_tls);
  }

  void server() {
    const auto server = parse_server_name(profile_.server_name);
    if (!server) return;
    add(server->kind == ServerName::Kind::dns_name ? ObjectKind::server_name
                                                   : ObjectKind::server_address,
        0, server->bytes);
  }

  void certificates(ObjectKind kind, const std::vector<std::vector<uint8_t>>& certificates) {
    for (size_t i = 0; i < certificates.size(); ++i) add(kind, i, certificates[i]);
  }

  void private_key() {
    if (profile_.private_key.empty()) return;
    PlannedObject& object = add(ObjectKind::private_key, 0, profile_.private_key);
    wipe(object.told);
    object.told.assign(kP256PointSize, 0);
    const bool fits = profile_.private_key.size() == kP256ScalarSize;
    if (!fits || key_maker_.p256_public_key(Bytes(profile_.private_key).first<kP256ScalarSize>(),
                                            MutableBytes(object.told).first<kP256PointSize>()) !=
                     CryptoStatus::done) {
      throw std::runtime_error("the private key is none on P-256");
    }
  }

  void psks() {
    for (size_t i = 0; i < profile_.psks.size(); ++i) psk(profile_.psks[i], i);
  }

  void psk(const CardProfile::Psk& psk, size_t index) {
    const size_t size = 2 + psk.identity.size() + psk.key.size();
    if (size > kMaxPskValue) {
      throw std::runtime_error("a card has room for " + std::to_string(kMaxPskValue - 2) +
                               " bytes of a PSK's identity and key, and these have " +
                               std::to_string(size - 2));
    }
    SecretBytes value(size);
    store_u16(value.bytes().data(), psk.identity.size());
    copy_bytes(value.bytes().subspan(2), psk.identity);
    copy_bytes(value.bytes().subspan(2 + psk.identity.size()), psk.key);
    const bool tells = psk.key.size() >= kMinPskSize;
    KeyCheckValue check{};
    if (tells) {
      Secret<kSha256Size> early_secret;
      extract_early_secret(crypto_, psk.key, early_secret.bytes());
      check = key_check_value(crypto_, early_secret.bytes());
      if (crypto_.take_failure()) throw std::runtime_error("this host can't compute SHA-256");
    }
    std::vector<uint8_t> told(check.begin(), check.end());
    told.insert(told.end(), psk.identity.begin(), psk.identity.end());
    objects_.push_back({.kind = ObjectKind::pre_shared_key,
                        .index = static_cast<uint16_t>(index),
                        .value = std::move(value),
                        .told = std::move(told),
                        .tells = tells});
  }

  void allowed_peers() {
    for (size_t i = 0; i < profile_.allowed_peers.size(); ++i) {
      const CardProfile::AllowedPeer& peer = profile_.allowed_peers[i];
      std::vector<uint8_t> value = {static_cast<uint8_t>(peer.kind)};
      value.insert(value.end(), peer.value.begin(), peer.value.end());
      add(ObjectKind::allowed_peer, i, value);
    }
  }

  const CardProfile& profile_;
  Crypto& crypto_;
  KeyMaker& key_maker_;
  std::vector<PlannedObject> objects_;
};

}  // namespace

bool is_planned(ObjectKind kind) { return std::ranges::find(kPlanned, kind) != std::end(kPlanned); }

std::vector<PlannedObject> plan_objects(const CardProfile& profile, Crypto& crypto,
                                        KeyMaker& key_maker) {
  return Planner(profile, crypto, key_maker).plan();
}

}  // namespace tls_se
