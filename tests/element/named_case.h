// Names of the cases of a table, as gtest shows them.
#pragma once

#include <gtest/gtest.h>

#include <cctype>
#include <ostream>
#include <string>

namespace tls_se::test {

/// What a table's case begins with.
struct Named {
  const char* name;
};
inline std::ostream& operator<<(std::ostream& out, const Named& one) { return out << one.name; }

/// The name, as far as gtest takes it.
template <typename Case>
std::string case_name(const testing::TestParamInfo<Case>& info) {
  std::string name = info.param.name;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

}  // namespace tls_se::test
