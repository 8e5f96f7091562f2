// A whole card over the host's platform and a flash in memory, driven by APDUs as hexadecimal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "card/card_body.h"
#include "platform/flash/memory_flash.h"
#include "platform/host/host_crypto.h"
#include "reader/card_reader.h"
#include "support/secret_watch.h"

namespace tls_se::test {

/// Of four channels, with record buffers as a chip has them.
[[nodiscard]] CardBuild chip_like_card();

class CardWithFlash final : public CardReader {
 public:
  explicit CardWithFlash(const CardBuild& build = chip_like_card());
  /// Over flash of the caller's, which outlives the card.
  CardWithFlash(Flash& flash, const CardBuild& build = chip_like_card());

  CardResponse transmit(Bytes command) override;
  /// The same, into memory of the caller's. What a secret is in fails the test (secret_watch.h).
  Response process(Bytes command, const MutableBytes& response);
  void reset() override { body_.power_up(); }
  [[nodiscard]] std::string name() const override { return "card with flash"; }

  /// "6F 0C .. 9000", "9000".
  std::string answer(std::string_view hex);
  /// The status word alone.
  StatusWord status(std::string_view hex);

  [[nodiscard]] CardBody& body() { return body_; }
  [[nodiscard]] WatchedCrypto& crypto() { return crypto_; }

 private:
  MemoryFlash own_flash_;
  WatchedCrypto crypto_{kMaxChannels};
  HostSignatures signatures_;
  WatchedKeyMaker key_maker_{crypto_.watch()};
  CardBody body_;
};

/// As many pre-shared keys as fit, from number `first` on.
void fill_with_keys(CardWithFlash& card, size_t first);

}  // namespace tls_se::test
