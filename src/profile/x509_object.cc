#include "profile/x509_object.h"

#include <openssl/err.h>

namespace tls_se {

X509Object read_x509(const Bytes& der) {
  const unsigned char* at = der.data();
  X509Object certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  ERR_clear_error();
  return at == der.data() + der.size() ? std::move(certificate) : nullptr;
}

}  // namespace tls_se
