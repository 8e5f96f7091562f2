#include "cli/pin_source.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

#include "cli/exit_codes.h"
#include "support/test_credentials.h"

namespace tls_se {
namespace {

class PinSourceTest : public testing::Test {
 protected:
  [[nodiscard]] PinSource in_file(const std::string& text) const {
    return {.file = folder_.write("pin", text).string()};
  }
  static std::string read(const PinSource& source) {
    return std::string(read_pin(source, "the user's PIN").text());
  }
  static std::string refusal(const PinSource& source) {
    try {
      return "taken: " + read(source);
    } catch (const UsageError& error) {
      return error.what();
    }
  }

  const TestFolder folder_;
};

/// Which has this in it, and no more will come.
class Pipe {
 public:
  explicit Pipe(const std::string& text) {
    EXPECT_EQ(pipe(ends_.data()), 0);
    EXPECT_EQ(write(ends_[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
    close(ends_[1]);
  }
  ~Pipe() { close(ends_[0]); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;

  [[nodiscard]] PinSource source() const { return {.descriptor = ends_[0]}; }
  [[nodiscard]] std::string rest() const {
    std::string text(100, '\0');
    text.resize(static_cast<size_t>(std::max<ssize_t>(0, ::read(ends_[0], text.data(), 100))));
    return text;
  }

 private:
  std::array<int, 2> ends_{};
};

TEST_F(PinSourceTest, ANewlineInAFileIsNotOfThePin) {
  for (const char* text : {"1234", "1234\n", "1234\r\n"}) EXPECT_EQ(read(in_file(text)), "1234");
  EXPECT_EQ(read(in_file("1234567890123456\n")), "1234567890123456");
  EXPECT_EQ(read(in_file("12 34 \n")), "12 34 ");
  EXPECT_EQ(read(in_file("12\n34\n")), "12\n34");
}

TEST_F(PinSourceTest, ADescriptorIsReadUpToANewline) {
  for (const char* text : {"1234", "1234\n", "1234\r\n"}) {
    EXPECT_EQ(read(Pipe(text).source()), "1234");
  }
  const Pipe more("1234\nand what the connection has to say");
  EXPECT_EQ(read(more.source()), "1234");
  EXPECT_EQ(more.rest(), "and what the connection has to say");
}

TEST_F(PinSourceTest, WhatIsNoPinIsRefusedAndNotRepeated) {
  const std::pair<std::string, std::string> rows[] = {{"987\n", "fewer"},
                                                      {"98765432109876543\n", "more"},
                                                      {std::string(5000, '9'), "more"},
                                                      {"\n", "none"},
                                                      {"", "none"}};
  for (const auto& [text, words] : rows) {
    for (const std::string& refused : {refusal(in_file(text)), refusal(Pipe(text).source())}) {
      EXPECT_TRUE(
          refused.starts_with("the user's PIN has 4 to 16 bytes, and this one has " + words))
          << refused;
      EXPECT_FALSE(refused.contains("987")) << refused;
    }
  }
}

TEST_F(PinSourceTest, WhereThereIsNoneIsTold) {
  const std::string missing = (folder_.path() / "missing").string();
  EXPECT_EQ(refusal({.file = missing}),
            "--pin-file: " + missing + " can't be read: No such file or directory");
  EXPECT_TRUE(refusal({.descriptor = 999}).starts_with("--pin-fd: descriptor 999 is not open"));
}

}  // namespace
}  // namespace tls_se
