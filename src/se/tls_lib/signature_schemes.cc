#include "se/tls_lib/signature_schemes.h"

namespace tls_se {

void write_signature_schemes(Writer& extensions) {
  write_extension_header(extensions, ExtensionType::signature_algorithms, 4);
  extensions.u16(2);
  extensions.u16(kEcdsaSecp256r1Sha256);
  write_extension_header(extensions, ExtensionType::signature_algorithms_cert, 8);
  extensions.u16(6);
  extensions.u16(kEcdsaSecp256r1Sha256);
  extensions.u16(kEcdsaSecp384r1Sha384);
  extensions.u16(kEcdsaSecp521r1Sha512);
}

}  // namespace tls_se
