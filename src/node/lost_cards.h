// The cards of a listener that are lost and may come back: when each is tried again, and what a
// person is told of it. Used on the strand of its listener.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "node/card_supply.h"
#include "node/errands.h"

namespace tls_se {

class LostCards {
 public:
  using Channels = CardSupply::Channels;
  /// Takes a card that is back.
  using PutBack = std::function<void(size_t number, Channels channels)>;

  /// Both outlive this.
  LostCards(const CardSupply& supply, Errands& errands, PutBack put_back)
      : supply_(supply), errands_(errands), put_back_(std::move(put_back)) {}

  /// Whether a person is to be told that this card is lost: no news of one that has come back, and
  /// has neither served well since nor been there for as long as the longest pause.
  [[nodiscard]] bool is_news(size_t number, const std::string& why);
  /// Tries this card again, after a pause, until it is back. Nobody uses its readers any more.
  void await(size_t number, Channels readers);
  /// A session on this card has gone well.
  void forget_troubles(size_t number) { troubles_.erase(number); }

 private:
  using Pause = std::chrono::milliseconds;

  /// Since a session went well, or the card was there for long.
  struct Troubles {
    Pause next_pause;
    std::vector<std::string> told;
    bool return_is_news = true;  // since a loss was told
    std::optional<Errands::Clock::time_point> back_since = {};
  };
  struct Attempt {
    Channels channels;
    std::string failure;
  };

  Troubles& troubles_of(size_t number);
  void forget_old_troubles(size_t number);
  void pause(size_t number);
  void try_again(size_t number);
  void judge(size_t number, Attempt& attempt);
  void tell_failure(size_t number, const std::string& why);
  void tell_return(size_t number, const std::string& name);

  const CardSupply& supply_;
  Errands& errands_;
  const PutBack put_back_;
  std::map<size_t, Troubles> troubles_;
};

}  // namespace tls_se
