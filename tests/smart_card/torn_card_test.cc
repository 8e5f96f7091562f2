// A whole card whose power goes at every step of flash of each command, in every way that a step
// can be torn, and at steps of the recovery from that: what can be seen from outside is as before
// or as after, no guess at a PIN is for nothing, and no secret stays that is not valid. Of the
// second cuts a sample; TLS_SE_LONG=1 in the environment: all of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <optional>
#include <random>
#include <unordered_map>

#include "card_with_flash.h"
#include "se/crypto_lib/hkdf.h"
#include "support/hex.h"
#include "support/issued_certificates.h"
#include "support/torn_flash.h"

namespace tls_se::test {
namespace {

using Tear = TornFlash::Tear;
using Commands = std::vector<std::string>;

// PINs of 16 bytes: windows of them are nowhere by chance.
const std::string kUser = "31415926535897932384626433832795";
const std::string kOtherUser = "27182818284590452353602874713526";
const std::string kAdministrator = "14142135623730950488016887242096";
const std::string kOtherAdministrator = "17320508075688772935274463415058";
const std::string kWrong = "00000000000000000000000000000000";
const std::string kKey = "000102030405060708090A0B0C0D0E0F";
const std::string kOtherKey = "F0E0D0C0B0A090807060504030201000";
const std::string kScalar = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";
const std::string kOtherScalar = "0000000112233445566778899AABBCCDDEEFF00112233445566778899AABBCCD";
const std::string kPointOfScalar = "04 60 FE D4 BA 25 5A 9D 31 C9";  // RFC 6979 appendix A.2.5

const std::string kVerifyUser = "00200000 10" + kUser;
const std::string kVerifyWrong = "00200000 10" + kWrong;
const std::string kVerifyAdministrator = "00200001 10" + kAdministrator;
std::string put_psk(const std::string& key) { return "00DADF50 15 0003616263" + key; }

/// What a card keeps of a key.
std::string early_secret(const std::string& key) {
  HostCrypto crypto;
  std::vector<uint8_t> secret(kSha256Size);
  extract_early_secret(crypto, from_hex(key), MutableBytes(secret).first<kSha256Size>());
  return to_hex(secret);
}

struct Operation {
  Commands first;  // power stays
  Commands torn;
  /// Instead of it: what these come to may be seen too.
  Commands detours = {};
  // Secrets that are not valid.
  std::vector<std::string> dead_before = {};
  std::vector<std::string> dead_after = {};
  bool is_operational = true;
  bool tears_recovery = true;  // too
};

class TornCard : public testing::Test {
 protected:
  static std::string hex_of(size_t byte) {
    return to_hex(std::vector<uint8_t>{static_cast<uint8_t>(byte)});
  }

  void cut(const Operation& operation) {
    const TornFlash personalised = personalise(operation.is_operational);
    std::vector<std::string> states = {state_after(personalised, operation.first)};
    Commands done = operation.first;
    for (const std::string& command : operation.torn) {
      done.push_back(command);
      states.push_back(state_after(personalised, done));
    }
    std::vector<std::string> detours;
    for (const std::string& command : operation.detours) {
      Commands other = operation.first;
      other.push_back(command);
      detours.push_back(state_after(personalised, other));
    }
    ASSERT_NE(states.front(), states.back());
    for (const Tear tear : TornFlash::kTears) {
      for (size_t step = 0; !HasFailure(); ++step) {
        SCOPED_TRACE(testing::Message() << "step " << step << ", tear " << int(tear));
        TornFlash flash = personalised;
        const std::optional<size_t> at = run(flash, operation, step, tear);
        if (!at) break;
        ++cuts_;
        std::vector<std::string> possible = detours;
        possible.push_back(states[*at]);
        possible.push_back(states[*at + 1]);
        expect_recovery(flash, operation, possible, states, operation.tears_recovery);
      }
    }
    std::cout << cuts_ << " cuts\n";
    RecordProperty("cuts", std::to_string(cuts_));
    EXPECT_GT(cuts_, TornFlash::kTears.size());
  }

  /// A right PIN has spent its try by the step at which a wrong one is told to be wrong, and gets
  /// it back later: so nothing was compared before.
  void expect_try_spent_first(const std::string& right, const std::string& wrong) {
    const TornFlash personalised = personalise(true);
    const std::string before = state_after(personalised, {});
    const std::string spent = state_after(personalised, {wrong});
    const std::string restored = state_after(personalised, {right});
    TornFlash flash = personalised;
    size_t steps = 0;
    while (run(flash, {.first = {}, .torn = {wrong}}, steps, Tear::before)) {
      ++steps;
      flash = personalised;
    }
    for (size_t step = steps;; ++step) {
      flash = personalised;
      if (!run(flash, {.first = {}, .torn = {right}}, step, Tear::before)) break;
      flash.power_up();
      { const CardWithFlash recovered(flash, build()); }
      const std::string state = state_of(flash);
      EXPECT_NE(state, before);
      EXPECT_TRUE(state == spent || (step != steps && state == restored));
      ++cuts_;
    }
    EXPECT_GT(cuts_, 0U);
  }

 private:
  static CardBuild build() {
    CardBuild build = chip_like_card();
    build.channels = 1;
    return build;
  }

  static TornFlash personalise(bool is_operational) {
    TornFlash flash(256, 12);
    CardWithFlash card(flash, build());
    Commands commands = {"00120080",
                         "00DADF20 02 0001",
                         put_psk(kKey),
                         "00DADF2B 10" + kUser,
                         "00DADF2C 10" + kAdministrator,
                         "00DADF40 20" + kScalar,
                         "00120081"};
    if (is_operational) commands.emplace_back("00440000");
    commands.push_back(kVerifyWrong);
    commands.emplace_back("00200001 10" + kWrong);
    for (const std::string& command : commands) {
      const StatusWord status = card.status(command);
      EXPECT_TRUE(status == sw::kOk || status == 0x63c2 || status == 0x63c9) << command;
    }
    return flash;
  }

  /// In which command power went.
  static std::optional<size_t> run(TornFlash& flash, const Operation& operation, size_t step,
                                   Tear tear) {
    flash.power_up();
    CardWithFlash card(flash, build());
    for (const std::string& command : operation.first) EXPECT_EQ(card.status(command), sw::kOk);
    flash.cut_after(step, tear);
    for (size_t i = 0; i < operation.torn.size(); ++i) {
      try {
        static_cast<void>(card.status(operation.torn[i]));
      } catch (const PowerCut&) {
        return i;
      }
    }
    return std::nullopt;
  }

  void expect_recovery(const TornFlash& without_power, const Operation& operation,
                       const std::vector<std::string>& possible,
                       const std::vector<std::string>& states, bool cuts_again) {
    TornFlash flash = without_power;
    flash.power_up();
    const size_t before = flash.steps();
    { const CardWithFlash card(flash, build()); }
    const size_t steps = flash.steps() - before;
    const std::string state = state_of(flash);
    ASSERT_TRUE(std::ranges::find(possible, state) != possible.end())
        << state << "\nbut not any of\n"
        << possible[0] << "\n"
        << possible.back();
    if (state == states.front()) expect_none(flash, operation.dead_before);
    if (state == states.back()) expect_none(flash, operation.dead_after);
    expect_none(flash, {kKey, kOtherKey});  // what is kept is the Early Secret
    if (!cuts_again) return;
    const bool is_sampled = std::getenv("TLS_SE_LONG") == nullptr;
    for (size_t step = 0; step < steps; ++step) {
      for (const Tear tear : TornFlash::kTears) {
        if (is_sampled && random_() % 200 != 0) continue;
        SCOPED_TRACE(testing::Message() << "recovery's step " << step << ", tear " << int(tear));
        TornFlash again = without_power;
        again.power_up();
        again.cut_after(step, tear);
        ASSERT_THROW(CardWithFlash(again, build()), PowerCut);
        ++cuts_;
        ASSERT_NO_FATAL_FAILURE(expect_recovery(again, operation, possible, states, false));
      }
    }
  }

  static void expect_none(const TornFlash& flash, const std::vector<std::string>& secrets) {
    constexpr size_t kWindow = 8;
    const Bytes memory = flash.mapped();
    for (const std::string& hex : secrets) {
      const std::vector<uint8_t> secret = from_hex(hex);
      for (size_t i = 0; i + kWindow <= secret.size(); ++i) {
        const auto window = secret.begin() + static_cast<ptrdiff_t>(i);
        ASSERT_TRUE(std::search(memory.begin(), memory.end(), window, window + kWindow) ==
                    memory.end())
            << hex << " is in flash from byte " << i << " on";
      }
    }
  }

  std::string state_after(const TornFlash& flash, const Commands& commands) {
    TornFlash copy = flash;
    copy.power_up();
    {
      CardWithFlash card(copy, build());
      for (const std::string& command : commands) static_cast<void>(card.status(command));
    }
    copy.power_up();
    { const CardWithFlash recovered(copy, build()); }
    return state_of(copy);
  }

  /// All that can be asked, and which PINs are right.
  std::string state_of(const TornFlash& flash) {
    const Bytes memory = flash.mapped();
    std::string& state = states_[std::string(memory.begin(), memory.end())];
    if (!state.empty()) return state;
    TornFlash copy = flash;
    copy.power_up();
    CardWithFlash card(copy, build());
    Commands questions = {"00CA011000", "00CA011400", "00200000", "00200001"};
    for (size_t tag = 0x20; tag <= 0x2d; ++tag) questions.push_back("00CADF" + hex_of(tag) + "00");
    for (const size_t tag : {0x30, 0x31, 0x38, 0x40, 0x41, 0x50, 0x51, 0x60}) {
      questions.push_back("00CADF" + hex_of(tag) + "00");
    }
    questions.emplace_back("00D8000100");
    for (const std::string& pin : {kOtherUser, kUser}) questions.push_back("00200000 10" + pin);
    for (const std::string& pin : {kOtherAdministrator, kAdministrator}) {
      questions.push_back("00200001 10" + pin);
    }
    for (const std::string& question : questions) {
      std::string answer = card.answer(question);
      // One that was generated is another each time.
      const bool is_new = question == "00CADF4100" ||
                          (question == "00CADF4000" && !answer.starts_with(kPointOfScalar));
      if (is_new && answer.size() > 4) answer = "a point";
      state += question + ": " + answer + '\n';
    }
    for (const size_t key : {0, 1}) expect_pair(card, key);
    return state;
  }

  /// The public half that the card tells is that of the private key that it signs with.
  static void expect_pair(CardWithFlash& card, size_t key) {
    const Bytes scalar = card.body().keys().find(private_key_handle(key));
    const std::vector<uint8_t> told =
        card.transmit(from_hex("00CADF4" + std::to_string(key) + "00")).data;
    ASSERT_EQ(scalar.empty(), told.empty());
    if (scalar.empty()) return;
    ASSERT_EQ(scalar.size(), kP256ScalarSize);
    std::array<uint8_t, kP256PointSize> point;
    ASSERT_EQ(HostKeyMaker().p256_public_key(scalar.first<kP256ScalarSize>(), point),
              CryptoStatus::done);
    ASSERT_TRUE(std::ranges::equal(point, told));
  }

  std::unordered_map<std::string, std::string> states_;  // by what is in flash
  std::minstd_rand random_{1};
  size_t cuts_ = 0;
};

TEST_F(TornCard, PutData) {
  cut({.first = {kVerifyAdministrator}, .torn = {"00DADF28 0B 6578616D706C652E6F7267"}});
}
TEST_F(TornCard, PutDataOfAnotherKey) {
  cut({.first = {kVerifyAdministrator},
       .torn = {put_psk(kOtherKey)},
       .dead_before = {early_secret(kOtherKey)},
       .dead_after = {early_secret(kKey)}});
}
TEST_F(TornCard, Transaction) {
  cut({.first = {kVerifyAdministrator, "00120080"},
       .torn = {put_psk(kOtherKey), "00DADF28 0B 6578616D706C652E6F7267", "00DADF25 01 01",
                "00DBDF51 00", "00120081"},
       .dead_before = {early_secret(kOtherKey)},
       .dead_after = {early_secret(kKey)}});
}
TEST_F(TornCard, PutDataUntilTheLogMoves) {
  Commands puts;
  for (int i = 0; i < 16; ++i) {
    puts.push_back("00DADF2A 21 20" + to_hex(std::vector<uint8_t>(32, uint8_t(0x61 + i))));
  }
  cut({.first = {kVerifyAdministrator}, .torn = puts});
}
TEST_F(TornCard, WrongPin) { cut({.first = {}, .torn = {kVerifyWrong}}); }
TEST_F(TornCard, WrongAdministratorPin) { cut({.first = {}, .torn = {"00200001 10" + kWrong}}); }
TEST_F(TornCard, RightPin) {
  // Between comparison and end the try is spent.
  cut({.first = {}, .torn = {kVerifyUser}, .detours = {kVerifyWrong}});
}
TEST_F(TornCard, ATryIsSpentBeforeTheComparison) {
  expect_try_spent_first(kVerifyUser, kVerifyWrong);
  expect_try_spent_first(kVerifyAdministrator, "00200001 10" + kWrong);
}
TEST_F(TornCard, ChangeReferenceData) {
  cut({.first = {},
       .torn = {"00240000 20" + kUser + kOtherUser},
       .detours = {kVerifyWrong, kVerifyUser},
       .dead_before = {kOtherUser},
       .dead_after = {kUser}});
}
TEST_F(TornCard, ChangeReferenceDataWithAWrongPin) {
  cut({.first = {},
       .torn = {"00240000 20" + kWrong + kOtherUser},
       .dead_before = {kOtherUser},
       .dead_after = {kOtherUser}});
}
TEST_F(TornCard, ChangeReferenceDataOfTheAdministrator) {
  cut({.first = {kVerifyAdministrator},
       .torn = {"00240001 20" + kAdministrator + kOtherAdministrator},
       .detours = {"00200001 10" + kWrong},
       .dead_before = {kOtherAdministrator},
       .dead_after = {kAdministrator}});
}
TEST_F(TornCard, ResetRetryCounter) {
  cut({.first = {kVerifyAdministrator}, .torn = {"002C0300"}});
}
TEST_F(TornCard, ResetRetryCounterWithANewPin) {
  cut({.first = {kVerifyAdministrator},
       .torn = {"002C0200 10" + kOtherUser},
       .dead_before = {kOtherUser},
       .dead_after = {kUser}});
}
TEST_F(TornCard, Generate) { cut({.first = {kVerifyAdministrator}, .torn = {"0046000100"}}); }
/// In the place of one that there is.
TEST_F(TornCard, GenerateAnother) {
  cut({.first = {}, .torn = {"0046000000"}, .dead_after = {kScalar}, .is_operational = false});
}
TEST_F(TornCard, PutDataOfAnotherPrivateKey) {
  cut({.first = {},
       .torn = {"00DADF40 20" + kOtherScalar},
       .dead_before = {kOtherScalar},
       .dead_after = {kScalar},
       .is_operational = false});
}
/// Private key and certificate are one identity: neither is there without the other.
TEST_F(TornCard, TransactionOfAnIdentity) {
  const Identity own = Authority("CA").issue({});
  const std::string key = to_hex(own.private_key);
  const std::string certificate = to_hex(own.certificate);
  const std::string rest = certificate.substr(510);
  ASSERT_LT(rest.size(), 512U);
  cut({.first = {"00120080", "10DADF30 FF" + certificate.substr(0, 510),
                 "00DADF30" + hex_of(rest.size() / 2) + rest},
       .torn = {"00DADF40 20" + key, "00120081"},
       .dead_before = {key},
       .dead_after = {kScalar},
       .is_operational = false,
       .tears_recovery = false});
}
TEST_F(TornCard, PutDataOfACertificateInAChain) {
  const std::string certificate = to_hex(Authority("CA").own().certificate);
  const std::string first = certificate.substr(0, 510);
  const std::string rest = certificate.substr(510);
  ASSERT_LT(rest.size(), 512U);
  cut({.first = {kVerifyAdministrator},
       .torn = {"10DADF38 FF" + first, "00DADF38" + hex_of(rest.size() / 2) + rest}});
}
TEST_F(TornCard, Activate) { cut({.first = {}, .torn = {"00440000"}, .is_operational = false}); }
TEST_F(TornCard, Terminate) {
  cut({.first = {kVerifyAdministrator},
       .torn = {"00FE0000"},
       .dead_after = {kUser, kAdministrator, kScalar, early_secret(kKey)}});
}
TEST_F(TornCard, Erase) {
  cut({.first = {},
       .torn = {"00E40000"},
       .dead_after = {kUser, kAdministrator, kScalar, early_secret(kKey)},
       .is_operational = false});
}

}  // namespace
}  // namespace tls_se::test
