#include "text/protocol_name_list.h"

#include <stdexcept>

namespace tls_se {

std::vector<uint8_t> protocol_name_list(const std::vector<std::string>& names) {
  std::vector<uint8_t> list;
  for (const std::string& name : names) {
    if (name.empty() || name.size() > kMaxProtocolNameSize) {
      throw std::invalid_argument("an ALPN name has 1 to 255 bytes");
    }
    list.push_back(static_cast<uint8_t>(name.size()));
    list.insert(list.end(), name.begin(), name.end());
  }
  return list;
}

std::vector<std::string> protocol_names(const std::vector<uint8_t>& list) {
  std::vector<std::string> names;
  for (auto at = list.begin(); at != list.end();) {
    const size_t size = *at++;
    if (size > static_cast<size_t>(list.end() - at)) break;
    const auto end = at + static_cast<ptrdiff_t>(size);
    names.emplace_back(at, end);
    at = end;
  }
  return names;
}

}  // namespace tls_se
