// KeyUpdate from a server of GnuTLS, with update_requested: gnutls-serv has no words for it, so
// this one is written on GnuTLS's API.
#include <gnutls/gnutls.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <future>
#include <stdexcept>

#include "interop/card.h"
#include "interop/credentials.h"
#include "interop/gnutls_tool.h"
#include "interop/parties.h"
#include "interop/session.h"
#include "support/hex.h"

namespace tls_se::interop {
namespace {

using asio::ip::tcp;

void require(int result, const char* what) {
  if (result >= 0) return;
  throw std::runtime_error(std::string(what) + ": " + gnutls_strerror(result));
}

int give_key(gnutls_session_t, const char* identity, gnutls_datum_t* key) {
  if (std::string(identity) != kIdentity) return -1;
  const std::vector<uint8_t> psk = from_hex(kPsk);
  key->data = static_cast<unsigned char*>(gnutls_malloc(psk.size()));
  key->size = static_cast<unsigned>(psk.size());
  std::ranges::copy(psk, key->data);
  return 0;
}

/// What a GnuTLS server authenticates by.
class GnutlsCredentials {
 public:
  explicit GnutlsCredentials(const PeerSettings& settings) {
    gnutls_psk_allocate_server_credentials(&psk_);
    gnutls_psk_set_server_credentials_function(psk_, give_key);
    gnutls_certificate_allocate_credentials(&certificate_);
    if (settings.has_certificate()) {
      require(
          gnutls_certificate_set_x509_key_file(certificate_, settings.chain.c_str(),
                                               settings.private_key.c_str(), GNUTLS_X509_FMT_PEM),
          "certificate and key");
    }
    if (settings.checks_certificate()) {
      require(gnutls_certificate_set_x509_trust_file(certificate_, settings.trust.c_str(),
                                                     GNUTLS_X509_FMT_PEM),
              "trust");
    }
  }
  GnutlsCredentials(const GnutlsCredentials&) = delete;
  GnutlsCredentials& operator=(const GnutlsCredentials&) = delete;
  ~GnutlsCredentials() {
    gnutls_psk_free_server_credentials(psk_);
    gnutls_certificate_free_credentials(certificate_);
  }
  void give_to(gnutls_session_t session) const {
    require(gnutls_credentials_set(session, GNUTLS_CRD_PSK, psk_), "PSK");
    require(gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, certificate_), "certificate");
  }

 private:
  gnutls_psk_server_credentials_t psk_ = nullptr;
  gnutls_certificate_credentials_t certificate_ = nullptr;
};

/// One session of a server that changes its keys, and asks for the client's, before it sends a line
/// back.
class RekeyingSession {
 public:
  RekeyingSession(const PeerSettings& settings, int socket) : credentials_(settings) {
    require(gnutls_init(&session_, GNUTLS_SERVER), "session");
    require(gnutls_priority_set_direct(session_, gnutls_priority(settings).c_str(), nullptr),
            "priority");
    credentials_.give_to(session_);
    if (settings.checks_certificate()) {
      gnutls_certificate_server_set_request(session_, GNUTLS_CERT_REQUIRE);
      gnutls_session_set_verify_cert(session_, nullptr, 0);
    }
    gnutls_transport_set_int(session_, socket);
  }
  RekeyingSession(const RekeyingSession&) = delete;
  RekeyingSession& operator=(const RekeyingSession&) = delete;
  ~RekeyingSession() { gnutls_deinit(session_); }

  void run() {
    require(gnutls_handshake(session_), "handshake");
    for (std::string line = read_line(); !line.empty(); line = read_line()) {
      require(gnutls_session_key_update(session_, GNUTLS_KU_PEER), "KeyUpdate");
      require(static_cast<int>(gnutls_record_send(session_, line.data(), line.size())), "send");
    }
    require(gnutls_bye(session_, GNUTLS_SHUT_WR), "close_notify");
  }

 private:
  /// Empty at the end.
  std::string read_line() {
    std::string line;
    char c = 0;
    while (c != '\n') {
      const auto size = gnutls_record_recv(session_, &c, 1);
      if (size == GNUTLS_E_AGAIN) continue;  // it was a KeyUpdate
      require(static_cast<int>(size), "receive");
      if (size == 0) break;
      line += c;
    }
    return line;
  }

  const GnutlsCredentials credentials_;
  gnutls_session_t session_ = nullptr;
};

class GnutlsServersKeyUpdateTest : public testing::TestWithParam<Mode> {};

TEST_P(GnutlsServersKeyUpdateTest, BeforeEachLine) {
  const Credentials credentials;
  const Arrangement arrangement = arrange(credentials, Role::client, GetParam());
  asio::io_context io;
  tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  std::future<void> server = std::async(std::launch::async, [&] {
    tcp::socket socket = acceptor.accept();
    RekeyingSession(arrangement.peer, socket.native_handle()).run();
  });

  Card card(arrangement.card);
  card.connect(acceptor.local_endpoint().port());
  ASSERT_TRUE(card.opens()) << card.log();
  for (const size_t size : {30, 300, 3000, 31, 32}) {
    card.send(digits(size));
    ASSERT_TRUE(card.receives(digits(size))) << size << card.trace();
  }
  card.close();
  EXPECT_TRUE(card.ended_well()) << card.log();
  EXPECT_NO_THROW(server.get());
  // The answers to update_requested: a KeyUpdate and its content type.
  EXPECT_TRUE(card.trace().contains("RECV(Encrypt) 6 bytes")) << card.trace();
}

INSTANTIATE_TEST_SUITE_P(Interop, GnutlsServersKeyUpdateTest,
                         testing::Values(Mode::psk, Mode::certificate, Mode::mutual),
                         [](const auto& row) { return name_of(row.param); });

}  // namespace
}  // namespace tls_se::interop
