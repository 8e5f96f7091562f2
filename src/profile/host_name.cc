#include "profile/host_name.h"

#include <arpa/inet.h>

#include <algorithm>
#include <string_view>

#include "se/x509/dns_name.h"

namespace tls_se {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool is_ip_address(const std::string& text) {
  if (text.find('\0') != text.npos) return false;
  uint8_t address[sizeof(in6_addr)];
  return inet_pton(AF_INET, text.c_str(), address) == 1 ||
         inet_pton(AF_INET6, text.c_str(), address) == 1;
}

bool is_host_name(const std::string& text) {
  if (dns_labels({reinterpret_cast<const uint8_t*>(text.data()), text.size()}) == 0) return false;
  const std::string_view last = std::string_view(text).substr(text.rfind('.') + 1);
  return !std::ranges::all_of(last, is_digit);
}

}  // namespace tls_se
