#include "doctor/report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

namespace tls_se {
namespace {

constexpr size_t kMarkWidth = 9;

const char* mark_of(Severity severity) {
  switch (severity) {
    case Severity::ok:
      return "ok";
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    default:
      return "error";
  }
}

bool is_control(unsigned char c) { return c < ' ' || c == 0x7f; }

/// U+0080 to U+009F in UTF-8.
bool is_wide_control(std::string_view text) {
  if (text.size() < 2 || text[0] != '\xc2') return false;
  const auto second = static_cast<unsigned char>(text[1]);
  return second >= 0x80 && second <= 0x9f;
}

/// What a terminal would obey never gets there.
std::string printable(const std::string& text) {
  std::string words;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool is_wide = is_wide_control(std::string_view(text).substr(i));
    words += is_wide || is_control(text[i]) ? '?' : text[i];
    if (is_wide) ++i;
  }
  return words;
}

std::string counted(size_t count, const char* what) {
  return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
}

std::string sum_of(const Health& health) {
  if (health.errors == 0 && health.warnings == 0) return "all well";
  std::string words;
  if (health.errors != 0) words = counted(health.errors, "error");
  if (health.warnings == 0) return words;
  return words + (words.empty() ? "" : ", ") + counted(health.warnings, "warning");
}

}  // namespace

Health health_of(const Findings& findings) {
  const auto count = [&](Severity severity) {
    return static_cast<size_t>(std::ranges::count(findings, severity, &Finding::severity));
  };
  return {.errors = count(Severity::error), .warnings = count(Severity::warning)};
}

void print_report(const Findings& findings, std::ostream& out) {
  for (const Finding& finding : findings) {
    out << fmt::format("{:<{}}{}: {}\n", mark_of(finding.severity), kMarkWidth,
                       printable(finding.subject), printable(finding.words));
    if (finding.next_step.empty()) continue;
    out << std::string(kMarkWidth, ' ') << printable(finding.next_step) << '\n';
  }
  out << sum_of(health_of(findings)) << '\n';
}

/// In ASCII, for whoever looks at it in a terminal.
void print_json_report(const Findings& findings, std::ostream& out) {
  using Json = nlohmann::ordered_json;
  Json list = Json::array();
  for (const Finding& finding : findings) {
    list.push_back({{"subject", finding.subject},
                    {"severity", mark_of(finding.severity)},
                    {"words", finding.words},
                    {"next_step", finding.next_step}});
  }
  const Health health = health_of(findings);
  const Json report = {
      {"findings", list}, {"errors", health.errors}, {"warnings", health.warnings}};
  out << report.dump(2, ' ', true, Json::error_handler_t::replace) << '\n';
}

}  // namespace tls_se
