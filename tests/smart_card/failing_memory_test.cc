// A card whose memory fails while it works, or is not to be read when power comes: it says so, and
// never that it is new.
#include <gtest/gtest.h>

#include <algorithm>

#include "card_with_flash.h"
#include "live_session.h"
#include "support/hex.h"

namespace tls_se::test {
namespace {

class FaultyFlash final : public MemoryFlash {
 public:
  FaultyFlash() : MemoryFlash(1024, 8) {}
  bool program(size_t at, const Bytes& words) override {
    const Fault fault = std::exchange(next_, Fault::none);
    if (fault == Fault::ruin) ruin_records();
    return fault == Fault::none && MemoryFlash::program(at, words);
  }

  /// The next word is not programmed; the flash works behind that.
  void fail_once() { next_ = Fault::once; }
  /// The next one takes all there is along, and the card can't know it again.
  void ruin() { next_ = Fault::ruin; }

 private:
  /// All that is written but the numbers of areas, which are at the start of a page.
  void ruin_records() {
    for (size_t at = 0; at < bytes().size(); ++at) {
      if (at % page_size() >= LogRecord::size_with(0) && bytes()[at] != kErased) bytes()[at] ^= 1;
    }
  }

  enum class Fault : uint8_t { none, once, ruin };
  Fault next_ = Fault::none;
};

class FailingMemory : public testing::TestWithParam<bool> {
 protected:
  FailingMemory() {
    make_psk_server(card_);
    for (const char* const pin : {"00DADF2B0430313233", "00DADF2C0441424344"}) {
      EXPECT_EQ(card_.status(pin), sw::kOk);
    }
    if (GetParam()) {
      EXPECT_EQ(card_.status("00440000"), sw::kOk);
    }
    EXPECT_EQ(card_.status("002000010441424344"), sw::kOk);
  }

  void expect_lost() {
    EXPECT_EQ(card_.answer("00CA011000"), "0C 9000");
    for (const char* const command :
         {"00D8000100", "00C0000000", "00200000", "002000000430313233", "00DADF240101", "00120080",
          "00440000", "00E40000", "00FE0000", "0070000001", "0084000008", "00CB3FFF045C02DF2000"}) {
      EXPECT_EQ(card_.answer(command), "6581") << command;
    }
    for (const char* const object : {"00CADF2000", "00CADF5000"}) {
      EXPECT_EQ(card_.answer(object), "6A88");
    }
  }

  FaultyFlash flash_;
  CardWithFlash card_{flash_};
};

INSTANTIATE_TEST_SUITE_P(, FailingMemory, testing::Bool(), [](const auto& which) {
  return std::string(which.param ? "Operational" : "Initial");
});

TEST_P(FailingMemory, ThatIsRuinedByAWriteIsLost) {
  flash_.ruin();
  EXPECT_EQ(card_.answer("00DADF240101"), "6581");
  expect_lost();
  card_.reset();
  expect_lost();
}

TEST_P(FailingMemory, ThatIsRuinedByAGuessIsLost) {
  flash_.ruin();
  EXPECT_EQ(card_.answer("002000000430313233"), "6581");
  expect_lost();
}

TEST_P(FailingMemory, EndsTheSessionsOfACardThatIsLost) {
  LiveSession session(transmit_of(card_));
  EXPECT_TRUE(session.echoes());
  flash_.ruin();
  EXPECT_EQ(card_.answer("002000000430313233"), "6581");
  EXPECT_EQ(card_.answer("00D80203020017"), "6581");
}

/// The memory is moved to where the flash is better.
TEST_P(FailingMemory, ThatFailsOnceLosesNothing) {
  flash_.fail_once();
  EXPECT_EQ(card_.answer("00DADF240101"), "6581");
  EXPECT_EQ(card_.answer("00CADF2000"), "00 01 9000");
  EXPECT_EQ(card_.answer("00CADF2400"), "6A88");
  EXPECT_EQ(card_.answer("00DADF240101"), "9000");
  EXPECT_EQ(card_.answer("00CA011000"), GetParam() ? "05 9000" : "03 9000");
}

/// Of what was put in it nothing is left, so that nothing can be put to the rest of it.
TEST_P(FailingMemory, ThatFailsOnceGivesUpTheTransaction) {
  for (const std::string fails : {"00DADF250101", "00200000043031323F", "00120081"}) {
    EXPECT_EQ(card_.answer("00120080"), "9000");
    EXPECT_EQ(card_.answer("00DADF240101"), "9000");
    flash_.fail_once();
    EXPECT_EQ(card_.answer(fails), "6581") << fails;
    EXPECT_EQ(card_.answer("00120081"), "6985") << fails;
    EXPECT_EQ(card_.answer("00CADF2400"), "6A88") << fails;
    EXPECT_EQ(card_.answer("00CADF2500"), "6A88") << fails;
  }
  EXPECT_EQ(card_.answer("00DADF260101"), "9000");
  EXPECT_EQ(card_.answer("00CADF2400"), "6A88");
}

}  // namespace
}  // namespace tls_se::test
