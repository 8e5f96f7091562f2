#include "personalisation/card_commands.h"

#include <gtest/gtest.h>

#include "support/scripted_card.h"

namespace tls_se {
namespace {

TEST(CardCommandsTest, AnAnswerIsFetchedHoweverItIsAnnounced) {
  const std::vector<uint8_t> role_and_modes = {0, 1};
  for (const char* first : {"6C05", "6105", "9F05"}) {
    ScriptedCard card;
    card.answer(first).answer("DF 01 02 9F01").answer("00 9F01").answer("01 9000");
    EXPECT_EQ(CardCommands(card).read(ObjectKind::role_and_modes), role_and_modes) << first;
    EXPECT_TRUE(card.finished());
  }
}

TEST(CardCommandsTest, ACardThatNeverEndsIsLeft) {
  ScriptedCard card;
  card.answer("6105").answer("6105").answer("6C05").answer("6C05");
  CardCommands commands(card);
  EXPECT_THROW((void)commands.read(ObjectKind::role_and_modes), std::runtime_error);
  EXPECT_THROW((void)commands.read(ObjectKind::role_and_modes), std::runtime_error);
  EXPECT_TRUE(card.finished());
}

}  // namespace
}  // namespace tls_se
