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

void fill_with_keys(CardWithFlash& card, size_t first) {
  size_t key = first;
  for (size_t size = 1900; size != 0; size = size * 4 / 5) {
    std::vector<uint8_t> put = from_hex("00DADF5000");
    put[3] = static_cast<uint8_t>(0x50 + key);
    for (const size_t number : {size + 3, size}) {
      put.push_back(static_cast<uint8_t>(number >> 8));
      put.push_back(static_cast<uint8_t>(number));
    }
    put.resize(put.size() + size, static_cast<uint8_t>(key));
    put.push_back('k');
    if (card.transmit(put).status == sw::kOk) ++key;
  }
}

}  // namespace tls_se::test
