// The one home of what --card has: which card a person means.
#pragma once

#include <memory>
#include <string>

#include "reader/card_reader.h"

namespace tls_se {

/// For the help.
inline constexpr char kCardForms[] = "sim:FILE is the one in a file";

/// imagined: one that is empty, in memory alone.
enum class MissingCard { refused, made, imagined };

/// Throws UsageError if this is no name of a card, if there is no such card, and if it is none;
/// std::runtime_error, in words for a person, if it is in use.
[[nodiscard]] std::unique_ptr<CardReader> open_card(const std::string& name,
                                                    MissingCard missing = MissingCard::refused);

}  // namespace tls_se
