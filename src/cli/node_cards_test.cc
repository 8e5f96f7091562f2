#include "cli/node_cards.h"

#include <gtest/gtest.h>

#include <map>

#include "card/host_cards.h"
#include "cli/card_option.h"
#include "cli/exit_codes.h"
#include "profile/profile_reader.h"
#include "support/authors_card.h"
#include "support/card_file.h"
#include "support/test_credentials.h"
#include "text/hex.h"

namespace tls_se {
namespace {

/// A world of cards by name.
class NodeCardsTest : public testing::Test {
 protected:
  using Make = std::function<std::unique_ptr<CardReader>()>;

  NodeCardsTest() {
    world_["pcsc:server"] = [] { return in_process_card(demo_card_profile()); };
    world_["pcsc:four"] = [] { return HostCards(demo_card_profile()).make(kMaxChannels); };
    world_["pcsc:client"] = [] {
      CardProfile profile = demo_card_profile();
      profile.role = Role::client;
      return in_process_card(profile);
    };
    world_["pcsc:blank"] = blank_card;
    world_["pcsc:author"] = [] { return std::make_unique<test::AuthorsCard>(); };
    world_["pcsc:away"] = []() -> std::unique_ptr<CardReader> {
      throw CardUnreachable("the reader has no card in it");
    };
    world_["pcsc:passport"] = []() -> std::unique_ptr<CardReader> {
      throw ForeignCard("the card answers SELECT with 6A82");
    };
  }

  [[nodiscard]] NodeCardsWish wish(std::vector<std::string> names, Role role = Role::server) {
    return {.names = std::move(names),
            .role = role,
            .channels = channels_,
            .pin = pin_,
            .lasting_name =
                [this](const std::string& name) {
                  if (!readers_.contains(name)) return name;
                  if (readers_[name].empty()) throw CardUnreachable("there is no reader " + name);
                  return readers_[name];
                },
            .find = [this](const std::string& name) { return world_.at(name)(); },
            .find_all =
                [this] {
                  std::vector<std::string> all;
                  for (const auto& [name, make] : world_) all.push_back(name);
                  return all;
                }};
  }
  template <class Error>
  [[nodiscard]] std::string refusal(std::vector<std::string> names, Role role = Role::server) {
    try {
      (void)NodeCards(wish(std::move(names), role));
    } catch (const Error& error) {
      return error.what();
    }
    return "none";
  }

  std::map<std::string, Make> world_;
  std::map<std::string, std::string> readers_;  // by number
  const TestFolder folder_;
  std::optional<size_t> channels_;
  PinSource pin_ = {.file = folder_.write("pin", "0000\n").string(), .descriptor = {}};
};

TEST_F(NodeCardsTest, EachIsOpenedOnceAndThenAnew) {
  NodeCards cards(wish({"pcsc:server", "pcsc:four"}));
  ASSERT_EQ(cards.size(), 2u);
  EXPECT_TRUE(cards.come_back());
  EXPECT_EQ(cards.make(1).channels.size(), 1u);
  EXPECT_EQ(cards.make(2).channels.size(), 4u);
  world_["pcsc:four"] = world_["pcsc:away"];
  EXPECT_THROW((void)cards.make(2), CardUnreachable);
  EXPECT_EQ(cards.make(1).channels.size(), 1u);
}

TEST_F(NodeCardsTest, ChannelsAreAsManyAsAskedFor) {
  channels_ = 2;
  EXPECT_EQ(NodeCards(wish({"pcsc:four"})).make(1).channels.size(), 2u);
  EXPECT_NE(refusal<std::runtime_error>({"pcsc:server"}).find("no more logical channels"),
            std::string::npos);
}

TEST_F(NodeCardsTest, OneThatIsAwayIsTriedAgain) {
  NodeCards cards(wish({"pcsc:away", "pcsc:server"}));
  ASSERT_EQ(cards.size(), 2u);
  EXPECT_EQ(cards.purpose().role, Role::server);
  EXPECT_THROW((void)cards.make(1), CardUnreachable);
  world_["pcsc:away"] = world_["pcsc:server"];
  EXPECT_EQ(cards.make(1).channels.size(), 1u);
}

TEST_F(NodeCardsTest, ANumberIsThatOfTheBeginning) {
  readers_ = {{"pcsc:0", "pcsc:server"}, {"pcsc:1", ""}};
  NodeCards cards(wish({"pcsc:0", "pcsc:1"}));
  (void)cards.make(1);
  EXPECT_THROW((void)cards.make(2), CardUnreachable);
  readers_ = {{"pcsc:0", "pcsc:four"}, {"pcsc:1", "pcsc:four"}};  // the first has gone
  world_["pcsc:server"] = world_["pcsc:away"];
  EXPECT_THROW((void)cards.make(1), CardUnreachable);
  EXPECT_EQ(cards.make(2).channels.size(), 4u);  // and the other one has come
}

TEST_F(NodeCardsTest, ANumberIsNoSecondCard) {
  readers_ = {{"pcsc:0", "pcsc:server"}, {"pcsc:1", ""}};
  EXPECT_EQ(NodeCards(wish({"pcsc:0", "pcsc:server", "pcsc:0"})).size(), 1u);
  EXPECT_EQ(NodeCards(wish({"pcsc:server", "pcsc:0", "pcsc:1", "pcsc:1"})).size(), 2u);
}

TEST_F(NodeCardsTest, IfNoneIsThereTheFirstSaysWhy) {
  EXPECT_EQ(refusal<CardUnreachable>({"pcsc:away", "pcsc:passport"}),
            "the reader has no card in it");
  EXPECT_EQ(refusal<ForeignCard>({"pcsc:passport"}), "the card answers SELECT with 6A82");
}

TEST_F(NodeCardsTest, OneThatIsNamedHasToFit) {
  EXPECT_TRUE(refusal<UsageError>({"pcsc:server", "pcsc:client"})
                  .starts_with("pcsc:client: this is a client's card: `tls-se client"));
  EXPECT_TRUE(refusal<UsageError>({"pcsc:author"}, Role::client)
                  .starts_with("pcsc:author: this is a server's card"));
  EXPECT_TRUE(refusal<UsageError>({"pcsc:blank"})
                  .starts_with("pcsc:blank: this card is not personalised yet"));
}

TEST_F(NodeCardsTest, OfAllThoseThatDoNotFitAreLeftOut) {
  NodeCards cards(wish({kAllReaders, "pcsc:server"}));
  EXPECT_EQ(cards.size(), 4u);  // the author's, the one that is away, four, server
  world_ = {{"pcsc:client", world_["pcsc:client"]}, {"pcsc:passport", world_["pcsc:passport"]}};
  EXPECT_TRUE(refusal<CardUnreachable>({kAllReaders}).starts_with("in no reader is a TLS-SE card"));
}

TEST_F(NodeCardsTest, WhereNoReaderHasACardThoseThatAreNamedServe) {
  NodeCardsWish mixed = wish({kAllReaders, "pcsc:server"});
  mixed.find_all = []() -> std::vector<std::string> {
    throw CardUnreachable("there is no card in any reader: put one in");
  };
  NodeCardsWish alone = mixed;
  alone.names = {kAllReaders};
  EXPECT_EQ(NodeCards(std::move(mixed)).size(), 1u);
  try {
    (void)NodeCards(std::move(alone));
    ADD_FAILURE() << "of no card";
  } catch (const CardUnreachable& error) {
    EXPECT_STREQ(error.what(), "there is no card in any reader: put one in");
  }
}

TEST_F(NodeCardsTest, AnAuthorsCardHasOneSession) {
  NodeCards cards(wish({"pcsc:author"}));
  EXPECT_EQ(cards.purpose().kind, CardPurpose::Kind::foreign);
  const MadeCard made = cards.make(1);
  ASSERT_EQ(made.channels.size(), 1u);
  made.channels[0]->reset();  // and its applet is selected
  EXPECT_EQ(made.channels[0]->transmit(parse_hex("00 D8 00 01 00").value()).status, 0x6380);
  channels_ = 2;
  EXPECT_TRUE(refusal<UsageError>({"pcsc:author"}).contains("leave --channels out"));
}

TEST_F(NodeCardsTest, WithoutItsPinOneIsLeftOut) {
  pin_.file.clear();
  EXPECT_EQ(NodeCards(wish({kAllReaders})).size(), 3u);
  EXPECT_TRUE(refusal<UsageError>({"pcsc:author"}).contains("--pin-file"));
}

/// A listener does not wait for somebody at its terminal.
TEST_F(NodeCardsTest, NobodyIsAskedForThePinLater) {
  pin_.file.clear();
  const CardFile file(folder_, demo_card_profile(), "0000");
  world_["pcsc:one"] = world_["pcsc:server"];
  NodeCards cards(wish({"pcsc:one"}));
  (void)cards.make(1);
  world_["pcsc:one"] = [&file] { return file.open(); };
  try {
    (void)cards.make(1);
    ADD_FAILURE() << "without its PIN";
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(),
                 "the card wants the user's PIN, for which nobody is asked any more: start again "
                 "with this card in its reader, or with --pin-file FILE");
  }
}

TEST_F(NodeCardsTest, ACardThatWantsNoPinIsShownNone) {
  world_["pcsc:one"] = world_["pcsc:author"];
  NodeCards cards(wish({"pcsc:one"}));
  EXPECT_NE(cards.make(1).pin, nullptr);
  world_["pcsc:one"] = world_["pcsc:server"];
  EXPECT_EQ(cards.make(1).pin, nullptr);
}

TEST_F(NodeCardsTest, ThePinIsForAllAndReadOnce) {
  NodeCards cards(wish({"pcsc:author", "pcsc:server"}));
  EXPECT_NE(cards.make(1).pin, nullptr);  // whether it wants one, it does not tell
  EXPECT_EQ(cards.make(2).pin, nullptr);
  std::filesystem::remove(pin_.file);
  EXPECT_NE(cards.make(1).pin, nullptr);
}

}  // namespace
}  // namespace tls_se
