// A profile's keys, each by itself.
#include "support/profile_fixture.h"
#include "text/hex.h"

namespace tls_se {
namespace {

TEST_F(CardProfileTest, ReadsEveryKey) {
  const CardProfile profile = load(
      "role = \"server\"\nmodes = [\"psk\"]\nsw_more = \"mixed\"\nalerts = \"silent\"\n"
      "historical_bytes = \"80 61 41\"\n"
      "[[psk]]\nidentity = \"sensor 7\"\nkey = \"" +
      std::string(kKey) +
      "\"\n"
      "[[psk]]\nidentity_hex = \"00 01\"\nkey = \"AB\"\nshort_key = true\n");
  EXPECT_EQ(profile.role, Role::server);
  EXPECT_EQ(profile.modes, Modes(Mode::psk));
  EXPECT_EQ(profile.sw_more, SwMore::mixed);
  EXPECT_TRUE(profile.silent_alerts);
  EXPECT_EQ(to_hex(profile.historical_bytes), "806141");
  ASSERT_EQ(profile.psks.size(), 2);
  EXPECT_EQ(to_hex(profile.psks[0].identity), "73656E736F722037");
  EXPECT_EQ(to_hex(profile.psks[0].key), kKey);
  EXPECT_EQ(to_hex(profile.psks[1].identity), "0001");
  EXPECT_EQ(to_hex(profile.psks[1].key), "AB");
}

TEST_F(CardProfileTest, APskIsEnough) {
  const CardProfile profile = load(kPsk);
  EXPECT_EQ(profile.role, Role::server);
  EXPECT_EQ(profile.sw_more, SwMore::always_9f);
  EXPECT_FALSE(profile.silent_alerts);
}

TEST_F(CardProfileTest, CipherSuitesInTheirOrder) {
  // What the world talks first; the draft's own card has the draft's first.
  EXPECT_EQ(load(kPsk).cipher_suites, (std::vector{&kAes128GcmSha256, &kAes128CcmSha256}));
  EXPECT_EQ(demo_card_profile().cipher_suites, (std::vector{&kAes128CcmSha256, &kAes128GcmSha256}));
  EXPECT_EQ(load(std::string("cipher_suites = [\"TLS_AES_128_GCM_SHA256\", "
                             "\"TLS_AES_128_CCM_8_SHA256\"]\n") +
                 kPsk)
                .cipher_suites,
            (std::vector{&kAes128GcmSha256, &kAes128Ccm8Sha256}));
}

TEST_F(CardProfileTest, GroupsInTheirOrder) {
  EXPECT_EQ(load(kPsk).groups, std::vector{&kSecp256r1});
  EXPECT_EQ(load(std::string("groups = [\"x25519\", \"secp256r1\"]\n") + kPsk).groups,
            (std::vector{&kX25519, &kSecp256r1}));
}

TEST_F(CardProfileTest, StatusWordInEitherCase) {
  EXPECT_EQ(load(std::string("sw_more = \"9F\"\n") + kPsk).sw_more, SwMore::always_9f);
  EXPECT_EQ(load(std::string("sw_more = \"61\"\n") + kPsk).sw_more, SwMore::always_61);
}

TEST_F(CardProfileTest, RefusesWithTheLineAndWhatIsRight) {
  const std::string psk = kPsk;
  expect_refusal(
      "rolle = \"server\"\n" + psk, "1",
      "role, modes, psk, certificate_chain, private_key, trust_anchors, allow, server_name, "
      "alpn, cipher_suites, groups, record_size_limit, key_share, sw_more, alerts");
  expect_refusal("\nrole = \"sever\"\n" + psk, "2", "\"server\"");
  expect_refusal("role = 1\n" + psk, "1", "\"server\"");
  expect_refusal("modes = \"psk\"\n" + psk, "1", "[\"psk\"]");
  expect_refusal("modes = []\n" + psk, "1", "[\"psk\"]");
  expect_refusal("modes = [\"psk\", \"psk\"]\n" + psk, "1", "already");
  expect_refusal("modes = [\"psk\",\n\"mutal\"]\n" + psk, "2", "\"mutual\"");
  expect_refusal("sw_more = \"90\"\n" + psk, "1", "\"mixed\"");
  expect_refusal("key_share = \"later\"\n" + psk, "1", "\"on_request\"");
  expect_refusal("key_share = \"on_request\"\n" + psk, "1", "is the client's");
  expect_refusal("alerts = \"loud\"\n" + psk, "1", "\"silent\"");
  expect_refusal("cipher_suites = \"TLS_AES_128_GCM_SHA256\"\n" + psk, "1", "is a list");
  expect_refusal("cipher_suites = []\n" + psk, "1", "is a list");
  expect_refusal("cipher_suites = [\n\"TLS_AES_256_GCM_SHA384\"]\n" + psk, "2",
                 "TLS_AES_128_CCM_8_SHA256");
  expect_refusal("cipher_suites = [\"TLS_AES_128_GCM_SHA256\", \"TLS_AES_128_GCM_SHA256\"]\n" + psk,
                 "1", "already");
  expect_refusal("groups = \"x25519\"\n" + psk, "1", "is a list");
  expect_refusal("groups = []\n" + psk, "1", "is a list");
  expect_refusal("groups = [\"x25519\",\n\"x448\"]\n" + psk, "2", "\"secp256r1\" and \"x25519\"");
  expect_refusal("groups = [\"x25519\", \"x25519\"]\n" + psk, "1", "already");
  expect_refusal("role = \"server\"\nrole = \"server\"\n" + psk, "2", "redefine");
  expect_refusal("psk = \"0102\"\n", "1", "[[psk]]");
  expect_refusal("[psk]\nidentity = \"a\"\nkey = \"01\"\n", "1", "[[psk]]");
  expect_refusal(psk + "colour = \"red\"\n", "4", "identity, identity_hex, key, short_key");
  expect_refusal("role \"server\"\n", "1", "not TOML");
}

TEST_F(CardProfileTest, NamesTheValueThatIsWrong) {
  const std::string psk = kPsk;
  expect_refusal("role = \"sever\"\n" + psk, "1", "\"sever\" is not known: role is");
  expect_refusal("modes = [\"psk\", \"mutal\"]\n" + psk, "1", "\"mutal\" is not known: modes is");
  expect_refusal("modes = [\"psk\", \"psk\"]\n" + psk, "1", "\"psk\" is in the list already");
  expect_refusal("groups = [\"x25519\", \"x25519\"]\n" + psk, "1",
                 "\"x25519\" is in the list already");
  for (const char* suite : {"TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
                            "tls_aes_128_gcm_sha256", "ECDHE-ECDSA-AES128-GCM-SHA256"}) {
    expect_refusal(
        std::string("cipher_suites = [\"TLS_AES_128_GCM_SHA256\", \"") + suite + "\"]\n" + psk, "1",
        '"' + std::string(suite) + "\" is not known: cipher_suites is");
  }
  for (const char* group : {"x448", "secp384r1", "prime256v1", "P-256", "X25519"}) {
    expect_refusal(std::string("groups = [\"") + group + "\"]\n" + psk, "1",
                   '"' + std::string(group) + "\" is not known: groups is");
  }
  expect_refusal("alpn = [\"mqtt\", \"mqtt\"]\n" + psk, "1", "\"mqtt\" is in the list already");
  expect_refusal("alpn = [\"" + std::string(256, 'a') + "\"]\n" + psk, "1", "this name has 256");
}

TEST_F(CardProfileTest, AFileInUtf16) {
  const auto file = folder_.write("card.toml", std::string("\xff\xfer\0o\0", 6));
  try {
    (void)load_card_profile(file);
    ADD_FAILURE();
  } catch (const std::runtime_error& error) {
    EXPECT_TRUE(std::string(error.what()).contains("iconv -f UTF-16 -t UTF-8 ")) << error.what();
  }
  EXPECT_EQ(load(std::string("\xef\xbb\xbf") + kPsk).psks.size(), 1u);
}

TEST_F(CardProfileTest, RefusesPsksThatAreNone) {
  expect_refusal("role = \"server\"\n", "1", "[[psk]]");
  expect_refusal("", "1", "[[psk]]");
  expect_refusal("[[psk]]\nkey = \"01\"\n", "1", "no identity");
  expect_refusal("[[psk]]\nidentity = \"a\"\n", "1", "no key");
  expect_refusal("[[psk]]\nidentity = \"\"\nkey = \"01\"\n", "2", "1 to 65535");
  expect_refusal("[[psk]]\nidentity = \"" + std::string(65536, 'a') + "\"\nkey = \"01\"\n", "2",
                 "65536");
  expect_refusal("[[psk]]\nidentity = \"a\"\nkey = \"\"\n", "3", "empty");
  expect_refusal("[[psk]]\nidentity = \"a\"\nkey = \"012\"\n", "3", "no partner");
  expect_refusal("[[psk]]\nidentity = \"a\"\nkey = \"01zz\"\n", "3", "character 3");
  expect_refusal("[[psk]]\nidentity = \"a\"\nkey = 12\n", "3", "in quotes");
  expect_refusal("[[psk]]\nidentity = \"a\"\nidentity_hex = \"61\"\nkey = \"01\"\n", "3",
                 "one of the two");
  expect_refusal(std::string(kPsk) + kPsk, "5", "already");
}

TEST_F(CardProfileTest, KeysThatCanBeGuessedAreWantedInWords) {
  const auto psk = [](size_t size, const std::string& more = "") {
    std::string key;
    for (size_t i = 0; i < size; ++i) key += "5a";
    return "[[psk]]\nidentity = \"a\"\nkey = \"" + key + "\"\n" + more;
  };
  EXPECT_EQ(load(psk(16)).psks[0].key.size(), 16u);
  EXPECT_EQ(load(psk(16, "short_key = false\n")).psks[0].key.size(), 16u);
  EXPECT_EQ(load(psk(15, "short_key = true\n")).psks[0].key.size(), 15u);
  EXPECT_EQ(load(psk(1, "short_key = true\n")).psks[0].key.size(), 1u);
  expect_refusal(psk(15), "3", "this key has 15 bytes");
  expect_refusal(psk(15), "3", "openssl rand -hex 32");
  expect_refusal(psk(1, "short_key = false\n"), "3", "short_key = true");
  // Each asks for itself.
  expect_refusal(psk(15, "short_key = true\n") + "[[psk]]\nidentity = \"b\"\nkey = \"01\"\n", "7",
                 "this key has 1 bytes");
  expect_refusal(psk(16, "short_key = true\n"), "4", "this one has 16");
  expect_refusal(psk(15, "short_key = \"true\"\n"), "4", "without quotes");
  expect_refusal(psk(15, "short_key = 1\n"), "4", "without quotes");
  expect_refusal("short_key = true\n" + psk(16), "1", "unknown key 'short_key'; a profile has");
}

TEST_F(CardProfileTest, NamesTheKeyThatWasMeant) {
  expect_refusal("cipher_suite = []\n", "1",
                 "unknown key 'cipher_suite' (is cipher_suites meant?)");
  expect_refusal("[[psk]]\nkye = \"\"\n", "2", "unknown key 'kye' (is key meant?); a [[psk]] has");
}

TEST_F(CardProfileTest, SaysThatATextStandsInQuotes) {
  expect_refusal("role = server\n", "1", "texts are written in quotes: role = \"server\"");
}

TEST_F(CardProfileTest, ServerWithACertificate) {
  make_credentials();
  const CardProfile profile = load(kServer);
  EXPECT_EQ(profile.role, Role::server);
  EXPECT_EQ(profile.modes, Modes(Mode::certificate));
  EXPECT_TRUE(profile.psks.empty());
  EXPECT_EQ(profile.certificate_chain, (std::vector{leaf_, ca_}));
  EXPECT_EQ(profile.private_key, scalar(key_));
  EXPECT_TRUE(profile.trust_anchors.empty());
  EXPECT_EQ(profile.server_name, "");
  EXPECT_TRUE(profile.alpn.empty());
  EXPECT_EQ(profile.record_size_limit, 0);
}

TEST_F(CardProfileTest, ServerInEveryMode) {
  make_credentials();
  const CardProfile profile = load(
      "modes = [\"mutual\", \"psk\", \"certificate\"]\ncertificate_chain = \"chain.pem\"\n"
      "private_key = \"key.pem\"\ntrust_anchors = [\"ca.pem\", \"chain.pem\"]\n" +
      std::string(kPsk));
  EXPECT_EQ(profile.modes, kAllModes);
  EXPECT_EQ(profile.psks.size(), 1u);
  EXPECT_EQ(profile.certificate_chain, (std::vector{leaf_, ca_}));
  EXPECT_EQ(profile.private_key, scalar(key_));
  EXPECT_EQ(profile.trust_anchors, (std::vector{ca_, leaf_, ca_}));
}

TEST_F(CardProfileTest, Clients) {
  make_credentials();
  const CardProfile psk = load(std::string("role = \"client\"\n") + kPsk);
  EXPECT_EQ(psk.role, Role::client);
  EXPECT_EQ(psk.modes, Modes(Mode::psk));
  const CardProfile certificate = load(kClient);
  EXPECT_EQ(certificate.role, Role::client);
  EXPECT_EQ(certificate.trust_anchors, std::vector<Der>{ca_});
  EXPECT_TRUE(certificate.private_key.empty());
  const CardProfile mutual = load(std::string("role = \"client\"\n") + kMutual);
  EXPECT_EQ(mutual.modes, Modes(Mode::mutual));
  EXPECT_EQ(mutual.private_key, scalar(key_));
  EXPECT_EQ(mutual.certificate_chain.size(), 2u);
  EXPECT_EQ(mutual.trust_anchors, std::vector<Der>{ca_});
}

TEST_F(CardProfileTest, ServerWithMutualAuthentication) {
  make_credentials();
  const CardProfile profile = load(kMutual);
  EXPECT_EQ(profile.role, Role::server);
  EXPECT_EQ(profile.modes, Modes(Mode::mutual));
  EXPECT_EQ(profile.trust_anchors, std::vector<Der>{ca_});
}

TEST_F(CardProfileTest, PathsOfAnyKind) {
  make_credentials();
  std::filesystem::create_directory(folder_.path() / "keys");
  std::filesystem::rename(folder_.path() / "key.pem", folder_.path() / "keys/key.pem");
  for (const std::string& name :
       {std::string("keys/key.pem"), (folder_.path() / "keys/key.pem").string()}) {
    EXPECT_EQ(
        load("modes = [\"certificate\"]\ncertificate_chain = \"chain.pem\"\nprivate_key = \"" +
             name + "\"\n")
            .private_key,
        scalar(key_));
  }
}

TEST_F(CardProfileTest, RefusesChainsThatAreNone) {
  make_credentials();
  const auto expect = [&](const std::string& value, const std::string& words) {
    expect_refusal(
        "modes = [\"certificate\"]\nprivate_key = \"key.pem\"\ncertificate_chain = " + value + "\n",
        "3", words);
  };
  expect("[\"chain.pem\"]", "is the path of a PEM file");
  expect("\"\"", "is the path of a PEM file");
  expect("\"no.pem\"", "no such file: " + (folder_.path() / "no.pem (a relative path").string());
  expect("\"/no/no.pem\"", "no such file: /no/no.pem");
  expect("\"chain.pem\\u0000\"", "no such file. Its name is not repeated");
  expect("\"key.pem\"", "/key.pem holds no certificate");
  expect("\".\"", "can't be read");
  const std::string ca = pem("CERTIFICATE", ca_);
  folder_.write("five.pem", pem("CERTIFICATE", leaf_) + ca + ca + ca + ca);
  expect("\"five.pem\"", "/five.pem holds 5 certificates");
  folder_.write("rsa.pem", certificate_pem(make_rsa_key()) + pem("CERTIFICATE", leaf_));
  expect("\"rsa.pem\"", "/rsa.pem begins with a certificate that has no P-256 key");
  folder_.write("p384.pem", certificate_pem(make_ec_key("P-384")));
  expect("\"p384.pem\"", "/p384.pem begins with");
}

TEST_F(CardProfileTest, FourCertificatesAreAChain) {
  make_credentials();
  const std::string ca = pem("CERTIFICATE", ca_);
  folder_.write("chain.pem", pem("CERTIFICATE", leaf_) + ca + ca + ca);
  EXPECT_EQ(load(kServer).certificate_chain.size(), 4u);
}

TEST_F(CardProfileTest, RefusesPrivateKeysThatAreNone) {
  make_credentials();
  const auto expect = [&](const std::string& value, const std::string& words) {
    expect_refusal("modes = [\"certificate\"]\ncertificate_chain = \"chain.pem\"\nprivate_key = " +
                       value + "\n",
                   "3", words);
  };
  expect("1", "is the path of a PEM file");
  expect("\"no.pem\"", "no such file");
  expect("\"chain.pem\"", "/chain.pem holds no private key");
  folder_.write("locked.pem", encrypted_pkcs8_pem(key_));
  expect("\"locked.pem\"", "/locked.pem is protected by a passphrase");
  folder_.write("p384.pem", key_pem(make_ec_key("P-384")));
  expect("\"p384.pem\"", "/p384.pem is no P-256 key: openssl ecparam");
  folder_.write("other.pem", key_pem(make_ec_key()));
  expect("\"other.pem\"", "does not belong to certificate_chain");
  folder_.write("chain.pem", pem("CERTIFICATE", ca_) + pem("CERTIFICATE", leaf_));
  expect("\"key.pem\"", "first certificate");
}

TEST_F(CardProfileTest, RefusesTrustAnchorsThatAreNone) {
  make_credentials();
  const std::string head = "role = \"client\"\nmodes = [\"certificate\"]\ntrust_anchors = ";
  const auto expect = [&](const std::string& value, const std::string& words) {
    expect_refusal(head + value + "\n", "3", words);
  };
  expect("\"ca.pem\"", "is a list of paths");
  expect("[]", "is a list of paths");
  expect("[1]", "is a list of paths");
  expect("[\"\"]", "is a list of paths");
  expect("[\"ca.pem\", \"no.pem\"]", "no such file");
  expect("[\"ca.pem\", \"key.pem\"]", "/key.pem holds no certificate");
  const std::string rsa = certificate_pem(make_rsa_key());
  folder_.write("rsa.pem", rsa);
  expect("[\"ca.pem\", \"rsa.pem\"]", "/rsa.pem holds no certificate with a P-256 key");
  folder_.write("many.pem", rsa + pem("CERTIFICATE", ca_));
  EXPECT_EQ(load(head + "[\"many.pem\"]\n").trust_anchors.size(), 2u);
}

TEST_F(CardProfileTest, ServerNames) {
  const std::string head = "role = \"client\"\nserver_name = \"";
  const std::string longest = std::string(63, 'a') + "." + std::string(63, 'b') + "." +
                              std::string(63, 'c') + "." + std::string(61, 'd');
  for (const std::string& name :
       {std::string("localhost"), std::string("broker.example.com"), std::string("xn--n3h.com"),
        std::string("3com.NET"), std::string("1.2.3.4"), std::string("::1"),
        std::string("2001:db8::192.0.2.1"), std::string("4.3.2.1.in-addr.arpa"),
        std::string("sensor_1.fleet.example"), std::string("broker.example.com."), longest}) {
    EXPECT_EQ(load(head + name + "\"\n" + kPsk).server_name, name);
  }
  for (const std::string& name :
       {std::string(""), std::string("."), std::string("a.."), std::string(".a"),
        std::string("a..b"), std::string("-a"), std::string("*.example.com"),
        std::string("\xc3\xa4.com"), std::string("[::1]"), std::string("fe80::1%eth0"),
        std::string("1.2.3"), std::string("1.2.3.256"), std::string("1.2.3.4:443"),
        std::string("https://a"), std::string("a b"), std::string("1.2.3.4\\u0000"),
        std::string("a\\u0000"), longest + "e"}) {
    expect_refusal(head + name + "\"\n" + kPsk, "2", "server_name is a DNS name");
  }
  expect_refusal(std::string("role = \"client\"\nserver_name = [\"a\"]\n") + kPsk, "2",
                 "server_name is a DNS name");
}

TEST_F(CardProfileTest, ApplicationProtocols) {
  const std::string longest(255, 'a');
  EXPECT_EQ(load("alpn = [\"mqtt\", \"http/1.1\", \"" + longest + "\"]\n" + kPsk).alpn,
            (std::vector<std::string>{"mqtt", "http/1.1", longest}));
  for (const std::string& wrong : {std::string("\"mqtt\""), std::string("[]"), std::string("[1]"),
                                   std::string("[\"\"]"), "[\"" + longest + "a\"]"}) {
    expect_refusal("alpn = " + wrong + "\n" + kPsk, "1", "alpn is a list of protocol names");
  }
  expect_refusal(std::string("alpn = [\"a\", \"a\"]\n") + kPsk, "1", "already");
}

TEST_F(CardProfileTest, ApplicationProtocolsFitTheirList) {
  std::string names;  // 255 of 256 bytes, with their lengths, leave 255
  for (int i = 0; i < 255; ++i) {
    std::string name = std::to_string(1000 + i);
    name.resize(255, 'a');
    names.append("\"").append(name).append("\",");
  }
  EXPECT_EQ(load("alpn = [" + names + "\"" + std::string(254, 'b') + "\"]\n" + kPsk).alpn.size(),
            256u);
  expect_refusal("alpn = [" + names + "\n\"" + std::string(255, 'b') + "\"]\n" + kPsk, "2",
                 "65535");
}

TEST_F(CardProfileTest, RecordSizeLimits) {
  for (const int limit : {64, 512, 16385}) {
    EXPECT_EQ(load("record_size_limit = " + std::to_string(limit) + "\n" + kPsk).record_size_limit,
              limit);
  }
  for (const char* wrong : {"63", "0", "-64", "16386", "65600", "9223372036854775807", "512.0",
                            "\"512\"", "true", "[512]"}) {
    expect_refusal(std::string("record_size_limit = ") + wrong + "\n" + kPsk, "1",
                   "from 64 to 16385");
  }
}

TEST_F(CardProfileTest, HistoricalBytes) {
  EXPECT_TRUE(load(kPsk).historical_bytes.empty());
  for (const char* const right :
       {"80 66 54 4c 53 2d 53 45", "00", "000102030405060708090a0b0c0d0e"}) {
    const CardProfile profile = load("historical_bytes = \"" + std::string(right) + "\"\n" + kPsk);
    EXPECT_EQ(profile.historical_bytes, parse_hex(right).value());
  }
  const auto expect = [&](const std::string& value, const std::string& words) {
    expect_refusal("historical_bytes = " + value + "\n" + kPsk, "1",
                   "historical_bytes is 1 to 15 bytes as hexadecimal digits in quotes" + words);
  };
  const std::string example = ": \"80 66 54 4C 53 2D 53 45\"";
  expect("\"\"", example + "; these are 0");
  expect("\" \"", example + "; these are 0");
  expect("\"000102030405060708090a0b0c0d0e0f\"", example + "; these are 16");
  expect("\"" + std::string(600, '0') + "\"", example + "; these are 300");
  expect("\"TLS-SE\"", example + ": character 1 is no hexadecimal digit");
  expect("\"8066 5\"", example + ": digit 6 has no partner");
  for (const char* const wrong : {"80", "[\"80\"]", "true", "[128, 102]"}) expect(wrong, example);
}

TEST_F(CardProfileTest, AFileThatIsNotThere) {
  EXPECT_THROW((void)load_card_profile(folder_.path() / "no.toml"), std::runtime_error);
  EXPECT_THROW((void)load_card_profile(folder_.path()), std::runtime_error);
}

TEST(DemoCardProfileTest, IsTheDrafts) {
  const CardProfile profile = demo_card_profile();
  ASSERT_EQ(profile.psks.size(), 1);
  EXPECT_EQ(std::string(profile.psks[0].identity.begin(), profile.psks[0].identity.end()),
            "Client_identity");
  EXPECT_EQ(to_hex(profile.psks[0].key),
            "0102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F20");
}

}  // namespace
}  // namespace tls_se
