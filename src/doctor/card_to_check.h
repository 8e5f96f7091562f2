// A card that the doctor is to look at.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "doctor/findings.h"
#include "reader/card_reader.h"
#include "reader/pcsc/pcsc_readers.h"

namespace tls_se {

struct CardToCheck {
  std::string name;              // as --card has it
  bool was_named = false;        // by a person, who wants just this one
  std::optional<PcscSlot> slot;  // of one in a reader, as pcscd sees it
  /// As it is: nothing has been selected. Throws std::runtime_error, in words for a person.
  std::function<std::unique_ptr<CardReader>()> open;
};

/// "`tls-se card activate --card sim:pump.card`".
[[nodiscard]] std::string card_command(const std::string& command, const std::string& card);

/// Of what is told of the reader or the card: "the reader 'One' is in use by another program: end
/// that".
[[nodiscard]] Finding told_of(const CardToCheck& card, Severity severity, const std::string& told);

}  // namespace tls_se
