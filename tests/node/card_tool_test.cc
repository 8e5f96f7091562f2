// `tls-se card`: the life of a card in a file, from a person's side.
#include <gtest/gtest.h>
#include <openssl/pem.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/card_file.h"
#include "support/card_tool.h"
#include "support/issued_certificates.h"
#include "support/terminal_process.h"

namespace tls_se {
namespace {

constexpr char kAdministrator[] = "24681357";
constexpr char kUser[] = "1357902468";
constexpr char kWrong[] = "86420864";
constexpr char kKey[] = "00112233445566778899aabbccddeeff";
constexpr char kOtherKey[] = "ffeeddccbbaa99887766554433221100";

std::string psk(const std::string& identity, const std::string& key = kKey) {
  return "[[psk]]\nidentity = \"" + identity + "\"\nkey = \"" + key + "\"\n";
}

std::string content_of(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

class CardToolTest : public testing::Test {
 protected:
  [[nodiscard]] std::filesystem::path path() const { return folder_.path() / "a.card"; }
  [[nodiscard]] std::string card() const { return "sim:" + path().string(); }
  [[nodiscard]] std::string file(const std::string& name, const std::string& text) const {
    const auto file = folder_.write(name, text);
    std::filesystem::permissions(
        file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    return file.string();
  }

  /// Whatever it is asked for, it shows no secret.
  ToolRun run(const Words& words, const std::string& descriptor_3 = "") const {
    ToolRun ended = run_card_tool(words + Words{"--card", card()}, descriptor_3);
    for (const char* const secret : {kAdministrator, kUser, kWrong, kKey, kOtherKey}) {
      EXPECT_FALSE((ended.output + ended.errors).contains(secret)) << ended.output << ended.errors;
    }
    return ended;
  }
  ToolRun personalise(const std::string& profile, const Words& more = {}) const {
    return run(Words{"personalise", "--profile", file("profile.toml", profile)} + more);
  }
  void expect_good(const ToolRun& run) const {
    EXPECT_EQ(run.exit_code, 0) << run.errors;
    EXPECT_EQ(run.errors, "");
  }
  void expect_failed(const ToolRun& run, int exit_code, const std::string& words) const {
    EXPECT_EQ(run.exit_code, exit_code) << run.errors;
    EXPECT_TRUE(run.errors.contains(words)) << run.errors;
    EXPECT_EQ(run.output, "");
  }
  [[nodiscard]] std::string info() const {
    const ToolRun told = run({"info"});
    EXPECT_EQ(told.exit_code, 0) << told.errors;
    return told.output;
  }
  void expect_info(const std::string& words) const {
    EXPECT_TRUE(info().contains(words)) << info();
  }
  /// Operational, with both PINs.
  void activate() const {
    expect_good(personalise(psk("one")));
    set_pin(kUser, {});
    set_pin(kAdministrator, {"--administrator"});
    expect_good(run({"activate"}));
  }
  void set_pin(const std::string& pin, const Words& more) const {
    expect_good(run(Words{"pin", "set", "--new-pin-file", file("new.pin", pin + "\n")} + more));
  }

  const TestFolder folder_;
};

TEST_F(CardToolTest, PersonalisesOnceAndThenWhatDiffers) {
  const ToolRun first = personalise(psk("one") + psk("two"));
  expect_good(first);
  EXPECT_EQ(
      first.output,
      "+ role and modes\n+ cipher suites\n+ groups\n+ pre-shared key 1\n+ pre-shared key 2\n" +
          card() + ": 5 changes made\n");
  const std::string before = content_of(path());
  const ToolRun second = personalise(psk("one") + psk("two"));
  expect_good(second);
  EXPECT_TRUE(second.output.starts_with(card() + ": nothing to change, 5 objects as "))
      << second.output;
  EXPECT_EQ(content_of(path()), before);
  const ToolRun third = personalise(psk("one", kOtherKey));
  expect_good(third);
  EXPECT_EQ(third.output,
            "- pre-shared key 2\n~ pre-shared key 1\n" + card() + ": 2 changes made\n");
  expect_info("PSKs           1: \"one\"");
}

TEST_F(CardToolTest, PersonalisesWithHistoricalBytes) {
  const std::string profile = "historical_bytes = \"80 66 54 4C 53 2D 53 45\"\n" + psk("one");
  expect_good(personalise(profile));
  expect_info("historical     bytes 80 66 54 4C 53 2D 53 45, as text .fTLS-SE\n");
  const ToolRun again = personalise(psk("one"));
  expect_good(again);
  EXPECT_EQ(again.output, "- historical bytes\n" + card() + ": 1 change made\n");
  EXPECT_FALSE(info().contains("historical")) << info();
}

/// The card can't tell whether it is the same.
TEST_F(CardToolTest, WritesAShortPskAnew) {
  const std::string profile =
      "[[psk]]\nidentity = \"one\"\nkey = \"0011223344556677\"\nshort_key = true\n";
  EXPECT_EQ(personalise(profile).exit_code, 0);
  const ToolRun again = personalise(profile);
  EXPECT_EQ(again.exit_code, 0);
  EXPECT_TRUE(again.output.starts_with("~ pre-shared key 1 (written anew")) << again.output;
  EXPECT_TRUE(again.errors.starts_with("warning: ")) << again.errors;
  expect_info("check values   none of a short key");
}

TEST_F(CardToolTest, ADryRunChangesNothing) {
  const ToolRun first = personalise(psk("one"), {"--dry-run"});
  expect_good(first);
  EXPECT_TRUE(first.output.ends_with("+ pre-shared key 1\n" + card() + ": 4 changes to be made\n"))
      << first.output;
  EXPECT_FALSE(std::filesystem::exists(path()));
  expect_good(personalise(psk("one")));
  const std::string before = content_of(path());
  const ToolRun second = personalise(psk("one") + psk("two"), {"--dry-run"});
  expect_good(second);
  EXPECT_EQ(second.output, "+ pre-shared key 2\n" + card() + ": 1 change to be made\n");
  EXPECT_EQ(content_of(path()), before);
}

TEST_F(CardToolTest, TellsWhatIsWrongWithTheCard) {
  expect_failed(run({"info"}), 2, "there is no such card: `tls-se card personalise --card sim:");
  EXPECT_FALSE(std::filesystem::exists(path()));
  (void)file("a.card", "no card");
  expect_failed(run({"info"}), 2, "this file is no card");
  for (const char* const name : {"ACS ACR39U", "sim:", "", "usb:1"}) {
    const ToolRun told = run_card_tool({"info", "--card", name});
    EXPECT_EQ(told.exit_code, 2) << name;
    EXPECT_TRUE(told.errors.contains("sim:FILE")) << told.errors;
  }
}

TEST_F(CardToolTest, IsRefusedWhileSomebodyHasTheCard) {
  const CardFile file(folder_, "a.card");
  const auto holder = file.open();
  for (const Words& words : {Words{"info"}, {"activate"}, {"keygen"}}) {
    expect_failed(run(words), 1, "this card is in use by another program: end that first");
  }
}

TEST_F(CardToolTest, RefusesAProfileThatIsNone) {
  expect_failed(personalise("colour = \"red\"\n"), 2, "profile.toml");
  EXPECT_FALSE(std::filesystem::exists(path()));
}

TEST_F(CardToolTest, ANewCardSaysSo) {
  set_pin(kUser, {});
  expect_info("life cycle     initial, not activated yet");
  expect_info("role           none: `tls-se card personalise`");
  expect_info("user PIN       set, 3 tries left");
  expect_info("administrator  PIN not set");
}

TEST_F(CardToolTest, ACardWithoutAnAdministratorOrAProfileIsNotActivated) {
  set_pin(kUser, {});
  expect_failed(run({"activate"}), 1,
                "it has no administrator's PIN: `tls-se card pin set --administrator`");
  set_pin(kAdministrator, {"--administrator"});
  expect_failed(run({"activate"}), 1, "it is not personalised: `tls-se card personalise`");
  expect_good(personalise(psk("one")));
  const ToolRun good = run({"activate"});
  expect_good(good);
  EXPECT_EQ(good.output, card() + ": operational from now on\n");
  expect_info("life cycle     operational");
  expect_failed(run({"activate"}), 1, "this card has been activated");
  expect_failed(run({"pin", "set", "--new-pin-file", file("x", kUser)}), 1,
                "`tls-se card pin change`");
  expect_failed(run({"erase", "--force"}), 1, "`tls-se card terminate` ends its life");
}

TEST_F(CardToolTest, AnOperationalCardWantsItsAdministrator) {
  activate();
  expect_good(personalise(psk("one")));  // nothing to change: no PIN
  const ToolRun unasked = personalise(psk("two"));
  EXPECT_EQ(unasked.exit_code, 2);
  EXPECT_TRUE(unasked.errors.contains("--pin-file FILE or --pin-fd N")) << unasked.errors;
  expect_info("administrator  PIN set, 10 tries left");
  const std::string wrong = file("wrong.pin", std::string(kWrong) + "\n");
  const ToolRun refused = personalise(psk("two"), {"--pin-file", wrong});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_TRUE(refused.errors.contains("the administrator's PIN is wrong, and 9 tries are left"))
      << refused.errors;
  expect_info("PSKs           1: \"one\"");
  const std::string right = file("right.pin", std::string(kAdministrator) + "\n");
  EXPECT_EQ(personalise(psk("two"), {"--pin-file", right}).exit_code, 0);
  expect_info("PSKs           1: \"two\"");
  expect_info("administrator  PIN set, 10 tries left");
  EXPECT_EQ(run({"keygen", "--pin-fd", "3"}, std::string(kAdministrator) + "\n").exit_code, 0);
  expect_info("private key 1");
}

TEST_F(CardToolTest, APinIsBlockedAndUnblocked) {
  activate();
  const std::string wrong = file("wrong.pin", std::string(kWrong) + "\n");
  const std::string fresh = file("fresh.pin", "424242\n");
  const std::string administrator = file("administrator.pin", kAdministrator);
  const Words change = {"pin", "change", "--new-pin-file", fresh, "--pin-file"};
  expect_failed(run(change + Words{wrong}), 1, "the user's PIN is wrong, and 2 tries are left");
  expect_failed(run(change + Words{wrong}), 1, "1 try is left");
  for (int i = 0; i < 2; ++i) {
    expect_failed(run(change + Words{wrong}), 1, "is blocked: `tls-se card pin unblock`");
  }
  expect_info("user PIN       set, and blocked");
  expect_good(run({"pin", "unblock", "--keep", "--pin-file", administrator}));
  expect_info("user PIN       set, 3 tries left");
  expect_good(run(change + Words{file("user.pin", kUser)}));
  expect_failed(run(change + Words{file("user.pin", kUser)}), 1, "is wrong, and 2 tries are left");
  expect_good(run(
      {"pin", "unblock", "--pin-file", administrator, "--new-pin-file", file("user.pin", kUser)}));
  expect_good(run(change + Words{file("user.pin", kUser)}));
}

/// What it knew is not lost, but can't be changed any more.
TEST_F(CardToolTest, AnAdministratorIsBlockedForGood) {
  activate();
  const Words change = {"personalise", "--profile", file("two.toml", psk("two")), "--pin-file"};
  const auto tried = [&](const char* pin) { return run(change + Words{file("some.pin", pin)}); };
  for (int left = 9; left > 1; --left) {
    const ToolRun refused = tried(kWrong);
    EXPECT_TRUE(
        refused.errors.contains("is wrong, and " + std::to_string(left) + " tries are left"))
        << refused.errors;
  }
  EXPECT_TRUE(tried(kWrong).errors.contains("is wrong, and 1 try is left"));
  for (const char* const pin : {kWrong, kWrong, kAdministrator}) {
    const ToolRun refused = tried(pin);
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_TRUE(refused.errors.contains("the administrator's PIN is blocked, and nothing ends"))
        << refused.errors;
  }
  expect_info("administrator  PIN set, and blocked");
  expect_info("PSKs           1: \"one\"");
}

TEST_F(CardToolTest, APinThatIsNotThereIsNotChanged) {
  expect_good(personalise(psk("one")));
  expect_failed(run({"pin", "change"}), 1, "the user's PIN is not set: `tls-se card pin set`");
  expect_failed(run({"pin", "unblock"}), 1, "the user's PIN is not set: there is nothing to");
}

TEST_F(CardToolTest, APinOfAWrongSizeIsShownToNobody) {
  activate();
  const Words change = {"pin", "change", "--new-pin-file", file("fresh.pin", "424242"),
                        "--pin-file"};
  for (const char* const wrong : {"", "\n", "123\n", "12345678901234567\n"}) {
    expect_failed(run(change + Words{file("wrong.pin", wrong)}), 2, "has 4 to 16 bytes");
  }
  expect_failed(run(change + Words{"/nowhere"}), 2, "/nowhere can't be read");
  expect_failed(run({"pin", "change", "--pin-fd", "9"}), 2, "descriptor 9 is not open");
  expect_info("user PIN       set, 3 tries left");
}

TEST_F(CardToolTest, ATerminatedCardIsOfNoUse) {
  activate();
  const Words terminate = {"terminate", "--pin-file", file("admin.pin", kAdministrator)};
  const ToolRun unasked = run(terminate);
  EXPECT_EQ(unasked.exit_code, 2);
  EXPECT_TRUE(unasked.errors.contains("--force says yes")) << unasked.errors;
  expect_info("life cycle     operational");
  const ToolRun done = run(terminate + Words{"--force"});
  expect_good(done);
  EXPECT_EQ(done.output, card() + ": terminated\n");
  expect_info("life cycle     terminated");
  expect_failed(run(terminate + Words{"--force"}), 1, "terminated already");
  for (const Words& words : {Words{"keygen"},
                             {"csr", "--subject", "CN=a"},
                             {"pin", "set"},
                             {"pin", "change"},
                             {"pin", "unblock"},
                             {"activate"},
                             {"erase"}}) {
    expect_failed(run(words), 1, "this card is terminated: take another");
  }
  EXPECT_EQ(personalise(psk("one")).exit_code, 1);
  EXPECT_FALSE(content_of(path()).contains("one"));
}

TEST_F(CardToolTest, AnErasedCardIsAsNew) {
  expect_good(personalise(psk("one")));
  set_pin(kAdministrator, {"--administrator"});
  expect_good(run({"erase", "--force"}));
  expect_info("role           none");
  expect_info("administrator  PIN not set");
  EXPECT_FALSE(content_of(path()).contains(kAdministrator));
}

using Request = std::unique_ptr<X509_REQ, decltype(&X509_REQ_free)>;
Request request_in(const std::string& pem) {
  BIO* const bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  Request request(PEM_read_bio_X509_REQ(bio, nullptr, nullptr, nullptr), X509_REQ_free);
  BIO_free(bio);
  return request;
}

std::vector<uint8_t> point_of(const Request& request) {
  std::vector<uint8_t> point(65);
  size_t size = 0;
  EVP_PKEY_get_octet_string_param(X509_REQ_get0_pubkey(request.get()), "pub", point.data(),
                                  point.size(), &size);
  point.resize(size);
  return point;
}

/// Key, request, authority, profile.
TEST_F(CardToolTest, AKeyOfItsOwnGetsACertificate) {
  const ToolRun key = run({"keygen"});
  expect_good(key);
  EXPECT_TRUE(key.output.starts_with("-----BEGIN PUBLIC KEY-----\n")) << key.output;
  const ToolRun asked = run({"csr", "--subject", "CN=pump\\, 7,O=Example", "--dns", "a.example",
                             "--dns", "*.b.example", "--ip", "192.0.2.7", "--ip", "2001:db8::7"});
  expect_good(asked);
  const Request request = request_in(asked.output);
  ASSERT_NE(request, nullptr) << asked.output;
  EXPECT_EQ(X509_REQ_verify(request.get(), X509_REQ_get0_pubkey(request.get())), 1);
  std::array<char, 100> subject;
  X509_NAME_oneline(X509_REQ_get_subject_name(request.get()), subject.data(), subject.size());
  EXPECT_STREQ(subject.data(), "/O=Example/CN=pump, 7");

  const test::Authority authority("CA");
  const auto identity = authority.certify(point_of(request), {.common_name = "pump 7"});
  (void)file("chain.pem", identity.certificate_pem);
  (void)file("other.pem", authority.issue().certificate_pem);
  const std::string profile =
      "modes = [\"certificate\"]\nprivate_key = \"card\"\n"
      "certificate_chain = ";
  const ToolRun refused = personalise(profile + "\"other.pem\"\n");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_TRUE(refused.errors.contains("`tls-se card csr`")) << refused.errors;
  EXPECT_TRUE(refused.errors.contains("Nothing on it has changed")) << refused.errors;
  expect_good(personalise(profile + "\"chain.pem\"\n"));
  expect_info("certificate    CN=pump 7");
  EXPECT_TRUE(personalise(profile + "\"chain.pem\"\n").output.contains("nothing to change"));
  expect_info("private key 1");
}

TEST_F(CardToolTest, AKeyIsReplacedOnlyIfThatIsMeant) {
  const std::string first = run({"keygen"}).output;
  expect_failed(run({"keygen"}), 2, "nobody has a copy of it. Replace it? There is no terminal");
  EXPECT_NE(run({"keygen", "--key", "2"}).output, first);
  expect_info("private key 2");
  const ToolRun replaced = run({"keygen", "--force"});
  expect_good(replaced);
  EXPECT_NE(replaced.output, first);
}

TEST_F(CardToolTest, ARequestHasNames) {
  (void)run({"keygen"});
  const auto refused = [&](const Words& words, const std::string& told) {
    expect_failed(run(Words{"csr"} + words), 2, told);
  };
  refused({"--subject", "pump"}, "--subject is \"CN=pump-7");
  refused({"--subject", "XY=pump"}, "'XY' is no attribute of a name");
  refused({"--subject", "CN="}, "the value of CN is none that it may have");
  refused({"--subject", "C=Germany"}, "the value of C is none that it may have");
  refused({"--subject", ""}, "a certificate names somebody");
  refused({"--subject", "CN=a", "--dns", "a b"}, "'a b' is no DNS name");
  refused({"--subject", "CN=a", "--dns", "192.0.2.7"}, "'192.0.2.7' is no DNS name");
  refused({"--subject", "CN=a", "--ip", "a.example"}, "'a.example' is no IPv4 or IPv6 address");
  refused({"--subject", "CN=" + std::string(65, 'a')}, "the value of CN");
  EXPECT_EQ(run({"csr", "--subject", "", "--dns", "a.example"}).exit_code, 0);
  expect_failed(run({"csr", "--key", "2", "--subject", "CN=a"}), 1,
                "there is no private key 2 of sim:");
}

TEST_F(CardToolTest, WrongWordsAreToldWithTheRightOnes) {
  expect_failed(run_card_tool({"inof"}), 2, "'inof' is no command of tls-se card (is info meant?)");
  expect_failed(run_card_tool({}), 2, "a command is wanted behind tls-se card: there are info");
  expect_failed(run_card_tool({"pin"}), 2,
                "behind tls-se card pin: there are set, change, unblock");
  expect_failed(run_card_tool({"info", "--crad", "x"}), 2,
                "--crad is no option of tls-se card info");
  expect_failed(run_card_tool({"info"}), 2, "`tls-se card info --help` explains them");
}

TEST_F(CardToolTest, HelpOfEachCommandHasAnExampleIn80Columns) {
  for (const Words& words : {Words{},
                             {"info"},
                             {"personalise"},
                             {"keygen"},
                             {"csr"},
                             {"pin", "set"},
                             {"pin", "change"},
                             {"pin", "unblock"},
                             {"activate"},
                             {"terminate"},
                             {"erase"}}) {
    const ToolRun help = run_card_tool(words + Words{"--help"});
    EXPECT_EQ(help.exit_code, 0);
    EXPECT_TRUE(help.output.contains("  tls-se card ")) << help.output;
    std::istringstream lines(help.output);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
  }
}

/// A PIN that is typed is never shown.
TEST_F(CardToolTest, AsksAtTheTerminal) {
  const Words set = {TLS_SE_PROGRAM, "card", "pin", "set", "--administrator", "--card", card()};
  {
    TerminalProcess tool(set);
    ASSERT_TRUE(tool.shows("the new PIN of the administrator: ")) << tool.screen();
    tool.type("1234567\n");
    ASSERT_TRUE(tool.shows("the new PIN of the administrator, again: ")) << tool.screen();
    tool.type("1234568\n");
    EXPECT_EQ(tool.exit_code(), 1);
    EXPECT_TRUE(tool.screen().contains("two different PINs: nothing has changed")) << tool.screen();
    EXPECT_FALSE(tool.screen().contains("12345")) << tool.screen();
  }
  expect_info("administrator  PIN not set");
  {
    TerminalProcess tool(set);
    for (int i = 0; i < 2; ++i) {
      ASSERT_TRUE(tool.shows(i == 0 ? "administrator: " : "again: ")) << tool.screen();
      tool.type(std::string(kAdministrator) + "\n");
    }
    EXPECT_EQ(tool.exit_code(), 0) << tool.screen();
    EXPECT_FALSE(tool.screen().contains(kAdministrator)) << tool.screen();
  }
  expect_info("administrator  PIN set, 10 tries left");
  {
    TerminalProcess tool({TLS_SE_PROGRAM, "card", "terminate", "--card", card()});
    ASSERT_TRUE(tool.shows("Go on? [y/N] ")) << tool.screen();
    tool.type("n\n");
    EXPECT_EQ(tool.exit_code(), 1) << tool.screen();
    EXPECT_TRUE(tool.screen().contains("nothing was done")) << tool.screen();
  }
  expect_info("life cycle     initial");
  const std::string first = run({"keygen"}).output;
  {
    TerminalProcess tool({TLS_SE_PROGRAM, "card", "keygen", "--card", card()});
    ASSERT_TRUE(tool.shows("Replace it? [y/N] ")) << tool.screen();
    tool.type("y\n");
    EXPECT_TRUE(tool.shows("-----END PUBLIC KEY-----")) << tool.screen();
    EXPECT_EQ(tool.exit_code(), 0) << tool.screen();
    EXPECT_FALSE(tool.screen().contains(first));
  }
}

TEST_F(CardToolTest, ShowsNoSecret) {
  activate();
  const std::string told = info() + personalise(psk("one"), {"--dry-run"}).output;
  for (const char* const secret :
       {kAdministrator, kUser, kKey, "00112233445566778899AABBCCDDEEFF"}) {
    EXPECT_FALSE(told.contains(secret)) << secret << "\n" << told;
  }
}

}  // namespace
}  // namespace tls_se
