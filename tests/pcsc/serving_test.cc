// Nodes that have their cards in readers.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <latch>
#include <thread>

#include "support/openssl_peer.h"
#include "support/server_process.h"
#include "support/virtual_card.h"

namespace tls_se {
namespace {

class PcscServingTest : public testing::Test {
 protected:
  TestFolder folder_;
  PcscDaemon daemon_{folder_};
};

void echo(uint16_t port) {
  OpensslClient client(port);
  ASSERT_TRUE(client.handshake());
  client.write("hello");
  EXPECT_EQ(client.read(5), "hello");
  client.close();
  EXPECT_TRUE(client.closed_by_peer());
}

TEST_F(PcscServingTest, AServerHasItsCardInAReader) {
  const VirtualCard card(daemon_, 0);
  ServerProcess server({"--card", PcscDaemon::card(0)});
  echo(server.port());
  echo(server.port());
  EXPECT_EQ(server.terminate(), 0) << server.log();
}

size_t sockets_of(pid_t pid) {
  const std::filesystem::directory_iterator all("/proc/" + std::to_string(pid) + "/fd");
  return static_cast<size_t>(std::count_if(begin(all), end(all), [](const auto& entry) {
    return std::filesystem::read_symlink(entry).string().starts_with("socket:");
  }));
}

/// One that a service manager has started ends when it has no client, and its readers with it.
TEST_F(PcscServingTest, AVirtualCardIsAClientOfPcscdAndKeepsItThere) {
  VirtualCard card(daemon_, 0);
  EXPECT_EQ(sockets_of(card.process().pid()), 2u);  // the reader's, and pcscd's
  daemon_.kill();
  daemon_.start();
  EXPECT_TRUE(card.is_in(2)) << card.process().errors();
  EXPECT_EQ(sockets_of(card.process().pid()), 2u);
}

TEST_F(PcscServingTest, FourSessionsOnFourChannelsOfOneCard) {
  const VirtualCard card(daemon_, 1);
  ServerProcess server({"--card", "pcsc:1"});
  constexpr int kClients = 4;
  std::latch all_open(kClients);
  std::vector<std::jthread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&, i] {
      OpensslClient client(server.port());
      EXPECT_TRUE(client.handshake());
      all_open.arrive_and_wait();
      const std::string words(20000, static_cast<char>('a' + i));
      client.write(words);
      EXPECT_EQ(client.read(words.size()), words);
      client.close();
      EXPECT_TRUE(client.closed_by_peer());
    });
  }
  clients.clear();
  EXPECT_EQ(server.terminate(), 0) << server.log();
}

}  // namespace
}  // namespace tls_se
