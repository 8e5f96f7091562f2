// All sequences of three commands, from several states of a card, against a model of it: each
// answer, and what can be seen of the card behind the last.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <random>

#include "card_model.h"
#include "card_with_flash.h"
#include "support/hex.h"

namespace tls_se::test {
namespace {

using Model = ModelCard;

const std::string kOwnUser = "01234567";
const std::string kOwnAdministrator = "ABCDEFGH";
const std::string kOtherPin = "87654321";
const std::string kWrongPin = "00000000";

std::string hex_of(const std::string& text) { return to_hex(from_text(text)); }

struct Letter {
  std::string name;
  std::vector<uint8_t> command;  // none: power goes and comes
  std::function<int(Model&)> run;
};

class Alphabet {
 public:
  Alphabet() {
    for (const int channel : {0, 1}) add_pins(channel);
    for (const int channel : {0, 1}) add_objects(channel);
    for (const int channel : {0, 1}) add_life(channel);
    add_bad_ones();
    letters_.push_back({"power off and on", {}, [](Model& model) {
                          model.power_off();
                          return 0x9000;
                        }});
  }
  [[nodiscard]] const std::vector<Letter>& letters() const { return letters_; }

 private:
  void add(int channel, const std::string& name, const std::string& command,
           std::function<int(Model&, int)> run) {
    letters_.push_back({std::to_string(channel) + ": " + name,
                        from_hex('0' + std::to_string(channel) + command),
                        [=](Model& model) { return run(model, channel); }});
  }

  void add_pins(int c) {
    add(c, "VERIFY user", "20000008" + hex_of(kOwnUser),
        [](Model& m, int ch) { return m.verify(ch, Model::user, kOwnUser); });
    add(c, "VERIFY user wrongly", "20000008" + hex_of(kWrongPin),
        [](Model& m, int ch) { return m.verify(ch, Model::user, kWrongPin); });
    add(c, "VERIFY administrator", "20000108" + hex_of(kOwnAdministrator),
        [](Model& m, int ch) { return m.verify(ch, Model::administrator, kOwnAdministrator); });
    add(c, "RESET RETRY COUNTER", "2C0300",
        [](Model& m, int ch) { return m.reset_retry_counter(ch, ""); });
    add(c, "CHANGE user", "24000010" + hex_of(kOwnUser) + hex_of(kOtherPin),
        [](Model& m, int ch) { return m.change(ch, Model::user, kOwnUser, kOtherPin); });
    if (c != 0) return;
    add(c, "VERIFY user, the other one, padded", "2000000C" + hex_of(kOtherPin) + "FFFFFFFF",
        [](Model& m, int ch) { return m.verify(ch, Model::user, kOtherPin); });
    add(c, "VERIFY administrator wrongly", "20000108" + hex_of(kWrongPin),
        [](Model& m, int ch) { return m.verify(ch, Model::administrator, kWrongPin); });
    add(c, "RESET RETRY COUNTER, new", "2C020008" + hex_of(kOtherPin),
        [](Model& m, int ch) { return m.reset_retry_counter(ch, kOtherPin); });
    add(c, "CHANGE administrator wrongly", "24000110" + hex_of(kWrongPin) + hex_of(kOtherPin),
        [](Model& m, int ch) { return m.change(ch, Model::administrator, kWrongPin, kOtherPin); });
    add(c, "forget administrator", "20FF01",
        [](Model& m, int ch) { return m.forget(ch, Model::administrator); });
  }

  void add_put(int c, const std::string& name, const std::string& command, Model::Object object,
               const std::string& value) {
    add(c, name, command, [=](Model& m, int ch) { return m.put(ch, object, value); });
  }

  void add_objects(int c) {
    add(c, "begin", "120080", [](Model& m, int ch) { return m.begin(ch); });
    add(c, "end", "120081", [](Model& m, int ch) { return m.commit(ch); });
    add(c, "give up", "120082", [](Model& m, int ch) { return m.roll_back(ch); });
    add_put(c, "PUT limit", "DADF23020040", Model::limit, "40");
    add_put(c, "PUT user PIN", "DADF2B08" + hex_of(kOwnUser), Model::user_pin, kOwnUser);
    add_put(c, "remove PSK", "DADF50", Model::psk, "");
    if (c != 0) return;
    add_put(c, "PUT role", "DADF20020001", Model::role, "1");
    add_put(c, "PUT PSK", "DADF50140003616263000102030405060708090A0B0C0D0E", Model::psk, "1");
    add_put(c, "PUT administrator PIN", "DADF2C08" + hex_of(kOwnAdministrator),
            Model::administrator_pin, kOwnAdministrator);
    add_put(c, "remove user PIN", "DADF2B", Model::user_pin, "");
    add_put(c, "PUT PIN for TLS", "DADF270101", Model::pin_for_tls, "1");
    add_put(c, "remove limit, as a data object", "DB3FFF03DF2300", Model::limit, "");
    add(c, "GET PIN", "CADF2B00", [](Model& m, int ch) { return m.get(ch, Model::user_pin); });
  }

  void add_life(int c) {
    add(c, "RESET of the session", "D8000100",
        [](Model& m, int ch) { return m.reset_session(ch); });
    add(c, "ACTIVATE", "440000", [](Model& m, int ch) { return m.activate(ch); });
    add(c, "ERASE", "E40000", [](Model& m, int ch) { return m.erase(ch); });
    add(c, "TERMINATE", "FE0000", [](Model& m, int ch) { return m.terminate(ch); });
    add(c, "close channel 1", "708001", [](Model& m, int ch) { return m.close_channel(ch, 1); });
    if (c == 0) {
      add(c, "open a channel", "70000001", [](Model& m, int ch) { return m.open_channel(ch); });
    }
  }

  void add_wrong(int c, const std::string& command, int status) {
    add(c, "wrong", command, [=](Model& m, int ch) { return m.otherwise(ch, status); });
  }

  void add_bad_ones() {
    add(0, "SELECT", "A4040C06010203040500",
        [](Model& m, int ch) { return m.in_any_life(ch, 0x9000); });
    add(1, "SELECT another", "A4040006A00000000300",
        [](Model& m, int ch) { return m.in_any_life(ch, 0x6a82); });
    add(0, "no such instruction", "B20000",
        [](Model& m, int ch) { return m.in_any_life(ch, 0x6d00); });
    add_wrong(0, "20000204FFFFFFFF", 0x6a86);
    add_wrong(0, "2400000300000000", 0x6700);
    add_wrong(1, "DB3FFF0100", 0x6a80);
    add_wrong(0, "840000", 0x6700);
  }

  std::vector<Letter> letters_;
};

const std::vector<Letter>& letters() {
  static const Alphabet alphabet;
  return alphabet.letters();
}

/// A card and its model, in step.
class Pair {
 public:
  Pair() : card_(flash_, build()) {}

  /// Both behind this, from where the card was new.
  void begin_with(const std::vector<std::string>& names) {
    kept_ = flash_ = MemoryFlash(1024, 4);
    card_.reset();
    model_ = {};
    for (const std::string& name : names) ASSERT_TRUE(step(letter(name))) << name;
    start_ = model_;
    volatile_.clear();
    for (const std::string& name : names) {
      const auto ends_with = [&](std::string_view end) { return name.ends_with(end); };
      constexpr std::string_view kVolatile[] = {"open a channel", "VERIFY user",
                                                "VERIFY administrator", "begin"};
      if (std::ranges::any_of(kVolatile, ends_with)) volatile_.push_back(&letter(name));
    }
    kept_ = flash_;
  }
  /// Back to there; what power takes is done again.
  void restart() {
    flash_ = kept_;
    card_.reset();
    for (const Letter* const letter : volatile_) status(letter->command);
    model_ = start_;
  }

  /// One command. False if they do not agree.
  bool step(const Letter& letter) {
    const int expected = letter.run(model_);
    if (letter.command.empty()) {
      card_.reset();
      return true;
    }
    const int got = status(letter.command);
    if (got != expected) {
      ADD_FAILURE() << letter.name << ": " << std::hex << got << ", not " << expected;
    }
    return got == expected;
  }

  /// What everybody can see: life cycle, PINs on each channel, objects.
  bool looks_the_same() {
    struct Question {
      std::vector<uint8_t> command;
      int (*run)(const Model& model);
    };
    static const Question kQuestions[] = {
        {from_hex("00200000"), [](const Model& m) { return m.ask(0, Model::user); }},
        {from_hex("00200001"), [](const Model& m) { return m.ask(0, Model::administrator); }},
        {from_hex("01200000"), [](const Model& m) { return m.ask(1, Model::user); }},
        {from_hex("01200001"), [](const Model& m) { return m.ask(1, Model::administrator); }},
        {from_hex("00CADF2000"), [](const Model& m) { return m.get(0, Model::role); }},
        {from_hex("00CADF5000"), [](const Model& m) { return m.get(0, Model::psk); }},
        {from_hex("00CADF2300"), [](const Model& m) { return m.get(0, Model::limit); }},
        {from_hex("00CADF2700"), [](const Model& m) { return m.get(0, Model::pin_for_tls); }}};
    for (const Question& question : kQuestions) {
      if (status(question.command) != question.run(model_)) return false;
    }
    static const std::vector<uint8_t> kLife = from_hex("00CA011000");
    if (status(kLife) != sw::kOk) return false;
    return response_[0] == (model_.life() == Model::Life::initial       ? 0x03
                            : model_.life() == Model::Life::operational ? 0x05
                                                                        : 0x0c);
  }
  [[nodiscard]] const Model& model() const { return model_; }
  /// So says the model.
  [[nodiscard]] bool is_changed_by(const Letter& letter) const {
    Model model = start_;
    letter.run(model);
    return !(model == start_);
  }

 private:
  static CardBuild build() {
    CardBuild build = chip_like_card();
    build.channels = Model::kChannels;
    return build;
  }
  [[nodiscard]] static const Letter& letter(const std::string& name) {
    for (const Letter& one : letters()) {
      if (one.name == name) return one;
    }
    throw std::logic_error("no letter " + name);
  }
  int status(Bytes command) { return card_.process(command, response_).status; }

  std::array<uint8_t, kMaxShortResponse> response_;
  MemoryFlash flash_{1024, 4};
  MemoryFlash kept_{1024, 4};
  CardWithFlash card_;
  Model model_;
  Model start_;
  std::vector<const Letter*> volatile_;  // of how it began, what power takes
};

struct Start {
  const char* name;
  std::vector<std::string> commands;
};

constexpr const char* kWholeStart = "personalised, with two channels";

std::vector<Start> starts() {
  const std::vector<std::string> personalised = {"0: PUT user PIN", "0: PUT administrator PIN",
                                                 "0: PUT PSK", "0: PUT role"};
  std::vector<std::string> operational = personalised;
  for (const char* const more : {"0: ACTIVATE", "0: open a channel", "0: VERIFY administrator"}) {
    operational.emplace_back(more);
  }
  std::vector<std::string> in_transaction = operational;
  in_transaction.emplace_back("0: begin");
  std::vector<std::string> two_channels = personalised;
  for (const char* const more :
       {"0: open a channel", "0: VERIFY administrator", "1: VERIFY user"}) {
    two_channels.emplace_back(more);
  }
  std::vector<std::string> in_transaction_of_initial = personalised;
  for (const char* const more : {"0: open a channel", "1: VERIFY user wrongly", "0: begin"}) {
    in_transaction_of_initial.emplace_back(more);
  }
  return {{"new", {}},
          {kWholeStart, two_channels},
          {"personalised, in a transaction", in_transaction_of_initial},
          {"operational", operational},
          {"operational, in a transaction", in_transaction}};
}

std::string names_of(const std::vector<const Letter*>& sequence) {
  std::string names;
  for (const Letter* const letter : sequence) names += letter->name + "; ";
  return names;
}

/// The last letters of all sequences that begin with these.
void try_ends(Pair& pair, std::vector<const Letter*> sequence) {
  pair.restart();
  for (const Letter* const letter : sequence) pair.step(*letter);
  const Model before = pair.model();
  sequence.push_back(nullptr);
  int failures = 0;
  for (const Letter& last : letters()) {
    sequence.back() = &last;
    const bool is_same = pair.step(last);
    const bool has_changed = !(pair.model() == before);
    if (!is_same || (has_changed && !pair.looks_the_same())) {
      ADD_FAILURE() << names_of(sequence);
      if (++failures > 5) return;
    }
    if (is_same && !has_changed) continue;
    pair.restart();
    for (size_t i = 0; i + 1 < sequence.size(); ++i) pair.step(*sequence[i]);
  }
  EXPECT_TRUE(pair.looks_the_same()) << "behind what changes nothing: " << names_of(sequence);
}

#ifdef __SANITIZE_ADDRESS__
constexpr bool kIsSlow = true;
#else
constexpr bool kIsSlow = false;
#endif

/// Takes minutes.
bool is_long_run() { return std::getenv("TLS_SE_LONG_TESTS") != nullptr; }

/// In the short run: all of them from one state, but for those whose first command changes nothing,
/// which are of two; and from the others those of some first letters.
TEST(Sequences, OfThreeAreAnsweredAsTheModelSays) {
  constexpr size_t kSome = 7;
  Pair pair;
  for (const Start& start : starts()) {
    SCOPED_TRACE(start.name);
    pair.begin_with(start.commands);
    const bool takes_all =
        is_long_run() || (!kIsSlow && std::string_view(start.name) == kWholeStart);
    for (size_t i = 0; i < letters().size(); i += takes_all ? 1 : kSome) {
      const Letter& first = letters()[i];
      try_ends(pair, {&first});
      if (!is_long_run() && !pair.is_changed_by(first)) continue;
      for (const Letter& second : letters()) try_ends(pair, {&first, &second});
      if (HasFailure()) return;
    }
  }
}

/// Of four, and longer ones: some.
TEST(Sequences, OfManyAreAnsweredAsTheModelSays) {
  std::minstd_rand random(4);
  const auto any = [&] { return &letters()[random() % letters().size()]; };
  Pair pair;
  for (const Start& start : starts()) {
    SCOPED_TRACE(start.name);
    pair.begin_with(start.commands);
    for (int i = is_long_run() ? 100'000 : 500; i > 0; --i) {
      std::vector<const Letter*> sequence;
      for (size_t length = 4 + random() % 9; length > 0; --length) sequence.push_back(any());
      pair.restart();
      for (const Letter* const letter : sequence)
        ASSERT_TRUE(pair.step(*letter)) << names_of(sequence);
      ASSERT_TRUE(pair.looks_the_same()) << names_of(sequence);
    }
  }
}

}  // namespace
}  // namespace tls_se::test
