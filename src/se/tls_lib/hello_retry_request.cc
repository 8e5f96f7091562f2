#include "se/tls_lib/hello_retry_request.h"

#include "se/tls_lib/extensions.h"
#include "se/tls_lib/server_hello.h"

namespace tls_se {

constinit const std::array<uint8_t, kRandomSize> kHelloRetryRequestRandom = {
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c};

namespace {

/// "the client MUST verify that (1) the selected_group field corresponds to a group which was
/// provided in the "supported_groups" extension in the original ClientHello and (2) the
/// selected_group field does not correspond to a group which was provided in the "key_share"
/// extension in the original ClientHello" (section 4.2.8): it is the card's one group, and that
/// only if its share has not been sent.
Alert check_selected_group(const Bytes& key_share, bool own_share) {
  if (own_share) return key_share.data() == nullptr ? Alert::none : Alert::illegal_parameter;
  // The second ClientHello may not have a share then, and no further HelloRetryRequest ask for it.
  if (key_share.data() == nullptr) return Alert::missing_extension;
  if (key_share.size() != 2) return Alert::decode_error;
  return load_u16(key_share.data()) == kSecp256r1 ? Alert::none : Alert::illegal_parameter;
}

}  // namespace

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
  const Bytes key_share = hello.extensions.find(ExtensionType::key_share);
  const Bytes cookie = hello.extensions.find(ExtensionType::cookie);
  // "Clients MUST abort the handshake with an "illegal_parameter" alert if the HelloRetryRequest
  // would not result in any change in the ClientHello."
  if (key_share.data() == nullptr && cookie.data() == nullptr) return Alert::illegal_parameter;
  TLS_SE_TRY(check_selected_group(key_share, session.negotiated.own_share));
  if (cookie.data() != nullptr && sole_vector(cookie, 2).empty()) return Alert::decode_error;
  session.values.cookie = cookie;
  session.transcript.replace_with_message_hash();
  return Alert::none;
}

}  // namespace tls_se
