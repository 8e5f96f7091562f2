// `tls-se client` with a card in a file, which says itself whom it expects.
#include <gtest/gtest.h>

#include "support/card_file.h"
#include "support/client_process.h"
#include "support/openssl_peer.h"

namespace tls_se {
namespace {

class CardClientTest : public testing::Test {
 protected:
  static CardProfile profile() {
    CardProfile profile = demo_profile_for(Role::client);
    profile.server_name = "card.example";
    profile.alpn = {"mqtt"};
    return profile;
  }
  /// A line there and back through a client that has these options too.
  void converse(const std::vector<std::string>& options) {
    std::vector<std::string> all = {"--card", card_.name()};
    all.insert(all.end(), options.begin(), options.end());
    ClientProcess client(server_.address(), all);
    const auto connection = server_.accept();
    ASSERT_TRUE(connection->handshake()) << client.errors();
    ASSERT_TRUE(client.opens()) << client.errors();
    client.write("hello");
    EXPECT_EQ(connection->read(5), "hello");
    client.close_input();
    EXPECT_TRUE(connection->closed_by_peer());
    connection->close();
    EXPECT_EQ(client.exit_code(), 0) << client.errors();
    log_ = client.errors();
  }

  const TestFolder folder_;
  const CardFile card_{folder_, profile()};
  OpensslServer server_;
  std::string log_;
};

TEST_F(CardClientTest, TheCardsServerNameCounts) {
  converse({});
  EXPECT_TRUE(log_.contains(", server name of the profile")) << log_;
}

TEST_F(CardClientTest, WhatIsAskedForAlikeIsTheCardsOwn) {
  converse({"--server-name", "card.example.", "--alpn", "mqtt"});
  EXPECT_TRUE(log_.contains(", server name of the profile")) << log_;
}

TEST_F(CardClientTest, AnotherServerNameIsRefusedByTheCard) {
  ClientProcess client(server_.address(), {"--card", card_.name(), "--server-name", "b.example"});
  EXPECT_EQ(client.exit_code(), 1);
  EXPECT_TRUE(client.errors().contains("b.example")) << client.errors();
}

TEST_F(CardClientTest, ConnectionsOfAPortShareTheCard) {
  ListeningClientProcess client(server_.address(), {"--card", card_.name(), "--trace"});
  std::vector<std::unique_ptr<ChildProcess>> programs;
  std::vector<std::unique_ptr<OpensslServer::Connection>> connections;
  for (int i = 0; i < 4; ++i) {
    programs.push_back(std::make_unique<ChildProcess>(std::vector<std::string>{
        "bash", "-c",
        "exec 3<>/dev/tcp/127.0.0.1/" + std::to_string(client.port()) + "; cat <&3 & cat >&3"}));
    connections.push_back(server_.accept());
    ASSERT_TRUE(connections.back()->handshake()) << client.log();
  }
  for (size_t i = 0; i < programs.size(); ++i) {
    const std::string words = "to " + std::to_string(i);
    connections[i]->write(words);
    EXPECT_TRUE(programs[i]->prints(words)) << client.log();
    EXPECT_TRUE(client.trace().contains("card 1 channel " + std::to_string(i) + "  SEND(Client"))
        << client.trace();
  }
  EXPECT_EQ(client.terminate(), 0);
}

}  // namespace
}  // namespace tls_se
