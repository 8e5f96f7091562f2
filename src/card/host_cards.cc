#include "card/host_cards.h"

#include <functional>

#include "card/card_body.h"
#include "card/personalised_flash.h"
#include "platform/flash/mapped_flash.h"
#include "platform/openssl/entropy.h"
#include "platform/openssl/openssl_crypto.h"
#include "platform/openssl/openssl_key_maker.h"
#include "platform/openssl/openssl_signatures.h"
#include "platform/recorded/recorded_crypto.h"
#include "platform/software/software_crypto.h"
#include "platform/software/software_signatures.h"

namespace tls_se {
namespace {

// A SEND of extended length may ask for a whole record at once.
constexpr size_t kMaxResponse = kRecordHeaderSize + kMaxCiphertext;

// A card in a file may be changed by anybody at any time, and has room for what people ask of one.
constexpr size_t kPsksInFile = 1024;
constexpr size_t kTrustAnchorsInFile = 64;
constexpr size_t kAllowedPeersInFile = 64;

class OpensslPlatform {
 public:
  explicit OpensslPlatform(size_t sessions) : crypto(sessions) {}

  OpensslCrypto crypto;
  OpensslSignatures signatures;
  OpensslKeyMaker key_maker;
};

/// The kernel's random bytes, as if they were raw noise.
class KernelNoise final : public NoiseSource {
 public:
  bool fill(const MutableBytes& raw) override { return fill_with_entropy(raw); }
};

class SoftwarePlatform {
 public:
  explicit SoftwarePlatform(size_t sessions)
      : aes_(kAesSlotsPerSession * sessions), key_pairs_(sessions) {
    if (crypto.start() != CryptoStatus::done) throw std::runtime_error("the kernel has no entropy");
  }

 private:
  std::vector<SoftwareAes128> aes_;
  std::vector<SoftwareCrypto::PrivateKey> key_pairs_;
  KernelNoise noise_;

 public:
  SoftwareCrypto crypto{{aes_, key_pairs_}, noise_, NoiseQuality::eight};
  SoftwareSignatures signatures{crypto};
  SoftwareKeyMaker key_maker{crypto};
};

constexpr const NamedGroup* kGroupsInSoftware[] = {&kSecp256r1};

class RecordedPlatform {
 public:
  explicit RecordedPlatform(RecordedValues values) : crypto(std::move(values)) {}

  RecordedCrypto crypto;
  OpensslSignatures signatures;
  OpensslKeyMaker key_maker;
};

/// A card on a platform and a flash of its own.
template <class Platform, class OwnFlash>
class HostCard final : public CardReader {
 public:
  HostCard(std::string name, const CardBuild& build, std::unique_ptr<OwnFlash> flash,
           auto... of_platform)
      : name_(std::move(name)),
        flash_(std::move(flash)),
        platform_(std::move(of_platform)...),
        body_(platform_.crypto, &platform_.signatures, &platform_.key_maker, *flash_, build),
        response_(kMaxResponse) {
    platform_.crypto.use_keys(&body_.keys());
    platform_.signatures.use_keys(&body_.keys());
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
  Platform platform_;
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
    if (platform == HostPlatform::software) build_.groups = kGroupsInSoftware;
    MemoryFlash flash = flash_for(profile);
    personalise(flash, profile, build_);
    image_.emplace(flash);
  }

  [[nodiscard]] std::unique_ptr<CardReader> make(size_t channels) const {
    return platform_ == HostPlatform::openssl ? make_on<OpensslPlatform>(channels)
                                              : make_on<SoftwarePlatform>(channels);
  }

 private:
  template <class Platform>
  [[nodiscard]] std::unique_ptr<CardReader> make_on(size_t channels) const {
    CardBuild build = build_;
    build.channels = channels;
    return std::make_unique<HostCard<Platform, PrivateFlash>>(
        "in-process card", build, std::make_unique<PrivateFlash>(*image_), channels);
  }

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
  return std::make_unique<HostCard<OpensslPlatform, FileFlash>>(
      "card in " + file.string(), build_in_file(channels),
      std::make_unique<FileFlash>(file, create), channels);
}

std::unique_ptr<CardReader> blank_card() {
  const MemoryFlash flash(FileFlash::kPageSize, FileFlash::kPages);
  return std::make_unique<HostCard<OpensslPlatform, PrivateFlash>>(
      "blank card", build_in_file(1), std::make_unique<PrivateFlash>(FlashImage(flash)), size_t{1});
}

std::vector<PlannedObject> plan_on_host(const CardProfile& profile) {
  OpensslCrypto crypto;
  OpensslKeyMaker key_maker;
  return plan_objects(profile, crypto, key_maker);
}

std::unique_ptr<CardReader> recorded_card(const CardProfile& profile, RecordedValues values) {
  const CardBuild build = with_room_for({}, profile);
  MemoryFlash flash = flash_for(profile);
  personalise(flash, profile, build);
  return std::make_unique<HostCard<RecordedPlatform, PrivateFlash>>(
      "recorded card", build, std::make_unique<PrivateFlash>(FlashImage(flash)), std::move(values));
}

}  // namespace tls_se
