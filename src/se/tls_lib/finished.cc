#include "se/tls_lib/finished.h"

namespace tls_se {

namespace {

void make_verify_data(Session& session, Role sender, std::span<uint8_t, kSha256Size> verify_data) {
  finished_verify_data(session.crypto, session.traffic_secrets.of(sender),
                       session.handshake.transcript.hash(), verify_data);
}

}  // namespace

Alert make_finished(Session& session, Writer& body) {
  std::array<uint8_t, kSha256Size> verify_data;
  make_verify_data(session, session.role, verify_data);
  body.bytes(verify_data);
  return Alert::none;
}

Alert check_finished(Session& session, const Bytes& message) {
  const Bytes verify_data = message.subspan(kHandshakeHeaderSize);
  if (verify_data.size() != kSha256Size) return refuse(Alert::decode_error, Reason::malformed);
  Secret<kSha256Size> expected;
  make_verify_data(session, peer_of(session.role), expected.bytes());
  // "Recipients of Finished messages MUST verify that the contents are correct and if incorrect
  // MUST terminate the connection with a "decrypt_error" alert."
  return equal_in_constant_time(expected.bytes(), verify_data)
             ? Alert::none
             : refuse(Alert::decrypt_error, Reason::finished_wrong);
}

}  // namespace tls_se
