// Handshake messages longer than the record buffer, or as long as the protocol allows: a
// ClientHello is sieved as it comes, and of it only what the card looks at has to fit.
#include <gtest/gtest.h>

#include <random>

#include "credentials.h"
#include "journey.h"

namespace tls_se::test {
namespace {

CardDriver::Options small(const Modes& modes, size_t buffer = 512) {
  CardDriver::Options options = options_of(Role::server, modes);
  options.record_buffer_size = buffer;
  options.program = &programs::kServer;  // which sieves
  return options;
}

/// With as many TLSPlaintext as it takes.
Buffer in_records(const Buffer& message, size_t fragment = kMaxPlaintext) {
  Buffer records;
  for (size_t at = 0; at < message.size(); at += fragment) {
    const size_t size = std::min(fragment, message.size() - at);
    append(records, plain_record(ContentType::handshake, Bytes(message).subspan(at, size)));
  }
  return records;
}

Answer deliver(CardDriver& card, const Buffer& records) {
  Answer answer;
  for (const Buffer& record : records_of(records)) {
    answer = card.exchange(record);
    if (answer.status != sw::kOk || !answer.data.empty()) break;
  }
  return answer;
}

/// The card takes this hello, and a session with this client opens.
void expect_session(CardDriver& card, TestClient& client, const Buffer& records) {
  const Answer answer = deliver(card, records);
  ASSERT_EQ(answer.status, sw::kOk) << card.end_reason() << static_cast<int>(card.reason());
  client.read_flight(answer.data);
  if (client.saw_hello_retry_request() && !client.saw(HandshakeType::finished)) return;
  ASSERT_TRUE(client.saw(HandshakeType::finished));
  const Buffer finished = client.seal(ContentType::handshake, client.finished());
  client.finish();
  ASSERT_EQ(card.exchange(finished).status, sw::kOpen);
  EXPECT_TRUE(exchanges_content(client, card));
}

Buffer key_share_entry(uint16_t group, size_t size) {
  Buffer entry;
  append_u16(entry, group);
  append(entry, vector16(Buffer(size, static_cast<uint8_t>(group))));
  return entry;
}

/// What OpenSSL 3.5 says by default, but for the order of its extensions: a hybrid share of 1,216
/// bytes, one of x25519, and then more of what this card has no row for.
void be_like_openssl_3_5(HelloSpec& hello, bool with_share) {
  Buffer shares = key_share_entry(0x11ec, 1216);
  append(shares, key_share_entry(0x001d, 32));
  if (with_share) append(shares, Bytes(hello.extension(ExtensionType::key_share).data).subspan(2));
  hello.set(ExtensionType::supported_groups,
            {0, 18, 0x11, 0xec, 0, 0x1d, 0, 0x17, 0, 0x1e, 0, 0x18, 0, 0x19, 1, 0, 1, 1, 1, 2});
  hello.set(ExtensionType::key_share, vector16(shares));
  hello.session_id = Buffer(32, 0x5e);
  hello.cipher_suites = {0x1302, 0x1303, 0x1301, 0x1304};
  hello.extensions.insert(hello.extensions.begin(), {0xff01, {0}});
  hello.add(ExtensionType{0x0023}, {});
  hello.add(ExtensionType{0x0016}, {});
  hello.add(ExtensionType{0x0017}, {});
  hello.set(ExtensionType::signature_algorithms,
            vector16(Buffer{9, 5,    9, 6, 9, 4,   4, 3,   5, 3, 6, 3, 8, 7, 8, 8, 8, 0x1a, 8, 0x1b,
                            8, 0x1c, 8, 9, 8, 0xa, 8, 0xb, 8, 4, 8, 5, 8, 6, 4, 1, 5, 1,    6, 1}));
}

TEST(LongClientHello, OfOpenssl35FitsASmallCard) {
  for (const Modes& modes : {kPskOnly, kCertificateOnly}) {
    for (const size_t fragment : {1u, 2u, 7u, 100u, 255u}) {
      SCOPED_TRACE(fragment);
      CardDriver::Options options = small(modes);
      options.fragment = fragment;
      CardDriver card(options);
      TestClient client;
      HelloSpec hello = modes.has(Mode::psk) ? client.hello() : client.hello_for_certificate();
      be_like_openssl_3_5(hello, true);
      const Buffer message = client.client_hello(hello);
      ASSERT_GT(message.size(), 1500u);
      expect_session(card, client, in_records(message));
    }
  }
}

TEST(LongClientHello, IsAskedAgainIfItHasNoShare) {
  for (const Modes& modes : {kPskOnly, kCertificateOnly}) {
    CardDriver card(small(modes));
    TestClient client;
    HelloSpec hello = modes.has(Mode::psk) ? client.hello() : client.hello_for_certificate();
    HelloSpec first = hello;
    be_like_openssl_3_5(first, false);
    expect_session(card, client, in_records(client.client_hello(first)));
    ASSERT_TRUE(client.saw_hello_retry_request());
    be_like_openssl_3_5(hello, true);
    expect_session(card, client, in_records(client.client_hello(hello), 77));
    EXPECT_TRUE(client.saw(HandshakeType::finished));
  }
}

TEST(LongClientHello, MayHaveAnyNumberOfUnknownExtensions) {
  for (const size_t record : {1u, 64u, 1000u, 16384u}) {
    CardDriver card(small(kPskOnly));
    TestClient client;
    HelloSpec hello = client.hello();
    for (uint16_t i = 0; i < 1024; ++i) hello.add(ExtensionType(0x2000 + i), Buffer(i % 40));
    expect_session(card, client, in_records(client.client_hello(hello), record));
  }
}

TEST(LongClientHello, MayHaveAnyNumberOfForeignShares) {
  for (const bool ours_first : {false, true}) {
    CardDriver card(small(kPskOnly));
    TestClient client;
    HelloSpec hello = client.hello();
    const Buffer& data = hello.extension(ExtensionType::key_share).data;
    const Buffer ours(data.begin() + 2, data.end());
    Buffer shares = ours_first ? ours : Buffer{};
    for (uint16_t i = 0; i < 230; ++i) append(shares, key_share_entry(0x2000 + i, 256));
    if (!ours_first) append(shares, ours);
    hello.set(ExtensionType::key_share, vector16(shares));
    expect_session(card, client, in_records(client.client_hello(hello)));
  }
}

TEST(LongClientHello, IsTakenByAHostAsLongAsTheProtocolAllows) {
  CardDriver::Options options = options_of(Role::server, {Mode::psk, Mode::certificate});
  options.record_buffer_size = 131500;
  CardDriver card(options);
  {
    TestClient client;
    HelloSpec hello = client.hello_for_certificate();
    Buffer schemes;
    for (uint16_t i = 0; i < 32714; ++i) append_u16(schemes, 0x2000 + i);
    append_u16(schemes, kEcdsaSecp256r1Sha256);
    hello.set(ExtensionType::signature_algorithms, vector16(schemes));
    expect_session(card, client, in_records(client.client_hello(hello)));
  }
  card.reset();
  {
    TestClient client;
    HelloSpec hello = client.hello();
    for (uint16_t i = 0; i < 32766; ++i) hello.cipher_suites.push_back(0x2000 + i);
    hello.session_id = Buffer(32, 1);
    expect_session(card, client, in_records(client.client_hello(hello)));
  }
  card.reset();
  {
    TestClient client;
    HelloSpec hello = client.hello();
    size_t block = extension_block(hello.extensions).size() - 2 + 4 + 2 + 2 + 15 + 4 + 2 + 33;
    hello.add(ExtensionType::padding, Buffer(65535 - 4 - block));
    const Buffer message = client.client_hello(hello);
    ASSERT_EQ(message.size(), 4u + 2 + 32 + 1 + 4 + 2 + 2 + 65535);
    expect_session(card, client, in_records(message));
  }
}

TEST(LongClientHello, ThatDoesNotFitIsRefused) {
  CardDriver card(small(kPskOnly));
  for (const size_t record : {100u, 16384u}) {
    TestClient client;
    HelloSpec hello = client.hello();
    hello.add(ExtensionType::padding, Buffer(600));  // which has a row
    const Answer answer = deliver(card, in_records(client.client_hello(hello), record));
    EXPECT_EQ(answer.status, sw::kClose);
    card.expect_end_reason(refuse(Alert::illegal_parameter, Reason::message_too_long));
    EXPECT_TRUE(works_after_reset(card));
    card.reset();
  }
}

TEST(LongClientHello, HasWhatFollowsItRefused) {
  CardDriver card(small(kPskOnly));
  TestClient client;
  Buffer message = client.client_hello(client.hello());
  append(message, message);
  const Answer answer = deliver(card, in_records(message));
  EXPECT_EQ(client.alert_in(answer.data), Alert::unexpected_message);
}

/// What a card with room for all makes of it, and the same bytes sieved.
struct Two {
  Answer whole, sieved;
  Reason whole_reason, sieved_reason;
};
Two both(const Buffer& records, const Modes& modes, size_t fragment) {
  static Program unsieved = programs::kServer;
  unsieved.sieve = nullptr;
  CardDriver::Options options = options_of(Role::server, modes);
  options.record_buffer_size = 131500;
  options.fragment = fragment;
  options.program = &unsieved;
  CardDriver whole(options);
  options.program = &programs::kServer;
  CardDriver sieved(options);
  Two two;
  two.whole = deliver(whole, records);
  two.sieved = deliver(sieved, records);
  two.whole_reason = whole.reason();
  two.sieved_reason = sieved.reason();
  return two;
}

TEST(LongClientHello, IsJudgedSievedAsItIsWhole) {
  std::mt19937 random(1);
  const auto below = [&](size_t bound) { return random() % bound; };
  size_t taken = 0;
  for (size_t round = 0; round < 4000; ++round) {
    SCOPED_TRACE(round);
    TestClient client;
    const bool psk = below(3) != 0;
    HelloSpec hello = psk ? client.hello() : client.hello_for_certificate();
    if (below(2) != 0) be_like_openssl_3_5(hello, below(3) != 0);
    for (size_t i = below(4); i > 0; --i) {
      const auto at = static_cast<ptrdiff_t>(below(hello.extensions.size() + 1));
      hello.extensions.insert(hello.extensions.begin() + at,
                              {static_cast<uint16_t>(below(64)), Buffer(below(30))});
    }
    Buffer message = client.client_hello(hello);
    // A length, most often, or any byte.
    for (size_t i = below(3); i > 0; --i) {
      message[below(message.size())] = static_cast<uint8_t>(below(256));
    }
    if (below(8) == 0) message.resize(below(message.size()));
    if (message.size() < 4) continue;
    if (below(2) != 0) {
      message[1] = 0;
      store_u16(&message[2], message.size() - 4);
    }
    const Buffer records = in_records(message, 1 + below(2000));
    const Two two = both(records, kAllModes, 1 + below(255));
    EXPECT_EQ(two.whole.status, two.sieved.status);
    EXPECT_EQ(two.whole_reason, two.sieved_reason);
    // Random and share differ, and so does all that is sealed.
    EXPECT_EQ(two.whole.data.size() < 8, two.sieved.data.size() < 8);
    if (two.whole.data.size() < 8) {
      EXPECT_EQ(two.whole.data, two.sieved.data);
    }
    if (two.whole.status == sw::kOk && !two.whole.data.empty()) ++taken;
  }
  EXPECT_GT(taken, 500u);
}

TEST(LongCertificate, OfManyKilobytesIsTakenByAHost) {
  CardDriver::Options options = options_of(Role::client, kCertificateOnly);
  options.record_buffer_size = 150000;
  ClientMeeting at(Mode::certificate, options);
  FlightSpec flight = at.flight();
  const Buffer of_nobody = credentials().client.certificate;
  while (flight.certificate->certificate_list.size() * of_nobody.size() < 64 * 1024) {
    flight.certificate->certificate_list.push_back({of_nobody, {}});
  }
  // In records of no more than the protocol allows.
  const Buffer hello = at.server().server_hello(flight.hello);
  ASSERT_EQ(at.card().recv(plain_record(ContentType::handshake, hello)), sw::kOk);
  Buffer content;
  for (const Buffer& message : at.server().messages(flight)) append(content, message);
  Answer answer;
  for (size_t done = 0; done < content.size(); done += 16000) {
    const size_t size = std::min<size_t>(16000, content.size() - done);
    answer = at.card().exchange(
        at.server().seal(ContentType::handshake, Bytes(content).subspan(done, size)));
  }
  at.server().finish();
  at.expect_open(answer);
}

Buffer recv_apdu(uint8_t flags, Bytes fragment) {
  Buffer command = {0, ins::kRecv, 0, flags, static_cast<uint8_t>(fragment.size())};
  append(command, fragment);
  return command;
}

/// What has been sieved can't be taken back: the record that has begun goes on.
TEST(LongClientHello, ThatHasBegunCanNotBeginAgain) {
  for (const size_t part : {5u, 60u, 100u, 200u}) {
    SCOPED_TRACE(part);
    CardDriver card(small(kPskOnly));
    TestClient client;
    const Buffer hello = client.client_hello_record(client.hello());
    ASSERT_LE(hello.size() - part, 255u);
    EXPECT_EQ(card.transmit(recv_apdu(p2::kFirst, Bytes(hello).first(part))).status, sw::kOk);
    for (const uint8_t flags : {p2::kFirst, static_cast<uint8_t>(p2::kFirst | p2::kLast)}) {
      EXPECT_EQ(card.transmit(recv_apdu(flags, Bytes(hello).first(200))).status,
                sw::kConditionsNotSatisfied);
    }
    const StatusWord more = card.transmit(recv_apdu(p2::kLast, Bytes(hello).subspan(part))).status;
    client.read_flight(card.send(more).data);
    EXPECT_TRUE(client.saw(HandshakeType::finished));
  }
}

/// Up to its header, and where nothing sieves, a record begins anew.
TEST(LongClientHello, MayBeginAgainWhileNothingIsSieved) {
  for (const bool sieves : {false, true}) {
    CardDriver::Options options = small(kPskOnly);
    if (!sieves) options.program = &programs::kServerPsk;
    CardDriver card(options);
    TestClient client;
    const Buffer hello = client.client_hello_record(client.hello());
    const size_t part = sieves ? 4 : 100;
    EXPECT_EQ(card.transmit(recv_apdu(p2::kFirst, Bytes(hello).first(part))).status, sw::kOk);
    client.read_flight(card.exchange(hello).data);
    EXPECT_TRUE(client.saw(HandshakeType::finished));
  }
}

}  // namespace
}  // namespace tls_se::test
