// An element driven by APDUs, as a node drives it; what it does itself can be counted.
#pragma once

#include "counter.h"
#include "se/applet/secure_element.h"

namespace tls_se {

class Element {
 public:
  Element(Crypto& crypto, const CardSettings& settings) : element_(crypto, settings, nullptr) {}

  /// Null: its share is not counted.
  void count_by(Counter* counter) { counter_ = counter; }

  // Each gives what comes out, until the next; empty, too, if a status word is none that belongs to
  // a session that goes well.
  Bytes reset();
  /// Whole records of the handshake.
  Bytes handshake(const Bytes& records);
  /// Content, and its type behind it.
  Bytes encrypt(const Bytes& message) { return exchange_one(p1::kEncrypt, message); }
  Bytes decrypt(const Bytes& record) { return exchange_one(p1::kDecrypt, record); }

  [[nodiscard]] bool is_open() const { return status_ == sw::kOpen; }

 private:
  Bytes exchange_one(uint8_t direction, const Bytes& input);
  void exchange(uint8_t direction, Bytes input);
  void recv(uint8_t direction, uint8_t flags, const Bytes& fragment);
  void send();
  void process(size_t command_size);

  static constexpr size_t kRecordBuffer = 2048;

  SecureElement<kRecordBuffer> element_;
  Counter* counter_ = nullptr;
  StatusWord status_ = 0;
  size_t output_size_ = 0;
  std::array<uint8_t, 1280> output_;  // the longest flight
};

/// From the RESET of both until both are open. False if they never are.
[[nodiscard]] bool shake_hands(Element& client, Element& server);

}  // namespace tls_se
