// The program's other commands, its exit codes and what it says.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/loopback_port.h"
#include "support/openssl_peer.h"
#include "support/server_process.h"
#include "support/words.h"

namespace tls_se {
namespace {

// Two keys of 16 bytes, as s_client has them and as OpensslClient.
constexpr char kKeyOne[] = "0123456789abcdef0123456789abcdef";
constexpr char kKeyTwo[] = "fedcba9876543210fedcba9876543210";

constexpr const char* kCommands[] = {"server", "client", "card",   "check",
                                     "doctor", "apdu",   "replay", "duet"};

constexpr char kTrace[] = TLS_SE_SOURCE_DIR "/tests/traces/draft-section-5.json";

struct Outcome {
  int exit_code;
  std::string output;
  std::string errors;
};

Outcome run(Words words, const std::string& input = "") {
  words.insert(words.begin(), TLS_SE_PROGRAM);
  ChildProcess child(words);
  child.write(input);
  child.close_input();
  const int exit_code = child.exit_code();
  return {exit_code, child.output(), child.errors()};
}

class ProgramTest : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(file_); }
  std::string write_file(const std::string& text) {
    std::ofstream(file_) << text;
    return file_;
  }

  const std::string file_ = testing::TempDir() + "tls-se-program-test-" + std::to_string(getpid());
};

TEST_F(ProgramTest, HelpAndVersion) {
  EXPECT_EQ(run({"--version"}).exit_code, 0);
  const Outcome help = run({"--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_NE(help.output.find("Exit codes"), std::string::npos);
  for (const char* command : kCommands) {
    const Outcome of_command = run({command, "--help"});
    EXPECT_EQ(of_command.exit_code, 0);
    EXPECT_NE(of_command.output.find("Example"), std::string::npos) << command;
  }
}

TEST_F(ProgramTest, HelpHas80ColumnsAndNoWordsOfItsLibrary) {
  for (const Words& words : {Words{"--help"},
                             {"server", "--help"},
                             {"client", "--help"},
                             {"check", "--help"},
                             {"doctor", "--help"},
                             {"apdu", "--help"},
                             {"replay", "--help"},
                             {"duet", "--help"}}) {
    const Outcome help = run(words);
    std::istringstream lines(help.output);
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80u) << line;
    for (const char* word : {"UINT", "INT in", "TEXT", "REQUIRED", "Needs:", "Excludes:"}) {
      EXPECT_FALSE(help.output.contains(word)) << word << "\n" << help.output;
    }
  }
}

TEST_F(ProgramTest, HelpNamesTheProfilesPageAndKeys) {
  for (const char* command : {"server", "client", "check", "doctor", "apdu", "duet"}) {
    const std::string help = run({command, "--help"}).output;
    EXPECT_TRUE(help.contains("Keys of a profile: role, modes, psk,")) << help;
    EXPECT_TRUE(help.contains("docs/profile.md")) << help;
  }
  EXPECT_FALSE(run({"replay", "--help"}).output.contains("profile"));
  EXPECT_TRUE(run({"server", "--help"}).output.contains("up to 256 (1 to 256,"));
}

TEST_F(ProgramTest, AWrongWordIsNamedWithTheRightOnes) {
  const struct {
    Words words;
    Words told;
  } all[] = {
      {{}, {"a command is wanted: server, client, card, vcard, check, doctor,", "`tls-se --help`"}},
      {{"bogus"}, {"'bogus' is no command; there are server, client, card, vcard, check, doctor,"}},
      {{"sever", "--listen", "x"}, {"'sever' is no command (is server meant?)"}},
      {{"feedfacefeedface"}, {"'(not shown)' is no command"}},
      {{"--bogus"}, {"--bogus is no option of tls-se;"}},
      {{"server", "--listen"}, {"--listen has no value behind it; `tls-se server --help`"}},
      {{"server", "--listen", "127.0.0.1:0", "--listen", "127.0.0.1:0"},
       {"--listen is there twice; `tls-se server --help`"}},
      {{"server", "--lisen=x"},
       {"--lisen is no option of tls-se server (is --listen meant?)", "`tls-se server --help`"}},
      {{"server"}, {"--listen is required; `tls-se server --help`"}},
  };
  for (const auto& [words, told] : all) {
    const Outcome outcome = run(words);
    EXPECT_EQ(outcome.exit_code, 2);
    for (const std::string& part : told)
      EXPECT_TRUE(outcome.errors.contains(part)) << outcome.errors;
  }
}

TEST_F(ProgramTest, CheckSaysWhatACardWouldBe) {
  const std::string profile =
      write_file("[[psk]]\nidentity = \"one\"\nkey = \"" + std::string(kKeyOne) + "\"\n");
  std::filesystem::permissions(profile, std::filesystem::perms(0600));
  const Outcome good = run({"check", "--profile", profile});
  EXPECT_EQ(good.exit_code, 0) << good.errors;
  for (const std::string& words :
       {std::string("role           server\n"), std::string("modes          psk\n"),
        std::string("PSKs           1: \"one\"\n"), profile + ": fine\n"}) {
    EXPECT_TRUE(good.output.contains(words)) << good.output;
  }
  EXPECT_FALSE(good.output.contains("0123")) << good.output;
  EXPECT_EQ(run({"check", "--profile", profile, "--quiet"}).output, "");
}

TEST_F(ProgramTest, AProfileForACardOfItsOwnIsNotForOneInMemory) {
  const std::string profile =
      write_file("user_pin = \"needed\"\n[[psk]]\nidentity = \"one\"\nkey = \"" +
                 std::string(kKeyOne) + "\"\n");
  std::filesystem::permissions(profile, std::filesystem::perms(0600));
  const Outcome good = run({"check", "--profile", profile});
  EXPECT_EQ(good.exit_code, 0) << good.errors;
  EXPECT_TRUE(good.output.contains(profile + ": fine, on a card of its own: ")) << good.output;
  for (const Words& words : {Words{"server", "--listen", "127.0.0.1:0", "--profile", profile},
                             {"apdu", "--profile", profile},
                             {"duet", "--server", profile}}) {
    const Outcome outcome = run(words);
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_TRUE(outcome.errors.contains(profile +
                                        ": user_pin = \"needed\" is for a card that has its "
                                        "user's PIN, which no profile brings to a card in memory"))
        << outcome.errors;
    EXPECT_TRUE(outcome.errors.contains("`tls-se server --card sim:FILE` uses it"))
        << outcome.errors;
  }
}

TEST_F(ProgramTest, ChecksExitCodeHasWarningsAndErrors) {
  const std::string profile =
      write_file("[[psk]]\nidentity = \"one\"\nkey = \"" + std::string(kKeyOne) + "\"\n");
  std::filesystem::permissions(profile, std::filesystem::perms(0644));
  const Outcome unwise = run({"check", "--profile", profile});
  EXPECT_EQ(unwise.exit_code, 1);
  EXPECT_TRUE(unwise.output.contains("chmod 600 " + profile)) << unwise.output;
  EXPECT_TRUE(unwise.output.ends_with(": works, with 1 warning\n")) << unwise.output;
  EXPECT_EQ(run({"check", "--profile", profile, "--quiet"}).output.find("warning: "), 0u);

  EXPECT_EQ(run({"check"}).exit_code, 2);
  const Outcome wrong = run({"check", "--profile", write_file("role = \"sever\"\n")});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_EQ(wrong.output, "");
  EXPECT_TRUE(wrong.errors.contains("\"sever\"")) << wrong.errors;
}

TEST_F(ProgramTest, TwoCardsTalkToEachOther) {
  const Outcome good = run({"duet"});
  EXPECT_EQ(good.exit_code, 0);
  EXPECT_NE(good.output.find("open: PSK, TLS_AES_128_CCM_SHA256"), std::string::npos);
  EXPECT_NE(good.output.find("closed by close_notify in both directions"), std::string::npos);

  const Outcome other_key = run({"duet", "--server",
                                 write_file("[[psk]]\nidentity = \"Client_identity\"\nkey = \"" +
                                            std::string(kKeyOne) + "\"\n")});
  EXPECT_EQ(other_key.exit_code, 1);
  const char* const why = TLS_SE_REASONS
                              ? "the server's card: decrypt_error, sent by the card: the binder"
                              : "the server's card: decrypt_error, sent by the card";
  EXPECT_TRUE(other_key.output.contains(why)) << other_key.output;
  EXPECT_EQ(run({"duet", "--client", file_}).exit_code, 2);  // a server's
}

TEST_F(ProgramTest, WrongUsage) {
  for (const Words& words :
       {Words{},
        {"fly"},
        {"server"},
        {"server", "--listen", "nowhere"},
        {"server", "--listen", "127.0.0.1:0", "--cards", "0"},
        {"server", "--listen", "127.0.0.1:0", "--cards", "257"},
        {"server", "--listen", "127.0.0.1:0", "--queue-timeout", "-1"},
        {"server", "--listen", "127.0.0.1:0", "--fragment", "256"},
        {"server", "--listen", "127.0.0.1:0", "--echo", "--target", "127.0.0.1:1"},
        {"server", "--listen", "127.0.0.1:0", "--profile", file_},
        {"client"},
        {"client", "--connect", "nowhere"},
        {"client", "--connect", "127.0.0.1:1", "--cards", "2"},
        {"client", "--connect", "127.0.0.1:1", "--queue-timeout", "2"},
        {"client", "--connect", "127.0.0.1:1", "--listen", "nowhere"},
        {"client", "--connect", "127.0.0.1:1", "--server-name", "a b"},
        {"client", "--connect", "127.0.0.1:1", "--alpn", ""},
        {"duet", "--server-name", "a..b"},
        {"client", "--connect", "127.0.0.1:1", "--profile", file_},
        {"apdu", file_},
        {"replay"},
        {"replay", file_},
        {"replay", kTrace, "--fragment", "0"}}) {
    const Outcome outcome = run(words);
    EXPECT_EQ(outcome.exit_code, 2) << testing::PrintToString(words);
    EXPECT_NE(outcome.errors, "") << testing::PrintToString(words);
    EXPECT_EQ(outcome.output, "") << testing::PrintToString(words);
  }
}

TEST_F(ProgramTest, AZoneOfAnAddressIsOfNoName) {
  const Outcome outcome = run({"client", "--connect", "[fe80::1%lo]:1"});
  EXPECT_EQ(outcome.exit_code, 1) << outcome.errors;  // nobody is there
  EXPECT_EQ(run({"client", "--connect", "[fe80::1%lo]:1", "--server-name", "fe80::1%lo"}).exit_code,
            2);
}

TEST_F(ProgramTest, AnAddressInUse) {
  ServerProcess server({});
  const Outcome outcome = run({"server", "--listen", server.address()});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_TRUE(outcome.errors.contains("can't listen")) << outcome.errors;
  EXPECT_TRUE(outcome.errors.contains("another program listens there")) << outcome.errors;
}

TEST_F(ProgramTest, AnAddressOfAnotherMachine) {
  const Outcome outcome = run({"server", "--listen", "192.0.2.1:0"});  // RFC 5737: nobody's
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_TRUE(outcome.errors.contains("no network interface has this address")) << outcome.errors;
  EXPECT_FALSE(outcome.errors.contains("another program listens there")) << outcome.errors;
}

TEST_F(ProgramTest, ReplaysTheDraft) {
  for (const char* fragment : {"1", "32", "240", "255"}) {
    const Outcome outcome = run({"replay", kTrace, "--fragment", fragment});
    EXPECT_EQ(outcome.exit_code, 0) << outcome.output << outcome.errors;
  }
  const Outcome outcome = run({"replay", kTrace});
  EXPECT_EQ(outcome.exit_code, 0);
  EXPECT_NE(outcome.output.find("all 10 exchanges"), std::string::npos) << outcome.output;
}

TEST_F(ProgramTest, ReplaySaysWhereATraceDiffers) {
  std::ifstream in(kTrace);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  const size_t at = text.find("1703030017e6044a");
  ASSERT_NE(at, text.npos);
  text[at + 11] = '7';
  const Outcome outcome = run({"replay", write_file(text)});
  EXPECT_EQ(outcome.exit_code, 1);
  EXPECT_NE(outcome.output.find("DIFFERS at byte 5: expected E7 04 4A"), std::string::npos)
      << outcome.output;
  EXPECT_NE(outcome.output.find("3 of 10"), std::string::npos) << outcome.output;
}

TEST_F(ProgramTest, ReplayRefusesWhatIsNoTrace) {
  EXPECT_EQ(run({"replay", write_file("{}")}).exit_code, 2);
  EXPECT_EQ(run({"replay", write_file("no")}).exit_code, 2);
  const Outcome outcome = run(
      {"replay", write_file(R"({"psk":"01","psk_identity":"02","server_random":"03",)"
                            R"("server_key_share":"04","ecdhe_shared_secret":"05",)"
                            R"("exchanges":[{"name":"x","command":"00","response":"9000"}]})")});
  EXPECT_EQ(outcome.exit_code, 2) << "a random of one byte: " << outcome.errors;
}

TEST_F(ProgramTest, SpeaksRawApdus) {
  const Outcome outcome =
      run({"apdu"}, "# a card that waits\n00 D8 00 01 00\n\n00CA010200 # state\n00ff\n");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.errors;
  EXPECT_EQ(outcome.output, "9000\n0016019000\n6700\n");
  const Outcome bad = run({"apdu", write_file("00D8000100\nzz\n00D8000100\n")});
  EXPECT_EQ(bad.exit_code, 2);
  EXPECT_EQ(bad.output, "9000\n");
  EXPECT_NE(bad.errors.find(":2: "), std::string::npos) << bad.errors;
}

TEST_F(ProgramTest, SaysLoudlyThatTheDemoKeyIsPublic) {
  ServerProcess server({});
  EXPECT_TRUE(server.logs("PUBLIC"));
  EXPECT_EQ(server.terminate(), 0);
}

TEST_F(ProgramTest, WarnsOnceOfAnUnwiseProfileAndStarts) {
  using std::filesystem::perms;
  const std::string profile =
      write_file("[[psk]]\nidentity = \"one\"\nkey = \"0123\"\nshort_key = true\n");
  std::filesystem::permissions(profile, perms(0644));
  ServerProcess server({"--profile", profile, "--connections", "1", "--cards", "2"});
  OpensslClient client(server.port(), {.psk = "0123", .identity = "one"});
  EXPECT_TRUE(client.handshake()) << server.log();
  client.close();
  EXPECT_EQ(server.exit_code(), 0);
  for (const std::string& words :
       {": it holds PSKs, and is open to others than its owner (mode 644): chmod 600 " + profile,
        std::string(": [[psk]] 1 has a key of 2 bytes")}) {
    ASSERT_TRUE(server.logs(words)) << words << "\n" << server.log();
    const std::string log = server.log();
    EXPECT_EQ(log.find(words), log.rfind(words)) << log;
  }

  const Outcome apdu = run({"apdu", "--profile", profile}, "00 D8 00 01 00\n");
  EXPECT_EQ(apdu.exit_code, 0);
  EXPECT_EQ(apdu.output, "9000\n");
  EXPECT_NE(apdu.errors.find("chmod 600"), std::string::npos) << apdu.errors;
  EXPECT_TRUE(run({"duet", "--server", profile}).errors.contains("chmod 600"));
}

TEST_F(ProgramTest, WarnsAClientToo) {
  const std::string profile = write_file(
      "role = \"client\"\n[[psk]]\nidentity = \"one\"\nkey = \"" + std::string(kKeyOne) + "\"\n");
  std::filesystem::permissions(profile, std::filesystem::perms(0644));
  const uint16_t nobody = free_port();
  const Outcome client =
      run({"client", "--connect", "127.0.0.1:" + std::to_string(nobody), "--profile", profile});
  EXPECT_EQ(client.exit_code, 1);
  EXPECT_TRUE(client.errors.contains("chmod 600")) << client.errors;
  EXPECT_TRUE(run({"duet", "--client", profile}).errors.contains("chmod 600"));
}

TEST_F(ProgramTest, HasNothingToSayOfAGoodProfileAndOfTheDemo) {
  const std::string profile =
      write_file("[[psk]]\nidentity = \"one\"\nkey = \"" + std::string(kKeyOne) + "\"\n");
  std::filesystem::permissions(profile, std::filesystem::perms(0600));
  for (const Words& options : {Words{}, Words{"--profile", profile}}) {
    ServerProcess server(options);
    EXPECT_EQ(server.terminate(), 0);
    EXPECT_EQ(server.log().find("warning"), std::string::npos) << server.log();
  }
}

TEST_F(ProgramTest, ServesItsProfile) {
  const std::string profile = write_file(
      "sw_more = \"mixed\"\n"
      "[[psk]]\nidentity = \"one\"\nkey = \"" +
      std::string(kKeyOne) + "\"\n[[psk]]\nidentity = \"two\"\nkey = \"" + kKeyTwo + "\"\n");
  ServerProcess server({"--profile", profile, "--connections", "3"});
  for (const auto& [identity, key] : {std::pair{"one", kKeyOne}, std::pair{"two", kKeyTwo}}) {
    OpensslClient client(server.port(), {.psk = key, .identity = identity});
    ASSERT_TRUE(client.handshake()) << server.log();
    client.write("x");
    EXPECT_EQ(client.read(1), "x");
  }
  EXPECT_EQ(server.log().find("PUBLIC"), std::string::npos);
  EXPECT_FALSE(OpensslClient(server.port()).handshake());
  EXPECT_EQ(server.exit_code(), 0);
}

TEST_F(ProgramTest, OpensslTalksEachCipherSuite) {
  if (!is_installed("openssl")) GTEST_SKIP() << "no openssl here";
  for (const std::string suite :
       {"TLS_AES_128_CCM_SHA256", "TLS_AES_128_GCM_SHA256", "TLS_AES_128_CCM_8_SHA256"}) {
    ServerProcess server(
        {"--connections", "1", "--profile",
         write_file("cipher_suites = [\"" + suite + "\"]\n[[psk]]\nidentity = \"one\"\nkey = \"" +
                    kKeyOne + "\"\n")});
    ChildProcess client({"openssl", "s_client", "-connect", server.address(), "-tls1_3", "-brief",
                         "-ciphersuites",
                         "TLS_AES_128_CCM_SHA256:TLS_AES_128_GCM_SHA256:TLS_AES_128_CCM_8_SHA256",
                         "-psk_identity", "one", "-psk", kKeyOne});
    client.write("hello!\n");
    EXPECT_TRUE(client.prints("hello!\n")) << client.errors();
    client.write("Q\n");
    EXPECT_EQ(client.exit_code(), 0) << client.errors();
    EXPECT_NE(client.errors().find("Ciphersuite: " + suite), std::string::npos) << client.errors();
    EXPECT_EQ(server.exit_code(), 0);
  }
}

TEST_F(ProgramTest, ASilentCardSendsNoAlert) {
  ServerProcess server({"--connections", "1", "--profile",
                        write_file("alerts = \"silent\"\n[[psk]]\nidentity = \"one\"\nkey = \"" +
                                   std::string(kKeyOne) + "\"\n")});
  {
    OpensslClient client(server.port(), {.psk = "ff", .identity = "one"});
    EXPECT_FALSE(client.handshake());
    EXPECT_EQ(client.alert(), -1);
  }
  EXPECT_EQ(server.exit_code(), 0);
  const char* const found = TLS_SE_REASONS
                                ? "decrypt_error, found by the card, and not sent: the binder"
                                : "decrypt_error, found by the card, and not sent";
  EXPECT_TRUE(server.log().contains(found)) << server.log();
}

TEST_F(ProgramTest, TheTraceShowsNoBytesUnlessAsked) {
  for (const char* option : {"--trace", "--trace-bytes"}) {
    ServerProcess server({option, "--connections", "1"});
    {
      OpensslClient client(server.port());
      ASSERT_TRUE(client.handshake());
      client.write("ABCDEF");
      EXPECT_EQ(client.read(6), "ABCDEF");
      client.close();
      EXPECT_TRUE(client.closed_by_peer());
    }
    EXPECT_EQ(server.exit_code(), 0);
    const bool shown = server.trace().contains("41 42 43 44 45 46 17");
    EXPECT_EQ(shown, option == std::string("--trace-bytes")) << server.trace();
    EXPECT_NE(server.trace().find("SEND(Server Encrypted Finished)"), std::string::npos);
    EXPECT_EQ(server.log().find("41 42"), std::string::npos);
  }
}

TEST_F(ProgramTest, ATraceSaysWhichCardItIsOfIfThereMayBeOthers) {
  ServerProcess server({"--trace"});
  ServerProcess server_of_one({"--trace", "--cards", "1"});
  OpensslClient first(server.port());
  OpensslClient second(server.port());
  OpensslClient of_one(server_of_one.port());
  for (OpensslClient* client : {&first, &second, &of_one}) ASSERT_TRUE(client->handshake());
  EXPECT_EQ(server.terminate(), 0);
  EXPECT_EQ(server_of_one.terminate(), 0);
  EXPECT_TRUE(server.trace().contains("\ncard 1  ")) << server.trace();
  EXPECT_TRUE(server.trace().contains("\ncard 2  ")) << server.trace();
  EXPECT_FALSE(server.trace().contains("\ncard 3  ")) << server.trace();
  EXPECT_FALSE(server_of_one.trace().contains("card ")) << server_of_one.trace();
}

TEST_F(ProgramTest, ListensOnIpv6) {
  try {
    ServerProcess server({}, "[::1]:0");
    EXPECT_NE(server.port(), 0);
    EXPECT_EQ(server.terminate(), 0);
  } catch (const std::runtime_error& error) {
    GTEST_SKIP() << "no IPv6 here";
  }
}

}  // namespace
}  // namespace tls_se
