// What the doctor finds: one thing that was looked at, and what is to be said of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tls_se {

enum class Severity : uint8_t {
  ok,
  note,     // worth knowing; nothing is wrong
  warning,  // it works, and will not for ever, or not for everybody
  error,    // it does not work
};

struct Finding {
  std::string subject;  // what was looked at: "pcscd", "sim:pump.card"
  Severity severity = Severity::ok;
  std::string words;
  std::string next_step;  // for a person; empty: there is nothing to do
};

using Findings = std::vector<Finding>;

/// Of words that have the next step behind a colon, as those for a person have it here: "the reader
/// 'One' has no card in it: put one in". In front they may have what they are about, `of`, which
/// the subject has said.
[[nodiscard]] Finding told_finding(const std::string& subject, Severity severity, std::string told,
                                   const std::string& of = "");

}  // namespace tls_se
