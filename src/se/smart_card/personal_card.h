// A smart card with its memory: the whole RAM of a card but for its platform's and its stack.
#pragma once

#include <utility>

#include "se/smart_card/smart_card.h"

namespace tls_se {

/// How much of everything a card has.
struct CardSize {
  size_t channels = 1;
  size_t record_buffer = 0;  // bytes of content of the one record that a channel holds
  size_t psks = 0;
  size_t certificates = 0;  // in the card's own chain
  size_t trust_anchors = 0;
  size_t allowed_peers = 0;
  size_t cipher_suites = 0;
  size_t groups = 0;
  bool knows_peers = false;  // and tells the node (applet/card_peer.h)
};

template <CardSize kSize>
class PersonalCard {
  static_assert(kSize.channels >= 1 && kSize.channels <= kMaxChannels);
  static_assert(kSize.record_buffer >= 2 * 63,
                "record_size_limit is at least 64, RFC 8449 section 4");
  static_assert(kSize.allowed_peers == 0 || kSize.knows_peers);

 public:
  /// Power comes. All outlive the card. A platform without a key store is to be told of keys().
  PersonalCard(Crypto& crypto, ObjectStore& store, const ObjectTable& table, const CardModel& model)
      : PersonalCard(crypto, store, table, model, std::make_index_sequence<kSize.channels>()) {}

  Response process(const Bytes& command, const MutableBytes& response) {
    return card_.process(command, response);
  }
  [[nodiscard]] const KeyBytes& keys() const { return objects_; }

 private:
  /// What each channel has for itself.
  struct Own {
    Own(const CardParts& parts, size_t number) : channel(parts, number, record, peer_of(peer)) {}

    struct NoPeer {};
    static CardPeer* peer_of(CardPeer& peer) { return &peer; }
    static CardPeer* peer_of(NoPeer&) { return nullptr; }

    std::array<uint8_t, kSize.record_buffer + kRecordOverhead> record;  // wiped before it is used
    [[no_unique_address]] std::conditional_t<kSize.knows_peers, CardPeer, NoPeer> peer{};
    Channel channel;
  };

  template <size_t... number>
  PersonalCard(Crypto& crypto, ObjectStore& store, const ObjectTable& table, const CardModel& model,
               std::index_sequence<number...>)
      : handshake_(crypto),
        objects_(store, table, crypto, model,
                 {psks_, certificates_, trust_anchors_, allowed_peers_, cipher_suites_, groups_}),
        own_{Own({crypto, handshake_, model}, number)...},
        channels_{&own_[number].channel...},
        card_(crypto, objects_, channels_) {}

  HandshakeMemory handshake_;
  std::array<Psk, kSize.psks> psks_;
  std::array<Bytes, kSize.certificates> certificates_;
  std::array<Bytes, kSize.trust_anchors> trust_anchors_;
  std::array<PeerPattern, kSize.allowed_peers> allowed_peers_;
  std::array<const CipherSuite*, kSize.cipher_suites> cipher_suites_;
  std::array<const NamedGroup*, kSize.groups> groups_;
  CardObjects objects_;
  std::array<Own, kSize.channels> own_;
  std::array<Channel*, kSize.channels> channels_;
  SmartCard card_;
};

}  // namespace tls_se
