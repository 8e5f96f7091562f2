// For tests: the words of a command.
#pragma once

#include <string>
#include <vector>

namespace tls_se {

using Words = std::vector<std::string>;

inline Words& operator+=(Words& words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}
inline Words operator+(Words words, const Words& more) { return words += more; }

}  // namespace tls_se
