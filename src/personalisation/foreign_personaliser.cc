#include "personalisation/foreign_personaliser.h"

#include <algorithm>

#include "personalisation/card_commands.h"
#include "personalisation/pin_words.h"
#include "reader/names.h"
#include "reader/whole_response.h"
#include "se/data_exchange/apdu.h"

namespace tls_se {
namespace {

// P2 0A: the Early Secret of a key, which stays on the card, and what is derived from it. Data: a
// salt of one zero byte and the key, each behind its length.
constexpr uint8_t kPutKey[] = {0x00, 0x85, 0x00, 0x0a, 3 + kForeignPsk, 1, 0, kForeignPsk};

template <class Values, class Value>
bool has(const Values& values, const Value& value) {
  return std::ranges::find(values, value) != values.end();
}

/// The first key of the profile that asks for more than there is; null if none does.
const char* surplus_of(const CardProfile& profile) {
  const std::pair<bool, const char*> keys[] = {
      {!profile.certificate_chain.empty(), "certificate_chain"},
      {!profile.private_key.empty() || profile.private_key_on_card, "private_key"},
      {!profile.trust_anchors.empty(), "trust_anchors"},
      {!profile.allowed_peers.empty(), "allow"},
      {!profile.alpn.empty(), "alpn"},
      {!profile.server_name.empty(), "server_name"},
      {profile.record_size_limit != 0, "record_size_limit"},
      {profile.user_pin_for_tls, "user_pin"},
      {profile.key_share_on_request, "key_share"},
      {profile.sw_more != SwMore::always_9f, "sw_more"},
  };
  const auto* const key = std::ranges::find_if(keys, [](const auto& each) { return each.first; });
  return key == std::end(keys) ? nullptr : key->second;
}

}  // namespace

std::optional<std::string> objection_of_foreign_card(const CardProfile& profile) {
  if (profile.role != Role::server) return "this card is a server's, and the profile a client's";
  if (profile.modes != Modes(Mode::psk)) return "this card has the mode \"psk\" alone";
  if (profile.psks.size() != 1) {
    return "this card takes one pre-shared key, and the profile has " +
           std::to_string(profile.psks.size());
  }
  if (profile.psks[0].key.size() != kForeignPsk) {
    return "this card takes a pre-shared key of 32 bytes, and the profile's has " +
           std::to_string(profile.psks[0].key.size()) + " (openssl rand -hex 32 makes one)";
  }
  if (!has(profile.cipher_suites, &kAes128CcmSha256)) {
    return "this card has the cipher suite TLS_AES_128_CCM_SHA256 alone";
  }
  if (!has(profile.groups, &kSecp256r1)) return "this card has the group \"secp256r1\" alone";
  if (const char* const key = surplus_of(profile)) {
    return "this card can't be told " + std::string(key) + ": leave it out of the profile";
  }
  return std::nullopt;
}

void put_foreign_psk(CardReader& card, const SecretBytes& administrator_pin, Bytes key) {
  const StatusWord pin = CardCommands(card).verify(kAdministratorPin, administrator_pin.bytes());
  if (pin != sw::kOk) throw std::runtime_error(pin_refusal_words(kAdministratorPin, pin));
  SecretBytes command(sizeof kPutKey + kForeignPsk);
  copy_bytes(command.bytes(), kPutKey);
  copy_bytes(command.bytes().subspan(sizeof kPutKey), key);
  const StatusWord status = transmit_whole(card, command.bytes()).status;
  if (status == sw::kOk) return;
  throw std::runtime_error("the card refuses the pre-shared key: " + status_word_name(status));
}

}  // namespace tls_se
