#include "client_meeting.h"

#include <gtest/gtest.h>

namespace tls_se::test {

Modes modes_for(Mode mode) {
  if (mode == Mode::psk) return kPskOnly;
  return mode == Mode::certificate ? kCertificateOnly : kMutualOnly;
}

ClientMeeting::ClientMeeting(Mode mode, CardDriver::Options options)
    : mode_(mode), options_(std::move(options)), card_(options_) {
  meet();
}

void ClientMeeting::meet() {
  server_.emplace(TestServer::Options{.mode = mode_,
                                      .psks = options_.psks,
                                      .identity = &credentials().server,
                                      .suite = options_.cipher_suites[0]});
  const Answer hello = card_.send(card_.reset());
  ASSERT_EQ(hello.status, sw::kOk);
  server_->read_client_hello(hello.data);
}

Answer ClientMeeting::retry(const ServerHelloSpec& spec) {
  const Answer answer =
      card_.exchange(plain_record(ContentType::handshake, server_->hello_retry_request(spec)));
  if (answer.status == sw::kOk) server_->read_client_hello(answer.data);
  return answer;
}

Answer ClientMeeting::play(const FlightSpec& spec, Packing packing) {
  Answer answer =
      card_.exchange(plain_record(ContentType::handshake, server_->server_hello(spec.hello)));
  if (answer.status != sw::kOk || !answer.data.empty()) return answer;
  const std::vector<Buffer> records = pack(*server_, server_->messages(spec), packing);
  server_->finish();
  for (const Buffer& record : records) {
    EXPECT_TRUE(answer.data.empty()) << "an answer before its turn";
    answer = card_.exchange(record);
    if (answer.status != sw::kOk) break;
  }
  return answer;
}

void ClientMeeting::expect_open(const Answer& answer) {
  ASSERT_EQ(answer.status, sw::kOpen) << to_hex(card_.transmit("00CA010100").data);
  server_->read_flight(answer.data);
  EXPECT_TRUE(server_->saw(HandshakeType::finished));
  const Buffer content = text("content");
  Buffer with_type = content;
  with_type.push_back(0x17);
  EXPECT_EQ(
      card_.exchange(server_->seal(ContentType::application_data, content), p1::kDecrypt).data,
      with_type);
  EXPECT_EQ(server_->open(card_.exchange(with_type, p1::kEncrypt).data).content, content);
}

void ClientMeeting::expect_refused(const Answer& answer, Alert alert) {
  EXPECT_EQ(answer.status, sw::kClose);
  EXPECT_EQ(server_->alert_in(answer.data), alert);
  EXPECT_EQ(card_.transmit("00CA010100").data, (Buffer{1, static_cast<uint8_t>(alert), 0}));
  for (const Buffer& secret : server_->secrets()) EXPECT_FALSE(card_.memory_holds(secret));
  EXPECT_EQ(card_.recv(Buffer(40, 23)), sw::kConditionsNotSatisfied);
  shake_hands();
}

void ClientMeeting::shake_hands() {
  meet();
  expect_open(play(server_->flight()));
}

}  // namespace tls_se::test
