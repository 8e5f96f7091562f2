#include "answer_roads.h"

#include <gtest/gtest.h>

#include "live_session.h"
#include "support/hex.h"
#include "support/issued_certificates.h"

namespace tls_se::test {
namespace {

using Commands = std::vector<std::string>;

constexpr const char* kShowAdministrator = "00200001084142434445464748";
constexpr const char* kUserPin = "3031323334353637";

std::string hex_of_size(size_t size) {
  return to_hex(std::vector<uint8_t>{static_cast<uint8_t>(size)});
}

class Road {
 public:
  Road(Answers& answers, bool is_operational, bool is_client = false, const Commands& more = {})
      : noted_(card_, answers) {
    is_client ? make_psk_client(card_) : make_psk_server(card_);
    for (const char* const pin : {"00DADF2B083031323334353637", "00DADF2C084142434445464748"}) {
      card_.status(pin);
    }
    for (const std::string& command : more) EXPECT_EQ(card_.status(command), sw::kOk) << command;
    if (is_operational) card_.status("00440000");
    card_.status(kShowAdministrator);
    noted_.look();
    EXPECT_EQ(noted_.life(), is_operational ? LifeColumn::operational : LifeColumn::initial);
  }

  void take(const Commands& commands) {
    for (const std::string& command : commands) noted_.transmit(command);
  }
  /// Blocks of a chain, more than there is room for.
  void overflow(const std::string& ins_and_parameters) {
    const std::string block = "10" + ins_and_parameters + "FF" + std::string(510, '0');
    for (int i = 0; i < 200; ++i) {
      if (noted_.status(block) != sw::kOk) return;
    }
    ADD_FAILURE() << "never full";
  }
  CardWithFlash& card() { return card_; }
  NotedCard& noted() { return noted_; }

 private:
  CardWithFlash card_;
  NotedCard noted_;
};

/// A value in two blocks of a chain.
Commands chained(const std::string& ins_and_parameters, const std::string& value,
                 const std::string& le = "") {
  constexpr size_t kDigits = 510;
  Commands commands;
  size_t at = 0;
  for (; value.size() - at > kDigits; at += kDigits) {
    commands.push_back("10" + ins_and_parameters + "FF" + value.substr(at, kDigits));
  }
  const std::string last = value.substr(at);
  commands.push_back("00" + ins_and_parameters + hex_of_size(last.size() / 2) + last + le);
  return commands;
}

void take_simple_roads(Answers& answers, bool is_operational) {
  Road road(answers, is_operational);
  const std::string change = std::string("0024000010") + kUserPin + kUserPin;
  const std::string change_wrongly = "00240000100000000000000000" + std::string(kUserPin);
  road.take({
      change,
      change_wrongly,
      change_wrongly,
      change_wrongly,
      change_wrongly,  // blocked
      "002C0200083031323334353637",
      std::string("0024000010") + kUserPin + "FFFFFFFFFFFFFFFF",  // nothing but padding
      "002C020004FFFFFFFF",
      "002C03000000",  // with Le, which it has not
      "00120080",
      "00DADF50",
      "00120081",
      "00120082",          // a mode without its key
      "00DB3FFF03DF5000",  // outside of a transaction
      "00460000",
      "0046000001",
      "0046000000",
      "0046010000",
      "00460200010000",
      "0046020002300000",  // an empty subject
      "00708003",
      "0070000005",  // channels
      "00A4040007F0544C532D534500",
      "00A4040007F0544C532D534505",  // SELECT
      "00CA011005",
      "00CA010205",  // GET DATA
      "00CB3FFF045C02DF2000",
      "00CB3FFF045C02DF2004",
      "00CB3FFF045C02DF2C00",
      "00CB3FFF045C02DF2A00",
      "00CB3FFF045C03DF2000",
      "00DB3FFF03DF2304",      // PUT DATA
      "00DB3FFF05DF23020001",  // a limit that is too small
  });
  // Others while channel 1 has a transaction.
  road.take({"0070000001", "01200001084142434445464748", "01120080", "002C0300", "00FE0000",
             "00DADF23020040", "00DB3FFF05DF23020040", "0046000000", "00120081", "01120082"});
  // Who has not shown a PIN.
  road.take(
      {"0020FF01", "00DADF23020040", "00DB3FFF05DF23020040", "0046000000", "00120080", "002C0300"});
  for (const char* const ins : {"DADF23", "DB3FFF", "460200"}) {
    road.take({kShowAdministrator});
    road.overflow(ins);
  }
  road.card().crypto().note(CryptoStatus::failed);
  road.take({"0084000008"});
}

/// Without a user's PIN.
void take_roads_without_pin(Answers& answers, bool is_operational) {
  Road road(answers, is_operational, false, {"00DADF2B"});
  road.take({"00200000", "002C0300", "002C02000430313233",
             std::string("0024000010") + kUserPin + kUserPin});
}

/// Where there is no room for what changes, or is new: behind as many keys as fit.
void take_roads_of_full_memory(Answers& answers, bool is_operational) {
  MemoryFlash flash(2048, 8);
  CardWithFlash card(flash);
  make_psk_server(card);
  card.status("00DADF2B083031323334353637");
  card.status("00DADF2C084142434445464748");
  fill_with_keys(card, 1);
  if (is_operational) card.status("00440000");
  card.status(kShowAdministrator);
  NotedCard noted(card, answers);
  EXPECT_EQ(noted.status(std::string("0024000010") + kUserPin + kUserPin), sw::kNotEnoughMemory);
  EXPECT_EQ(noted.status(std::string("002C020008") + kUserPin), sw::kNotEnoughMemory);
  EXPECT_EQ(noted.status("0046000100"), sw::kNotEnoughMemory);
}

/// A new PIN, and behind it so much that there is no room for its tries.
void take_road_of_full_transaction(Answers& answers) {
  MemoryFlash flash(2048, 8);
  CardWithFlash card(flash);
  for (const char* const command : {"00DADF2B0430313233", "00120080", "00DADF2B0434353637"}) {
    EXPECT_EQ(card.status(command), sw::kOk);
  }
  fill_with_keys(card, 0);
  for (size_t size = 63; size > 0; --size) {  // of the server's name
    const std::string name(2 * size, '6');
    if (card.status("00DADF28" + hex_of_size(size) + name) == sw::kOk) break;
  }
  NotedCard noted(card, answers);
  EXPECT_EQ(noted.status("00120081"), sw::kNotEnoughMemory);
  EXPECT_EQ(noted.status("00120082"), sw::kOk);
  EXPECT_EQ(noted.status("002000000430313233"), sw::kOk);
}

/// Of what is longer than an answer: a certificate, and what is signed for one.
void take_long_roads(Answers& answers, bool is_operational) {
  const Authority root("Test root");
  const Identity own = root.issue({});
  Commands personalise = {"00120080", "00DADF20020002", "00DADF4020" + to_hex(own.private_key)};
  for (const std::string& command : chained("DADF30", to_hex(own.certificate))) {
    personalise.push_back(command);
  }
  personalise.push_back("00120081");
  Road road(answers, is_operational, false, personalise);
  road.take({"00CADF3000", "00C0000005", "00C0000000", "00C0000000",  // in parts
             "00CADF3000", "00C00000010000", "00CADF3000", "00C0000100", "00CB3FFF045C02DF3000",
             "00C0000000",    //
             "0046000000"});  // the chain's own key
  // A subject of one long name: SEQUENCE, SET, SEQUENCE, commonName and UTF8String.
  const std::string name = std::string(2 * 196, '4');
  road.take({"00460200D53081D23181CF3081CC06035504030C81C4" + name + "00", "00C0000000"});
}

/// A session that opens, talks and ends, in the words that sw-more has.
void take_session_roads(Answers& answers, bool is_operational) {
  for (const char* const sw_more : {"00", "01", "02"}) {
    const Commands words = {std::string("00DADF2401") + sw_more};
    Road server(answers, is_operational, false, words);
    Road client(answers, is_operational, true, words);
    LiveSession session(SessionEnd(client.noted().transmitter()),
                        SessionEnd(server.noted().transmitter()));
    EXPECT_TRUE(session.echoes());
    server.take({"00D80203020016",                // nobody encrypts handshake messages
                 "00D8000105",                    // RESET has no Le
                 "00D80203020017", "00C0000001",  // one byte, and another number of them
                 "00D80203020017", "00C0000100"});
    client.take({"00D802030401000015"});
  }
  Road server(answers, is_operational);
  LiveSession session(server.noted().transmitter());
  EXPECT_EQ(session.close(), sw::kClose);
  // What is no record, an alert that is told, and one of the peer's.
  server.take({"00D8000100", "00D8000305FFFFFFFFFF", "00C0000007"});
  server.take({"00D8000100", "00D800030715030300020228"});
  // A handshake on one channel, and another on the next.
  server.take({"00D8000100", "0070000001", "00D80001091603010100010000FC03", "01D8000100",
               "01D80001091603010100010000FC03"});
  server.card().reset();
  server.take({"00C0000000", "00D80003"});
  Road silent(answers, is_operational, false, {"00DADF250101"});
  silent.take({"00D8000100", "00D8000305FFFFFFFFFF"});
  Road pinned(answers, is_operational, false, {"00DADF270101"});
  pinned.take({"00D8000100", "00C0000000"});
}

}  // namespace

void take_answer_roads(Answers& answers, bool is_operational) {
  take_simple_roads(answers, is_operational);
  take_roads_without_pin(answers, is_operational);
  take_roads_of_full_memory(answers, is_operational);
  if (!is_operational) take_road_of_full_transaction(answers);
  take_long_roads(answers, is_operational);
  take_session_roads(answers, is_operational);
}

void take_roads_of_terminated(Answers& answers) {
  Road road(answers, false);
  road.take({"00FE0000", "00A4040007F0544C532D534500", "00A4040007F0544C532D534505", "00CA011005"});
}

namespace {

class StubbornFlash final : public MemoryFlash {
 public:
  StubbornFlash() : MemoryFlash(2048, 8) {}
  bool program(size_t at, const Bytes& words) override {
    return !fails && MemoryFlash::program(at, words);
  }
  bool erase(size_t page) override { return !fails && MemoryFlash::erase(page); }
  bool fails = false;
};

}  // namespace

void take_roads_of_failing_memory(Answers& answers) {
  for (const bool is_operational : {false, true}) {
    StubbornFlash flash;
    CardWithFlash card(flash);
    make_psk_server(card);
    card.status("00DADF2C084142434445464748");
    if (is_operational) card.status("00440000");
    NotedCard noted(card, answers);
    flash.fails = true;
    EXPECT_EQ(noted.status(kShowAdministrator), sw::kMemoryFailure);
  }
  StubbornFlash dead;
  dead.fails = true;
  CardWithFlash card(dead);
  NotedCard noted(card, answers);
  EXPECT_EQ(noted.status("00D8000100"), sw::kMemoryFailure);
}

}  // namespace tls_se::test
