// Two cards, a client and a server, that talk to each other through nothing but APDUs.
#pragma once

#include <string>

#include "wire.h"

namespace tls_se::test {

struct Conversation {
  StatusWord client = 0;  // the last status words
  StatusWord server = 0;
  std::vector<Buffer> from_client;  // the records
  std::vector<Buffer> from_server;

  [[nodiscard]] bool is_open() const { return client == sw::kOpen && server == sw::kOpen; }
};

/// RESET of both, and the handshake, until neither has anything to say.
[[nodiscard]] Conversation shake_hands(CardDriver& client, CardDriver& server);

/// `content` from one card to the other. What came out there, without its type.
[[nodiscard]] Buffer carry(CardDriver& from, CardDriver& to, Bytes content);

[[nodiscard]] std::string session_parameters(CardDriver& card);

}  // namespace tls_se::test
