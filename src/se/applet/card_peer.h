// Who the peer of a session is, for a card that chooses whom it lets in, and tells its node. It
// takes half a KiB of RAM beside the element, and the code behind it (scripts/size weighs a card
// with it): a card without leaves the pointer to it null.
#pragma once

#include "se/data_exchange/data_objects.h"
#include "se/tls_lib/peer_pattern.h"
#include "se/tls_lib/session.h"

namespace tls_se {

/// GET DATA of `peer`, `peer_name` and `peer_alt_names` tells who was met last.
class CardPeer final : public PeerWatch {
 public:
  /// Who fits one of `allowed` is let in, and nobody else; with none, everyone who authenticates.
  /// The patterns outlive it.
  explicit CardPeer(const std::span<const PeerPattern>& allowed = {}) : allowed_(allowed) {}
  CardPeer(const CardPeer&) = delete;
  CardPeer& operator=(const CardPeer&) = delete;

  /// Others are let in from now on.
  void allow(const std::span<const PeerPattern>& allowed) { allowed_ = allowed; }

  Alert meet_psk(const Session& session, const Psk& psk) override;
  Alert meet_certificate(const Session& session, const Bytes& certificate) override;
  Alert meet_nobody() override;

  size_t get(uint16_t tag, bool is_open, const MutableBytes& response) const override;

 private:
  /// A series of elements in DER, as many of its first ones as there is room for.
  struct Names {
    uint8_t size = 0;
    std::array<uint8_t, kMaxPeerName> bytes;

    /// False if that is not all of them, for want of room or since the rest can't be read.
    bool keep(const Bytes& names);
    /// Of one that is no series; false if it is cut.
    bool keep_whole(const Bytes& name);
    [[nodiscard]] Bytes kept() const { return Bytes(bytes).first(size); }
  };

  [[nodiscard]] Alert judge(bool fits) const;

  std::span<const PeerPattern> allowed_;
  PeerIdentity identity_;  // its parts that are not names
  Names subject_;          // or the identity of the PSK
  Names alt_names_;
};

}  // namespace tls_se
