#include "personalisation/card_purpose.h"

#include <stdexcept>

#include "personalisation/card_commands.h"
#include "text/protocol_name_list.h"

namespace tls_se {
CardPurpose purpose_of(const CardProfile& profile) {
  return {.role = profile.role,
          .server_name = profile.server_name,
          .alpn = profile.alpn,
          .needs_user_pin = profile.user_pin_for_tls};
}

CardPurpose read_purpose(CardReader& reader) {
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
