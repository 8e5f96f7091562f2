#include "se/tls_lib/finished.h"

namespace tls_se {

Alert make_finished(Session& session, Writer& body) {
  std::array<uint8_t, kSha256Size> verify_data;
  session.schedule.finished_verify_data(session.settings.role, session.transcript.hash(),
                                        verify_data);
  body.bytes(verify_data);
  return Alert::none;
}

Alert check_finished(Session& session, const Bytes& message) {
  const Bytes verify_data = message.subspan(kHandshakeHeaderSize);
  if (verify_data.size() != kSha256Size) return Alert::decode_error;
  Secret<kSha256Size> expected;
  session.schedule.finished_verify_data(peer_of(session.settings.role), session.transcript.hash(),
                                        expected.bytes());
  // "Recipients of Finished messages MUST verify that the contents are correct and if incorrect
  // MUST terminate the connection with a "decrypt_error" alert."
  return equal_in_constant_time(expected.bytes(), verify_data) ? Alert::none : Alert::decrypt_error;
}

}  // namespace tls_se
