// A secure element on this host, personalised from a profile, over any platform. Its record buffer
// takes what a peer may send: two full records, since a handshake message can come in pieces.
#pragma once

#include <memory>

#include "profile/card_profile.h"
#include "reader/card_reader.h"
#include "se/applet/secure_element.h"
#include "text/server_name.h"

namespace tls_se {

class HostElement {
 public:
  /// `signatures` may be null for a profile of the psk mode alone; it and `crypto` outlive the
  /// element.
  HostElement(Crypto& crypto, Signatures* signatures, CardProfile profile);
  HostElement(const HostElement&) = delete;
  HostElement& operator=(const HostElement&) = delete;

  CardResponse transmit(Bytes command);
  void reset();

 private:
  static constexpr size_t kRecordBufferSize = 2 * (kMaxCiphertext + kRecordHeaderSize);
  using Element = SecureElement<kRecordBufferSize>;

  [[nodiscard]] TlsSettings tls_settings(Signatures* signatures) const;
  [[nodiscard]] Circumstances circumstances();

  Crypto& crypto_;
  CardProfile profile_;  // owns the bytes that the settings point at
  std::vector<Psk> psks_;
  std::vector<const CipherSuite*> cipher_suites_;
  std::vector<Bytes> certificate_chain_;
  std::vector<Bytes> trust_anchors_;
  ServerName server_name_;          // of the profile, if it has one
  std::vector<uint8_t> protocols_;  // of the profile's alpn, as ProtocolNameList
  std::optional<NodeSupplied> node_supplied_;
  CardSettings settings_;
  std::unique_ptr<Element> element_;
  std::vector<uint8_t> response_;
};

}  // namespace tls_se
