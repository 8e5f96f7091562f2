// `tls-se card` and a card in a reader; then the card serves, and connects.
#include <gtest/gtest.h>

#include "cards_in_readers.h"
#include "support/client_process.h"

namespace tls_se {
namespace {

constexpr char kPskOfProfile[] =
    "[[psk]]\nidentity = \"pump\"\nkey = \"00112233445566778899aabbccddeeff\"\n";
const Words kPskOfOpenssl = {"-psk_identity", "pump", "-psk", "00112233445566778899aabbccddeeff"};
constexpr char kTrust[] = "trust_anchors = [\"ca.pem\"]\n";

/// A server's card in the first slot and a client's in the second.
class PcscPersonaliseTest : public CardsInReaders {
 protected:
  void connect(const Words& openssl, const std::string& log, const Words& more = {}) const {
    constexpr char kAccept[] = "ACCEPT 127.0.0.1:";
    ChildProcess server(
        Words{"openssl", "s_server", "-accept", "127.0.0.1:0", "-tls1_3", "-rev", "-naccept", "1"} +
        openssl);
    ASSERT_TRUE(server.prints(kAccept)) << server.errors();
    const std::string said = server.output();
    const std::string port = said.substr(said.find(kAccept) + sizeof kAccept - 1);
    ClientProcess client("127.0.0.1:" + std::to_string(std::stoi(port)),
                         Words{"--card", PcscDaemon::card(1)} + more);
    client.write("hello\n");
    EXPECT_TRUE(client.prints("olleh\n")) << client.errors();
    client.close_input();
    EXPECT_EQ(client.exit_code(), 0) << client.errors();
    EXPECT_TRUE(client.errors().contains(log)) << client.errors();
    EXPECT_EQ(server.exit_code(), 0) << server.errors();
  }

  const Words name_ = {"--server-name", "card.example"};
};

TEST_F(PcscPersonaliseTest, WithPreSharedKeys) {
  make(0, kPskOfProfile);
  make(1, std::string("role = \"client\"\n") + kPskOfProfile);
  serve(0, kPskOfOpenssl, "open, PSK");
  connect(kPskOfOpenssl + Words{"-nocert"}, "open, PSK");
}

TEST_F(PcscPersonaliseTest, WithACertificateOfTheServer) {
  make(0, "modes = [\"certificate\"]\n" + credentials("server"));
  make(1, std::string("role = \"client\"\nmodes = [\"certificate\"]\n") + kTrust);
  serve(0, trust_of_openssl() + Words{"-verify_hostname", "card.example"}, "open, certificate");
  connect(credentials_of_openssl("server"), "open, certificate", name_);
}

TEST_F(PcscPersonaliseTest, WithCertificatesOfBoth) {
  make(0, "modes = [\"mutual\"]\n" + credentials("server") + kTrust);
  make(1, "role = \"client\"\nmodes = [\"mutual\"]\n" + credentials("client") + kTrust);
  serve(0, trust_of_openssl() + credentials_of_openssl("client"), "open, mutual certificates");
  connect(trust_of_openssl() + credentials_of_openssl("server") + Words{"-Verify", "1"},
          "open, mutual certificates", name_);
}

TEST_F(PcscPersonaliseTest, WhatTheCardRefusesChangesNothing) {
  make(0, kPskOfProfile);
  const ToolRun refused =
      personalise(0,
                  "modes = [\"certificate\"]\ncertificate_chain = \"server.pem\"\n"
                  "private_key = \"card\"\n");
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_TRUE(refused.errors.contains("Nothing on it has changed")) << refused.errors;
  EXPECT_TRUE(personalise(0, kPskOfProfile).output.contains("nothing to change"));
}

TEST_F(PcscPersonaliseTest, ALifeFromItsKeyToItsEnd) {
  const std::string card = PcscDaemon::card(0);
  EXPECT_TRUE(run(0, {"keygen"}).starts_with("-----BEGIN PUBLIC KEY-----\n"));
  const std::string request = run(0, {"csr", "--subject", "CN=pump", "--dns", "card.example"});
  const std::string csr = write("pump.csr", request);
  const ToolRun read = run_tool({"openssl", "req", "-in", csr, "-verify", "-noout", "-subject"});
  EXPECT_EQ(read.exit_code, 0) << read.errors;
  EXPECT_TRUE(read.output.contains("CN = pump")) << read.output;

  const ToolRun issued =
      run_tool({"openssl", "x509", "-req", "-in", csr, "-CA", path("ca.pem"), "-CAkey",
                path("ca-key.pem"), "-copy_extensions", "copy", "-out", path("pump.pem")});
  EXPECT_EQ(issued.exit_code, 0) << issued.errors;
  make(0, "modes = [\"certificate\"]\ncertificate_chain = \"pump.pem\"\nprivate_key = \"card\"\n");

  const std::string user = write("user.pin", "1357902468\n");
  const std::string other = write("other.pin", "8642086420\n");
  const std::string administrator = write("administrator.pin", "24681357\n");
  (void)run(0, {"pin", "set", "--new-pin-file", user});
  (void)run(0, {"pin", "set", "--administrator", "--new-pin-file", administrator});
  EXPECT_EQ(run(0, {"activate"}), card + ": operational from now on\n");
  (void)run(0, {"pin", "change", "--pin-file", user, "--new-pin-file", other});
  for (int i = 0; i < 3; ++i) {
    const ToolRun wrong = run_card_tool(
        {"pin", "change", "--pin-file", user, "--new-pin-file", other, "--card", card});
    EXPECT_EQ(wrong.exit_code, 1) << wrong.output;
  }
  EXPECT_TRUE(run(0, {"info"}).contains("user PIN       set, and blocked"));
  (void)run(0, {"pin", "unblock", "--pin-file", administrator, "--new-pin-file", user});
  const std::string info = run(0, {"info"});
  EXPECT_TRUE(info.contains("life cycle     operational")) << info;
  EXPECT_TRUE(info.contains("user PIN       set, 3 tries left")) << info;
  EXPECT_TRUE(info.contains("certificate    CN=pump")) << info;
  serve(0, trust_of_openssl() + Words{"-verify_hostname", "card.example"}, "open, certificate");

  EXPECT_EQ(run(0, {"terminate", "--force", "--pin-file", administrator}), card + ": terminated\n");
  EXPECT_TRUE(run(0, {"info"}).contains("life cycle     terminated"));
}

}  // namespace
}  // namespace tls_se
