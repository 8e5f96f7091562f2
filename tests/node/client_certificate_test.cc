// `tls-se client` and certificates, against openssl s_server: who is trusted, and what a person is
// told when it is not so.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/client_process.h"
#include "support/loopback_port.h"
#include "support/issued_certificates.h"
#include "support/words.h"

namespace tls_se {
namespace {

class ClientCertificateTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!is_installed("openssl")) GTEST_SKIP() << "no openssl here";
    std::filesystem::create_directory(folder_);
    write("ca.pem", authority_.own().certificate_pem);
    write_identity("server", authority_.issue());
    write_identity("client", authority_.issue({.common_name = "client", .subject_alt_name = ""}));
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name)) << text;
  }
  void write_identity(const std::string& name, const test::Identity& identity) const {
    write(name + ".pem", identity.certificate_pem);
    write(name + "-key.pem", identity.private_key_pem);
  }

  /// A server that sends each line back in reverse.
  void start_server(const Words& options = {}) {
    Words words = {
        "openssl",       "s_server",  "-accept",          loopback(port_), "-tls1_3",
        "-rev",          "-cert",     path("server.pem"), "-key",          path("server-key.pem"),
        "-ciphersuites", kCipherSuite};
    words.insert(words.end(), options.begin(), options.end());
    server_.emplace(words);
    await_listener(port_);
  }
  /// A client with this profile says hello and has no more to say.
  void start_client(const std::string& modes, const Words& options, const std::string& more = "") {
    std::string profile =
        "role = \"client\"\nmodes = [\"" + modes + "\"]\ntrust_anchors = [\"ca.pem\"]\n" + more;
    if (modes == "mutual") {
      profile += "certificate_chain = \"client.pem\"\nprivate_key = \"client-key.pem\"\n";
    }
    write("profile.toml", profile);
    Words words = {"--profile", path("profile.toml")};
    words.insert(words.end(), options.begin(), options.end());
    client_.emplace(loopback(port_), words);
    client_->write("hello\n");
    client_->close_input();
  }
  void expect_echo(const std::string& log) {
    EXPECT_EQ(client_->exit_code(), 0) << client_->errors();
    EXPECT_EQ(client_->output(), "olleh\n");
    EXPECT_NE(client_->errors().find(log), std::string::npos) << client_->errors();
  }
  void expect_failure(const Words& words) {
    EXPECT_EQ(client_->exit_code(), 1);
    EXPECT_EQ(client_->output(), "");
    for (const std::string& part : words) {
      EXPECT_NE(client_->errors().find(part), std::string::npos) << part << "\n"
                                                                 << client_->errors();
    }
  }

  const uint16_t port_ = free_port();
  const std::string folder_ =
      testing::TempDir() + "tls-se-client-certificate-" + std::to_string(getpid());
  const Words name_ = {"--server-name", "card.example"};
  test::Authority authority_{"Test root"};
  std::optional<ChildProcess> server_;
  std::optional<ClientProcess> client_;
};

TEST_F(ClientCertificateTest, TheServerAlone) {
  start_server();
  start_client("certificate", name_);
  expect_echo("open, certificate, TLS_AES_128_CCM_SHA256, secp256r1, server name card.example");
  EXPECT_EQ(client_->errors().find("NOT checked"), std::string::npos) << client_->errors();
}

TEST_F(ClientCertificateTest, Both) {
  start_server({"-Verify", "1", "-CAfile", path("ca.pem"), "-verify_return_error"});
  start_client("mutual", name_);
  expect_echo("open, mutual certificates, TLS_AES_128_CCM_SHA256");
}

TEST_F(ClientCertificateTest, AnAddressForAName) {
  write_identity("server", authority_.issue({.subject_alt_name = "IP:127.0.0.1"}));
  start_server();
  start_client("certificate", {});
  expect_echo("server name 127.0.0.1");
}

TEST_F(ClientCertificateTest, ANameWithUnderscores) {
  write_identity("server", authority_.issue(
                               {.subject_alt_name = "DNS:my_broker.example,DNS:*.fleet.example"}));
  start_server({"-servername", "my_broker.example", "-servername_fatal", "-cert2",
                path("server.pem"), "-key2", path("server-key.pem")});
  start_client("certificate", {"--server-name", "my_broker.example"});
  expect_echo("server name my_broker.example");
  start_client("certificate", {}, "server_name = \"my_broker.example\"\n");
  expect_echo("server name of the profile");
  start_server();
  start_client("certificate", {"--server-name", "sensor_1.fleet.example"});
  expect_echo("server name sensor_1.fleet.example");
  start_client("certificate", {"--server-name", "other_broker.example"});
  expect_failure({"certificate_unknown, sent by the card", "for another name"});
}

TEST_F(ClientCertificateTest, WhatIsNoNameIsRefusedBeforeAnythingIsConnected) {
  write("profile.toml",
        "role = \"client\"\nmodes = [\"certificate\"]\ntrust_anchors = [\"ca.pem\"]\n");
  for (const char* name : {"a..example", "-a.example", "*.example", "192.0.2", "a b", "a/b"}) {
    // Nobody listens there: one that connected would fail with exit code 1.
    client_.emplace(loopback(port_),
                    Words{"--profile", path("profile.toml"), "--server-name", name});
    EXPECT_EQ(client_->exit_code(), 2) << name << client_->errors();
    EXPECT_NE(client_->errors().find("is no server name"), std::string::npos) << client_->errors();
    EXPECT_EQ(client_->errors().find("connect"), std::string::npos) << client_->errors();
  }
}

TEST_F(ClientCertificateTest, TheNameOfTheProfile) {
  start_server();
  const std::string pinned = "server_name = \"card.example\"\n";
  start_client("certificate", {}, pinned);
  expect_echo("server name of the profile");
  for (const char* same : {"card.example", "card.example."}) {
    start_client("certificate", {"--server-name", same}, pinned);
    expect_echo("server name of the profile");
  }
  start_client("certificate", {"--server-name", "another.example"}, pinned);
  expect_failure({"another.example", "its profile holds it to a name of its own"});
}

TEST_F(ClientCertificateTest, AnotherName) {
  start_server();
  start_client("certificate", {});
  expect_failure({sent_by_card("certificate_unknown", "a certificate for another name"),
                  "The server's certificate is for another name", "--server-name",
                  "The card expects the server name 127.0.0.1."});
  // What the message asks for shows the names.
  const std::string errors = client_->errors();
  const size_t command = errors.find("openssl s_client");
  ASSERT_NE(command, errors.npos) << errors;
  ChildProcess look({"sh", "-c", errors.substr(command)});
  EXPECT_EQ(look.exit_code(), 0);
  EXPECT_TRUE(look.output().contains("DNS:card.example")) << look.output() << look.errors();
}

TEST_F(ClientCertificateTest, AVersionOneCertificate) {
  write_identity("server", authority_.issue({.version = 1}));
  start_server();
  start_client("certificate", name_);
  expect_failure(
      {sent_by_card("unsupported_certificate", "a certificate of another version than 3"),
       TLS_SE_REASONS ? "-copy_extensions copy" : "docs/x509.md"});
}

TEST_F(ClientCertificateTest, AnUnknownAuthority) {
  write_identity("server", test::Authority("Another root").issue());
  start_server();
  start_client("certificate", name_);
  expect_failure(
      {sent_by_card("unknown_ca", "a certificate that leads to no trust anchor"), "trust_anchors"});
}

TEST_F(ClientCertificateTest, AnExpiredCertificate) {
  write_identity("server", authority_.issue({.valid_from = -7200, .valid_until = -3600}));
  start_server();
  start_client("certificate", name_);
  expect_failure({sent_by_card("certificate_expired", "a certificate that is not valid now"),
                  "clock of this machine"});
}

TEST_F(ClientCertificateTest, AServerThatWantsOneOfTheClient) {
  start_server({"-Verify", "1", "-CAfile", path("ca.pem")});
  start_client("certificate", name_);
  expect_failure({"certificate_required, received from the peer", "private_key"});
}

TEST_F(ClientCertificateTest, AServerThatDoesNotTrustTheClient) {
  write_identity("client", test::Authority("Another root").issue());
  start_server({"-Verify", "1", "-CAfile", path("ca.pem"), "-verify_return_error"});
  start_client("mutual", name_);
  expect_failure({"received from the peer", "does not accept the card's certificate"});
}

TEST_F(ClientCertificateTest, Alpn) {
  start_server({"-alpn", "http/1.1,mqtt"});
  Words options = name_;
  options.insert(options.end(), {"--alpn", "coap", "--alpn", "mqtt"});
  start_client("certificate", options);
  expect_echo("open, certificate");
  options.resize(options.size() - 2);
  start_client("certificate", options);
  expect_failure({"no_application_protocol, received from the peer", "--alpn"});
}

}  // namespace
}  // namespace tls_se
