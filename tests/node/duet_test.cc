// `tls-se duet`: what two profiles come to, and what a person is told if they can't agree.
#include <gtest/gtest.h>

#include <sstream>

#include "support/child_process.h"
#include "support/issued_certificates.h"
#include "support/needs_x25519.h"
#include "support/test_credentials.h"
#include "support/words.h"

namespace tls_se {
namespace {

struct Judgement {
  const char* name;
  std::string client;  // their profiles, without the role
  std::string server;
  const char* who;  // found it
  const char* alert;
  const char* reason;
  const char* help;
};

std::string psk(const std::string& identity, const std::string& key_begins_with) {
  return "[[psk]]\nidentity = \"" + identity + "\"\nkey = \"" + key_begins_with +
         "0102030405060708090a0b0c0d0e0f10\"\n";
}

std::string chain(const std::string& name) {
  return "certificate_chain = \"" + name + ".pem\"\nprivate_key = \"" + name + "-key.pem\"\n";
}

const std::string kGoodPsk = psk("one", "");
const std::string kCertificate = "modes = [\"certificate\"]\n";
const std::string kMutual = "modes = [\"mutual\"]\n";
const std::string kName = "server_name = \"card.example\"\n";
const std::string kAnchors = "trust_anchors = [\"ca.pem\"]\n";
const std::string kGoodServer = kCertificate + chain("good");
const std::string kGoodClient = kCertificate + kName + kAnchors;
const std::string kAsker = kMutual + kAnchors + chain("good");
const std::string kShower = kMutual + kName + kAnchors;

const Judgement kJudgements[] = {
    {"identity", psk("two", ""), kGoodPsk, "server", "unknown_psk_identity",
     "an unknown PSK identity", "letter by letter"},
    {"key", psk("one", "ff"), kGoodPsk, "server", "decrypt_error",
     "the binder does not fit: another PSK", "another key under this identity"},
    {"cipher suite", "cipher_suites = [\"TLS_AES_128_CCM_8_SHA256\"]\n" + kGoodPsk, kGoodPsk,
     "server", "handshake_failure", "no cipher suite in common", "cipher_suites"},
    {"protocol", "alpn = [\"coap\"]\n" + kGoodPsk, "alpn = [\"mqtt\"]\n" + kGoodPsk, "server",
     "no_application_protocol", "no application protocol in common", "in alpn"},
    {"PSK for certificates", kGoodPsk, kGoodServer, "server", "unknown_psk_identity",
     "a client without certificates", "the mode \"psk\""},
    {"certificates for a PSK", kGoodClient, kGoodPsk, "server", "handshake_failure",
     "no PSK offered", "identity and key"},
    {"no certificate", kGoodClient, kAsker, "server", "certificate_required", "no certificate",
     "beside \"mutual\""},
    {"client of another CA", kShower + chain("other"), kAsker, "server", "unknown_ca",
     "a certificate that leads to no trust anchor", "the right client"},
    {"client expired", kShower + chain("expired"), kAsker, "server", "certificate_expired",
     "a certificate that is not valid now", "date -u"},
    {"client with another usage", kShower + chain("for-server"), kAsker, "server",
     "unsupported_certificate", "a certificate for another usage", "clientAuth"},
    {"server of another CA", kGoodClient, kCertificate + chain("other"), "client", "unknown_ca",
     "a certificate that leads to no trust anchor", "the right server"},
    {"server expired", kGoodClient, kCertificate + chain("expired"), "client",
     "certificate_expired", "a certificate that is not valid now", "date -u"},
    {"server with another usage", kGoodClient, kCertificate + chain("for-client"), "client",
     "unsupported_certificate", "a certificate for another usage", "serverAuth"},
    {"server of another name", kCertificate + "server_name = \"else.example\"\n" + kAnchors,
     kGoodServer, "client", "certificate_unknown", "a certificate for another name",
     "subjectAltName"},
    {"server without a name", kCertificate + kAnchors, kGoodServer, "client", "certificate_unknown",
     "no name that the server could be known by", "--server-name"},
};

const Judgement kNoGroupInCommon = {"group",
                                    "groups = [\"x25519\"]\n" + kGoodPsk,
                                    kGoodPsk,
                                    "server",
                                    "handshake_failure",
                                    "no group in common",
                                    "groups"};

struct Played {
  int exit_code;
  std::string output;

  [[nodiscard]] size_t widest_line() const {
    std::istringstream in(output.substr(0, output.find("\n\n")));
    size_t widest = 0;
    for (std::string line; std::getline(in, line);) widest = std::max(widest, line.size());
    return widest;
  }
};

class DuetTest : public testing::Test {
 protected:
  DuetTest() {
    folder_.write("ca.pem", authority_.own().certificate_pem);
    write_identity("good", authority_.issue());
    write_identity("expired", authority_.issue({.valid_from = -7200, .valid_until = -3600}));
    write_identity("for-server", authority_.issue({.extended_key_usage = "serverAuth"}));
    write_identity("for-client", authority_.issue({.extended_key_usage = "clientAuth"}));
    write_identity("other", test::Authority("Other root").issue());
  }
  void write_identity(const std::string& name, const test::Identity& identity) const {
    folder_.write(name + ".pem", identity.certificate_pem);
    folder_.write(name + "-key.pem", identity.private_key_pem);
  }

  Played play(const std::string& client, const std::string& server,
              const std::string& environment = "COLUMNS=", const Words& options = {}) const {
    const auto client_file = folder_.write("client.toml", "role = \"client\"\n" + client);
    const auto server_file = folder_.write("server.toml", server);
    ChildProcess child(Words{"env", environment, TLS_SE_PROGRAM, "duet", "--client",
                             client_file.string(), "--server", server_file.string()} +
                       options);
    child.close_input();
    const int exit_code = child.exit_code();
    return {exit_code, child.output()};
  }

  /// Whichever of the two is silent.
  void expect_said(const Judgement& judgement) const {
    for (const bool client_is_silent : {false, true}) {
      for (const bool server_is_silent : {false, true}) {
        SCOPED_TRACE(std::string(judgement.name) + (client_is_silent ? ", silent client" : "") +
                     (server_is_silent ? ", silent server" : ""));
        const std::string silent = "alerts = \"silent\"\n";
        const Played played = play((client_is_silent ? silent : "") + judgement.client,
                                   (server_is_silent ? silent : "") + judgement.server);
        EXPECT_EQ(played.exit_code, 1);
        const std::string who = std::string("the ") + judgement.who + "'s card: ";
        const bool is_silent =
            judgement.who == std::string("client") ? client_is_silent : server_is_silent;
        std::string found =
            "\nno session: " + who + judgement.alert +
            (is_silent ? ", found by the card, and not sent" : ", sent by the card");
        if (TLS_SE_REASONS) found += std::string(": ") + judgement.reason + "\n";
        EXPECT_TRUE(played.output.contains(found)) << played.output;
        const size_t help = played.output.find("\nseen from " + who);
        ASSERT_NE(help, played.output.npos) << played.output;
        if (TLS_SE_REASONS) {
          EXPECT_TRUE(played.output.substr(help).contains(judgement.help)) << played.output;
        }
      }
    }
  }

  TestFolder folder_;
  test::Authority authority_{"Test root"};
};

TEST_F(DuetTest, SaysWhichCardFoundWhatAndWhatWouldHelp) {
  for (const Judgement& judgement : kJudgements) expect_said(judgement);
}

TEST_F(DuetTest, SaysSoOfGroupsToo) {
  if (test::lacks_x25519()) GTEST_SKIP() << test::kLacksX25519;
  expect_said(kNoGroupInCommon);
}

TEST_F(DuetTest, OfGoodProfilesThereIsNothingToSay) {
  for (const auto& [client, server] : {std::pair{kGoodPsk, kGoodPsk},
                                       {kGoodClient, kGoodServer},
                                       {kShower + chain("good"), kAsker}}) {
    const Played played = play(client, server);
    EXPECT_EQ(played.exit_code, 0) << played.output;
    EXPECT_FALSE(played.output.contains("no session")) << played.output;
    EXPECT_FALSE(played.output.contains("seen from")) << played.output;
  }
}

TEST_F(DuetTest, NamesWhatCameAndNotWhatWasExpected) {
  const std::string mutual = play(kShower + chain("good"), kAsker).output;
  EXPECT_TRUE(mutual.contains("\nRECV(Certificate Request) ")) << mutual;
  EXPECT_TRUE(mutual.contains("  RECV(Certificate) ")) << mutual;  // the client's
  const std::string refused = play(kGoodClient, kCertificate + chain("other")).output;
  EXPECT_TRUE(refused.contains("  RECV(Alert) ")) << refused;
  EXPECT_FALSE(refused.contains("RECV(Finished)")) << refused;
}

TEST_F(DuetTest, FitsTheWidth) {
  const std::string client = kShower + chain("good");
  const std::string silent = "alerts = \"silent\"\n";
  for (const Words& options : {Words{}, Words{"--bytes"}}) {
    for (const char* columns : {"COLUMNS=1", "COLUMNS=80", "COLUMNS=nonsense", "COLUMNS=120"}) {
      SCOPED_TRACE(columns);
      const bool narrow =
          columns == std::string("COLUMNS=1") || columns == std::string("COLUMNS=80");
      const size_t width = narrow ? 80 : columns == std::string("COLUMNS=120") ? 120 : 100;
      EXPECT_EQ(play(client, kAsker, columns, options).widest_line(), width);
      EXPECT_EQ(play(client, silent + kMutual + kAnchors + chain("expired"), columns, options)
                    .widest_line(),
                width);
    }
  }
}

TEST(DemoWarningTest, StandsThereOnceInABoxThatIsStraight) {
  ChildProcess duet({TLS_SE_PROGRAM, "duet"});
  EXPECT_EQ(duet.exit_code(), 0) << duet.errors();
  std::istringstream lines(duet.errors());
  size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_EQ(line.size(), 75) << line;
    EXPECT_TRUE(line.starts_with('*') && line.ends_with('*')) << line;
  }
  EXPECT_EQ(count, 5) << duet.errors();
}

TEST_F(DuetTest, NamesAreWholeWhereThereIsRoom) {
  const Played played = play(kShower + chain("good"), kAsker, "COLUMNS=500");
  EXPECT_EQ(played.widest_line(), 132) << played.output;
  EXPECT_TRUE(played.output.contains("\nRECV(Server Encrypted Certificate Request) "));
  EXPECT_FALSE(played.output.contains("..."));
}

}  // namespace
}  // namespace tls_se
