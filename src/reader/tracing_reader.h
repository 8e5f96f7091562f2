// A reader that shows every exchange with the card behind it, as the draft's section 5 does: its
// name, its status word by value and name, and its time; if wanted, all of its bytes, but for PINs
// and keys that are brought to the card.
#pragma once

#include <functional>
#include <memory>

#include "reader/card_reader.h"
#include "reader/exchange_names.h"
#include "reader/secret_commands.h"

namespace tls_se {

struct TraceOptions {
  bool bytes = false;  // hexadecimal dumps too: they hold the decrypted application data
  bool colour = false;
  size_t brief_width = 0;  // if any: no names of status words, no times, and no longer lines
  std::string label;       // begins each line: which card, if there are several
};

class TracingReader final : public CardReader {
 public:
  /// Takes the text of one whole exchange, lines ended.
  using Print = std::function<void(const std::string&)>;

  TracingReader(std::unique_ptr<CardReader> card, TraceOptions options, Print print);

  CardResponse transmit(Bytes command) override;
  void reset() override;
  bool occupy() override { return card_->occupy(); }
  void release() noexcept override { card_->release(); }
  void check() override { card_->check(); }
  [[nodiscard]] std::string name() const override { return card_->name(); }

 private:
  [[nodiscard]] size_t name_width() const;
  [[nodiscard]] std::string summary(const Exchange& exchange) const;
  void dump(std::string& text, const char* direction, Bytes bytes) const;
  std::string painted(const char* colour, const std::string& text) const;

  std::unique_ptr<CardReader> card_;
  TraceOptions options_;
  Print print_;
  ExchangeNames names_;
  SecretCommands secrets_;
};

}  // namespace tls_se
