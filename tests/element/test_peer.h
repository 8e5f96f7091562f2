// What TestClient and TestServer share: a TLS 1.3 peer for tests that says what it is told to, and
// seals any content under the keys it has. Not for anything but tests.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "platform/openssl/openssl_crypto.h"
#include "wire.h"

namespace tls_se::test {

struct CertificateEntry {
  Buffer cert_data;
  std::vector<TestExtension> extensions;
};
/// Certificate, RFC 8446 section 4.4.2.
struct CertificateMessage {
  Buffer certificate_request_context;
  std::vector<CertificateEntry> certificate_list;
};

/// CertificateVerify, RFC 8446 section 4.4.3.
struct CertificateVerifySpec {
  uint16_t algorithm = kEcdsaSecp256r1Sha256;
  std::string private_key_pem;
  Role signer = Role::server;  // of the context string
  std::optional<Buffer> signature;
};

class TestPeer {
 public:
  TestPeer(const TestPeer&) = delete;
  TestPeer& operator=(const TestPeer&) = delete;

  /// Changes the body of each message that is made from now on, before it joins the transcript.
  std::function<void(HandshakeType, Buffer& body)> edit;

  // Messages; each becomes part of the transcript.
  Buffer certificate(const CertificateMessage& spec);
  Buffer certificate_verify(const CertificateVerifySpec& spec);
  Buffer finished();

  /// Its Finished has been sealed: application keys.
  virtual void finish() = 0;

  /// Follows whole records as the card sends them. Throws std::runtime_error at anything that is
  /// not right.
  void read_flight(Bytes records);
  [[nodiscard]] int change_cipher_specs_seen() const { return ccs_seen_; }
  /// What the card has shown in its Certificate; empty if it has nothing to show.
  [[nodiscard]] const std::vector<Buffer>& certificates_seen() const { return certificates_; }
  [[nodiscard]] bool saw(HandshakeType type) const;
  [[nodiscard]] bool has_handshake_keys() const { return session_.write.active(); }

  Buffer seal(ContentType type, Bytes content, size_t padding = 0);
  struct Opened {
    ContentType type;
    Buffer content;
  };
  /// Throws std::runtime_error if it is not authentic.
  Opened open(Bytes record);
  void update_own_keys() { update_keys_of(session_.role); }
  void update_peer_keys() { update_keys_of(peer_of(session_.role)); }

  /// The alert in the card's answer, opened if need be; none if it is not an alert record.
  std::optional<Alert> alert_in(Bytes record);
  /// The same, with the reason that this card has for it.
  std::optional<Alert> refusal_in(Bytes record, CardDriver& card);

  /// All secrets that the two have in common now, to look for in the card's memory.
  [[nodiscard]] std::vector<Buffer> secrets();

  Session& session() { return session_; }
  [[nodiscard]] const NamedGroup& group() const { return *session_.handshake.state.group; }
  /// Another key pair, of this group; at first there is one of secp256r1.
  void use_group(const NamedGroup& group);

 protected:
  TestPeer(Role role, const CipherSuite& suite);
  ~TestPeer() = default;

  /// Message by message, before they are in the transcript.
  virtual void read_message(Bytes message) = 0;
  void read_finished(Bytes message);

  /// The message with this body; it becomes part of the transcript.
  Buffer make(HandshakeType type, Buffer body);
  /// ECDHE with the card's share, and handshake keys; the hellos are in the transcript.
  void enter_handshake(const Buffer& psk, Bytes card_share);
  void install(Role sender);

  /// The key schedule takes this PSK under this handle from now on.
  KeyHandle psk_handle(const Buffer& psk);

  TlsSettings settings_;
  OpensslCrypto crypto_;
  HandshakeMemory handshake_{crypto_};
  Session session_;
  Buffer share_;

 private:
  void read_handshake(Bytes content);
  void read_certificate(Bytes message);
  void read_certificate_verify(Bytes message);
  void update_keys_of(Role sender);
  void note_secrets(const Buffer& psk, Bytes ecdhe);

  /// One key at a time.
  struct Keys final : KeyBytes {
    std::array<uint8_t, kSha256Size> early_secret{};
    [[nodiscard]] Bytes find(KeyHandle) const override { return early_secret; }
  } keys_;
  std::vector<Buffer> all_secrets_;
  Buffer pending_;  // of a message that has not come whole
  std::vector<HandshakeType> seen_;
  std::vector<Buffer> certificates_;
  int ccs_seen_ = 0;
};

/// Throws std::runtime_error.
void expect(bool condition, const char* what);

}  // namespace tls_se::test
