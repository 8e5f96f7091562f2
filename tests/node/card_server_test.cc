// The program with a card in a file: several connections at once, the user's PIN, and an end that
// nobody has prepared.
#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <latch>
#include <random>
#include <thread>

#include "support/card_file.h"
#include "support/client_process.h"
#include "support/openssl_peer.h"
#include "personalisation/card_commands.h"
#include "personalisation/card_purpose.h"
#include "support/server_process.h"
#include "support/issued_certificates.h"
#include "support/words.h"
#include "support/terminal_process.h"

namespace tls_se {
namespace {

constexpr char kPin[] = "314159";
constexpr char kWrongPin[] = "271828";
constexpr size_t kChannels = 4;

struct Ended {
  int exit_code;
  std::string output;
  std::string errors;
};

/// A start that is to come to nothing.
Ended run(const Words& words) {
  ChildProcess child(Words{TLS_SE_PROGRAM} + words);
  child.close_input();
  const int exit_code = child.exit_code();
  return {exit_code, child.output(), child.errors()};
}
Ended serve(const Words& words) { return run(Words{"server", "--listen", "127.0.0.1:0"} + words); }

/// The server, which a shell gives this file as descriptor 3.
ChildProcess server_with_descriptor(const std::string& file, const Words& words) {
  std::string command = "exec \"$0\" server --listen 127.0.0.1:0";
  for (const std::string& word : words) command += " " + word;
  return ChildProcess({"sh", "-c", command + " 3<" + file, TLS_SE_PROGRAM});
}

Words s_client(const ServerProcess& server) {
  return {"openssl", "s_client",      "-connect", server.address(), "-tls1_3",
          "-brief",  "-psk_identity", kIdentity,  "-psk",           kPsk};
}
Words gnutls_cli(const ServerProcess& server) {
  return {"stdbuf",
          "-oL",
          "gnutls-cli",
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

/// There and back, on all of them at once.
void converse(std::vector<std::unique_ptr<OpensslClient>>& clients) {
  for (size_t i = 0; i < clients.size(); ++i) clients[i]->write("to " + std::to_string(i));
  for (size_t i = 0; i < clients.size(); ++i)
    EXPECT_EQ(clients[i]->read(4), "to " + std::to_string(i));
}

std::vector<std::unique_ptr<OpensslClient>> four_clients(uint16_t port) {
  std::vector<std::unique_ptr<OpensslClient>> clients;
  for (size_t i = 0; i < kChannels; ++i) {
    clients.push_back(std::make_unique<OpensslClient>(port));
    EXPECT_TRUE(clients.back()->handshake()) << i;
  }
  return clients;
}

class CardServerTest : public testing::Test {
 protected:
  const TestFolder folder_;
};

TEST_F(CardServerTest, ServesFourRealClientsAtOnce) {
  if (!is_installed("openssl") || !is_installed("gnutls-cli")) GTEST_SKIP() << "no clients here";
  const CardFile card(folder_, demo_profile_for(Role::server));
  ServerProcess server({"--card", card.name(), "--trace"});
  std::vector<std::unique_ptr<ChildProcess>> clients;
  for (size_t i = 0; i < kChannels; ++i) {
    clients.push_back(
        std::make_unique<ChildProcess>(i == 0 ? gnutls_cli(server) : s_client(server)));
  }
  for (size_t i = 0; i < kChannels; ++i) {
    const std::string line = "line of " + std::to_string(i) + "\n";
    clients[i]->write(line);
    EXPECT_TRUE(clients[i]->prints(line)) << clients[i]->errors() << server.log();
  }
  EXPECT_FALSE(server.log().contains("waits")) << server.log();
  ChildProcess fifth(s_client(server));
  EXPECT_TRUE(server.logs("waits: all 4 channels of the only card are in use (there will be no"))
      << server.log();
  clients[1]->write("Q\n");
  EXPECT_EQ(clients[1]->exit_code(), 0);
  fifth.write("the fifth\n");
  EXPECT_TRUE(fifth.prints("the fifth\n")) << server.log();
  EXPECT_EQ(server.terminate(), 0);
  for (size_t i = 0; i < kChannels; ++i) {
    const std::string label = "card 1 channel " + std::to_string(i) + "  ";
    EXPECT_TRUE(server.trace().contains(label + "RECV(Client Encrypted Finished)"))
        << server.trace();
  }
}

TEST_F(CardServerTest, ServesOnAsManyChannelsAsItIsTold) {
  const CardFile card(folder_, demo_profile_for(Role::server));
  ServerProcess server({"--card", card.name(), "--channels", "1", "--trace"});
  OpensslClient first(server.port());
  EXPECT_TRUE(first.handshake());
  OpensslClient second(server.port());
  EXPECT_TRUE(server.logs("waits: the only card is in use")) << server.log();
  first.close();
  EXPECT_TRUE(second.handshake());
  EXPECT_EQ(server.terminate(), 0);
  EXPECT_FALSE(server.trace().contains("channel")) << server.trace();
}

TEST_F(CardServerTest, CardsOfAProfileHaveChannelsToo) {
  ServerProcess server({"--cards", "2", "--channels", "2", "--trace"});
  auto clients = four_clients(server.port());
  converse(clients);
  EXPECT_FALSE(server.log().contains("waits")) << server.log();
  OpensslClient fifth(server.port());
  EXPECT_TRUE(server.logs("waits: all 4 channels of all 2 cards are in use (--cards N gives more"))
      << server.log();
  EXPECT_EQ(server.terminate(), 0);
  for (const char* label :
       {"card 1 channel 0  ", "card 1 channel 1  ", "card 2 channel 0  ", "card 2 channel 1  "}) {
    EXPECT_TRUE(server.trace().contains(std::string(label) + "RECV(Client Encrypted Finished)"));
  }
}

/// And no one has ever seen it.
TEST_F(CardServerTest, ServesWithAKeyThatWasMadeOnTheCard) {
  if (!is_installed("openssl")) GTEST_SKIP() << "no openssl here";
  const test::Authority authority("Test root");
  const std::string ca = folder_.write("ca.pem", authority.own().certificate_pem).string();
  const CardFile card(folder_);
  const auto point = CardCommands(*card.open()).generate_key_pair(0);
  CardProfile profile;
  profile.modes = Mode::certificate;
  profile.private_key_on_card = true;
  profile.certificate_chain = {authority.certify(point).certificate};
  card.personalise(profile);
  ServerProcess server({"--card", card.name()});
  ChildProcess client({"openssl", "s_client", "-connect", server.address(), "-tls1_3", "-brief",
                       "-CAfile", ca, "-verify_return_error", "-verify_hostname", "card.example"});
  client.write("hello\n");
  EXPECT_TRUE(client.prints("hello\n")) << client.errors() << server.log();
  EXPECT_TRUE(client.prints_error("Verification: OK")) << client.errors();
  EXPECT_EQ(server.terminate(), 0);
}

TEST_F(CardServerTest, NobodyElseHasTheCardMeanwhile) {
  const CardFile card(folder_, demo_profile_for(Role::server));
  ServerProcess server({"--card", card.name()});
  const Ended second = serve({"--card", card.name()});
  EXPECT_EQ(second.exit_code, 1);
  EXPECT_TRUE(second.errors.contains("this card is in use by another program: end that first"))
      << second.errors;
  OpensslClient client(server.port());
  EXPECT_TRUE(client.handshake());
  EXPECT_EQ(server.terminate(), 0);
  ServerProcess third({"--card", card.name()});
  EXPECT_EQ(third.terminate(), 0);
}

TEST_F(CardServerTest, ACardThatIsForSomethingElseIsRefused) {
  const CardFile client(folder_, demo_profile_for(Role::client));
  const CardFile server(folder_, demo_profile_for(Role::server));
  const CardFile blank(folder_);
  const struct {
    Words words;
    std::string told;
  } rows[] = {
      {{"server", "--listen", "127.0.0.1:0", "--card", client.name()},
       client.name() + ": this is a client's card: `tls-se client --card " + client.name() + "`"},
      {{"client", "--connect", "127.0.0.1:9", "--card", server.name()},
       server.name() + ": this is a server's card: `tls-se server --card " + server.name() + "`"},
      {{"server", "--listen", "127.0.0.1:0", "--card", blank.name()},
       blank.name() + ": this card is not personalised yet: `tls-se card personalise` makes"},
      {{"server", "--listen", "127.0.0.1:0", "--card", blank.name(), "--profile", "x"},
       "--profile"},
      {{"server", "--listen", "127.0.0.1:0", "--card", blank.name(), "--cards", "2"}, "--cards"},
      {{"server", "--listen", "127.0.0.1:0", "--channels", "5"}, "--channels"},
      {{"client", "--connect", "127.0.0.1:9", "--channels", "2"}, "--listen"},
  };
  for (const auto& [words, told] : rows) {
    const Ended ended = run(words);
    EXPECT_EQ(ended.exit_code, 2) << told;
    EXPECT_TRUE(ended.errors.contains(told)) << ended.errors;
  }
}

TEST_F(CardServerTest, WhatIsNoCardIsToldWithWhatWouldBeRight) {
  const std::string no_card = folder_.write("no.card", "hello").string();
  const std::string missing = (folder_.path() / "missing").string();
  const std::pair<std::string, std::string> rows[] = {
      {"reader 1",
       "--card is sim:FILE, for a card in this file, or pcsc:NAME, for one in a reader\n"},
      {no_card, "or pcsc:NAME, for one in a reader: sim:" + no_card + " then\n"},
      {"sim:", "--card is sim:FILE"},
      {"sim:" + no_card, no_card + ": this file is no card\n"},
      {"sim:" + missing, missing + ": there is no such card: `tls-se card personalise --card sim:"},
  };
  for (const auto& [name, told] : rows) {
    const Ended ended = serve({"--card", name});
    EXPECT_EQ(ended.exit_code, 2) << name;
    EXPECT_TRUE(ended.errors.contains(told)) << ended.errors;
  }
  EXPECT_FALSE(std::filesystem::exists(missing));
}

class CardWithPinTest : public CardServerTest {
 protected:
  /// A PIN is in nothing that the program says, as letters or in a trace.
  static void expect_no_pin(const std::string& said) {
    for (const char* pin : {kPin, kWrongPin, "33 31 34 31 35 39", "32 37 31 38 32 38"}) {
      EXPECT_FALSE(said.contains(pin)) << said;
    }
  }

  const CardFile card_{folder_, demo_profile_for(Role::server), kPin};
  const std::string right_ = folder_.write("pin", std::string(kPin) + "\n").string();
  const std::string wrong_ = folder_.write("wrong", std::string(kWrongPin) + "\n").string();
};

TEST_F(CardWithPinTest, IsShownOnEachChannel) {
  ServerProcess server({"--card", card_.name(), "--pin-file", right_, "--trace-bytes"});
  auto clients = four_clients(server.port());
  converse(clients);
  clients.clear();
  clients = four_clients(server.port());  // and stays shown
  converse(clients);
  clients.clear();
  EXPECT_EQ(server.terminate(), 0);
  expect_no_pin(server.log());
  expect_no_pin(server.trace());
  EXPECT_EQ(card_.tries_left(), 3);
}

TEST_F(CardWithPinTest, AWrongOneIsTriedOnce) {
  for (const int left : {2, 1}) {
    const Ended ended = serve({"--card", card_.name(), "--pin-file", wrong_, "--trace-bytes"});
    EXPECT_EQ(ended.exit_code, 1);
    const std::string tries = left == 2 ? "2 tries are left" : "1 try is left";
    EXPECT_TRUE(ended.errors.contains("the user's PIN is wrong, and " + tries)) << ended.errors;
    EXPECT_FALSE(ended.output.contains("listening")) << ended.output;
    expect_no_pin(ended.errors);
    expect_no_pin(ended.output);
    EXPECT_EQ(card_.tries_left(), left);
  }
  ServerProcess server({"--card", card_.name(), "--pin-file", right_});
  EXPECT_EQ(server.terminate(), 0);
  EXPECT_EQ(card_.tries_left(), 3);
}

TEST_F(CardWithPinTest, ABlockedOneIsTold) {
  const std::vector<uint8_t> wrong = {'2', '7', '1', '8', '2', '8'};
  for (int i = 0; i < 3; ++i) (void)CardCommands(*card_.open()).verify(0, wrong);
  for (const std::string& pin : {right_, wrong_}) {
    const Ended ended = serve({"--card", card_.name(), "--pin-file", pin});
    EXPECT_EQ(ended.exit_code, 1);
    EXPECT_TRUE(ended.errors.contains("the user's PIN is blocked: `tls-se card pin unblock`"))
        << ended.errors;
  }
}

TEST_F(CardWithPinTest, ComesFromADescriptorToo) {
  const Words options = {"--card", card_.name(), "--pin-fd", "3", "--trace-bytes"};
  ChildProcess refused = server_with_descriptor(wrong_, options);
  EXPECT_EQ(refused.exit_code(), 1);
  EXPECT_TRUE(refused.errors().contains("the user's PIN is wrong, and 2 tries are left"))
      << refused.errors();
  expect_no_pin(refused.errors());
  expect_no_pin(refused.output());
  ChildProcess shown = server_with_descriptor(right_, options);
  EXPECT_TRUE(shown.prints("listening on ")) << shown.errors();
  shown.signal(SIGTERM);
  EXPECT_EQ(shown.exit_code(), 0) << shown.errors();
  expect_no_pin(shown.output());
  EXPECT_EQ(card_.tries_left(), 3);
}

/// A daemon has no terminal.
TEST_F(CardWithPinTest, WithoutOneAndWithoutATerminalItSaysWhatToDo) {
  ChildProcess child({"setsid", "-w", TLS_SE_PROGRAM, "server", "--listen", "127.0.0.1:0", "--card",
                      card_.name()});
  child.close_input();
  EXPECT_NE(child.exit_code(), 0);
  EXPECT_TRUE(child.errors().contains("--pin-file")) << child.errors();
  EXPECT_EQ(card_.tries_left(), 3);
}

TEST_F(CardWithPinTest, IsAskedForAtATerminalOnceAndNotShown) {
  TerminalProcess program(
      {TLS_SE_PROGRAM, "server", "--listen", "127.0.0.1:0", "--card", card_.name()});
  ASSERT_TRUE(program.shows("the user's PIN: ")) << program.screen();
  EXPECT_FALSE(program.echoes());
  program.type(std::string(kPin) + "\n");
  ASSERT_TRUE(program.shows("listening on 127.0.0.1:")) << program.screen();
  EXPECT_TRUE(program.echoes());
  program.type("\x03");
  EXPECT_EQ(program.exit_code(), 0) << program.screen();
  expect_no_pin(program.screen());
}

TEST_F(CardWithPinTest, WhoDoesNotAnswerHasTheTerminalBack) {
  const Words words = {TLS_SE_PROGRAM, "server", "--listen", "127.0.0.1:0", "--card", card_.name()};
  TerminalProcess interrupted(words);
  ASSERT_TRUE(interrupted.shows("the user's PIN: ")) << interrupted.screen();
  interrupted.type("31\x03");
  EXPECT_EQ(interrupted.exit_code(), 128 + SIGINT) << interrupted.screen();
  EXPECT_TRUE(interrupted.echoes());
  TerminalProcess empty(words);
  ASSERT_TRUE(empty.shows("the user's PIN: ")) << empty.screen();
  empty.type("\n");
  EXPECT_TRUE(empty.shows("this one has none: nothing was shown to the card")) << empty.screen();
  EXPECT_EQ(empty.exit_code(), 2);
  EXPECT_EQ(card_.tries_left(), 3);
}

TEST_F(CardWithPinTest, ACardThatWantsNoneIsShownNone) {
  const CardFile client(folder_, demo_profile_for(Role::client));
  OpensslServer server;
  ClientProcess process(server.address(), {"--card", client.name(), "--pin-file", wrong_});
  const auto connection = server.accept();
  EXPECT_TRUE(connection->handshake());
  EXPECT_TRUE(process.opens()) << process.errors();
  EXPECT_EQ(process.terminate(), 0);
}

/// Nobody has time to say goodbye. TLS_SE_LONG=n in the environment: so many times more often.
TEST_F(CardWithPinTest, KilledAmongItsSessionsItServesAgain) {
  const char* const more = std::getenv("TLS_SE_LONG");
  const int kills = 10 * (more != nullptr ? std::max(1, std::atoi(more)) : 1);
  std::mt19937 random(1);
  const Words options = {"--card", card_.name(), "--pin-file", right_};
  for (int i = 0; i < kills; ++i) {
    ServerProcess server(options);
    std::vector<std::thread> clients;
    std::latch all_open(kChannels + 1);
    for (size_t number = 0; number < kChannels; ++number) {
      clients.emplace_back([&, number] {
        OpensslClient client(server.port());
        EXPECT_TRUE(client.handshake()) << server.log();
        const std::string words = "to " + std::to_string(number);
        const auto there_and_back = [&] {
          return client.try_to_write(words) && client.read(words.size()) == words;
        };
        EXPECT_TRUE(there_and_back());
        all_open.arrive_and_wait();
        while (there_and_back()) continue;  // until it is killed
      });
    }
    all_open.arrive_and_wait();
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 3000));
    kill(server.pid(), SIGKILL);
    EXPECT_EQ(server.exit_code(), 128 + SIGKILL);
    for (std::thread& client : clients) client.join();
    if (i % 2 == 0) continue;
    // Another one has not even begun: it may have been about to show the PIN.
    ChildProcess early(Words{TLS_SE_PROGRAM, "server", "--listen", "127.0.0.1:0"} + options);
    std::this_thread::sleep_for(std::chrono::microseconds(random() % 30000));
    early.signal(SIGKILL);
    EXPECT_EQ(early.exit_code(), 128 + SIGKILL);
  }
  EXPECT_GE(card_.tries_left(), 2);
  const CardPurpose purpose = read_purpose(*card_.open());
  EXPECT_EQ(purpose.role, Role::server);
  EXPECT_TRUE(purpose.needs_user_pin);
  ServerProcess server(options);
  auto clients = four_clients(server.port());
  converse(clients);
  EXPECT_EQ(server.terminate(), 0);
}

}  // namespace
}  // namespace tls_se
