// A card that is personalised, as firmware has it: one, in static memory, built when power comes.
#pragma once

#include "se/smart_card/personal_card.h"

namespace tls_se {

void power_up(Crypto& crypto, Flash& flash);
Response process(const Bytes& command, const MutableBytes& response);

}  // namespace tls_se
