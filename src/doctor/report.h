// Findings for a person, and for a program.
#pragma once

#include <iosfwd>
#include <string>

#include "doctor/findings.h"

namespace tls_se {

struct Health {
  size_t errors = 0;
  size_t warnings = 0;
};
[[nodiscard]] Health health_of(const Findings& findings);

/// A line for each, its next step below it, and how many are wrong in the end. Printable, whatever
/// a card or a reader is called.
void print_report(const Findings& findings, std::ostream& out);

/// {"findings": [{"subject", "severity", "words", "next_step"}], "errors": 1, "warnings": 0}
void print_json_report(const Findings& findings, std::ostream& out);

}  // namespace tls_se
