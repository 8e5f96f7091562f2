// What becomes of a command whose standard output can't be written.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "support/client_process.h"
#include "support/openssl_peer.h"
#include "support/words.h"

namespace tls_se {
namespace {

constexpr char kRecording[] = TLS_SE_SOURCE_DIR "/tests/traces/draft-section-5.json";
constexpr char kNotWritten[] = "not all could be written to standard output";

/// The program with its standard output in a file, a device or a named pipe.
Words program_into(const std::string& output, const Words& words) {
  return Words{"sh", "-c", "exec \"$0\" \"$@\" >" + output, TLS_SE_PROGRAM} + words;
}

class OutputTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists("/dev/full")) GTEST_SKIP() << "no /dev/full here";
  }
  void TearDown() override { std::filesystem::remove(pipe_); }

  const std::string pipe_ = testing::TempDir() + "tls-se-output-test-" + std::to_string(getpid());
};

TEST_F(OutputTest, AFullDeviceIsNoSuccess) {
  for (const Words& words : {Words{"--version"},
                             {"--help"},
                             {"server", "--help"},
                             {"apdu"},
                             {"replay", kRecording},
                             {"duet"},
                             {"server", "--listen", "127.0.0.1:0"}}) {
    for (const std::string output : {"/dev/full", "/dev/null"}) {
      if (words.back() == "127.0.0.1:0" && output == "/dev/null") continue;  // it would go on
      ChildProcess child(program_into(output, words));
      child.write("00 D8 00 01 00\n");
      child.close_input();
      const bool full = output == "/dev/full";
      EXPECT_EQ(child.exit_code(), full ? 1 : 0) << testing::PrintToString(words);
      EXPECT_EQ(child.errors().contains(kNotWritten), full) << child.errors();
    }
  }
}

TEST_F(OutputTest, AWrongOptionStaysOne) {
  ChildProcess child(program_into("/dev/full", {"apdu"}));
  child.write("zz\n");
  child.close_input();
  EXPECT_EQ(child.exit_code(), 2);
  EXPECT_FALSE(child.errors().contains(kNotWritten)) << child.errors();  // there was nothing to say
}

TEST_F(OutputTest, NoCommandIsSentWhoseResponseNobodySees) {
  ChildProcess child(program_into("/dev/full", {"apdu"}));
  child.write("00 D8 00 01 00\nzz\n");
  EXPECT_EQ(child.exit_code(), 1) << "the second line was read";
}

TEST_F(OutputTest, AClientIsToldThatDataIsMissing) {
  OpensslServer server;
  ChildProcess client(program_into("/dev/full", {"client", "--connect", server.address()}));
  const auto connection = server.accept();
  ASSERT_TRUE(connection->handshake()) << client.errors();
  connection->write("lost");
  EXPECT_EQ(client.exit_code(), 1);
  EXPECT_TRUE(client.errors().contains("No space left on device")) << client.errors();
}

TEST_F(OutputTest, AServerOutlivesTheReaderOfItsTrace) {
  ASSERT_EQ(mkfifo(pipe_.c_str(), 0600), 0);
  ChildProcess server(
      program_into(pipe_, {"server", "--listen", "127.0.0.1:0", "--trace", "--connections", "2"}));
  std::string line;
  {
    std::ifstream reader(pipe_);
    std::getline(reader, line);
  }
  ASSERT_TRUE(line.starts_with("listening on ")) << line;
  const auto port = static_cast<uint16_t>(std::stoi(line.substr(line.rfind(':') + 1)));
  for (int i = 0; i < 2; ++i) {
    OpensslClient client(port);
    ASSERT_TRUE(client.handshake()) << server.errors();
    client.write("x");
    EXPECT_EQ(client.read(1), "x");
    client.close();
    EXPECT_TRUE(client.closed_by_peer());
  }
  EXPECT_EQ(server.exit_code(), 1);
  const std::string log = server.errors();
  const std::string lost = "the trace can't be written any more";
  EXPECT_TRUE(log.contains(lost)) << log;
  EXPECT_EQ(log.find(lost), log.rfind(lost)) << log;
  EXPECT_TRUE(log.contains(kNotWritten)) << log;
}

TEST_F(OutputTest, AReaderThatLeavesEndsACommandAsItEndsAnyOther) {
  ASSERT_EQ(mkfifo(pipe_.c_str(), 0600), 0);
  ChildProcess apdu(program_into(pipe_, {"apdu"}));
  { const std::ifstream reader(pipe_); }
  apdu.write("00 D8 00 01 00\n");
  EXPECT_EQ(apdu.exit_code(), 128 + SIGPIPE);
  EXPECT_EQ(apdu.errors().find(kNotWritten), std::string::npos) << apdu.errors();
}

}  // namespace
}  // namespace tls_se
