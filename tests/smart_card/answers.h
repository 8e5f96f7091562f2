// The status words that docs/apdu.md says each command can be answered with, and those that were.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "card_with_flash.h"

namespace tls_se::test {

/// Of which life cycle: the columns of the table.
enum class LifeColumn { initial, operational, terminated };

class Answers {
 public:
  /// Those of the document.
  Answers();

  /// Takes note of an answer; false if the document does not have it.
  bool note(LifeColumn life, Bytes command, StatusWord status);
  /// "initial 24 6983": what the document has and nothing was answered with.
  [[nodiscard]] std::vector<std::string> unseen() const;

 private:
  using Row = std::map<std::string, bool>;  // a word, as the document has it: seen

  Row rows_[3][257];  // by instruction; the last is of what may be with any
  bool is_known_[256] = {};
  StatusWord last_[3][256] = {};  // was documented, and need not be looked up again
};

/// Has what goes through a card noted, and told to whoever is to blame for what is not documented.
class NotedCard {
 public:
  NotedCard(CardWithFlash& card, Answers& answers) : card_(card), answers_(answers) { look(); }

  CardResponse transmit(Bytes command);
  CardResponse transmit(const std::string& hex);
  StatusWord status(const std::string& hex) { return transmit(hex).status; }
  std::function<CardResponse(Bytes)> transmitter() {
    return [this](Bytes command) { return transmit(command); };
  }
  /// The life cycle is what GET DATA says now.
  void look();
  [[nodiscard]] LifeColumn life() const { return life_; }

 private:
  CardWithFlash& card_;
  Answers& answers_;
  LifeColumn life_ = LifeColumn::initial;
};

/// What any command of this class is answered with on a card with these channels (docs/apdu.md,
/// "Class and channel"); 9000 if that depends on the rest of it.
[[nodiscard]] StatusWord answer_to_class(uint8_t cla, const std::set<int>& open_channels);

}  // namespace tls_se::test
