// A secure element on this host, personalised from a profile, over any platform. Its record buffer
// takes what a peer may send: the longest ClientHello that there can be, or a chain of certificates
// of 64 KiB, and the record that brings the last of it.
#pragma once

#include <memory>
#include <optional>

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
  /// Needs no memory that it has not had before.
  void reset();

 private:
  // RFC 8446 section 4.1.2: header, legacy_version, random, legacy_session_id, cipher_suites,
  // legacy_compression_methods, extensions.
  static constexpr size_t kMaxClientHello =
      4 + 2 + 32 + (1 + 32) + (2 + 65534) + (1 + 255) + (2 + 65535);
  static constexpr size_t kRecordBufferSize = kMaxClientHello + kRecordHeaderSize + kMaxCiphertext;
  using Element = SecureElement<kRecordBufferSize>;

  Crypto& crypto_;
  CardObjects& objects_;
  const std::unique_ptr<std::optional<Element>> element_;  // never empty between two calls
  std::vector<uint8_t> response_;
};

}  // namespace tls_se
