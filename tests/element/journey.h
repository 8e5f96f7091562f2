// The ways that cards of each role and mode go through a handshake, and cards that have come to any
// place of them.
#pragma once

#include "meeting.h"

namespace tls_se::test {

struct Road {
  const char* name;
  Role role;
  Modes modes;  // of the card
  Mode mode;    // that the handshake comes to
  bool retried = false;
  bool shows = true;        // the client has a certificate, if it is asked
  bool on_request = false;  // of a client that is retried: for its key share, and not with a cookie
};

inline constexpr Road kRoads[] = {
    {"client_psk", Role::client, kPskOnly, Mode::psk},
    {"client_certificate", Role::client, kCertificateOnly, Mode::certificate},
    {"client_certificate_asked_for_its_own", Role::client, kCertificateOnly, Mode::mutual, false,
     false},
    {"client_of_all_psk", Role::client, kAllModes, Mode::psk},
    {"client_of_all_certificate", Role::client, kAllModes, Mode::certificate},
    {"client_of_all_mutual", Role::client, kAllModes, Mode::mutual},
    {"client_of_all_psk_retried", Role::client, kAllModes, Mode::psk, true},
    {"client_of_all_certificate_retried", Role::client, kAllModes, Mode::certificate, true},
    {"client_of_all_mutual_retried", Role::client, kAllModes, Mode::mutual, true},
    {"client_of_all_psk_asked_for_its_share", Role::client, kAllModes, Mode::psk, true, true, true},
    {"client_of_all_mutual_asked_for_its_share", Role::client, kAllModes, Mode::mutual, true, true,
     true},
    {"server_psk", Role::server, kPskOnly, Mode::psk},
    {"server_psk_retried", Role::server, kPskOnly, Mode::psk, true},
    {"server_certificate", Role::server, kCertificateOnly, Mode::certificate},
    {"server_mutual", Role::server, kMutualOnly, Mode::mutual},
    {"server_certificate_or_mutual_shown_none", Role::server, kCertificateModes, Mode::mutual,
     false, false},
    {"server_of_all_psk", Role::server, kAllModes, Mode::psk},
    {"server_of_all_mutual_retried", Role::server, kAllModes, Mode::mutual, true},
    {"server_of_all_shown_none_retried", Role::server, kAllModes, Mode::mutual, true, false},
};

/// The messages that a card takes on its way, of the peer's.
[[nodiscard]] std::vector<HandshakeType> messages_on(const Road& road);

class Journey {
 public:
  /// The card has taken so many of messages_on(road).
  Journey(const Road& road, size_t steps, WatchedCrypto* crypto = nullptr);
  /// The same of a card whose options `change` has changed.
  Journey(const Road& road, size_t steps, const std::function<void(CardDriver::Options&)>& change);

  Meeting& at() { return *at_; }
  CardDriver& card() { return at_->card(); }
  TestPeer& peer() { return at_->peer(); }
  [[nodiscard]] bool has_keys() { return peer().has_handshake_keys(); }

  [[nodiscard]] uint8_t p1();
  /// A record of the peer's with this content.
  [[nodiscard]] Buffer record(ContentType type, const Buffer& content, bool is_protected);
  Answer deliver(const Buffer& bytes) { return card().exchange(bytes, p1()); }
  /// The alert with which the card answers, and its reason; nothing if it goes on.
  std::optional<Alert> alert_to(const Buffer& bytes);

 private:
  void go(ClientMeeting& at, const Road& road, size_t steps);
  void go(ServerMeeting& at, const Road& road, size_t steps);
  void take(Meeting& at, std::vector<Buffer> messages, size_t steps);

  std::unique_ptr<Meeting> at_;
};

}  // namespace tls_se::test
