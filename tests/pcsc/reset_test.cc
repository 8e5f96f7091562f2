// What a card in a reader forgets, and what it keeps: reset, power, another process, another
// reader.
#include <gtest/gtest.h>

#include <functional>

#include "cli/trace_file.h"
#include "support/card_file.h"
#include "support/openssl_peer.h"
#include "support/server_process.h"
#include "support/virtual_card.h"
#include "text/hex.h"
#include "winscard_card.h"

namespace tls_se {
namespace {

constexpr char kPin[] = "1357";
constexpr char kShowPin[] = "002000000431333537";
constexpr char kShowWrongPin[] = "002000000431333538";
constexpr char kAskPin[] = "00200000";
constexpr char kReset[] = "00D8000100";
constexpr char kNextRecord[] = "00CA010200";
constexpr char kPsk1[] = "00CADF5000";
constexpr char kBegin[] = "00120080";
constexpr char kCommit[] = "00120081";
constexpr char kPutGroups[] = "00DADF22020017";
constexpr char kGroups[] = "00CADF2200";
constexpr char kOpenChannel1[] = "0070000001";
constexpr char kChannel1[] = "01CA010200";

class PcscResetTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(has_pcsc_daemon()); }

  /// The draft's, in two fragments.
  [[nodiscard]] std::string client_hello(size_t fragment) const {
    return to_hex(trace_.exchanges[fragment].command);
  }
  /// A session in a handshake on channel 0, one on channel 1, and a transaction.
  void leave_much_open(WinscardCard& card, const std::string& groups) const {
    EXPECT_EQ(card.transmit(kOpenChannel1), "01 90 00");
    EXPECT_TRUE(card.transmit(kChannel1).ends_with(" 90 00"));
    EXPECT_EQ(card.transmit(kShowPin), "90 00");
    EXPECT_EQ(card.transmit(kAskPin), "90 00");
    EXPECT_EQ(card.transmit(kBegin), "90 00");
    EXPECT_EQ(card.transmit(kPutGroups), "90 00");
    EXPECT_EQ(card.transmit(kGroups), groups);  // until the end of the transaction
    EXPECT_EQ(card.transmit(kReset), "90 00");
    EXPECT_EQ(card.transmit(client_hello(0)), "90 00");
    EXPECT_EQ(card.transmit(client_hello(1)), "9F 86");
    EXPECT_EQ(card.transmit(kNextRecord), "01 16 02 90 00");
  }
  void expect_all_forgotten(WinscardCard& card, const std::string& groups) const {
    EXPECT_EQ(card.transmit(kChannel1), "68 81");
    EXPECT_EQ(card.transmit(kAskPin), "63 C3");
    EXPECT_EQ(card.transmit(kNextRecord), "00 16 01 90 00");  // a ClientHello
    EXPECT_EQ(card.transmit(kCommit), "69 85");
    EXPECT_EQ(card.transmit(kGroups), groups);
    EXPECT_EQ(card.transmit("00C0000086"), "69 82");
    EXPECT_EQ(card.transmit(kShowPin), "90 00");
    EXPECT_EQ(card.transmit("00C0000086"), "69 85");
    EXPECT_EQ(card.transmit(client_hello(1)), "69 85");
  }

  const TestFolder folder_;
  const PcscDaemon daemon_{folder_};
  const Trace trace_ = load_trace(TLS_SE_SOURCE_DIR "/tests/traces/draft-section-5.json");
};

TEST_F(PcscResetTest, ClearsTheRamAndKeepsTheMemory) {
  const CardFile file(folder_, demo_profile_for(Role::server), kPin);
  const VirtualCard in_reader(daemon_, 0, {"--card", file.name()});
  WinscardCard card(0);
  const std::string psk = card.transmit(kPsk1);
  const std::string groups = card.transmit(kGroups);
  ASSERT_TRUE(psk.ends_with(" 90 00")) << psk;
  for (const DWORD what : {SCARD_RESET_CARD, SCARD_UNPOWER_CARD}) {
    SCOPED_TRACE(what == SCARD_RESET_CARD ? "warm" : "cold");
    leave_much_open(card, groups);
    card.reconnect(what);
    expect_all_forgotten(card, groups);
    EXPECT_EQ(card.transmit(kPsk1), psk);
  }
  leave_much_open(card, groups);
  card.disconnect(SCARD_UNPOWER_CARD);
  WinscardCard other(0);
  expect_all_forgotten(other, groups);
  EXPECT_EQ(other.transmit(kPsk1), psk);
}

/// Who only goes leaves all as it is to the next one.
TEST_F(PcscResetTest, WithoutOneNothingIsForgotten) {
  const CardFile file(folder_, demo_profile_for(Role::server), kPin);
  const VirtualCard in_reader(daemon_, 0, {"--card", file.name()});
  WinscardCard card(0);
  leave_much_open(card, card.transmit(kGroups));
  card.disconnect(SCARD_LEAVE_CARD);
  WinscardCard other(0);
  EXPECT_EQ(other.transmit(kAskPin), "90 00");
  EXPECT_EQ(other.transmit(kNextRecord), "01 16 02 90 00");
  EXPECT_EQ(other.transmit(kCommit), "90 00");
  EXPECT_EQ(other.transmit(kGroups), "00 17 90 00");
}

/// The second session shows the PIN anew.
TEST_F(PcscResetTest, OurProgramsLeaveACardThatHasForgotten) {
  const CardFile file(folder_, demo_profile_for(Role::server), kPin);
  const VirtualCard in_reader(daemon_, 0, {"--card", file.name()});
  const std::string pin = folder_.write("pin", std::string(kPin) + "\n").string();
  ServerProcess server({"--card", PcscDaemon::card(0), "--channels", "1", "--pin-file", pin});
  for (int i = 0; i < 2; ++i) {
    OpensslClient client(server.port());
    ASSERT_TRUE(client.handshake()) << server.log();
    client.write("hello");
    EXPECT_EQ(client.read(5), "hello");
    client.close();
    EXPECT_TRUE(client.closed_by_peer());
    ASSERT_TRUE(server.logs("closed by close_notify"));
  }
  EXPECT_EQ(server.terminate(), 0);
  WinscardCard card(0);
  EXPECT_EQ(card.transmit(kAskPin), "63 C3");
  EXPECT_EQ(card.transmit(kNextRecord), "00 16 01 90 00");
}

TEST_F(PcscResetTest, APinThatWasWrongIsCountedOverAll) {
  const CardFile file(folder_, demo_profile_for(Role::server), kPin);
  VirtualCard in_reader(daemon_, 0, {"--card", file.name()});
  std::string psk;
  {
    WinscardCard card(0);
    psk = card.transmit(kPsk1);
    EXPECT_EQ(card.transmit(kShowWrongPin), "63 C2");
    card.reconnect(SCARD_UNPOWER_CARD);
    EXPECT_EQ(card.transmit(kAskPin), "63 C2");
    EXPECT_EQ(in_reader.pull_out(), 0);
    EXPECT_TRUE(PcscDaemon::knows_of_card(0, false));
    EXPECT_TRUE(card.transmit(kAskPin).starts_with("error ")) << card.transmit(kAskPin);
  }
  in_reader.put_in();
  {
    WinscardCard card(0);
    EXPECT_EQ(card.transmit(kPsk1), psk);
    EXPECT_EQ(card.transmit(kAskPin), "63 C2");
    EXPECT_EQ(card.transmit(kShowWrongPin), "63 C1");
  }
  in_reader.kill();
  in_reader.put_in();
  WinscardCard card(0);
  EXPECT_EQ(card.transmit(kShowWrongPin), "69 83");
}

TEST(PcscReadersTest, TwoHaveTwoCardsAtOnce) {
  ASSERT_TRUE(has_pcsc_daemon());
  const TestFolder folder;
  const PcscDaemon daemon(folder, 2);
  CardProfile other = demo_profile_for(Role::server);
  other.psks[0].identity = {'o', 't', 'h', 'e', 'r'};
  const CardFile first(folder, demo_profile_for(Role::server));
  const CardFile second(folder, "second.card");
  second.personalise(other);
  const VirtualCard in_first(daemon, 0, {"--card", first.name()});
  const VirtualCard in_second(daemon, 2, {"--card", second.name(), "--protocol", "t0"});
  ServerProcess first_server({"--card", PcscDaemon::card(0)});
  ServerProcess second_server({"--card", PcscDaemon::card(2)});
  OpensslClient one(first_server.port());
  OpensslClient two(second_server.port(), {.identity = "other"});
  ASSERT_TRUE(one.handshake()) << first_server.log();
  ASSERT_TRUE(two.handshake()) << second_server.log();
  for (const auto& [client, words] : {std::pair(&one, "to one"), {&two, "to two"}}) {
    client->write(words);
    EXPECT_EQ(client->read(6), words);
  }
  OpensslClient stranger(first_server.port(), {.identity = "other"});
  EXPECT_FALSE(stranger.handshake());
  for (OpensslClient* const client : {&one, &two}) {
    client->close();
    EXPECT_TRUE(client->closed_by_peer());
  }
  EXPECT_EQ(first_server.terminate(), 0);
  EXPECT_EQ(second_server.terminate(), 0);
}

}  // namespace
}  // namespace tls_se
