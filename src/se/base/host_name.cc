#include "se/base/host_name.h"

namespace tls_se {
namespace {

constexpr size_t kMaxLabelSize = 63;

bool is_digit(uint8_t c) { return c >= '0' && c <= '9'; }

bool is_letter(uint8_t c) {
  const uint8_t lower = c | 0x20;
  return lower >= 'a' && lower <= 'z';
}

bool is_label(const Bytes& label) {
  if (label.empty() || label.size() > kMaxLabelSize) return false;
  if (label.front() == '-' || label.back() == '-') return false;
  for (const uint8_t c : label) {
    if (!is_letter(c) && !is_digit(c) && c != '-' && c != '_') return false;
  }
  return true;
}

size_t first_label_size(const Bytes& name) {
  size_t size = 0;
  while (size < name.size() && name[size] != '.') ++size;
  return size;
}

bool ends_in_a_number(const Bytes& name) {
  for (size_t i = name.size(); i-- > 0 && name[i] != '.';) {
    if (!is_digit(name[i])) return false;
  }
  return true;
}

}  // namespace

size_t host_name_labels(const Bytes& name) {
  if (name.size() > kMaxHostNameSize) return 0;
  Bytes rest = name;
  for (size_t labels = 1;; ++labels) {
    const size_t size = first_label_size(rest);
    if (!is_label(rest.first(size))) return 0;
    if (size == rest.size()) return labels;
    rest = rest.subspan(size + 1);
  }
}

bool is_host_name(const Bytes& name) {
  return host_name_labels(name) != 0 && !ends_in_a_number(name);
}

}  // namespace tls_se
