#include "doctor/card_to_check.h"

#include "profile/shell_word.h"

namespace tls_se {

std::string card_command(const std::string& command, const std::string& card) {
  return "`tls-se card " + command + " --card " + shell_word(card) + "`";
}

Finding told_of(const CardToCheck& card, Severity severity, const std::string& told) {
  const std::string reader = card.slot ? "the reader '" + card.slot->name + "' " : "";
  return told_finding(card.name, severity, told, reader);
}

}  // namespace tls_se
