// The in-process card, watched: no answer of it has eight bytes in a row of what it keeps secret or
// derives (secret_watch.h), or the test fails. What it decrypts is no secret of its own.
#pragma once

#include <memory>

#include "profile/card_profile.h"
#include "reader/card_reader.h"

namespace tls_se::test {

/// As in_process_card(), with so many logical channels.
[[nodiscard]] std::unique_ptr<CardReader> watched_card(const CardProfile& profile,
                                                       size_t channels = 1);

}  // namespace tls_se::test
