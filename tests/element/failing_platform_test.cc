// A platform that fails, in each of its functions and at each call of a handshake: that is the
// card's own fault, whatever the peer has sent, and nothing that it had a part in leaves.
#include <gtest/gtest.h>

#include "card_to_card.h"
#include "credentials.h"
#include "failing_crypto.h"
#include "journey.h"

namespace tls_se::test {
namespace {

struct Pair {
  CardDriver::Options client, server;
  Pair(const Modes& modes, Role failing, CountingCrypto& crypto)
      : client(options_of(Role::client, modes)), server(options_of(Role::server, modes)) {
    (failing == Role::client ? client : server).crypto = &crypto;
  }
};

void sweep(const Modes& modes, Role role, bool has_aead, bool silent) {
  CountingCrypto crypto;
  crypto.has_aead = has_aead;
  Pair pair(modes, role, crypto);
  pair.client.silent_alerts = pair.server.silent_alerts = silent;
  CardDriver client(pair.client);
  CardDriver server(pair.server);
  CardDriver& failing = role == Role::client ? client : server;
  crypto.calls = 0;
  ASSERT_TRUE(shake_hands(client, server).is_open());
  const size_t calls = crypto.calls;
  ASSERT_GT(calls, 50u);
  for (size_t call = 0; call < calls; ++call) {
    SCOPED_TRACE(testing::Message() << "at call " << call);
    crypto.calls = 0;
    crypto.fails_at = call;
    StatusWord status = sw::kPlatformError;
    try {
      const Conversation talk = shake_hands(client, server);
      status = role == Role::client ? talk.client : talk.server;
    } catch (const std::runtime_error&) {  // it failed before it had given all of a record
    }
    crypto.fails_at = SIZE_MAX;
    // Signatures differ in length from one handshake to the next, and so does what they take.
    if (call >= calls - 4 && crypto.calls <= call) break;
    EXPECT_FALSE(failing.is_open()) << crypto.failed_in;
    failing.expect_end_reason(refuse(Alert::internal_error, Reason::platform_failed));
    // The peer may be told, but not under keys of a platform that fails; and may then say more.
    const bool told = status == sw::kClose && !silent;
    EXPECT_TRUE(told || status == sw::kPlatformError || status == sw::kConditionsNotSatisfied);
  }
  EXPECT_TRUE(shake_hands(client, server).is_open());
}

struct Sweep {
  const char* name;
  Modes modes;
};
class FailingPlatform : public testing::TestWithParam<Sweep> {};

TEST_P(FailingPlatform, OpensNothingAndBlamesNobody) {
  for (const Role role : {Role::client, Role::server}) {
    SCOPED_TRACE(role == Role::client ? "client" : "server");
    sweep(GetParam().modes, role, true, false);
    sweep(GetParam().modes, role, true, true);
  }
}
TEST_P(FailingPlatform, WithoutAnAeadOfItsOwnToo) {
  for (const Role role : {Role::client, Role::server}) {
    SCOPED_TRACE(role == Role::client ? "client" : "server");
    sweep(GetParam().modes, role, false, false);
  }
}
INSTANTIATE_TEST_SUITE_P(Of, FailingPlatform,
                         testing::Values(Sweep{"psk", kPskOnly},
                                         Sweep{"certificate", kCertificateOnly},
                                         Sweep{"mutual", kMutualOnly}),
                         [](const auto& sweep_info) { return std::string(sweep_info.param.name); });

TEST(FailingSignatures, AreNoFaultOfThePeers) {
  class Signatures final : public HostSignatures {
   public:
    CryptoStatus hash(HashAlgorithm algorithm, const Bytes& data,
                      std::span<uint8_t, kMaxDigestSize> digest) override {
      return hashes ? HostSignatures::hash(algorithm, data, digest) : CryptoStatus::failed;
    }
    CryptoStatus p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize> public_key,
                                   const Bytes& digest,
                                   std::span<const uint8_t, kP256SignatureSize> r_s) override {
      return verifies ? HostSignatures::p256_ecdsa_verify(public_key, digest, r_s)
                      : CryptoStatus::failed;
    }
    bool hashes = true, verifies = true;
  };
  Signatures signatures;
  CardDriver::Options options = options_of(Role::client, kCertificateOnly);
  options.signatures = &signatures;
  ClientMeeting at(Mode::certificate, options);
  signatures.hashes = false;
  Answer answer = at.play(at.flight());
  signatures.hashes = true;
  at.expect_refused(answer, refuse(Alert::internal_error, Reason::platform_failed));
  at.meet();
  signatures.verifies = false;
  answer = at.play(at.flight());
  signatures.verifies = true;
  at.expect_refused(answer, refuse(Alert::internal_error, Reason::platform_failed));
}

/// The record left in the clear here, with 9000.
TEST(FailingSeal, LetsNothingLeave) {
  for (const CryptoStatus answer :
       {CryptoStatus::failed, CryptoStatus::rejected, static_cast<CryptoStatus>(77)}) {
    for (const bool for_good : {false, true}) {
      CountingCrypto crypto;
      crypto.seal_answer = answer;
      crypto.for_good = for_good;
      CardDriver card(CardDriver::options_with([&](auto& o) { o.crypto = &crypto; }));
      TestClient client;
      ASSERT_TRUE(open_session(client, card));
      const Buffer content = text("what must not be seen");
      Buffer message = content;
      message.push_back(23);
      crypto.fails_at = crypto.calls;
      const Answer got = card.exchange(message, p1::kEncrypt);
      crypto.fails_at = SIZE_MAX;
      EXPECT_EQ(got.status, sw::kPlatformError);
      EXPECT_TRUE(got.data.empty());
      EXPECT_FALSE(card.memory_holds(content));
      EXPECT_FALSE(card.output_waits());
      card.expect_end_reason(refuse(Alert::internal_error, Reason::platform_failed));
      for (const Buffer& secret : client.secrets()) EXPECT_FALSE(card.memory_holds(secret));
      EXPECT_EQ(card.recv(message, p1::kEncrypt), sw::kConditionsNotSatisfied);
      EXPECT_TRUE(works_after_reset(card));
    }
  }
}

TEST(FailingSeal, OfAHandshakeMessageLetsNothingLeave) {
  CountingCrypto crypto;
  CardDriver card(CardDriver::options_with([&](auto& o) { o.crypto = &crypto; }));
  TestClient client;
  const Buffer hello = client.client_hello_record(client.hello());
  crypto.fails_seals = true;
  const Answer got = card.exchange(hello);
  EXPECT_EQ(got.status, sw::kPlatformError);
  EXPECT_TRUE(got.data.empty());  // of the ServerHello not even, since an error has no data
  card.expect_end_reason(refuse(Alert::internal_error, Reason::platform_failed));
}

TEST(FailingOpen, IsNoRecordThatWasForged) {
  CountingCrypto crypto;
  CardDriver card(CardDriver::options_with([&](auto& o) { o.crypto = &crypto; }));
  TestClient client;
  ASSERT_TRUE(open_session(client, card));
  crypto.fails_at = crypto.calls;
  const Answer got =
      card.exchange(client.seal(ContentType::application_data, Buffer(20, 'x')), p1::kDecrypt);
  EXPECT_EQ(got.status, sw::kClose);
  EXPECT_EQ(client.alert_in(got.data), Alert::internal_error);
  card.expect_end_reason(refuse(Alert::internal_error, Reason::platform_failed));
}

/// While a ClientHello is sieved, say: with the command in which it was, and to no later session.
TEST(FailingHash, IsToldAtOnce) {
  for (const bool is_stopped : {false, true}) {
    CountingCrypto crypto;
    CardDriver::Options options = options_of(Role::server, kPskOnly);
    options.crypto = &crypto;
    options.program = &programs::kServer;
    CardDriver card(options);
    TestClient client;
    Buffer begin = {0, ins::kRecv, 0, p2::kFirst, 200};
    append(begin, Bytes(client.client_hello_record(client.hello())).first(200));
    crypto.fails_at = crypto.calls;
    crypto.for_good = true;
    EXPECT_EQ(card.transmit(begin).status, sw::kPlatformError);
    crypto.fails_at = SIZE_MAX;
    card.expect_end_reason(kPlatformFailed);
    EXPECT_EQ(card.transmit(begin).status, sw::kConditionsNotSatisfied);
    if (is_stopped) {
      EXPECT_EQ(card.transmit("00DA020100").status, sw::kOk);
    }
    EXPECT_EQ(card.reset(), sw::kOk);
    EXPECT_TRUE(works_after_reset(card));
  }
}

}  // namespace
}  // namespace tls_se::test
