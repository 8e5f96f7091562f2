#include "personalisation/card_purpose.h"

#include <stdexcept>

#include "personalisation/card_commands.h"
#include "personalisation/foreign_card.h"
#include "reader/foreign_status.h"
#include "reader/names.h"
#include "reader/recv_command.h"
#include "reader/whole_response.h"
#include "text/protocol_name_list.h"

namespace tls_se {
namespace {

/// What is told is how RESET is answered: a client's card begins by itself.
CardPurpose read_foreign_purpose(CardReader& card) {
  const CardResponse response = transmit_whole(card, recv_command(p1::kHandshake, p2::kFirst, {}));
  const bool wants_pin = response.status == sw::kPinNeeded;
  if (!wants_pin && response.status != sw::kOk) {
    throw std::runtime_error("has an application of this name that refuses RESET: " +
                             status_word_name(response.status));
  }
  return {.kind = CardPurpose::Kind::foreign,
          .role = response.data.empty() ? Role::server : Role::client,
          .server_name = {},
          .alpn = {},
          .needs_user_pin = wants_pin};
}

}  // namespace

CardPurpose purpose_of(const CardProfile& profile) {
  return {.role = profile.role,
          .server_name = profile.server_name,
          .alpn = profile.alpn,
          .needs_user_pin = profile.user_pin_for_tls};
}

CardPurpose read_purpose(CardReader& reader) {
  if (is_foreign_card(reader)) return read_foreign_purpose(reader);
  CardCommands card(reader);
  if (card.life_cycle() == LifeCycle::terminated) {
    throw std::runtime_error("is terminated, and of no use any more: take another");
  }
  const auto role_and_modes = card.read(ObjectKind::role_and_modes);
  if (!role_and_modes || role_and_modes->empty()) {
    throw std::runtime_error(
        "is not personalised yet: `tls-se card personalise` makes it what a profile says");
  }
  const auto protocols = card.read(ObjectKind::protocol_name_list);
  return {.role = role_and_modes->front() == 0 ? Role::server : Role::client,
          .server_name = card.server_name(),
          .alpn = protocols ? protocol_names(*protocols) : std::vector<std::string>{},
          .needs_user_pin = card.read(ObjectKind::user_pin_for_tls) == std::vector<uint8_t>{1}};
}

}  // namespace tls_se
