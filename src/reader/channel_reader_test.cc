#include "reader/channel_reader.h"

#include <gtest/gtest.h>

#include "support/scripted_card.h"

namespace tls_se {
namespace {

constexpr char kReset[] = "00D8000100";

class ChannelReaderTest : public testing::Test {
 protected:
  void open_two() {
    card_.answer("01 9000");
    channels_ = open_channels(std::move(owned_), 2);
    card_.commands.clear();
  }

  std::unique_ptr<ScriptedCard> owned_ = std::make_unique<ScriptedCard>();
  ScriptedCard& card_ = *owned_;
  std::vector<std::unique_ptr<CardReader>> channels_;
};

TEST_F(ChannelReaderTest, EachHasItsNumberInTheClass) {
  open_two();
  card_.answer("9000").answer("9000").answer("9000");
  EXPECT_EQ(channels_[0]->transmit(parse_hex(kReset).value()).status, sw::kOk);
  EXPECT_EQ(channels_[1]->transmit(parse_hex(kReset).value()).status, sw::kOk);
  EXPECT_EQ(channels_[1]->transmit(parse_hex("10DA0000").value()).status, sw::kOk);
  EXPECT_EQ(card_.commands,
            (std::vector<std::string>{"00 D8 00 01 00", "01 D8 00 01 00", "11 DA 00 00"}));
  EXPECT_EQ(channels_[1]->name(), "scripted card, channel 1");
}

TEST_F(ChannelReaderTest, AResetIsTheChannelsAlone) {
  open_two();
  card_.answer("9000").answer("9000").answer("9000");
  channels_[1]->reset();
  channels_[0]->reset();
  EXPECT_EQ(card_.commands,
            (std::vector<std::string>{"00 70 80 01", "00 70 00 01", "00 D8 00 01 00"}));
  EXPECT_EQ(card_.resets, 0);
}

/// As after a loss of the card's power.
TEST_F(ChannelReaderTest, OneThatIsClosedIsOpened) {
  open_two();
  card_.answer("6881").answer("9000");
  channels_[1]->reset();
  EXPECT_TRUE(card_.finished());
}

TEST_F(ChannelReaderTest, OneThatDoesNotOpenIsLost) {
  open_two();
  card_.answer("9000").answer("6A81");
  EXPECT_THROW(channels_[1]->reset(), ChannelLost);
}

TEST_F(ChannelReaderTest, ThereAreNoMoreThanTheCardHas) {
  card_.answer("01 9000").answer("6A81");
  EXPECT_THROW((void)open_channels(std::move(owned_), 3), std::runtime_error);
}

TEST_F(ChannelReaderTest, OrAsManyAsItHas) {
  card_.answer("01 9000").answer("6A81").answer("9000");
  EXPECT_EQ(open_channels(std::move(owned_), 1, 4).size(), 2u);
}

/// Two would have one session, or their commands another class.
TEST(OpenChannelsTest, NumbersThatAreNoNewChannelsAreNotTaken) {
  for (const char* number : {"00 9000", "01 9000", "04 9000", "10 9000", "FF 9000"}) {
    auto card = std::make_unique<ScriptedCard>();
    card->answer("01 9000").answer(number).answer("02 9000").answer("9000");
    EXPECT_EQ(open_channels(std::move(card), 1, 4).size(), 2u) << number;
  }
}

TEST_F(ChannelReaderTest, OccupyTheCardTogether) {
  open_two();
  EXPECT_FALSE(card_.is_occupied);
  EXPECT_FALSE(channels_[0]->occupy());
  EXPECT_FALSE(channels_[1]->occupy());
  channels_[0]->release();
  EXPECT_TRUE(card_.is_occupied);
  channels_[1]->release();
  EXPECT_FALSE(card_.is_occupied);
  EXPECT_TRUE(card_.commands.empty());
}

TEST_F(ChannelReaderTest, AreOpenedAnewOnACardThatWasElsewhere) {
  open_two();
  card_.is_elsewhere_between = true;
  EXPECT_TRUE(channels_[0]->occupy());
  EXPECT_TRUE(card_.commands.empty());
  card_.answer("6881").answer("9000");
  EXPECT_TRUE(channels_[1]->occupy());
  EXPECT_EQ(card_.commands, (std::vector<std::string>{"00 70 80 01", "00 70 00 01"}));
  channels_[1]->release();
  EXPECT_FALSE(channels_[1]->occupy());  // the other one has it still
  channels_[0]->release();
  channels_[1]->release();
  card_.answer("9000").answer("6A81");
  EXPECT_THROW(channels_[1]->occupy(), ChannelLost);
  EXPECT_FALSE(card_.is_occupied);
}

TEST_F(ChannelReaderTest, IsClosedInTheEnd) {
  open_two();
  card_.answer("9000");
  channels_.pop_back();
  EXPECT_EQ(card_.commands, std::vector<std::string>{"00 70 80 01"});
}

}  // namespace
}  // namespace tls_se
