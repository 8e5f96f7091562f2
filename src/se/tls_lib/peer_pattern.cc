#include "se/tls_lib/peer_pattern.h"

#include "se/tls_lib/settings.h"
#include "se/x509/der.h"
#include "se/x509/dns_name.h"

namespace tls_se {
namespace {

using Kind = PeerPattern::Kind;

// RFC 5280 section 4.1.2.4.
constexpr uint8_t kSet = 0x31;
constexpr uint8_t kUtf8String = 0x0c;
constexpr uint8_t kPrintableString = 0x13;
constexpr uint8_t kIa5String = 0x16;
constexpr std::array<uint8_t, 3> kCommonNameId = {0x55, 0x04, 0x03};  // id-at 3

// Choices of GeneralName, RFC 5280 section 4.2.1.6.
constexpr uint8_t kDnsName = der::context(2);
constexpr uint8_t kUri = der::context(6);
constexpr uint8_t kIpAddress = der::context(7);

/// What C would end at, and what a terminal would obey.
bool has_control_characters(const Bytes& text) {
  for (const uint8_t c : text) {
    if (c < 0x20 || c == 0x7f) return true;
  }
  return false;
}

/// A "*" at the pattern's end is the beginning of a name that goes on.
bool fits_text(const Bytes& pattern, const Bytes& text) {
  if (same_bytes(pattern, text)) return true;
  if (pattern.empty() || pattern.back() != '*') return false;
  const Bytes beginning = pattern.first(pattern.size() - 1);
  return text.size() > beginning.size() && begins_with(text, beginning);
}

/// Letters that are the same bytes in UTF-8: the others have one encoding here, and not another.
bool is_utf8(uint8_t tag, const Bytes& text) {
  if (tag == kUtf8String) return true;
  if (tag != kPrintableString && tag != kIa5String) return false;
  for (const uint8_t c : text) {
    if (c >= 0x80) return false;
  }
  return true;
}

/// The value of the only commonName; empty if there are several, or it is in no encoding that the
/// rest of the world reads alike, or the subject is not well formed: who looks for names in what is
/// left of it may find others.
Bytes common_name(const Bytes& subject) {
  DerReader names(subject);
  Bytes found;
  bool has_one = false;
  while (names.more()) {
    DerReader relative_name = names.enter(kSet);
    do {  // SIZE (1..MAX)
      DerReader attribute = relative_name.enter(der::kSequence);
      const Bytes type = attribute.read(der::kObjectIdentifier);
      const uint8_t tag = attribute.tag();
      const Bytes value = attribute.read(tag);
      if (!attribute.done()) return {};
      if (!same_bytes(type, kCommonNameId)) continue;
      if (has_one || !is_utf8(tag, value)) return {};
      has_one = true;
      found = value;
    } while (relative_name.more());
  }
  return found;
}

bool fits_dns_name(const Bytes& pattern, const Bytes& name) {
  if (is_wildcard(name)) return equal_ignoring_case(pattern, name);
  return host_name_labels(name) > 0 && dns_name_matches(pattern, name);
}

bool fits_name(const PeerPattern& pattern, uint8_t form, const Bytes& name) {
  switch (pattern.kind) {
    case Kind::dns_name:
      return form == kDnsName && fits_dns_name(pattern.value, name);
    case Kind::ip_address:
      return form == kIpAddress && same_bytes(pattern.value, name);
    case Kind::uri:
      return form == kUri && !has_control_characters(name) && fits_text(pattern.value, name);
    default:
      return false;
  }
}

}  // namespace

bool fits(const PeerPattern& pattern, const Psk& psk) {
  return pattern.kind == Kind::psk_identity && fits_text(pattern.value, psk.identity);
}

bool fits(const PeerPattern& pattern, const Certificate& certificate, const Bytes& fingerprint) {
  if (pattern.kind == Kind::fingerprint) return same_bytes(pattern.value, fingerprint);
  if (pattern.kind == Kind::common_name) {
    const Bytes name = common_name(certificate.subject);
    return !name.empty() && !has_control_characters(name) && fits_text(pattern.value, name);
  }
  DerReader entries(certificate.subject_alt_name);
  while (entries.more()) {
    const uint8_t form = entries.tag();
    if (fits_name(pattern, form, entries.read(form))) return true;
  }
  return false;
}

}  // namespace tls_se
