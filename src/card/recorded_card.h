// An element whose platform returns recorded values, so that a trace can be played back byte for
// byte. A test platform: nothing in any other card leads here.
#pragma once

#include <memory>

#include "platform/recorded/recorded_values.h"
#include "profile/card_profile.h"
#include "reader/card_reader.h"

namespace tls_se {

class RecordedCard final : public CardReader {
 public:
  RecordedCard(CardProfile profile, RecordedValues values);
  ~RecordedCard() override;

  CardResponse transmit(Bytes command) override;
  void reset() override;
  [[nodiscard]] std::string name() const override;

 private:
  struct Card;
  std::unique_ptr<Card> card_;
};

}  // namespace tls_se
