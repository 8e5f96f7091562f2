#include "doctor/profile_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "card/host_cards.h"
#include "personalisation/personaliser.h"
#include "profile/profile_reader.h"
#include "support/issued_certificates.h"
#include "support/test_credentials.h"

namespace tls_se {
namespace {

using std::chrono::system_clock;
using testing::HasSubstr;

constexpr char kGoodProfile[] =
    "[[psk]]\nidentity = \"a\"\nkey = \"00112233445566778899aabbccddeeff\"\n";

class ProfileCheckTest : public testing::Test {
 protected:
  [[nodiscard]] std::string write(const std::string& text) const {
    const auto file = folder_.write("one.toml", text);
    std::filesystem::permissions(file, std::filesystem::perms(0600));
    return file;
  }
  static ProfileCheck check(const std::string& file) {
    return check_profile(file, system_clock::now());
  }

  const TestFolder folder_;
};

TEST_F(ProfileCheckTest, AGoodOneHasOneLine) {
  const std::string file = write(kGoodProfile);
  const ProfileCheck good = check(file);
  ASSERT_EQ(good.findings.size(), 1u);
  EXPECT_EQ(good.findings[0].subject, file);
  EXPECT_EQ(good.findings[0].severity, Severity::ok);
  ASSERT_TRUE(good.profile);
  EXPECT_EQ(good.profile->psks.size(), 1u);
}

TEST_F(ProfileCheckTest, ItsWarningsAreTold) {
  const std::string file = write(kGoodProfile);
  std::filesystem::permissions(file, std::filesystem::perms(0644));
  const ProfileCheck open = check(file);
  ASSERT_EQ(open.findings.size(), 1u);
  EXPECT_EQ(open.findings[0].severity, Severity::warning);
  EXPECT_EQ(open.findings[0].next_step, "chmod 600 " + file);
  EXPECT_TRUE(open.profile);
}

TEST_F(ProfileCheckTest, WhatPeersRefuseIsAnError) {
  const test::Identity own = test::Authority("Root").issue({.valid_until = -1});
  folder_.write("chain.pem", own.certificate_pem);
  const auto key = folder_.write("key.pem", own.private_key_pem);
  std::filesystem::permissions(key, std::filesystem::perms(0600));
  const ProfileCheck expired =
      check(write("modes = [\"certificate\"]\ncertificate_chain = \"chain.pem\"\n"
                  "private_key = \"key.pem\"\n"));
  ASSERT_EQ(expired.findings.size(), 1u);
  EXPECT_EQ(expired.findings[0].severity, Severity::error);
  EXPECT_THAT(expired.findings[0].words, HasSubstr("has expired"));
}

TEST_F(ProfileCheckTest, OneThatCantBeReadHasItsLine) {
  const ProfileCheck wrong = check(write("\nrole = \"sever\"\n"));
  ASSERT_EQ(wrong.findings.size(), 1u);
  EXPECT_EQ(wrong.findings[0].severity, Severity::error);
  EXPECT_TRUE(wrong.findings[0].words.starts_with("line 2: \"sever\"")) << wrong.findings[0].words;
  EXPECT_FALSE(wrong.profile);
  const ProfileCheck missing = check(folder_.path() / "none.toml");
  ASSERT_EQ(missing.findings.size(), 1u);
  EXPECT_EQ(missing.findings[0].severity, Severity::error);
  EXPECT_TRUE(missing.findings[0].words.starts_with("can't be read")) << missing.findings[0].words;
  EXPECT_THAT(missing.findings[0].next_step, HasSubstr("look whether the name is right"));
}

TEST_F(ProfileCheckTest, CardsAreComparedWithIt) {
  CardProfile profile = load_card_profile(write(kGoodProfile));
  const auto card = in_process_card(profile);
  EXPECT_EQ(compare_with_profile("sim:a", *card, "one.toml", profile).severity, Severity::ok);
  profile.psks[0].key.front() ^= 1;
  const Finding other = compare_with_profile("sim:a", *card, "one.toml", profile);
  EXPECT_EQ(other.severity, Severity::warning);
  EXPECT_THAT(other.words, HasSubstr("1 object differs, pre-shared key 1"));
  EXPECT_THAT(other.next_step,
              HasSubstr("`tls-se card personalise --profile one.toml --card sim:a`"));
  profile.role = Role::client;
  EXPECT_THAT(compare_with_profile("sim:a", *card, "one.toml", profile).words,
              HasSubstr("2 objects differ, the first "));
}

TEST_F(ProfileCheckTest, ACardThatCantTellIsNoneThatDiffers) {
  CardProfile profile = demo_card_profile();
  profile.psks[0].key = {1, 2};
  const auto card = in_process_card(profile);
  const Finding finding = compare_with_profile("sim:a", *card, "one.toml", profile);
  EXPECT_EQ(finding.severity, Severity::note);
  EXPECT_THAT(finding.words, HasSubstr("as far as it tells: not of pre-shared key 1"));
}

TEST_F(ProfileCheckTest, ACardWithoutRoomIsToldSo) {
  CardProfile profile = demo_card_profile();
  const auto card = in_process_card(profile);
  profile.certificate_chain.resize(100);
  const Finding finding = compare_with_profile("sim:a", *card, "one.toml", profile);
  EXPECT_EQ(finding.severity, Severity::error);
  EXPECT_THAT(finding.words, HasSubstr("has room for"));
}

}  // namespace
}  // namespace tls_se
