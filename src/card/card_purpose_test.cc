#include "personalisation/card_purpose.h"

#include <gtest/gtest.h>

#include <unistd.h>

#include <filesystem>

#include "card/host_cards.h"
#include "personalisation/card_commands.h"

namespace tls_se {
namespace {

TEST(CardPurposeTest, IsThatOfItsProfile) {
  CardProfile profile = demo_card_profile();
  const auto server = in_process_card(profile);
  const CardPurpose of_server = read_purpose(*server);
  EXPECT_EQ(of_server.kind, CardPurpose::Kind::own);
  EXPECT_EQ(of_server.role, Role::server);
  EXPECT_EQ(of_server.server_name, "");
  EXPECT_TRUE(of_server.alpn.empty());
  EXPECT_FALSE(of_server.needs_user_pin);

  profile.role = Role::client;
  profile.alpn = {"mqtt", "coap"};
  for (const char* name : {"broker.example", "192.0.2.7", "2001:db8::7"}) {
    profile.server_name = name;
    const auto client = in_process_card(profile);
    const CardPurpose read = read_purpose(*client);
    EXPECT_EQ(read.role, Role::client);
    EXPECT_EQ(read.server_name, name);
    EXPECT_EQ(read.server_name, purpose_of(profile).server_name);
    EXPECT_EQ(read.alpn, profile.alpn);
  }
}

class CardPurposeOfFileTest : public testing::Test {
 protected:
  void TearDown() override {
    card_.reset();
    std::filesystem::remove(file_);
  }
  std::string refusal() {
    try {
      (void)read_purpose(*card_);
    } catch (const std::runtime_error& error) {
      return error.what();
    }
    return "";
  }

  const std::string file_ = testing::TempDir() + "tls-se-purpose-" + std::to_string(getpid());
  std::unique_ptr<CardReader> card_ = card_in_file(file_, true, 1);
};

TEST_F(CardPurposeOfFileTest, ACardHasNoneAtFirstAndNoneInTheEnd) {
  EXPECT_TRUE(refusal().starts_with("is not personalised yet")) << refusal();
  CardCommands commands(*card_);
  const std::vector<uint8_t> pin = {'1', '2', '3', '4'};
  commands.put(ObjectKind::administrator_pin, 0, pin);
  EXPECT_EQ(commands.verify(1, pin), sw::kOk);
  commands.terminate();
  EXPECT_TRUE(refusal().starts_with("is terminated")) << refusal();
}

TEST_F(CardPurposeOfFileTest, ItMayWantItsUsersPin) {
  CardCommands commands(*card_);
  commands.begin();
  commands.put(ObjectKind::user_pin, 0, std::vector<uint8_t>{'1', '2', '3', '4'});
  commands.put(ObjectKind::user_pin_for_tls, 0, std::vector<uint8_t>{1});
  commands.put(ObjectKind::role_and_modes, 0, std::vector<uint8_t>{0, 1});
  commands.put(
      ObjectKind::pre_shared_key, 0,
      std::vector<uint8_t>{0, 1, 'a', 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
  commands.commit();
  EXPECT_TRUE(read_purpose(*card_).needs_user_pin);
}

}  // namespace
}  // namespace tls_se
