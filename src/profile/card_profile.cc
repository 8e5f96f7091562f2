#include "profile/card_profile.h"

#include <string_view>

#include "se/base/secret.h"

namespace tls_se {

CardProfile::~CardProfile() {
  for (Psk& psk : psks) wipe(psk.key);
  wipe(private_key);
}

CardProfile demo_card_profile() {
  constexpr std::string_view kIdentity = "Client_identity";
  CardProfile::Psk psk;
  psk.identity.assign(kIdentity.begin(), kIdentity.end());
  for (uint8_t byte = 0x01; byte <= 0x20; ++byte) psk.key.push_back(byte);
  CardProfile profile;
  profile.cipher_suites = {&kAes128CcmSha256, &kAes128GcmSha256};
  profile.psks.push_back(std::move(psk));
  return profile;
}

}  // namespace tls_se
