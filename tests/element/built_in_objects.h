// The settings of a card whose objects are built in when it is linked, as firmware without commands
// to put them has them: whatever they say, right or wrong.
#pragma once

#include <vector>

#include "profile/card_profile.h"
#include "se/applet/card_peer.h"
#include "se/applet/secure_element.h"
#include "se/base/secret.h"

namespace tls_se::test {

class BuiltInObjects final : public KeyBytes {
 public:
  BuiltInObjects(CardProfile profile, Crypto& crypto, Signatures* signatures,
                 const Program& program);
  BuiltInObjects(const BuiltInObjects&) = delete;
  BuiltInObjects& operator=(const BuiltInObjects&) = delete;

  [[nodiscard]] const CardSettings& settings() const { return settings_; }
  [[nodiscard]] CardCircumstances& circumstances() { return circumstances_; }
  [[nodiscard]] Bytes find(KeyHandle key) const override;

 private:
  const CardProfile profile_;
  std::vector<Secret<kSha256Size>> early_secrets_;
  std::vector<Psk> psks_;
  std::vector<Bytes> certificate_chain_;
  std::vector<Bytes> trust_anchors_;
  std::vector<uint8_t> protocols_;
  std::vector<uint8_t> server_name_;
  CardCircumstances circumstances_;
  CardPeer peer_;
  CardSettings settings_;
};

}  // namespace tls_se::test
