#include "card/personalised_flash.h"

#include <algorithm>

#include "personalisation/personaliser.h"
#include "platform/host/host_platform.h"

namespace tls_se {
namespace {

constexpr size_t kPage = 4096;

size_t bytes_of(const std::vector<std::vector<uint8_t>>& values) {
  size_t bytes = 0;
  for (const std::vector<uint8_t>& value : values) bytes += value.size();
  return bytes;
}

/// In APDUs alone.
class BodyReader final : public CardReader {
 public:
  explicit BodyReader(CardBody& body) : body_(body) { body_.power_up(); }

  CardResponse transmit(Bytes command) override {
    std::vector<uint8_t> response(kMaxShortResponse);
    const Response result = body_.process(command, response);
    response.resize(result.size);
    return {.data = std::move(response), .status = result.status};
  }
  void reset() override { body_.power_up(); }
  [[nodiscard]] std::string name() const override { return "card in memory"; }

 private:
  CardBody& body_;
};

}  // namespace

MemoryFlash flash_for(const CardProfile& profile) {
  size_t objects = profile.certificate_chain.size() + profile.trust_anchors.size();
  size_t bytes = bytes_of(profile.certificate_chain) + bytes_of(profile.trust_anchors);
  objects += profile.psks.size() + profile.allowed_peers.size();
  for (const CardProfile::Psk& psk : profile.psks) bytes += kStoredPskHead + psk.identity.size();
  for (const CardProfile::AllowedPeer& peer : profile.allowed_peers) bytes += peer.value.size();
  const size_t pages = (flash_area_for(objects, bytes) + kPage - 1) / kPage;
  return MemoryFlash(kPage, ObjectStore::kMinAreas * pages);
}

CardBuild with_room_for(CardBuild build, const CardProfile& profile) {
  build.psks = std::max(build.psks, profile.psks.size());
  build.certificates = std::max(build.certificates, profile.certificate_chain.size());
  build.trust_anchors = std::max(build.trust_anchors, profile.trust_anchors.size());
  build.allowed_peers = std::max(build.allowed_peers, profile.allowed_peers.size());
  return build;
}

void personalise(Flash& flash, const CardProfile& profile, const CardBuild& build) {
  const auto parts = make_host_parts(default_host_platform(), 1);
  personalise(flash, profile, build, parts->crypto(), parts->signatures(), parts->key_maker(),
              [&](const KeyBytes* keys) { parts->use_keys(keys); });
}

void personalise(Flash& flash, const CardProfile& profile, const CardBuild& build, Crypto& crypto,
                 Signatures& signatures, KeyMaker& key_maker,
                 const std::function<void(const KeyBytes*)>& use_keys) {
  CardBuild alone = build;
  alone.channels = 1;
  CardBody body(crypto, &signatures, &key_maker, flash, alone);
  use_keys(&body.keys());
  BodyReader card(body);
  Personaliser(card, plan_objects(profile, crypto, key_maker), profile.private_key_on_card).apply();
  use_keys(nullptr);
}

}  // namespace tls_se
