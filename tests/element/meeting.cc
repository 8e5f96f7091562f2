#include "meeting.h"

#include <gtest/gtest.h>

namespace tls_se::test {
namespace {

Modes modes_for(Mode mode) {
  if (mode == Mode::psk) return kPskOnly;
  return mode == Mode::certificate ? kCertificateOnly : kMutualOnly;
}

}  // namespace

Answer Meeting::deliver(const std::vector<Buffer>& records) {
  Answer answer;
  for (const Buffer& record : records) {
    EXPECT_TRUE(answer.data.empty()) << "an answer before its turn";
    answer = card_.exchange(record);
    if (answer.status != sw::kOk) break;
  }
  return answer;
}

void Meeting::expect_open(const Answer& answer) {
  ASSERT_EQ(answer.status, sw::kOpen) << end_reason();
  peer().read_flight(answer.data);
  EXPECT_TRUE(peer().saw(HandshakeType::finished));
  EXPECT_TRUE(exchanges_content(peer(), card_));
}

void Meeting::expect_refused(const Answer& answer, Alert alert) {
  EXPECT_EQ(answer.status, sw::kClose);
  EXPECT_EQ(peer().alert_in(answer.data), description_of(alert));
  card_.expect_end_reason(alert);
  for (const Buffer& secret : peer().secrets()) EXPECT_FALSE(card_.memory_holds(secret));
  EXPECT_EQ(card_.recv(Buffer(40, 23)), sw::kConditionsNotSatisfied);
  meet();
  ask();
  expect_open(play(flight()));
}

void Meeting::expect_outcome(const Answer& answer, Alert alert) {
  if (alert == Alert::none) {
    expect_open(answer);
  } else {
    expect_refused(answer, alert);
  }
}

ClientMeeting::ClientMeeting(Mode mode)
    : ClientMeeting(mode, options_of(Role::client, modes_for(mode))) {}

ClientMeeting::ClientMeeting(Mode mode, CardDriver::Options options)
    : Meeting(std::move(options)), mode_(mode) {
  meet();
}

void ClientMeeting::meet() {
  server_.emplace(TestServer::Options{.mode = mode_,
                                      .psks = options_.psks,
                                      .identity = &credentials().server,
                                      .suite = options_.cipher_suites[0]});
  const Answer hello = card().send(card().reset());
  ASSERT_EQ(hello.status, sw::kOk);
  server_->read_flight(hello.data);
}

Answer ClientMeeting::retry(const ServerHelloSpec& spec) {
  const Answer answer =
      card().exchange(plain_record(ContentType::handshake, server_->hello_retry_request(spec)));
  if (answer.status == sw::kOk) server_->read_flight(answer.data);
  return answer;
}

void ClientMeeting::expect_retry(const ServerHelloSpec& spec, Alert alert) {
  const Answer answer = retry(spec);
  if (alert != Alert::none) return expect_refused(answer, alert);
  ASSERT_EQ(answer.status, sw::kOk);
  ASSERT_EQ(server_->hellos().size(), 2u);
  expect_open(play(flight()));
}

void ClientMeeting::ask() {
  if (options_.key_share_on_request) retry(server_->retry());
}

Answer ClientMeeting::play(const FlightSpec& spec, Packing packing) {
  const Buffer hello = server_->server_hello(spec.hello);
  const Answer answer = card().exchange(plain_record(ContentType::handshake, hello));
  if (answer.status != sw::kOk || !answer.data.empty()) return answer;
  const std::vector<Buffer> records = pack(*server_, server_->messages(spec), packing);
  server_->finish();
  return deliver(records);
}

namespace {

/// Without the binders.
Buffer identities_in(const Buffer& pre_shared_key) {
  Reader reader(pre_shared_key);
  const Bytes identities = reader.vector16();
  return {identities.begin(), identities.end()};
}

}  // namespace

void expect_retried(const ReadHello& first, const ReadHello& second) {
  EXPECT_EQ(first.legacy_version, second.legacy_version);
  EXPECT_EQ(first.random, second.random);
  EXPECT_EQ(first.session_id, second.session_id);
  EXPECT_EQ(first.cipher_suites, second.cipher_suites);
  EXPECT_EQ(first.compression, second.compression);
  ASSERT_EQ(first.extensions.size(), second.extensions.size());
  for (size_t i = 0; i < first.extensions.size(); ++i) {
    const TestExtension& before = first.extensions[i];
    const TestExtension& after = second.extensions[i];
    ASSERT_EQ(before.type, after.type);
    if (before.type == static_cast<uint16_t>(ExtensionType::pre_shared_key)) {
      EXPECT_EQ(identities_in(before.data), identities_in(after.data));
      EXPECT_NE(before.data, after.data);
    } else {
      EXPECT_EQ(before.data, after.data) << before.type;
    }
  }
}

void ServerMeeting::begin() {
  ASSERT_EQ(card().reset(), sw::kOk);
  client_.emplace(*options_.cipher_suites[0]);
}

HelloSpec ServerMeeting::hello() {
  return options_.modes.has(Mode::psk) ? client_->hello() : client_->hello_for_certificate();
}

Answer ServerMeeting::say(const HelloSpec& hello) {
  Answer answer = card().exchange(client_->client_hello_record(hello));
  if (answer.status == sw::kOk) client_->read_flight(answer.data);
  return answer;
}

void ServerMeeting::meet() {
  begin();
  ASSERT_EQ(say(hello()).status, sw::kOk);
}

FlightSpec ServerMeeting::flight() {
  FlightSpec spec;
  if (!client_->saw(HandshakeType::certificate_request)) return spec;
  const Identity& identity = credentials().client;
  spec.certificate = CertificateMessage{{}, {{identity.certificate, {}}}};
  spec.verify =
      CertificateVerifySpec{.private_key_pem = identity.private_key_pem, .signer = Role::client};
  return spec;
}

std::vector<Buffer> ServerMeeting::messages(const FlightSpec& spec) {
  std::vector<Buffer> all;
  if (spec.certificate) all.push_back(client_->certificate(*spec.certificate));
  if (spec.verify) all.push_back(client_->certificate_verify(*spec.verify));
  all.push_back(client_->finished());
  return all;
}

Answer ServerMeeting::play(const FlightSpec& spec, Packing packing) {
  const std::vector<Buffer> records = pack(*client_, messages(spec), packing);
  client_->finish();
  return deliver(records);
}

}  // namespace tls_se::test
