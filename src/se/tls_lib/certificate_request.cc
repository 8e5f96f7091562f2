#include "se/tls_lib/certificate_request.h"

#include "se/tls_lib/signature_schemes.h"

namespace tls_se {

Alert make_certificate_request(Session&, Writer& body) {
  body.u8(0);  // certificate_request_context
  body.u16(kSignatureSchemesSize);
  write_signature_schemes(body);
  return Alert::none;
}

Alert check_certificate_request(Session& session, const Bytes& message) {
  Reader reader(message.subspan(kHandshakeHeaderSize));
  const Bytes context = reader.vector8();
  const Bytes block = reader.vector16();
  if (!reader.done()) return Alert::decode_error;
  // "This field SHALL be zero length unless used for the post-handshake authentication exchanges".
  if (!context.empty()) return Alert::illegal_parameter;
  Extensions extensions;
  TLS_SE_TRY(extensions.parse(block, ExtensionContext::certificate_request));
  const Bytes extension = extensions.find(ExtensionType::signature_algorithms);
  // "The "signature_algorithms" extension MUST be specified [...] Clients MUST ignore unrecognized
  // extensions."
  if (extension.data() == nullptr) return Alert::missing_extension;
  const Bytes schemes = sole_vector(extension, 2);
  if (schemes.empty() || schemes.size() % 2 != 0) return Alert::decode_error;
  // Section 4.4.2: "If the server requests client authentication but no suitable certificate is
  // available, the client MUST send a Certificate message containing no certificates".
  session.negotiated.client_certificate = session.settings.modes.mutual &&
                                          !session.settings.certificates.chain.empty() &&
                                          list_has_u16(schemes, kEcdsaSecp256r1Sha256);
  return Alert::none;
}

}  // namespace tls_se
