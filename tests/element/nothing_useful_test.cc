// Records that carry nothing: a peer may send a few in a row, and not for ever.
#include <gtest/gtest.h>

#include "credentials.h"
#include "journey.h"

namespace tls_se::test {
namespace {

constexpr size_t kMost = 32;
constexpr Alert kEnough = refuse(Alert::unexpected_message, Reason::nothing_useful);
const Buffer kIdleKeyUpdate = {24, 0, 0, 1, 0};

/// An open session with a peer of either role.
template <typename Judge>
void in_open_sessions(Judge judge) {
  ServerMeeting with_client(kPskOnly);
  with_client.expect_open(with_client.play(with_client.flight()));
  judge(static_cast<Meeting&>(with_client));
  ClientMeeting with_server(Mode::psk);
  with_server.expect_open(with_server.play(with_server.flight()));
  judge(static_cast<Meeting&>(with_server));
}

struct Idle {
  const char* name;
  ContentType type;
  Buffer content;
};
const Idle kIdle[] = {
    {"empty application data", ContentType::application_data, {}},
    {"KeyUpdate", ContentType::handshake, kIdleKeyUpdate},
    {"user_canceled", ContentType::alert, {1, 90}},
};

Answer send(Meeting& at, const Idle& idle) {
  const Buffer record = at.peer().seal(idle.type, idle.content);
  if (idle.content == kIdleKeyUpdate) at.peer().update_own_keys();
  return at.card().exchange(record, p1::kDecrypt);
}

TEST(NothingUseful, IsTakenAFewTimesInARow) {
  for (const Idle& idle : kIdle) {
    in_open_sessions([&](Meeting& at) {
      SCOPED_TRACE(idle.name);
      for (size_t i = 0; i < kMost; ++i) ASSERT_EQ(send(at, idle).status, sw::kOk) << i;
      at.expect_refused(send(at, idle), kEnough);
    });
  }
}

TEST(NothingUseful, OfSeveralKindsCountsTogether) {
  in_open_sessions([&](Meeting& at) {
    for (size_t i = 0; i < kMost; ++i) ASSERT_EQ(send(at, kIdle[i % 3]).status, sw::kOk) << i;
    at.expect_refused(send(at, kIdle[0]), kEnough);
  });
}

TEST(NothingUseful, IsForgottenWhenSomethingComes) {
  in_open_sessions([&](Meeting& at) {
    for (size_t round = 0; round < 5; ++round) {
      for (size_t i = 0; i < kMost; ++i) ASSERT_EQ(send(at, kIdle[i % 3]).status, sw::kOk) << i;
      ASSERT_EQ(send(at, {"a byte", ContentType::application_data, {'x'}}).status, sw::kOk);
    }
  });
}

/// What the peer reads when the card is to encrypt this.
Buffer said(Meeting& at, const Buffer& inner) {
  return at.peer().open(at.card().exchange(inner, p1::kEncrypt).data).content;
}

TEST(NothingUseful, IsForgottenWhenTheCardSaysSomething) {
  in_open_sessions([&](Meeting& at) {
    for (size_t round = 0; round < 3; ++round) {
      for (size_t i = 0; i < kMost; ++i) ASSERT_EQ(send(at, kIdle[1]).status, sw::kOk) << i;
      EXPECT_EQ(said(at, {'x', 23}), Buffer{'x'});
    }
    for (size_t i = 0; i < kMost; ++i) ASSERT_EQ(send(at, kIdle[1]).status, sw::kOk) << i;
    // Its own KeyUpdate is nothing that it says.
    EXPECT_EQ(said(at, {24, 0, 0, 1, 0, 22}), kIdleKeyUpdate);
    at.peer().update_peer_keys();
    at.expect_refused(send(at, kIdle[1]), kEnough);
  });
}

TEST(NothingUseful, IsNotWhatTicketsAre) {
  ClientMeeting at(Mode::psk);
  at.expect_open(at.play(at.flight()));
  Buffer ticket = {4, 0, 0, 14, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1, 7, 0, 0};
  for (size_t i = 0; i < 3 * kMost; ++i) {
    ASSERT_EQ(send(at, {"a ticket", ContentType::handshake, ticket}).status, sw::kOk) << i;
  }
}

Buffer change_cipher_spec() { return {20, 3, 3, 0, 1, 1}; }

TEST(NothingUseful, InAHandshakeIsTakenAFewTimesInARow) {
  ServerMeeting at(kPskOnly);  // which waits for Finished
  for (size_t i = 0; i < kMost; ++i) {
    ASSERT_EQ(at.card().exchange(change_cipher_spec()).status, sw::kOk) << i;
  }
  at.expect_refused(at.card().exchange(change_cipher_spec()), kEnough);

  at.meet();
  for (size_t i = 0; i < kMost; ++i) {
    const Buffer canceled = at.client().seal(ContentType::alert, Buffer{1, 90});
    ASSERT_EQ(at.card().exchange(canceled).status, sw::kOk) << i;
  }
  const Answer answer = at.card().exchange(at.client().seal(ContentType::alert, Buffer{1, 90}));
  at.expect_refused(answer, kEnough);
}

TEST(NothingUseful, InAHandshakeIsForgottenWithAMessage) {
  ClientMeeting at(Mode::psk);
  for (size_t i = 0; i < kMost; ++i) {
    ASSERT_EQ(at.card().exchange(change_cipher_spec()).status, sw::kOk) << i;
  }
  const FlightSpec flight = at.flight();
  const Buffer hello = at.server().server_hello(flight.hello);
  ASSERT_EQ(at.card().recv(plain_record(ContentType::handshake, hello)), sw::kOk);
  for (size_t i = 0; i < kMost; ++i) {
    ASSERT_EQ(at.card().exchange(change_cipher_spec()).status, sw::kOk) << i;
  }
  at.expect_refused(at.card().exchange(change_cipher_spec()), kEnough);
}

/// Refused early data is skipped, but what is none is not skipped for ever.
TEST(NothingUseful, IsEarlyDataOfNoBytes) {
  for (const bool retried : {false, true}) {
    ServerMeeting at(options_of(Role::server, kPskOnly), ServerMeeting::Begun{});
    HelloSpec hello = at.hello();
    hello.add(ExtensionType::early_data, {});
    if (retried) hello.set(ExtensionType::key_share, {0, 0});
    ASSERT_EQ(at.say(hello).status, sw::kOk);
    const Buffer empty = {23, 3, 3, 0, 0};
    Answer answer;
    for (size_t i = 0; i <= kMost && answer.data.empty(); ++i) answer = at.card().exchange(empty);
    EXPECT_EQ(at.card().end_reason(), "010A");
  }
}

}  // namespace
}  // namespace tls_se::test
