#include "card/host_cards.h"

#include <functional>

#include "card/card_body.h"
#include "card/personalised_flash.h"
#include "platform/flash/mapped_flash.h"
#include "platform/recorded/recorded_crypto.h"

namespace tls_se {
namespace {

// A SEND of extended length may ask for a whole record at once.
constexpr size_t kMaxResponse = kRecordHeaderSize + kMaxCiphertext;

// A card in a file may be changed by anybody at any time, and has room for what people ask of one.
constexpr size_t kPsksInFile = 1024;
constexpr size_t kTrustAnchorsInFile = 64;
constexpr size_t kAllowedPeersInFile = 64;

/// Recorded values, and the build's own platform for the rest.
class RecordedParts final : public HostParts {
 public:
  explicit RecordedParts(RecordedValues values) : crypto_(std::move(values)) {}

  [[nodiscard]] Crypto& crypto() override { return crypto_; }
  [[nodiscard]] Signatures& signatures() override { return signatures_; }
  [[nodiscard]] KeyMaker& key_maker() override { return key_maker_; }
  void use_keys(const KeyBytes* keys) override {
    crypto_.use_keys(keys);
    signatures_.use_keys(keys);
  }
  [[nodiscard]] std::span<uint8_t, kP256ScalarSize> private_key_in(KeyPairSlot slot) override {
    return crypto_.private_key_in(slot);
  }

 private:
  RecordedCrypto crypto_;
  HostSignatures signatures_;
  HostKeyMaker key_maker_;
};

/// A card on a platform and a flash of its own.
template <class OwnFlash>
class HostCard final : public CardReader {
 public:
  HostCard(std::string name, const CardBuild& build, std::unique_ptr<OwnFlash> flash,
           std::unique_ptr<HostParts> parts)
      : name_(std::move(name)),
        flash_(std::move(flash)),
        parts_(std::move(parts)),
        body_(parts_->crypto(), &parts_->signatures(), &parts_->key_maker(), *flash_, build),
        response_(kMaxResponse) {
    parts_->use_keys(&body_.keys());
    reset();
  }

  CardResponse transmit(Bytes command) override {
    const Response response = body_.process(command, response_);
    flash_->sync();  // what is answered stays so
    const auto end = response_.begin() + static_cast<ptrdiff_t>(response.size);
    return {.data = {response_.begin(), end}, .status = response.status};
  }
  void reset() override {
    body_.power_up();
    flash_->sync();
  }
  [[nodiscard]] std::string name() const override { return name_; }

 private:
  const std::string name_;
  const std::unique_ptr<OwnFlash> flash_;
  const std::unique_ptr<HostParts> parts_;
  CardBody body_;
  std::vector<uint8_t> response_;
};

CardBuild build_in_file(size_t channels) {
  CardBuild build;
  build.channels = channels;
  build.psks = kPsksInFile;
  build.trust_anchors = kTrustAnchorsInFile;
  build.allowed_peers = kAllowedPeersInFile;
  return build;
}

}  // namespace

class HostCards::Image {
 public:
  Image(const CardProfile& profile, HostPlatform platform)
      : platform_(platform), build_(with_room_for({}, profile)) {
    build_.groups = groups_on(platform);
    MemoryFlash flash = flash_for(profile);
    personalise(flash, profile, build_);
    image_.emplace(flash);
  }

  [[nodiscard]] std::unique_ptr<CardReader> make(size_t channels) const {
    CardBuild build = build_;
    build.channels = channels;
    return std::make_unique<HostCard<PrivateFlash>>("in-process card", build,
                                                    std::make_unique<PrivateFlash>(*image_),
                                                    make_host_parts(platform_, channels));
  }

 private:
  const HostPlatform platform_;
  CardBuild build_;
  std::optional<FlashImage> image_;
};

HostCards::HostCards(CardProfile profile, HostPlatform platform)
    : image_(std::make_unique<Image>(profile, platform)) {}
HostCards::~HostCards() = default;

std::unique_ptr<CardReader> HostCards::make() const { return make(1); }
std::unique_ptr<CardReader> HostCards::make(size_t channels) const {
  return image_->make(channels);
}

std::unique_ptr<CardReader> in_process_card(const CardProfile& profile, HostPlatform platform) {
  return HostCards(profile, platform).make();
}

std::unique_ptr<CardReader> card_in_file(const std::filesystem::path& file, bool create,
                                         size_t channels) {
  return std::make_unique<HostCard<FileFlash>>("card in " + file.string(), build_in_file(channels),
                                               std::make_unique<FileFlash>(file, create),
                                               make_host_parts(default_host_platform(), channels));
}

std::unique_ptr<CardReader> blank_card() {
  const MemoryFlash flash(FileFlash::kPageSize, FileFlash::kPages);
  return std::make_unique<HostCard<PrivateFlash>>("blank card", build_in_file(1),
                                                  std::make_unique<PrivateFlash>(FlashImage(flash)),
                                                  make_host_parts(default_host_platform(), 1));
}

std::vector<PlannedObject> plan_on_host(const CardProfile& profile) {
  const auto parts = make_host_parts(default_host_platform(), 1);
  return plan_objects(profile, parts->crypto(), parts->key_maker());
}

std::unique_ptr<CardReader> recorded_card(const CardProfile& profile, RecordedValues values) {
  const CardBuild build = with_room_for({}, profile);
  MemoryFlash flash = flash_for(profile);
  personalise(flash, profile, build);
  return std::make_unique<HostCard<PrivateFlash>>(
      "recorded card", build, std::make_unique<PrivateFlash>(FlashImage(flash)),
      std::make_unique<RecordedParts>(std::move(values)));
}

}  // namespace tls_se
