#include "support/watched_card.h"

#include "card/personalised_flash.h"
#include "support/secret_watch.h"

namespace tls_se::test {
namespace {

class WatchedCard final : public CardReader {
 public:
  WatchedCard(const CardProfile& profile, size_t channels)
      : flash_(flash_for(profile)),
        crypto_(channels),
        body_(crypto_, &signatures_, &key_maker_, flash_, build_of(profile, channels)) {
    personalise(flash_, profile, build_of(profile, 1), crypto_, signatures_, key_maker_,
                [this](const KeyBytes* keys) { use_keys(keys); });
    for (const CardProfile::Psk& psk : profile.psks) crypto_.watch().tell(psk.key);
    crypto_.watch().tell(profile.private_key);
    use_keys(&body_.keys());
    body_.power_up();
  }

  CardResponse transmit(Bytes command) override {
    std::vector<uint8_t> response(65536);
    crypto_.watch().tell_command(command);
    const Response result = body_.process(command, response);
    response.resize(result.size);
    crypto_.watch().expect_none_in(response, command);
    return {.data = std::move(response), .status = result.status};
  }
  void reset() override { body_.power_up(); }
  [[nodiscard]] std::string name() const override { return "watched card"; }

 private:
  void use_keys(const KeyBytes* keys) {
    crypto_.use_keys(keys);
    signatures_.use_keys(keys);
  }
  static CardBuild build_of(const CardProfile& profile, size_t channels) {
    CardBuild build = with_room_for({}, profile);
    build.channels = channels;
    return build;
  }

  MemoryFlash flash_;
  WatchedCrypto crypto_;
  HostSignatures signatures_;
  WatchedKeyMaker key_maker_{crypto_.watch()};
  CardBody body_;
};

}  // namespace

std::unique_ptr<CardReader> watched_card(const CardProfile& profile, size_t channels) {
  return std::make_unique<WatchedCard>(profile, channels);
}

}  // namespace tls_se::test
