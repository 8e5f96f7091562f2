// Whom a profile lets in, and what the log says of who came: the program against openssl.
#include <gtest/gtest.h>

#include "support/client_process.h"
#include "support/loopback_port.h"
#include "support/issued_certificates.h"
#include "support/test_credentials.h"
#include "support/words.h"

namespace tls_se {
namespace {

constexpr char kOwn[] = "certificate_chain = \"own.pem\"\nprivate_key = \"own-key.pem\"\n";
constexpr char kAnchors[] = "trust_anchors = [\"ca.pem\"]\n";

class AllowTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!is_installed("openssl")) GTEST_SKIP() << "no openssl here";
    write("ca", authority_.own().certificate_pem);
    write_identity("own", authority_.issue());
    write_identity("peer", authority_.issue(
                               {.common_name = "pump 7",
                                .subject_alt_name = "DNS:pump-7.fleet.example, DNS:card.example"}));
  }
  void write(const std::string& name, const std::string& pem) const {
    folder_.write(name + ".pem", pem);
  }
  void write_identity(const std::string& name, const test::Identity& identity) const {
    write(name, identity.certificate_pem);
    write(name + "-key", identity.private_key_pem);
  }
  [[nodiscard]] std::string path(const char* name) const { return folder_.path() / name; }
  [[nodiscard]] Words profile(const std::string& text) const {
    return {"--profile", folder_.write("card.toml", text).string()};
  }

  /// Of a server with this profile, for one connection.
  void start_server(const std::string& text) {
    Words options = profile(text);
    options.insert(options.end(), {"--connections", "1"});
    server_.emplace(options);
  }
  void start_s_client(const Words& more) {
    Words words = {"openssl", "s_client", "-connect", server_->address(), "-tls1_3"};
    words.insert(words.end(), more.begin(), more.end());
    peer_.emplace(words);
  }
  [[nodiscard]] Words with_certificate() const {
    return {"-cert", path("peer.pem"), "-key", path("peer-key.pem"), "-CAfile", path("ca.pem")};
  }
  void expect_echo() {
    peer_->write("hello\n");
    EXPECT_TRUE(peer_->prints("hello\n")) << server_->log();
    peer_->write("Q\n");
    EXPECT_EQ(peer_->exit_code(), 0);
    EXPECT_EQ(server_->exit_code(), 0);
  }
  void expect_denied() {
    EXPECT_NE(peer_->exit_code(), 0);
    EXPECT_TRUE(peer_->errors().contains("alert access denied")) << peer_->errors();
    EXPECT_EQ(server_->exit_code(), 0);
    EXPECT_TRUE(server_->log().contains(sent_by_card("access_denied", "a peer that is not let in")))
        << server_->log();
    EXPECT_TRUE(server_->log().contains("allow in the profile")) << server_->log();
    EXPECT_FALSE(server_->log().contains(": open, ")) << server_->log();
  }

  const TestFolder folder_;
  const test::Authority authority_{"Test root"};
  std::optional<ServerProcess> server_;
  std::optional<ChildProcess> peer_;
};

const std::string kPsks = std::string("[[psk]]\nidentity = \"sensor-7\"\nkey = \"") + kPsk +
                          "\"\n" + "[[psk]]\nidentity = \"valve-7\"\nkey = \"" + kPsk + "\"\n";

TEST_F(AllowTest, AServerLetsInByPskIdentity) {
  start_server("allow = [\"psk:sensor-*\"]\n" + kPsks);
  start_s_client({"-psk_identity", "sensor-7", "-psk", kPsk});
  expect_echo();
  EXPECT_TRUE(server_->log().contains("the peer is PSK identity \"sensor-7\"")) << server_->log();
}

TEST_F(AllowTest, AServerKeepsOutByPskIdentity) {
  start_server("allow = [\"psk:sensor-*\"]\n" + kPsks);
  start_s_client({"-psk_identity", "valve-7", "-psk", kPsk});
  expect_denied();
}

TEST_F(AllowTest, AServerLetsInByCertificateName) {
  start_server("modes = [\"mutual\"]\nallow = [\"DNS:*.fleet.example\"]\n" + std::string(kOwn) +
               kAnchors);
  start_s_client(with_certificate());
  expect_echo();
  EXPECT_TRUE(server_->log().contains(
      "the peer is CN=pump 7 (DNS:pump-7.fleet.example, DNS:card.example), SHA-256 "))
      << server_->log();
}

TEST_F(AllowTest, AServerKeepsOutByCertificateName) {
  start_server("modes = [\"mutual\"]\nallow = [\"DNS:*.other.example\", \"CN=Pump 7\"]\n" +
               std::string(kOwn) + kAnchors);
  start_s_client(with_certificate());
  expect_denied();
}

class AllowOfAClientTest : public AllowTest {
 protected:
  void run(const std::string& allow) {
    Words words = {"openssl", "s_server", "-accept", loopback(port_), "-tls1_3", "-rev"};
    const Words more = {"-cert", path("peer.pem"), "-key", path("peer-key.pem")};
    words.insert(words.end(), more.begin(), more.end());
    peer_.emplace(words);
    await_listener(port_);
    client_.emplace(loopback(port_), profile("role = \"client\"\nmodes = [\"certificate\"]\n"
                                             "server_name = \"card.example\"\nallow = [" +
                                             allow + "]\n" + kAnchors));
    client_->write("hello\n");
    client_->close_input();
  }

  const uint16_t port_ = free_port();
  std::optional<ClientProcess> client_;
};

TEST_F(AllowOfAClientTest, LetsInByCertificateName) {
  run("\"CN=pump 7\"");
  EXPECT_EQ(client_->exit_code(), 0) << client_->errors();
  EXPECT_EQ(client_->output(), "olleh\n");
  EXPECT_TRUE(client_->errors().contains("the peer is CN=pump 7 (")) << client_->errors();
}

TEST_F(AllowOfAClientTest, KeepsOutByCertificateName) {
  run("\"CN=pump 8\", \"DNS:*.other.example\"");
  EXPECT_EQ(client_->exit_code(), 1);
  EXPECT_EQ(client_->output(), "");
  EXPECT_TRUE(
      client_->errors().contains(sent_by_card("access_denied", "a peer that is not let in")))
      << client_->errors();
  EXPECT_TRUE(peer_->prints_error("alert access denied")) << peer_->errors();
}

}  // namespace
}  // namespace tls_se
