// The one home of what --card has: which card a person means.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "reader/card_reader.h"

namespace tls_se {

/// For the help.
inline constexpr char kCardForms[] =
    "sim:FILE is the one in a file, pcsc:NAME the one in the reader that has NAME in its own, "
    "pcsc:N in the reader with this number, from 0";
inline constexpr char kAllReaders[] = "pcsc:*";

/// imagined: one that is empty, in memory alone.
enum class MissingCard { refused, made, imagined };

struct CardWish {
  std::string name;  // as --card has it
  MissingCard missing = MissingCard::refused;
  bool selects = true;  // TLS-SE's application
  /// Of one command, in a reader of pcscd's.
  std::chrono::milliseconds longest = std::chrono::seconds(20);
};

/// Throws UsageError if this is no name of a card, whether there is one or not.
void check_card_name(const std::string& name);
/// The FILE of sim:FILE; empty if this is no such name.
[[nodiscard]] std::string card_file(const std::string& name);

/// pcsc:NAME for pcsc:N, since a number is that of now: readers that come and go change it. Other
/// names are as they were. Throws CardUnreachable if there is no such reader.
[[nodiscard]] std::string lasting_card_name(const std::string& name);

/// One that may still have to be occupied: in a reader it need not even be there. Throws UsageError
/// if this is no name of a card, and of one in a file if there is no such card, and if it is none;
/// std::runtime_error, in words for a person, if that is in use.
[[nodiscard]] std::unique_ptr<CardReader> card_of(const CardWish& wish);

/// One that is there, for as long as the reader lives. Throws std::runtime_error if it is not.
[[nodiscard]] std::unique_ptr<CardReader> open_card(const std::string& name,
                                                    MissingCard missing = MissingCard::refused);

/// pcsc:NAME for each reader that has a card in it now. Throws CardUnreachable if pcscd can't be
/// asked, or there is none.
[[nodiscard]] std::vector<std::string> cards_in_all_readers();

}  // namespace tls_se
