#include "node/card_shortage.h"

#include <fmt/format.h>

namespace tls_se {
namespace {

/// "all 3 cards", "the only channel that is left"
std::string all_of(const char* what, size_t left, bool is_rest) {
  if (left != 1) return fmt::format("all {} {}s", left, what);
  return fmt::format("the only {}{}", what, is_rest ? " that is left" : "");
}

/// "all 3 channels of the only card are in use"
std::string in_use(const CardShortage& shortage) {
  const size_t left = shortage.cards - shortage.lost;
  const std::string cards = all_of("card", left, shortage.lost > 0);
  if (!shortage.has_channels) return cards + (left == 1 ? " is in use" : " are in use");
  return all_of("channel", shortage.channels, true) + " of " + cards +
         (shortage.channels == 1 ? " is in use" : " are in use");
}

const char* are_lost(size_t cards) {
  return cards == 1 ? " is lost and tried again" : " are lost and tried again";
}

std::string all_lost(size_t cards) {
  return all_of("card", cards, false) + are_lost(cards) +
         (cards == 1 ? " (look after it and its reader)" : " (look after them and their readers)");
}

}  // namespace

std::string to_string(const CardShortage& shortage) {
  const bool some_come_back = shortage.lost_come_back && shortage.lost > 0;
  if (some_come_back && shortage.lost == shortage.cards) return all_lost(shortage.lost);
  const std::string lost = some_come_back ? fmt::format(", {} of {} cards{}", shortage.lost,
                                                        shortage.cards, are_lost(shortage.lost))
                                          : "";
  return in_use(shortage) + lost + " (" +
         (shortage.will_be_more
              ? "--cards N gives more, and without --cards they come as connections do"
              : "there will be no more: a shorter --idle-timeout frees some of them sooner") +
         ")";
}

}  // namespace tls_se
