#include "personalisation/card_contents.h"

#include <algorithm>

#include "personalisation/card_commands.h"
#include "personalisation/pin_words.h"
#include "text/protocol_name_list.h"

namespace tls_se {
namespace {

constexpr const CipherSuite* kCipherSuites[] = {&kAes128GcmSha256, &kAes128CcmSha256,
                                                &kAes128Ccm8Sha256};
constexpr const NamedGroup* kGroups[] = {&kSecp256r1, &kX25519};

class Contents {
 public:
  explicit Contents(CardReader& reader) : card_(reader), counts_(card_.object_counts()) {}

  CardContents read() {
    CardContents contents;
    contents.version = card_.version();
    contents.life_cycle = card_.life_cycle();
    contents.memory = card_.memory();
    if (contents.life_cycle == LifeCycle::terminated) return contents;
    contents.pins = {card_.verify(kUserPin, {}), card_.verify(kAdministratorPin, {})};
    for (size_t i = 0; i < end_of(ObjectKind::private_key); ++i) {
      contents.public_keys.at(i) =
          card_.read(ObjectKind::private_key, i).value_or(std::vector<uint8_t>());
    }
    const auto role_and_modes = card_.read(ObjectKind::role_and_modes);
    if (!role_and_modes || role_and_modes->size() != 2) return contents;
    CardProfile& profile = contents.profile.emplace();
    profile.role = role_and_modes->at(0) == 0 ? Role::server : Role::client;
    profile.modes = Modes::from_bits(role_and_modes->at(1));
    profile.cipher_suites = rows(ObjectKind::cipher_suites, kCipherSuites);
    profile.groups = rows(ObjectKind::groups, kGroups);
    if (const auto limit = card_.read(ObjectKind::record_size_limit); limit && limit->size() == 2) {
      profile.record_size_limit = load_u16(limit->data());
    }
    profile.silent_alerts = flag(ObjectKind::alerts);
    profile.key_share_on_request = flag(ObjectKind::key_share);
    profile.user_pin_for_tls = flag(ObjectKind::user_pin_for_tls);
    profile.server_name = card_.server_name();
    if (const auto names = card_.read(ObjectKind::protocol_name_list)) {
      profile.alpn = protocol_names(*names);
    }
    profile.certificate_chain = all(ObjectKind::certificate_chain);
    profile.trust_anchors = all(ObjectKind::trust_anchor);
    for (const std::vector<uint8_t>& told : all(ObjectKind::pre_shared_key)) {
      if (told.size() < 3) continue;
      contents.check_values.push_back({told[0], told[1], told[2]});
      profile.psks.push_back({.identity = {told.begin() + 3, told.end()}, .key = {}});
    }
    for (const std::vector<uint8_t>& told : all(ObjectKind::allowed_peer)) {
      profile.allowed_peers.push_back({.kind = static_cast<PeerPattern::Kind>(told.at(0)),
                                       .value = {told.begin() + 1, told.end()}});
    }
    profile.historical_bytes =
        card_.read(ObjectKind::historical_bytes).value_or(std::vector<uint8_t>());
    return contents;
  }

 private:
  [[nodiscard]] size_t end_of(ObjectKind kind) const {
    const auto count = std::ranges::find(counts_, static_cast<uint8_t>(kind), &ObjectCount::kind);
    return count == counts_.end() ? 0 : count->end;
  }
  std::vector<std::vector<uint8_t>> all(ObjectKind kind) {
    std::vector<std::vector<uint8_t>> values;
    for (size_t i = 0; i < end_of(kind); ++i) {
      if (auto value = card_.read(kind, i); value && !value->empty()) {
        values.push_back(std::move(*value));
      }
    }
    return values;
  }
  bool flag(ObjectKind kind) {
    const auto value = card_.read(kind);
    return value && !value->empty() && value->front() != 0;
  }
  template <class Row, size_t count>
  std::vector<const Row*> rows(ObjectKind kind, const Row* const (&known)[count]) {
    std::vector<const Row*> rows;
    const auto value = card_.read(kind);
    if (!value) return rows;
    for (Reader reader(*value); reader.more();) {
      const uint16_t id = reader.u16();
      const auto row = std::ranges::find(known, id, &Row::id);
      if (row != std::end(known)) rows.push_back(*row);
    }
    return rows;
  }
  CardCommands card_;
  const std::vector<ObjectCount> counts_;
};

}  // namespace

CardContents read_contents(CardReader& card) {
  CardContents contents = Contents(card).read();
  contents.last_end = read_end_reason(card);
  return contents;
}

}  // namespace tls_se
