#include "doctor/report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace tls_se {
namespace {

const Findings kAll = {{"pcscd", Severity::ok, "answers", ""},
                       {"a", Severity::note, "is new", "use it"},
                       {"b", Severity::warning, "is old", "mend it"},
                       {"c", Severity::error, "is broken", "throw it away"},
                       {"d", Severity::error, "is broken too", ""}};

std::string text_of(const Findings& findings) {
  std::ostringstream out;
  print_report(findings, out);
  return out.str();
}

TEST(ReportTest, HasALineForEachAndASum) {
  EXPECT_EQ(text_of(kAll),
            "ok       pcscd: answers\n"
            "note     a: is new\n"
            "         use it\n"
            "warning  b: is old\n"
            "         mend it\n"
            "error    c: is broken\n"
            "         throw it away\n"
            "error    d: is broken too\n"
            "2 errors, 1 warning\n");
}

TEST(ReportTest, TheSumIsOfWhatIsWrong) {
  EXPECT_TRUE(text_of({kAll.begin(), kAll.begin() + 2}).ends_with("\nall well\n"));
  EXPECT_TRUE(text_of({kAll[2]}).ends_with("\n1 warning\n"));
  EXPECT_TRUE(text_of({kAll[2], kAll[2]}).ends_with("\n2 warnings\n"));
  EXPECT_TRUE(text_of({kAll[3]}).ends_with("\n1 error\n"));
}

TEST(ReportTest, NothingThatATerminalObeys) {
  const std::string text = text_of({{"\x1b[31m", Severity::ok, "a\nb\x7f", "c\td"}});
  EXPECT_EQ(text, "ok       ?[31m: a?b?\n         c?d\nall well\n");
}

/// U+009B begins what ESC [ does. In UTF-8 its second byte is a part of other characters, too.
TEST(ReportTest, NorThatATerminalObeysInUtf8) {
  const Findings hostile = {
      {"a\xc2\x9b"
       "31m",
       Severity::ok, "\xc3\x9b, \xc2\xb0", "\xc2"}};
  EXPECT_EQ(text_of(hostile), "ok       a?31m: \xc3\x9b, \xc2\xb0\n         \xc2\nall well\n");
  std::ostringstream json;
  print_json_report({{"\xc2\x9b\x7f\x1b\n", Severity::ok, "\xc3\x9b", ""}}, json);
  EXPECT_TRUE(json.str().contains("\"\\u009b\\u007f\\u001b\\n\"")) << json.str();
  EXPECT_EQ(nlohmann::json::parse(json.str()).at("findings").at(0).at("words"), "\xc3\x9b");
}

TEST(ReportTest, AProgramReadsTheSame) {
  std::ostringstream out;
  print_json_report(kAll, out);
  const auto report = nlohmann::json::parse(out.str());
  EXPECT_EQ(report.at("errors"), 2);
  EXPECT_EQ(report.at("warnings"), 1);
  ASSERT_EQ(report.at("findings").size(), kAll.size());
  const auto& third = report.at("findings").at(2);
  EXPECT_EQ(third.at("subject"), "b");
  EXPECT_EQ(third.at("severity"), "warning");
  EXPECT_EQ(third.at("words"), "is old");
  EXPECT_EQ(third.at("next_step"), "mend it");
}

TEST(ReportTest, JsonTakesNamesThatAreNoText) {
  std::ostringstream out;
  print_json_report({{"\xff\"", Severity::ok, "x", ""}}, out);
  EXPECT_EQ(nlohmann::json::parse(out.str()).at("findings").size(), 1u);
  std::ostringstream none;
  print_json_report({}, none);
  EXPECT_TRUE(nlohmann::json::parse(none.str()).at("findings").is_array());
}

}  // namespace
}  // namespace tls_se
