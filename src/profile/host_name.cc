#include "profile/host_name.h"

#include <arpa/inet.h>

#include "se/base/host_name.h"

namespace tls_se {

bool is_ip_address(const std::string& text) {
  if (text.find('\0') != text.npos) return false;
  uint8_t address[sizeof(in6_addr)];
  return inet_pton(AF_INET, text.c_str(), address) == 1 ||
         inet_pton(AF_INET6, text.c_str(), address) == 1;
}

bool is_host_name(const std::string& text) {
  return is_host_name(Bytes{reinterpret_cast<const uint8_t*>(text.data()), text.size()});
}

}  // namespace tls_se
