#include "profile/profile_warnings.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <functional>

#include "profile/profile_reader.h"
#include "support/issued_certificates.h"
#include "support/test_credentials.h"

namespace tls_se {
namespace {

using std::filesystem::perms;
using test::Authority;
using test::CertificateSpec;

constexpr perms kOwnersAlone = perms::owner_read | perms::owner_write;
constexpr int64_t kHour = 3600;
constexpr int64_t kDay = 24 * kHour;

/// A profile without anything to be said against it.
struct Good {
  const Authority root{"Root"};
  const Authority intermediate{"Intermediate", root};
  CardProfile profile;
  ProfileSources sources = {.profile = {"card.toml", kOwnersAlone},
                            .certificate_chain = {"chain.pem", perms(0644)},
                            .private_key = {"key.pem", kOwnersAlone}};

  Good() {
    profile.modes = {Mode::psk, Mode::certificate};
    profile.psks.push_back({{'a'}, std::vector<uint8_t>(16, 0x5a)});
    show({});
  }
  void show(const CertificateSpec& spec) {
    const test::Identity own = intermediate.issue(spec);
    profile.certificate_chain = {own.certificate, intermediate.own().certificate};
    profile.private_key = own.private_key;
  }
  void trust(CertificateSpec spec) {
    spec.is_authority = true;
    profile.trust_anchors = {root.issue(spec).certificate};
  }
};

struct Case {
  const char* name;
  std::function<void(Good&)> change;
  std::vector<std::string> words;  // each in the one warning; none: there is none
};

const Case kCases[] = {
    {"as it is", [](Good&) {}, {}},
    {"as a client", [](Good& it) { it.profile.role = Role::client; }, {}},
    {"a certificate without usages",
     [](Good& it) { it.show({.extended_key_usage = "", .key_usage = ""}); },
     {}},
    {"expired, for a key that was made on the card",
     [](Good& it) {
       it.show({.valid_from = -2 * kDay, .valid_until = -kDay});
       it.profile.private_key.clear();
       it.profile.private_key_on_card = true;
     },
     {"tls-se card csr --card sim:FILE --subject CN=card --dns card.example > request.pem"}},
    {"expired",
     [](Good& it) { it.show({.valid_from = -2 * kHour, .valid_until = -kHour}); },
     {"chain.pem: the card's own certificate has expired at 20", " UTC",
      "openssl x509 -x509toreq -in chain.pem -signkey key.pem", "-copy_extensions copy "}},
    {"soon to expire",
     [](Good& it) { it.show({.valid_until = 29 * kDay + kHour}); },
     {"chain.pem: the card's own certificate expires at 20", "in 29 days", "-x509toreq"}},
    {"soon enough to expire", [](Good& it) { it.show({.valid_until = 30 * kDay + kHour}); }, {}},
    {"expired a second ago",
     [](Good& it) { it.show({.valid_until = -1}); },
     {"chain.pem: the card's own certificate has expired"}},
    {"not yet valid",
     [](Good& it) { it.show({.valid_from = kHour}); },
     {"chain.pem: the card's own certificate is not valid before 20", "date -u"}},
    {"an expired issuer",
     [](Good& it) {
       it.profile.certificate_chain[1] =
           it.root.issue({.common_name = "Intermediate", .is_authority = true, .valid_until = -1})
               .certificate;
     },
     {"chain.pem: certificate 2 has expired"}},
    {"an issuer too many between",
     [](Good& it) {
       it.profile.certificate_chain.insert(it.profile.certificate_chain.begin() + 1,
                                           it.root.own().certificate);
     },
     {"chain.pem: certificate 2 is not the issuer's of certificate 1",
      "cat card.pem intermediate.pem > chain.pem"}},
    {"issuers in the wrong order",
     [](Good& it) {
       const Authority below{"Below", it.intermediate};
       it.profile.certificate_chain = {below.issue().certificate, below.own().certificate,
                                       it.root.own().certificate,
                                       it.intermediate.own().certificate};
     },
     {"chain.pem: certificate 3 is not the issuer's of certificate 2"}},
    {"the root sent along",
     [](Good& it) { it.profile.certificate_chain.push_back(it.root.own().certificate); },
     {}},
    {"a key that must not sign",
     [](Good& it) { it.show({.key_usage = "critical,keyAgreement"}); },
     {"chain.pem: the card's own certificate does not let its key sign",
      "openssl req -new -key key.pem", "keyUsage=critical,digitalSignature"}},
    {"a client's certificate in a server",
     [](Good& it) { it.show({.extended_key_usage = "clientAuth"}); },
     {"chain.pem: the card's own certificate is not for a server", "extendedKeyUsage=serverAuth"}},
    {"a client's certificate in a client",
     [](Good& it) {
       it.show({.extended_key_usage = "clientAuth"});
       it.profile.role = Role::client;
     },
     {}},
    {"a server's certificate in a client",
     [](Good& it) {
       it.show({.extended_key_usage = "serverAuth"});
       it.profile.role = Role::client;
     },
     {"chain.pem: the card's own certificate is not for a client", "extendedKeyUsage=clientAuth"}},
    {"a certificate for any purpose",
     [](Good& it) { it.show({.extended_key_usage = "anyExtendedKeyUsage"}); },
     {"not for a server"}},
    {"version 1",
     [](Good& it) { it.show({.version = 1}); },
     {"chain.pem: the card's own certificate is of X.509 version 1", "-copy_extensions copy"}},
    {"a CA's own",
     [](Good& it) {
       it.show({.key_usage = "critical,keyCertSign,digitalSignature", .is_authority = true});
     },
     {"chain.pem: the card's own certificate is a CA's", "openssl ecparam", "docs/profile.md"}},
    {"a trust anchor that has expired",
     [](Good& it) { it.trust({.common_name = "Old CA", .valid_until = -1}); },
     {"card.toml: the trust anchor CN=Old CA has expired at 20", "openssl x509 -in FILE -noout"}},
    {"a trust anchor that expires soon",
     [](Good& it) { it.trust({.common_name = "Old CA", .valid_until = kDay}); },
     {"card.toml: the trust anchor CN=Old CA expires at 20", "beside it into trust_anchors"}},
    {"a trust anchor that is not valid yet",
     [](Good& it) { it.trust({.common_name = "New CA", .valid_from = kHour}); },
     {"card.toml: the trust anchor CN=New CA is not valid before 20", "date -u"}},
    {"a trust anchor", [](Good& it) { it.trust({.common_name = "CA"}); }, {}},
    {"an old one of no use",
     [](Good& it) { it.profile.trust_anchors = {make_certificate(make_rsa_key())}; },
     {}},
    {"the draft's key",
     [](Good& it) {
       it.profile.psks.push_back({{'b'}, demo_card_profile().psks.front().key});
     },
     {"card.toml: [[psk]] 2 has the key that is printed in the draft", "openssl rand -hex 32"}},
    {"a short key",
     [](Good& it) { it.profile.psks.front().key.pop_back(); },
     {"card.toml: [[psk]] 1 has a key of 15 bytes", "openssl rand -hex 32"}},
    {"a profile that others may read",
     [](Good& it) { it.sources.profile.permissions = perms(0644); },
     {"card.toml: it holds PSKs", "(mode 644): chmod 600 card.toml"}},
    {"a profile that the group may write",
     [](Good& it) { it.sources.profile.permissions = perms(0620); },
     {"(mode 620): chmod 600 card.toml"}},
    {"the same without a PSK",
     [](Good& it) {
       it.profile.modes = {Mode::certificate};
       it.profile.psks.clear();
       it.sources.profile.permissions = perms(0644);
     },
     {}},
    {"a key that others may read",
     [](Good& it) { it.sources.private_key.permissions = perms(0604); },
     {"key.pem: it holds a private key", "(mode 604): chmod 600 key.pem"}},
    {"a name that a shell would read",
     [](Good& it) {
       it.sources.private_key = {"my card's key.pem", perms(0640)};
     },
     {"my card's key.pem: it holds", R"(chmod 600 'my card'\''s key.pem')"}},
    {"a key in a pipe", [](Good& it) { it.sources.private_key = {"/dev/fd/63"}; }, {}},
};

TEST(ProfileWarningsTest, EachSaysWhatIsWrongAndWhatToDo) {
  for (const auto& [name, change, words] : kCases) {
    Good good;
    change(good);
    const auto found = warnings(good.profile, good.sources, std::chrono::system_clock::now());
    ASSERT_EQ(found.size(), words.empty() ? 0u : 1u) << name << testing::PrintToString(found);
    for (const std::string& part : words) {
      EXPECT_NE(found.front().find(part), std::string::npos) << name << ": " << found.front();
    }
  }
}

TEST(ProfileWarningsTest, WhatPeersRefuseIsTold) {
  for (const auto& [name, change, words] : kCases) {
    Good good;
    change(good);
    const auto now = std::chrono::system_clock::now();
    for (const auto& warning : find_warnings(good.profile, good.sources, now)) {
      const bool says_so = warning.words.contains(", and peers refuse it") &&
                           !warning.words.contains("peers refuse it then");
      EXPECT_EQ(warning.peers_refuse_it, says_so) << warning.words;
    }
  }
}

TEST(ProfileWarningsTest, AllAreTold) {
  Good good;
  good.show({.extended_key_usage = "clientAuth", .key_usage = "keyAgreement", .valid_until = -1});
  good.profile.psks.front().key = {1, 2};
  good.sources.private_key.permissions = perms(0644);
  EXPECT_EQ(warnings(good.profile, good.sources, std::chrono::system_clock::now()).size(), 5u);
}

TEST(ProfileWarningsTest, NowIsTheCallers) {
  const Good good;
  const auto now = std::chrono::system_clock::now();
  EXPECT_EQ(warnings(good.profile, good.sources, now).size(), 0u);
  EXPECT_EQ(warnings(good.profile, good.sources, now + std::chrono::days(100)).size(), 2u);
  EXPECT_EQ(warnings(good.profile, good.sources, now + std::chrono::days(62)).size(), 2u);
  EXPECT_EQ(warnings(good.profile, good.sources, now + std::chrono::days(58)).size(), 0u);
  EXPECT_EQ(warnings(good.profile, good.sources, now - std::chrono::days(2)).size(), 2u);
}

TEST(ProfileSourcesTest, AreTheFilesThatWereRead) {
  const TestFolder folder;
  const TestKey key = make_ec_key();
  const auto key_file = folder.write("key.pem", key_pem(key));
  folder.write("chain.pem", certificate_pem(key));
  const auto file = folder.write("card.toml",
                                 "modes = [\"certificate\"]\ncertificate_chain = \"chain.pem\"\n"
                                 "private_key = \"key.pem\"\n");
  std::filesystem::permissions(file, perms(0644));
  std::filesystem::permissions(key_file, perms(0600));
  const ProfileSources sources = ProfileReader(file).read().sources;
  EXPECT_EQ(sources.profile.path, file);
  EXPECT_EQ(sources.profile.permissions, perms(0644));
  EXPECT_EQ(sources.certificate_chain.path, folder.path() / "chain.pem");
  EXPECT_EQ(sources.private_key.path, key_file);
  EXPECT_EQ(sources.private_key.permissions, perms(0600));
}

TEST(ProfileSourcesTest, APipeIsOpenToNobodyElse) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const std::string text =
      "[[psk]]\nidentity = \"a\"\nkey = \"00112233445566778899aabbccddeeff\"\n";
  ASSERT_EQ(write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  close(ends[1]);
  const LoadedProfile loaded = ProfileReader("/dev/fd/" + std::to_string(ends[0])).read();
  close(ends[0]);
  EXPECT_EQ(loaded.sources.profile.permissions, perms::none);
  EXPECT_TRUE(warnings(loaded.card, loaded.sources, std::chrono::system_clock::now()).empty());
}

}  // namespace
}  // namespace tls_se
