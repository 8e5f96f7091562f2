// A TLS 1.3 server for tests that says what it is told to: every field of its messages can be
// changed, and they go into records in any way. Not for anything but tests.
#pragma once

#include "support/issued_certificates.h"
#include "test_peer.h"

namespace tls_se::test {

/// A ClientHello as it was read.
struct ReadHello : WithExtensions {  // pre_shared_key is one of them
  uint16_t legacy_version = 0;
  Buffer random;
  Buffer session_id;
  std::vector<uint16_t> cipher_suites;
  Buffer compression;
};

/// ServerHello or HelloRetryRequest before it is written.
struct ServerHelloSpec : WithExtensions {
  uint16_t legacy_version = kLegacyVersion;
  Buffer random;
  Buffer session_id;
  uint16_t cipher_suite = 0x1304;
  uint8_t compression = 0;
  bool has_extensions = true;
  Buffer psk;  // the one behind the key schedule; empty for none
};

struct CertificateRequestSpec : WithExtensions {
  Buffer certificate_request_context;
};

/// What a server says, from its ServerHello to its Finished.
struct FlightSpec {
  ServerHelloSpec hello;
  WithExtensions encrypted_extensions;
  std::optional<CertificateRequestSpec> request;
  std::optional<CertificateMessage> certificate;
  std::optional<CertificateVerifySpec> verify;
};

class TestServer final : public TestPeer {
 public:
  struct Options {
    Mode mode = Mode::psk;
    std::vector<CardProfile::Psk> psks = {{draft_identity(), draft_psk()}};
    const Identity* identity = nullptr;  // what it shows in the modes with certificates
    const CipherSuite* suite = &kAes128CcmSha256;
  };
  explicit TestServer(Options options);

  /// The card's: the first one, and behind a HelloRetryRequest the second. Wrong binders throw
  /// std::runtime_error as they are read.
  [[nodiscard]] const std::vector<ReadHello>& hellos() const { return hellos_; }

  /// Good ones, for the card that has said hello.
  [[nodiscard]] ServerHelloSpec retry() const;  // for the card's share, or with a cookie
  [[nodiscard]] FlightSpec flight() const;

  // Messages; each becomes part of the transcript, and server_hello brings the handshake keys.
  Buffer hello_retry_request(const ServerHelloSpec& spec);
  Buffer server_hello(const ServerHelloSpec& spec);
  Buffer encrypted_extensions(const WithExtensions& spec);
  Buffer certificate_request(const CertificateRequestSpec& spec);
  /// All behind the ServerHello.
  std::vector<Buffer> messages(const FlightSpec& spec);
  void finish() override;

 private:
  void read_message(Bytes message) override;
  void add_client_hello(Bytes message);
  void check_binders(Bytes message);
  [[nodiscard]] bool has_share_of_card() const;
  [[nodiscard]] Buffer share_of_card() const;

  Options options_;
  std::vector<ReadHello> hellos_;
};

/// How messages are put into records.
enum class Packing { each, together, bytes, padded };
[[nodiscard]] std::vector<Buffer> pack(TestPeer& peer, const std::vector<Buffer>& messages,
                                       Packing packing = Packing::each);

}  // namespace tls_se::test
