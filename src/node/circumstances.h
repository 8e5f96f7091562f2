// What a node tells the card of the circumstances of a session, with PUT DATA before it begins: the
// time, and for a client the server that is wanted. A card without a clock or a line to a person
// can't know them; whether it believes them, its profile decides.
//
// Every function throws CardError, in words for a person, if the card refuses what it should take.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "reader/card_reader.h"

namespace tls_se {

/// The server that a client wants, and what to talk with it.
struct ServerCircumstances {
  std::string name;  // a DNS name, or an IP address as text
  /// A person asks for this name: a card that holds to another one is not used. Otherwise the name
  /// in the card's profile silently counts.
  bool name_is_demanded = false;
  std::vector<std::string> alpn;  // RFC 7301: by preference. None: no ALPN
};

/// Throws std::runtime_error, in words for a person, if no card could take them.
void check_circumstances(const ServerCircumstances& server);

/// False if the card has no PUT DATA: then there is nothing to tell it.
bool tell_time(CardReader& card, std::chrono::system_clock::time_point now);
/// Replaces all that it was told of a server before. Returns, for a log, which name now counts:
/// "server name a.example".
std::string tell_server(CardReader& card, const ServerCircumstances& server);

}  // namespace tls_se
