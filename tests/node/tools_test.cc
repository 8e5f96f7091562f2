// Real clients from the command line against the whole program.
#include <gtest/gtest.h>

#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>
#include <asio/write.hpp>

#include "support/needs_x25519.h"
#include "support/noise.h"
#include "support/server_process.h"
#include "support/test_credentials.h"
#include "support/words.h"

namespace tls_se {
namespace {

using asio::ip::tcp;
Words s_client(const ServerProcess& server, const Words& more = {}) {
  Words words = {"openssl", "s_client",      "-connect",   server.address(),
                 "-tls1_3", "-ciphersuites", kCipherSuite, "-psk_identity",
                 kIdentity, "-psk",          kPsk};
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

Words gnutls_cli(const ServerProcess& server) {
  return {"gnutls-cli",
          "-p",
          std::to_string(server.port()),
          "127.0.0.1",
          "--priority",
          "NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+AES-128-CCM:-GROUP-ALL:+GROUP-SECP256R1:"
          "-KX-ALL:+ECDHE-PSK",
          "--pskusername",
          kIdentity,
          "--pskkey",
          kPsk};
}

/// A line there and back, then the end of both.
void converse_with(ChildProcess& client, ServerProcess& server) {
  ASSERT_TRUE(client.prints_error("CONNECTION ESTABLISHED")) << client.errors();
  client.write("hello world!\n");
  ASSERT_TRUE(client.prints("hello world!\n")) << client.errors();
  client.write("Q\n");
  EXPECT_EQ(client.exit_code(), 0) << client.errors();
  EXPECT_TRUE(client.errors().contains(kCipherSuite)) << client.errors();
  EXPECT_EQ(server.exit_code(), 0);
  EXPECT_TRUE(server.log().contains("closed by close_notify, 13 bytes in, 13 out")) << server.log();
}

class SClientTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!is_installed("openssl")) GTEST_SKIP() << "no openssl here";
  }

  void converse(ChildProcess& client) { converse_with(client, server_); }

  ServerProcess server_{{"--trace", "--connections", "1"}};
};

TEST_F(SClientTest, DefaultGroupsNeedAHelloRetryRequest) {
  ChildProcess client(s_client(server_, {"-brief"}));
  converse(client);
  EXPECT_TRUE(server_.trace().contains("SEND(Hello Retry Request)")) << server_.trace();
}

TEST_F(SClientTest, WithP256) {
  ChildProcess client(s_client(server_, {"-brief", "-groups", "P-256"}));
  converse(client);
  EXPECT_FALSE(server_.trace().contains("SEND(Hello Retry Request)")) << server_.trace();
  EXPECT_TRUE(server_.trace().contains("SEND(Server Hello)")) << server_.trace();
}

/// Its first key share is of x25519.
TEST(SClientOfX25519Test, NeedsNoHelloRetryRequest) {
  if (test::lacks_x25519()) GTEST_SKIP() << test::kLacksX25519;
  if (!is_installed("openssl")) GTEST_SKIP() << "no openssl here";
  const TestFolder folder;
  const auto profile = folder.write(
      "card.toml", std::string("groups = [\"x25519\", \"secp256r1\"]\n[[psk]]\nidentity = \"") +
                       kIdentity + "\"\nkey = \"" + kPsk + "\"\n");
  ServerProcess server({"--trace", "--connections", "1", "--profile", profile.string()});
  ChildProcess client(s_client(server, {"-brief"}));
  converse_with(client, server);
  EXPECT_FALSE(server.trace().contains("SEND(Hello Retry Request)")) << server.trace();
  EXPECT_TRUE(server.trace().contains("GET DATA(named group)")) << server.trace();
  EXPECT_TRUE(server.log().contains(std::string("open, PSK, ") + kCipherSuite + ", x25519"))
      << server.log();
}

TEST_F(SClientTest, WithoutMiddleboxCompatibility) {
  ChildProcess client(s_client(server_, {"-brief", "-no_middlebox"}));
  converse(client);
  EXPECT_FALSE(server_.trace().contains("CCS")) << server_.trace();
}

TEST_F(SClientTest, KeyUpdate) {
  ChildProcess client(s_client(server_));
  ASSERT_TRUE(client.prints("SSL handshake has read")) << client.output();
  for (size_t i = 0; i < 3; ++i) {
    const std::string line = "line " + std::to_string(i) + "\n";
    client.write("K\n");  // KeyUpdate with update_requested
    ASSERT_TRUE(client.prints_error("KEYUPDATE", i + 1)) << client.errors();
    client.write(line);
    ASSERT_TRUE(client.prints(line)) << server_.log();
  }
  client.write("Q\n");
  EXPECT_EQ(client.exit_code(), 0);
  EXPECT_EQ(server_.exit_code(), 0);
  EXPECT_TRUE(server_.log().contains("closed by close_notify")) << server_.log();
}

/// What it offers if nobody tells it to offer less.
TEST_F(SClientTest, WithItsOwnCipherSuites) {
  ChildProcess client(Words{"openssl", "s_client", "-connect", server_.address(), "-brief",
                            "-psk_identity", kIdentity, "-psk", kPsk});
  ASSERT_TRUE(client.prints_error("CONNECTION ESTABLISHED")) << client.errors();
  EXPECT_TRUE(client.prints_error("TLS_AES_128_GCM_SHA256")) << client.errors();
  client.write("hello\n");
  EXPECT_TRUE(client.prints("hello\n")) << server_.log();
  client.write("Q\n");
  EXPECT_EQ(client.exit_code(), 0);
  EXPECT_EQ(server_.exit_code(), 0);
}

TEST_F(SClientTest, OtherCipherSuitesAreRefusedAndTheLogSaysWhatHelps) {
  ChildProcess client(Words{"openssl", "s_client", "-connect", server_.address(), "-tls1_3",
                            "-ciphersuites", "TLS_AES_256_GCM_SHA384"});
  EXPECT_NE(client.exit_code(), 0);
  EXPECT_EQ(server_.exit_code(), 0);
  EXPECT_TRUE(server_.logs(sent_by_card("handshake_failure", "no cipher suite in common")))
      << server_.log();
  EXPECT_TRUE(server_.log().contains("let it offer TLS_AES_128_GCM_SHA256")) << server_.log();
}

TEST_F(SClientTest, X25519AloneIsNotEnoughAndTheLogSaysWhatHelps) {
  ChildProcess client(s_client(server_, {"-groups", "X25519"}));
  EXPECT_NE(client.exit_code(), 0);
  EXPECT_EQ(server_.exit_code(), 0);
  EXPECT_TRUE(server_.logs(sent_by_card("handshake_failure", "no group in common")))
      << server_.log();
  EXPECT_TRUE(server_.log().contains("P-256")) << server_.log();
  EXPECT_TRUE(server_.trace().contains(TLS_SE_REASONS ? "GET DATA(end reason) no group in common"
                                                      : "GET DATA(end reason) handshake_failure"))
      << server_.trace();
}

TEST(GnutlsCliTest, Echo) {
  if (!is_installed("gnutls-cli")) GTEST_SKIP() << "no gnutls-cli here";
  ServerProcess server({"--connections", "1"});
  ChildProcess client(gnutls_cli(server));
  ASSERT_TRUE(client.prints("Handshake was completed")) << client.output() << client.errors();
  client.write("hello world!\n");
  ASSERT_TRUE(client.prints("hello world!")) << client.output() << client.errors();
  client.close_input();
  EXPECT_EQ(client.exit_code(), 0) << client.errors();
  EXPECT_EQ(server.exit_code(), 0);
  EXPECT_TRUE(server.log().contains("closed by close_notify, 13 bytes in, 13 out")) << server.log();
}

/// A plain service behind --target, with some MiB to give and as much to take.
TEST(SClientRelayTest, MuchBothWaysAtOnce) {
  if (!is_installed("openssl")) GTEST_SKIP() << "no openssl here";
  constexpr size_t kSize = 3 << 20;
  const std::string up = noise(kSize);
  const std::string down(up.rbegin(), up.rend());

  asio::io_context io;
  tcp::acceptor acceptor(io, {asio::ip::address_v4::loopback(), 0});
  ServerProcess server({"--connections", "1", "--target",
                        "127.0.0.1:" + std::to_string(acceptor.local_endpoint().port())});
  ChildProcess client(s_client(server, {"-quiet"}));
  tcp::socket service = acceptor.accept();

  std::jthread feed([&] { client.write(up); });
  std::jthread give([&] {
    asio::error_code error;
    asio::write(service, asio::buffer(down), error);
  });
  std::string got(kSize, '\0');
  asio::error_code error;
  asio::read(service, asio::buffer(got), error);
  EXPECT_TRUE(got == up);
  give.join();
  service.close();
  EXPECT_EQ(client.exit_code(), 0) << client.errors();
  EXPECT_TRUE(client.output() == down) << client.output().size();
  EXPECT_EQ(server.exit_code(), 0);
}

}  // namespace
}  // namespace tls_se
