#include "se/data_exchange/apdu.h"

namespace tls_se {
namespace {

/// Lc, data and Le after the header, with lengths of one byte or, extended, of two.
bool parse_body(Reader body, Apdu& apdu) {
  const size_t length_size = apdu.extended ? 2 : 1;
  const auto length = [&] { return apdu.extended ? size_t{body.u16()} : size_t{body.u8()}; };
  const auto le = [&] {
    const size_t value = length();
    const size_t all = apdu.extended ? 65536 : 256;
    return value == 0 ? all : value;
  };
  if (body.rest().size() == length_size) {  // case 2
    apdu.expected = le();
    return body.done();
  }
  apdu.data = body.bytes(length());       // case 3
  if (body.more()) apdu.expected = le();  // case 4
  return body.done() && !apdu.data.empty();
}

}  // namespace

std::optional<Apdu> parse_apdu(Bytes command) {
  Reader header(command);
  Apdu apdu;
  apdu.cla = header.u8();
  apdu.ins = header.u8();
  apdu.p1 = header.u8();
  apdu.p2 = header.u8();
  if (!header.ok()) return std::nullopt;
  if (!header.more()) {  // case 1
    apdu.p3_is_zero = true;
    return apdu;
  }
  Reader body = header;
  apdu.p3_is_zero = body.u8() == 0;
  apdu.extended = apdu.p3_is_zero && body.more();
  if (!parse_body(apdu.extended ? body : header, apdu)) return std::nullopt;
  return apdu;
}

}  // namespace tls_se
