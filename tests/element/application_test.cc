// The open session: what is decrypted and encrypted, KeyUpdate, and how it closes.
#include <gtest/gtest.h>

#include "refusals.h"
#include "test_client.h"

namespace tls_se::test {
namespace {

class OpenSession : public testing::Test {
 protected:
  void SetUp() override { ASSERT_TRUE(open_session(client, card)); }

  Answer decrypt(ContentType type, const Buffer& content, size_t padding = 0) {
    return card.exchange(client.seal(type, content, padding), p1::kDecrypt);
  }
  Answer encrypt(Buffer content, ContentType type) {
    content.push_back(static_cast<uint8_t>(type));
    return card.exchange(content, p1::kEncrypt);
  }
  void expect_alive() {
    EXPECT_EQ(decrypt(ContentType::application_data, {'a'}).data, (Buffer{'a', 0x17}));
    EXPECT_EQ(client.open(encrypt({'b'}, ContentType::application_data).data).content, Buffer{'b'});
  }

  CardDriver card;
  TestClient client;
};

const Buffer kUpdateNotRequested = {24, 0, 0, 1, 0};
const Buffer kUpdateRequested = {24, 0, 0, 1, 1};
const Buffer kCloseNotify = {1, 0};

TEST_F(OpenSession, CarriesContentOfEverySizeBothWays) {
  for (const size_t size : {0u, 1u, 15u, 16u, 17u, 255u, 256u, 1000u, 16383u, 16384u}) {
    SCOPED_TRACE(size);
    Buffer content(size);
    for (size_t i = 0; i < size; ++i) content[i] = static_cast<uint8_t>(i * 7);
    Buffer with_type = content;
    with_type.push_back(0x17);
    EXPECT_EQ(decrypt(ContentType::application_data, content).data, with_type);
    const Answer record = encrypt(content, ContentType::application_data);
    EXPECT_EQ(record.status, sw::kOk);
    EXPECT_EQ(client.open(record.data).content, content);
  }
}

TEST_F(OpenSession, StripsPadding) {
  for (const size_t padding : {1u, 64u, 255u, 10000u}) {
    EXPECT_EQ(decrypt(ContentType::application_data, {0, 'a', 0}, padding).data,
              (Buffer{0, 'a', 0, 0x17}));
  }
}

// RFC 6066 section 4: 512 bytes of content, 256 of padding, and no more.
TEST(MaxFragmentLength, HoldsForBothSides) {
  for (const size_t padding : {256u, 257u}) {
    CardDriver card;
    TestClient client;
    HelloSpec spec = client.hello();
    spec.add(ExtensionType::max_fragment_length, {1});
    ASSERT_TRUE(open_session(client, card, spec));
    EXPECT_EQ(card.recv(Buffer(514, 23), p1::kEncrypt), sw::kWrongLength);
    EXPECT_EQ(client.open(card.exchange(Buffer(513, 23), p1::kEncrypt).data).content.size(), 512u);
    const Answer got = card.exchange(
        client.seal(ContentType::application_data, Buffer(512, 7), padding), p1::kDecrypt);
    if (padding == 256) {
      EXPECT_EQ(got.data.size(), 513u);
    } else {
      EXPECT_EQ(client.refusal_in(got.data, card), kRecordTooLong);
    }
  }
}

TEST_F(OpenSession, RefusesTooMuchContentAndGoesOn) {
  EXPECT_EQ(encrypt(Buffer(16385), ContentType::application_data).status, sw::kWrongLength);
  EXPECT_EQ(encrypt(Buffer(70000), ContentType::application_data).status, sw::kWrongLength);
  expect_alive();
}

TEST_F(OpenSession, EncryptsNothingButDataAlertsAndKeyUpdates) {
  for (int type = 0; type < 256; ++type) {
    if (type == 23) continue;
    EXPECT_EQ(encrypt({1, 2, 3}, static_cast<ContentType>(type)).status, sw::kWrongData) << type;
  }
  for (const Buffer& wrong :
       {Buffer{}, Buffer{24, 0, 0, 1}, Buffer{24, 0, 0, 1, 2}, Buffer{24, 0, 0, 1, 0, 0},
        Buffer{20, 0, 0, 1, 0}, Buffer{24, 0, 0, 2, 0}, Buffer{4, 0, 0, 1, 0}}) {
    EXPECT_EQ(encrypt(wrong, ContentType::handshake).status, sw::kWrongData);
  }
  expect_alive();
}

TEST_F(OpenSession, SendsNoAlertOfTheWrongLevel) {
  for (const Buffer& wrong :
       {Buffer{}, Buffer{0}, Buffer{1, 40}, Buffer{7, 40}, Buffer{1, 255}, Buffer{2, 0}}) {
    EXPECT_EQ(encrypt(wrong, ContentType::alert).status, sw::kWrongData);
  }
  expect_alive();
}

TEST_F(OpenSession, RefusesAKeyUpdateThatClaimsToBeLongAsSoonAsItSaysSo) {
  EXPECT_EQ(client.refusal_in(decrypt(ContentType::handshake, {24, 0, 0x80, 0}).data, card),
            kMalformed);
}

TEST_F(OpenSession, FollowsThePeersKeyUpdate) {
  const Answer got = decrypt(ContentType::handshake, kUpdateNotRequested);
  EXPECT_EQ(got.data, (Buffer{24, 0, 0, 1, 0, 22}));
  EXPECT_EQ(got.status, sw::kOk);
  client.update_own_keys();
  expect_alive();
}

TEST_F(OpenSession, OwesAnAnswerToUpdateRequested) {
  EXPECT_EQ(decrypt(ContentType::handshake, kUpdateRequested).data, (Buffer{24, 0, 0, 1, 1, 22}));
  client.update_own_keys();
  // "prior to sending its next Application Data record"
  EXPECT_EQ(encrypt({'x'}, ContentType::application_data).status, sw::kConditionsNotSatisfied);
  const Answer answer = encrypt(kUpdateNotRequested, ContentType::handshake);
  const auto opened = client.open(answer.data);  // still under the old keys
  EXPECT_EQ(opened.type, ContentType::handshake);
  EXPECT_EQ(opened.content, kUpdateNotRequested);
  client.update_peer_keys();
  expect_alive();
}

TEST_F(OpenSession, UpdatesItsOwnKeysWhenTheNodeWantsIt) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(client.open(encrypt(kUpdateRequested, ContentType::handshake).data).content,
              kUpdateRequested);
    client.update_peer_keys();
    expect_alive();
  }
}

TEST_F(OpenSession, TakesAKeyUpdateInPiecesWithDataGoingTheOtherWayBetween) {
  for (size_t i = 0; i < kUpdateNotRequested.size(); ++i) {
    const Answer got = decrypt(ContentType::handshake, {kUpdateNotRequested[i]});
    EXPECT_EQ(got.data, (Buffer{kUpdateNotRequested[i], 22}));
    EXPECT_EQ(client.open(encrypt({'b'}, ContentType::application_data).data).content, Buffer{'b'});
  }
  client.update_own_keys();
  expect_alive();
}

TEST_F(OpenSession, RefusesDataBetweenThePiecesOfAMessage) {
  decrypt(ContentType::handshake, {24, 0});
  EXPECT_EQ(client.refusal_in(decrypt(ContentType::application_data, {1}).data, card),
            kInterleaved);
}

TEST_F(OpenSession, RefusesWhatFollowsAKeyUpdateInItsRecord) {
  EXPECT_EQ(client.refusal_in(
                decrypt(ContentType::handshake, {24, 0, 0, 1, 0, 24, 0, 0, 1, 0}).data, card),
            kMessageAcrossKeys);
}

TEST_F(OpenSession, RefusesAWrongKeyUpdate) {
  EXPECT_EQ(client.refusal_in(decrypt(ContentType::handshake, {24, 0, 0, 1, 2}).data, card),
            refuse(Alert::illegal_parameter, Reason::malformed));
  ASSERT_EQ(card.reset(), sw::kOk);
  TestClient again;
  ASSERT_TRUE(open_session(again, card));
  EXPECT_EQ(
      again.refusal_in(
          card.exchange(again.seal(ContentType::handshake, Buffer{24, 0, 0, 2, 0, 0}), p1::kDecrypt)
              .data,
          card),
      kMalformed);
}

TEST_F(OpenSession, TellsTheCloseNotifyOfThePeerAndCanStillSend) {
  const Answer got = decrypt(ContentType::alert, kCloseNotify);
  EXPECT_EQ(got.data, (Buffer{1, 0, 21}));
  EXPECT_EQ(got.status, sw::kClose);
  EXPECT_EQ(card.recv(Buffer(40, 23), p1::kDecrypt), sw::kConditionsNotSatisfied);
  EXPECT_EQ(client.open(encrypt({'b'}, ContentType::application_data).data).content, Buffer{'b'});
  const Answer closed = encrypt(kCloseNotify, ContentType::alert);
  EXPECT_EQ(closed.status, sw::kClose);
  EXPECT_EQ(client.open(closed.data).content, kCloseNotify);
  EXPECT_EQ(encrypt({'b'}, ContentType::application_data).status, sw::kConditionsNotSatisfied);
  for (const Buffer& secret : client.secrets()) EXPECT_FALSE(card.memory_holds(secret));
}

TEST_F(OpenSession, SendsCloseNotifyAndCanStillReceive) {
  const Answer closed = encrypt(kCloseNotify, ContentType::alert);
  EXPECT_EQ(closed.status, sw::kClose);
  EXPECT_EQ(client.open(closed.data).content, kCloseNotify);
  EXPECT_EQ(encrypt({'b'}, ContentType::application_data).status, sw::kConditionsNotSatisfied);
  EXPECT_EQ(decrypt(ContentType::application_data, {'a'}).data, (Buffer{'a', 0x17}));
  EXPECT_EQ(decrypt(ContentType::alert, kCloseNotify).status, sw::kClose);
  for (const Buffer& secret : client.secrets()) EXPECT_FALSE(card.memory_holds(secret));
  EXPECT_TRUE(works_after_reset(card));
}

TEST_F(OpenSession, FailsWithoutAnAlertOnceItsOwnDirectionIsClosed) {
  ASSERT_EQ(encrypt(kCloseNotify, ContentType::alert).status, sw::kClose);
  EXPECT_EQ(card.recv(plain_record(ContentType::application_data, Buffer(50)), p1::kDecrypt),
            0x6d14);
  card.expect_end_reason(kNotAuthentic);
  EXPECT_TRUE(works_after_reset(card));
}

TEST_F(OpenSession, EndsWithAFatalAlertOfTheNodes) {
  const Answer got = encrypt({2, 80}, ContentType::alert);
  EXPECT_EQ(got.status, sw::kClose);
  EXPECT_EQ(client.refusal_in(got.data, card), Alert::internal_error);
  for (const Buffer& secret : client.secrets()) EXPECT_FALSE(card.memory_holds(secret));
}

TEST_F(OpenSession, GoesOnAfterUserCanceled) {
  EXPECT_EQ(decrypt(ContentType::alert, {1, 90}).data, (Buffer{1, 90, 21}));
  expect_alive();
}

}  // namespace
}  // namespace tls_se::test
