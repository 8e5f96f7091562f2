// The objects of a card on this host: it owns the bytes of a profile, and gives the element its
// views of them. A platform without a key store finds its keys here.
#pragma once

#include <memory>
#include <vector>

#include "profile/card_profile.h"
#include "se/applet/card_circumstances.h"
#include "se/applet/card_peer.h"
#include "se/base/secret.h"
#include "se/data_exchange/data_exchange.h"

namespace tls_se {

/// What all cards of one profile share, since none of them changes it: so each key is in the
/// process once. Of a PSK it keeps the Early Secret alone.
class SharedObjects final : public KeyBytes {
 public:
  /// `crypto` is not kept. Throws std::runtime_error, in words for a person, if no card can be made
  /// of the profile.
  SharedObjects(CardProfile profile, Crypto& crypto);
  SharedObjects(const SharedObjects&) = delete;
  SharedObjects& operator=(const SharedObjects&) = delete;

  [[nodiscard]] Bytes find(KeyHandle key) const override;
  /// What the profile says of the connections.
  [[nodiscard]] const Circumstances& circumstances() const { return circumstances_; }
  /// Whom it lets in; none for all.
  [[nodiscard]] std::span<const PeerPattern> allowed_peers() const { return allowed_peers_; }
  /// All but what a card has for itself: its program, its signatures, its circumstances,
  /// its peer.
  [[nodiscard]] CardSettings settings() const;
  [[nodiscard]] Role role() const { return profile_.role; }

 private:
  void take_keys(Crypto& crypto);
  void take_circumstances();

  CardProfile profile_;  // the PSKs are wiped
  std::vector<Psk> psks_;
  std::vector<Secret<kSha256Size>> early_secrets_;  // of the PSKs
  std::vector<Bytes> certificate_chain_;
  std::vector<Bytes> trust_anchors_;
  std::vector<uint8_t> server_name_;
  std::vector<uint8_t> protocols_;
  std::vector<PeerPattern> allowed_peers_;
  Circumstances circumstances_;
};

/// The objects of one card.
class CardObjects final : public KeyBytes {
 public:
  /// Of a card with this program, or if it is null with the one that does all of the profile's
  /// role. `signatures` may be null for a profile of the psk mode alone; it outlives the objects.
  CardObjects(std::shared_ptr<const SharedObjects> shared, Signatures* signatures,
              const Program* program = nullptr);
  /// Of a card that shares with no other. Throws as SharedObjects does.
  CardObjects(CardProfile profile, Crypto& crypto, Signatures* signatures,
              const Program* program = nullptr)
      : CardObjects(std::make_shared<SharedObjects>(std::move(profile), crypto), signatures,
                    program) {}
  CardObjects(const CardObjects&) = delete;
  CardObjects& operator=(const CardObjects&) = delete;

  [[nodiscard]] const CardSettings& settings() const { return settings_; }
  [[nodiscard]] PutData& put_data() { return card_circumstances_; }
  [[nodiscard]] Bytes find(KeyHandle key) const override { return shared_->find(key); }

 private:
  const std::shared_ptr<const SharedObjects> shared_;
  CardCircumstances card_circumstances_;
  CardPeer card_peer_;
  CardSettings settings_;
};

}  // namespace tls_se
