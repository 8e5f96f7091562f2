// A platform that does nothing.
#pragma once

#include "se/crypto_lib/signatures.h"

namespace tls_se {

Crypto& stub_platform();
Signatures& stub_signatures();

}  // namespace tls_se
