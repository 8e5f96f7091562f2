#include "se/x509/dns_name.h"

namespace tls_se {
namespace {

constexpr uint8_t to_lower(uint8_t c) { return c >= 'A' && c <= 'Z' ? c | 0x20 : c; }

bool ends_with(const Bytes& text, const Bytes& end) {
  if (text.size() < end.size()) return false;
  const Bytes tail = text.last(end.size());
  for (size_t i = 0; i < end.size(); ++i) {
    if (to_lower(tail[i]) != to_lower(end[i])) return false;
  }
  return true;
}

}  // namespace

bool is_wildcard(const Bytes& name) { return name.size() > 2 && name[0] == '*' && name[1] == '.'; }

bool dns_name_matches(const Bytes& presented, const Bytes& reference) {
  if (!is_wildcard(presented)) {
    return host_name_labels(presented) > 0 && equal_ignoring_case(presented, reference);
  }
  const Bytes domain = behind_wildcard(presented);
  const bool has_label = !reference.empty() && reference[0] != '.';
  return has_label && host_name_labels(domain) >= 2 &&
         equal_ignoring_case(domain, after('.', reference));
}

bool is_dns_name_below(const Bytes& name, const Bytes& base) {
  if (!ends_with(name, base)) return false;
  const size_t added = name.size() - base.size();
  return added == 0 || base.empty() || name[added - 1] == '.';
}

bool equal_ignoring_case(const Bytes& a, const Bytes& b) {
  return a.size() == b.size() && ends_with(a, b);
}

Bytes after(uint8_t c, const Bytes& text) {
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == c) return text.subspan(i + 1);
  }
  return {};
}

}  // namespace tls_se
