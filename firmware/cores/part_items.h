// Parts of the element, each alone.
#pragma once

#include "counter.h"

namespace tls_se {

bool count_hmac(Counter& counter);
bool count_hkdf_expand_label(Counter& counter);
bool count_seal(Counter& counter);
bool count_open(Counter& counter);
bool count_read_certificate(Counter& counter);
bool count_check_path(Counter& counter);
bool count_put_and_commit(Counter& counter);
bool count_recover(Counter& counter);
bool count_card_power_up(Counter& counter);
bool count_card_select(Counter& counter);
bool count_card_get_data(Counter& counter);
bool count_card_put_psk(Counter& counter);

}  // namespace tls_se
