// Draft section 5, byte for byte.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "card/host_cards.h"
#include "card_driver.h"

namespace tls_se::test {
namespace {

struct Trace {
  nlohmann::json json;

  Trace()
      : json(nlohmann::json::parse(
            std::ifstream(TLS_SE_SOURCE_DIR "/tests/traces/draft-section-5.json"))) {}
  [[nodiscard]] Buffer bytes(const char* name) const { return bytes(json, name); }

  [[nodiscard]] static Buffer bytes(const nlohmann::json& exchange, const char* name) {
    return from_hex(exchange.at(name).get<std::string>());
  }

  [[nodiscard]] std::unique_ptr<CardReader> card(SwMore sw_more = SwMore::mixed) const {
    CardProfile profile;
    profile.psks.push_back({bytes("psk_identity"), bytes("psk")});
    profile.sw_more = sw_more;
    return recorded_card(
        profile, {bytes("server_random"), bytes("server_key_share"), bytes("ecdhe_shared_secret")});
  }
};

Buffer joined(const CardResponse& response) {
  Buffer bytes = response.data;
  bytes.push_back(sw::sw1(response.status));
  bytes.push_back(sw::sw2(response.status));
  return bytes;
}

TEST(DraftSection5, ReplaysByteForByte) {
  const Trace trace;
  const auto card = trace.card();
  ASSERT_EQ(trace.json.at("exchanges").size(), 10u);
  for (const auto& exchange : trace.json.at("exchanges")) {
    SCOPED_TRACE(exchange.at("name").get<std::string>());
    const auto response = card->transmit(Trace::bytes(exchange, "command"));
    EXPECT_EQ(joined(response), Trace::bytes(exchange, "response"));
  }
}

TEST(DraftSection5, DiffersWithAnotherRandom) {
  const Trace trace;
  CardProfile profile;
  profile.psks.push_back({trace.bytes("psk_identity"), trace.bytes("psk")});
  profile.sw_more = SwMore::mixed;
  Buffer random = trace.bytes("server_random");
  random[0] ^= 1;
  const auto card = recorded_card(
      profile, {random, trace.bytes("server_key_share"), trace.bytes("ecdhe_shared_secret")});
  const auto& exchanges = trace.json.at("exchanges");
  size_t equal = 0;
  for (; equal < exchanges.size(); ++equal) {
    const auto response = card->transmit(Trace::bytes(exchanges[equal], "command"));
    if (joined(response) != Trace::bytes(exchanges[equal], "response")) break;
  }
  EXPECT_EQ(equal, 2u);  // the ServerHello is the first to show it
}

/// Consecutive RECVs of the trace up to F-Last are one input.
class Fragmentation : public testing::TestWithParam<size_t> {};

TEST_P(Fragmentation, GivesTheSameAnswers) {
  const Trace trace;
  const auto card = trace.card();
  Buffer input;
  for (const auto& exchange : trace.json.at("exchanges")) {
    SCOPED_TRACE(exchange.at("name").get<std::string>());
    const Buffer command = Trace::bytes(exchange, "command");
    const Buffer expected = Trace::bytes(exchange, "response");
    if (command[1] == ins::kSend) {
      EXPECT_EQ(joined(card->transmit(command)), expected);
      continue;
    }
    input.insert(input.end(), command.begin() + 5, command.end());
    if ((command[3] & p2::kLast) == 0) continue;
    for (size_t at = 0; at < input.size(); at += GetParam()) {
      const size_t size = std::min(GetParam(), input.size() - at);
      const bool last = at + size == input.size();
      Buffer part = {0, ins::kRecv, command[2],
                     static_cast<uint8_t>((at == 0 ? p2::kFirst : 0) | (last ? p2::kLast : 0)),
                     static_cast<uint8_t>(size)};
      part.insert(part.end(), input.begin() + static_cast<ptrdiff_t>(at),
                  input.begin() + static_cast<ptrdiff_t>(at + size));
      EXPECT_EQ(joined(card->transmit(part)), last ? expected : from_hex("9000"));
    }
    input.clear();
  }
}

INSTANTIATE_TEST_SUITE_P(DraftSection5, Fragmentation, testing::Values(1, 2, 7, 32, 240, 255));

TEST(DraftSection5, TheOtherEncodingsOfSwMoreChangeNothingElse) {
  const Trace trace;
  for (const auto& [sw_more, sw1] :
       {std::pair{SwMore::always_9f, uint8_t{0x9f}}, std::pair{SwMore::always_61, uint8_t{0x61}}}) {
    const auto card = trace.card(sw_more);
    for (const auto& exchange : trace.json.at("exchanges")) {
      Buffer expected = Trace::bytes(exchange, "response");
      uint8_t& status = expected[expected.size() - 2];
      if (status == 0x61 || status == 0x9f) status = sw1;
      const auto response = card->transmit(Trace::bytes(exchange, "command"));
      EXPECT_EQ(joined(response), expected);
    }
  }
}

}  // namespace
}  // namespace tls_se::test
