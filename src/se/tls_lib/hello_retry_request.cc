#include "se/tls_lib/hello_retry_request.h"

#include "se/tls_lib/server_hello.h"

namespace tls_se {

constinit const std::array<uint8_t, kRandomSize> kHelloRetryRequestRandom = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

Alert make_hello_retry_request(Session& session, Writer& body) {
  session.negotiated.hello_retried = true;
  session.transcript.replace_with_message_hash();
  session.schedule.clear();  // ClientHello2 begins it anew

  write_server_hello_fields(session, kHelloRetryRequestRandom, body);
  body.u16(kSelectedVersionSize + 6);
  write_selected_version(body);
  body.u16(static_cast<uint16_t>(ExtensionType::key_share));
  body.u16(2);
  body.u16(kSecp256r1);
  return Alert::none;
}

}  // namespace tls_se
