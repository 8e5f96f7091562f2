// A secure element on this host, personalised from a profile, over any platform. Its record buffer
// takes what a peer may send: two full records, since a handshake message can come in pieces.
#pragma once

#include <memory>

#include "card/card_objects.h"
#include "reader/card_reader.h"
#include "se/applet/secure_element.h"

namespace tls_se {

class HostElement {
 public:
  /// All outlive the element.
  HostElement(Crypto& crypto, CardObjects& objects);
  HostElement(const HostElement&) = delete;
  HostElement& operator=(const HostElement&) = delete;

  CardResponse transmit(Bytes command);
  void reset();

 private:
  static constexpr size_t kRecordBufferSize = 2 * (kMaxCiphertext + kRecordHeaderSize);
  using Element = SecureElement<kRecordBufferSize>;

  Crypto& crypto_;
  CardObjects& objects_;
  std::unique_ptr<Element> element_;
  std::vector<uint8_t> response_;
};

}  // namespace tls_se
