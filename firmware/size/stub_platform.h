// A platform that does nothing.
#pragma once

#include "se/crypto_lib/key_maker.h"
#include "se/crypto_lib/signatures.h"
#include "se/store/flash.h"

namespace tls_se {

Crypto& stub_platform();
Signatures& stub_signatures();
KeyMaker& stub_key_maker();
Flash& stub_flash();

}  // namespace tls_se
