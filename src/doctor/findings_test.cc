#include "doctor/findings.h"

#include <gtest/gtest.h>

namespace tls_se {
namespace {

TEST(FindingsTest, TheNextStepStandsBehindTheLastColon) {
  const Finding finding = told_finding("reader", Severity::error, "fails: badly: mend it");
  EXPECT_EQ(finding.subject, "reader");
  EXPECT_EQ(finding.severity, Severity::error);
  EXPECT_EQ(finding.words, "fails: badly");
  EXPECT_EQ(finding.next_step, "mend it");
}

TEST(FindingsTest, TheSubjectIsNotSaidTwice) {
  const auto words = [](const char* told) {
    return told_finding("pcsc:One", Severity::error, told, "the reader 'One' ").words;
  };
  EXPECT_EQ(words("the reader 'One' is away: look for it"), "is away");
  EXPECT_EQ(words("the reader 'Two' is away: look for it"), "the reader 'Two' is away");
}

TEST(FindingsTest, ThereMayBeNone) {
  const Finding finding = told_finding("reader", Severity::note, "is at 127.0.0.1:1");
  EXPECT_EQ(finding.words, "is at 127.0.0.1:1");
  EXPECT_EQ(finding.next_step, "");
}

}  // namespace
}  // namespace tls_se
