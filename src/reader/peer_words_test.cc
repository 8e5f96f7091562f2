#include "reader/peer_words.h"

#include <gtest/gtest.h>

#include "support/scripted_card.h"

namespace tls_se {
namespace {

const std::string kFingerprint(64, '5');
const std::string kZeros(64, '0');

ReadPeer peer_of(const std::string& identity, const std::string& name,
                 const std::string& alt_names = "") {
  ScriptedCard card;
  card.object(0x06, identity);
  card.object(0x07, name);
  card.object(0x08, alt_names);
  return read_peer(card).value();
}
std::string certificate_words(const std::string& name, const std::string& alt_names = "",
                              const std::string& flags = "00") {
  return peer_words(peer_of("02" + flags + "0000" + kFingerprint, name, alt_names));
}

// SET { SEQUENCE { commonName, UTF8String "pump 7" } }
constexpr char kPump[] = "310F300D06035504030C0670756D702037";

TEST(PeerWordsTest, OfAPsk) {
  EXPECT_EQ(peer_words(peer_of("01000002" + kZeros, "73656E736F722D37")),
            "PSK identity \"sensor-7\"");
  EXPECT_EQ(peer_words(peer_of("01010002" + kZeros, "73656E736F722D37")),
            "PSK identity \"sensor-7\"..");
}

/// Of whatever bytes it is.
TEST(PeerWordsTest, OfAPskThatIsNoText) {
  for (const auto& [hex, words] :
       {std::pair{"001B5B", "001B5B"}, {"610A62", "610A62"}, {"6122", "6122"}, {"C3A9", "C3A9"}}) {
    EXPECT_EQ(peer_words(peer_of("01000000" + kZeros, hex)), std::string("PSK identity ") + words);
  }
}

TEST(PeerWordsTest, OfACertificate) {
  EXPECT_EQ(certificate_words(kPump), "CN=pump 7, SHA-256 " + kFingerprint);
  EXPECT_EQ(certificate_words(kPump,
                              "8203612E62"
                              "8704C0000207"
                              "8603753A76"
                              "8104"
                              "6D406E6F"),
            "CN=pump 7 (DNS:a.b, IP:192.0.2.7, URI:u:v, email:m@no), SHA-256 " + kFingerprint);
  EXPECT_EQ(certificate_words("", "8203612E62"), "no subject (DNS:a.b), SHA-256 " + kFingerprint);
  EXPECT_EQ(certificate_words("", "871020010DB8000000000000000000000007"),
            "no subject (IP:2001:db8::7), SHA-256 " + kFingerprint);
}

TEST(PeerWordsTest, OfNamesThatAreCut) {
  EXPECT_EQ(certificate_words(kPump, "8203612E62", "03"),
            "CN=pump 7,.. (DNS:a.b, ..), SHA-256 " + kFingerprint);
}

/// Neither a terminal's commands nor a name that looks like two, nor one that ends where C thinks.
TEST(PeerWordsTest, EscapesWhatIsNoName) {
  EXPECT_EQ(certificate_words("310F300D06035504030C061B5B326D0A37"),
            "CN=\\1B[2m\\0A7, SHA-256 " + kFingerprint);
  EXPECT_EQ(certificate_words("310B300906035504030C026100"), "CN=a\\00, SHA-256 " + kFingerprint);
  EXPECT_EQ(certificate_words("", "820A612C20444E533A622E63"),
            "no subject (DNS:a\\, DNS:b.c), SHA-256 " + kFingerprint);
  EXPECT_EQ(certificate_words("", "8203610062"),
            "no subject (DNS:a\\00b), SHA-256 " + kFingerprint);
}

/// What stands in parentheses is from subjectAltName, whatever a subject says.
TEST(PeerWordsTest, ASubjectCannotSpeakForSubjectAltName) {
  // CN=a (DNS:b)
  EXPECT_EQ(certificate_words("3112301006035504030C09612028444E533A6229"),
            "CN=a \\28DNS:b\\29, SHA-256 " + kFingerprint);
  EXPECT_EQ(certificate_words(kPump, "8205612920284F"),
            "CN=pump 7 (DNS:a\\29 \\28O), SHA-256 " + kFingerprint);
  // directoryName CN=(
  EXPECT_EQ(certificate_words(kPump, "A40E300C310A300806035504030C0128"),
            "CN=pump 7 (DirName:CN=\\28), SHA-256 " + kFingerprint);
}

/// In whichever encoding; U+202E turns what follows around.
TEST(PeerWordsTest, EscapesWhatIsNotAscii) {
  EXPECT_EQ(certificate_words("310E300C06035504030C0561E280AE62"),
            "CN=a\\E2\\80\\AEb, SHA-256 " + kFingerprint);
  EXPECT_EQ(certificate_words("310D300B06035504031E040061202E"),
            "CN=a\\E2\\80\\AE, SHA-256 " + kFingerprint);
  EXPECT_EQ(certificate_words("310B3009060355040314029B41"),
            "CN=\\C2\\9BA, SHA-256 " + kFingerprint);
  EXPECT_EQ(certificate_words("", "82029B41"),
            "no subject (DNS:\\C2\\9BA), SHA-256 " + kFingerprint);
}

TEST(PeerWordsTest, OfWhatCannotBeRead) {
  EXPECT_EQ(certificate_words("3103FFFF"), "a subject that can't be read, SHA-256 " + kFingerprint);
  EXPECT_EQ(certificate_words(kPump, "82FF61"),
            "CN=pump 7 (other names that can't be read), SHA-256 " + kFingerprint);
  EXPECT_EQ(certificate_words(kPump, "8703C00002"), "CN=pump 7 (IP:?), SHA-256 " + kFingerprint);
}

/// A first element that is too long leaves nothing to be told.
TEST(PeerWordsTest, OfNamesOfWhichNothingIsLeft) {
  EXPECT_EQ(certificate_words("", "", "03"),
            "a subject that can't be told (..), SHA-256 " + kFingerprint);
}

TEST(PeerWordsTest, OfNobody) { EXPECT_EQ(peer_words(peer_of("00000000" + kZeros, "", "")), ""); }

TEST(ReadPeerTest, OfACardThatDoesNotTell) {
  ScriptedCard card;
  EXPECT_FALSE(read_peer(card));
  card.object(0x06, "01000000");
  EXPECT_FALSE(read_peer(card));
  card.object(0x06, "03000000" + kZeros);
  EXPECT_FALSE(read_peer(card));
}

}  // namespace
}  // namespace tls_se
