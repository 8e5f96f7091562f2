// A platform that does nothing.
#pragma once

#include "se/crypto_lib/crypto.h"

namespace tls_se {

Crypto& stub_platform();

}  // namespace tls_se
