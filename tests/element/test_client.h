// A TLS 1.3 client for tests that says what it is told to: every field of its ClientHello can be
// changed. Not for anything but tests.
#pragma once

#include "test_peer.h"

namespace tls_se::test {

/// A ClientHello before it is written. The defaults are a good one for the draft's card.
struct HelloSpec : WithExtensions {  // all but pre_shared_key
  uint16_t legacy_version = kLegacyVersion;
  Buffer session_id;
  std::vector<uint16_t> cipher_suites = {0x1304};
  Buffer compression = {0};
  bool offers_psk = true;
  std::vector<Buffer> identities = {draft_identity()};
  Buffer psk = draft_psk();  // the key behind the binders
  int spoil_binder = -1;     // the binder in which a bit is turned
  std::optional<Buffer> raw_psk_extension;
};

class TestClient final : public TestPeer {
 public:
  explicit TestClient(const CipherSuite& suite = kAes128CcmSha256)
      : TestPeer(Role::client, suite) {}

  /// A ClientHello for the draft's card, with a share of its group.
  [[nodiscard]] HelloSpec hello();
  /// One that offers no PSK.
  [[nodiscard]] HelloSpec hello_for_certificate();
  /// The message; it becomes part of the transcript.
  Buffer client_hello(const HelloSpec& spec);
  /// The message in a record.
  Buffer client_hello_record(const HelloSpec& spec) {
    return plain_record(ContentType::handshake, client_hello(spec));
  }

  // What the server has said.
  [[nodiscard]] bool saw_hello_retry_request() const { return saw_retry_; }
  [[nodiscard]] bool saw_psk_accepted() const { return psk_accepted_; }
  [[nodiscard]] const WithExtensions& encrypted_extensions() const { return encrypted_extensions_; }

  void finish() override;

 private:
  void read_message(Bytes message) override;
  void read_server_hello(Bytes message);
  void read_encrypted_extensions(Bytes message);

  Buffer psk_;
  WithExtensions encrypted_extensions_;
  bool saw_retry_ = false;
  bool psk_accepted_ = false;
};

/// A whole handshake between the two, to the open session. False if it fails.
[[nodiscard]] bool open_session(TestClient& client, CardDriver& card);
[[nodiscard]] bool open_session(TestClient& client, CardDriver& card, HelloSpec spec);
/// That the card, after RESET, completes a good handshake and echoes a message: it is not stuck.
[[nodiscard]] bool works_after_reset(CardDriver& card);
/// That the two have an open session: content goes both ways.
[[nodiscard]] bool exchanges_content(TestPeer& peer, CardDriver& card);

}  // namespace tls_se::test
