// Sections are those of X.690 unless another document is named.
#include "se/x509/name_syntax.h"

#include <cstring>

#include "se/x509/der.h"

namespace tls_se {
namespace {

// Choices of GeneralName, RFC 5280 section 4.2.1.6.
constexpr uint8_t kRfc822Name = der::context(1);
constexpr uint8_t kDnsName = der::context(2);
constexpr uint8_t kDirectoryName = der::context_constructed(4);
constexpr uint8_t kUri = der::context(6);
constexpr uint8_t kIpAddress = der::context(7);

constexpr size_t kIpv4Size = 4;
constexpr size_t kIpv6Size = 16;

constexpr uint8_t kMoreOctets = 0x80;  // bit of an octet of a subidentifier
constexpr uint8_t kDelete = 0x7f;

/// Section 8.19.2: subidentifiers of 7 bits an octet, in the fewest possible.
bool is_object_identifier(const Bytes& id) {
  uint8_t before = 0;
  for (const uint8_t octet : id) {
    if (before < kMoreOctets && octet == kMoreOctets) return false;
    before = octet;
  }
  return !id.empty() && before < kMoreOctets;
}

/// X.680 section 41.4: letters, digits, and " '()+,-./:=?".
bool is_printable(uint8_t c) {
  // Of the characters from 0x20 on, the first in the lowest bit.
  constexpr uint32_t kSpaceToQuestionMark = 0xa7fffb81;
  if (c < 0x40) return (kSpaceToQuestionMark >> (c - 0x20) & 1) != 0;
  return (c | 0x20u) - 'a' < 26;
}

/// RFC 3629 section 4: what is behind the first octet of a character beyond ASCII. It takes as few
/// octets as can be, is no surrogate, and is in the range of Unicode.
bool is_utf8_character(uint8_t first, Reader& text) {
  if (first < 0xc2 || first > 0xf4) return false;
  const unsigned more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : 1;
  uint32_t character = first & (0x3f >> more);
  for (unsigned i = 0; i < more; ++i) {
    const uint8_t octet = text.u8();  // zero behind the end
    if (octet >> 6 != 2) return false;
    character = character << 6 | (octet & 0x3f);
  }
  return character >> (5 * more + 1) != 0 && character >> 11 != 0xd800 >> 11 &&
         character >> 16 <= 0x10ffff >> 16;
}

bool is_text(uint8_t type, const Bytes& text) {
  Reader reader(text);
  while (reader.more()) {
    const uint8_t c = reader.u8();
    if (c < ' ' || c == kDelete) return false;
    if (c > kDelete && (type != der::kUtf8String || !is_utf8_character(c, reader))) return false;
    if (type == der::kPrintableString && !is_printable(c)) return false;
  }
  return !text.empty();
}

bool is_attribute(const Bytes& der) {
  DerReader attribute(der, der::kSequence);
  const Bytes type = attribute.read(der::kObjectIdentifier);
  const uint8_t syntax = attribute.tag();
  const Bytes value = attribute.read(syntax);
  return attribute.done() && is_object_identifier(type) &&
         (syntax == der::kUtf8String || syntax == der::kPrintableString ||
          syntax == der::kIa5String) &&
         is_text(syntax, value);
}

/// Section 11.6: the elements of a SET OF "shall appear in ascending order, the encodings being
/// compared as octet strings". Of two elements neither is the beginning of the other.
bool in_order(const Bytes& before, const Bytes& element) {
  if (before.empty()) return true;
  const size_t size = before.size() < element.size() ? before.size() : element.size();
  return std::memcmp(before.data(), element.data(), size) < 0;
}

bool is_general_name(uint8_t form, const Bytes& value) {
  switch (form) {
    case kRfc822Name:
    case kDnsName:
    case kUri:
      return is_text(der::kIa5String, value);
    case kIpAddress:
      return value.size() == kIpv4Size || value.size() == kIpv6Size;
    case kDirectoryName:
      return is_name(value) && !is_empty_name(value);
    default:
      return false;
  }
}

}  // namespace

bool is_name(const Bytes& der) {
  DerReader names(der, der::kSequence);
  while (names.more()) {
    DerReader relative_name = names.enter(der::kSet);
    Bytes before;
    do {  // SIZE (1..MAX)
      const Bytes attribute = relative_name.read_whole(der::kSequence);
      if (!is_attribute(attribute) || !in_order(before, attribute)) return false;
      before = attribute;
    } while (relative_name.more());
  }
  return names.done();
}

bool are_general_names(const Bytes& der) {
  DerReader names(der, der::kSequence);
  do {  // SIZE (1..MAX)
    const uint8_t form = names.tag();
    if (!is_general_name(form, names.read(form))) return false;
  } while (names.more());
  return names.done();
}

}  // namespace tls_se
