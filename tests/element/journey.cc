#include "journey.h"

namespace tls_se::test {

std::vector<HandshakeType> messages_on(const Road& road) {
  using enum HandshakeType;
  std::vector<HandshakeType> types;
  const auto add = [&](HandshakeType type, bool comes = true) {
    if (comes) types.push_back(type);
  };
  const bool mutual = road.mode == Mode::mutual;
  if (road.role == Role::client) {
    add(server_hello, road.retried);  // HelloRetryRequest
    add(server_hello);
    add(encrypted_extensions);
    add(certificate_request, mutual);
    add(certificate, road.mode != Mode::psk);
    add(certificate_verify, road.mode != Mode::psk);
  } else {
    add(client_hello, road.retried);
    add(client_hello);
    add(certificate, mutual);
    add(certificate_verify, mutual && road.shows);
  }
  add(finished);
  return types;
}

Journey::Journey(const Road& road, size_t steps, WatchedCrypto* crypto)
    : Journey(road, steps, [&](CardDriver::Options& options) { options.crypto = crypto; }) {}

Journey::Journey(const Road& road, size_t steps,
                 const std::function<void(CardDriver::Options&)>& change) {
  CardDriver::Options options = options_of(road.role, road.modes);
  change(options);
  options.key_share_on_request = road.on_request;
  if (road.role == Role::client) {
    auto at = std::make_unique<ClientMeeting>(road.mode, std::move(options));
    go(*at, road, steps);
    at_ = std::move(at);
  } else {
    auto at = std::make_unique<ServerMeeting>(std::move(options), ServerMeeting::Begun{});
    go(*at, road, steps);
    at_ = std::move(at);
  }
}

void Journey::go(ClientMeeting& at, const Road& road, size_t steps) {
  if (steps > 0 && road.retried) {
    at.retry(at.server().retry());
    --steps;
  }
  if (steps == 0) return;
  const FlightSpec flight = at.flight();
  const Buffer hello = at.server().server_hello(flight.hello);
  expect(at.card().recv(plain_record(ContentType::handshake, hello)) == sw::kOk, "not taken");
  take(at, at.server().messages(flight), steps - 1);
}

void Journey::go(ServerMeeting& at, const Road& road, size_t steps) {
  HelloSpec hello = at.hello();
  if (road.mode != Mode::psk) hello.offers_psk = false;
  if (steps > 0 && road.retried) {
    HelloSpec first = hello;
    first.extension(ExtensionType::key_share).data = {0, 0};
    expect(at.say(first).status == sw::kOk, "not taken");
    --steps;
  }
  if (steps == 0) return;
  expect(at.say(hello).status == sw::kOk, "not taken");
  FlightSpec flight = at.flight();
  if (flight.certificate && !road.shows) {
    flight.certificate->certificate_list.clear();
    flight.verify.reset();
  }
  take(at, at.messages(flight), steps - 1);
}

void Journey::take(Meeting& at, std::vector<Buffer> messages, size_t steps) {
  const bool all = steps == messages.size();
  messages.resize(steps);
  const std::vector<Buffer> records = pack(at.peer(), messages);
  if (all) at.peer().finish();
  const Answer answer = at.deliver(records);
  if (!records.empty()) expect(answer.status == (all ? sw::kOpen : sw::kOk), "not taken");
  if (all) at.peer().read_flight(answer.data);
}

uint8_t Journey::p1() { return card().is_open() ? p1::kDecrypt : p1::kHandshake; }

Buffer Journey::record(ContentType type, const Buffer& content, bool is_protected) {
  return is_protected ? peer().seal(type, content) : plain_record(type, content);
}

std::optional<Alert> Journey::alert_to(const Buffer& bytes) {
  const Answer got = deliver(bytes);
  return got.data.empty() ? std::nullopt : peer().refusal_in(got.data, card());
}

}  // namespace tls_se::test
