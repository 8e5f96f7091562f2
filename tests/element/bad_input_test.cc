// Bad input: each gets its alert or status word, leaves no secret of the session behind, and the
// next RESET gives a working element.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "failing_crypto.h"
#include "refusals.h"
#include "test_client.h"

namespace tls_se::test {
namespace {

/// A card that waits for the client's Finished, and the Finished that it would take.
struct WaitsForFinished {
  CardDriver card;
  TestClient client;
  Buffer record;

  explicit WaitsForFinished(CardDriver::Options options = {}) : card(std::move(options)) {
    client.read_flight(card.exchange(client.client_hello_record(client.hello())).data);
    record = client.seal(ContentType::handshake, client.finished());
  }
};

/// For an open session with no record sealed yet.
struct Nothing {};

/// An open session and a record of application data that the card would take.
struct Open {
  CardDriver card;
  TestClient client;
  Buffer record;

  explicit Open(Nothing) {
    if (!open_session(client, card)) throw std::runtime_error("no session");
  }
  Open() : Open(Nothing{}) { record = client.seal(ContentType::application_data, Buffer(50, 'x')); }
};

template <typename Situation>
void expect_dead_and_clean(Situation& at, const Answer& got, Alert alert) {
  EXPECT_EQ(got.status, sw::kClose);
  EXPECT_EQ(at.client.refusal_in(got.data, at.card), alert);
  for (const Buffer& secret : at.client.secrets()) {
    EXPECT_FALSE(at.card.memory_holds(secret)) << to_hex(secret);
  }
  EXPECT_EQ(at.card.recv(at.record), sw::kConditionsNotSatisfied);
  EXPECT_TRUE(works_after_reset(at.card));
}

TEST(Memory, HoldsTheSecretsWhileTheSessionLivesSoThatLookingForThemMeansSomething) {
  Open at;
  const auto secrets = at.client.secrets();
  EXPECT_TRUE(at.card.memory_holds(secrets[secrets.size() - 1]));
  EXPECT_TRUE(at.card.memory_holds(secrets[secrets.size() - 2]));
}

TEST(Memory, KeepsNoSecretOfAnEarlierStage) {
  Open at;
  const auto secrets = at.client.secrets();
  for (size_t i = 0; i + 2 < secrets.size(); ++i) {
    EXPECT_FALSE(at.card.memory_holds(secrets[i])) << i;
  }
}

TEST(Memory, IsCleanAfterReset) {
  Open at;
  ASSERT_EQ(at.card.reset(), sw::kOk);
  for (const Buffer& secret : at.client.secrets()) EXPECT_FALSE(at.card.memory_holds(secret));
}

TEST(Memory, KeepsNoPlaintextThatHasBeenSent) {
  Open at(Nothing{});
  const Buffer text = from_hex("00112233445566778899aabbccddeeff0123456789abcdef");
  const StatusWord more =
      at.card.recv(at.client.seal(ContentType::application_data, text), p1::kDecrypt);
  EXPECT_TRUE(at.card.memory_holds(text));
  EXPECT_EQ(at.card.send(more).status, sw::kOk);
  EXPECT_FALSE(at.card.memory_holds(text));
}

TEST(BadRecord, WithAnyBitTurned) {
  const size_t size = WaitsForFinished().record.size();
  for (size_t bit = 0; bit < size * 8; ++bit) {
    SCOPED_TRACE(bit);
    WaitsForFinished at;
    at.record[bit / 8] ^= static_cast<uint8_t>(1 << bit % 8);
    const Answer got = at.card.exchange(at.record);
    const size_t length = load_u16(&at.record[3]);
    Alert expected = kNotAuthentic;
    if (at.record[0] != 23) expected = kUnknownRecordType;
    if (at.record[0] == 22) expected = kUnprotected;
    if (at.record[0] == 21) expected = kMalformed;  // an alert in the clear, too long
    if (length != size - kRecordHeaderSize) expected = kRecordLengthWrong;
    if (length > kMaxCiphertext) expected = kRecordTooLong;
    expect_dead_and_clean(at, got, expected);
  }
}

TEST(BadRecord, CutAnywhere) {
  const size_t size = Open().record.size();
  for (size_t cut = 1; cut < size; ++cut) {
    SCOPED_TRACE(cut);
    Open at;
    const Answer got = at.card.exchange(Bytes(at.record).first(cut), p1::kDecrypt);
    expect_dead_and_clean(at, got, kRecordLengthWrong);
  }
}

// RFC 8449 section 4, whatever is held of a message.
TEST(BadRecord, TooLongBehindAPieceOfAMessage) {
  CardDriver::Options options;
  options.record_buffer_size = 300;
  CardDriver card(options);
  TestClient client;
  ASSERT_TRUE(open_session(client, card));
  ASSERT_EQ(card.exchange(client.seal(ContentType::handshake, Buffer{24, 0}), p1::kDecrypt).status,
            sw::kOk);
  Buffer record(kRecordHeaderSize + 400);
  write_record_header(std::span(record).first<5>(), ContentType::application_data, 400);
  EXPECT_EQ(client.refusal_in(card.exchange(record, p1::kDecrypt).data, card), kRecordTooLong);
}

TEST(BadRecord, TooLong) {
  {
    Open at;
    at.record.push_back(0);  // more than its header says
    expect_dead_and_clean(at, at.card.exchange(at.record, p1::kDecrypt), kRecordLengthWrong);
  }
  {
    Open at;
    Buffer record(kRecordHeaderSize + kMaxCiphertext + 1);
    write_record_header(std::span(record).first<5>(), ContentType::application_data,
                        kMaxCiphertext + 1);
    expect_dead_and_clean(at, at.card.exchange(record, p1::kDecrypt), kRecordTooLong);
  }
  {
    Open at;  // longer than the element's whole buffer
    expect_dead_and_clean(at, at.card.exchange(Buffer(100000, 23), p1::kDecrypt), kRecordTooLong);
  }
  {
    WaitsForFinished at;
    const Buffer record = plain_record(ContentType::handshake, Buffer(kMaxPlaintext + 1));
    expect_dead_and_clean(at, at.card.exchange(record), kRecordTooLong);
  }
  {
    // Within TLSCiphertext's limit, but TLSInnerPlaintext is longer than 2^14 + 1.
    Open at(Nothing{});
    at.record = at.client.seal(ContentType::application_data, Buffer(kMaxPlaintext), 1);
    expect_dead_and_clean(at, at.card.exchange(at.record, p1::kDecrypt), kRecordTooLong);
  }
}

TEST(BadRecord, TwiceOrOutOfOrder) {
  {
    Open at;
    ASSERT_EQ(at.card.exchange(at.record, p1::kDecrypt).data.size(), 51u);
    expect_dead_and_clean(at, at.card.exchange(at.record, p1::kDecrypt), kNotAuthentic);
  }
  {
    Open at;
    const Buffer later = at.client.seal(ContentType::application_data, Buffer{1});
    expect_dead_and_clean(at, at.card.exchange(later, p1::kDecrypt), kNotAuthentic);
  }
  {
    WaitsForFinished at;  // the client's Finished twice
    ASSERT_EQ(at.card.recv(at.record), sw::kOpen);
    at.client.finish();
    expect_dead_and_clean(at, at.card.exchange(at.record, p1::kDecrypt), kNotAuthentic);
  }
}

TEST(BadRecord, WithNothingButPadding) {
  Open at(Nothing{});
  at.record = at.client.seal(ContentType::invalid, Buffer(20));
  expect_dead_and_clean(at, at.card.exchange(at.record, p1::kDecrypt),
                        refuse(Alert::unexpected_message, Reason::padding_only));
}

TEST(BadRecord, OfHandshakeOrAlertWithoutContent) {
  for (const ContentType type : {ContentType::handshake, ContentType::alert}) {
    Open at(Nothing{});
    at.record = at.client.seal(type, {}, 3);
    expect_dead_and_clean(at, at.card.exchange(at.record, p1::kDecrypt), kEmptyFragment);
  }
}

TEST(BadRecord, ASilentCardTellsItsNodeAlone) {
  WaitsForFinished at(CardDriver::options_with([](auto& o) { o.silent_alerts = true; }));
  at.record.back() ^= 1;
  const Answer got = at.card.exchange(at.record);
  EXPECT_EQ(got.status, 0x6d14);  // bad_record_mac
  EXPECT_TRUE(got.data.empty());
  for (const Buffer& secret : at.client.secrets()) EXPECT_FALSE(at.card.memory_holds(secret));
  at.card.expect_end_reason(kNotAuthentic);
  EXPECT_TRUE(works_after_reset(at.card));
}

TEST(BadRecord, AnEmptyAlertInTheClear) {
  WaitsForFinished at;
  at.record = plain_record(ContentType::alert, {});
  expect_dead_and_clean(at, at.card.exchange(at.record), kEmptyFragment);
}

TEST(Memory, KeepsNoSecretOfADirectionThatIsClosed) {
  for (const Role closed : {Role::client, Role::server}) {
    Open at(Nothing{});
    const auto bytes = at.client.session().traffic_secrets.of(closed).bytes();
    const Buffer secret(bytes.begin(), bytes.end());
    ASSERT_TRUE(at.card.memory_holds(secret));
    const Answer got =
        closed == Role::client
            ? at.card.exchange(at.client.seal(ContentType::alert, Buffer{1, 0}), p1::kDecrypt)
            : at.card.exchange(Buffer{1, 0, 21}, p1::kEncrypt);
    EXPECT_EQ(got.status, sw::kClose);
    EXPECT_FALSE(at.card.memory_holds(secret));
  }
}

TEST(Memory, KeepsNoRefusedOrUnfinishedInputOnceClosed) {
  Open at(Nothing{});
  at.card.exchange(at.client.seal(ContentType::handshake, Buffer{24, 0, 0, 1, 1}), p1::kDecrypt);
  at.client.update_own_keys();
  Buffer text(600, 'q');
  text.push_back(23);
  ASSERT_EQ(at.card.recv(text, p1::kEncrypt), sw::kConditionsNotSatisfied);
  at.card.exchange(at.client.seal(ContentType::alert, Buffer{2, 80}), p1::kDecrypt);
  EXPECT_FALSE(at.card.memory_holds(Bytes(text).first(40)));
}

TEST(Memory, IsCleanOnceTheElementIsGone) {
  TestClient client;
  alignas(16) static std::array<uint8_t, sizeof(CardDriver)> memory;
  auto* const card = new (memory.data()) CardDriver;
  ASSERT_TRUE(open_session(client, *card));
  const auto secrets = client.secrets();
  ASSERT_TRUE(card->memory_holds(secrets.back()));
  std::destroy_at(card);
  EXPECT_EQ(std::search(memory.begin(), memory.end(), secrets.back().begin(), secrets.back().end()),
            memory.end());
}

TEST(Platform, ThatFailsIsAnInternalErrorAndNothingWorse) {
  FailingCrypto crypto;
  CardDriver card(CardDriver::options_with([&](auto& o) { o.crypto = &crypto; }));
  for (bool FailingCrypto::*const part : kPartsOfEntropy) {
    crypto.*part = false;
    TestClient client;
    const Answer got = card.exchange(client.client_hello_record(client.hello()));
    EXPECT_EQ(got.status, sw::kClose);
    EXPECT_EQ(Buffer(got.data.end() - 2, got.data.end()), (Buffer{2, 80}));
    card.expect_end_reason(kPlatformFailed);
    crypto.*part = true;
    EXPECT_TRUE(works_after_reset(card));
    card.reset();
  }
  CardDriver silent(CardDriver::options_with([&](auto& o) {
    o.silent_alerts = true;
    o.crypto = &crypto;
  }));
  crypto.working = false;
  TestClient client;
  EXPECT_EQ(silent.recv(client.client_hello_record(client.hello())), sw::kPlatformError);
  silent.expect_end_reason(kPlatformFailed);
}

}  // namespace
}  // namespace tls_se::test
