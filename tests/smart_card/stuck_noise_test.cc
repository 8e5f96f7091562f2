// A whole card over src/platform/software whose source of noise gets stuck: no key is made of it,
// and what would have needed one is answered with 6F01. All else the card does as before.
#include <gtest/gtest.h>

#include <random>

#include "live_session.h"
#include "platform/software/software_crypto.h"
#include "platform/software/software_signatures.h"
#include "support/hex.h"

namespace tls_se::test {
namespace {

class BreakableNoise final : public NoiseSource {
 public:
  bool fill(const MutableBytes& raw) override {
    for (uint8_t& byte : raw) byte = state == stuck ? 0x5a : static_cast<uint8_t>(good_());
    return state != silent;
  }
  enum { good, stuck, silent } state = good;

 private:
  std::mt19937 good_{21};
};

/// What a port of a chip without engines has.
class CardOnNoise {
 public:
  explicit CardOnNoise(Flash& flash)
      : body_(crypto_, &signatures_, &key_maker_, flash, build_of_card()) {
    crypto_.use_keys(&body_.keys());
    signatures_.use_keys(&body_.keys());
  }

  /// A port goes on whatever start() says: the card itself answers for it.
  CryptoStatus power_up() {
    const CryptoStatus status = crypto_.start();
    body_.power_up();
    return status;
  }
  [[nodiscard]] Transmit transmit() {
    return [this](Bytes command) {
      CardResponse response{.data = std::vector<uint8_t>(65536), .status = 0};
      const Response result = body_.process(command, response.data);
      response.data.resize(result.size);
      response.status = result.status;
      return response;
    };
  }
  [[nodiscard]] SessionEnd session() { return SessionEnd(transmit()); }
  StatusWord status(std::string_view hex) { return transmit()(from_hex(std::string(hex))).status; }

  BreakableNoise noise;

 private:
  static CardBuild build_of_card() {
    CardBuild build = chip_like_card();
    build.groups = groups_on(HostPlatform::software);
    return build;
  }

  std::array<SoftwareAes128, kAesSlotsPerSession * kMaxChannels> aes_;
  std::array<SoftwareCrypto::PrivateKey, kMaxChannels> key_pairs_;
  SoftwareCrypto crypto_{{aes_, key_pairs_}, noise, NoiseQuality::four};
  SoftwareSignatures signatures_{crypto_};
  SoftwareKeyMaker key_maker_{crypto_};
  CardBody body_;
};

class StuckNoise : public testing::Test {
 protected:
  StuckNoise() {
    CardWithFlash client(client_flash_);
    make_psk_client(client);
    CardWithFlash server(server_flash_);
    make_psk_server(server);
    EXPECT_EQ(server.status("00DADF250101"), sw::kOk);  // else an alert would tell the client
  }

  /// What a card does without a key of its own, it does in any case.
  static void expect_the_rest_to_work(CardOnNoise& card) {
    EXPECT_EQ(card.status("00A4040007F0544C532D534500"), sw::kOk);
    EXPECT_EQ(card.status("00CA010200"), sw::kOk);
    EXPECT_EQ(card.status("00CADF2002"), sw::kOk);
  }
  static void expect_no_keys(CardOnNoise& client, CardOnNoise& server) {
    CardWithFlash good;
    make_psk_client(good);
    EXPECT_EQ(client.session().reset().status, sw::kPlatformError);
    EXPECT_EQ(server.session().reset().status, sw::kOk) << "it begins with nothing";
    SessionEnd hello_of(transmit_of(good));
    const CardResponse hello = hello_of.collect(hello_of.reset().status);
    SessionEnd end = server.session();
    const CardResponse answer = end.collect(end.recv(p1::kHandshake, hello.data).status);
    EXPECT_EQ(answer.status, sw::kPlatformError);
    EXPECT_TRUE(answer.data.empty());
    for (CardOnNoise* const card : {&client, &server}) {
      EXPECT_EQ(card->status("0084000010"), sw::kPlatformError);
      EXPECT_EQ(card->status("0046000046"), sw::kPlatformError);
      expect_the_rest_to_work(*card);
    }
  }
  static void expect_keys(CardOnNoise& client, CardOnNoise& server) {
    EXPECT_TRUE(LiveSession(client.session(), server.session()).echoes());
    for (CardOnNoise* const card : {&client, &server}) {
      EXPECT_EQ(card->status("0084000010"), sw::kOk);
      EXPECT_EQ(card->status("0046000046"), sw::kOk);
    }
  }

  MemoryFlash client_flash_{2048, 32}, server_flash_{2048, 32};
};

TEST_F(StuckNoise, FromTheStartMakesKeysImpossibleUntilItIsMended) {
  CardOnNoise client(client_flash_), server(server_flash_);
  for (const auto state : {BreakableNoise::good, BreakableNoise::stuck, BreakableNoise::silent,
                           BreakableNoise::stuck, BreakableNoise::good}) {
    client.noise.state = server.noise.state = state;
    const CryptoStatus expected =
        state == BreakableNoise::good ? CryptoStatus::done : CryptoStatus::failed;
    EXPECT_EQ(client.power_up(), expected);
    EXPECT_EQ(server.power_up(), expected);
    state == BreakableNoise::good ? expect_keys(client, server) : expect_no_keys(client, server);
  }
}

// There are no keys yet that an alert would have to be sealed with.
TEST_F(StuckNoise, IsToldToTheClientByACardThatIsNotSilent) {
  MemoryFlash flash(2048, 32);
  CardWithFlash personalised(flash), good_client;
  make_psk_server(personalised);
  make_psk_client(good_client);
  CardOnNoise server(flash);
  server.noise.state = BreakableNoise::stuck;
  EXPECT_EQ(server.power_up(), CryptoStatus::failed);
  SessionEnd client(transmit_of(good_client)), end = server.session();
  EXPECT_EQ(end.reset().status, sw::kOk);
  const CardResponse hello = client.collect(client.reset().status);
  const CardResponse answer = end.collect(end.recv(p1::kHandshake, hello.data).status);
  EXPECT_EQ(to_hex(answer.data), "15030300020250");  // internal_error
  EXPECT_EQ(answer.status, sw::kClose);
}

// It is found out when the next noise is taken. A session that is open needs none.
TEST_F(StuckNoise, InMidLifeMakesKeysImpossibleUntilAStart) {
  for (const auto state : {BreakableNoise::stuck, BreakableNoise::silent}) {
    CardOnNoise client(client_flash_), server(server_flash_);
    ASSERT_EQ(client.power_up(), CryptoStatus::done);
    ASSERT_EQ(server.power_up(), CryptoStatus::done);
    LiveSession session(client.session(), server.session());
    client.noise.state = server.noise.state = state;
    for (CardOnNoise* const card : {&client, &server}) {
      uint32_t requests = 0;
      StatusWord status = sw::kOk;
      while (status == sw::kOk && requests <= RandomGenerator::kReseedInterval) {
        status = card->status("0084000010");
        ++requests;
      }
      EXPECT_EQ(status, sw::kPlatformError) << "after " << requests;
      EXPECT_GT(requests, RandomGenerator::kReseedInterval / 2);
    }
    EXPECT_TRUE(session.echoes());
    expect_no_keys(client, server);
    client.noise.state = server.noise.state = BreakableNoise::good;
    expect_no_keys(client, server);
    EXPECT_EQ(client.power_up(), CryptoStatus::done);
    EXPECT_EQ(server.power_up(), CryptoStatus::done);
    expect_keys(client, server);
  }
}

}  // namespace
}  // namespace tls_se::test
