#include "personalisation/requested_names.h"

#include <openssl/asn1.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <memory>

#include "se/x509/certification_request.h"
#include "text/server_name.h"

namespace tls_se {
namespace {

struct FreeName {
  void operator()(X509_NAME* name) const { X509_NAME_free(name); }
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};

constexpr char kSubjectForm[] =
    "--subject is \"CN=pump-7,O=Example,C=DE\": attributes with commas between, a comma in a value "
    "as \\,";

using Encoded = std::vector<uint8_t>;
using Result = std::expected<Encoded, std::string>;

/// "CN=a\,b" in one piece.
std::vector<std::string> attributes_of(const std::string& subject) {
  std::vector<std::string> attributes(1);
  for (size_t i = 0; i < subject.size(); ++i) {
    const bool is_escaped = subject[i] == '\\' && i + 1 < subject.size();
    if (is_escaped) ++i;
    if (subject[i] == ',' && !is_escaped) {
      attributes.emplace_back();
    } else {
      attributes.back() += subject[i];
    }
  }
  return attributes;
}

std::string trimmed(const std::string& text) {
  const size_t begin = text.find_first_not_of(' ');
  return begin == std::string::npos ? ""
                                    : text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

template <class Object>
Encoded der_of(const Object* object, int (*encode)(const Object*, unsigned char**)) {
  Encoded der(static_cast<size_t>(std::max(encode(object, nullptr), 0)));
  unsigned char* end = der.data();
  encode(object, &end);
  return der;
}

/// RFC 4514 section 2.1: the string begins with the last one of the sequence.
Result encode_subject(const std::string& subject) {
  const std::unique_ptr<X509_NAME, FreeName> name(X509_NAME_new());
  std::vector<std::string> attributes = attributes_of(subject);
  if (trimmed(subject).empty()) attributes.clear();
  std::ranges::reverse(attributes);
  for (const std::string& attribute : attributes) {
    const size_t equals = attribute.find('=');
    if (equals == std::string::npos) return std::unexpected(kSubjectForm);
    const std::string type = trimmed(attribute.substr(0, equals));
    const std::string value = trimmed(attribute.substr(equals + 1));
    if (OBJ_txt2nid(type.c_str()) == NID_undef) {
      return std::unexpected("--subject: '" + type +
                             "' is no attribute of a name; there are CN, O, OU, C, ST, L, DC, "
                             "serialNumber and others that openssl knows");
    }
    const auto* const bytes = reinterpret_cast<const unsigned char*>(value.data());
    if (value.empty() || X509_NAME_add_entry_by_txt(name.get(), type.c_str(), MBSTRING_UTF8, bytes,
                                                    static_cast<int>(value.size()), -1, 0) != 1) {
      return std::unexpected(
          "--subject: the value of " + type +
          " is none that it may have (CN has 1 to 64 characters, C two letters)");
    }
  }
  return der_of<X509_NAME>(name.get(), i2d_X509_NAME);
}

bool push(GENERAL_NAMES* names, int type, const std::vector<uint8_t>& bytes) {
  GENERAL_NAME* const name = GENERAL_NAME_new();
  const bool is_dns = type == GEN_DNS;
  ASN1_STRING* const value = is_dns ? static_cast<ASN1_STRING*>(ASN1_IA5STRING_new())
                                    : static_cast<ASN1_STRING*>(ASN1_OCTET_STRING_new());
  if (name == nullptr || value == nullptr ||
      ASN1_STRING_set(value, bytes.data(), static_cast<int>(bytes.size())) != 1) {
    return false;
  }
  GENERAL_NAME_set0_value(name, type, value);
  return sk_GENERAL_NAME_push(names, name) > 0;
}

Result encode_alt_names(const std::vector<std::string>& dns, const std::vector<std::string>& ip) {
  if (dns.empty() && ip.empty()) return Encoded{};
  const std::unique_ptr<GENERAL_NAMES, FreeName> names(GENERAL_NAMES_new());
  for (const std::string& text : dns) {
    // A wildcard is one label, at the front.
    const std::string host = text.starts_with("*.") ? text.substr(2) : text;
    const auto parsed = parse_server_name(host);
    if (!parsed || parsed->kind != ServerName::Kind::dns_name) {
      return std::unexpected("--dns: '" + text + "' is no DNS name");
    }
    std::vector<uint8_t> bytes = parsed->bytes;
    if (host != text) bytes.insert(bytes.begin(), {'*', '.'});
    if (!push(names.get(), GEN_DNS, bytes)) return std::unexpected("out of memory");
  }
  for (const std::string& text : ip) {
    const auto parsed = parse_server_name(text);
    if (!parsed || parsed->kind != ServerName::Kind::ip_address) {
      return std::unexpected("--ip: '" + text + "' is no IPv4 or IPv6 address");
    }
    if (!push(names.get(), GEN_IPADD, parsed->bytes)) return std::unexpected("out of memory");
  }
  return der_of<GENERAL_NAMES>(names.get(), i2d_GENERAL_NAMES);
}

}  // namespace

std::expected<std::vector<uint8_t>, std::string> encode_names(const std::string& subject,
                                                              const std::vector<std::string>& dns,
                                                              const std::vector<std::string>& ip) {
  Result name = encode_subject(subject);
  if (!name) return name;
  const Result others = encode_alt_names(dns, ip);
  if (!others) return others;
  if (name->size() > kMaxRequestedName || others->size() > kMaxRequestedName) {
    return std::unexpected(
        "these names are longer than a card takes: " + std::to_string(kMaxRequestedName) +
        " bytes of subject and as many of " + "others");
  }
  if (attributes_of(subject).front().empty() && others->empty()) {
    return std::unexpected(std::string("a certificate names somebody: ") + kSubjectForm +
                           ", or --dns or --ip");
  }
  name->insert(name->end(), others->begin(), others->end());
  return name;
}

}  // namespace tls_se
