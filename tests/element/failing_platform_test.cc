// A platform that fails, in each of its functions and at each call of a handshake: that is the
// card's own fault, whatever the peer has sent, and nothing that it had a part in leaves.
#include <gtest/gtest.h>

#include "card_to_card.h"
#include "credentials.h"
#include "journey.h"

namespace tls_se::test {
namespace {

/// Counts its calls and fails at one of them, or from it on.
class CountingCrypto final : public OpensslCrypto {
 public:
  CryptoStatus random(const MutableBytes& out) override {
    return fails("random") ? failed : OpensslCrypto::random(out);
  }
  CryptoStatus sha256_start(Sha256State& state) override {
    const CryptoStatus status = OpensslCrypto::sha256_start(state);
    return fails("sha256_start") ? failed : status;
  }
  CryptoStatus sha256_update(Sha256State& state, const Bytes& data) override {
    return fails("sha256_update") ? failed : OpensslCrypto::sha256_update(state, data);
  }
  CryptoStatus sha256_finish(Sha256State& state, std::span<uint8_t, kSha256Size> digest) override {
    return fails("sha256_finish") ? failed : OpensslCrypto::sha256_finish(state, digest);
  }
  CryptoStatus hmac_sha256(KeyHandle key, const Bytes& data,
                           std::span<uint8_t, kSha256Size> mac) override {
    return fails("hmac_sha256") ? failed : OpensslCrypto::hmac_sha256(key, data, mac);
  }
  CryptoStatus aes128_load(AesSlot slot, std::span<const uint8_t, kAes128KeySize> key) override {
    return fails("aes128_load") ? failed : OpensslCrypto::aes128_load(slot, key);
  }
  CryptoStatus aes128_encrypt(AesSlot slot, std::span<const uint8_t, kAesBlockSize> in,
                              std::span<uint8_t, kAesBlockSize> out) override {
    return fails("aes128_encrypt") ? failed : OpensslCrypto::aes128_encrypt(slot, in, out);
  }
  CryptoStatus p256_generate(KeyPairSlot slot,
                             std::span<uint8_t, kP256PointSize> public_point) override {
    return fails("p256_generate") ? failed : OpensslCrypto::p256_generate(slot, public_point);
  }
  CryptoStatus p256_agree(KeyPairSlot slot, std::span<const uint8_t, kP256PointSize> peer,
                          std::span<uint8_t, kP256SecretSize> secret) override {
    return fails("p256_agree") ? failed : OpensslCrypto::p256_agree(slot, peer, secret);
  }
  CryptoStatus aead_seal(AeadAlgorithm algorithm, const AeadInput& input,
                         const MutableBytes& tag) override {
    if (!has_aead) return CryptoStatus::not_offered;
    return fails_seals || fails("aead_seal") ? seal_answer
                                             : OpensslCrypto::aead_seal(algorithm, input, tag);
  }
  CryptoStatus aead_open(AeadAlgorithm algorithm, const AeadInput& input,
                         const Bytes& tag) override {
    if (!has_aead) return CryptoStatus::not_offered;
    return fails("aead_open") ? failed : OpensslCrypto::aead_open(algorithm, input, tag);
  }

  bool has_aead = true;
  bool fails_seals = false;  // all of them
  CryptoStatus seal_answer = failed;
  const char* failed_in = "";
  size_t calls = 0;
  size_t fails_at = SIZE_MAX;  // the number of the first call that fails
  bool for_good = false;

 private:
  static constexpr CryptoStatus failed = CryptoStatus::failed;
  bool fails(const char* function) {
    const size_t call = calls++;
    const bool failure = for_good ? call >= fails_at : call == fails_at;
    if (failure) failed_in = function;
    return failure;
  }
};

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
  class Signatures final : public OpensslSignatures {
   public:
    CryptoStatus hash(HashAlgorithm algorithm, const Bytes& data,
                      std::span<uint8_t, kMaxDigestSize> digest) override {
      return hashes ? OpensslSignatures::hash(algorithm, data, digest) : CryptoStatus::failed;
    }
    CryptoStatus p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize> public_key,
                                   const Bytes& digest,
                                   std::span<const uint8_t, kP256SignatureSize> r_s) override {
      return verifies ? OpensslSignatures::p256_ecdsa_verify(public_key, digest, r_s)
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

/// While a ClientHello was sieved, say: that was another session's.
TEST(FailingHash, IsNotToldToTheNextSession) {
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
    EXPECT_EQ(card.transmit(begin).status, sw::kOk);
    crypto.fails_at = SIZE_MAX;
    if (is_stopped) {
      EXPECT_EQ(card.transmit("00DA020100").status, sw::kOk);
    }
    EXPECT_EQ(card.reset(), sw::kOk);
    EXPECT_TRUE(works_after_reset(card));
  }
}

}  // namespace
}  // namespace tls_se::test
