#include "doctor/pcscd_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>

#include "reader/pcsc/pcsc_context.h"
#include "support/test_credentials.h"

namespace tls_se {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr char kPath[] = "/run/somewhere";

PcscdSight never_looks() {
  ADD_FAILURE() << "looked at";
  return {};
}

Finding refused_with(LONG code, const PcscdSight& sight = {.socket = kPath}) {
  const PcscdCheck check =
      check_pcscd([=]() -> std::vector<PcscSlot> { throw PcscRefusal("PC/SC fails: so", code); },
                  [=] { return sight; });
  EXPECT_FALSE(check.slots);
  EXPECT_EQ(check.finding.subject, "pcscd");
  EXPECT_EQ(check.finding.severity, Severity::error);
  EXPECT_NE(check.finding.next_step, "");
  return check.finding;
}

Finding unreachable(int connect_error, bool is_installed = true) {
  return refused_with(
      SCARD_E_NO_SERVICE,
      {.socket = kPath, .connect_error = connect_error, .is_installed = is_installed});
}

TEST(PcscdCheckTest, OneThatAnswersHasSlots) {
  const PcscdCheck check = check_pcscd(
      [] {
        return std::vector<PcscSlot>{{.name = "One"}, {.name = "Another"}};
      },
      never_looks);
  EXPECT_EQ(check.finding.severity, Severity::ok);
  ASSERT_TRUE(check.slots);
  EXPECT_EQ(check.slots->size(), 2u);
}

TEST(PcscdCheckTest, OneThatIsNotStartedIsToldFromOneThatIsNotInstalled) {
  for (const int error : {ENOENT, ENOTDIR}) {
    EXPECT_THAT(unreachable(error).words, HasSubstr("not started"));
    EXPECT_THAT(unreachable(error).words, HasSubstr(kPath));
    EXPECT_THAT(unreachable(error).next_step, HasSubstr("systemctl start pcscd.socket"));
    EXPECT_THAT(unreachable(error, false).words, HasSubstr("not installed"));
    EXPECT_THAT(unreachable(error, false).next_step, HasSubstr("apt-get install pcscd"));
  }
}

TEST(PcscdCheckTest, TheSocketTellsTheRest) {
  EXPECT_THAT(unreachable(ECONNREFUSED).words, HasSubstr("has died"));
  for (const int error : {EACCES, EPERM}) {
    EXPECT_THAT(unreachable(error).words, HasSubstr("not for this user"));
    EXPECT_THAT(unreachable(error).next_step, HasSubstr("ls -l /run/somewhere"));
  }
  EXPECT_THAT(unreachable(EAGAIN).words, HasSubstr("hangs"));
  EXPECT_THAT(unreachable(0).words, HasSubstr("ends as soon as it is asked"));
  EXPECT_THAT(unreachable(0).next_step, HasSubstr("journalctl -u pcscd"));
}

TEST(PcscdCheckTest, PolkitsRefusalHasItsRule) {
  for (const LONG code : {SCARD_W_SECURITY_VIOLATION, SCARD_E_NO_ACCESS}) {
    EXPECT_THAT(refused_with(code).words, HasSubstr("polkit"));
    EXPECT_THAT(refused_with(code).next_step, HasSubstr("docs/cards.md has the rule"));
  }
  EXPECT_THAT(unreachable(EACCES).words, Not(HasSubstr("polkit")));
}

TEST(PcscdCheckTest, WhatElseItSaysIsTold) {
  EXPECT_EQ(refused_with(SCARD_E_NO_MEMORY).words, "fails");
  EXPECT_EQ(refused_with(SCARD_E_NO_MEMORY).next_step, "so");
}

TEST(PcscdCheckTest, OneThatDoesNotAnswerInTimeIsTold) {
  const PcscdCheck check = check_pcscd(
      []() -> std::vector<PcscSlot> { throw CardUnreachable("pcscd does not answer: restart it"); },
      never_looks);
  EXPECT_EQ(check.finding.severity, Severity::error);
  EXPECT_EQ(check.finding.words, "does not answer");
  EXPECT_EQ(check.finding.next_step, "restart it");
  EXPECT_FALSE(check.slots);
}

class PcscdSightTest : public testing::Test {
 protected:
  void SetUp() override { setenv("PCSCLITE_CSOCK_NAME", path_.c_str(), 1); }
  void TearDown() override {
    unsetenv("PCSCLITE_CSOCK_NAME");
    if (socket_ >= 0) close(socket_);
  }
  void bind_socket() {
    socket_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    ASSERT_LT(path_.size(), sizeof address.sun_path);
    path_.copy(address.sun_path, path_.size());
    ASSERT_EQ(bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  }

  const TestFolder folder_;
  const std::string path_ = folder_.path() / "pcscd.comm";
  int socket_ = -1;
};

TEST_F(PcscdSightTest, IsThatOfTheSocket) {
  EXPECT_EQ(look_at_pcscd().socket, path_);
  EXPECT_EQ(look_at_pcscd().connect_error, ENOENT);
  bind_socket();
  EXPECT_EQ(look_at_pcscd().connect_error, ECONNREFUSED);
  ASSERT_EQ(listen(socket_, 1), 0);
  EXPECT_EQ(look_at_pcscd().connect_error, 0);
  int error = 0;  // it accepts nobody, and soon there is no place to wait
  for (int i = 0; i < 16 && error == 0; ++i) error = look_at_pcscd().connect_error;
  EXPECT_EQ(error, EAGAIN);
}

TEST_F(PcscdSightTest, WithoutTheVariableItIsTheUsualOne) {
  unsetenv("PCSCLITE_CSOCK_NAME");
  EXPECT_EQ(look_at_pcscd().socket, "/run/pcscd/pcscd.comm");
  setenv("PCSCLITE_CSOCK_NAME", std::string(200, 'x').c_str(), 1);
  EXPECT_EQ(look_at_pcscd().connect_error, ENAMETOOLONG);
}

}  // namespace
}  // namespace tls_se
