#include "se/tls_lib/hello_retry_request.h"

#include "se/tls_lib/extensions.h"
#include "se/tls_lib/server_hello.h"

namespace tls_se {

constinit const std::array<uint8_t, kRandomSize> kHelloRetryRequestRandom = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

Alert make_hello_retry_request(Session& session, Writer& body) {
  session.transcript.replace_with_message_hash();
  session.schedule.clear();  // ClientHello2 begins it anew

  write_server_hello_fields(session, kHelloRetryRequestRandom, body);
  body.u16(kSelectedVersionSize + 6);
  write_selected_version(body);
  write_extension_header(body, ExtensionType::key_share, 2);
  body.u16(kSecp256r1);
  return Alert::none;
}

bool is_hello_retry_request(const Bytes& message) {
  constexpr size_t kRandomAt = kHandshakeHeaderSize + 2;
  return message.size() >= kRandomAt + kRandomSize &&
         same_bytes(message.subspan(kRandomAt, kRandomSize), kHelloRetryRequestRandom);
}

Alert check_hello_retry_request(Session& session, const Bytes& message) {
  ServerHelloFields hello{};
  TLS_SE_TRY(parse_server_hello(session, message, ExtensionContext::hello_retry_request, hello));
  constexpr ExtensionType kSolicited[] = {ExtensionType::supported_versions, ExtensionType::cookie,
                                          ExtensionType::key_share};
  TLS_SE_TRY(hello.extensions.check_solicited(kSolicited));
  // "the client MUST verify that [...] the selected_group field does not correspond to a group
  // which was provided in the "key_share" extension in the original ClientHello" (section 4.2.8):
  // the card's one group always was, and any other was not offered.
  if (hello.extensions.has(ExtensionType::key_share)) return Alert::illegal_parameter;
  const Bytes extension = hello.extensions.find(ExtensionType::cookie);
  // "Clients MUST abort the handshake with an "illegal_parameter" alert if the HelloRetryRequest
  // would not result in any change in the ClientHello."
  if (extension.data() == nullptr) return Alert::illegal_parameter;
  const Bytes cookie = sole_vector(extension, 2);
  if (cookie.empty()) return Alert::decode_error;
  session.values.cookie = extension;
  session.transcript.replace_with_message_hash();
  return Alert::none;
}

}  // namespace tls_se
