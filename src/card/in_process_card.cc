#include "card/in_process_card.h"

#include "card/host_element.h"
#include "platform/openssl/openssl_crypto.h"
#include "platform/openssl/openssl_signatures.h"

namespace tls_se {

struct InProcessCard::Card {
  explicit Card(CardProfile profile) : element(crypto, &signatures, std::move(profile)) {}

  OpensslCrypto crypto;
  OpensslSignatures signatures;
  HostElement element;
};

InProcessCard::InProcessCard(CardProfile profile)
    : card_(std::make_unique<Card>(std::move(profile))) {}

InProcessCard::~InProcessCard() = default;

CardResponse InProcessCard::transmit(Bytes command) { return card_->element.transmit(command); }

void InProcessCard::reset() { card_->element.reset(); }

std::string InProcessCard::name() const { return "in-process card"; }

}  // namespace tls_se
