#include "support/card_file.h"

#include "card/host_cards.h"
#include "personalisation/personaliser.h"
#include "personalisation/pin_words.h"
#include "platform/host/host_crypto.h"

namespace tls_se {
namespace {

constexpr int kAllTries = 3;

Bytes bytes_of(const std::string& text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

}  // namespace

CardFile::CardFile(const TestFolder& folder, CardProfile profile, const std::string& user_pin)
    : CardFile(folder, profile.role == Role::server ? "server.card" : "client.card") {
  profile.user_pin_for_tls = !user_pin.empty();
  if (!user_pin.empty()) CardCommands(*open()).put(ObjectKind::user_pin, 0, bytes_of(user_pin));
  personalise(profile);
}

void CardFile::personalise(const CardProfile& profile) const {
  const auto card = open();
  HostCrypto crypto;
  HostKeyMaker key_maker;
  Personaliser(*card, plan_objects(profile, crypto, key_maker), profile.private_key_on_card)
      .apply();
}

std::unique_ptr<CardReader> CardFile::open(bool create) const {
  return card_in_file(path_, create);
}

int CardFile::tries_left() const {
  const StatusWord status = CardCommands(*open()).verify(kUserPin, {});
  if (status == sw::kBlocked) return 0;
  return sw::sw1(status) == sw::kTriesLeft ? sw::sw2(status) & 0x0f : kAllTries;
}

CardProfile demo_profile_for(Role role) {
  CardProfile profile = demo_card_profile();
  profile.role = role;
  return profile;
}

}  // namespace tls_se
