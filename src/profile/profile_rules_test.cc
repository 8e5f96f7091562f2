// What the keys of a profile ask of each other, and who is let in.
#include "support/profile_fixture.h"

namespace tls_se {
namespace {

TEST_F(CardProfileTest, PsksAndTheirMode) {
  make_credentials();
  expect_refusal(
      "modes = [\"certificate\", \"psk\"]\ncertificate_chain = \"chain.pem\"\n"
      "private_key = \"key.pem\"\n",
      "1", "the psk mode needs a [[psk]]");
  expect_refusal("role = \"client\"\n", "1", "the psk mode needs a [[psk]]");
  expect_refusal(std::string(kServer) + kPsk, "4", "a [[psk]] is unused without the psk mode");
  expect_refusal(std::string(kClient) + kPsk, "4", "a [[psk]] is unused without the psk mode");
}

TEST_F(CardProfileTest, CertificateAndKeyComeTogether) {
  make_credentials();
  expect_refusal("modes = [\"certificate\"]\ncertificate_chain = \"chain.pem\"\n", "2",
                 "needs private_key");
  expect_refusal("modes = [\"certificate\"]\nprivate_key = \"key.pem\"\n", "2",
                 "needs certificate_chain");
}

TEST_F(CardProfileTest, AKeyThatWasMadeOnTheCardIsOne) {
  make_credentials();
  const std::string own = "modes = [\"certificate\"]\nprivate_key = \"card\"\n";
  const CardProfile profile = load(own + "certificate_chain = \"chain.pem\"\n");
  EXPECT_TRUE(profile.private_key_on_card);
  EXPECT_TRUE(profile.private_key.empty());
  EXPECT_FALSE(load(kServer).private_key_on_card);
  expect_refusal(own, "2", "private_key needs certificate_chain");
  expect_refusal("private_key = \"card\"\n" + std::string(kPsk), "1", "private_key is unused");
  expect_refusal("modes = [\"certificate\"]\ncertificate_chain = \"chain.pem\"\n", "2",
                 "or private_key = \"card\" if that was made on the card");
}

TEST_F(CardProfileTest, AFileCanHaveTheNameOfTheKeyOnTheCard) {
  make_credentials();
  const std::string own = "modes = [\"certificate\"]\ncertificate_chain = \"chain.pem\"\n";
  expect_refusal(own + "private_key = \"./card\"\n", "3", "there is no such file");
  folder_.write("card", key_pem(key_));
  EXPECT_FALSE(load(own + "private_key = \"./card\"\n").private_key_on_card);
}

TEST_F(CardProfileTest, TheUsersPinIsNeededOrNot) {
  EXPECT_FALSE(load(kPsk).user_pin_for_tls);
  EXPECT_TRUE(load("user_pin = \"needed\"\n" + std::string(kPsk)).user_pin_for_tls);
  EXPECT_FALSE(load("user_pin = \"not_needed\"\n" + std::string(kPsk)).user_pin_for_tls);
  for (const char* value : {"\"1234\"", "1234", "true"}) {
    expect_refusal(std::string("user_pin = ") + value + "\n" + kPsk, "1",
                   "user_pin is \"needed\" or \"not_needed\"");
  }
}

TEST_F(CardProfileTest, WhoShowsACertificateHasOne) {
  make_credentials();
  const std::string anchors = "trust_anchors = [\"ca.pem\"]\n";
  expect_refusal("\nmodes = [\"certificate\"]\n", "2", "needs certificate_chain");
  expect_refusal("\nmodes = [\"mutual\"]\n" + anchors, "2", "needs certificate_chain");
  expect_refusal("role = \"client\"\nmodes = [\"mutual\"]\n" + anchors, "2",
                 "a client with the mutual mode needs certificate_chain");
}

TEST_F(CardProfileTest, WhoChecksACertificateHasTrustAnchors) {
  make_credentials();
  const std::string own = "certificate_chain = \"chain.pem\"\nprivate_key = \"key.pem\"\n";
  expect_refusal("modes = [\"mutual\"]\n" + own, "1",
                 "a server with the mutual mode needs trust_anchors");
  expect_refusal("role = \"client\"\nmodes = [\"certificate\"]\n", "2", "needs trust_anchors");
  expect_refusal("role = \"client\"\nmodes = [\"mutual\"]\n" + own, "2", "needs trust_anchors");
}

TEST_F(CardProfileTest, RefusesWhatNoModeUses) {
  make_credentials();
  const std::string own = "certificate_chain = \"chain.pem\"\nprivate_key = \"key.pem\"\n";
  const std::string anchors = "trust_anchors = [\"ca.pem\"]\n";
  expect_refusal("role = \"client\"\nmodes = [\"certificate\"]\n" + anchors + own, "4",
                 "certificate_chain is unused in a client without the mutual mode");
  expect_refusal("role = \"client\"\n" + own + kPsk, "2", "certificate_chain is unused");
  expect_refusal("private_key = \"key.pem\"\n" + std::string(kPsk), "1", "private_key is unused");
  expect_refusal(own + kPsk, "1", "certificate_chain is unused without a certificate mode");
  expect_refusal(kServer + anchors, "4", "trust_anchors is unused in a server");
  expect_refusal(anchors + kPsk, "1", "trust_anchors is unused in a server");
  expect_refusal("role = \"client\"\n" + anchors + kPsk, "2",
                 "trust_anchors is unused without a certificate mode");
  expect_refusal(std::string("server_name = \"a\"\n") + kPsk, "1", "server_name is the client's");
}

TEST_F(CardProfileTest, AllowedPeersInTheirOrder) {
  make_credentials();
  const CardProfile profile = load(
      "modes = [\"psk\", \"mutual\"]\ncertificate_chain = \"chain.pem\"\nprivate_key = "
      "\"key.pem\"\n"
      "trust_anchors = [\"ca.pem\"]\nallow = [\"DNS:*.fleet.example\", \"psk:a\"]\n" +
      std::string(kPsk));
  ASSERT_EQ(profile.allowed_peers.size(), 2u);
  EXPECT_EQ(profile.allowed_peers[0].kind, PeerPattern::Kind::dns_name);
  EXPECT_EQ(profile.allowed_peers[1].kind, PeerPattern::Kind::psk_identity);
  EXPECT_TRUE(load(kPsk).allowed_peers.empty());
}

TEST_F(CardProfileTest, AllowIsAListOfKnownForms) {
  for (const char* value : {"\"psk:*\"", "[]", "[7]"}) {
    expect_refusal(std::string("allow = ") + value + "\n" + kPsk, "1", "allow is a list");
  }
  expect_refusal(std::string("allow = [\"psk:*\",\n\"sensor\"]\n") + kPsk, "2", "begins with psk:");
}

TEST_F(CardProfileTest, AllowFitsWhatTheModesAuthenticateBy) {
  make_credentials();
  const std::string own = "certificate_chain = \"chain.pem\"\nprivate_key = \"key.pem\"\n";
  const std::string anchors = "trust_anchors = [\"ca.pem\"]\n";
  expect_refusal(std::string("allow = [\"DNS:a.example\"]\n") + kPsk, "1",
                 "lets nobody in by a PSK");
  expect_refusal(std::string("allow = [\"psk:*\", \"DNS:a.example\"]\n") + kPsk, "1",
                 "names certificates, and no mode");
  expect_refusal(std::string("allow = [\"psk:sensr*\"]\n") + kPsk, "1", "fits the identity of no");
  expect_refusal("allow = [\"psk:*\"]\nmodes = [\"mutual\"]\n" + own + anchors, "1",
                 "unused without the psk mode");
  expect_refusal("allow = [\"psk:*\"]\nmodes = [\"psk\", \"mutual\"]\n" + own + anchors + kPsk, "1",
                 "lets nobody in by a certificate");
  for (const char* modes : {"[\"certificate\"]", "[\"certificate\", \"mutual\"]"}) {
    expect_refusal("allow = [\"CN=a\"]\nmodes = " + std::string(modes) + "\n" + own +
                       (std::string(modes).contains("mutual") ? anchors : ""),
                   "1", "clients that show nothing");
  }
}

}  // namespace
}  // namespace tls_se
