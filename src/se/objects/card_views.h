// What a card's objects come to: views of the values in its store, as TLS wants them. They are
// looked up anew whenever values may have moved.
#pragma once

#include "se/crypto_lib/key_maker.h"
#include "se/data_exchange/data_exchange.h"
#include "se/data_exchange/object_tags.h"
#include "se/tls_lib/peer_pattern.h"

namespace tls_se {

/// What a kind of card is able to do, whatever it is personalised for.
struct CardModel {
  const Program* server;  // null: it can't be one
  const Program* client;
  std::span<const CipherSuite* const> cipher_suites;  // by preference, for who names none
  std::span<const NamedGroup* const> groups;
  Signatures* signatures;  // null without certificates
  KeyMaker* key_maker;     // null without private keys
  Bytes version;           // ASCII, for a person
};

/// A key object's handle: private keys first, and behind them the pre-shared keys.
[[nodiscard]] constexpr KeyHandle private_key_handle(size_t index) { return KeyHandle(index); }
[[nodiscard]] constexpr KeyHandle psk_handle(size_t index) {
  return KeyHandle(kMaxPrivateKeys + index);
}

/// Bytes of a list of cipher suites or groups, two for each.
inline constexpr size_t kMaxRowNumbers = 16;

/// What is stored of a pre-shared key: whether the key was of 16 bytes or more, its Early Secret,
/// and behind that the identity.
inline constexpr size_t kStoredPskHead = 1 + kSha256Size;

struct CardViews {
  /// Memory for views: how many there can be of each.
  struct Room {
    std::span<Psk> psks;
    std::span<Bytes> certificate_chain;
    std::span<Bytes> public_keys;  // of the private keys
    std::span<Bytes> trust_anchors;
    std::span<PeerPattern> allowed_peers;
    std::span<const CipherSuite*> cipher_suites;
    std::span<const NamedGroup*> groups;
  };

  CardViews(const CardModel& card_model, const Room& memory) : model(card_model), room(memory) {
    settings.tls.cipher_suites = model.cipher_suites;
    settings.tls.groups = model.groups;
  }

  const CardModel& model;
  const Room room;

  /// While the card has no role, its program is any and it serves no mode.
  CardSettings settings;
  Circumstances pinned;  // the server's name and the protocols alone
  bool user_pin_for_tls = false;
  std::span<const PeerPattern> allowed_peers;

  /// Whether the card shows a certificate, and whether it checks one.
  [[nodiscard]] bool shows() const { return authenticates(Role::server); }
  [[nodiscard]] bool checks() const { return authenticates(Role::client); }

 private:
  [[nodiscard]] bool authenticates(Role role) const {
    const Modes modes = settings.tls.modes;
    return modes.has(Mode::mutual) ||
           (settings.program->role == role && modes.has(Mode::certificate));
  }
};

}  // namespace tls_se
