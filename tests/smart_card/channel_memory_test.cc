// What a channel's record buffer holds for a command, a chain or the rest of an answer, is there
// for as long as the command needs it, whatever else the card does meanwhile, and no longer.
#include <gtest/gtest.h>

#include <algorithm>

#include "card_with_flash.h"
#include "live_session.h"
#include "support/hex.h"

namespace tls_se::test {
namespace {

/// SEQUENCE, SET, SEQUENCE, commonName, UTF8String: a Name of 250 bytes.
std::vector<uint8_t> long_name() {
  std::vector<uint8_t> name = from_hex("3081F73181F43081F106035504030C81E9");
  name.resize(name.size() + 0xe9, 'n');
  return name;
}

/// A request whose data comes in two commands. Its answer is longer than 256 bytes.
CardResponse request_certificate(CardWithFlash& card) {
  const std::string name = to_hex(long_name());
  EXPECT_EQ(card.status("0046000000"), sw::kOk);
  EXPECT_EQ(card.status("1046020064" + name.substr(0, 200)), sw::kOk);
  return card.transmit(from_hex("0046020096" + name.substr(200) + "00"));
}

/// What may be in front of the rest of an answer, and takes it away.
class RestOfAnAnswer : public testing::TestWithParam<const char*> {};

TEST(ChannelMemory, HoldsTheRestOfAnAnswerToAChain) {
  CardWithFlash card;
  CardResponse answer = request_certificate(card);
  ASSERT_EQ(sw::sw1(answer.status), sw::kMore61);
  std::vector<uint8_t> request = answer.data;
  answer = card.transmit(from_hex("00C0000000"));
  EXPECT_EQ(answer.status, sw::kOk);
  request.insert(request.end(), answer.data.begin(), answer.data.end());
  // A SEQUENCE to the end, and its name whole.
  ASSERT_GT(request.size(), 256U);
  EXPECT_EQ(request[1], 0x82);
  EXPECT_EQ(load_u16(&request[2]), request.size() - 4);
  const std::vector<uint8_t> name = long_name();
  EXPECT_FALSE(std::ranges::search(request, name).empty());
  EXPECT_FALSE(std::ranges::all_of(answer.data, [](uint8_t byte) { return byte == 0; }));
}

TEST_P(RestOfAnAnswer, IsGoneBehindAnyOtherCommand) {
  CardWithFlash card;
  make_psk_server(card);
  ASSERT_EQ(card.answer("0070000001"), "01 9000");
  ASSERT_EQ(sw::sw1(request_certificate(card).status), sw::kMore61);
  static_cast<void>(card.transmit(from_hex(GetParam())));
  EXPECT_EQ(card.answer("00C0000000"), "6985");
}
INSTANTIATE_TEST_SUITE_P(Commands, RestOfAnAnswer,
                         testing::Values("00CA011000", "01C0000000", "80CA9F7F00", "03C0000000",
                                         "0CC0000000", "00C0"));

TEST(ChannelMemory, HasNoRestOfAnAnswerThatFailed) {
  CardWithFlash card;
  make_psk_server(card);
  std::vector<uint8_t> put = from_hex("00DADF5100013E012C");
  put.resize(put.size() + 300, 'i');
  put.resize(put.size() + 16, 'k');
  ASSERT_EQ(card.transmit(put).status, sw::kOk);
  card.crypto().note(CryptoStatus::failed);
  EXPECT_EQ(card.answer("00CADF5100"), "6F01");
  EXPECT_EQ(card.answer("00C0000000"), "6985");
}

/// A chain is its channel's: what others do to the objects does not take its beginning away.
TEST(ChannelMemory, HoldsAChainWhileOthersChangeObjects) {
  CardWithFlash card;
  ASSERT_EQ(card.answer("0070000001"), "01 9000");
  EXPECT_EQ(card.status("11DADF2803616263"), sw::kOk);
  EXPECT_EQ(card.status("00DADF23020040"), sw::kOk);
  EXPECT_EQ(card.status("01DADF2803646566"), sw::kOk);
  EXPECT_EQ(card.answer("00CADF2800"), "61 62 63 64 65 66 9000");
}

/// But an erased card has none of it.
TEST(ChannelMemory, HoldsNoChainOfAnErasedCard) {
  CardWithFlash card;
  ASSERT_EQ(card.answer("0070000001"), "01 9000");
  EXPECT_EQ(card.status("11DADF2803616263"), sw::kOk);
  EXPECT_EQ(card.status("00E40000"), sw::kOk);
  EXPECT_EQ(card.status("01DADF2803646566"), sw::kOk);
  EXPECT_EQ(card.answer("00CADF2800"), "64 65 66 9000");
}

TEST(ChannelMemory, EndsASessionWhoseObjectsChange) {
  CardWithFlash card;
  make_psk_server(card);
  ASSERT_EQ(card.answer("0070000001"), "01 9000");
  LiveSession session(transmit_of(card), 1);
  ASSERT_TRUE(session.echoes());
  EXPECT_EQ(card.status("00DADF23020040"), sw::kOk);
  EXPECT_FALSE(session.echoes());
}

}  // namespace
}  // namespace tls_se::test
