// The card that a fuzz target plays with: of all modes, in memory of exactly its size.
#pragma once

#include <memory>
#include <optional>

#include "card/personalised_flash.h"
#include "fuzz/stand_in_identity.h"

namespace tls_se::fuzz {

struct Answer {
  Buffer data;
  StatusWord status = 0;

  /// The card took what it was given.
  [[nodiscard]] bool accepted() const { return status == sw::kOk || status == sw::kOpen; }
};

class Card {
 public:
  struct Options {
    Role role = Role::server;
    Modes modes = kAllModes;
    SwMore sw_more = SwMore::always_9f;
    bool silent_alerts = false;
    bool key_share_on_request = false;
    bool pinned = false;  // it has a server's name and ALPN, and knows the time
    size_t content = 1024;
    uint16_t record_size_limit = 0;
    const Program* program = nullptr;  // null: the one of all modes
    bool leaf_alone = false;           // is what it shows
    // Whom it lets in: all, who have what kPskIdentity and the stand-in leaf say, or the PSK alone.
    enum class Allow : uint8_t { all, stand_ins, psk } allow = Allow::all;

    auto operator<=>(const Options&) const = default;
  };

  /// The card has the platform for itself, until another is made that uses it.
  explicit Card(const Options& options, StandInPlatform& platform = default_platform());

  /// Any command. Traps at an answer that no card gives.
  Answer transmit(const Buffer& command);
  Answer reset() { return send(transmit({0, ins::kRecv, 0, 0, 0})); }
  /// RECV of a record, and then SEND while there is something to be sent.
  Answer exchange(const Bytes& bytes, uint8_t direction);
  Answer exchange(const Bytes& record) {
    return exchange(record, is_open() ? p1::kDecrypt : p1::kHandshake);
  }
  Answer send(Answer answer);

  [[nodiscard]] bool is_open() { return next_record().phase == NextRecord::Phase::open; }
  /// What comes next.
  [[nodiscard]] NextRecord next_record();
  /// Why the last session ended.
  [[nodiscard]] CardEndReason end_reason();
  /// Of the open session.
  [[nodiscard]] std::optional<Mode> mode();
  [[nodiscard]] PeerIdentity peer();
  /// DataObject::peer_name or DataObject::peer_alt_names.
  [[nodiscard]] Buffer peer_names(DataObject object);

 private:
  static StandInPlatform& default_platform();
  Answer get(DataObject object);
  template <class Object>
  Object get_data();

  MemoryFlash flash_;
  CardBody body_;
};

}  // namespace tls_se::fuzz
