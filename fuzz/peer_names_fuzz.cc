// Names of a peer's that are compared with a card's list, and told to a person. The input is the
// kind of pattern in a byte, the pattern with 16 bits of length, and the contents of a subject and
// of a subjectAltName, the same way. Where libcrypto reads a subject too, the two have to agree on
// who it is; and what is told has no byte that a terminal would obey, and no part that only the
// program may say.
#include <openssl/x509.h>

#include <algorithm>
#include <string>

#include "reader/peer_words.h"
#include "se/tls_lib/peer_pattern.h"
#include "se/tls_lib/settings.h"

namespace {

using namespace tls_se;
using Kind = PeerPattern::Kind;

void require(bool condition) {
  if (!condition) __builtin_trap();
}

std::vector<uint8_t> copy_of(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

/// The one and only commonName in UTF-8, as libcrypto has it; nothing if it can't read the subject,
/// as that of a text that is no UTF-8.
struct CommonName {
  bool can_be_read = false;
  int count = 0;
  std::string value;

  explicit CommonName(const Bytes& subject) {
    std::vector<uint8_t> der = {0x30, 0x82, static_cast<uint8_t>(subject.size() >> 8),
                                static_cast<uint8_t>(subject.size())};
    if (subject.size() < 0x100) der = {0x30, 0x81, static_cast<uint8_t>(subject.size())};
    if (subject.size() < 0x80) der = {0x30, static_cast<uint8_t>(subject.size())};
    der.insert(der.end(), subject.begin(), subject.end());
    const uint8_t* at = der.data();
    X509_NAME* const name = d2i_X509_NAME(nullptr, &at, static_cast<long>(der.size()));
    if (name == nullptr) return;
    can_be_read = true;
    for (int i = -1; (i = X509_NAME_get_index_by_NID(name, NID_commonName, i)) >= 0; ++count) {
      uint8_t* text = nullptr;
      const ASN1_STRING* const data = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, i));
      const int size = ASN1_STRING_to_UTF8(&text, data);
      if (size >= 0) value.assign(text, text + size);
      OPENSSL_free(text);
    }
    X509_NAME_free(name);
  }
};

void check_common_name(const PeerPattern& pattern, const Bytes& subject) {
  const CommonName theirs(subject);
  if (!theirs.can_be_read) return;
  require(theirs.count == 1);
  std::string_view wanted(reinterpret_cast<const char*>(pattern.value.data()),
                          pattern.value.size());
  if (theirs.value == wanted) return;
  require(wanted.ends_with('*'));
  wanted.remove_suffix(1);
  require(theirs.value.starts_with(wanted) && theirs.value.size() > wanted.size());
}

void check_words(const Bytes& subject, const Bytes& alt_names) {
  const ReadPeer peer{.identity = {.kind = PeerIdentity::Kind::certificate},
                      .name = copy_of(subject),
                      .alt_names = copy_of(alt_names)};
  const ReadPeer by_psk{
      .identity = {.kind = PeerIdentity::Kind::psk}, .name = copy_of(subject), .alt_names = {}};
  const auto is_printable = [](char c) { return c >= ' ' && c <= '~'; };
  const std::string words = peer_words(peer);
  require(std::ranges::all_of(words, is_printable));
  const auto parentheses = alt_names.empty() ? 0 : 1;
  require(std::ranges::count(words, '(') == parentheses);
  require(std::ranges::count(words, ')') == parentheses);
  require(words.ends_with(", SHA-256 " + std::string(64, '0')));
  const std::string psk_words = peer_words(by_psk);
  require(std::ranges::all_of(psk_words, is_printable));
  require(psk_words.starts_with("PSK identity ") && std::ranges::count(psk_words, '"') % 2 == 0);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Reader input({data, size});
  const auto kind = static_cast<Kind>(input.u8() % 6);
  const PeerPattern pattern{.kind = kind, .value = input.vector16()};
  Certificate certificate;
  certificate.subject = input.vector16();
  certificate.subject_alt_name = input.vector16();

  const bool is_let_in = fits(pattern, certificate, {});
  if (is_let_in) require(kind != Kind::psk_identity);
  if (is_let_in && kind == Kind::common_name) check_common_name(pattern, certificate.subject);
  if (fits(pattern, Psk{.identity = certificate.subject, .key = KeyHandle{0}})) {
    require(kind == Kind::psk_identity);
  }
  check_words(certificate.subject.first(std::min(certificate.subject.size(), kMaxPeerName)),
              certificate.subject_alt_name.first(
                  std::min(certificate.subject_alt_name.size(), kMaxPeerName)));
  return 0;
}
