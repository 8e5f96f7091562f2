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
#include <set>
#include <sstream>

#include "support/openssl_peer.h"
#include "support/server_process.h"
#include "support/words.h"
#include "text/hex.h"

namespace tls_se {
namespace {

constexpr char kDigits[] = "8f3a1c97d2e4b60577a9c8e1f2031465798badcfe01324578609abcdef5e4d3c";
constexpr size_t kPiece = 12;             // bytes in a row: no accident
constexpr uint64_t kMaxRegion = 1 << 27;  // what is larger is AddressSanitizer's own

/// A line of /proc/PID/maps (proc(5)).
struct Mapped {
  explicit Mapped(const std::string& line) {
    std::istringstream words(line);
    std::string range;
    std::string device;
    words >> range >> permissions >> std::hex >> offset >> device >> std::dec >> inode;
    size_t dash = 0;
    begin = std::stoull(range, &dash, 16);
    end = std::stoull(range.substr(dash + 1), nullptr, 16);
    file = device + ' ' + std::to_string(inode);
  }

  uint64_t begin = 0;
  uint64_t end = 0;
  std::string permissions;
  uint64_t offset = 0;  // in the file
  uint64_t inode = 0;   // 0: of no file
  std::string file;
};

/// All that a process may write to. Empty if it can't be seen. What several mappings have of one
/// page of a file is there once, until one of them is written to.
class ProcessMemory {
 public:
  explicit ProcessMemory(pid_t process)
      : folder_("/proc/" + std::to_string(process)),
        memory_(open((folder_ + "/mem").c_str(), O_RDONLY | O_CLOEXEC)),
        page_map_(open((folder_ + "/pagemap").c_str(), O_RDONLY | O_CLOEXEC)) {}
  ProcessMemory(const ProcessMemory&) = delete;
  ProcessMemory& operator=(const ProcessMemory&) = delete;
  ~ProcessMemory() {
    if (memory_ >= 0) close(memory_);
    if (page_map_ >= 0) close(page_map_);
  }

  std::vector<std::string> regions() {
    std::ifstream maps(folder_ + "/maps");
    std::vector<std::string> regions;
    for (std::string line; memory_ >= 0 && std::getline(maps, line);) {
      const Mapped mapped(line);
      if (!mapped.permissions.starts_with("rw") || mapped.end - mapped.begin > kMaxRegion) continue;
      std::string region = read(mapped);
      if (!region.empty()) regions.push_back(std::move(region));
    }
    return regions;
  }

 private:
  static constexpr size_t kPage = 4096;

  /// A page at a time: some may be none.
  std::string read(const Mapped& mapped) {
    std::string region;
    std::array<char, kPage> page;
    for (uint64_t at = mapped.begin; at < mapped.end; at += page.size()) {
      const std::string of_file =
          mapped.file + ' ' + std::to_string(mapped.offset + at - mapped.begin);
      if (mapped.inode != 0 && is_files(at) && !seen_.insert(of_file).second) continue;
      const ssize_t size = pread(memory_, page.data(), page.size(), static_cast<off_t>(at));
      if (size > 0) region.append(page.data(), static_cast<size_t>(size));
    }
    return region;
  }

  /// Bit 61 of an entry: the page is the file's, and no copy of it.
  [[nodiscard]] bool is_files(uint64_t at) const {
    uint64_t entry = 0;
    const auto place = static_cast<off_t>(at / kPage * sizeof entry);
    return pread(page_map_, &entry, sizeof entry, place) == sizeof entry && (entry >> 61 & 1) != 0;
  }

  const std::string folder_;
  const int memory_;
  const int page_map_;
  std::set<std::string> seen_;
};

std::vector<std::string> memory_of(pid_t process) { return ProcessMemory(process).regions(); }

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
