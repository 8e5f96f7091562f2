// Certificates as libcrypto reads them: of any version, and with any key.
#pragma once

#include <openssl/x509.h>

#include <memory>

#include "se/base/bytes.h"

namespace tls_se {

struct FreeX509 {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
using X509Object = std::unique_ptr<X509, FreeX509>;

/// Null if the DER is not one certificate and nothing behind it.
[[nodiscard]] X509Object read_x509(const Bytes& der);

}  // namespace tls_se
