// A card for tests that only looks like TLS: a "handshake" record opens it, and a record's content
// goes through unchanged. So every byte on the wire is the test's own choice.
#pragma once

#include <algorithm>
#include <functional>
#include <optional>
#include <stdexcept>
#include <utility>

#include "reader/card_reader.h"
#include "se/data_exchange/apdu.h"
#include "text/hex.h"

namespace tls_se {

inline std::vector<uint8_t> record(uint8_t type, const std::string& content) {
  std::vector<uint8_t> bytes = {type, 3, 3, static_cast<uint8_t>(content.size() >> 8),
                                static_cast<uint8_t>(content.size())};
  bytes.insert(bytes.end(), content.begin(), content.end());
  return bytes;
}

inline bool is_reset(Bytes command) {
  const auto apdu = parse_apdu(command);
  return apdu->ins == ins::kRecv && apdu->data.empty();
}

class GlassCard final : public CardReader {
 public:
  GlassCard() { remember_fragment_size(kMaxShortData); }

  CardResponse transmit(Bytes command) override {
    if (is_out_) throw std::runtime_error("the card is out");
    if (const auto response = instead(command)) return *response;
    const auto apdu = parse_apdu(command);
    if (apdu->ins == ins::kSend) return send();
    if (apdu->data.empty() || apdu->ins != ins::kRecv) commands.push_back(to_spaced_hex(command));
    if (tells_max_content && commands.back() == "00 CA 01 04 00") {
      return {{static_cast<uint8_t>(max_content >> 8), static_cast<uint8_t>(max_content)}, sw::kOk};
    }
    if (apdu->ins != ins::kRecv) return {{}, sw::kDataObjectNotFound};
    if (apdu->data.empty()) {
      input_.clear();
      output_.clear();
      if (reset_refusals > 0) {
        --reset_refusals;
        return {{}, sw::kConditionsNotSatisfied};
      }
      if (is_client) return give(record(22, "client"), sw::kOk);
      return {{}, sw::kOk};
    }
    input_.insert(input_.end(), apdu->data.begin(), apdu->data.end());
    if ((apdu->p2 & p2::kLast) == 0) return {{}, sw::kOk};
    return work(apdu->p1, std::exchange(input_, {}));
  }
  void reset() override { at_cold_reset(); }
  bool occupy() override {
    at_occupation();
    ++occupations;
    is_occupied = true;
    return false;
  }
  void release() noexcept override { is_occupied = false; }
  [[nodiscard]] std::string name() const override { return "glass card"; }

  bool is_client = false;
  std::vector<std::string> commands;  // RESET, and all but RECV and SEND
  size_t max_content = 1 << 14;
  bool tells_max_content = false;
  size_t refusals = 0;     // of content that was longer
  int reset_refusals = 0;  // so many times RESET is refused
  bool stays_out = false;  // once content of type 14 has pulled it out
  bool is_occupied = false;
  int occupations = 0;
  std::function<void()> at_occupation = [] {};  // throws, if the card can't be had
  std::function<void()> before_handshake = [] {};
  std::function<void()> at_cold_reset = [] {};
  /// Answers, or throws, before the card gets to see a command.
  std::function<std::optional<CardResponse>(Bytes)> instead = [](Bytes) { return std::nullopt; };

 private:
  CardResponse work(uint8_t work, std::vector<uint8_t> input) {
    if (work == p1::kHandshake) {
      before_handshake();
      if (input[0] != 22) return give({21, 3, 3, 0, 2, 2, 10}, sw::kClose);
      return {{}, sw::kOpen};
    }
    const bool decrypt = work == p1::kDecrypt;
    const uint8_t type = decrypt ? input[0] : input.back();
    if (decrypt) {
      input.erase(input.begin(), input.begin() + 5);
      input.push_back(type);
    } else {
      input.pop_back();
      if (input.size() > max_content) {
        ++refusals;
        return {{}, sw::kWrongLength};
      }
      input = record(type, {input.begin(), input.end()});
    }
    if (type == 0x14) {
      is_out_ = stays_out;
      throw std::runtime_error("the card was pulled out");
    }
    return give(std::move(input), type == 0x15 ? sw::kClose : sw::kOk);
  }
  CardResponse give(std::vector<uint8_t> output, StatusWord then) {
    output_ = std::move(output);
    then_ = then;
    return {{}, sw::join(sw::kMore9F, static_cast<uint8_t>(std::min<size_t>(output_.size(), 256)))};
  }
  CardResponse send() {
    const auto size = static_cast<ptrdiff_t>(std::min<size_t>(output_.size(), 256));
    std::vector<uint8_t> fragment(output_.begin(), output_.begin() + size);
    output_.erase(output_.begin(), output_.begin() + size);
    if (output_.empty()) return {fragment, then_};
    return {fragment, give(std::move(output_), then_).status};
  }

  std::vector<uint8_t> input_;
  std::vector<uint8_t> output_;
  StatusWord then_ = 0;
  bool is_out_ = false;
};

}  // namespace tls_se
