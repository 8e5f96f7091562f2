// Why no card of a listener is free, for those who have to wait.
#pragma once

#include <cstddef>
#include <string>

namespace tls_se {

struct CardShortage {
  size_t cards = 0;           // with the lost ones
  size_t lost = 0;            // of them
  size_t channels = 0;        // of those that are left
  bool has_channels = false;  // more than one of some card
  bool lost_come_back = false;
  bool will_be_more = false;  // if a person asks for more
};

/// In words for a person: that all are in use, or lost, and what can be done about it.
[[nodiscard]] std::string to_string(const CardShortage& shortage);

}  // namespace tls_se
