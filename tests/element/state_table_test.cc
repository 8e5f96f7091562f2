// Every state of every kind of card times every message: exactly the messages that RFC 8446
// Appendix A allows in a state reach their check there. A message with an empty body tells the two
// apart: a check that is reached finds it too short (decode_error), one that is not allowed gets no
// further (unexpected_message).
#include <gtest/gtest.h>

#include <algorithm>

#include "journey.h"
#include "named_case.h"
#include "refusals.h"

namespace tls_se::test {
namespace {

enum class State {
  start,  // a server's
  wait_sh,
  wait_ee,
  wait_cert_cr,
  wait_cert,
  wait_cv,
  wait_finished,
  connected
};

/// Where a message leads to on a road, of whose messages so many have been taken.
struct Arrow {
  Role role;
  State from;
  HandshakeType received;
  State to;
  bool (*if_on)(const Road&, size_t step) = [](const Road&, size_t) { return true; };
};

bool retries(const Road& road, size_t step) { return road.retried && step == 0; }
bool goes_on(const Road& road, size_t step) { return !retries(road, step); }
bool uses_psk(const Road& road, size_t) { return road.mode == Mode::psk; }
bool uses_certificate(const Road& road, size_t) { return road.mode != Mode::psk; }
bool asks(const Road& road, size_t step) {
  return road.mode == Mode::mutual && goes_on(road, step);
}
bool asks_not(const Road& road, size_t step) {
  return road.mode != Mode::mutual && goes_on(road, step);
}
bool shows(const Road& road, size_t) { return road.shows; }
bool shows_nothing(const Road& road, size_t) { return !road.shows; }

constexpr auto client = Role::client;
constexpr auto server = Role::server;
using enum HandshakeType;

const Arrow kAppendixA[] = {
    // A.1, and section 4.6. START --Send ClientHello--> WAIT_SH
    {client, State::wait_sh, server_hello, State::wait_sh, retries},  // HelloRetryRequest
    {client, State::wait_sh, server_hello, State::wait_ee, goes_on},
    {client, State::wait_ee, encrypted_extensions, State::wait_finished, uses_psk},
    {client, State::wait_ee, encrypted_extensions, State::wait_cert_cr, uses_certificate},
    {client, State::wait_cert_cr, certificate, State::wait_cv},
    {client, State::wait_cert_cr, certificate_request, State::wait_cert},
    {client, State::wait_cert, certificate, State::wait_cv},
    {client, State::wait_cv, certificate_verify, State::wait_finished},
    {client, State::wait_finished, finished, State::connected},
    {client, State::connected, new_session_ticket, State::connected},
    {client, State::connected, key_update, State::connected},
    // A.2, and section 4.6; between a ClientHello and the next state the server sends what it has.
    {server, State::start, client_hello, State::start, retries},
    {server, State::start, client_hello, State::wait_cert, asks},
    {server, State::start, client_hello, State::wait_finished, asks_not},
    {server, State::wait_cert, certificate, State::wait_cv, shows},
    {server, State::wait_cert, certificate, State::wait_finished, shows_nothing},
    {server, State::wait_cv, certificate_verify, State::wait_finished},
    {server, State::wait_finished, finished, State::connected},
    {server, State::connected, key_update, State::connected},
};

/// Section 5: "K_recv = handshake" is set on the way out of these two.
bool is_protected(State state) { return state != State::start && state != State::wait_sh; }

bool allows(Role role, State state, int type) {
  return std::ranges::any_of(kAppendixA, [&](const Arrow& arrow) {
    return arrow.role == role && arrow.from == state && static_cast<int>(arrow.received) == type;
  });
}

/// The states along a road, the first before any message.
std::vector<State> states_on(const Road& road) {
  std::vector<State> states = {road.role == client ? State::wait_sh : State::start};
  for (const HandshakeType type : messages_on(road)) {
    const size_t step = states.size() - 1;
    const auto* const arrow = std::ranges::find_if(kAppendixA, [&](const Arrow& one) {
      return one.role == road.role && one.from == states.back() && one.received == type &&
             one.if_on(road, step);
    });
    if (arrow == std::end(kAppendixA)) throw std::runtime_error("a road that Appendix A has not");
    states.push_back(arrow->to);
  }
  return states;
}

/// All 256 types; or up to the last known one, where the record's protection is not the state's,
/// and on roads that differ from another by no more than a HelloRetryRequest.
constexpr int kTypes = 256;
constexpr int kAssignedTypes = 27;

class EveryState : public testing::TestWithParam<Road> {
 protected:
  /// `judge` sees a card at each place of the road.
  template <typename Judge>
  void at_each_place(Judge judge) {
    const std::vector<State> states = states_on(GetParam());
    ASSERT_EQ(states.back(), State::connected);
    for (size_t step = 0; step < states.size(); ++step) {
      SCOPED_TRACE(testing::Message() << "behind " << step << " messages");
      judge(step, states[step]);
    }
  }
  [[nodiscard]] static Journey to(size_t step) { return Journey(GetParam(), step); }
  /// The answer of a card there.
  static std::optional<Alert> alert_at(size_t step, ContentType type, const Buffer& content,
                                       bool protect) {
    Journey there = to(step);
    return there.alert_to(there.record(type, content, protect));
  }
};

constexpr std::optional<Alert> kGoesOn;
constexpr Alert kWrongChangeCipherSpec = refuse(Alert::unexpected_message, Reason::malformed);
constexpr Alert kProtectedTooEarly = refuse(Alert::unexpected_message, Reason::protected_too_early);

TEST_P(EveryState, TakesTheHandshakeMessagesOfAppendixA) {
  at_each_place([](size_t step, State state) {
    for (const bool protect : {false, true}) {
      if (protect && !is_protected(state)) continue;  // there are no keys
      const bool in_place = protect == is_protected(state);
      const int types = in_place && !GetParam().retried ? kTypes : kAssignedTypes;
      for (int type = 0; type < types; ++type) {
        const bool taken = in_place && allows(GetParam().role, state, type);
        const Buffer message = handshake_message(static_cast<HandshakeType>(type), {});
        ASSERT_EQ(alert_at(step, ContentType::handshake, message, protect), taken ? kMalformed
                                                                            : in_place
                                                                                ? kMessageOutOfPlace
                                                                                : kUnprotected)
            << type << (protect ? " protected" : " in the clear");
      }
    }
  });
}

TEST_P(EveryState, DropsChangeCipherSpecBetweenTheFirstHelloAndFinished) {
  at_each_place([](size_t step, State state) {
    constexpr auto type = ContentType::change_cipher_spec;
    const bool hello_has_been = step > 0 || GetParam().role == client;
    const bool dropped = hello_has_been && state != State::connected;
    const Alert refused = state == State::connected ? kUnprotected : kMessageOutOfPlace;
    EXPECT_EQ(alert_at(step, type, {1}, false), dropped ? kGoesOn : refused);
    for (const Buffer& wrong : {Buffer{}, Buffer{0}, Buffer{2}, Buffer{1, 1}}) {
      EXPECT_EQ(alert_at(step, type, wrong, false), dropped ? kWrongChangeCipherSpec : refused);
    }
    if (is_protected(state)) {
      EXPECT_EQ(alert_at(step, type, {1}, true), kMessageOutOfPlace);
    }
  });
}

TEST_P(EveryState, TakesApplicationDataOnlyWhenConnected) {
  at_each_place([](size_t step, State state) {
    constexpr auto type = ContentType::application_data;
    EXPECT_EQ(alert_at(step, type, Buffer(40), false),
              is_protected(state) ? kNotAuthentic : kProtectedTooEarly);
    if (!is_protected(state)) return;
    if (state != State::connected) {
      EXPECT_EQ(alert_at(step, type, {7}, true), kMessageOutOfPlace);
      return;
    }
    Journey there = to(step);
    EXPECT_EQ(there.deliver(there.record(type, {7}, true)).data, (Buffer{7, 0x17}));
  });
}

TEST_P(EveryState, RefusesUnknownContentTypes) {
  at_each_place([](size_t step, State state) {
    for (const int number : {0, 1, 19, 24, 25, 128, 255}) {
      SCOPED_TRACE(number);
      const auto type = static_cast<ContentType>(number);
      EXPECT_EQ(alert_at(step, type, {1, 2}, false), kUnknownRecordType);
      if (number != 0 && is_protected(state)) {  // an inner content type of 0 is padding
        EXPECT_EQ(alert_at(step, type, {1, 2}, true), kMessageOutOfPlace);
      }
    }
  });
}

TEST_P(EveryState, EndsWithAnAlert) {
  at_each_place([](size_t step, State state) {
    for (const int number :
         {0, 10, 20, 22, 40, 42, 48, 50, 80, 86, 90, 109, 116, 120, 1, 21, 254}) {
      SCOPED_TRACE(number);
      const auto description = static_cast<uint8_t>(number);
      Journey there = to(step);
      const Answer got =
          there.deliver(there.record(ContentType::alert, {2, description}, is_protected(state)));
      const bool ends = number != 90;  // user_canceled announces a close_notify
      EXPECT_EQ(got.status, ends ? sw::kClose : sw::kOk);
      EXPECT_EQ(there.at().end_reason(), ends ? "02" + to_hex(Buffer{description}) : "0000");
      // The draft has the node see what was decrypted, in the open session.
      EXPECT_EQ(got.data, state == State::connected ? (Buffer{2, description, 21}) : Buffer{});
    }
  });
}

TEST_P(EveryState, TakesAlertsInTheClearUpToTheFirstProtectedRecord) {
  const std::vector<State> states = states_on(GetParam());
  at_each_place([&](size_t step, State state) {
    const bool first = is_protected(state) && !is_protected(states[step - 1]);
    if (!is_protected(state) || first) {
      Journey there = to(step);
      EXPECT_EQ(there.card().recv(plain_record(ContentType::alert, Buffer{2, 40})), sw::kClose);
    } else {
      EXPECT_EQ(alert_at(step, ContentType::alert, {2, 40}, false), kUnprotected);
    }
  });
}

std::string road_name(const testing::TestParamInfo<Road>& info) { return info.param.name; }
INSTANTIATE_TEST_SUITE_P(Of, EveryState, testing::ValuesIn(kRoads), road_name);

// Two states of the card itself, in which it takes nothing at all.

TEST(AnyRecord, IsNotTakenWhileOneWaits) {
  TestClient peer;
  CardDriver card;
  const StatusWord more = card.recv(peer.client_hello_record(peer.hello()));
  ASSERT_TRUE(sw::is_more(more));
  EXPECT_EQ(card.recv(plain_record(ContentType::change_cipher_spec, Buffer{1})),
            sw::kConditionsNotSatisfied);
  peer.read_flight(card.send(more).data);  // nothing was lost
}

TEST(AnyRecord, IsNotTakenOnceClosed) {
  for (const Road& road : kRoads) {
    Journey there(road, messages_on(road).size());
    there.deliver(there.record(ContentType::alert, {2, 40}, true));
    for (const uint8_t p1 : {p1::kHandshake, p1::kDecrypt, p1::kEncrypt}) {
      EXPECT_EQ(there.card().recv(Buffer{1, 2, 23}, p1), sw::kConditionsNotSatisfied);
    }
  }
}

}  // namespace
}  // namespace tls_se::test
