// A card behind any reader, as the benchmarks drive it: records in by RECV, records out by SEND, in
// commands of short or of extended length.
#pragma once

#include <chrono>
#include <vector>

#include "reader/card_reader.h"

namespace tls_se::bench {

enum class Lengths { short_ones, extended };

class ReaderCard {
 public:
  ReaderCard(CardReader& reader, Lengths lengths) : reader_(reader), lengths_(lengths) {}

  void reset();
  /// Each throws std::runtime_error if the card refuses.
  std::vector<uint8_t> handshake(const std::vector<uint8_t>& records);
  std::vector<uint8_t> encrypt(const std::vector<uint8_t>& message);
  std::vector<uint8_t> decrypt(const std::vector<uint8_t>& record);

  [[nodiscard]] bool is_open() const { return is_open_; }
  /// Of all commands so far.
  [[nodiscard]] size_t commands() const { return commands_; }
  [[nodiscard]] double seconds() const { return seconds_; }

 private:
  std::vector<uint8_t> exchange(uint8_t direction, Bytes input);
  CardResponse recv(uint8_t direction, uint8_t flags, Bytes fragment);
  CardResponse send(StatusWord announced);
  CardResponse transmit(const std::vector<uint8_t>& command);

  CardReader& reader_;
  const Lengths lengths_;
  bool is_open_ = false;
  size_t commands_ = 0;
  double seconds_ = 0;
};

}  // namespace tls_se::bench
