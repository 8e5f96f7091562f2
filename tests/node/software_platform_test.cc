// Cards over the software platform: with each other, with cards over libcrypto, and with openssl.
#include <gtest/gtest.h>

#include "card/host_cards.h"
#include "node/card_session.h"
#include "node/circumstances.h"
#include "support/client_process.h"
#include "support/issued_certificates.h"
#include "support/openssl_peer.h"
#include "support/server_process.h"

namespace tls_se {
namespace {

using Mode = SessionParameters::Mode;

class SoftwarePlatformTest
    : public testing::TestWithParam<std::tuple<Mode, HostPlatform, HostPlatform, size_t>> {
 protected:
  [[nodiscard]] CardProfile profile_of(Role role) const {
    CardProfile profile = demo_card_profile();
    const auto& [mode, server, client, suite] = GetParam();
    const CipherSuite* const suites[] = {&kAes128CcmSha256, &kAes128Ccm8Sha256, &kAes128GcmSha256};
    profile.role = role;
    profile.cipher_suites = {suites[suite]};
    profile.groups = {&kSecp256r1};
    if (mode == Mode::psk) return profile;
    const test::Identity& own = role == Role::server ? server_ : client_;
    profile.psks.clear();
    profile.modes = mode == Mode::mutual ? tls_se::Mode::mutual : tls_se::Mode::certificate;
    const bool shows = role == Role::server || mode == Mode::mutual;
    if (shows) profile.certificate_chain = {own.certificate};
    if (shows) profile.private_key = own.private_key;
    profile.trust_anchors = {authority_.own().certificate};
    if (role == Role::server && mode != Mode::mutual) profile.trust_anchors.clear();
    return profile;
  }

  const test::Authority authority_{"Test root"};
  const test::Identity server_ = authority_.issue({.common_name = "server"});
  const test::Identity client_ =
      authority_.issue({.common_name = "client", .subject_alt_name = ""});
};

std::vector<Bytes> records_of(const std::vector<uint8_t>& bytes) {
  std::vector<Bytes> records;
  for (Bytes left = bytes; !left.empty();) {
    const size_t size = kRecordHeaderSize + load_u16(&left[3]);
    records.push_back(left.first(size));
    left = left.subspan(size);
  }
  return records;
}

/// What comes of a flight.
std::vector<uint8_t> answer(CardSession& session, const std::vector<uint8_t>& flight) {
  std::vector<uint8_t> all;
  for (const Bytes record : records_of(flight)) {
    const std::vector<uint8_t> out = session.handshake(record);
    all.insert(all.end(), out.begin(), out.end());
  }
  return all;
}

TEST_P(SoftwarePlatformTest, TwoCardsOpenASession) {
  const auto& [mode, of_server, of_client, suite] = GetParam();
  const auto server_card = in_process_card(profile_of(Role::server), of_server);
  const auto client_card = in_process_card(profile_of(Role::client), of_client);
  const auto now = std::chrono::system_clock::now();
  (void)tell_time(*server_card, now);
  (void)tell_time(*client_card, now);
  if (mode != Mode::psk) (void)tell_server(*client_card, {.name = "card.example"});
  CardSession server(*server_card, {});
  CardSession client(*client_card, {});
  (void)server.reset();
  std::vector<uint8_t> flight = client.reset();
  for (int i = 0; i < 3 && !flight.empty(); ++i) {
    flight = answer(server, flight);
    if (!flight.empty()) flight = answer(client, flight);
  }
  ASSERT_EQ(server.state(), CardSession::State::open) << to_string(server.ending_alert());
  ASSERT_EQ(client.state(), CardSession::State::open) << to_string(client.ending_alert());
  for (const size_t size : {1, 15, 16, 17, 31, 1000, 16384}) {
    const std::vector<uint8_t> content(size, static_cast<uint8_t>(size));
    EXPECT_EQ(server.decrypt(client.encrypt(content, ContentType::application_data)).content,
              content);
    EXPECT_EQ(client.decrypt(server.encrypt(content, ContentType::application_data)).content,
              content);
  }
  auto forged = client.encrypt(std::vector<uint8_t>(20), ContentType::application_data);
  forged.back() ^= 1;
  (void)server.decrypt(forged);
  EXPECT_EQ(server.state(), CardSession::State::failed);
}

INSTANTIATE_TEST_SUITE_P(
    Cards, SoftwarePlatformTest,
    testing::Combine(testing::Values(Mode::psk, Mode::certificate, Mode::mutual),
                     testing::Values(HostPlatform::software, HostPlatform::openssl),
                     testing::Values(HostPlatform::software), testing::Values(0, 1, 2)));
INSTANTIATE_TEST_SUITE_P(Clients, SoftwarePlatformTest,
                         testing::Combine(testing::Values(Mode::psk, Mode::mutual),
                                          testing::Values(HostPlatform::software),
                                          testing::Values(HostPlatform::openssl),
                                          testing::Values(0)));

TEST(SoftwarePlatformProgramTest, ServesOpensslAndConnectsToIt) {
  ServerProcess server({"--platform", "software"});
  OpensslClient client(server.port());
  ASSERT_TRUE(client.handshake());
  client.write("hello");
  EXPECT_EQ(client.read(5), "hello");
  client.close();
  EXPECT_TRUE(client.closed_by_peer());
  OpensslClient stranger(server.port(), {.psk = std::string(64, 'b')});
  EXPECT_FALSE(stranger.handshake());
  EXPECT_EQ(server.terminate(), 0) << server.log();
}

}  // namespace
}  // namespace tls_se
