#include "doctor/findings.h"

namespace tls_se {

Finding told_finding(const std::string& subject, Severity severity, std::string told,
                     const std::string& of) {
  if (told.starts_with(of)) told.erase(0, of.size());
  constexpr std::string_view kColon = ": ";
  const size_t at = told.rfind(kColon);
  if (at == std::string::npos) return {subject, severity, told, ""};
  return {subject, severity, told.substr(0, at), told.substr(at + kColon.size())};
}

}  // namespace tls_se
