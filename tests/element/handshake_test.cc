// Handshakes that complete, in all the shapes that peers give them.
#include <gtest/gtest.h>

#include <algorithm>

#include "refusals.h"
#include "test_client.h"

namespace tls_se::test {
namespace {

Buffer record_of_flight(Bytes flight, size_t index) {
  while (index-- > 0) flight = flight.subspan(kRecordHeaderSize + load_u16(&flight[3]));
  const Bytes record = flight.first(kRecordHeaderSize + load_u16(&flight[3]));
  return {record.begin(), record.end()};
}

/// Brings the card to HelloRetryRequest, by a hello without any share. Gives a good second one.
HelloSpec ask_for_retry(CardDriver& card, TestClient& client, bool early_data = false) {
  HelloSpec first = client.hello();
  const HelloSpec second = first;
  first.extension(ExtensionType::key_share).data = {0, 0};
  if (early_data) first.add(ExtensionType::early_data, {});
  client.read_flight(card.exchange(client.client_hello_record(first)).data);
  EXPECT_TRUE(client.saw_hello_retry_request());
  return second;
}

TEST(Handshake, CompletesAndCarriesData) {
  CardDriver card;
  EXPECT_TRUE(works_after_reset(card));
  EXPECT_TRUE(works_after_reset(card));  // again, with a new session
}

TEST(Handshake, SendsNoChangeCipherSpecForAnEmptySessionId) {
  CardDriver card;
  TestClient client;
  ASSERT_TRUE(open_session(client, card));
  EXPECT_EQ(client.change_cipher_specs_seen(), 0);
}

TEST(Handshake, EchoesTheSessionIdAndSendsChangeCipherSpecAfterTheServerHello) {
  CardDriver card;
  TestClient client;
  HelloSpec spec = client.hello();
  spec.session_id = Buffer(32, 0x77);
  const Answer flight = card.exchange(client.client_hello_record(spec));
  const Buffer server_hello = record_of_flight(flight.data, 0);
  EXPECT_EQ(Buffer(&server_hello[43], &server_hello[44] + 32), [&] {
    Buffer b = {32};
    b.insert(b.end(), 32, 0x77);
    return b;
  }());
  EXPECT_EQ(record_of_flight(flight.data, 1), (Buffer{20, 3, 3, 0, 1, 1}));
  client.read_flight(flight.data);
  EXPECT_EQ(client.change_cipher_specs_seen(), 1);
  EXPECT_EQ(card.recv(plain_record(ContentType::change_cipher_spec, Buffer{1})), sw::kOk);
  EXPECT_EQ(card.recv(client.seal(ContentType::handshake, client.finished())), sw::kOpen);
}

TEST(Handshake, AsksForAShareWithHelloRetryRequest) {
  for (const bool session_id : {false, true}) {
    CardDriver card;
    TestClient client;
    HelloSpec first = client.hello();
    HelloSpec second = first;
    first.extension(ExtensionType::key_share).data = {0, 5, 0, 0x1d, 0, 1, 9};
    if (session_id) first.session_id = second.session_id = Buffer(32, 5);
    const Answer retry = card.exchange(client.client_hello_record(first));
    EXPECT_EQ(retry.status, sw::kOk);
    client.read_flight(retry.data);
    EXPECT_TRUE(client.saw_hello_retry_request());
    EXPECT_EQ(client.change_cipher_specs_seen(), session_id ? 1 : 0);
    if (session_id) {
      EXPECT_EQ(card.recv(plain_record(ContentType::change_cipher_spec, Buffer{1})), sw::kOk);
    }
    EXPECT_TRUE(open_session(client, card, second));
    EXPECT_EQ(client.change_cipher_specs_seen(), session_id ? 1 : 0);  // not a second one
  }
}

TEST(Handshake, RefusesASecondHelloThatDiffersInMoreThanItAskedFor) {
  struct {
    const char* name;
    Reason reason;
    void (*change)(HelloSpec&);
  } const all[] = {
      {"no share", Reason::share_missing,
       [](auto& hello) {
         hello.extension(ExtensionType::key_share).data = {0, 0};
       }},
      {"another cipher suite", Reason::cipher_suite_changed,
       [](auto& hello) { hello.cipher_suites = {0x1301}; }},
      {"early data", Reason::early_data_out_of_place,
       [](auto& hello) { hello.add(ExtensionType::early_data, {}); }},
  };
  for (const auto& [name, reason, change] : all) {
    SCOPED_TRACE(name);
    CardDriver card;
    TestClient client;
    HelloSpec second = ask_for_retry(card, client);
    change(second);
    const Answer got = card.exchange(client.client_hello_record(second));
    EXPECT_EQ(client.refusal_in(got.data, card), refuse(Alert::illegal_parameter, reason));
  }
}

TEST(Handshake, TakesTheFirstIdentityThatItKnows) {
  const Buffer other_key = from_hex("ffeeddccbbaa99887766554433221100");
  CardDriver card(CardDriver::options_with([&](auto& o) {
    o.psks = {{{'a'}, Buffer(16, 9)}, {{'b', 'b'}, other_key}};
  }));
  TestClient client;
  HelloSpec spec = client.hello();
  spec.identities = {{'n', 'o'}, {'b', 'b'}, {'a'}};
  spec.psk = other_key;
  const Answer flight = card.exchange(client.client_hello_record(spec));
  client.read_flight(flight.data);
  EXPECT_EQ(card.recv(client.seal(ContentType::handshake, client.finished())), sw::kOpen);
  // selected_identity, the first extension of the ServerHello
  EXPECT_EQ(Buffer(&flight.data[49], &flight.data[55]), (Buffer{0, 41, 0, 2, 0, 1}));
}

TEST(Handshake, ChecksTheBinderOfTheIdentityThatItTakes) {
  CardDriver card(CardDriver::options_with([](auto& o) { o.psks = {{{'b'}, draft_psk()}}; }));
  TestClient client;
  HelloSpec spec = client.hello();
  spec.identities = {{'a'}, {'b'}};
  spec.spoil_binder = 0;  // of an identity that is not taken: "SHOULD NOT attempt to validate"
  EXPECT_TRUE(open_session(client, card, spec));
  spec.spoil_binder = 1;
  card.reset();
  TestClient again;
  HelloSpec bad = again.hello();
  bad.identities = spec.identities;
  bad.spoil_binder = 1;
  EXPECT_FALSE(open_session(again, card, bad));
  card.expect_end_reason(refuse(Alert::decrypt_error, Reason::binder_wrong));
}

TEST(Handshake, AcceptsKeysOfAnyLengthForAPsk) {
  for (const size_t size : {1, 16, 31, 32, 33, 64, 65, 200}) {
    const Buffer key(size, 0x3c);
    CardDriver card(CardDriver::options_with([&](auto& o) { o.psks = {{draft_identity(), key}}; }));
    TestClient client;
    HelloSpec spec = client.hello();
    spec.psk = key;
    EXPECT_TRUE(open_session(client, card, spec)) << size;
  }
}

TEST(Handshake, TakesALongClientHello) {
  for (const size_t size : {1600u, 4000u, 15000u}) {
    CardDriver card;
    TestClient client;
    HelloSpec spec = client.hello();
    spec.session_id = Buffer(32, 1);
    for (int i = 0; i < 40; ++i) {
      spec.extensions.push_back({static_cast<uint16_t>(0xff00 + i), Buffer(size / 40)});
    }
    EXPECT_TRUE(open_session(client, card, spec)) << size;
  }
}

TEST(Handshake, TakesAClientHelloInManyRecords) {
  for (const size_t piece : {1u, 3u, 50u, 200u}) {
    CardDriver card;
    TestClient client;
    const Buffer message = client.client_hello(client.hello());
    Answer flight;
    for (size_t at = 0; at < message.size(); at += piece) {
      const Bytes part = Bytes(message).subspan(at, std::min<size_t>(piece, message.size() - at));
      EXPECT_EQ(flight.data.size(), 0u);
      flight = card.exchange(plain_record(ContentType::handshake, part));
      ASSERT_EQ(flight.status, sw::kOk);
    }
    client.read_flight(flight.data);
    EXPECT_EQ(card.recv(client.seal(ContentType::handshake, client.finished())), sw::kOpen);
  }
}

TEST(Handshake, TakesAFinishedInManyPaddedRecords) {
  CardDriver card;
  TestClient client;
  client.read_flight(card.exchange(client.client_hello_record(client.hello())).data);
  const Buffer message = client.finished();
  StatusWord status = sw::kOk;
  for (size_t at = 0; at < message.size(); ++at) {
    ASSERT_EQ(status, sw::kOk);
    status = card.recv(client.seal(ContentType::handshake, Bytes(message).subspan(at, 1), at));
  }
  EXPECT_EQ(status, sw::kOpen);
}

TEST(Handshake, RefusesOtherRecordsBetweenThePiecesOfAMessage) {
  CardDriver card;
  TestClient client;
  const Buffer message = client.client_hello(client.hello());
  EXPECT_EQ(card.recv(plain_record(ContentType::handshake, Bytes(message).first(50))), sw::kOk);
  const Answer got = card.exchange(plain_record(ContentType::change_cipher_spec, Buffer{1}));
  EXPECT_EQ(client.refusal_in(got.data, card), kInterleaved);
}

TEST(Handshake, RefusesWhatFollowsAClientHelloInItsRecord) {
  CardDriver card;
  TestClient client;
  Buffer message = client.client_hello(client.hello());
  message.push_back(1);
  const Answer got = card.exchange(plain_record(ContentType::handshake, message));
  EXPECT_EQ(client.refusal_in(got.data, card), kMessageOutOfPlace);
}

TEST(Handshake, RefusesWhatFollowsAFinishedInItsRecord) {
  CardDriver card;
  TestClient client;
  client.read_flight(card.exchange(client.client_hello_record(client.hello())).data);
  Buffer message = client.finished();
  message.insert(message.end(), {24, 0, 0, 1, 0});
  const Answer got = card.exchange(client.seal(ContentType::handshake, message));
  EXPECT_EQ(client.refusal_in(got.data, card), kMessageAcrossKeys);
}

TEST(Handshake, RefusesAWrongFinished) {
  for (const size_t spoiled : {4u, 20u, 35u}) {
    CardDriver card;
    TestClient client;
    client.read_flight(card.exchange(client.client_hello_record(client.hello())).data);
    Buffer message = client.finished();
    message[spoiled] ^= 0x80;
    const Answer got = card.exchange(client.seal(ContentType::handshake, message));
    EXPECT_EQ(client.refusal_in(got.data, card),
              refuse(Alert::decrypt_error, Reason::finished_wrong));
    EXPECT_EQ(got.status, sw::kClose);
  }
}

/// Section 4.2.10: early data is refused and skipped.
TEST(EarlyData, IsSkippedUntilTheFinishedComes) {
  CardDriver card;
  TestClient client;
  HelloSpec spec = client.hello();
  spec.add(ExtensionType::early_data, {});
  client.read_flight(card.exchange(client.client_hello_record(spec)).data);
  for (const size_t size : {17u, 300u, 16000u}) {
    EXPECT_EQ(card.recv(plain_record(ContentType::application_data, Buffer(size, 0x5a))), sw::kOk);
  }
  EXPECT_EQ(card.recv(client.seal(ContentType::handshake, client.finished())), sw::kOpen);
  // And no longer: a record that fails is now an error.
  client.finish();
  const Answer got =
      card.exchange(plain_record(ContentType::application_data, Buffer(100)), p1::kDecrypt);
  EXPECT_EQ(client.refusal_in(got.data, card), kNotAuthentic);
}

TEST(EarlyData, IsSkippedAfterAHelloRetryRequest) {
  CardDriver card;
  TestClient client;
  const HelloSpec second = ask_for_retry(card, client, /*early_data=*/true);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(card.recv(plain_record(ContentType::application_data, Buffer(1000))), sw::kOk);
  }
  EXPECT_TRUE(open_session(client, card, second));
}

TEST(EarlyData, IsOverOnceTheSecondHelloHasCome) {
  CardDriver card;
  TestClient client;
  const HelloSpec second = ask_for_retry(card, client, /*early_data=*/true);
  client.read_flight(card.exchange(client.client_hello_record(second)).data);
  const Answer got = card.exchange(plain_record(ContentType::application_data, Buffer(100)));
  EXPECT_EQ(client.refusal_in(got.data, card), kNotAuthentic);
}

TEST(EarlyData, IsNotSkippedBetweenThePiecesOfAMessageNorWhenTooLong) {
  for (const bool too_long : {false, true}) {
    CardDriver card;
    TestClient client;
    const HelloSpec second = ask_for_retry(card, client, /*early_data=*/true);
    if (!too_long) {
      const Buffer hello = client.client_hello(second);
      card.recv(plain_record(ContentType::handshake, Bytes(hello).first(20)));
    }
    const Answer got =
        card.exchange(plain_record(ContentType::application_data, Buffer(too_long ? 40000 : 100)));
    EXPECT_EQ(client.refusal_in(got.data, card), too_long ? kRecordTooLong : kInterleaved);
  }
}

TEST(Handshake, RefusesUserCanceledBetweenThePiecesOfAMessage) {
  CardDriver card;
  TestClient client;
  const Buffer message = client.client_hello(client.hello());
  EXPECT_EQ(card.recv(plain_record(ContentType::handshake, Bytes(message).first(50))), sw::kOk);
  const Answer got = card.exchange(plain_record(ContentType::alert, Buffer{1, 90}));
  EXPECT_EQ(client.refusal_in(got.data, card), kInterleaved);
}

TEST(EarlyData, IsNotSkippedForEver) {
  CardDriver card;
  TestClient client;
  HelloSpec spec = client.hello();
  spec.add(ExtensionType::early_data, {});
  client.read_flight(card.exchange(client.client_hello_record(spec)).data);
  StatusWord status = sw::kOk;
  int records = 0;
  while (status == sw::kOk && records < 20) {
    status = card.recv(plain_record(ContentType::application_data, Buffer(16000)));
    ++records;
  }
  EXPECT_EQ(records, 5);  // 64 KiB of patience
  EXPECT_EQ(client.refusal_in(card.send(status).data, card), kNotAuthentic);
}

TEST(EarlyData, WasNotOfferedIsAnError) {
  CardDriver card;
  TestClient client;
  client.read_flight(card.exchange(client.client_hello_record(client.hello())).data);
  const Answer got = card.exchange(plain_record(ContentType::application_data, Buffer(100)));
  EXPECT_EQ(client.refusal_in(got.data, card), kNotAuthentic);
}

}  // namespace
}  // namespace tls_se::test
