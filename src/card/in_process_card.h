// A secure element in this process, over the OpenSSL platform: no hardware needed.
#pragma once

#include <memory>

#include "profile/card_profile.h"
#include "reader/card_reader.h"

namespace tls_se {

class InProcessCard final : public CardReader {
 public:
  /// Personalised for good; throws std::runtime_error if no element can be made of the profile.
  explicit InProcessCard(CardProfile profile);
  ~InProcessCard() override;

  CardResponse transmit(Bytes command) override;
  void reset() override;
  [[nodiscard]] std::string name() const override;

 private:
  struct Card;
  std::unique_ptr<Card> card_;
};

}  // namespace tls_se
