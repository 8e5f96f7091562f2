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

 private:
  OpensslSignatures signatures_;
};

class RecordedPlatform {
 public:
  static constexpr char kCardName[] = "recorded card";

  explicit RecordedPlatform(RecordedValues values) : crypto(std::move(values)) {}

  RecordedCrypto crypto;
  Signatures* signatures() { return nullptr; }
};

/// An element, and a platform of its own that it stands on.
template <class Platform>
class HostCard final : public CardReader {
 public:
  template <class... Values>
  explicit HostCard(CardProfile profile, Values... values)
      : platform_(std::move(values)...),
        element_(platform_.crypto, platform_.signatures(), std::move(profile)) {}

  CardResponse transmit(Bytes command) override { return element_.transmit(command); }
  void reset() override { element_.reset(); }
  [[nodiscard]] std::string name() const override { return Platform::kCardName; }

 private:
  Platform platform_;
  HostElement element_;
};

}  // namespace

std::unique_ptr<CardReader> in_process_card(CardProfile profile) {
  return std::make_unique<HostCard<OpensslPlatform>>(std::move(profile));
}

std::unique_ptr<CardReader> recorded_card(CardProfile profile, RecordedValues values) {
  return std::make_unique<HostCard<RecordedPlatform>>(std::move(profile), std::move(values));
}

}  // namespace tls_se
