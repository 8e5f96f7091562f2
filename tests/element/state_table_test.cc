// Every state times every message: exactly the messages that RFC 8446 Appendix A allows in a state
// reach their check there. A message with an empty body tells the two apart: a check that is
// reached finds it too short (decode_error), one that is not allowed gets no further
// (unexpected_message).
#include <gtest/gtest.h>

#include "test_client.h"

namespace tls_se::test {
namespace {

enum class State { start, retried, wait_finished, open };
constexpr State kStates[] = {State::start, State::retried, State::wait_finished, State::open};

/// A card that has come to a state, and the client that brought it there.
struct Situation {
  CardDriver card;
  TestClient client;

  explicit Situation(State state) {
    if (state == State::start) return;
    HelloSpec spec = client.hello();
    if (state == State::retried) spec.extension(ExtensionType::key_share).data = {0, 0};
    client.read_flight(card.exchange(client.client_hello_record(spec)).data);
    if (state != State::open) return;
    card.exchange(client.seal(ContentType::handshake, client.finished()));
    client.finish();
  }

  uint8_t p1() { return card.transmit("00CA010200").data[0] == 2 ? p1::kDecrypt : p1::kHandshake; }

  /// The alert with which the card answers a record; nothing if it goes on.
  std::optional<Alert> answer(const Buffer& record) {
    const Answer got = card.exchange(record, p1());
    return got.data.empty() ? std::nullopt : client.alert_in(got.data);
  }
  std::optional<Alert> answer_in_the_clear(ContentType type, const Buffer& content) {
    return answer(plain_record(type, content));
  }
  std::optional<Alert> answer_protected(ContentType type, const Buffer& content) {
    return answer(client.seal(type, content));
  }
};

/// Appendix A.2: what a server takes, and whether protected.
bool may_check(State state, int type, bool is_protected) {
  switch (state) {
    case State::start:    // Recv ClientHello
    case State::retried:  // Recv ClientHello
      return type == 1 && !is_protected;
    case State::wait_finished:  // Recv Finished
      return type == 20 && is_protected;
    case State::open:  // KeyUpdate, section 4.6.3
      return type == 24 && is_protected;
  }
  return false;
}

TEST(EveryStateTimesEveryMessage, HandshakeMessages) {
  for (const State state : kStates) {
    for (const bool is_protected : {false, true}) {
      for (int type = 0; type < 256; ++type) {
        SCOPED_TRACE(testing::Message() << "state " << static_cast<int>(state) << " type " << type
                                        << (is_protected ? " protected" : " in the clear"));
        Situation situation(state);
        if (is_protected && !situation.client.has_handshake_keys()) continue;
        const Buffer message = handshake_message(static_cast<HandshakeType>(type), {});
        const auto alert = is_protected
                               ? situation.answer_protected(ContentType::handshake, message)
                               : situation.answer_in_the_clear(ContentType::handshake, message);
        EXPECT_EQ(alert, may_check(state, type, is_protected) ? Alert::decode_error
                                                              : Alert::unexpected_message);
      }
    }
  }
}

TEST(EveryStateTimesEveryMessage, ChangeCipherSpecIsDroppedOnlyBetweenHelloAndFinished) {
  for (const State state : kStates) {
    SCOPED_TRACE(static_cast<int>(state));
    const bool allowed = state == State::retried || state == State::wait_finished;
    const std::optional<Alert> none;
    EXPECT_EQ(Situation(state).answer_in_the_clear(ContentType::change_cipher_spec, {1}),
              allowed ? none : Alert::unexpected_message);
    for (const Buffer& wrong : {Buffer{}, Buffer{0}, Buffer{2}, Buffer{1, 1}}) {
      EXPECT_EQ(Situation(state).answer_in_the_clear(ContentType::change_cipher_spec, wrong),
                Alert::unexpected_message);
    }
    Situation protected_one(state);
    if (protected_one.client.has_handshake_keys()) {
      EXPECT_EQ(protected_one.answer_protected(ContentType::change_cipher_spec, {1}),
                Alert::unexpected_message);
    }
  }
}

TEST(EveryStateTimesEveryMessage, ApplicationDataOnlyWhenOpen) {
  for (const State state : kStates) {
    SCOPED_TRACE(static_cast<int>(state));
    EXPECT_EQ(Situation(state).answer_in_the_clear(ContentType::application_data, Buffer(40)),
              state == State::start || state == State::retried ? Alert::unexpected_message
                                                               : Alert::bad_record_mac);
    Situation situation(state);
    if (!situation.client.has_handshake_keys()) continue;
    const Answer got = situation.card.exchange(
        situation.client.seal(ContentType::application_data, Buffer{7}), situation.p1());
    if (state == State::open) {
      EXPECT_EQ(got.data, (Buffer{7, 0x17}));
    } else {
      EXPECT_EQ(situation.client.alert_in(got.data), Alert::unexpected_message);
    }
  }
}

TEST(EveryStateTimesEveryMessage, UnknownContentTypes) {
  for (const State state : kStates) {
    for (const int type : {0, 1, 19, 24, 25, 128, 255}) {
      SCOPED_TRACE(testing::Message() << static_cast<int>(state) << ' ' << type);
      EXPECT_EQ(Situation(state).answer_in_the_clear(static_cast<ContentType>(type), {1, 2}),
                Alert::unexpected_message);
      Situation situation(state);
      // An inner content type of 0 is padding.
      if (type != 0 && situation.client.has_handshake_keys()) {
        EXPECT_EQ(situation.answer_protected(static_cast<ContentType>(type), {1, 2}),
                  Alert::unexpected_message);
      }
    }
  }
}

TEST(EveryStateTimesEveryMessage, AlertsEndTheSessionOfEitherSide) {
  for (const State state : kStates) {
    for (int description = 0; description < 256; ++description) {
      SCOPED_TRACE(testing::Message() << static_cast<int>(state) << ' ' << description);
      const Buffer alert = {2, static_cast<uint8_t>(description)};
      const Buffer reason = {2, static_cast<uint8_t>(description), 0};
      Situation situation(state);
      const bool keys = situation.client.has_handshake_keys();
      const Answer got =
          situation.card.exchange(keys ? situation.client.seal(ContentType::alert, alert)
                                       : plain_record(ContentType::alert, alert),
                                  situation.p1());
      const bool ends = description != 90;  // user_canceled announces a close_notify
      EXPECT_EQ(got.status, ends ? sw::kClose : sw::kOk);
      if (ends) {
        EXPECT_EQ(situation.card.transmit("00CA010100").data, reason);
      }
      // The draft has the node see what was decrypted, in the open session.
      const Buffer content = {2, static_cast<uint8_t>(description), 21};
      EXPECT_EQ(got.data, state == State::open ? content : Buffer{});
    }
  }
}

TEST(EveryStateTimesEveryMessage, AlertsInTheClearOnlyBeforeTheFirstProtectedRecord) {
  EXPECT_EQ(
      Situation(State::wait_finished).card.recv(plain_record(ContentType::alert, Buffer{2, 40})),
      sw::kClose);
  EXPECT_EQ(Situation(State::open).answer_in_the_clear(ContentType::alert, {2, 40}),
            Alert::unexpected_message);
}

TEST(EveryStateTimesEveryMessage, NothingIsTakenWhileARecordWaits) {
  TestClient client;
  CardDriver card;
  const StatusWord more = card.recv(client.client_hello_record(client.hello()));
  ASSERT_TRUE(sw::is_more(more));
  EXPECT_EQ(card.recv(plain_record(ContentType::change_cipher_spec, Buffer{1})),
            sw::kConditionsNotSatisfied);
  client.read_flight(card.send(more).data);  // nothing was lost
}

TEST(EveryStateTimesEveryMessage, NothingIsTakenOnceClosed) {
  Situation situation(State::open);
  ASSERT_EQ(situation.card
                .exchange(situation.client.seal(ContentType::alert, Buffer{2, 40}), p1::kDecrypt)
                .status,
            sw::kClose);
  for (const uint8_t p1 : {p1::kHandshake, p1::kDecrypt, p1::kEncrypt}) {
    EXPECT_EQ(situation.card.recv(Buffer{1, 2, 23}, p1), sw::kConditionsNotSatisfied);
  }
  EXPECT_TRUE(works_after_reset(situation.card));
}

}  // namespace
}  // namespace tls_se::test
