#include "node/lost_cards.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <utility>

namespace tls_se {
namespace {

// Reasons that differ each time are no flood.
constexpr size_t kMostToldReasons = 8;

}  // namespace

LostCards::Troubles& LostCards::troubles_of(size_t number) {
  return troubles_.try_emplace(number, Troubles{.next_pause = supply_.pauses.first, .told = {}})
      .first->second;
}

/// Of a card that nobody has asked for since it came back, and that is lost now: what flaps is lost
/// sooner.
void LostCards::forget_old_troubles(size_t number) {
  const auto back_since = std::exchange(troubles_of(number).back_since, {});
  const bool was_there_for_long =
      back_since && errands_.now() - *back_since >= supply_.pauses.longest;
  if (was_there_for_long) forget_troubles(number);
}

bool LostCards::is_news(size_t number, const std::string& why) {
  forget_old_troubles(number);
  Troubles& troubles = troubles_of(number);
  if (!troubles.told.empty()) return false;
  troubles.told.push_back(why);
  return true;
}

/// What goes with a reader may take its time.
void LostCards::await(size_t number, Channels readers) {
  const auto kept = std::make_shared<Channels>(std::move(readers));
  errands_.run([kept] { kept->clear(); }, [this, number] { pause(number); });
}

void LostCards::pause(size_t number) {
  Pause& next = troubles_of(number).next_pause;
  const Pause now = std::exchange(next, std::min(2 * next, supply_.pauses.longest));
  errands_.wait(now, [this, number] { try_again(number); });
}

void LostCards::try_again(size_t number) {
  const auto attempt = std::make_shared<Attempt>();
  const auto work = [&make = supply_.make, number, attempt] {
    try {
      attempt->channels = make(number);
    } catch (const std::exception& error) {
      attempt->failure = error.what();
    } catch (...) {
      attempt->failure = "an error without words";
    }
  };
  errands_.run(work, [this, number, attempt] { judge(number, *attempt); });
}

void LostCards::judge(size_t number, Attempt& attempt) {
  if (attempt.channels.empty()) {
    tell_failure(number, attempt.failure);
    return pause(number);
  }
  tell_return(number, attempt.channels.front()->name());
  put_back_(number, std::move(attempt.channels));
}

/// What was told may have had more words around it.
void LostCards::tell_failure(size_t number, const std::string& why) {
  Troubles& troubles = troubles_of(number);
  const auto has_it = [&](const std::string& told) { return told.contains(why); };
  const bool was_told = std::ranges::any_of(troubles.told, has_it);
  if (was_told || troubles.told.size() == kMostToldReasons) {
    return spdlog::debug("card {} is still lost: {}", number, why);
  }
  spdlog::warn("card {} is still lost: {}. It is tried again", number, why);
  troubles.told.push_back(why);
  troubles.return_is_news = true;
}

void LostCards::tell_return(size_t number, const std::string& name) {
  Troubles& troubles = troubles_of(number);
  troubles.back_since = errands_.now();
  const bool is_news = std::exchange(troubles.return_is_news, false);
  spdlog::log(is_news ? spdlog::level::info : spdlog::level::debug, "card {} ({}) is back", number,
              name);
}

}  // namespace tls_se
