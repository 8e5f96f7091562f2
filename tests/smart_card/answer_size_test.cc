// Who asks for another number of bytes than there is, is told the right one, and gets nothing.
#include <gtest/gtest.h>

#include "card_with_flash.h"
#include "support/hex.h"
#include "support/issued_certificates.h"

namespace tls_se::test {
namespace {

/// A card whose pre-shared key has an identity of so many bytes: GET DATA of it tells three more.
class CardWithIdentity {
 public:
  explicit CardWithIdentity(size_t size) {
    std::vector<uint8_t> value = {static_cast<uint8_t>(size >> 8), static_cast<uint8_t>(size)};
    value.resize(2 + size, 'i');
    value.resize(value.size() + 16, 0x4b);
    std::vector<uint8_t> command = from_hex("00DADF5000");
    command.push_back(static_cast<uint8_t>(value.size() >> 8));
    command.push_back(static_cast<uint8_t>(value.size()));
    command.insert(command.end(), value.begin(), value.end());
    EXPECT_EQ(card_.transmit(command).status, sw::kOk);
  }

  /// "N 9000": so many bytes of data, and the status word.
  std::string size_and_status(std::string_view hex) {
    const CardResponse response = card_.transmit(from_hex(std::string(hex)));
    return std::to_string(response.data.size()) + ' ' +
           to_hex(std::vector<uint8_t>{sw::sw1(response.status), sw::sw2(response.status)});
  }

 private:
  CardWithFlash card_;
};

TEST(AnswerSize, OfAFewBytes) {
  CardWithIdentity card(100);
  EXPECT_EQ(card.size_and_status("00CADF5000"), "103 9000");
  EXPECT_EQ(card.size_and_status("00CADF5067"), "103 9000");
  for (const char* const wrong : {"00CADF5001", "00CADF5066", "00CADF5068", "00CADF50FF"}) {
    EXPECT_EQ(card.size_and_status(wrong), "0 6C67") << wrong;
  }
  EXPECT_EQ(card.size_and_status("00CADF50"), "0 6700");
}

/// The head of this answer, the check value, is longer than what is asked for.
TEST(AnswerSize, OfMoreThanOneResponse) {
  CardWithIdentity card(300);
  for (const char* const wrong : {"00CADF5001", "00CADF5003", "00CADF50FF"}) {
    EXPECT_EQ(card.size_and_status(wrong), "0 6C00") << wrong;
  }
  EXPECT_EQ(card.size_and_status("00CB3FFF045C02DF5001"), "0 6C00");
  EXPECT_EQ(card.size_and_status("00CADF5000"), "256 612F");
  EXPECT_EQ(card.size_and_status("00C0000005"), "0 6C2F");
  EXPECT_EQ(card.size_and_status("00C000002F"), "47 9000");
}

/// It is judged before there is another key.
TEST(AnswerSize, OfAKeyThatIsMade) {
  CardWithFlash card;
  EXPECT_EQ(card.answer("0046000005"), "6C46");
  EXPECT_EQ(card.answer("0046010000"), "6A88");
  EXPECT_EQ(card.status("0046000046"), sw::kOk);
  const std::string made = card.answer("0046010046");
  EXPECT_EQ(card.answer("0046000045"), "6C46");
  EXPECT_EQ(card.answer("0046010000"), made);
  EXPECT_EQ(card.answer("00460000"), "9000");  // not told
  EXPECT_NE(card.answer("0046010000"), made);
}

/// All of this answer but its head is in flash.
TEST(AnswerSize, OfACertificate) {
  const std::vector<uint8_t> certificate = Authority("Test root").own().certificate;
  ASSERT_GT(certificate.size(), 256U);
  std::vector<uint8_t> put = from_hex("00DADF3800");
  put.push_back(static_cast<uint8_t>(certificate.size() >> 8));
  put.push_back(static_cast<uint8_t>(certificate.size()));
  put.insert(put.end(), certificate.begin(), certificate.end());
  CardWithFlash card;
  ASSERT_EQ(card.transmit(put).status, sw::kOk);
  for (const char* const wrong : {"00CB3FFF045C02DF3801", "00CB3FFF045C02DF3806", "00CADF3801"}) {
    EXPECT_EQ(card.answer(wrong), "6C00") << wrong;
  }
  const std::vector<uint8_t> told = card.transmit(from_hex("00CB3FFF 000004 5C02DF38 0000")).data;
  ASSERT_EQ(told.size(), 5 + certificate.size());
  EXPECT_TRUE(std::equal(certificate.begin(), certificate.end(), told.begin() + 5));
}

TEST(AnswerSize, OfAnExtendedOne) {
  CardWithIdentity card(1000);
  EXPECT_EQ(card.size_and_status("00CADF50000000"), "1003 9000");
  EXPECT_EQ(card.size_and_status("00CADF500003EB"), "1003 9000");
  EXPECT_EQ(card.size_and_status("00CADF50000200"), "512 6100");
  EXPECT_EQ(card.size_and_status("00C00000000000"), "491 9000");
  EXPECT_EQ(card.size_and_status("00CADF50000001"), "0 6C00");
}

}  // namespace
}  // namespace tls_se::test
