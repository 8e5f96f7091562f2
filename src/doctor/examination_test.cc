#include "doctor/examination.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "card/host_cards.h"
#include "doctor/report.h"
#include "personalisation/card_commands.h"
#include "support/test_credentials.h"

namespace tls_se {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Words = std::vector<std::string>;

class HangingCard final : public CardReader {
 public:
  CardResponse transmit(Bytes) override { throw CardUnreachable("has not answered: pull it out"); }
  void reset() override {}
  [[nodiscard]] std::string name() const override { return "hanging card"; }
};

/// The first thing that is asked of what is on it is its last.
class DyingCard final : public CardReader {
 public:
  CardResponse transmit(Bytes command) override {
    if (command[1] == ins::kGetData && !was_asked_) {
      was_asked_ = true;
      return {.data = {5}, .status = sw::kOk};
    }
    if (command[1] == ins::kSelect) return {.data = {}, .status = sw::kOk};
    throw CardUnreachable("has lost its card: put it in again");
  }
  void reset() override {}
  [[nodiscard]] std::string name() const override { return "dying card"; }

 private:
  bool was_asked_ = false;
};

class ExaminationTest : public testing::Test {
 protected:
  ExaminationTest() {
    wish_.ask_pcscd = [this] {
      was_pcscd_asked_ = true;
      return slots_;
    };
    wish_.look_at_pcscd = [] { return PcscdSight{}; };
    wish_.open = [this](const std::string& name) -> std::unique_ptr<CardReader> {
      opened_.push_back(name);
      if (name == "pcsc:Hanging") return std::make_unique<HangingCard>();
      if (name == "pcsc:Dying") return std::make_unique<DyingCard>();
      return in_process_card(demo_card_profile());
    };
    wish_.try_listening = [] { return std::make_error_code(std::errc::address_in_use); };
    wish_.clock = [] { return std::chrono::steady_clock::time_point(); };
    wish_.now = std::chrono::system_clock::now();
  }
  /// Once each, in the order in which they come.
  Words subjects() {
    findings_ = examine(wish_);
    Words subjects;
    for (const Finding& finding : findings_) {
      if (subjects.empty() || subjects.back() != finding.subject) {
        subjects.push_back(finding.subject);
      }
    }
    return subjects;
  }

  Examination wish_;
  std::vector<PcscSlot> slots_ = {{.name = "One", .has_card = true}, {.name = "Two"}};
  bool was_pcscd_asked_ = false;
  Words opened_;
  Findings findings_;
};

TEST_F(ExaminationTest, LooksAtAllReaders) {
  EXPECT_THAT(subjects(), ElementsAre("pcscd", "readers", "pcsc:One", "pcsc:Two"));
  EXPECT_THAT(opened_, ElementsAre("pcsc:One"));
  EXPECT_EQ(health_of(findings_).errors, 0u);
  EXPECT_EQ(findings_.back().severity, Severity::note);  // nobody has named it
}

TEST_F(ExaminationTest, WithoutReadersThereIsNoMore) {
  slots_.clear();
  EXPECT_THAT(subjects(), ElementsAre("pcscd", "readers"));
  wish_.cards = {"pcsc:0", "sim:a"};
  EXPECT_THAT(subjects(), ElementsAre("pcscd", "readers", "sim:a"));
}

TEST_F(ExaminationTest, WithoutPcscdCardsInFilesAreLookedAt) {
  wish_.ask_pcscd = []() -> std::vector<PcscSlot> { throw CardUnreachable("it hangs: kill it"); };
  wish_.cards = {"pcsc:0", "sim:a"};
  EXPECT_THAT(subjects(), ElementsAre("pcscd", "sim:a"));
}

TEST_F(ExaminationTest, ForCardsInFilesPcscdIsNotAsked) {
  wish_.cards = {"sim:a", "sim:b", "sim:a"};
  EXPECT_THAT(subjects(), ElementsAre("sim:a", "sim:b"));
  EXPECT_FALSE(was_pcscd_asked_);
}

TEST_F(ExaminationTest, NamesAreThoseOfReaders) {
  wish_.cards = {"pcsc:1", "pcsc:On", "pcsc:7", "pcsc:*"};
  EXPECT_THAT(subjects(), ElementsAre("pcscd", "readers", "pcsc:Two", "pcsc:One", "pcsc:7"));
  EXPECT_EQ(findings_.at(2).severity, Severity::error);  // it is empty
  EXPECT_THAT(findings_.back().words, HasSubstr("there is no reader 7"));
}

/// A server with pcsc:* does not begin then.
TEST_F(ExaminationTest, WhoNamesAllReadersWantsACardInOne) {
  wish_.cards = {"pcsc:*"};
  EXPECT_THAT(subjects(), ElementsAre("pcscd", "readers", "pcsc:One", "pcsc:Two"));
  EXPECT_EQ(health_of(findings_).errors, 0u);
  slots_ = {{.name = "Two"}};
  EXPECT_THAT(subjects(), ElementsAre("pcscd", "readers", "pcsc:Two", "pcsc:*"));
  EXPECT_EQ(findings_.back().severity, Severity::error);
  EXPECT_EQ(findings_.back().words, "there is no card in any reader");
  wish_.cards.clear();
  EXPECT_THAT(subjects(), ElementsAre("pcscd", "readers", "pcsc:Two"));
}

TEST_F(ExaminationTest, AReaderThatHangsIsNotTheLast) {
  slots_ = {{.name = "Hanging", .has_card = true},
            {.name = "Dying", .has_card = true},
            {.name = "One", .has_card = true}};
  EXPECT_THAT(subjects(),
              ElementsAre("pcscd", "readers", "pcsc:Hanging", "pcsc:Dying", "pcsc:One"));
  EXPECT_EQ(health_of(findings_).errors, 2u);
}

TEST_F(ExaminationTest, TheRestComesBehindTheCards) {
  const TestFolder folder;
  wish_.cards = {"sim:a"};
  wish_.psk_identity = "Client_identity";
  wish_.profile = folder.write(
      "one.toml", "[[psk]]\nidentity = \"a\"\nkey = \"00112233445566778899aabbccddeeff\"\n");
  wish_.listen = "127.0.0.1:1";
  EXPECT_THAT(subjects(), ElementsAre("sim:a", "PSK \"Client_identity\"", wish_.profile, "sim:a",
                                      "port 127.0.0.1:1"));
  EXPECT_EQ(health_of(findings_).errors, 1u);  // the port
}

TEST_F(ExaminationTest, WithAProfileThatCantBeReadNothingIsCompared) {
  wish_.cards = {"sim:a"};
  wish_.profile = "/nonexistent.toml";
  EXPECT_THAT(subjects(), ElementsAre("sim:a", wish_.profile));
}

TEST_F(ExaminationTest, TheTimeInAVirtualReaderIsJudgedAsSuch) {
  slots_ = {{.name = "Virtual PCD 00 00", .has_card = true}, {.name = "One", .has_card = true}};
  wish_.clock = [now = std::chrono::steady_clock::time_point()]() mutable {
    return now += std::chrono::milliseconds(44);
  };
  (void)subjects();
  EXPECT_EQ(health_of(findings_).warnings, 1u);
}

TEST_F(ExaminationTest, ATerminatedCardIsNotTimed) {
  wish_.cards = {"sim:a"};
  wish_.psk_identity = "x";
  wish_.open = [](const std::string&) {
    auto card = blank_card();
    CardCommands commands(*card);
    const std::vector<uint8_t> pin = {'1', '2', '3', '4'};
    commands.put(ObjectKind::administrator_pin, 0, pin);
    EXPECT_EQ(commands.verify(1, pin), sw::kOk);
    commands.terminate();
    return card;
  };
  EXPECT_THAT(subjects(), ElementsAre("sim:a", "PSK \"x\""));
  EXPECT_EQ(findings_.size(), 2u);
}

}  // namespace
}  // namespace tls_se
