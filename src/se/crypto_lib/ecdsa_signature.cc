#include "se/crypto_lib/ecdsa_signature.h"

namespace tls_se {
namespace {

// X.690: identifier octets, all of the short form.
constexpr uint8_t kSequence = 0x30;
constexpr uint8_t kInteger = 0x02;
constexpr uint8_t kSignBit = 0x80;

constexpr size_t kNumberSize = kP256SignatureSize / 2;

/// X.690 section 8.3: two's complement, in the least number of bytes. No length here needs the long
/// form.
bool decode_number(Reader& reader, std::span<uint8_t, kNumberSize> number) {
  if (reader.u8() != kInteger) return false;
  Bytes value = reader.vector8();
  if (value.empty() || value[0] >= kSignBit) return false;
  if (value[0] == 0 && value.size() > 1) {
    value = value.subspan(1);
    if (value[0] < kSignBit) return false;
  }
  if (value.size() > number.size()) return false;
  const size_t zeros = number.size() - value.size();
  for (uint8_t& byte : number.first(zeros)) byte = 0;
  copy_bytes(number.subspan(zeros), value);
  return true;
}

void encode_number(std::span<const uint8_t, kNumberSize> r_or_s, Writer& writer) {
  Bytes number = r_or_s;
  while (number.size() > 1 && number[0] == 0) number = number.subspan(1);
  const bool padded = number[0] >= kSignBit;
  writer.u8(kInteger);
  const Vector value(writer, 1);
  if (padded) writer.u8(0);
  writer.bytes(number);
}

}  // namespace

bool decode_ecdsa_signature(const Bytes& der, std::span<uint8_t, kP256SignatureSize> r_s) {
  Reader outer(der);
  const bool is_sequence = outer.u8() == kSequence;
  Reader numbers(outer.vector8());
  return is_sequence && outer.done() && decode_number(numbers, r_s.first<kNumberSize>()) &&
         decode_number(numbers, r_s.last<kNumberSize>()) && numbers.done();
}

size_t encode_ecdsa_signature(std::span<const uint8_t, kP256SignatureSize> r_s,
                              std::span<uint8_t, kMaxEcdsaSigValueSize> der) {
  Writer writer(der);
  writer.u8(kSequence);
  {
    const Vector numbers(writer, 1);
    encode_number(r_s.first<kNumberSize>(), writer);
    encode_number(r_s.last<kNumberSize>(), writer);
  }
  return writer.size();
}

}  // namespace tls_se
