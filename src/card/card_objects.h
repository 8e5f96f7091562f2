// The objects of a card on this host: it owns the bytes of a profile, and gives the element its
// views of them. A platform without a key store finds its keys here.
#pragma once

#include <vector>

#include "profile/card_profile.h"
#include "se/applet/card_circumstances.h"
#include "se/applet/secure_element.h"
#include "se/base/secret.h"
#include "se/data_exchange/data_exchange.h"

namespace tls_se {

class CardObjects final : public KeyBytes {
 public:
  /// Of a card with this program, or if it is null with the one that does all of the profile's
  /// role. `signatures` may be null for a profile of the psk mode alone; it outlives the objects.
  /// `crypto` is not kept. Throws std::runtime_error, in words for a person, if no card can be made
  /// of the profile.
  CardObjects(CardProfile profile, Crypto& crypto, Signatures* signatures,
              const Program* program = nullptr);
  CardObjects(const CardObjects&) = delete;
  CardObjects& operator=(const CardObjects&) = delete;

  [[nodiscard]] const CardSettings& settings() const { return settings_; }
  [[nodiscard]] OptionalData optional() {
    return {.put_data = &*card_circumstances_, .peer = &*card_peer_};
  }
  [[nodiscard]] Bytes find(KeyHandle key) const override;

 private:
  [[nodiscard]] Circumstances circumstances();

  CardProfile profile_;
  std::vector<Psk> psks_;
  std::vector<Secret<kSha256Size>> early_secrets_;  // of the PSKs
  std::vector<Bytes> certificate_chain_;
  std::vector<Bytes> trust_anchors_;
  std::vector<uint8_t> server_name_;
  std::vector<uint8_t> protocols_;
  std::vector<PeerPattern> allowed_peers_;
  std::optional<CardCircumstances> card_circumstances_;
  std::optional<CardPeer> card_peer_;
  CardSettings settings_;
};

}  // namespace tls_se
