// The element as a card's firmware has it: one, in static memory, built when power comes.
#pragma once

#include "se/applet/secure_element.h"

namespace tls_se {

void power_up(Crypto& crypto, const CardSettings& settings);
Response process(const Bytes& command, const MutableBytes& response);

}  // namespace tls_se
