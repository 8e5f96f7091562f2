// C2SP's x509-limbo, https://x509-limbo.com: those of its cases that are P-256 throughout.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>

#include "platform/host/host_crypto.h"
#include "x509/certificates.h"

namespace tls_se::test {
namespace {

using Json = nlohmann::json;
using Reasons = std::map<std::string, std::string>;

// Cases of FAILURE that are accepted: docs/x509.md names what is not offered.
const Reasons kNotOffered = {
    {"rfc5280::aki::leaf-missing-aki",
     "an authorityKeyIdentifier is a hint, and need not be there"},
    {"webpki::aki::root-with-aki-authoritycertissuer", "nor is it looked at beyond keyIdentifier"},
    {"webpki::aki::root-with-aki-authoritycertserialnumber", "the same"},
    {"webpki::cn::case-mismatch", "common names are not looked at"},
    {"webpki::cn::punycode-not-in-san", "the same"},
    {"webpki::cn::utf8-vs-punycode-mismatch", "the same"},
    {"rfc5280::san::underscore-dns", "underscores in host names are common among devices"},
    {"webpki::san::public-suffix-multi-label-wildcard-san", "no list of public suffixes"},
    {"webpki::san::public-suffix-private-namespace-wildcard-san", "the same"},
};

// Cases of SUCCESS that are refused.
const Reasons kNotAccepted = {
    {"rfc5280::ca-as-leaf",
     "its keyUsage lacks digitalSignature, which RFC 8446 section 4.4.2.2 asks of a leaf; "
     "webpki::ca-as-leaf is the same chain, and a FAILURE"},
};

std::filesystem::path limbo_file() {
  const char* const given = std::getenv("TLS_SE_VECTORS_DIR");
  return std::filesystem::path(given != nullptr ? given : TLS_SE_VECTORS_DIR) /
         "x509-limbo-p256.json";
}

class Limbo : public testing::Test {
 protected:
  void SetUp() override {
    if (std::filesystem::exists(limbo_file())) return;
    GTEST_SKIP() << "no " << limbo_file()
                 << "; name its folder in the environment variable TLS_SE_VECTORS_DIR";
  }

  Alert check(const Json& testcase) {
    Certificates chain, anchors;
    chain.add_pem(testcase.at("peer_certificate").get<std::string>());
    for (const Json& pem : testcase.at("untrusted_intermediates")) {
      chain.add_pem(pem.get<std::string>());
    }
    for (const Json& pem : testcase.at("trusted_certs")) anchors.add_pem(pem.get<std::string>());

    const Json& peer_name = testcase.at("expected_peer_name");
    const WrittenName name(peer_name.is_null() ? "" : peer_name.at("value").get<std::string>());
    const Json& time = testcase.at("validation_time");
    const Json& depth = testcase.at("max_chain_depth");
    const bool is_server = testcase.at("validation_kind") == "SERVER";
    const PathQuestion question = {
        .chain = chain.spans(),
        .trust_anchors = anchors.spans(),
        .purpose = is_server ? Purpose::server_auth : Purpose::client_auth,
        .name = name.reference(),
        .now = time_of(time.is_null() ? "2024-06-01T00:00:00" : time.get<std::string>()),
        .max_intermediates = static_cast<uint8_t>(
            depth.is_null() ? kMaxIntermediates
                            : std::min<size_t>(depth.get<size_t>(), kMaxIntermediates))};
    std::array<uint8_t, kP256PointSize> key;
    return check_path(signatures_, question, key);
  }

  HostSignatures signatures_;
};

TEST_F(Limbo, EveryFailureIsRefusedAndEverySuccessAccepted) {
  int accepted = 0;
  int refused = 0;
  size_t excepted = 0;
  const Json limbo = Json::parse(contents_of(limbo_file()));
  for (const Json& testcase : limbo.at("testcases")) {
    const std::string id = testcase.at("id");
    const Alert alert = check(testcase);
    const bool is_excepted = kNotOffered.contains(id) || kNotAccepted.contains(id);
    const bool is_good = (testcase.at("expected_result") == "SUCCESS") != is_excepted;
    EXPECT_EQ(alert == Alert::none, is_good) << id << ": " << name_of(alert);
    alert == Alert::none ? ++accepted : ++refused;
    excepted += is_excepted;
  }
  EXPECT_GT(accepted, 20);
  EXPECT_GT(refused, 50);
  EXPECT_EQ(excepted, kNotOffered.size() + kNotAccepted.size()) << "an exception that is no case";
  RecordProperty("accepted", accepted);
  RecordProperty("refused", refused);
}

}  // namespace
}  // namespace tls_se::test
