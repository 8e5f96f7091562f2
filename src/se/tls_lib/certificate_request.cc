#include "se/tls_lib/certificate_request.h"

#include "se/tls_lib/signature_schemes.h"

namespace tls_se {

Alert make_certificate_request(Session& session, Writer& body) {
  session.handshake.state.extensions_sent = 0;
  body.u8(0);  // certificate_request_context
  const Vector extensions(body, 2);
  write_signature_schemes(session, body);
  return Alert::none;
}

Alert check_certificate_request(Session& session, const Bytes& message) {
  Reader reader(message.subspan(kHandshakeHeaderSize));
  const Bytes context = reader.vector8();
  const Bytes block = reader.vector16();
  if (!reader.done()) return refuse(Alert::decode_error, Reason::malformed);
  // "This field SHALL be zero length unless used for the post-handshake authentication exchanges".
  if (!context.empty()) return refuse(Alert::illegal_parameter, Reason::request_context);
  Extensions extensions;
  TLS_SE_TRY(extensions.parse(block, ExtensionContext::certificate_request));
  const Bytes extension = extensions.find(ExtensionType::signature_algorithms);
  // "The "signature_algorithms" extension MUST be specified [...] Clients MUST ignore unrecognized
  // extensions."
  if (extension.data() == nullptr) {
    return refuse(Alert::missing_extension, Reason::extension_missing);
  }
  bool suitable = false;
  TLS_SE_TRY(check_signature_schemes(extension, suitable));
  // Section 4.4.2: "If the server requests client authentication but no suitable certificate is
  // available, the client MUST send a Certificate message containing no certificates".
  session.negotiated.client_certificate = suitable && session.settings.modes.has(Mode::mutual) &&
                                          !session.settings.certificates.chain.empty();
  return Alert::none;
}

}  // namespace tls_se
