// A pool of two virtual readers under clients that do what they should not.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <random>

#include "support/openssl_peer.h"
#include "support/server_process.h"
#include "support/virtual_card.h"

namespace tls_se {
namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr bool kIsMemoryKept = true;  // AddressSanitizer keeps what was freed
#else
constexpr bool kIsMemoryKept = false;
#endif

/// Of another process.
struct ProcessResources {
  explicit ProcessResources(pid_t pid) {
    const std::string process = "/proc/" + std::to_string(pid);
    const auto entries = [&](const std::string& folder) {
      const std::filesystem::directory_iterator all(process + folder);
      return static_cast<size_t>(std::distance(begin(all), end(all)));
    };
    threads = entries("/task");
    descriptors = entries("/fd");
    std::ifstream status(process + "/status");
    for (std::string word; status >> word;) {
      if (word == "VmRSS:") status >> kilobytes;
    }
  }
  size_t threads = 0;
  size_t descriptors = 0;
  size_t kilobytes = 0;
};

enum class Manner { good, only_connects, leaves_in_hello, resets, leaves_open, leaves_in_transfer };
constexpr int kManners = 6;

/// Whether it was served, of one that behaves.
bool visit(uint16_t port, Manner manner, size_t size) {
  OpensslClient client(port);
  if (manner == Manner::only_connects) return true;
  if (manner == Manner::leaves_in_hello) {
    client.write_raw(std::string("\x16\x03\x01\x01\x00\x01\x00", 7));
    return true;
  }
  if (!client.handshake()) return false;
  if (manner == Manner::resets) client.reset_tcp();
  if (manner == Manner::leaves_open || manner == Manner::resets) return true;
  const std::string words(size, 'p');
  client.write(words);
  if (manner == Manner::leaves_in_transfer) return true;
  const bool echoed = client.read(size) == words;
  client.close();
  return echoed && client.closed_by_peer();
}

class PcscPoolTest : public testing::Test {
 protected:
  void visit_all(uint16_t port, int visits) {
    constexpr int kClients = 12;  // more than the cards have channels
    std::atomic<int> left = visits;
    std::vector<std::jthread> clients;
    for (int i = 0; i < kClients; ++i) {
      clients.emplace_back([&, i] {
        std::minstd_rand random(static_cast<unsigned>(i + 1));
        while (left-- > 0) {
          const auto manner = static_cast<Manner>(random() % kManners);
          if (!visit(port, manner, 1 + random() % 3000)) ++refused_;
        }
      });
    }
  }
  /// Those who have left are noticed in their turn.
  static ProcessResources at_rest(pid_t pid, const ProcessResources& before) {
    ProcessResources now(pid);
    for (int i = 0; i < 300 && now.descriptors > before.descriptors; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      now = ProcessResources(pid);
    }
    return now;
  }

  TestFolder folder_;
  PcscDaemon daemon_{folder_};
  std::atomic<int> refused_ = 0;
};

TEST_F(PcscPoolTest, ServesFiveHundredAndKeepsNothing) {
  const VirtualCard one(daemon_, 0);
  const VirtualCard another(daemon_, 1);
  ServerProcess server({"--card", "pcsc:*", "--handshake-timeout", "5"});
  const ProcessResources idle(server.pid());
  visit_all(server.port(), 100);  // what is made once has been made then
  const ProcessResources before = at_rest(server.pid(), idle);
  visit_all(server.port(), 500);
  const ProcessResources after = at_rest(server.pid(), before);
  EXPECT_EQ(refused_, 0) << server.log();
  EXPECT_EQ(after.descriptors, before.descriptors);
  EXPECT_EQ(after.threads, before.threads);
  EXPECT_TRUE(kIsMemoryKept || after.kilobytes <= before.kilobytes + 2048) << after.kilobytes;
  EXPECT_FALSE(server.log().contains("lost")) << server.log();
  EXPECT_EQ(server.terminate(), 0);
}

TEST_F(PcscPoolTest, OneCardIsEnoughWhileTheOtherIsAway) {
  const VirtualCard one(daemon_, 0);
  VirtualCard another(daemon_, 1);
  ServerProcess server({"--card", PcscDaemon::card(0), "--card", PcscDaemon::card(1)});
  another.kill();
  visit_all(server.port(), 60);
  EXPECT_LE(refused_, 4) << server.log();  // who was on it
  another.put_in();
  EXPECT_TRUE(server.logs("is back")) << server.log();
  refused_ = 0;
  visit_all(server.port(), 60);
  EXPECT_EQ(refused_, 0) << server.log();
  EXPECT_EQ(server.terminate(), 0);
}

TEST_F(PcscPoolTest, WithoutAnyCardItDoesNotBegin) {
  ChildProcess server({TLS_SE_PROGRAM, "server", "--listen", "127.0.0.1:0", "--card", "pcsc:*"});
  EXPECT_EQ(server.exit_code(), 1);
  EXPECT_TRUE(server.errors().contains("there is no card in any reader: put one in"))
      << server.errors();
  ChildProcess one({TLS_SE_PROGRAM, "server", "--listen", "127.0.0.1:0", "--card", "pcsc:0"});
  EXPECT_EQ(one.exit_code(), 1);
  EXPECT_TRUE(one.errors().contains("the reader 'Virtual PCD 00 00' has no card in it: put one in"))
      << one.errors();
}

}  // namespace
}  // namespace tls_se
