// The project's own certificates: what each is, certificates.sh says; what becomes of it,
// cases.txt.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "platform/host/host_crypto.h"
#include "x509/certificates.h"

namespace tls_se::test {
namespace {

constexpr int kLeastCertificates = 60;

/// One line of cases.txt.
struct Case {
  explicit Case(const std::string& line) {
    std::istringstream words(line);
    std::string word;
    words >> reason >> chain;
    while (words >> word) {
      const size_t equals = word.find('=');
      if (equals == std::string::npos)
        chain += "," + word;
      else
        settings.at(word.substr(0, equals)) = word.substr(equals + 1);
    }
  }

  std::string reason, chain;
  std::map<std::string, std::string> settings = {{"anchors", "root"},
                                                 {"purpose", "server"},
                                                 {"name", "server.example.com"},
                                                 {"time", "2026-01-01T00:00:00"},
                                                 {"intermediates", "4"}};
};

/// What a line's reason stands for.
Alert verdict_of(const std::string& reason) {
  static const std::map<std::string, Alert> all = {
      {"none", Alert::none},
      {"certificate_malformed", refuse(Alert::bad_certificate, Reason::certificate_malformed)},
      {"certificate_algorithm",
       refuse(Alert::unsupported_certificate, Reason::certificate_algorithm)},
      {"certificate_version", refuse(Alert::unsupported_certificate, Reason::certificate_version)},
      {"certificate_key", refuse(Alert::unsupported_certificate, Reason::certificate_key)},
      {"certificate_extension",
       refuse(Alert::unsupported_certificate, Reason::certificate_extension)},
      {"certificate_usage", refuse(Alert::unsupported_certificate, Reason::certificate_usage)},
      {"certificate_not_valid_now",
       refuse(Alert::certificate_expired, Reason::certificate_not_valid_now)},
      {"certificate_name", refuse(Alert::certificate_unknown, Reason::certificate_name)},
      {"certificate_signature", refuse(Alert::bad_certificate, Reason::certificate_signature)},
      {"certificate_constraint",
       refuse(Alert::certificate_unknown, Reason::certificate_constraint)},
      {"no_trust_anchor", refuse(Alert::unknown_ca, Reason::no_trust_anchor)},
  };
  return all.at(reason);
}

std::vector<std::string> parts_of(const std::string& list) {
  std::vector<std::string> parts;
  std::istringstream stream(list);
  for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
  return parts;
}

/// Fails, if it is told to, at the n-th call of a function.
class CountingSignatures : public HostSignatures {
 public:
  size_t hashed = 0;
  size_t verified = 0;
  size_t fails_to_hash = 0;
  size_t fails_to_verify = 0;

  CryptoStatus hash(HashAlgorithm algorithm, const Bytes& data,
                    std::span<uint8_t, kMaxDigestSize> digest) override {
    if (++hashed == fails_to_hash) return CryptoStatus::failed;
    return HostSignatures::hash(algorithm, data, digest);
  }

  CryptoStatus p256_ecdsa_verify(std::span<const uint8_t, kP256PointSize> public_key,
                                 const Bytes& digest,
                                 std::span<const uint8_t, kP256SignatureSize> r_s) override {
    if (++verified == fails_to_verify) return CryptoStatus::failed;
    return HostSignatures::p256_ecdsa_verify(public_key, digest, r_s);
  }
};

class Cases : public testing::Test {
 protected:
  Data der_of(const std::string& name) {
    used_.insert(name);
    const std::string der = contents_of(folder_ / (name + ".der"));
    return {der.begin(), der.end()};
  }

  Alert check(const Case& line, CountingSignatures&& signatures = {}) {
    Certificates chain, anchors;
    for (const std::string& name : parts_of(line.chain)) chain.add(der_of(name));
    for (const std::string& name : parts_of(line.settings.at("anchors"))) anchors.add(der_of(name));
    const std::string& written = line.settings.at("name");
    const WrittenName name(written == "none" ? "" : written);
    PathQuestion question = {
        .chain = chain.spans(),
        .trust_anchors = anchors.spans(),
        .purpose =
            line.settings.at("purpose") == "server" ? Purpose::server_auth : Purpose::client_auth,
        .name = name.reference(),
        .max_intermediates = static_cast<uint8_t>(std::stoi(line.settings.at("intermediates")))};
    const std::string& time = line.settings.at("time");
    if (time != "none") question.now = time_of(time);

    Key key = kUntouched;
    const Alert alert = check_path(signatures, question, key);
    verified_ = signatures.verified;
    const bool is_the_leafs = !std::ranges::search(chain.spans()[0], key).empty();
    EXPECT_TRUE(alert == Alert::none ? is_the_leafs : key == kUntouched);
    return alert;
  }

  using Key = std::array<uint8_t, kP256PointSize>;
  static constexpr Key kUntouched = {0xaa};

  const std::filesystem::path folder_ = TLS_SE_CERTIFICATES_DIR;
  size_t verified_ = 0;  // by the last check
  std::set<std::string> used_;
};

TEST_F(Cases, EachHasItsVerdict) {
  std::istringstream cases(
      contents_of(std::filesystem::path(TLS_SE_SOURCE_DIR) / "tests/x509/cases.txt"));
  int run = 0;
  size_t most_verified = 0;
  for (std::string line; std::getline(cases, line);) {
    if (line.empty() || line[0] == '#') continue;
    SCOPED_TRACE(line);
    const Case line_case(line);
    const Alert alert = check(line_case);
    EXPECT_EQ(alert, verdict_of(line_case.reason)) << name_of(alert);
    most_verified = std::max(most_verified, verified_);
    ++run;
  }
  EXPECT_EQ(most_verified, kMaxSignatureChecks) << "the circle has to be stopped";
  RecordProperty("cases", run);
  RecordProperty("certificates", static_cast<int>(used_.size()));
  EXPECT_GE(used_.size(), kLeastCertificates);
  for (const auto& file : std::filesystem::directory_iterator(folder_)) {
    if (file.path().extension() != ".der") continue;
    EXPECT_TRUE(used_.contains(file.path().stem())) << file << " is in no case";
  }
}

TEST_F(Cases, NoSignatureIsVerifiedInVain) {
  const auto verified_for = [&](const char* line) {
    (void)check(Case(line));
    return verified_;
  };
  EXPECT_EQ(verified_for("none leaf intermediate"), 2u);
  EXPECT_EQ(verified_for("none leaf root,link-1,leaf-of-root,intermediate anchors=root2,root"), 2u);
  EXPECT_EQ(verified_for("none leaf anchors=leaf"), 0u);
  EXPECT_EQ(verified_for("no_trust_anchor leaf intermediate,root anchors=root2"), 2u)
      << "no certificate is on a path twice";
  EXPECT_EQ(verified_for("certificate_not_valid_now leaf intermediate-expired,root"), 0u);
  EXPECT_EQ(verified_for("no_trust_anchor leaf intermediate-id-other,root"), 0u);
  EXPECT_EQ(verified_for("certificate_name leaf intermediate name=example.org"), 0u);
}

TEST_F(Cases, APlatformThatFailsIsNobodysFault) {
  const auto check_failing = [&](const char* line, size_t CountingSignatures::*function,
                                 size_t call) {
    CountingSignatures signatures;
    signatures.*function = call;
    return description_of(check(Case(line), std::move(signatures)));
  };
  for (const auto function :
       {&CountingSignatures::fails_to_hash, &CountingSignatures::fails_to_verify}) {
    const char* const good = "none leaf intermediate";
    EXPECT_EQ(check_failing(good, function, 1), Alert::internal_error);
    EXPECT_EQ(check_failing(good, function, 2), Alert::internal_error);
    EXPECT_EQ(check_failing(good, function, 3), Alert::none) << "there are two";
    const char* const other_fault =
        "certificate_not_valid_now leaf intermediate-expired,intermediate";
    EXPECT_EQ(check_failing(other_fault, function, 1), Alert::internal_error)
        << "a candidate that has expired says less than one that could not be checked";
    const char* const other_path = "none leaf intermediate,intermediate";
    EXPECT_EQ(check_failing(other_path, function, 1), Alert::none) << "a path is a path";
  }
}

}  // namespace
}  // namespace tls_se::test
