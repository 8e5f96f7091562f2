// How long messages and records may be: lengths that no message can have, and what the card tells
// its node of the records that it may fill.
#include <gtest/gtest.h>

#include "credentials.h"
#include "journey.h"

namespace tls_se::test {
namespace {

constexpr Alert kImpossible = refuse(Alert::decode_error, Reason::malformed);

Buffer head(HandshakeType type, size_t length) {
  return {static_cast<uint8_t>(type), static_cast<uint8_t>(length >> 16),
          static_cast<uint8_t>(length >> 8), static_cast<uint8_t>(length)};
}

/// With a host's buffer and with a card's: the alert is the same.
constexpr size_t kBuffers[] = {512, 2048, 2 * (kMaxCiphertext + kRecordHeaderSize), 150000};

TEST(MessageLength, OfAFinishedIsThatOfTheHash) {
  for (const size_t buffer : kBuffers) {
    CardDriver::Options options = options_of(Role::server, kPskOnly);
    options.record_buffer_size = buffer;
    ServerMeeting at(options);
    for (const size_t length : {33u, 34u, 100u, 1000u, 33304u, 33305u, 33309u, 65536u, 0xffffffu}) {
      SCOPED_TRACE(length);
      at.meet();
      at.expect_refused(at.card().exchange(at.client().seal(ContentType::handshake,
                                                            head(HandshakeType::finished, length))),
                        kImpossible);
    }
  }
}

TEST(MessageLength, OfACertificateVerifyIsThatOfNoSignatureBeyondAKilobyte) {
  for (const size_t buffer : kBuffers) {
    CardDriver::Options options = options_of(Role::server, kMutualOnly);
    options.record_buffer_size = std::max<size_t>(buffer, 2048);
    ServerMeeting at(options);
    for (const size_t length : {1029u, 33309u, 65540u, 0xffffffu}) {
      SCOPED_TRACE(length);
      at.meet();
      const Buffer certificate = at.client().certificate(*at.flight().certificate);
      ASSERT_EQ(at.card().exchange(at.client().seal(ContentType::handshake, certificate)).status,
                sw::kOk);
      at.expect_refused(
          at.card().exchange(at.client().seal(ContentType::handshake,
                                              head(HandshakeType::certificate_verify, length))),
          kImpossible);
    }
  }
}

TEST(MessageLength, OfAKeyUpdateIsOne) {
  for (const size_t buffer : kBuffers) {
    CardDriver::Options options = options_of(Role::server, kPskOnly);
    options.record_buffer_size = buffer;
    ServerMeeting at(options);
    for (const size_t length : {0u, 2u, 33309u, 0xffffffu}) {
      SCOPED_TRACE(length);
      at.meet();
      at.expect_open(at.play(at.flight()));
      const Buffer record =
          at.client().seal(ContentType::handshake, head(HandshakeType::key_update, length));
      at.expect_refused(at.card().exchange(record, p1::kDecrypt), kImpossible);
    }
  }
}

/// A length that the protocol allows and this card does not.
TEST(MessageLength, BeyondTheCardsIsToldApart) {
  CardDriver::Options options = options_of(Role::server, kMutualOnly);
  options.record_buffer_size = 2048;
  ServerMeeting at(options);
  at.expect_refused(at.card().exchange(at.client().seal(ContentType::handshake,
                                                        head(HandshakeType::certificate, 4000))),
                    refuse(Alert::illegal_parameter, Reason::message_too_long));
}

size_t max_content(CardDriver& card) {
  const Answer got = card.transmit("00CA010400");
  EXPECT_EQ(got.status, sw::kOk);
  EXPECT_EQ(got.data.size(), 2u);
  return load_u16(got.data.data());
}

/// That is what RECV(Encrypt) takes, and not a byte more.
void expect_exact(Meeting& at) {
  const size_t most = max_content(at.card());
  Buffer message(most + 1, 'x');
  message.back() = 23;
  const Answer record = at.card().exchange(message, p1::kEncrypt);
  ASSERT_EQ(record.status, sw::kOk);
  EXPECT_EQ(at.peer().open(record.data).content.size(), most);
  message.insert(message.begin(), 'x');
  EXPECT_EQ(at.card().exchange(message, p1::kEncrypt).status, sw::kWrongLength);
}

TEST(MaxContent, IsThePeersLimit) {
  for (const size_t limit : {64u, 65u, 512u, 16385u}) {
    SCOPED_TRACE(limit);
    ServerMeeting at(options_of(Role::server, kPskOnly), ServerMeeting::Begun{});
    HelloSpec hello = at.hello();
    Buffer data;
    append_u16(data, limit);
    hello.add(ExtensionType::record_size_limit, data);
    ASSERT_EQ(at.say(hello).status, sw::kOk);
    EXPECT_EQ(max_content(at.card()), 0u);
    at.expect_open(at.play(at.flight()));
    EXPECT_EQ(max_content(at.card()), limit - 1);
    expect_exact(at);
  }
}

TEST(MaxContent, IsThatOfTheBufferIfThePeerHasNone) {
  for (const size_t buffer : {300u, 1024u}) {
    CardDriver::Options options = options_of(Role::server, kPskOnly);
    options.record_buffer_size = buffer;
    ServerMeeting at(options);
    at.expect_open(at.play(at.flight()));
    EXPECT_EQ(max_content(at.card()), buffer);
    expect_exact(at);
  }
  ServerMeeting at(kPskOnly);
  at.expect_open(at.play(at.flight()));
  EXPECT_EQ(max_content(at.card()), kMaxPlaintext);
  expect_exact(at);
}

TEST(MaxContent, IsNothingWhereNothingCanBeSent) {
  CardDriver client(options_of(Role::client, kPskOnly));
  EXPECT_EQ(max_content(client), 0u);
  ServerMeeting at(kPskOnly);
  EXPECT_EQ(max_content(at.card()), 0u);
  at.expect_open(at.play(at.flight()));
  EXPECT_EQ(at.card().exchange(Buffer{1, 0, 21}, p1::kEncrypt).status, sw::kClose);
  EXPECT_EQ(max_content(at.card()), 0u);
}

TEST(MaxContent, IsNothingWhileARecordWaits) {
  ClientMeeting at(Mode::psk);
  at.expect_open(at.play(at.flight()));
  EXPECT_TRUE(sw::is_more(
      at.card().recv(at.server().seal(ContentType::application_data, Buffer{1}), p1::kDecrypt)));
  EXPECT_EQ(at.card().recv(Buffer{'a', 0x17}, p1::kEncrypt), sw::kConditionsNotSatisfied);
  EXPECT_EQ(max_content(at.card()), 0u);
}

/// "record_overflow" is for a record of more than 2^14 bytes, or 2^14 + 256 (RFC 8446 section 6.2).
TEST(MessageLength, OfAHelloThatDoesNotFitIsNoRecordOverflow) {
  for (const Program* program : {&programs::kServerPsk, &programs::kServer}) {
    CardDriver::Options options = options_of(Role::server, kPskOnly);
    options.record_buffer_size = 512;
    options.program = program;
    CardDriver card(options);
    TestClient client;
    HelloSpec hello = client.hello();
    hello.add(ExtensionType::padding, Buffer(900));
    EXPECT_EQ(card.exchange(client.client_hello_record(hello)).status, sw::kClose);
    card.expect_end_reason(refuse(Alert::illegal_parameter, Reason::message_too_long));
  }
}

}  // namespace
}  // namespace tls_se::test
