#include "card_with_flash.h"

#include "support/hex.h"

namespace tls_se::test {

CardBuild chip_like_card() {
  CardBuild build;
  build.channels = kMaxChannels;
  build.record_buffer = 4096;
  build.psks = 8;
  build.trust_anchors = 4;
  build.allowed_peers = 8;
  return build;
}

CardWithFlash::CardWithFlash(const CardBuild& build) : CardWithFlash(own_flash_, build) {}

CardWithFlash::CardWithFlash(Flash& flash, const CardBuild& build)
    : own_flash_(2048, 32), body_(crypto_, &signatures_, &key_maker_, flash, build) {
  crypto_.use_keys(&body_.keys());
  signatures_.use_keys(&body_.keys());
  body_.power_up();
}

Response CardWithFlash::process(Bytes command, const MutableBytes& response) {
  crypto_.watch().tell_command(command);
  const Response result = body_.process(command, response);
  crypto_.watch().expect_none_in(Bytes(response).first(result.size), command);
  return result;
}

CardResponse CardWithFlash::transmit(Bytes command) {
  std::vector<uint8_t> response(65536);
  const Response result = process(command, response);
  response.resize(result.size);
  return {.data = std::move(response), .status = result.status};
}

std::string CardWithFlash::answer(std::string_view hex) {
  const CardResponse response = transmit(from_hex(std::string(hex)));
  const std::vector<uint8_t> status = {sw::sw1(response.status), sw::sw2(response.status)};
  std::string text;
  if (!response.data.empty()) text = to_spaced_hex(response.data) + ' ';
  return text + to_hex(status);
}

StatusWord CardWithFlash::status(std::string_view hex) {
  return transmit(from_hex(std::string(hex))).status;
}

}  // namespace tls_se::test
