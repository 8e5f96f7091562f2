// `tls-se doctor`: a set-up as it should be, and what is wrong with others.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/card_file.h"
#include "support/child_process.h"
#include "profile/profile_reader.h"
#include "support/server_process.h"
#include "support/issued_certificates.h"
#include "support/words.h"

namespace tls_se {
namespace {

using testing::HasSubstr;

struct DoctorRun {
  int exit_code;
  std::string output;
  std::string errors;
};

/// Where there is no pcscd.
DoctorRun doctor(const Words& words) {
  ChildProcess child(Words{"env", "PCSCLITE_CSOCK_NAME=/nonexistent", TLS_SE_PROGRAM, "doctor"} +
                     words);
  child.close_input();
  const int exit_code = child.exit_code();
  return {exit_code, child.output(), child.errors()};
}

class DoctorTest : public testing::Test {
 protected:
  static CardProfile with_certificate(const test::CertificateSpec& spec) {
    const test::Identity own = test::Authority("Root").issue(spec);
    CardProfile profile;
    profile.modes = {Mode::certificate};
    profile.certificate_chain = {own.certificate};
    profile.private_key = own.private_key;
    return profile;
  }
  [[nodiscard]] CardFile demo_card() const { return {folder_, demo_card_profile()}; }

  const TestFolder folder_;
};

TEST_F(DoctorTest, WithoutPcscdItSaysHowToHaveIt) {
  const DoctorRun run = doctor({});
  EXPECT_EQ(run.exit_code, 3);
  EXPECT_THAT(run.output, HasSubstr("error    pcscd: is "));
  EXPECT_THAT(run.output, HasSubstr("/nonexistent"));
  EXPECT_TRUE(run.output.ends_with("\n1 error\n")) << run.output;
  EXPECT_EQ(run.errors, "");
}

TEST_F(DoctorTest, AGoodCardInAFileNeedsNoPcscd) {
  const DoctorRun run = doctor(
      {"--card", demo_card().name(), "--psk-identity", "Client_identity", "--listen", "[::1]:0"});
  EXPECT_EQ(run.exit_code, 0) << run.output << run.errors;
  EXPECT_THAT(run.output, HasSubstr("a server's card"));
  EXPECT_THAT(run.output, HasSubstr("ok       PSK \"Client_identity\": is on sim:"));
  EXPECT_TRUE(run.output.ends_with("\nall well\n")) << run.output;
  EXPECT_FALSE(run.output.contains("pcscd"));
}

TEST_F(DoctorTest, AnExpiredCertificateIsAnErrorAndOneThatSoonExpiresAWarning) {
  const CardFile expired(folder_, with_certificate({.valid_until = -1}));
  const DoctorRun bad = doctor({"--card", expired.name()});
  EXPECT_EQ(bad.exit_code, 3);
  EXPECT_THAT(bad.output, HasSubstr("the card's own certificate has expired"));
  EXPECT_THAT(bad.output, HasSubstr("tls-se card csr --card " + expired.name()));

  expired.personalise(with_certificate({.valid_until = 5 * 86400}));
  const DoctorRun soon = doctor({"--card", expired.name()});
  EXPECT_EQ(soon.exit_code, 1) << soon.output;
  EXPECT_TRUE(soon.output.ends_with("\n1 warning\n")) << soon.output;

  expired.personalise(with_certificate({}));
  EXPECT_EQ(doctor({"--card", expired.name()}).exit_code, 0);
}

TEST_F(DoctorTest, APortInUse) {
  ServerProcess server({});
  const CardFile card = demo_card();
  const DoctorRun run = doctor({"--card", card.name(), "--listen", server.address()});
  EXPECT_EQ(run.exit_code, 3);
  EXPECT_THAT(run.output, HasSubstr("another program listens there"));
  EXPECT_EQ(server.terminate(), 0);
  EXPECT_EQ(doctor({"--card", card.name(), "--listen", server.address()}).exit_code, 0);
}

TEST_F(DoctorTest, JsonIsOneObject) {
  const DoctorRun run =
      doctor({"--card", demo_card().name(), "--psk-identity", "nobody", "--json"});
  EXPECT_EQ(run.exit_code, 3);
  const auto report = nlohmann::json::parse(run.output);
  EXPECT_EQ(report.at("errors"), 1);
  EXPECT_EQ(report.at("warnings"), 0);
  const auto& last = report.at("findings").back();
  EXPECT_EQ(last.at("subject"), "PSK \"nobody\"");
  EXPECT_EQ(last.at("severity"), "error");
  EXPECT_THAT(last.at("words").get<std::string>(), HasSubstr("Client_identity"));
}

TEST_F(DoctorTest, AProfileThatTheCardDoesNotFollow) {
  const CardFile card = demo_card();
  const auto file = folder_.write(
      "other.toml", "[[psk]]\nidentity = \"a\"\nkey = \"00112233445566778899aabbccddeeff\"\n");
  std::filesystem::permissions(file, std::filesystem::perms(0600));
  const Words words = {"--card", card.name(), "--profile", file};
  const DoctorRun before = doctor(words);
  EXPECT_EQ(before.exit_code, 1) << before.output;
  EXPECT_THAT(before.output, HasSubstr("`tls-se card personalise --profile " + file.string()));
  card.personalise(load_card_profile(file));
  const DoctorRun after = doctor(words);
  EXPECT_EQ(after.exit_code, 0) << after.output;
  EXPECT_THAT(after.output, HasSubstr("is as " + file.string() + " says"));
}

TEST_F(DoctorTest, ACardThatAnotherProgramHas) {
  const CardFile card = demo_card();
  {
    const auto held = card.open();
    const DoctorRun run = doctor({"--card", card.name()});
    EXPECT_EQ(run.exit_code, 3);
    EXPECT_THAT(run.output, HasSubstr("another program has this card"));
  }
  EXPECT_EQ(doctor({"--card", card.name()}).exit_code, 0);
}

TEST_F(DoctorTest, ChangesNothingOnTheCard) {
  CardProfile profile = demo_card_profile();
  const CardFile card(folder_, profile, "1234");
  const int before = card.tries_left();
  const DoctorRun run = doctor({"--card", card.name()});
  EXPECT_EQ(run.exit_code, 0) << run.output;
  EXPECT_THAT(run.output, HasSubstr("a session begins with the user's PIN"));
  EXPECT_EQ(card.tries_left(), before);
}

TEST_F(DoctorTest, WrongOptions) {
  for (const Words& words :
       {Words{"--card", "one.card"}, {"--card", "pcsc:"}, {"--listen", "nowhere"}, {"--bogus"}}) {
    const DoctorRun run = doctor(words);
    EXPECT_EQ(run.exit_code, 2) << testing::PrintToString(words);
    EXPECT_EQ(run.output, "");
    EXPECT_NE(run.errors, "");
  }
}

}  // namespace
}  // namespace tls_se
