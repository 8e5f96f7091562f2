#include "se/x509/dns_name.h"

namespace tls_se {
namespace {

constexpr size_t kMaxName = 253;  // RFC 1035 section 2.3.4, less two octets of its encoding
constexpr size_t kMaxLabel = 63;

constexpr uint8_t to_lower(uint8_t c) { return c >= 'A' && c <= 'Z' ? c | 0x20 : c; }

bool is_letter_or_digit(uint8_t c) {
  const uint8_t lower = to_lower(c);
  return (lower >= 'a' && lower <= 'z') || (c >= '0' && c <= '9');
}

bool ends_with(Bytes text, Bytes end) {
  if (text.size() < end.size()) return false;
  text = text.last(end.size());
  for (size_t i = 0; i < end.size(); ++i)
    if (to_lower(text[i]) != to_lower(end[i])) return false;
  return true;
}

size_t position_of(uint8_t c, Bytes text) {
  size_t i = 0;
  while (i < text.size() && text[i] != c) ++i;
  return i;
}

bool is_label(Bytes label) {
  if (label.empty() || label.size() > kMaxLabel || label[0] == '-' || label.back() == '-')
    return false;
  for (const uint8_t c : label)
    if (c != '-' && !is_letter_or_digit(c)) return false;
  return true;
}

}  // namespace

size_t dns_labels(Bytes name) {
  if (name.size() > kMaxName) return 0;
  for (size_t labels = 1;; ++labels) {
    const size_t size = position_of('.', name);
    if (!is_label(name.first(size))) return 0;
    if (size == name.size()) return labels;
    name = name.subspan(size + 1);
  }
}

bool is_wildcard(Bytes name) { return name.size() > 2 && name[0] == '*' && name[1] == '.'; }

bool dns_name_matches(Bytes presented, Bytes reference) {
  size_t least_labels = 1;
  if (is_wildcard(presented)) {
    if (reference.empty() || reference[0] == '.') return false;
    presented = behind_wildcard(presented);
    reference = after('.', reference);
    least_labels = 2;
  }
  return dns_labels(presented) >= least_labels && equal_ignoring_case(presented, reference);
}

bool is_dns_name_below(Bytes name, Bytes base) {
  if (!ends_with(name, base)) return false;
  const size_t added = name.size() - base.size();
  return added == 0 || base.empty() || name[added - 1] == '.';
}

bool equal_ignoring_case(Bytes a, Bytes b) { return a.size() == b.size() && ends_with(a, b); }

Bytes after(uint8_t c, Bytes text) {
  const size_t position = position_of(c, text);
  return position < text.size() ? text.subspan(position + 1) : Bytes();
}

}  // namespace tls_se
