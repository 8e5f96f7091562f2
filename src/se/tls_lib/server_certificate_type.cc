#include "se/tls_lib/server_certificate_type.h"

namespace tls_se {

Alert check_server_certificate_type(const Extensions& client_hello) {
  constexpr uint8_t kX509 = 0;  // CertificateType, RFC 8446 section 4.4.2
  const Bytes extension = client_hello.find(ExtensionType::server_certificate_type);
  if (extension.data() == nullptr) return Alert::none;
  const Bytes types = sole_vector(extension, 1);
  if (types.empty()) return refuse(Alert::decode_error, Reason::malformed);
  if (list_has(types, 1, kX509)) return Alert::none;
  // RFC 7250 section 4.2: no certificate type in common.
  return refuse(Alert::unsupported_certificate, Reason::no_common_certificate_type);
}

}  // namespace tls_se
