// A card with an applet of the draft's author in a reader.
#include <gtest/gtest.h>

#include "support/authors_card.h"
#include "support/card_tool.h"
#include "support/faulty_slot.h"
#include "support/openssl_peer.h"
#include "support/server_process.h"
#include "text/hex.h"

namespace tls_se {
namespace {

class ForeignCardTest : public testing::Test {
 protected:
  [[nodiscard]] std::string pin(const std::string& digits) const {
    return folder_.write("pin" + digits, digits + "\n").string();
  }
  void expect_echo(uint16_t port) {
    OpensslClient client(port);
    ASSERT_TRUE(client.handshake());
    const std::string words(10000, 'w');
    for (size_t at = 0; at < words.size(); at += 400) {  // it has room for no longer record
      client.write(words.substr(at, 400));
      EXPECT_EQ(client.read(400), words.substr(at, 400));
    }
    client.close();
    EXPECT_TRUE(client.closed_by_peer());
  }

  const TestFolder folder_;
  const PcscDaemon daemon_{folder_};
  const FaultySlot slot_{daemon_, 0, std::make_unique<test::AuthorsCard>()};
};

TEST_F(ForeignCardTest, IsPersonalisedAndServes) {
  const std::string profile =
      folder_
          .write("card.toml", std::string("role = \"server\"\nmodes = [\"psk\"]\n"
                                          "cipher_suites = [\"TLS_AES_128_CCM_SHA256\"]\n[[psk]]\n"
                                          "identity = \"Client_identity\"\nkey = \"") +
                                  kPsk + "\"\n")
          .string();
  const ToolRun wrong = run_card_tool(
      {"personalise", "--card", "pcsc:0", "--profile", profile, "--pin-file", pin("11111111")});
  EXPECT_EQ(wrong.exit_code, 1) << wrong.output;
  EXPECT_TRUE(wrong.errors.contains("9 tries are left")) << wrong.errors;
  const ToolRun made = run_card_tool(
      {"personalise", "--card", "pcsc:0", "--profile", profile, "--pin-file", pin("00000000")});
  EXPECT_EQ(made.exit_code, 0) << made.errors;

  ServerProcess server({"--card", "pcsc:0", "--pin-file", pin("0000")});
  expect_echo(server.port());
  {
    OpensslClient stranger(server.port(), {.psk = std::string(64, 'b')});
    EXPECT_FALSE(stranger.handshake());
  }
  EXPECT_TRUE(server.logs("6D16")) << server.log();
  expect_echo(server.port());
  EXPECT_EQ(server.terminate(), 0) << server.log();
}

TEST_F(ForeignCardTest, IsNoClientsAndHasNoChannels) {
  ChildProcess client({TLS_SE_PROGRAM, "client", "--connect", "127.0.0.1:9", "--card", "pcsc:0",
                       "--pin-file", pin("0000")});
  EXPECT_EQ(client.exit_code(), 2);
  EXPECT_TRUE(client.errors().contains("this is a server's card")) << client.errors();
  ChildProcess server({TLS_SE_PROGRAM, "server", "--listen", "127.0.0.1:0", "--card", "pcsc:0",
                       "--pin-file", pin("0000"), "--channels", "2"});
  EXPECT_EQ(server.exit_code(), 2);
  EXPECT_TRUE(server.errors().contains("leave --channels out")) << server.errors();
}

/// Raw commands reach any card.
TEST_F(ForeignCardTest, ApdusReachItAsItIs) {
  ChildProcess apdu({TLS_SE_PROGRAM, "apdu", "--card", "pcsc:0"});
  apdu.write("00D8000100\n00A4040006010203040500\n00D8000100\n00CA011000\n");
  apdu.close_input();
  EXPECT_EQ(apdu.exit_code(), 0) << apdu.errors();
  EXPECT_EQ(apdu.output(), "6D00\n9000\n6380\n6D00\n");
}

}  // namespace
}  // namespace tls_se
