#include "reader/card_data.h"

#include <gtest/gtest.h>

#include "support/scripted_card.h"

namespace tls_se {
namespace {

using Mode = SessionParameters::Mode;

TEST(CardDataTest, SessionParameters) {
  ScriptedCard card;
  EXPECT_FALSE(read_session_parameters(card));
  card.object(0x03, "01 00 13 04");
  auto parameters = read_session_parameters(card);
  ASSERT_TRUE(parameters);
  EXPECT_EQ(parameters->mode, Mode::psk);
  EXPECT_EQ(parameters->cipher_suite, 0x1304);
  EXPECT_FALSE(parameters->validity_unchecked);
  EXPECT_FALSE(parameters->no_client_certificate);

  card.object(0x03, "02 01 13 01");
  parameters = read_session_parameters(card);
  EXPECT_EQ(parameters->mode, Mode::certificate);
  EXPECT_TRUE(parameters->validity_unchecked);
  EXPECT_FALSE(parameters->no_client_certificate);

  card.object(0x03, "03 02 13 01");
  parameters = read_session_parameters(card);
  EXPECT_EQ(parameters->mode, Mode::mutual);
  EXPECT_FALSE(parameters->validity_unchecked);
  EXPECT_TRUE(parameters->no_client_certificate);
}

TEST(CardDataTest, AnObjectThatIsNotUnderstoodIsNone) {
  ScriptedCard card;
  for (const char* object : {"04 00 13 04", "01 00 13", "01 00 13 04 00"}) {
    card.object(0x03, object);
    EXPECT_FALSE(read_session_parameters(card)) << object;
  }
}

TEST(CardDataTest, MaxContent) {
  ScriptedCard card;
  EXPECT_FALSE(read_max_content(card));
  card.object(0x04, "3F FF");
  EXPECT_EQ(read_max_content(card), 0x3fff);
  for (const char* object : {"00 00", "3F", "00 00 3F"}) {
    card.object(0x04, object);
    EXPECT_FALSE(read_max_content(card)) << object;
  }
}

TEST(CardDataTest, NamedGroup) {
  ScriptedCard card;
  EXPECT_FALSE(read_named_group(card));
  card.object(0x05, "00 1D");
  EXPECT_EQ(read_named_group(card), 0x001d);
  for (const char* object : {"00 00", "00", "00 00 17"}) {
    card.object(0x05, object);
    EXPECT_FALSE(read_named_group(card)) << object;
  }
}

/// Announces an object, and gives it in two parts.
class AnnouncingCard final : public CardReader {
 public:
  explicit AnnouncingCard(bool ends) : ends_(ends) {}
  CardResponse transmit(Bytes command) override {
    if (command[1] == ins::kGetData && command.back() == 0) return {{}, 0x6c02};
    if (command[1] == ins::kGetData) return {{0x3f}, 0x6101};
    if (!ends_) return {{}, 0x6101};
    return {{0xff}, sw::kOk};
  }
  void reset() override {}
  [[nodiscard]] std::string name() const override { return "announcing card"; }

 private:
  const bool ends_;
};

TEST(CardDataTest, AnObjectThatIsAnnouncedIsFetched) {
  AnnouncingCard card(true);
  EXPECT_EQ(read_max_content(card), 0x3fff);
  AnnouncingCard endless(false);
  EXPECT_THROW((void)read_max_content(endless), std::runtime_error);
}

TEST(CardDataTest, PutData) {
  ScriptedCard card;
  card.answer("9000").answer("6A88");
  const uint8_t name[] = {'a', '.', 'b'};
  EXPECT_EQ(put_data(card, DataObject::server_name, name), sw::kOk);
  EXPECT_EQ(put_data(card, DataObject::protocol_name_list, {}), sw::kDataObjectNotFound);
  EXPECT_EQ(card.commands, (std::vector<std::string>{"00 DA 02 02 03 61 2E 62", "00 DA 02 03 00"}));
}

}  // namespace
}  // namespace tls_se
