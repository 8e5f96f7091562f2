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
  size_t private_keys = 0;  // up to kMaxPrivateKeys
  size_t trust_anchors = 0;
  size_t allowed_peers = 0;
  size_t cipher_suites = 0;  // that a card may be told to choose of its model's: all of these
  size_t groups = 0;         // as these; of a list that is longer nothing is chosen
  bool knows_peers = false;  // and tells the node (applet/card_peer.h)
  bool takes_circumstances = true;  // not in a card of programs::kServerPsk alone
};

template <CardSize kSize>
class PersonalCard {
  static_assert(kSize.channels >= 1 && kSize.channels <= kMaxChannels);
  static_assert(kSize.record_buffer >= 2 * 63,
                "record_size_limit is at least 64, RFC 8449 section 4");
  static_assert(kSize.private_keys <= kMaxPrivateKeys);
  static_assert(kSize.allowed_peers == 0 || kSize.knows_peers);

 public:
  /// Power comes. All outlive the card. A platform without a key store is to be told of keys().
  PersonalCard(Crypto& crypto, ObjectStore& store, const ObjectTable& objects,
               const CommandTable& commands, const CardModel& model)
      : PersonalCard(crypto, store, objects, commands, model,
                     std::make_index_sequence<kSize.channels>()) {}

  Response process(const Bytes& command, const MutableBytes& response) {
    return card_.process(command, response);
  }
  [[nodiscard]] const KeyBytes& keys() const { return objects_; }

 private:
  /// What each channel has for itself.
  struct Own {
    Own(const CardParts& parts, size_t number)
        : channel(parts, number, record, pointer_to(circumstances), pointer_to(peer)) {}

    template <class Part, bool has>
    struct Optional {
      Part part;
    };
    template <class Part>
    struct Optional<Part, false> {};
    template <class Part>
    static Part* pointer_to(Optional<Part, true>& part) {
      return &part.part;
    }
    template <class Part>
    static Part* pointer_to(Optional<Part, false>&) {
      return nullptr;
    }

    std::array<uint8_t, kSize.record_buffer + kRecordOverhead> record;  // wiped before it is used
    [[no_unique_address]] Optional<OwnCircumstances, kSize.takes_circumstances> circumstances{};
    [[no_unique_address]] Optional<CardPeer, kSize.knows_peers> peer{};
    Channel channel;
  };

  template <size_t... number>
  PersonalCard(Crypto& crypto, ObjectStore& store, const ObjectTable& objects,
               const CommandTable& commands, const CardModel& model, std::index_sequence<number...>)
      : handshake_(crypto),
        objects_(store, objects, crypto, model,
                 {psks_, certificates_, public_keys_, trust_anchors_, allowed_peers_,
                  cipher_suites_, groups_}),
        own_{Own({crypto, handshake_, objects_.settings()}, number)...},
        channels_{&own_[number].channel...},
        card_(crypto, objects_, channels_, commands) {}

  HandshakeMemory handshake_;
  std::array<Psk, kSize.psks> psks_;
  std::array<Bytes, kSize.certificates> certificates_;
  std::array<Bytes, kSize.private_keys> public_keys_;
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
