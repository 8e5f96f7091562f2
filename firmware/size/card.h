// What the card of this image is: one of cards/, chosen by the compiler's command line.
#pragma once

#include "se/tls_state_machine/programs.h"

namespace tls_se {

inline constexpr const NamedGroup* kGroups[] = {&kSecp256r1};

#include TLS_SE_CARD

}  // namespace tls_se
