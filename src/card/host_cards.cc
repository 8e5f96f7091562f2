#include "card/host_cards.h"

#include "card/host_element.h"
#include "platform/openssl/openssl_crypto.h"
#include "platform/openssl/openssl_signatures.h"
#include "platform/recorded/recorded_crypto.h"

namespace tls_se {
namespace {

class OpensslPlatform {
 public:
  static constexpr char kCardName[] = "in-process card";

  OpensslCrypto crypto;
  Signatures* signatures() { return &signatures_; }
  void use_keys(const KeyBytes& keys) {
    crypto.use_keys(&keys);
    signatures_.use_keys(&keys);
  }

 private:
  OpensslSignatures signatures_;
};

class RecordedPlatform {
 public:
  static constexpr char kCardName[] = "recorded card";

  explicit RecordedPlatform(RecordedValues values) : crypto(std::move(values)) {}

  RecordedCrypto crypto;
  Signatures* signatures() { return nullptr; }
  void use_keys(const KeyBytes& keys) { crypto.use_keys(&keys); }
};

/// An element, its objects, and a platform of its own that it stands on.
template <class Platform>
class HostCard final : public CardReader {
 public:
  template <class... Values>
  explicit HostCard(std::shared_ptr<const SharedObjects> objects, Values... values)
      : platform_(std::move(values)...),
        objects_(std::move(objects), platform_.signatures()),
        element_(platform_.crypto, objects_) {
    platform_.use_keys(objects_);
  }

  CardResponse transmit(Bytes command) override { return element_.transmit(command); }
  void reset() override { element_.reset(); }
  [[nodiscard]] std::string name() const override { return Platform::kCardName; }

 private:
  Platform platform_;
  CardObjects objects_;
  HostElement element_;
};

std::shared_ptr<const SharedObjects> objects_of(CardProfile profile) {
  OpensslCrypto crypto;
  return std::make_shared<SharedObjects>(std::move(profile), crypto);
}

}  // namespace

HostCards::HostCards(CardProfile profile) : objects_(objects_of(std::move(profile))) {}

std::unique_ptr<CardReader> HostCards::make() const {
  return std::make_unique<HostCard<OpensslPlatform>>(objects_);
}

std::unique_ptr<CardReader> in_process_card(CardProfile profile) {
  return HostCards(std::move(profile)).make();
}

std::unique_ptr<CardReader> recorded_card(CardProfile profile, RecordedValues values) {
  return std::make_unique<HostCard<RecordedPlatform>>(objects_of(std::move(profile)),
                                                      std::move(values));
}

}  // namespace tls_se
