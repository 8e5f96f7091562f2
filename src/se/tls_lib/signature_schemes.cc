#include "se/tls_lib/signature_schemes.h"

namespace tls_se {

void write_signature_schemes(Session& session, Writer& extensions) {
  ExtensionSet& sent = session.handshake.state.extensions_sent;
  {
    const ExtensionWriter handshakes(extensions, ExtensionType::signature_algorithms, sent);
    const Vector list(extensions, 2);
    extensions.u16(kEcdsaSecp256r1Sha256);
  }
  const ExtensionWriter certificates(extensions, ExtensionType::signature_algorithms_cert, sent);
  const Vector list(extensions, 2);
  extensions.u16(kEcdsaSecp256r1Sha256);
  extensions.u16(kEcdsaSecp384r1Sha384);
  extensions.u16(kEcdsaSecp521r1Sha512);
}

Alert check_signature_schemes(const Bytes& schemes, bool& suitable) {
  const Bytes list = sole_u16_list(schemes, 2);
  if (list.empty()) return refuse(Alert::decode_error, Reason::malformed);
  suitable = list_has_u16(list, kEcdsaSecp256r1Sha256);
  return Alert::none;
}

}  // namespace tls_se
