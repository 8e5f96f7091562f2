// A whole card on this host, over any platform and any flash: store, objects, channels, and the
// commands around them. Whoever needs a card has one of these: the in-process card, the one in a
// file, tests, benchmarks and fuzzers.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "platform/host/host_platform.h"
#include "se/smart_card/smart_card.h"

namespace tls_se {

/// By preference: those that the platform has.
[[nodiscard]] std::span<const NamedGroup* const> groups_on(HostPlatform platform);

/// Of which kind it is.
struct CardBuild {
  // Null: it can't be one.
  const Program* server;
  const Program* client;
  size_t channels = 1;
  /// Bytes of content of the one record that a channel holds.
  size_t record_buffer;
  bool knows_peers = true;
  // How many there can be.
  size_t psks = 64;
  size_t certificates = 4;
  size_t trust_anchors = 16;
  size_t allowed_peers = 16;
  size_t flash_areas = 2;
  std::span<const NamedGroup* const> groups;  // as groups_on()

  /// One that does everything: the record buffer takes what a peer may send, the longest
  /// ClientHello that there can be, or a chain of certificates of 64 KiB, and the record that
  /// brings the last of it. Its groups are those of this build's platform.
  CardBuild();
};

class CardBody {
 public:
  /// Without power. All outlive it; `signatures` and `key_maker` may be null. A platform without a
  /// key store is to be told of keys().
  CardBody(Crypto& crypto, Signatures* signatures, KeyMaker* key_maker, Flash& flash,
           const CardBuild& build);
  ~CardBody();
  CardBody(const CardBody&) = delete;
  CardBody& operator=(const CardBody&) = delete;

  /// Needs no memory that it has not had before. Power that is there goes first: what the card was
  /// about to do, it has not done.
  void power_up();
  Response process(const Bytes& command, const MutableBytes& response) {
    return card_->process(command, response);
  }
  [[nodiscard]] const KeyBytes& keys() const { return objects_; }
  [[nodiscard]] CardObjects& objects() { return objects_; }

  /// All that is wiped when power goes, but for the platform's: what a test looks for secrets in.
  [[nodiscard]] Bytes memory() const { return memory_; }

 private:
  void power_down();

  Crypto& crypto_;
  const CardBuild build_;
  const CardModel model_;
  std::vector<Psk> psks_;
  std::vector<Bytes> certificates_;
  std::vector<Bytes> public_keys_;
  std::vector<Bytes> trust_anchors_;
  std::vector<PeerPattern> allowed_peers_;
  std::vector<const CipherSuite*> cipher_suites_;
  std::vector<const NamedGroup*> groups_;
  ObjectStore store_;
  CardObjects objects_;
  std::vector<uint8_t> memory_;
  // In the memory above.
  HandshakeMemory* handshake_ = nullptr;
  std::vector<CardPeer*> peers_;
  std::vector<Channel*> channels_;
  std::optional<SmartCard> card_;
};

/// Bytes of flash, for each area, that objects of so many bytes take in all: with room to change
/// them.
[[nodiscard]] size_t flash_area_for(size_t objects, size_t bytes);

}  // namespace tls_se
