// What goes wrong with cards in readers costs at most the connections that were on them, and
// nothing is left behind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>

#include "node/listener.h"
#include "reader/channel_reader.h"
#include "reader/pcsc/pcsc_card.h"
#include "reader/pcsc/pcsc_context.h"
#include "support/faulty_slot.h"
#include "support/log_capture.h"
#include "support/openssl_peer.h"
#include "support/server_process.h"
#include "text/hex.h"

namespace tls_se {
namespace {

using std::chrono::milliseconds;

size_t entries_of(const char* folder) {
  const auto all = std::filesystem::directory_iterator(folder);
  return static_cast<size_t>(std::distance(begin(all), end(all)));
}

/// Of this process.
struct Resources {
  size_t threads = entries_of("/proc/self/task");
  size_t descriptors = entries_of("/proc/self/fd");
  bool operator==(const Resources&) const = default;
};

CardProfile profile_of_card() {
  const std::string identity = "Client_identity";
  CardProfile profile;
  profile.psks = {{{identity.begin(), identity.end()}, parse_hex(kPsk).value()}};
  profile.cipher_suites = {&kAes128CcmSha256};
  return profile;
}

class PcscFaultsTest : public testing::Test {
 protected:
  void SetUp() override { start(); }
  void TearDown() override {
    stop();
    // A thread that hung in pcscd may take its time to end.
    for (int i = 0; i < 300 && Resources() != before_; ++i) {
      std::this_thread::sleep_for(milliseconds(100));
    }
    const Resources after;
    EXPECT_EQ(after.threads, before_.threads);
    EXPECT_EQ(after.descriptors, before_.descriptors);
  }
  void start() {
    ListenerOptions options;
    options.listen = {asio::ip::address_v4::loopback(), 0};
    options.connection.handshake_timeout = std::chrono::seconds(2);
    const auto make = [this](size_t) {
      return open_channels(pcsc_card(PcscDaemon::reader(0), options_), 1, kMaxChannels);
    };
    listener_.emplace(options, CardSupply{.make = make,
                                          .comes_back = true,
                                          .pauses = {milliseconds(20), milliseconds(200)}});
    thread_ = std::thread([this] { listener_->run(); });
  }
  void stop() {
    listener_->stop();
    thread_.join();
    listener_.reset();
  }
  [[nodiscard]] uint16_t port() const { return listener_->endpoint().port(); }

  /// One that is served, whatever was before: it waits for the card.
  void expect_service(const std::string& after = "") {
    OpensslClient client(port());
    ASSERT_TRUE(client.handshake()) << after << "\n" << log_->str();
    client.write("hello");
    ASSERT_EQ(client.read(5), "hello") << after << "\n" << log_->str();
    client.close();
    EXPECT_TRUE(client.closed_by_peer()) << after;
  }
  /// One whose card fails: it sees no orderly end. `content` is echoed before it does.
  void expect_broken(size_t content) {
    OpensslClient client(port());
    if (client.handshake()) {
      const std::string words(content, 'a');
      (void)client.try_to_write(words);
      EXPECT_LT(client.read(words.size()).size(), words.size());
    }
    EXPECT_FALSE(client.closed_by_peer());
  }

  TestFolder folder_;
  PcscDaemon daemon_{folder_};
  FaultySlot slot_{daemon_, 0, profile_of_card()};
  PcscOptions options_ = {.longest = std::chrono::seconds(20)};
  LogCapture log_{spdlog::level::debug};
  const Resources before_;
  std::optional<Listener> listener_;
  std::thread thread_;
};

/// At the first ones the client has lost nothing, and waits.
TEST_F(PcscFaultsTest, PulledOutAtEachCommand) {
  slot_.set_fault({});
  expect_service();
  const size_t commands = slot_.commands();
  EXPECT_GT(commands, 15u);
  for (size_t step = 1; step <= commands; ++step) {
    const size_t pulls = slot_.pulls();
    slot_.set_fault([=](size_t number, Bytes) -> std::optional<CardResponse> {
      if (number == step) throw FaultySlot::Pulled{};
      return {};
    });
    std::jthread unlucky([this] {
      OpensslClient client(port());
      if (!client.handshake()) return;
      client.write("hello");
      if (client.read(5) == "hello") client.close();
    });
    EXPECT_TRUE(slot_.await_pull(pulls + 1)) << step;
    slot_.set_fault({});
    slot_.put_in();
    unlucky.join();
    expect_service("pulled out at command " + std::to_string(step));
    if (HasFatalFailure()) return;
  }
}

TEST_F(PcscFaultsTest, PulledOutInMidTransfer) {
  expect_service();
  slot_.set_fault([](size_t number, Bytes) -> std::optional<CardResponse> {
    if (number == 200) throw FaultySlot::Pulled{};
    return {};
  });
  expect_broken(200000);
  slot_.set_fault({});
  slot_.put_in();
  expect_service();
}

TEST_F(PcscFaultsTest, PcscdIsKilledAndStartedAgain) {
  expect_service();
  {
    OpensslClient client(port());
    ASSERT_TRUE(client.handshake());
    daemon_.kill();
    (void)client.try_to_write("hello");
    EXPECT_EQ(client.read(5), "");
    EXPECT_FALSE(client.closed_by_peer());
  }
  OpensslClient waiting(port());
  daemon_.start();
  EXPECT_TRUE(waiting.handshake()) << log_->str();
  waiting.close();
  EXPECT_TRUE(waiting.closed_by_peer());
  expect_service();
  EXPECT_EQ(log_->count("[error] card 1"), 1u) << log_->str();
}

/// Another program, which knows nothing of this one.
class OtherProgram {
 public:
  explicit OtherProgram(DWORD share) {
    while (SCardConnect(context_.get(), PcscDaemon::reader(0).c_str(), share, SCARD_PROTOCOL_T1,
                        &card_, &protocol_) == SCARD_E_SHARING_VIOLATION) {
      std::this_thread::sleep_for(milliseconds(10));
    }
  }
  ~OtherProgram() { SCardDisconnect(card_, SCARD_LEAVE_CARD); }
  OtherProgram(const OtherProgram&) = delete;
  OtherProgram& operator=(const OtherProgram&) = delete;

  LONG warm_reset() {
    return SCardReconnect(card_, SCARD_SHARE_SHARED, SCARD_PROTOCOL_T1, SCARD_RESET_CARD,
                          &protocol_);
  }
  std::string transmit(const std::string& command) {
    const auto bytes = parse_hex(command).value();
    std::vector<uint8_t> response(300);
    DWORD size = response.size();
    if (SCardTransmit(card_, SCARD_PCI_T1, bytes.data(), bytes.size(), nullptr, response.data(),
                      &size) != SCARD_S_SUCCESS) {
      return "none";
    }
    response.resize(size);
    return to_spaced_hex(response);
  }

 private:
  const PcscContext context_{"PC/SC"};
  SCARDHANDLE card_ = 0;
  DWORD protocol_ = 0;
};

/// Nobody has anything to say, and yet it is noticed.
TEST_F(PcscFaultsTest, ACardThatIsPulledOutEndsIdleSessions) {
  constexpr int kClients = 3;
  std::vector<std::unique_ptr<OpensslClient>> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.push_back(std::make_unique<OpensslClient>(port()));
    ASSERT_TRUE(clients.back()->handshake());
  }
  slot_.pull_out();
  for (const auto& client : clients) {
    EXPECT_EQ(client->read(1), "");
    EXPECT_FALSE(client->closed_by_peer());
  }
  clients.clear();
  slot_.put_in();
  expect_service();
  EXPECT_EQ(log_->count("[error] card 1"), 1u) << log_->str();
}

TEST_F(PcscFaultsTest, AReaderWithoutACardIsWaitedFor) {
  expect_service();
  static_cast<void>(OtherProgram(SCARD_SHARE_SHARED));  // the card has been left
  slot_.pull_out();
  std::jthread client([this] { expect_service("put in"); });
  EXPECT_TRUE(log_->await("waits: the only card is lost")) << log_->str();
  slot_.put_in();
}

TEST_F(PcscFaultsTest, OtherProgramsHaveTheCardBetween) {
  for (int i = 0; i < 3; ++i) {
    expect_service();
    OtherProgram other(SCARD_SHARE_SHARED);
    EXPECT_EQ(other.transmit("00A4040005A000000018"), "6A 82");  // of another kind of card
    EXPECT_EQ(other.transmit("0070000001"), "01 90 00");
    EXPECT_EQ(other.transmit("00D8000100"), "90 00");
    EXPECT_EQ(other.transmit("00D80001021603"), "90 00");  // the beginning of a record
    EXPECT_EQ(other.warm_reset(), SCARD_S_SUCCESS);
  }
  expect_service();
  EXPECT_EQ(log_->count("is lost"), 0u) << log_->str();
}

TEST_F(PcscFaultsTest, NobodyHasTheCardWithinASession) {
  OpensslClient client(port());
  ASSERT_TRUE(client.handshake());
  const PcscContext context("PC/SC");
  SCARDHANDLE card = 0;
  DWORD protocol = 0;
  EXPECT_EQ(SCardConnect(context.get(), PcscDaemon::reader(0).c_str(), SCARD_SHARE_SHARED,
                         SCARD_PROTOCOL_T1, &card, &protocol),
            SCARD_E_SHARING_VIOLATION);
  client.write("hello");
  EXPECT_EQ(client.read(5), "hello");
  client.close();
  EXPECT_TRUE(client.closed_by_peer());
}

TEST_F(PcscFaultsTest, WhoeverHasTheCardIsWaitedFor) {
  expect_service();
  std::jthread client;
  {
    OtherProgram other(SCARD_SHARE_EXCLUSIVE);
    client = std::jthread([this] { expect_service("left by the other program"); });
    EXPECT_TRUE(log_->await("is in use by another program")) << log_->str();
  }
  client.join();
}

class PcscMuteTest : public PcscFaultsTest {
 protected:
  PcscMuteTest() { options_.longest = milliseconds(500); }
};

TEST_F(PcscMuteTest, ACardThatDoesNotAnswerIsGivenUp) {
  expect_service();
  slot_.set_fault([this](size_t number, Bytes) -> std::optional<CardResponse> {
    if (number < 8) return {};
    return slot_.be_mute();
  });
  OpensslClient client(port());
  EXPECT_FALSE(client.handshake());
  EXPECT_TRUE(log_->await("has not answered for 0.5 s")) << log_->str();
  std::jthread next([this] { expect_service("put in again"); });
  EXPECT_TRUE(log_->await("waits: the only card is lost")) << log_->str();
  slot_.set_fault({});
  slot_.put_in();
}

/// In the words of an error, or nothing.
std::string try_to_occupy(const PcscOptions& options) {
  const auto card = pcsc_card(PcscDaemon::reader(0), options);
  try {
    const CardOccupation occupation(*card);
    return "";
  } catch (const CardUnreachable& error) {
    return error.what();
  }
}

/// Whoever waits shortly is told the right thing all the same.
TEST_F(PcscMuteTest, AReaderInUseIsNoneThatHangs) {
  const OtherProgram other(SCARD_SHARE_EXCLUSIVE);
  EXPECT_THAT(try_to_occupy(options_), testing::HasSubstr("is in use by another program"));
}

/// It would be told that another program has the card: the one that hangs is this one.
TEST_F(PcscMuteTest, AReaderThatStillHangsIsNotAskedAgain) {
  stop();
  options_.patience = milliseconds(10);
  slot_.set_fault([this](size_t number, Bytes) -> std::optional<CardResponse> {
    if (number == 1) return {};
    return slot_.be_mute();
  });
  {
    const auto card = pcsc_card(PcscDaemon::reader(0), options_);
    const CardOccupation occupation(*card);
    EXPECT_THROW(card->transmit(parse_hex("00CA010200").value()), CardUnreachable);
  }
  EXPECT_THAT(try_to_occupy(options_), testing::HasSubstr("has not answered for 0.5 s"));
  slot_.set_fault({});
  slot_.put_in();
  while (try_to_occupy(options_).contains("has not answered")) std::this_thread::yield();
  EXPECT_EQ(try_to_occupy(options_), "");
  start();
}

/// `tls-se server --card pcsc:*` leaves it out.
TEST_F(PcscFaultsTest, ACardWithoutTheApplicationIsForeign) {
  expect_service();
  slot_.set_fault([](size_t, Bytes) { return CardResponse{{}, 0x6a82}; });
  const auto card = pcsc_card(PcscDaemon::reader(0), options_);
  EXPECT_THROW(card->occupy(), ForeignCard);
  slot_.set_fault({});
  EXPECT_NO_THROW(CardOccupation{*card});
}

/// The card is none that could be used then, and is again when it answers as it should.
TEST_F(PcscFaultsTest, AnswersWithoutEndAndWithoutSense) {
  const std::vector<CardResponse> answers = {{{1, 2, 3}, 0x6110}, {{}, 0x6110}, {{}, 0x6c05},
                                             {{1}, 0x9f00},       {{}, 0x9f01}, {{}, 0x6c00},
                                             {{0x16}, 0x9000},    {{}, 0x0000}, {{1, 2}, 0xffff}};
  for (const CardResponse& answer : answers) {
    for (const size_t first : {size_t{1}, size_t{6}}) {
      slot_.set_fault([=](size_t number, Bytes) -> std::optional<CardResponse> {
        if (number < first) return {};
        return answer;
      });
      std::atomic<bool> is_over = false;
      std::jthread unlucky([&] {
        OpensslClient client(port());
        (void)client.handshake();  // whether it comes to that is the card's affair
        is_over = true;
      });
      // A client whose card can't even be had waits for it.
      for (int i = 0; i < 100 && !is_over; ++i) std::this_thread::sleep_for(milliseconds(5));
      EXPECT_GE(slot_.commands(), first);
      slot_.set_fault({});
      unlucky.join();
      expect_service(to_spaced_hex(answer.data) + " " + std::to_string(answer.status));
      if (HasFatalFailure()) return;
    }
  }
}

}  // namespace
}  // namespace tls_se
