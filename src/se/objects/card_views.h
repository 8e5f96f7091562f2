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

/// What is stored of a pre-shared key: whether the key was of 16 bytes or more, its Early Secret,
/// and behind that the identity.
inline constexpr size_t kStoredPskHead = 1 + kSha256Size;

struct CardViews {
  /// Memory for views: how many there can be of each.
  struct Room {
    std::span<Psk> psks;
    std::span<Bytes> certificate_chain;
    std::span<Bytes> trust_anchors;
    std::span<PeerPattern> allowed_peers;
    std::span<const CipherSuite*> cipher_suites;
    std::span<const NamedGroup*> groups;
  };

  CardViews(const CardModel& card_model, const Room& memory) : model(card_model), room(memory) {}

  const CardModel& model;
  const Room room;

  Role role = Role::server;
  bool has_role = false;
  bool user_pin_for_tls = false;
  bool has_user_pin = false;
  bool has_administrator_pin = false;
  SwMore sw_more = SwMore::always_9f;
  TlsSettings tls;
  Circumstances pinned;  // of these two, one
  Bytes server_name;
  Bytes server_address;
  std::span<const PeerPattern> allowed_peers;
  std::array<Bytes, kMaxPrivateKeys> public_keys;

  /// As a card without objects has it.
  void clear();
  /// Of its role; while it has none, any.
  [[nodiscard]] const Program* program() const {
    const bool is_server =
        model.client == nullptr || (role == Role::server && model.server != nullptr);
    return is_server ? model.server : model.client;
  }
  /// Whether the card shows a certificate, and whether it checks one.
  [[nodiscard]] bool shows() const {
    return tls.modes.has(Mode::mutual) ||
           (role == Role::server && tls.modes.has(Mode::certificate));
  }
  [[nodiscard]] bool checks() const {
    return tls.modes.has(Mode::mutual) ||
           (role == Role::client && tls.modes.has(Mode::certificate));
  }
};

}  // namespace tls_se
