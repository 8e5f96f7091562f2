// A card in the slot of a virtual reader: power, reset, ATR and commands, as the reader's messages
// bring them (vsmartcard's vpcd: a message of one byte is a control, a longer one a command APDU).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "line/t0_commands.h"
#include "reader/card_reader.h"

namespace tls_se {

class SlotCard {
 public:
  /// What the card answers to a reset: asked whenever it has been reset.
  using AtrOf = std::function<std::vector<uint8_t>(CardReader&)>;

  /// `speaks_t0`: commands may come as T=0 has them. Of a card that speaks T=1 too the reader does
  /// not tell which of them a program has chosen.
  SlotCard(std::unique_ptr<CardReader> card, AtrOf atr_of, bool speaks_t0);

  /// A message of the reader's, and what is answered to it, if anything is.
  [[nodiscard]] std::optional<std::vector<uint8_t>> take(Bytes message);
  /// Of a reader that looks whether there is a card: it asks for the ATR.
  [[nodiscard]] static bool is_look(const Bytes& message);
  /// What the card had in RAM is gone.
  void lose_power();

 private:
  void power_up();
  [[nodiscard]] std::vector<uint8_t> process(const Bytes& command);

  const std::unique_ptr<CardReader> card_;
  const AtrOf atr_of_;
  const bool speaks_t0_;
  T0Commands t0_;
  std::vector<uint8_t> atr_;
  bool has_power_ = false;
};

}  // namespace tls_se
