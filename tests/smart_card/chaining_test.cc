// Command chaining, and answers in parts, among the commands of other channels.
#include <gtest/gtest.h>

#include "card_with_flash.h"
#include "support/hex.h"

namespace tls_se::test {
namespace {

const std::string kOpenChannel = "0070000001";
// An identity of 3 bytes, and a key of 16; in two parts, the second of which is a value, too.
const std::string kFirstPart = "DADF50070003616263AABB";
const std::string kSecondPart = "DADF500E0001780102030405060708090A0B";

/// Of two long names, so that what is signed for it is longer than a response.
std::string long_name() {
  const std::string one = "3161305F06035504030C58" + std::string(2 * 88, '4');
  return "3081C6" + one + one;
}

TEST(Chaining, GoesOnWhenAnotherChannelHasChangedAnObject) {
  CardWithFlash whole;
  EXPECT_EQ(whole.status("00DADF50150003616263AABB0001780102030405060708090A0B"), sw::kOk);
  CardWithFlash card;
  card.status(kOpenChannel);
  EXPECT_EQ(card.status("11" + kFirstPart), sw::kOk);
  EXPECT_EQ(card.status("00DADF240101"), sw::kOk);
  EXPECT_EQ(card.status("01" + kSecondPart), sw::kOk);
  EXPECT_EQ(card.answer("00CADF5000"), whole.answer("00CADF5000"));
}

TEST(Chaining, EndsWithACommandThatDoesNotChain) {
  for (const std::string other : {"10200000", "00200000", "00FF0000", "10FF0000"}) {
    CardWithFlash card;
    CardWithFlash apart;
    EXPECT_EQ(card.status("10" + kFirstPart), sw::kOk);
    EXPECT_NE(card.status(other), sw::kOk);
    EXPECT_EQ(card.status("00" + kSecondPart), apart.status("00" + kSecondPart)) << other;
    EXPECT_EQ(card.answer("00CADF5000"), apart.answer("00CADF5000")) << other;
  }
}

class LongAnswer : public testing::Test {
 protected:
  LongAnswer() {
    card_.status(kOpenChannel);
    EXPECT_EQ(card_.status("00460000"), sw::kOk);
  }
  /// A request for a certificate, by a chain of two: bytes told, and SW1.
  std::string request() {
    const std::string name = long_name();
    constexpr size_t kFirst = 2 * 100;
    EXPECT_EQ(card_.answer("1046020064" + name.substr(0, kFirst)), "9000");
    const std::string rest = name.substr(kFirst);
    const std::vector<uint8_t> size = {static_cast<uint8_t>(rest.size() / 2)};
    const CardResponse answer = card_.transmit(from_hex("00460200" + to_hex(size) + rest + "00"));
    return std::to_string(answer.data.size()) + ' ' +
           to_hex(std::vector<uint8_t>{sw::sw1(answer.status)});
  }

  CardWithFlash card_;
};

TEST_F(LongAnswer, IsForgottenByTheSameCommandAgain) {
  EXPECT_EQ(request(), "256 61");
  EXPECT_EQ(request(), "256 61");
  EXPECT_EQ(card_.status("00C0000000"), sw::kOk);
}

TEST_F(LongAnswer, IsForgottenByACommandOfAnotherChannel) {
  for (const std::string other : {"0120000000", "01C0000000", "0184000008"}) {
    EXPECT_EQ(request(), "256 61");
    card_.status(other);
    EXPECT_EQ(card_.status("00C0000000"), sw::kConditionsNotSatisfied) << other;
    EXPECT_EQ(request(), "256 61") << other;
    card_.status(other);
    EXPECT_EQ(request(), "256 61") << other;
  }
}

TEST(Transaction, ThatIsGivenUpLeavesThePinsAsTheyWere) {
  CardWithFlash card;
  EXPECT_EQ(card.status("00DADF2B0430313233"), sw::kOk);
  EXPECT_EQ(card.status("002000000430313233"), sw::kOk);
  EXPECT_EQ(card.status("00120080"), sw::kOk);
  EXPECT_EQ(card.status("00DADF2B0434353637"), sw::kOk);
  EXPECT_EQ(card.status("00120082"), sw::kOk);
  EXPECT_EQ(card.status("00460000"), sw::kOk);
  EXPECT_EQ(card.status("00200000"), sw::kOk);
}

}  // namespace
}  // namespace tls_se::test
