#include "profile/pem.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "profile/p256_key.h"
#include "profile/secret_bytes.h"
#include "support/test_credentials.h"

namespace tls_se {
namespace {

class PemTest : public testing::Test {
 protected:
  auto certificates(const std::string& text) {
    return read_pem_certificates(folder_.write("x.pem", text));
  }
  auto private_key(const std::string& text) {
    return read_pem_private_key(folder_.write("x.pem", text));
  }

  template <typename Result>
  void expect_refusal(const Result& result, const std::string& words) {
    ASSERT_FALSE(result);
    EXPECT_TRUE(result.error().starts_with((folder_.path() / "x.pem ").string())) << result.error();
    EXPECT_NE(result.error().find(words), std::string::npos) << result.error();
  }

  TestFolder folder_;
  const TestKey key_ = make_ec_key();
  const Der certificate_ = make_certificate(key_);
};

std::string with_line_ends(const std::string& text, const std::string& end) {
  std::string out;
  for (const char c : text) out += c == '\n' ? end : std::string(1, c);
  return out;
}

std::string without_line_ends(std::string base64) {
  std::erase(base64, '\n');
  return base64;
}

/// What stands between the first line and the last one.
std::string contents(const std::string& pem) {
  const size_t begin = pem.find('\n') + 1;
  return pem.substr(begin, pem.find("-----END") - begin);
}

/// The same with elements of an ECPrivateKey behind its scalar left out: the last ones.
Der shortened_sec1(const TestKey& key, size_t size) {
  Der der = sec1(key);
  der.resize(size);
  der[1] = static_cast<uint8_t>(size - 2);
  return der;
}

constexpr size_t kSec1UpToScalar = 39;
constexpr size_t kSec1UpToParameters = 51;

TEST_F(PemTest, CertificatesInTheirOrder) {
  const Der other = make_certificate(make_rsa_key());
  const std::string text = "subject=CN = test, and so on\n\n" + pem("CERTIFICATE", certificate_) +
                           key_pem(key_) + "issuer=-----BEGIN \n" + pem("X509 CERTIFICATE", other) +
                           pem("X509 CRL", Der{1});
  for (const char* line_end : {"\n", "\r\n"}) {
    const auto found = certificates(with_line_ends(text, line_end));
    ASSERT_TRUE(found) << found.error();
    EXPECT_EQ(*found, (std::vector{certificate_, other}));
  }
}

TEST_F(PemTest, LinesOfAnyLength) {
  const std::string text = pem("CERTIFICATE", certificate_);
  const std::string one_line = "-----BEGIN CERTIFICATE-----\n" + without_line_ends(contents(text)) +
                               "\n-----END CERTIFICATE-----";
  EXPECT_EQ(certificates(one_line).value(), std::vector<Der>{certificate_});
}

TEST_F(PemTest, RefusesFilesWithoutCertificates) {
  const std::string whole = pem("CERTIFICATE", certificate_);
  expect_refusal(certificates(""), "-----BEGIN CERTIFICATE-----");
  expect_refusal(certificates(key_pem(key_)), "-----BEGIN CERTIFICATE-----");
  expect_refusal(certificates(" " + whole), "-----BEGIN CERTIFICATE-----");
  for (size_t size : {whole.size() - 2, whole.size() - 20, size_t{40}, size_t{20}}) {
    expect_refusal(certificates(whole.substr(0, size)), "is broken");
  }
  expect_refusal(certificates(whole + "-----BEGIN "), "is broken");
}

TEST_F(PemTest, RefusesBlocksThatAreBroken) {
  const auto block = [](const std::string& base64) {
    return "-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n";
  };
  for (const char* wrong : {"", "A", "AAA", "A===", "AA=A", "AAAAA===", "====", "AA=AAAAA", "AA-A",
                            "A:AA", "AAAA\nA", "\xc3\xa4\xc3\xa4"}) {
    SCOPED_TRACE(wrong);
    expect_refusal(certificates(block(wrong)), "is broken");
  }
  for (const char* no_certificate : {"AAAA", "MAA=", "AA=="}) {
    expect_refusal(certificates(block(no_certificate)), "no X.509 certificate");
  }
  expect_refusal(
      certificates("-----BEGIN CERTIFICATE-----\nAAAA\n-----END X509 CERTIFICATE-----\n"),
      "is broken");
  Der longer = certificate_;
  longer.push_back(0);
  expect_refusal(certificates(pem("CERTIFICATE", longer)), "no X.509 certificate");
  expect_refusal(certificates(pem("CERTIFICATE", certificate_) + block("AAAA")),
                 "no X.509 certificate");
}

TEST_F(PemTest, RefusesFilesThatCantBeRead) {
  const std::string folder = folder_.path().string();
  EXPECT_EQ(read_pem_certificates(folder + "/no.pem").error(),
            folder + "/no.pem can't be read: No such file or directory");
  EXPECT_EQ(read_pem_private_key(folder).error(), folder + " can't be read: Is a directory");
  const std::string fill(kMaxSecretFileSize, '\n');
  expect_refusal(certificates(fill), "holds no certificate");
  expect_refusal(certificates(fill + "\n"), "1 MiB");
  EXPECT_EQ(read_pem_certificates("/dev/zero").error(), "/dev/zero is larger than 1 MiB");
}

TEST_F(PemTest, PrivateKeysInBothForms) {
  const Der expected = scalar(key_);
  EXPECT_EQ(private_key(pem("PRIVATE KEY", pkcs8(key_))).value(), expected);
  EXPECT_EQ(private_key(pem("EC PRIVATE KEY", sec1(key_))).value(), expected);
  // openssl ecparam -genkey writes the curve before it; and a certificate may stand beside it.
  const Der curve = {0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
  EXPECT_EQ(private_key(pem("EC PARAMETERS", curve) + pem("EC PRIVATE KEY", sec1(key_)) +
                        pem("CERTIFICATE", certificate_))
                .value(),
            expected);
  EXPECT_EQ(private_key(with_line_ends(key_pem(key_), "\r\n")).value(), expected);
}

TEST_F(PemTest, PrivateKeysWithoutTheirPublicOnes) {
  EXPECT_EQ(private_key(pem("EC PRIVATE KEY", shortened_sec1(key_, kSec1UpToParameters))).value(),
            scalar(key_));
}

TEST_F(PemTest, RefusesFilesWithoutOnePrivateKey) {
  expect_refusal(private_key(""), "-----BEGIN EC PRIVATE KEY-----");
  expect_refusal(private_key(pem("CERTIFICATE", certificate_)), "-----BEGIN PRIVATE KEY-----");
  expect_refusal(private_key(pem("PUBLIC KEY", certificate_)), "-----BEGIN PRIVATE KEY-----");
  expect_refusal(private_key(key_pem(key_) + key_pem(make_ec_key())), "two private keys");
  const std::string whole = key_pem(key_);
  expect_refusal(private_key(whole.substr(0, whole.size() - 20)), "is broken");
  expect_refusal(private_key(whole + "-----BEGIN CERTIFICATE-----\n"), "is broken");
  std::string damaged = whole;
  damaged[whole.size() / 2] = '!';
  expect_refusal(private_key(damaged), "is broken");
}

TEST_F(PemTest, RefusesOtherKeys) {
  const TestKey rsa = make_rsa_key();
  const TestKey p384 = make_ec_key("P-384");
  for (const std::string& text :
       {pem("RSA PRIVATE KEY", sec1(rsa)), pem("PRIVATE KEY", pkcs8(rsa)),
        pem("EC PRIVATE KEY", sec1(p384)), pem("PRIVATE KEY", pkcs8(p384)),
        pem("PRIVATE KEY", sec1(key_)), pem("EC PRIVATE KEY", pkcs8(key_)),
        pem("PRIVATE KEY", certificate_)}) {
    expect_refusal(private_key(text), "is no P-256 key: openssl ecparam -name prime256v1 -genkey");
  }
  const TestKey explicit_curve = make_ec_key();
  ASSERT_EQ(EVP_PKEY_set_utf8_string_param(explicit_curve.get(), "encoding", "explicit"), 1);
  expect_refusal(private_key(key_pem(explicit_curve)), "is no P-256 key");
}

std::string text_of(const Der& der) { return {der.begin(), der.end()}; }

TEST_F(PemTest, ToldFromDerWithTheCommandThatMendsIt) {
  const std::string x = (folder_.path() / "x").string();
  const std::string to_pem =
      " -inform DER -in " + x + ".pem -out " + x + ".new.pem makes PEM of it";
  expect_refusal(certificates(text_of(certificate_)),
                 "is a certificate in DER: openssl x509" + to_pem);
  for (const Der& key : {pkcs8(key_), sec1(key_), sec1(make_rsa_key())}) {
    expect_refusal(private_key(text_of(key)), "is a private key in DER: openssl pkey" + to_pem);
    expect_refusal(certificates(text_of(key)), "is a private key in DER, and its certificate");
  }
  expect_refusal(private_key(text_of(certificate_)),
                 "is a certificate in DER, and the private key");
  // One byte too many or too few: it is none.
  expect_refusal(certificates(text_of(certificate_) + "x"), "-----BEGIN CERTIFICATE-----");
  expect_refusal(private_key(text_of(pkcs8(key_)).substr(1)), "-----BEGIN PRIVATE KEY-----");
}

TEST_F(PemTest, ToldFromOtherContainers) {
  // The first elements of each: RFC 7292, also with BER's indefinite length, and RFC 5652.
  for (const Der& pkcs12 : {Der{0x30, 0x05, 0x02, 0x01, 0x03, 0x30, 0x00},
                            Der{0x30, 0x80, 0x02, 0x01, 0x03, 0x30, 0x80}}) {
    expect_refusal(certificates(text_of(pkcs12)),
                   "is PKCS#12, certificates and a key in one: "
                   "openssl pkcs12 -in ");
    expect_refusal(certificates(text_of(pkcs12)), " -nokeys -out ");
    expect_refusal(private_key(text_of(pkcs12)), " -nocerts -noenc -out ");
  }
  const Der pkcs7 = {0x30, 0x05, 0x06, 0x01, 0x2a, 0xa0, 0x00};
  expect_refusal(certificates(text_of(pkcs7)), "is PKCS#7 in DER: openssl pkcs7 -inform DER -in ");
  expect_refusal(private_key(text_of(pkcs7)), "no private key");
  expect_refusal(certificates(pem("PKCS7", pkcs7)), "it holds PKCS#7: openssl pkcs7 -in ");
}

TEST_F(PemTest, ToldFromBlocksOfOtherKinds) {
  const struct {
    const char* label;
    const char* for_certificates;
    const char* for_key;
  } all[] = {
      {"CERTIFICATE REQUEST", "it holds a certificate request, of which a CA makes",
       "it holds a certificate request, and the private key"},
      {"NEW CERTIFICATE REQUEST", "it holds a certificate request, of which a CA makes",
       "it holds a certificate request, and the private key"},
      {"PUBLIC KEY", "it holds a public key, and a certificate for it",
       "it holds a public key, and"},
      {"TRUSTED CERTIFICATE", "it holds one with OpenSSL's trust settings: openssl x509 -in ",
       "it holds a certificate, and the private key for it is wanted"},
  };
  for (const auto& [label, for_certificates, for_key] : all) {
    expect_refusal(certificates(pem(label, certificate_)), for_certificates);
    expect_refusal(private_key(pem(label, certificate_)), for_key);
  }
  expect_refusal(certificates(key_pem(key_)), "it holds a private key, and its certificate");
  expect_refusal(private_key(pem("CERTIFICATE", certificate_)), "it holds a certificate, and the");
  expect_refusal(private_key(pem("OPENSSH PRIVATE KEY", pkcs8(key_))), "ssh-keygen -p -m PKCS8");
  EXPECT_FALSE(certificates(pem("DH PARAMETERS", Der{1})).error().contains("; it "));
}

TEST_F(PemTest, AByteOrderMarkHidesNoBlock) {
  const std::string mark = "\xef\xbb\xbf";
  const std::string chain = pem("CERTIFICATE", certificate_) + pem("CERTIFICATE", certificate_);
  expect_refusal(certificates(mark + chain), "begins with a byte order mark");
  expect_refusal(private_key(mark + key_pem(key_)), R"(sed -i '1s/^\xEF\xBB\xBF//' )");
  // Before a comment it does no harm.
  EXPECT_EQ(certificates(mark + "# the chain\n" + chain).value().size(), 2u);
  for (const char* utf16 : {"\xff\xfe-", "\xfe\xff-"}) {
    expect_refusal(certificates(utf16),
                   "is in UTF-16, and UTF-8 is wanted: iconv -f UTF-16 -t UTF-8 ");
    expect_refusal(private_key(utf16), "iconv");
  }
}

TEST_F(PemTest, RefusesDamagedKeys) {
  for (const Der& der : {sec1(key_), pkcs8(key_)}) {
    const char* label = der == sec1(key_) ? "EC PRIVATE KEY" : "PRIVATE KEY";
    for (size_t size = 1; size < der.size(); ++size) {
      expect_refusal(private_key(pem(label, Bytes(der).first(size))), "is no P-256 key");
    }
    Der longer = der;
    longer.push_back(0);
    expect_refusal(private_key(pem(label, longer)), "is no P-256 key");
  }
}

TEST_F(PemTest, RefusesKeysThatWantAPassphrase) {
  expect_refusal(private_key(encrypted_pkcs8_pem(key_)), "passphrase");
  expect_refusal(private_key(encrypted_sec1_pem(key_)), "passphrase");
  expect_refusal(private_key(pem("ENCRYPTED PRIVATE KEY", Der{0})), "passphrase");
  const TestKey rsa = make_rsa_key();
  expect_refusal(private_key(encrypted_sec1_pem(rsa)), "passphrase");
}

TEST_F(PemTest, NeverRepeatsWhatAFileHolds) {
  const std::string whole = key_pem(key_);
  const std::string base64 = contents(whole);
  for (const std::string& text :
       {base64, whole.substr(0, whole.size() - 20), whole + whole, "x" + whole,
        pem("EC PRIVATE KEY", pkcs8(key_)), encrypted_pkcs8_pem(key_),
        "-----BEGIN " + base64 + "-----\n" + base64 + "-----END " + base64 + "-----\n",
        "-----BEGIN PRIVATE KEY-----" + base64 + "-----END " + base64 + "-----\n"}) {
    const auto key = private_key(text);
    const auto certificate = certificates(text);
    ASSERT_FALSE(key);
    ASSERT_FALSE(certificate);
    for (size_t at = 0; at + 8 <= base64.size(); ++at) {
      const std::string piece = base64.substr(at, 8);
      EXPECT_EQ(key.error().find(piece), std::string::npos) << key.error();
      EXPECT_EQ(certificate.error().find(piece), std::string::npos) << certificate.error();
    }
  }
}

// --- The keys themselves ---

TEST(P256KeyTest, ScalarsWithoutTheirZeros) {
  // RFC 5915 section 3 has it 32 bytes long; programs that knew no better left zeros out.
  const Der short_scalar = {0x30, 0x12, 0x02, 0x01, 0x01, 0x04, 0x01, 0x2a, 0xa0, 0x0a,
                            0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07};
  Der expected(32);
  expected.back() = 0x2a;
  EXPECT_EQ(scalar_of_sec1(short_scalar), expected);
}

/// A PrivateKeyInfo around this ECPrivateKey; `more` stands behind it.
Der pkcs8_around(const Der& ec_private_key, uint8_t version = 0, const Der& more = {}) {
  Der info = {0x30, 0x00, 0x02, 0x01, version, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d,
              0x02, 0x01, 0x06, 0x08, 0x2a,    0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x04};
  info.push_back(static_cast<uint8_t>(ec_private_key.size()));
  info.insert(info.end(), ec_private_key.begin(), ec_private_key.end());
  info.insert(info.end(), more.begin(), more.end());
  info[1] = static_cast<uint8_t>(info.size() - 2);
  return info;
}

TEST(P256KeyTest, TheCurveIsNamedOnceAtLeast) {
  const TestKey key = make_ec_key();
  const Der bare = shortened_sec1(key, kSec1UpToScalar);
  EXPECT_FALSE(scalar_of_sec1(bare));
  EXPECT_EQ(scalar_of_pkcs8(pkcs8_around(bare)), scalar(key));
  EXPECT_EQ(scalar_of_pkcs8(pkcs8_around(shortened_sec1(key, kSec1UpToParameters))), scalar(key));
  Der other_curve = shortened_sec1(key, kSec1UpToParameters);
  other_curve.back() = 0x06;
  EXPECT_FALSE(scalar_of_sec1(other_curve));
  EXPECT_FALSE(scalar_of_pkcs8(pkcs8_around(other_curve)));
}

TEST(P256KeyTest, Pkcs8InBothVersions) {
  const TestKey key = make_ec_key();
  const Der bare = shortened_sec1(key, kSec1UpToScalar);
  const Der attributes = {0xa0, 0x00};
  const Der public_key = {0x81, 0x02, 0x00, 0x04};
  EXPECT_EQ(scalar_of_pkcs8(pkcs8_around(bare, 0, attributes)), scalar(key));
  EXPECT_EQ(scalar_of_pkcs8(pkcs8_around(bare, 1, public_key)), scalar(key));
  EXPECT_FALSE(scalar_of_pkcs8(pkcs8_around(bare, 2)));
  EXPECT_FALSE(scalar_of_pkcs8(pkcs8_around(bare, 0, {0x05, 0x00})));
}

TEST(P256KeyTest, CertificatesOfOtherKeys) {
  const TestKey compressed = make_ec_key();
  ASSERT_EQ(EVP_PKEY_set_utf8_string_param(compressed.get(), "point-format", "compressed"), 1);
  const TestKey explicit_curve = make_ec_key();
  ASSERT_EQ(EVP_PKEY_set_utf8_string_param(explicit_curve.get(), "encoding", "explicit"), 1);
  EXPECT_TRUE(has_p256_key(make_certificate(make_ec_key())));
  EXPECT_FALSE(has_p256_key(make_certificate(compressed)));
  EXPECT_FALSE(has_p256_key(make_certificate(explicit_curve)));
  EXPECT_FALSE(has_p256_key(make_certificate(make_ec_key("P-384"))));
  EXPECT_FALSE(has_p256_key(make_certificate(make_rsa_key())));
  EXPECT_FALSE(has_p256_key(Bytes()));
}

TEST(P256KeyTest, APointOffTheCurve) {
  const TestKey key = make_ec_key();
  Der certificate = make_certificate(key);
  const uint8_t head[] = {0x03, 0x42, 0x00, 0x04};  // BIT STRING of an uncompressed point
  const auto point = std::ranges::search(certificate, head);
  ASSERT_FALSE(point.empty());
  *point.end() ^= 1;
  EXPECT_TRUE(is_certificate(certificate));
  EXPECT_FALSE(has_p256_key(certificate));
  EXPECT_FALSE(is_key_pair(scalar(key), certificate));
}

TEST(P256KeyTest, KeyPairs) {
  const TestKey key = make_ec_key();
  const Der certificate = make_certificate(key);
  EXPECT_TRUE(is_key_pair(scalar(key), certificate));
  EXPECT_FALSE(is_key_pair(scalar(make_ec_key()), certificate));
  EXPECT_FALSE(is_key_pair(scalar(key), make_certificate(make_rsa_key())));
  EXPECT_FALSE(is_key_pair(scalar(key), Bytes()));
  EXPECT_FALSE(is_key_pair(Der(32), certificate));
  EXPECT_FALSE(is_key_pair(Der(32, 0xff), certificate));
  EXPECT_FALSE(is_key_pair(Bytes(), certificate));
}

}  // namespace
}  // namespace tls_se
