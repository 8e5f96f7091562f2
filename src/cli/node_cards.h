// The cards that a person has for `tls-se server` and `tls-se client`: --card, once or several
// times. Each says itself what it is for.
#pragma once

#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "cli/node_command.h"
#include "cli/pin_source.h"
#include "personalisation/card_purpose.h"
#include "profile/secret_bytes.h"

namespace tls_se {

struct NodeCardsWish {
  std::vector<std::string> names;  // as --card has them, one or more; pcsc:* is all readers' cards
  Role role = Role::server;
  std::optional<size_t> channels;  // of each; none: as many as it has
  PinSource pin;                   // the user's, if one wants it
  /// How they are reached: what a name comes to, which may be the number of a reader; each as that
  /// says, both from any thread; and the names of all that are in readers now. All throw
  /// std::runtime_error, in words for a person.
  std::function<std::string(const std::string&)> lasting_name;
  std::function<std::unique_ptr<CardReader>(const std::string&)> find;
  std::function<std::vector<std::string>()> find_all;
};

class NodeCards {
 public:
  /// Opens those that are there. Throws UsageError if one can't be used for this role, whoever
  /// mends that; std::runtime_error, in words for a person, if none is there.
  explicit NodeCards(NodeCardsWish wish);

  [[nodiscard]] size_t size() const { return cards_.size(); }
  /// A card that is away may come back, and there may be other ones meanwhile.
  [[nodiscard]] bool come_back() const;
  /// Of the first one that is there.
  [[nodiscard]] const CardPurpose& purpose() const { return *purpose_; }

  /// Card 1, 2 and so on: at first the one that was opened, or what kept it from being; later it is
  /// opened anew, from any thread. Throws std::runtime_error, in words for a person.
  [[nodiscard]] MadeCard make(size_t number);

 private:
  struct Card {
    std::string name;              // as a person has it
    std::string lasting_name;      // once it is known: of the same reader, whichever come and go
    std::shared_ptr<UserPin> pin;  // of whoever wants one: refused once, it is not shown again
    std::optional<MadeCard> opened;
    std::exception_ptr failure;
  };

  void find_all();
  void add(const std::string& name, bool was_named);
  void find_lasting_name(Card& card) const;
  [[nodiscard]] MadeCard open(Card& card);
  [[nodiscard]] std::shared_ptr<UserPin> pin_for(Card& card, const CardPurpose& purpose);
  [[nodiscard]] std::shared_ptr<UserPin> make_pin(bool is_foreign);

  const NodeCardsWish wish_;
  std::vector<Card> cards_;
  std::exception_ptr no_readers_;  // with cards
  std::optional<CardPurpose> purpose_;
  std::mutex pin_mutex_;
  std::optional<SecretBytes> pin_;
  bool may_ask_ = true;  // the person at the terminal: while this begins
};

}  // namespace tls_se
