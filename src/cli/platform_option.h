// --platform: what a card in memory has in the place of silicon.
#pragma once

#include <CLI/App.hpp>

#include "card/host_cards.h"

namespace tls_se {

CLI::Option* add_platform(CLI::App& command, HostPlatform& platform);

}  // namespace tls_se
