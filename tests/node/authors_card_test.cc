// A node with a card like those of the draft's author: what it does not know by itself is found
// out, what it leaves to its node is done there, and what it does not tell is said.
#include "support/authors_card.h"

#include <gtest/gtest.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <thread>

#include "node/listener.h"
#include "support/openssl_peer.h"
#include "personalisation/card_purpose.h"
#include "personalisation/foreign_personaliser.h"
#include "personalisation/user_pin.h"
#include "support/server_process.h"
#include "support/card_supply.h"
#include "support/watched_log.h"
#include "text/hex.h"

namespace tls_se {
namespace {

using test::AuthorsCard;

constexpr char kSelect[] = "00 A4 04 00 06 01 02 03 04 05 00";
constexpr char kShowPin[] = "00 20 00 00 08 30 30 30 30 FF FF FF FF";
constexpr char kShowAdministratorPin[] = "00 20 00 01 08 30 30 30 30 30 30 30 30";

class AuthorsMannersTest : public testing::Test {
 protected:
  std::string answer(const std::string& command) {
    const CardResponse response = card_.transmit(parse_hex(command).value());
    const std::vector<uint8_t> status = {sw::sw1(response.status), sw::sw2(response.status)};
    return to_hex(response.data) + to_hex(status);
  }

  AuthorsCard card_;
};

TEST_F(AuthorsMannersTest, NothingButSelectBeforeSelect) {
  EXPECT_EQ(answer(kShowPin), "6D00");
  EXPECT_EQ(answer("00 A4 04 00 07 F0 54 4C 53 2D 53 45"), "6A82");
  EXPECT_EQ(answer(kSelect), "9000");
  for (const char* unknown :
       {"00 CA 01 10 00", "00 DA 02 01 00", "00 70 00 00 01", "00 E4 00 00", "80 CB 3F FF 00"}) {
    EXPECT_EQ(answer(unknown), "6D00") << unknown;
  }
}

TEST_F(AuthorsMannersTest, PinsAndTheKey) {
  (void)answer(kSelect);
  EXPECT_EQ(answer("00 D8 00 01 00"), "6380");
  EXPECT_EQ(answer("00 20 00 00 04 31 31 31 31"), "6302");
  EXPECT_EQ(answer("00 20 00 00"), "6301");
  EXPECT_EQ(answer("00 20 00 00 04 30 30 30 30"), "9000");
  EXPECT_EQ(answer("FF D8 00 FC 00"), "9000");  // whatever CLA, whatever P2
  const std::string key = "00 85 00 0A 23 01 00 20 " + std::string(64, 'A');
  EXPECT_EQ(answer(key), "6380");
  EXPECT_EQ(answer("00 20 00 01 04 30 30 30 30"), "6700");
  EXPECT_EQ(answer("00 20 00 01 08 31 30 30 30 30 30 30 30"), "6309");
  EXPECT_EQ(answer(kShowAdministratorPin), "9000");
  EXPECT_EQ(answer(key), "9000");
  EXPECT_EQ(answer("00 24 00 00 10 30303030FFFFFFFF 31323334FFFFFFFF"), "9000");
  EXPECT_EQ(answer(kShowPin), "6302");
  for (const char* left : {"6301", "6300", "6300"}) EXPECT_EQ(answer(kShowPin), left);
  EXPECT_EQ(answer("00 20 00 00 08 31323334FFFFFFFF"), "6300");
}

TEST_F(AuthorsMannersTest, Recv) {
  (void)answer(kSelect);
  (void)answer(kShowPin);
  EXPECT_EQ(answer("00 D8 00 01 F1" + std::string(2 * 0xf1, '1')), "6D02");
  EXPECT_EQ(answer("00 D8 00 01 F0" + std::string(2 * 0xf0, '1')), "9000");
  EXPECT_EQ(answer("00 D8 00 00 F0" + std::string(2 * 0xf0, '1')), "9000");
  EXPECT_EQ(answer("00 D8 00 00 F0" + std::string(2 * 0xf0, '1')), "6D02");
  EXPECT_EQ(answer("00 D8 00 03 07 15030300020228"), "9002");
  EXPECT_EQ(answer("00 D8 00 01 00"), "9000");
  EXPECT_EQ(answer("00 D8 00 03 06 160303000100"), "6D16");
  EXPECT_EQ(answer("00 C0 00 00 07"), "9000");
}

/// Its applet is selected again, and its PIN shown.
TEST(AuthorsResetTest, AColdResetChangesNothing) {
  SecretBytes typed(4);
  std::ranges::fill(typed.bytes(), uint8_t{'0'});
  const auto card = with_user_pin(with_foreign_applet([] {
                                    auto fresh = std::make_unique<AuthorsCard>();
                                    EXPECT_EQ(select_foreign_applet(*fresh), sw::kOk);
                                    return fresh;
                                  }()),
                                  std::make_shared<UserPin>(foreign_pin(typed)));
  const auto reset = parse_hex("00 D8 00 01 00").value();
  EXPECT_EQ(card->transmit(reset).status, sw::kOk);
  card->reset();
  EXPECT_EQ(card->transmit(reset).status, sw::kOk);
}

class AuthorsCardTest : public testing::TestWithParam<AuthorsCard::Manners> {
 protected:
  void SetUp() override {
    spdlog::set_default_logger(std::make_shared<spdlog::logger>("", log_));
    options_.listen = {asio::ip::address_v4::loopback(), 0};
    auto card = std::make_unique<AuthorsCard>(GetParam());
    card_ = card.get();
    card_->put_psk(parse_hex(kPsk).value());
    purpose_ = read_purpose(*card_);
    channel_ = with_foreign_applet(std::move(card));
  }
  void TearDown() override {
    stop();
    spdlog::set_default_logger(loud_);
  }
  void start(const std::string& pin = "0000") {
    SecretBytes typed(pin.size());
    copy_bytes(typed.bytes(), std::vector<uint8_t>(pin.begin(), pin.end()));
    std::vector<std::unique_ptr<CardReader>> cards;
    cards.push_back(
        with_user_pin(std::move(channel_), std::make_shared<UserPin>(foreign_pin(typed))));
    start_with(std::move(cards));
  }
  void start_without_pin() {
    std::vector<std::unique_ptr<CardReader>> cards;
    cards.push_back(std::move(channel_));
    start_with(std::move(cards));
  }
  void start_with(std::vector<std::unique_ptr<CardReader>> cards) {
    listener_.emplace(options_, supply_of(std::move(cards)));
    thread_ = std::thread([this] {
      try {
        listener_->run();
      } catch (const std::runtime_error& error) {
        failure_ = error.what();
      }
    });
  }
  /// Nothing happens to the card any more.
  void stop() {
    if (!thread_.joinable()) return;
    listener_->stop();
    thread_.join();
  }
  [[nodiscard]] uint16_t port() const { return listener_->endpoint().port(); }
  void expect_service() {
    OpensslClient client(port());
    EXPECT_TRUE(client.handshake());
    client.write("on");
    EXPECT_EQ(client.read(2), "on");
    client.close();
    EXPECT_TRUE(client.closed_by_peer());
  }

  AuthorsCard* card_ = nullptr;  // the listener's
  CardPurpose purpose_;
  std::unique_ptr<CardReader> channel_;
  ListenerOptions options_;
  std::optional<Listener> listener_;
  std::thread thread_;
  std::string failure_;
  const std::shared_ptr<WatchedLog> log_ = std::make_shared<WatchedLog>();
  const std::shared_ptr<spdlog::logger> loud_ = spdlog::default_logger();
};

TEST_P(AuthorsCardTest, IsAServersThatWantsItsPin) {
  EXPECT_EQ(purpose_.kind, CardPurpose::Kind::foreign);
  EXPECT_EQ(purpose_.role, Role::server);
  EXPECT_TRUE(purpose_.needs_user_pin);
}

TEST_P(AuthorsCardTest, ServesOneAfterAnother) {
  start();
  for (int i = 0; i < 3; ++i) expect_service();
  EXPECT_TRUE(log_->await("closed by close_notify, 2 bytes in, 2 out", 3)) << log_->str();
}

/// The client's records are as long as its writes, and have to fit into the card.
TEST_P(AuthorsCardTest, CarriesALotBothWays) {
  constexpr size_t kPart = 400;
  constexpr size_t kParts = 256;
  start();
  OpensslClient client(port());
  ASSERT_TRUE(client.handshake());
  std::string sent;
  for (size_t i = 0; i < kParts; ++i) sent += std::string(kPart, static_cast<char>('a' + i % 26));
  std::string received;
  for (size_t i = 0; i < kParts; ++i) {
    client.write(sent.substr(i * kPart, kPart));
    received += client.read(kPart);
  }
  EXPECT_GT(sent.size(), 100'000u);
  EXPECT_EQ(received, sent);
  client.close();
  EXPECT_TRUE(client.closed_by_peer());
}

TEST_P(AuthorsCardTest, WhatItTakesAtOnceIsFoundOutOnce) {
  start();
  expect_service();
  expect_service();
  stop();
  const auto brought = [&](const std::string& begin) {
    return std::ranges::count_if(card_->commands, [&](const std::string& command) {
      return command.starts_with("00 D8 00 " + begin);
    });
  };
  EXPECT_EQ(brought("01 FF"), 1);  // refused
  EXPECT_EQ(brought("01 F0"), 3);  // tried, and of each ClientHello
  EXPECT_EQ(card_->longest_fragment, AuthorsCard::kMaxFragment);
}

TEST_P(AuthorsCardTest, WhatAPersonSaysOfFragmentsIsNotTried) {
  options_.connection.tls.session.fragment_size = 100;
  start();
  expect_service();
  stop();
  EXPECT_EQ(card_->longest_fragment, 100u);
}

TEST_P(AuthorsCardTest, AnotherKeyIsToldByTheLogAlone) {
  start();
  OpensslOptions other;
  other.psk = std::string(64, 'f');
  OpensslClient stranger(port(), other);
  EXPECT_FALSE(stranger.handshake());
  EXPECT_EQ(stranger.alert(), -1);
  EXPECT_TRUE(
      log_->await("the handshake failed: the card has found a TLS error, does not tell "
                  "which (6D16), and has sent no alert. Has the client the card's PSK"))
      << log_->str();
  expect_service();
}

TEST_P(AuthorsCardTest, AKeyThatWasPutIsTheOne) {
  SecretBytes administrator_pin(kForeignPin);
  std::ranges::fill(administrator_pin.bytes(), uint8_t{'0'});
  put_foreign_psk(*channel_, administrator_pin, std::vector<uint8_t>(kForeignPsk, 0xff));
  start();
  OpensslOptions other;
  other.psk = std::string(64, 'f');
  OpensslClient client(port(), other);
  EXPECT_TRUE(client.handshake());
  OpensslClient former(port());
  client.close();
  EXPECT_TRUE(client.closed_by_peer());
  EXPECT_FALSE(former.handshake());
}

TEST_P(AuthorsCardTest, AKeyShareOfAnotherGroupIsNoReasonToAskAgain) {
  start();
  OpensslOptions other;
  other.groups = "X25519:P-256";
  OpensslClient client(port(), other);
  EXPECT_FALSE(client.handshake());
  EXPECT_TRUE(log_->await("(6D16)")) << log_->str();
  expect_service();
}

TEST_P(AuthorsCardTest, ARecordThatItHasNoRoomForEndsTheConnection) {
  start();
  OpensslClient client(port());
  ASSERT_TRUE(client.handshake());
  client.write(std::string(1000, 'a'));
  EXPECT_EQ(client.read(1000), "");
  EXPECT_TRUE(log_->await("no room for so many bytes (6D02): let the peer send shorter records"))
      << log_->str();
  expect_service();
}

TEST_P(AuthorsCardTest, SaysThatItWantsItsPin) {
  start_without_pin();
  OpensslClient client(port());
  EXPECT_FALSE(client.handshake());
  EXPECT_TRUE(log_->await("the card wants its user's PIN first (6380)")) << log_->str();
  thread_.join();  // it is of no use to anybody
  EXPECT_TRUE(failure_.starts_with("no card is left")) << failure_;
}

TEST_P(AuthorsCardTest, AWrongPinIsShownOnce) {
  try {
    start("1111");
    ADD_FAILURE() << "taken";
  } catch (const PinRefused& refused) {
    EXPECT_STREQ(refused.what(), "the user's PIN is wrong, and 2 tries are left");
  }
}

INSTANTIATE_TEST_SUITE_P(Applets, AuthorsCardTest,
                         testing::Values(AuthorsCard::Manners{},
                                         AuthorsCard::Manners{.says_end = false},
                                         AuthorsCard::Manners{.attaches = false},
                                         AuthorsCard::Manners{.padding = 7}),
                         [](const auto& each) {
                           const AuthorsCard::Manners& manners = each.param;
                           if (!manners.says_end) return "WithoutAnEnd";
                           if (!manners.attaches) return "WithoutData";
                           return manners.padding > 0 ? "WithPadding" : "AsUsual";
                         });

}  // namespace
}  // namespace tls_se
