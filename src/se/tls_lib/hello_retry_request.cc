#include "se/tls_lib/hello_retry_request.h"

#include "se/tls_lib/key_share.h"
#include "se/tls_lib/server_hello.h"

namespace tls_se {

constinit const std::array<uint8_t, kRandomSize> kHelloRetryRequestRandom = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

Alert make_hello_retry_request(Session& session, Writer& body) {
  session.handshake.transcript.replace_with_message_hash();
  session.handshake.schedule.clear();  // ClientHello2 begins it anew
  write_server_hello_fields(session, kHelloRetryRequestRandom, body);
  const Vector extensions(body, 2);
  write_selected_version(body);
  write_selected_group(session, body);
  return Alert::none;
}

bool is_hello_retry_request(const Bytes& message) {
  constexpr size_t kRandomAt = kHandshakeHeaderSize + 2;
  return message.size() >= kRandomAt + kRandomSize &&
         same_bytes(message.subspan(kRandomAt, kRandomSize), kHelloRetryRequestRandom);
}

Alert check_hello_retry_request(Session& session, const Bytes& message) {
  HandshakeMemory::State& state = session.handshake.state;
  ServerHelloFields hello{};
  TLS_SE_TRY(parse_server_hello(session, message, ExtensionContext::hello_retry_request, hello));
  const Bytes key_share = hello.extensions.find(ExtensionType::key_share);
  const Bytes cookie = hello.extensions.find(ExtensionType::cookie);
  // "Clients MUST abort the handshake with an "illegal_parameter" alert if the HelloRetryRequest
  // would not result in any change in the ClientHello."
  if (key_share.data() == nullptr && cookie.data() == nullptr) {
    return refuse(Alert::illegal_parameter, Reason::retry_changes_nothing);
  }
  if (key_share.data() != nullptr) {
    TLS_SE_TRY(select_group(session, key_share));
  } else if (!state.share_sent) {
    // The second ClientHello may not have a share then, and no further HelloRetryRequest ask for
    // it.
    return refuse(Alert::missing_extension, Reason::share_missing);
  }
  if (cookie.data() != nullptr && sole_vector(cookie, 2).empty()) {
    return refuse(Alert::decode_error, Reason::malformed);
  }
  state.cookie = cookie;
  session.handshake.transcript.replace_with_message_hash();
  return Alert::none;
}

}  // namespace tls_se
