// What a card is for, as it says itself: what a node has to know before it uses one.
#pragma once

#include <string>
#include <vector>

#include "profile/card_profile.h"
#include "reader/card_reader.h"

namespace tls_se {

struct CardPurpose {
  enum class Kind {
    own,
    foreign,  // an applet of the draft's author, or like one: it tells nothing more of itself
  };

  Kind kind = Kind::own;
  Role role = Role::server;
  std::string server_name;        // a DNS name or an IP address in text; empty: the node's
  std::vector<std::string> alpn;  // by preference
  bool needs_user_pin = false;    // before a session, as far as the card tells
};

[[nodiscard]] CardPurpose purpose_of(const CardProfile& profile);

/// Asks the card; one that is foreign has its applet selected then. Throws std::runtime_error, in
/// words for a person that go on after the card's name, if it is for nothing: not personalised yet,
/// terminated, or of another kind.
[[nodiscard]] CardPurpose read_purpose(CardReader& card);

}  // namespace tls_se
