#include "profile/wrong_file.h"

#include "profile/p256_key.h"
#include "profile/shell_word.h"
#include "se/x509/der.h"

namespace tls_se {
namespace {

constexpr uint8_t kUtf8Mark[] = {0xef, 0xbb, 0xbf};
constexpr uint8_t kUtf16BigEndianMark[] = {0xfe, 0xff};
constexpr uint8_t kUtf16LittleEndianMark[] = {0xff, 0xfe};
constexpr uint8_t kBegin[] = {'-', '-', '-', '-', '-', 'B', 'E', 'G', 'I', 'N', ' '};
/// BER with an indefinite length, which DER has not and PKCS#12 often: its version 3.
constexpr uint8_t kBerPkcs12[] = {0x30, 0x80, 0x02, 0x01, 0x03};

enum class Kind {
  other,
  certificate,
  certificate_request,
  private_key,
  encrypted_private_key,
  public_key,
  pkcs7,
  pkcs12
};

/// Of what begins with an INTEGER: PKCS#8 (RFC 5958), SEC 1 (RFC 5915), PKCS#1 (RFC 8017), or
/// PKCS#12 (RFC 7292).
Kind kind_by_version(const Bytes& version) {
  if (version.size() != 1) return Kind::other;
  if (version[0] == 3) return Kind::pkcs12;
  return version[0] <= 1 ? Kind::private_key : Kind::other;
}

/// Of a SEQUENCE that begins with another one: a certificate or a request for one, which have a
/// BIT STRING as their third element; a SubjectPublicKeyInfo, which has it as its second; or an
/// EncryptedPrivateKeyInfo.
Kind kind_by_shape(DerReader outer) {
  DerReader first = outer.enter(der::kSequence);
  if (outer.tag() == der::kBitString) return Kind::public_key;
  if (outer.tag() == der::kOctetString) return Kind::encrypted_private_key;
  const Bytes version = first.read_optional(der::kInteger);
  return version.size() == 1 && version[0] == 0 ? Kind::certificate_request : Kind::other;
}

Kind kind_of(const Bytes& contents) {
  if (begins_with(contents, kBerPkcs12)) return Kind::pkcs12;
  DerReader outer(contents, der::kSequence);
  switch (outer.tag()) {
    case der::kInteger:
      return kind_by_version(outer.read(der::kInteger));
    case der::kObjectIdentifier:  // RFC 5652 section 3
      return Kind::pkcs7;
    case der::kSequence:
      return is_certificate(contents) ? Kind::certificate : kind_by_shape(outer);
    default:
      return Kind::other;
  }
}

/// A file beside it.
std::string pem_beside(std::filesystem::path file) {
  const bool is_taken = file.extension() == ".pem";
  return shell_word(file.replace_extension(is_taken ? ".new.pem" : ".pem"));
}

std::string in_to_out(const std::filesystem::path& file) {
  return " -in " + shell_word(file) + " -out " + pem_beside(file);
}

std::string instead_of_certificates(Kind kind, const std::string& format,
                                    const std::filesystem::path& file) {
  const std::string in = " -in " + shell_word(file);
  const std::string out = " -out " + pem_beside(file);
  switch (kind) {
    case Kind::certificate:
      if (format.empty()) {  // a TRUSTED CERTIFICATE
        return "one with OpenSSL's trust settings: openssl x509" + in + out + " leaves them out";
      }
      return "a certificate" + format + ": openssl x509 -inform DER" + in + out +
             " makes PEM of it";
    case Kind::certificate_request:
      return "a certificate request" + format +
             ", of which a CA makes the certificate (docs/profile.md has the command)";
    case Kind::private_key:
    case Kind::encrypted_private_key:
      return "a private key" + format + ", and its certificate is wanted";
    case Kind::public_key:
      return "a public key" + format + ", and a certificate for it is wanted";
    case Kind::pkcs7:
      return "PKCS#7" + format + ": openssl pkcs7" + (format.empty() ? "" : " -inform DER") + in +
             " -print_certs" + out + " takes the certificates out";
    case Kind::pkcs12:
      return "PKCS#12, certificates and a key in one: openssl pkcs12" + in + " -nokeys" + out +
             " takes the certificates out";
    case Kind::other:
      break;
  }
  return "";
}

std::string instead_of_key(Kind kind, const std::string& format,
                           const std::filesystem::path& file) {
  switch (kind) {
    case Kind::certificate:
      return "a certificate" + format + ", and the private key for it is wanted";
    case Kind::certificate_request:
      return "a certificate request" + format + ", and the private key for it is wanted";
    case Kind::private_key:
    case Kind::encrypted_private_key:
      return "a private key" + format + ": openssl pkey -inform DER" + in_to_out(file) +
             " makes PEM of it";
    case Kind::public_key:
      return "a public key" + format + ", and the private key is wanted";
    case Kind::pkcs7:
      return "PKCS#7" + format + ", which has certificates and no private key";
    case Kind::pkcs12:
      return "PKCS#12, certificates and a key in one: openssl pkcs12 -in " + shell_word(file) +
             " -nocerts -noenc -out " + pem_beside(file) + " takes the key out";
    case Kind::other:
      break;
  }
  return "";
}

std::string instead_of(WantedPem wanted, Kind kind, const std::string& format,
                       const std::filesystem::path& file) {
  return wanted == WantedPem::certificates ? instead_of_certificates(kind, format, file)
                                           : instead_of_key(kind, format, file);
}

/// Labels of RFC 7468, and of openssl.
Kind kind_of_label(std::string_view label) {
  if (label == "CERTIFICATE" || label == "X509 CERTIFICATE" || label == "TRUSTED CERTIFICATE") {
    return Kind::certificate;
  }
  if (label.ends_with("CERTIFICATE REQUEST")) return Kind::certificate_request;
  if (label.ends_with("PRIVATE KEY")) return Kind::private_key;
  if (label.ends_with("PUBLIC KEY")) return Kind::public_key;
  return label == "PKCS7" || label == "CMS" ? Kind::pkcs7 : Kind::other;
}

std::optional<std::string> after(const std::string& verb, const std::string& what) {
  if (what.empty()) return {};
  return verb + what;
}

}  // namespace

std::optional<std::string> utf16_words(const Bytes& contents, const std::filesystem::path& file) {
  const bool is_utf16 =
      begins_with(contents, kUtf16BigEndianMark) || begins_with(contents, kUtf16LittleEndianMark);
  if (!is_utf16) return {};
  return "is in UTF-16, and UTF-8 is wanted: iconv -f UTF-16 -t UTF-8 " + shell_word(file) +
         " writes it anew, into another file";
}

std::optional<std::string> wrong_encoding(WantedPem wanted, const Bytes& contents,
                                          const std::filesystem::path& file) {
  if (const auto utf16 = utf16_words(contents, file)) return utf16;
  if (begins_with(contents, kUtf8Mark) && begins_with(contents.subspan(sizeof kUtf8Mark), kBegin)) {
    return "begins with a byte order mark, and has to begin with -----BEGIN: sed -i "
           "'1s/^\\xEF\\xBB\\xBF//' " +
           shell_word(file) + " takes it off";
  }
  return after("is ", instead_of(wanted, kind_of(contents), " in DER", file));
}

std::optional<std::string> wrong_block(WantedPem wanted, std::string_view label,
                                       const std::filesystem::path& file) {
  return after("holds ", instead_of(wanted, kind_of_label(label), "", file));
}

}  // namespace tls_se
