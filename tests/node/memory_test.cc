// What the running program has in its memory of the keys that it was given.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>

#include "openssl_peer.h"
#include "server_process.h"
#include "support/words.h"
#include "text/hex.h"

namespace tls_se {
namespace {

constexpr char kDigits[] = "8f3a1c97d2e4b60577a9c8e1f2031465798badcfe01324578609abcdef5e4d3c";
constexpr size_t kPiece = 12;             // bytes in a row: no accident
constexpr uint64_t kMaxRegion = 1 << 27;  // what is larger is AddressSanitizer's own

/// All that a process may write to. Empty if it can't be seen.
std::vector<std::string> memory_of(pid_t process) {
  const std::string folder = "/proc/" + std::to_string(process);
  std::ifstream maps(folder + "/maps");
  const int memory = open((folder + "/mem").c_str(), O_RDONLY | O_CLOEXEC);
  std::vector<std::string> regions;
  for (std::string line; memory >= 0 && std::getline(maps, line);) {
    if (!line.substr(line.find(' ') + 1).starts_with("rw")) continue;
    size_t dash = 0;
    const uint64_t begin = std::stoull(line, &dash, 16);
    const uint64_t end = std::stoull(line.substr(dash + 1), nullptr, 16);
    if (end - begin > kMaxRegion) continue;
    // A page at a time: some may be none.
    std::string& region = regions.emplace_back();
    std::array<char, 4096> page;
    for (uint64_t at = begin; at < end; at += page.size()) {
      const ssize_t size = pread(memory, page.data(), page.size(), static_cast<off_t>(at));
      if (size > 0) region.append(page.data(), static_cast<size_t>(size));
    }
    if (region.empty()) regions.pop_back();
  }
  if (memory >= 0) close(memory);
  return regions;
}

/// How often a piece of it is there: no fewer times than all of it.
size_t count(const std::vector<std::string>& memory, std::string_view secret) {
  size_t most = 0;
  for (size_t at = 0; at + kPiece <= secret.size(); at += kPiece) {
    const std::string_view piece = secret.substr(at, kPiece);
    const std::boyer_moore_horspool_searcher searcher(piece.begin(), piece.end());
    size_t times = 0;
    for (const std::string& region : memory) {
      for (auto found = region.begin();; ++found) {
        found = std::search(found, region.end(), searcher);
        if (found == region.end()) break;
        ++times;
      }
    }
    most = std::max(most, times);
  }
  return most;
}

std::string text_of(const std::vector<uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }

/// RFC 8446 section 7.1: HKDF-Extract(0, PSK).
std::string early_secret(const std::vector<uint8_t>& psk) {
  constexpr std::array<uint8_t, 32> kZeros{};
  std::vector<uint8_t> secret(kZeros.size());
  HMAC(EVP_sha256(), kZeros.data(), kZeros.size(), psk.data(), psk.size(), secret.data(), nullptr);
  return text_of(secret);
}

class MemoryTest : public testing::Test {
 protected:
  void TearDown() override { std::filesystem::remove(file_); }
  std::string profile(const std::string& role) {
    std::ofstream(file_) << "role = \"" << role << "\"\n[[psk]]\nidentity = \"one\"\nkey = \""
                         << kDigits << "\"\n";
    std::filesystem::permissions(file_, std::filesystem::perms(0600));
    return file_;
  }

  const std::string file_ = testing::TempDir() + "tls-se-memory-test-" + std::to_string(getpid());
};

void expect_the_early_secret_once(pid_t process) {
  const std::vector<std::string> memory = memory_of(process);
  if (memory.empty()) GTEST_SKIP() << "no process shows its memory here";
  const auto psk = parse_hex(kDigits).value();
  EXPECT_EQ(count(memory, early_secret(psk)), 1) << "if 0, this test looks at the wrong place";
  EXPECT_EQ(count(memory, text_of(psk)), 0);
  EXPECT_EQ(count(memory, kDigits), 0);
}

TEST_F(MemoryTest, AServerHasNoPsk) {
  ServerProcess server({"--profile", profile("server"), "--cards", "3"});
  expect_the_early_secret_once(server.pid());
}

TEST_F(MemoryTest, AClientHasNoPsk) {
  ListeningClientProcess client("127.0.0.1:1", {"--profile", profile("client"), "--cards", "3"});
  expect_the_early_secret_once(client.pid());
}

/// The profile is long gone when the second and third one are made.
TEST_F(MemoryTest, CardsThatComeLaterBringNoPsk) {
  ServerProcess server({"--profile", profile("server")});
  std::vector<std::unique_ptr<OpensslClient>> clients;
  for (int i = 0; i < 3; ++i) {
    auto& client = *clients.emplace_back(std::make_unique<OpensslClient>(
        server.port(), OpensslClient::Options{.psk = kDigits, .identity = "one"}));
    ASSERT_TRUE(client.handshake()) << server.log();
    client.write("x");
    EXPECT_EQ(client.read(1), "x");
  }
  expect_the_early_secret_once(server.pid());
}

}  // namespace
}  // namespace tls_se
