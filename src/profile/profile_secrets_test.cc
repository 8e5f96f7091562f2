// No message of a profile's repeats a key.
#include "support/profile_fixture.h"
#include "text/hex.h"

namespace tls_se {
namespace {

TEST_F(CardProfileTest, NeverRepeatsAKey) {
  const std::string head = "[[psk]]\nidentity = \"a\"\n";
  for (const char* line :
       {"key = 0xfeedfacefeedfacefeedfacefeedface", "key = feedfacefeedface",
        "key = \"feedfacefeedfac\"", "key = \"feedfacefeedfaceg\"", "key = \"feedface",
        "feedfacefeedface = \"x\"", "key = 'feedface' 'feedface'", "feedfacefeedface",
        "12345678feedfacefeedface", "key = [\"feedfacefeedface\"]",
        "key = { feedfacefeedface = 1 }"}) {
    const std::string what = refusal(head + line + "\n");
    EXPECT_EQ(what.find("feed"), what.npos) << what;
    EXPECT_EQ(what.find("face"), what.npos) << what;
  }
}

TEST_F(CardProfileTest, NeverRepeatsAKeyThatStandsInAnotherPlace) {
  for (const char* key : {"feedface", "feed face", "feed:face", "FEED_FACE_FEED_FACE", "/feedface",
                          "feedfacefeedfacefeedfacefeedface.pem", "keys/feedface",
                          "feedFACEzZ0feedfacezz+/Zq==", "feedface\\nfeedface"}) {
    for (const std::string& text :
         {"role = \"" + std::string(key) + "\"", "modes = [\"" + std::string(key) + "\"]",
          "groups = [\"" + std::string(key) + "\"]", "private_key = \"" + std::string(key) + "\"",
          "trust_anchors = [\"" + std::string(key) + "\"]",
          "alpn = [\"" + std::string(key) + "\", \"" + std::string(key) + "\"]"}) {
      const std::string what = refusal(text + "\n" + kPsk);
      for (const char* part : {"feed", "face", "FEED", "FACE"}) {
        EXPECT_EQ(what.find(part), what.npos) << what;
      }
    }
  }
}

TEST_F(CardProfileTest, NeverRepeatsAPrivateKey) {
  make_credentials();
  const std::string whole = key_pem(key_);
  const std::string hex = to_hex(scalar(key_));
  std::string base64 = whole.substr(whole.find('\n') + 1);
  base64.resize(base64.find("-----"));
  std::string one_line = base64;
  std::erase(one_line, '\n');
  folder_.write("encrypted.pem", encrypted_sec1_pem(key_));
  folder_.write("half.pem", whole.substr(0, whole.size() - 40));
  folder_.write("twice.pem", whole + whole);
  folder_.write("wrong_label.pem", pem("EC PRIVATE KEY", pkcs8(key_)));
  folder_.write("other_chain.pem", certificate_pem(make_ec_key()));
  const std::string other =
      "modes = [\"certificate\"]\ncertificate_chain = \"other_chain.pem\"\n"
      "private_key = \"key.pem\"\n";
  const std::string chain = "modes = [\"certificate\"]\ncertificate_chain = \"chain.pem\"\n";
  const std::string key = chain + "private_key = ";
  for (const std::string& text : {key + "\"encrypted.pem\"",
                                  key + "\"half.pem\"",
                                  key + "\"twice.pem\"",
                                  key + "\"wrong_label.pem\"",
                                  other,
                                  key + "\"\"\"" + whole + "\"\"\"",
                                  key + "'''\n" + base64 + "'''",
                                  key + "\"" + hex + "\"",
                                  key + "\"" + one_line + "\"",
                                  key + "[\"" + hex + "\"]",
                                  key + hex,
                                  key + one_line,
                                  key + whole,
                                  key + "\"" + whole,
                                  key + "\"key.pem\"\n" + base64,
                                  key + "\"key.pem\"\n" + one_line + " = 1",
                                  chain + whole,
                                  chain + one_line,
                                  chain + "trust_anchors = [\"" + one_line + "\"]",
                                  chain + "server_name = \"" + hex + "\"",
                                  chain + "alpn = [\"" + one_line + "\", \"\"]",
                                  chain + "[\"" + one_line + "\"]\n",
                                  chain + "[" + one_line + "]\n",
                                  chain + hex + " = 1",
                                  "modes = [\"" + one_line + "\"]",
                                  "role = \"" + hex + "\""}) {
    const std::string what = refusal(text + "\n");
    for (const std::string& secret : {one_line, hex}) {
      for (size_t at = 0; at + 8 <= secret.size(); ++at) {
        ASSERT_EQ(what.find(secret.substr(at, 8)), what.npos) << what;
      }
    }
  }
}

}  // namespace
}  // namespace tls_se
