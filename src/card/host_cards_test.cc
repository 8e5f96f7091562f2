#include "card/host_cards.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "card/personalised_flash.h"
#include "platform/host/host_crypto.h"
#include "text/hex.h"

namespace tls_se {
namespace {

constinit bool memory_is_denied = false;

}  // namespace
}  // namespace tls_se

// Not inline: g++ would take new and delete for a mismatch.
[[gnu::noinline]] void* operator new(size_t size) {
  void* const block = tls_se::memory_is_denied ? nullptr : std::malloc(size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}
[[gnu::noinline]] void operator delete(void* block) noexcept { std::free(block); }
[[gnu::noinline]] void operator delete(void* block, size_t) noexcept { std::free(block); }

namespace tls_se {
namespace {

constexpr std::array<uint8_t, 5> kReset = {0x00, 0xd8, 0x00, 0x01, 0x00};
constexpr std::array<uint8_t, 5> kGetState = {0x00, 0xca, 0x01, 0x02, 0x00};

TEST(CardBodyTest, IsResetWithoutMemory) {
  MemoryFlash flash = flash_for(demo_card_profile());
  personalise(flash, demo_card_profile(), CardBuild());
  HostCrypto crypto;
  HostKeyMaker key_maker;
  CardBody body(crypto, nullptr, &key_maker, flash, CardBuild());
  crypto.use_keys(&body.keys());
  body.power_up();
  std::array<uint8_t, kMaxShortResponse> response;
  EXPECT_EQ(body.process(kGetState, response).status, sw::kOk);
  memory_is_denied = true;
  bool threw = false;
  try {
    body.power_up();
  } catch (const std::bad_alloc&) {
    threw = true;
  }
  memory_is_denied = false;
  EXPECT_FALSE(threw);
  EXPECT_EQ(body.process(kReset, response).status, sw::kOk);
}

TEST(HostCardsTest, EachHasWhatItIsToldForItself) {
  const HostCards cards(demo_card_profile());
  const auto one = cards.make();
  const auto other = cards.make();
  const std::vector<uint8_t> put = parse_hex("00DADF230200FF").value();
  const std::vector<uint8_t> get = parse_hex("00CADF2300").value();
  EXPECT_EQ(one->transmit(put).status, sw::kOk);
  EXPECT_EQ(one->transmit(get).data, (std::vector<uint8_t>{0x00, 0xff}));
  EXPECT_EQ(other->transmit(get).status, sw::kDataObjectNotFound);
  EXPECT_EQ(cards.make()->transmit(get).status, sw::kDataObjectNotFound);
}

TEST(HostCardsTest, AreWhatTheProfileSaysAfterAReset) {
  const auto card = in_process_card(demo_card_profile());
  for (int i = 0; i < 3; ++i) {
    card->reset();
    EXPECT_EQ(card->transmit(kReset).status, sw::kOk);
  }
}

TEST(HostCardsTest, RefusesWhatACardRefuses) {
  CardProfile profile = demo_card_profile();
  profile.psks.push_back(profile.psks.front());
  try {
    const HostCards cards(profile);
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_STREQ(error.what(),
                 "the card refuses these objects: the objects do not fit together: see the card's "
                 "pre-shared key");
  }
}

/// As many as a server of a fleet has.
TEST(HostCardsTest, HaveThousandsOfPsks) {
  CardProfile profile = demo_card_profile();
  for (int i = 0; i < 2000; ++i) {
    profile.psks.push_back(
        {.identity = {'n', static_cast<uint8_t>(i >> 8), static_cast<uint8_t>(i)},
         .key = std::vector<uint8_t>(16, static_cast<uint8_t>(i))});
  }
  const auto card = in_process_card(profile);
  // The last one, of index 2000: DF 94 8F 50.
  const auto answer = card->transmit(parse_hex("00CB3FFF065C04DF948F5000").value());
  EXPECT_EQ(answer.status, sw::kOk);
  EXPECT_EQ(answer.data.size(), 4 + 1 + 3 + 3u);
}

}  // namespace
}  // namespace tls_se
