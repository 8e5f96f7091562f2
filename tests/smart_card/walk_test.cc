// Every class and instruction in every state of a card: it answers what docs/apdu.md says, all of
// that, and nothing else; and what is a probe of somebody else's leaves a session alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "answer_roads.h"
#include "foreign_probes.h"
#include "live_session.h"
#include "support/hex.h"

namespace tls_se::test {
namespace {

using Commands = std::vector<std::string>;

// PINs of eight bytes, the PSK of draft section 5.
const Commands kPins = {"00DADF2B083031323334353637", "00DADF2C084142434445464748"};
const Commands kServer = {"00120080", "00DADF20020001",
                          "00DADF50 14 0003616263 000102030405060708090A0B0C0D0E", "00120081"};
const std::string kShowUser = "00200000083031323334353637";
const std::string kShowAdministrator = "00200001084142434445464748";
const std::string kBegin = "00120080";

Commands joined(std::initializer_list<Commands> lists) {
  Commands all;
  for (const Commands& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}
Commands times(int count, const std::string& command) {
  return Commands(static_cast<size_t>(count), command);
}

/// What a card keeps, and what goes with power.
struct Scene {
  const char* name;
  Commands kept;
  Commands lost;
};

std::vector<Scene> scenes() {
  const Commands activate = {"00440000"};
  const Commands blocked =
      joined({times(3, "0020000004FFFFFF00"), times(10, "0020000104FFFFFF00")});
  const Commands operational = joined({kPins, kServer, activate});
  const Commands pinned = joined({kPins, {"00DADF270101"}, kServer});
  return {{"new", {}, {}},
          {"new, with a transaction", {}, {kBegin}},
          {"with PINs", kPins, {}},
          {"with PINs, user shown", kPins, {kShowUser}},
          {"with PINs, administrator shown", kPins, {kShowAdministrator}},
          {"with PINs, blocked", joined({kPins, blocked}), {}},
          {"personalised", joined({kPins, kServer}), {kShowAdministrator}},
          {"personalised, with a transaction", joined({kPins, kServer}), {kBegin}},
          {"with a PIN for TLS", pinned, {}},
          {"operational", operational, {}},
          {"operational, user shown", operational, {kShowUser}},
          {"operational, administrator shown", operational, {kShowAdministrator}},
          {"operational, blocked", joined({operational, blocked}), {}},
          {"operational, with a transaction", operational, {kShowAdministrator, kBegin}},
          {"operational, with a PIN for TLS", joined({pinned, activate}), {}},
          {"terminated", joined({operational, {kShowAdministrator, "00FE0000"}}), {}}};
}

constexpr uint16_t kParameters[] = {0x0000, 0x0001, 0x0080, 0x0081, 0x0082, 0x0101, 0x0102,
                                    0x0110, 0x0200, 0x0201, 0x0300, 0x0400, 0x3fff, 0x8001,
                                    0xdf20, 0xdf23, 0xdf2b, 0xdf50, 0xff00, 0xffff};
constexpr uint16_t kFewParameters[] = {0x0000, 0x0400, 0xffff};

/// A card that can be put back into the state that it was in.
class StagedCard {
 public:
  explicit StagedCard(const Scene& scene) : scene_(scene), kept_(flash_), card_(flash_) {
    for (const std::string& command : scene.kept) card_.status(command);
    kept_ = flash_;
    restore();
  }

  void restore() {
    flash_ = kept_;
    card_.reset();
    for (const char* const open : {"0070000001", "0070000001"}) card_.status(open);
    if (scene_.lost.empty()) return;
    for (const std::string& command : scene_.lost) ASSERT_EQ(card_.status(command), sw::kOk);
  }
  CardWithFlash& card() { return card_; }

 private:
  const Scene scene_;
  MemoryFlash flash_{2048, 8};
  MemoryFlash kept_;
  CardWithFlash card_;
};

/// With data or Le, both, or neither.
constexpr size_t kForms = 4;
size_t write_command(std::array<uint8_t, 16>& bytes, size_t form, int cla, int ins,
                     uint16_t parameters) {
  bytes = {static_cast<uint8_t>(cla), static_cast<uint8_t>(ins),
           static_cast<uint8_t>(parameters >> 8), static_cast<uint8_t>(parameters)};
  size_t size = 4;
  if ((form & 1) != 0) {
    for (const uint8_t byte : std::initializer_list<uint8_t>{2, 0, 1}) bytes[size++] = byte;
  }
  if ((form & 2) != 0) bytes[size++] = 0;
  return size;
}

bool may_change(uint8_t ins) {
  constexpr uint8_t kChange[] = {0x12, 0x20, 0x24, 0x2c, 0x44, 0x46, 0x70, 0xda, 0xdb, 0xe4, 0xfe};
  return std::ranges::find(kChange, ins) != std::end(kChange);
}
bool has_changed(StatusWord status) {
  return status == sw::kOk || sw::sw1(status) == sw::kTriesLeft ||
         sw::sw1(status) == sw::kInconsistent;
}

std::string described(Bytes command, StatusWord status) {
  return to_spaced_hex(command) + ": " +
         to_hex(std::vector<uint8_t>{sw::sw1(status), sw::sw2(status)});
}

LifeColumn life_of(CardWithFlash& card) {
  const std::string answer = card.answer("00CA011000");
  return answer == "03 9000"   ? LifeColumn::initial
         : answer == "05 9000" ? LifeColumn::operational
                               : LifeColumn::terminated;
}

/// All of a class that the card has, command by command from the scene's state.
void walk_class(StagedCard& staged, Answers& answers, LifeColumn life, int cla) {
  std::array<uint8_t, 16> command;
  std::array<uint8_t, kMaxShortResponse> response;
  for (int ins = 0; ins < 256; ++ins) {
    for (const uint16_t parameters : kParameters) {
      for (size_t form = 0; form < kForms; ++form) {
        const size_t size = write_command(command, form, cla, ins, parameters);
        const Bytes bytes = Bytes(command).first(size);
        const StatusWord status = staged.card().process(bytes, response).status;
        if (!answers.note(life, bytes, status)) ADD_FAILURE() << described(bytes, status);
        if (may_change(static_cast<uint8_t>(ins)) && has_changed(status)) staged.restore();
      }
    }
  }
}

/// All of a class that it does not have, or not on this channel: one answer to all.
void walk_foreign_class(CardWithFlash& card, int cla, StatusWord expected) {
  std::array<uint8_t, 16> command;
  std::array<uint8_t, kMaxShortResponse> response;
  for (int ins = 0; ins < 256; ++ins) {
    for (const uint16_t parameters : kFewParameters) {
      for (size_t form = 0; form < kForms; ++form) {
        const Bytes bytes =
            Bytes(command).first(write_command(command, form, cla, ins, parameters));
        const StatusWord status = card.process(bytes, response).status;
        if (status != expected) ADD_FAILURE() << described(bytes, status);
      }
    }
  }
}

void walk(Answers& answers) {
  for (const Scene& scene : scenes()) {
    SCOPED_TRACE(scene.name);
    StagedCard staged(scene);
    const LifeColumn life = life_of(staged.card());
    const std::set<int> open = life == LifeColumn::terminated ? std::set{0} : std::set{0, 1, 2};
    for (int cla = 0; cla < 256; ++cla) {
      const StatusWord expected = answer_to_class(static_cast<uint8_t>(cla), open);
      if (expected == sw::kOk) {
        walk_class(staged, answers, life, cla);
      } else {
        walk_foreign_class(staged.card(), cla, expected);
      }
    }
  }
}

TEST(Walk, FindsWhatIsDocumentedAndNothingElse) {
  Answers answers;
  walk(answers);
  for (const bool is_operational : {false, true}) take_answer_roads(answers, is_operational);
  take_roads_of_terminated(answers);
  take_roads_of_failing_memory(answers);
  for (const std::string& answer : answers.unseen()) ADD_FAILURE() << "never seen: " << answer;
}

// Beside a session
// ---------------------------------------------------------------------------------------------

constexpr uint8_t kSessionChannel = 1;

/// An operational server, its administrator on channel 0, and a session on channel 1.
class CardWithSession {
 public:
  CardWithSession() { restore(); }

  void restore() {
    card_ = std::make_unique<CardWithFlash>();
    make_psk_server(*card_);
    for (const Commands& commands :
         {kPins, Commands{"00440000", kShowAdministrator, "0070000001"}}) {
      for (const std::string& command : commands) card_->status(command);
    }
    session_ = std::make_unique<LiveSession>(transmit_of(*card_), kSessionChannel);
  }
  CardWithFlash& card() { return *card_; }
  LiveSession& session() { return *session_; }

 private:
  std::unique_ptr<CardWithFlash> card_;
  std::unique_ptr<LiveSession> session_;
};

/// Objects have changed, the channel is closed, or the card is at its end: docs/apdu.md.
bool ends_sessions(Bytes command, StatusWord status) {
  const bool is_chained = command[0] < 0x20 && (command[0] & 0x10) != 0;  // more is to come
  if (status != sw::kOk || is_chained) return false;
  const bool is_object = command[2] == 0xdf;
  switch (command[1]) {
    case 0x12:
      return command[3] == 0x81;
    case 0x46:
      return command[2] == 0;
    case 0x70:
      return command[2] == 0x80;
    case 0xda:
      return is_object;
    case 0xfe:
      return true;
    default:
      return false;
  }
}

TEST(Walk, LeavesASessionOfAnotherChannelAlone) {
  CardWithSession beside;
  std::array<uint8_t, 16> command;
  std::array<uint8_t, kMaxShortResponse> response;
  size_t ended = 0;
  for (int cla = 0; cla < 256; ++cla) {
    if (cla <= 0x1f && (cla & 3) == kSessionChannel) continue;
    for (int ins = 0; ins < 256; ++ins) {
      for (const uint16_t parameters : kParameters) {
        for (size_t form = 0; form < kForms; ++form) {
          const Bytes bytes =
              Bytes(command).first(write_command(command, form, cla, ins, parameters));
          const StatusWord status = beside.card().process(bytes, response).status;
          if (!ends_sessions(bytes, status)) continue;
          EXPECT_FALSE(beside.session().echoes()) << described(bytes, status);
          beside.restore();
          ++ended;
        }
      }
      if (cla > 0x1f && ins != 0xff) continue;
      if (beside.session().echoes()) continue;
      ADD_FAILURE() << "class " << cla << ", instruction " << ins << " ends the session";
      beside.restore();
    }
  }
  EXPECT_GT(ended, 4);
}

TEST(Walk, LeavesTheSessionThatForeignProbesMeetAlone) {
  for (const bool on_its_channel : {true, false}) {
    CardWithSession beside;
    for (const Probe& probe : foreign_probes()) {
      std::vector<uint8_t> command = from_hex(probe.command);
      if (on_its_channel && command[0] == 0) command[0] = kSessionChannel;
      const CardResponse answer = beside.card().transmit(command);
      EXPECT_NE(sw::sw1(answer.status), 0x90) << probe.name << described(command, answer.status);
      EXPECT_TRUE(answer.data.empty()) << probe.name;
      ASSERT_TRUE(beside.session().echoes()) << probe.name << ' ' << probe.command;
    }
  }
}

/// The test above would see it.
TEST(Walk, SeesASessionThatHasGone) {
  CardWithSession beside;
  EXPECT_TRUE(beside.session().echoes());
  EXPECT_EQ(beside.card().status("01D8000100"), sw::kOk);
  EXPECT_FALSE(beside.session().echoes());
}

}  // namespace
}  // namespace tls_se::test
