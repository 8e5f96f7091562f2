#include "reader/peer_words.h"

#include <fmt/format.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <memory>

#include "text/quoted.h"
#include "text/server_name.h"

namespace tls_se {
namespace {

constexpr unsigned long kEscaped = ASN1_STRFLGS_RFC2253;
constexpr uint8_t kSequence = 0x30;

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(X509_NAME* name) const { X509_NAME_free(name); }
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};

/// What `print` writes to a BIO.
template <class Print>
std::string printed(Print print) {
  const std::unique_ptr<BIO, Free> out(BIO_new(BIO_s_mem()));
  if (!out || print(out.get()) < 0) return "";
  char* text = nullptr;
  const long size = BIO_get_mem_data(out.get(), &text);
  return {text, static_cast<size_t>(size)};
}

/// The card tells contents of at most kMaxPeerName bytes.
std::vector<uint8_t> sequence_of(const std::vector<uint8_t>& contents) {
  std::vector<uint8_t> der(4 + contents.size());
  der[0] = kSequence;
  der[1] = 0x82;  // two bytes of length follow
  store_u16(&der[2], contents.size());
  std::ranges::copy(contents, der.begin() + 4);
  return der;
}

template <class Object>
std::unique_ptr<Object, Free> read_sequence(Object* (*read)(Object**, const unsigned char**, long),
                                            const std::vector<uint8_t>& contents) {
  const std::vector<uint8_t> der = sequence_of(contents);
  const unsigned char* at = der.data();
  return std::unique_ptr<Object, Free>(read(nullptr, &at, static_cast<long>(der.size())));
}

/// Escaped as RFC 4514 has it, and parentheses too: outside of a name they are this file's alone.
std::string without_parentheses(const std::string& words) {
  std::string safe;
  for (const char c : words) {
    if (c == '(' || c == ')') {
      safe += c == '(' ? "\\28" : "\\29";
    } else {
      safe += c;
    }
  }
  return safe;
}

std::string name_words(X509_NAME* name) {
  return without_parentheses(
      printed([&](BIO* out) { return X509_NAME_print_ex(out, name, 0, XN_FLAG_RFC2253); }));
}

std::string subject_words(const ReadPeer& peer) {
  const bool is_cut = peer.identity.name_is_cut;
  if (peer.name.empty()) return is_cut ? "a subject that can't be told" : "no subject";
  const auto name = read_sequence(d2i_X509_NAME, peer.name);
  const std::string words = name == nullptr ? "" : name_words(name.get());
  if (words.empty()) return "a subject that can't be read";
  return words + (is_cut ? ",.." : "");
}

std::vector<uint8_t> bytes_of(const ASN1_STRING* string) {
  const unsigned char* const begin = ASN1_STRING_get0_data(string);
  return {begin, begin + ASN1_STRING_length(string)};
}

std::string alt_name_words(const GENERAL_NAME* name) {
  const auto escaped = [&](const char* form) {
    return form + without_parentheses(printed(
                      [&](BIO* out) { return ASN1_STRING_print_ex(out, name->d.ia5, kEscaped); }));
  };
  switch (name->type) {
    case GEN_DNS:
      return escaped("DNS:");
    case GEN_URI:
      return escaped("URI:");
    case GEN_EMAIL:
      return escaped("email:");
    case GEN_IPADD:
      return "IP:" + ip_address_text(bytes_of(name->d.iPAddress));
    case GEN_DIRNAME:
      return "DirName:" + name_words(name->d.directoryName);
    default:
      return "another name";
  }
}

std::string alt_names_words(const ReadPeer& peer) {
  if (peer.alt_names.empty()) return peer.identity.alt_names_are_cut ? " (..)" : "";
  const auto names = read_sequence(d2i_GENERAL_NAMES, peer.alt_names);
  if (names == nullptr) return " (other names that can't be read)";
  std::string words;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    words += (i == 0 ? "" : ", ") + alt_name_words(sk_GENERAL_NAME_value(names.get(), i));
  }
  return fmt::format(" ({}{})", words, peer.identity.alt_names_are_cut ? ", .." : "");
}

}  // namespace

std::string peer_words(const ReadPeer& peer) {
  switch (peer.identity.kind) {
    case PeerIdentity::Kind::psk:
      return fmt::format("PSK identity {}{}", quoted(peer.name),
                         peer.identity.name_is_cut ? ".." : "");
    case PeerIdentity::Kind::certificate:
      return fmt::format("{}{}, SHA-256 {:02X}", subject_words(peer), alt_names_words(peer),
                         fmt::join(peer.identity.fingerprint, ""));
    case PeerIdentity::Kind::nobody:
      break;
  }
  return "";
}

}  // namespace tls_se
