#include "card/recorded_card.h"

#include "card/host_element.h"
#include "platform/recorded/recorded_crypto.h"

namespace tls_se {

struct RecordedCard::Card {
  Card(CardProfile profile, RecordedValues values)
      : crypto(std::move(values)), element(crypto, nullptr, std::move(profile)) {}

  RecordedCrypto crypto;
  HostElement element;
};

RecordedCard::RecordedCard(CardProfile profile, RecordedValues values)
    : card_(std::make_unique<Card>(std::move(profile), std::move(values))) {}

RecordedCard::~RecordedCard() = default;

CardResponse RecordedCard::transmit(Bytes command) { return card_->element.transmit(command); }

void RecordedCard::reset() { card_->element.reset(); }

std::string RecordedCard::name() const { return "recorded card"; }

}  // namespace tls_se
