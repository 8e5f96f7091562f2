// docs/interop.md names tests as proof: each of them is there.
#include <gtest/gtest.h>

#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace {

std::set<std::string> all_tests() {
  std::set<std::string> names;
  const testing::UnitTest& tests = *testing::UnitTest::GetInstance();
  for (int i = 0; i < tests.total_test_suite_count(); ++i) {
    const testing::TestSuite& suite = *tests.GetTestSuite(i);
    for (int j = 0; j < suite.total_test_count(); ++j) {
      names.insert(std::string(suite.name()) + "." + suite.GetTestInfo(j)->name());
    }
  }
  return names;
}

/// A test, or what stands before the slash of some.
bool is_there(const std::string& name, const std::set<std::string>& tests) {
  const auto found = tests.lower_bound(name);
  return found != tests.end() && (*found == name || found->starts_with(name + "/"));
}

TEST(DocumentTest, NamesTestsThatExist) {
  std::ostringstream text;
  text << std::ifstream(TLS_SE_SOURCE_DIR "/docs/interop.md").rdbuf();
  const std::string document = text.str();
  const std::set<std::string> tests = all_tests();
  const std::regex name("`(Interop/[^`]*)`");
  std::set<std::string> named;
  for (std::sregex_iterator match(document.begin(), document.end(), name), end; match != end;
       ++match) {
    named.insert((*match)[1]);
  }
  // Three modes, two roles, three stacks.
  EXPECT_GE(named.size(), 18);
  for (const std::string& test : named) EXPECT_TRUE(is_there(test, tests)) << test;
}

}  // namespace
