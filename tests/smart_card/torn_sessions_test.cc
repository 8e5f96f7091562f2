// A card with a TLS session on each of its four channels, whose power goes at random moments: in
// the middle of a handshake, of records, of writing to flash. Nothing is lost but the sessions, and
// new ones can be opened. TLS_SE_LONG=n in the environment: so many times more often.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <random>

#include "card_with_flash.h"
#include "support/hex.h"
#include "support/torn_flash.h"

namespace tls_se::test {
namespace {

using Record = std::vector<uint8_t>;

const std::string kUserPin = "31415926";
const std::string kAdministratorPin = "27182818";

/// What of the card may change.
struct Kept {
  std::string name;  // GET DATA of the server's name, as it is answered
  int user_tries = 3;
  int administrator_tries = 10;

  bool operator==(const Kept&) const = default;
};

/// Its power may go before or behind a command too.
class Side {
 public:
  Side(CardWithFlash& card, size_t& commands_left) : card_(card), commands_left_(commands_left) {}

  CardResponse transmit(size_t channel, const std::string& hex) {
    std::vector<uint8_t> command = from_hex(hex);
    command[0] = static_cast<uint8_t>(channel);
    if (commands_left_-- == 0) throw PowerCut();
    CardResponse response = card_.transmit(command);
    if (commands_left_-- == 0) throw PowerCut();
    return response;
  }
  CardResponse send(size_t channel, StatusWord more) {
    CardResponse all{.data = {}, .status = more};
    while (sw::is_more(all.status)) {
      const CardResponse one = transmit(channel, "00C00000" + to_hex(Record{sw::sw2(all.status)}));
      all.data.insert(all.data.end(), one.data.begin(), one.data.end());
      all.status = one.status;
    }
    return all;
  }
  CardResponse exchange(size_t channel, const Record& record, uint8_t p1) {
    constexpr size_t kFragment = 100;
    StatusWord status = sw::kOk;
    for (size_t at = 0; at < record.size() && status == sw::kOk; at += kFragment) {
      const Bytes fragment = Bytes(record).subspan(at, std::min(kFragment, record.size() - at));
      const bool is_last = at + fragment.size() == record.size();
      const auto flags =
          static_cast<uint8_t>((at == 0 ? p2::kFirst : 0) | (is_last ? p2::kLast : 0));
      status = transmit(channel, "00D8" + to_hex(Record{p1, flags, uint8_t(fragment.size())}) +
                                     to_hex(fragment))
                   .status;
    }
    return send(channel, status);
  }

 private:
  CardWithFlash& card_;
  size_t& commands_left_;
};

class TornSessions : public testing::Test {
 protected:
  TornSessions() : flash_(512, 12), client_(client_flash_) {
    personalise(client_, "01");
    CardWithFlash server(flash_);
    personalise(server, "00");
    now_.name = server.answer("00CADF2800");
    possible_ = {now_};
  }

  static void personalise(CardWithFlash& card, const std::string& role) {
    for (const std::string& command :
         {std::string("00120080"), "00DADF2002" + role + "01",
          std::string("00DADF5015 0003616263 000102030405060708090A0B0C0D0E0F"),
          "00DADF2B04" + kUserPin, "00DADF2C04" + kAdministratorPin, std::string("00120081"),
          std::string("00440000")}) {
      EXPECT_EQ(card.status(command), sw::kOk) << command;
    }
  }

  static int tries_of(StatusWord status) { return status == sw::kBlocked ? 0 : status & 0xf; }

  /// Power comes, all is as it may be, and four sessions begin.
  void begin(CardWithFlash& card) {
    Kept kept;
    kept.name = card.answer("00CADF2800");
    kept.user_tries = tries_of(card.status("00200000"));
    kept.administrator_tries = tries_of(card.status("00200001"));
    ASSERT_TRUE(std::ranges::find(possible_, kept) != possible_.end())
        << kept.name << ' ' << kept.user_tries << ' ' << kept.administrator_tries;
    now_ = kept;
    possible_ = {now_};
    EXPECT_EQ(card.answer("00CADF2000"), "00 01 9000");
    EXPECT_EQ(card.answer("00CADF5000"), "E9 FF 2D 61 62 63 9000");
    EXPECT_EQ(card.answer("00CA011000"), "05 9000");
    // Channels went with the sessions.
    EXPECT_EQ(card.status("01CA010200"), 0x6881);
    client_.reset();
    for (size_t i = 1; i < kMaxChannels; ++i) {
      EXPECT_EQ(card.answer("0070000001"), "0" + std::to_string(i) + " 9000");
      EXPECT_EQ(client_.answer("0070000001"), "0" + std::to_string(i) + " 9000");
    }
    is_open_.fill(false);
  }

  void shake_hands(Side& server, Side& client, size_t channel) {
    ASSERT_EQ(server.transmit(channel, "00D8000100").status, sw::kOk);
    CardResponse from_client = client.send(channel, client.transmit(channel, "00D8000100").status);
    StatusWord last = 0;
    for (bool is_server = true; !from_client.data.empty(); is_server = !is_server) {
      const Record all = from_client.data;
      from_client.data.clear();
      for (Bytes left = all; !left.empty();) {
        const size_t size = kRecordHeaderSize + load_u16(&left[3]);
        const Record record(left.begin(), left.begin() + static_cast<ptrdiff_t>(size));
        const CardResponse answer = (is_server ? server : client).exchange(channel, record, 0);
        last = answer.status;
        from_client.data.insert(from_client.data.end(), answer.data.begin(), answer.data.end());
        left = left.subspan(size);
      }
    }
    ASSERT_EQ(last, sw::kOpen);
    is_open_[channel] = true;
    ++sessions_;
  }

  static void carry(Side& from, Side& to, size_t channel, Record content) {
    content.push_back(23);
    const CardResponse record = from.exchange(channel, content, p1::kEncrypt);
    ASSERT_EQ(record.status, sw::kOk);
    const CardResponse plain = to.exchange(channel, record.data, p1::kDecrypt);
    ASSERT_EQ(plain.status, sw::kOk);
    ASSERT_EQ(plain.data, content);
  }

  void change(Side& server, size_t channel, const std::string& command, const Kept& after,
              StatusWord expected = sw::kOk, const Kept* between = nullptr) {
    possible_ = {now_, after};
    if (between != nullptr) possible_.push_back(*between);
    ASSERT_EQ(server.transmit(channel, command).status, expected) << command;
    now_ = after;
    possible_ = {now_};
  }

  void show_administrator(Side& server, size_t channel) {
    Kept shown = now_;
    Kept spent = now_;
    --spent.administrator_tries;
    shown.administrator_tries = 10;
    change(server, channel, "0020000104" + kAdministratorPin, shown, sw::kOk, &spent);
  }

  void verify(Side& server, size_t channel) {
    Kept after = now_;
    if (now_.user_tries == 0) {
      change(server, channel, "0020000004" + kUserPin, now_, sw::kBlocked);
      show_administrator(server, channel);
      after = now_;
      after.user_tries = 3;
      change(server, channel, "002C0300", after);
      return;
    }
    if (after.user_tries > 1 && random_() % 2 == 0) {
      --after.user_tries;
      const auto status = static_cast<StatusWord>(0x63c0 | after.user_tries);
      change(server, channel, "002000000400000000", after, status);
      return;
    }
    Kept spent = now_;
    --spent.user_tries;
    after.user_tries = 3;
    change(server, channel, "0020000004" + kUserPin, after, sw::kOk, &spent);
  }

  /// Alone or in a transaction; sessions end with it.
  void put_name(Side& server, size_t channel) {
    show_administrator(server, channel);
    if (HasFatalFailure()) return;
    const Record name = {'a', uint8_t('a' + random_() % 26), uint8_t('a' + random_() % 26)};
    Kept after = now_;
    after.name = to_spaced_hex(name) + " 9000";
    const bool is_transaction = random_() % 2 == 0;
    if (is_transaction) change(server, channel, "00120080", now_);
    change(server, channel, "00DADF2803" + to_hex(name), is_transaction ? now_ : after);
    if (is_transaction && random_() % 4 == 0) {
      change(server, channel, "00120082", now_);
      return;
    }
    if (is_transaction) change(server, channel, "00120081", after);
    is_open_.fill(false);
  }

  void act(Side& server, Side& client) {
    const size_t channel = random_() % kMaxChannels;
    const unsigned what = random_() % 8;
    if (what == 0) return put_name(server, channel);
    if (what <= 2) return verify(server, channel);
    if (!is_open_[channel]) return shake_hands(server, client, channel);
    Record content(random_() % 300, 'x');
    if (what <= 5) return carry(client, server, channel, content);
    carry(server, client, channel, content);
  }

  static constexpr size_t kNever = ~size_t{0};

  TornFlash flash_;
  MemoryFlash client_flash_{2048, 8};
  CardWithFlash client_;
  std::mt19937 random_{1};
  Kept now_;
  std::vector<Kept> possible_;
  std::array<bool, kMaxChannels> is_open_{};
  size_t sessions_ = 0;
};

TEST_F(TornSessions, NothingElseIsLost) {
  const char* const more = std::getenv("TLS_SE_LONG");
  const int powers = 150 * (more != nullptr ? std::max(1, std::atoi(more)) : 1);
  for (int power = 0; power < powers; ++power) {
    SCOPED_TRACE(testing::Message() << "power has come " << power << " times");
    flash_.power_up();
    size_t commands_left = kNever;
    size_t client_commands_left = kNever;
    try {
      // Power goes in the middle of recovery too.
      if (random_() % 4 == 0) {
        flash_.cut_after(random_() % 20, TornFlash::kTears[random_() % TornFlash::kTears.size()]);
      }
      CardWithFlash card(flash_);
      Side server(card, commands_left);
      Side client(client_, client_commands_left);
      ASSERT_NO_FATAL_FAILURE(begin(card));
      for (size_t i = 0; i < kMaxChannels; ++i) {
        ASSERT_NO_FATAL_FAILURE(shake_hands(server, client, i));
        ASSERT_NO_FATAL_FAILURE(carry(server, client, i, {'a'}));
        ASSERT_NO_FATAL_FAILURE(carry(client, server, i, {'b'}));
      }
      if (random_() % 2 == 0) {
        flash_.cut_after(random_() % 100, TornFlash::kTears[random_() % TornFlash::kTears.size()]);
      } else {
        commands_left = random_() % 200;
      }
      while (true) ASSERT_NO_FATAL_FAILURE(act(server, client));
    } catch (const PowerCut&) {
    }
  }
  std::cout << powers << " cuts, " << sessions_ << " sessions\n";
  EXPECT_GT(sessions_, static_cast<size_t>(powers) * 2);
}

}  // namespace
}  // namespace tls_se::test
