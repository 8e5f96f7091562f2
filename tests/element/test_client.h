// A TLS 1.3 client for tests that says what it is told to: every field of its ClientHello can be
// changed, and it seals any content under the keys it has. Not for anything but tests.
#pragma once

#include <functional>
#include <optional>

#include "card_driver.h"

namespace tls_se::test {

struct TestExtension {
  uint16_t type;
  Buffer data;
};

/// A ClientHello before it is written. The defaults are a good one for the draft's card.
struct HelloSpec {
  uint16_t legacy_version = kLegacyVersion;
  Buffer session_id;
  std::vector<uint16_t> cipher_suites = {0x1304};
  Buffer compression = {0};
  std::vector<TestExtension> extensions;  // all but pre_shared_key
  bool offers_psk = true;
  std::vector<Buffer> identities = {draft_identity()};
  Buffer psk = draft_psk();  // the key behind the binders
  int spoil_binder = -1;     // the binder in which a bit is turned
  std::optional<Buffer> raw_psk_extension;

  [[nodiscard]] TestExtension& extension(ExtensionType type);
  void remove(ExtensionType type);
  void add(ExtensionType type, Buffer data);
};

/// A handshake message with its header.
[[nodiscard]] Buffer handshake_message(HandshakeType type, Bytes body);
/// A TLSPlaintext.
[[nodiscard]] Buffer plain_record(ContentType type, Bytes fragment);

class TestClient {
 public:
  explicit TestClient(const CipherSuite& suite = kAes128CcmSha256);

  /// A ClientHello for the draft's card, with a secp256r1 share.
  [[nodiscard]] HelloSpec hello();
  /// The message; it becomes part of the transcript.
  Buffer client_hello(const HelloSpec& spec);
  /// The message in a record.
  Buffer client_hello_record(const HelloSpec& spec) {
    return plain_record(ContentType::handshake, client_hello(spec));
  }

  /// Follows the server's flight, one or more whole records as the card sends them. Throws
  /// std::runtime_error at anything that is not right. A HelloRetryRequest moves the transcript.
  void read_flight(Bytes records);
  [[nodiscard]] bool saw_hello_retry_request() const { return saw_retry_; }
  [[nodiscard]] int change_cipher_specs_seen() const { return ccs_seen_; }
  [[nodiscard]] bool has_handshake_keys() const { return session_.write.active(); }

  /// The Finished message; the application keys come after finish().
  Buffer finished();
  /// client Finished has been sent: application keys.
  void finish();

  Buffer seal(ContentType type, Bytes content, size_t padding = 0);
  struct Opened {
    ContentType type;
    Buffer content;
  };
  /// Throws std::runtime_error if it is not authentic.
  Opened open(Bytes record);
  void update_own_keys();
  void update_server_keys();

  /// The alert in the card's answer, opened if need be; none if it is not an alert record.
  std::optional<Alert> alert_in(Bytes record);

  /// All secrets that the two have in common now, to look for in the card's memory.
  [[nodiscard]] std::vector<Buffer> secrets() const;

  Session& session() { return session_; }

 private:
  void read_handshake(Bytes message);
  void read_server_hello(Bytes message);

  OpensslCrypto crypto_;
  TlsSettings settings_;
  Session session_;
  const CipherSuite& suite_;
  Buffer psk_;
  std::array<uint8_t, kP256PrivateKeySize> private_key_{};
  std::array<uint8_t, kP256PointSize> share_{};
  std::vector<Buffer> all_secrets_;
  bool saw_retry_ = false;
  int ccs_seen_ = 0;
};

/// A whole handshake between the two, to the open session. False if it fails.
[[nodiscard]] bool open_session(TestClient& client, CardDriver& card);
[[nodiscard]] bool open_session(TestClient& client, CardDriver& card, HelloSpec spec);
/// That the card, after RESET, completes a good handshake and echoes a message: it is not stuck.
[[nodiscard]] bool works_after_reset(CardDriver& card);

}  // namespace tls_se::test
