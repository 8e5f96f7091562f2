#include "se/tls_lib/record_limits.h"

#include <algorithm>

namespace tls_se {
namespace {

constexpr uint8_t kMaxFragmentLengthCodes = 4;
constexpr uint16_t kMaxInner = kMaxPlaintext + 1;

constexpr size_t fragment_length_of(uint8_t code) { return size_t{256} << code; }
constexpr uint16_t inner_size_of(uint8_t code) {
  return static_cast<uint16_t>(fragment_length_of(code) + 1);
}

/// RFC 6066 section 4: "a TLS record-layer peer receiving a TLS record-layer message larger than
/// 805 bytes MUST [...] send a "record_overflow" alert", for 512: with 256 bytes of padding.
void use_max_fragment_length(Session& session, uint8_t code) {
  constexpr uint16_t kPadding = 256;
  session.write.limit_inner(inner_size_of(code));
  session.read.limit_inner(static_cast<uint16_t>(inner_size_of(code) + kPadding));
}

Alert check_record_size_limit(Session& session, const Bytes& extension) {
  if (extension.size() != 2) return refuse(Alert::decode_error, Reason::malformed);
  const uint16_t limit = load_u16(extension.data());
  // "Endpoints MUST NOT send a "record_size_limit" extension with a value smaller than 64. An
  // endpoint MUST treat receipt of a smaller value as a fatal error and generate an
  // "illegal_parameter" alert." A greater value than the protocol's is none of ours to refuse.
  if (limit < kMinRecordSizeLimit) {
    return refuse(Alert::illegal_parameter, Reason::record_limit_too_small);
  }
  session.handshake.state.limit_answer = {ExtensionType::record_size_limit, 2,
                                          session.record_size_limit};
  session.write.limit_inner(std::min(limit, kMaxInner));
  session.read.limit_inner(session.record_size_limit);
  return Alert::none;
}

/// The greatest of its four lengths that fits the card's own limit; 0 if none is needed or small
/// enough.
uint8_t own_max_fragment_length(const Session& session) {
  const size_t content = size_t{session.record_size_limit} - 1;
  if (content >= kMaxPlaintext) return 0;
  uint8_t code = kMaxFragmentLengthCodes;
  while (code > 0 && fragment_length_of(code) > content) --code;
  return code;
}

}  // namespace

Alert check_record_limits_of_client(Session& session, const Extensions& extensions) {
  // Of a first ClientHello nothing is left.
  session.handshake.state.limit_answer.data_size = 0;
  session.write.limit_inner(kMaxInner);
  session.read.limit_inner(kMaxInner);
  const Bytes limit = extensions.find(ExtensionType::record_size_limit);
  // "A server that supports the "record_size_limit" extension MUST ignore a "max_fragment_length"
  // that appears in a ClientHello if both extensions appear." (RFC 8449 section 5)
  if (limit.data() != nullptr) return check_record_size_limit(session, limit);
  const Bytes length = extensions.find(ExtensionType::max_fragment_length);
  if (length.data() == nullptr) return Alert::none;
  // "If a server receives a maximum fragment length negotiation request for a value other than the
  // allowed values, it MUST abort the handshake with an "illegal_parameter" alert."
  if (length.size() != 1) return refuse(Alert::decode_error, Reason::malformed);
  const uint8_t code = length[0];
  if (code == 0 || code > kMaxFragmentLengthCodes) {
    return refuse(Alert::illegal_parameter, Reason::record_limit_unknown);
  }
  session.handshake.state.limit_answer = {ExtensionType::max_fragment_length, 1, code};
  use_max_fragment_length(session, code);
  return Alert::none;
}

Alert check_record_limits_of_server(Session& session, const Extensions& extensions) {
  const Bytes limit = extensions.find(ExtensionType::record_size_limit);
  const Bytes length = extensions.find(ExtensionType::max_fragment_length);
  if (length.data() != nullptr) {
    // "A client MUST treat receipt of both "max_fragment_length" and "record_size_limit" as a fatal
    // error, and it SHOULD generate an "illegal_parameter" alert." (RFC 8449 section 5)
    const uint8_t own = own_max_fragment_length(session);
    if (length.size() != 1) return refuse(Alert::decode_error, Reason::malformed);
    if (limit.data() != nullptr) {
      return refuse(Alert::illegal_parameter, Reason::record_limits_twice);
    }
    if (length[0] != own) {
      return refuse(Alert::illegal_parameter, Reason::record_limit_not_offered);
    }
    use_max_fragment_length(session, own);
  }
  return limit.data() != nullptr ? check_record_size_limit(session, limit) : Alert::none;
}

void write_record_limits_of_client(Session& session, Writer& extensions) {
  ExtensionSet& sent = session.handshake.state.extensions_sent;
  {
    const ExtensionWriter record_size_limit(extensions, ExtensionType::record_size_limit, sent);
    extensions.u16(session.record_size_limit);
  }
  const uint8_t code = own_max_fragment_length(session);
  if (code == 0) return;
  const ExtensionWriter max_fragment_length(extensions, ExtensionType::max_fragment_length, sent);
  extensions.u8(code);
}

void write_record_limits_of_server(const Session& session, Writer& extensions) {
  const HandshakeMemory::LimitAnswer& answer = session.handshake.state.limit_answer;
  if (answer.data_size == 0) return;
  write_number_extension(extensions, answer.type, answer.value, answer.data_size);
}

}  // namespace tls_se
