#include "answers.h"

#include <gtest/gtest.h>

#include <sstream>

#include "apdu_document.h"
#include "support/hex.h"

namespace tls_se::test {
namespace {

constexpr size_t kAnyRow = 256;
constexpr const char* kLives[] = {"initial", "operational", "terminated"};

/// As the document has it: 63Cx, 61xx.
std::string written_as(StatusWord status, bool is_known) {
  const std::string hex = to_hex(std::vector<uint8_t>{sw::sw1(status), sw::sw2(status)});
  switch (sw::sw1(status)) {
    case sw::kTriesLeft:
      return "63Cx";
    case sw::kInconsistent:
    case sw::kMore61:
    case sw::kMore9F:
    case sw::kRetry:
      return hex.substr(0, 2) + "xx";
    case sw::kError:
      return is_known ? "6Dxx" : hex;
    default:
      return hex;
  }
}

}  // namespace

Answers::Answers() {
  for (const auto& cells : apdu_table("| INS | initial | operational | terminated |")) {
    const bool is_any = cells[0] == "any";
    const bool is_other = cells[0] == "others";
    const size_t ins = is_any || is_other ? kAnyRow : from_hex(cells[0])[0];
    if (ins != kAnyRow) is_known_[ins] = true;
    for (size_t life = 0; life < 3; ++life) {
      std::stringstream words(cells[life + 1]);
      for (std::string word; words >> word;) rows_[life][ins][word] = false;
    }
  }
}

bool Answers::note(LifeColumn life, Bytes command, StatusWord status) {
  const uint8_t ins = command.size() > 1 ? command[1] : 0;
  StatusWord& last = last_[static_cast<size_t>(life)][ins];
  if (status == last) return true;
  Row* const rows = rows_[static_cast<size_t>(life)];
  const std::string word = written_as(status, is_known_[ins]);
  for (const size_t row : {static_cast<size_t>(ins), kAnyRow}) {
    const auto found = rows[row].find(word);
    if (found == rows[row].end()) continue;
    // 6D00 is of what has no row of its own.
    if (row == kAnyRow && word == "6D00" && is_known_[ins]) return false;
    found->second = true;
    last = status;
    return true;
  }
  return false;
}

std::vector<std::string> Answers::unseen() const {
  std::vector<std::string> all;
  for (size_t life = 0; life < 3; ++life) {
    for (size_t ins = 0; ins <= kAnyRow; ++ins) {
      for (const auto& [word, seen] : rows_[life][ins]) {
        if (seen) continue;
        all.push_back(
            std::string(kLives[life]) + ' ' +
            (ins == kAnyRow ? "any" : to_hex(std::vector<uint8_t>{static_cast<uint8_t>(ins)})) +
            ' ' + word);
      }
    }
  }
  return all;
}

void NotedCard::look() {
  const CardResponse answer = card_.transmit(from_hex("00CA011000"));
  life_ = answer.data.at(0) == 0x03   ? LifeColumn::initial
          : answer.data.at(0) == 0x05 ? LifeColumn::operational
                                      : LifeColumn::terminated;
}

CardResponse NotedCard::transmit(Bytes command) {
  CardResponse response = card_.transmit(command);
  EXPECT_TRUE(answers_.note(life_, command, response.status))
      << kLives[static_cast<size_t>(life_)] << ": " << to_spaced_hex(command).substr(0, 80)
      << " is answered with "
      << to_hex(std::vector<uint8_t>{sw::sw1(response.status), sw::sw2(response.status)});
  const uint8_t ins = command.size() > 1 ? command[1] : 0;
  if (ins == ins::kActivate || ins == ins::kTerminate) look();
  return response;
}

CardResponse NotedCard::transmit(const std::string& hex) { return transmit(from_hex(hex)); }

StatusWord answer_to_class(uint8_t cla, const std::set<int>& open_channels) {
  if (cla >= 0x40 && cla <= 0x7f) return sw::kChannelNotSupported;
  if (cla > 0x1f) return sw::kClassNotSupported;
  if ((cla & 0x0c) != 0) return sw::kSecureMessagingNotSupported;
  return open_channels.contains(cla & 0x03) ? sw::kOk : sw::kChannelNotSupported;
}

}  // namespace tls_se::test
