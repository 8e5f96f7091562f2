#include "se/data_exchange/apdu.h"

namespace tls_se {
namespace {

/// Le of 0 stands for all that the form of the command can ask for.
size_t expected_size(size_t le, bool extended) {
  if (le != 0) return le;
  return extended ? 65536 : 256;
}

}  // namespace

bool parse_apdu(const Bytes& command, Apdu& apdu) {
  Reader reader(command);
  const uint32_t cla_ins = reader.u16();
  const uint32_t p1_p2 = reader.u16();
  if (!reader.ok()) return false;
  apdu.cla = static_cast<uint8_t>(cla_ins >> 8);
  apdu.ins = static_cast<uint8_t>(cla_ins);
  apdu.p1 = static_cast<uint8_t>(p1_p2 >> 8);
  apdu.p2 = static_cast<uint8_t>(p1_p2);
  const bool has_p3 = reader.more();
  const uint8_t p3 = reader.u8();
  apdu.p3_is_zero = p3 == 0;
  if (!has_p3) return true;  // case 1
  apdu.extended = apdu.p3_is_zero && reader.more();

  // Lc and its data, or Le alone; then Le.
  size_t le = apdu.extended ? reader.u16() : p3;
  if (reader.more()) {
    apdu.data = reader.bytes(le);
    if (apdu.data.empty()) return false;
    if (!reader.more()) return reader.ok();  // case 3
    le = reader.number(apdu.extended ? 2 : 1);
  }
  apdu.expected = expected_size(le, apdu.extended);
  return reader.done();  // cases 2 and 4
}

}  // namespace tls_se
