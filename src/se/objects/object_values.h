// The values of objects, kind by kind: how each is checked when it is put, shown to TLS, held to
// what others say, and told. Alerts stand for what is wrong; only their reasons are looked at.
#pragma once

#include "se/objects/object_table.h"

namespace tls_se::values {

// What every card has: settings.
Alert take_role_and_modes(Taking& taking, const Bytes& value);
void show_role_and_modes(CardViews& views, size_t index, const Bytes& stored);

Alert take_cipher_suites(Taking& taking, const Bytes& value);
void show_cipher_suites(CardViews& views, size_t index, const Bytes& stored);

Alert take_groups(Taking& taking, const Bytes& value);
void show_groups(CardViews& views, size_t index, const Bytes& stored);

Alert take_record_size_limit(Taking& taking, const Bytes& value);
void show_record_size_limit(CardViews& views, size_t index, const Bytes& stored);

Alert take_sw_more(Taking& taking, const Bytes& value);
void show_sw_more(CardViews& views, size_t index, const Bytes& stored);

Alert take_flag(Taking& taking, const Bytes& value);
void show_alerts(CardViews& views, size_t index, const Bytes& stored);
void show_key_share(CardViews& views, size_t index, const Bytes& stored);
void show_user_pin_for_tls(CardViews& views, size_t index, const Bytes& stored);
bool user_pin_rule(const CardViews& views);

Alert take_server_name(Taking& taking, const Bytes& value);
void show_server_name(CardViews& views, size_t index, const Bytes& stored);
Alert take_server_address(Taking& taking, const Bytes& value);
void show_server_address(CardViews& views, size_t index, const Bytes& stored);
void settle_server(CardViews& views);
bool server_rule(const CardViews& views);
Alert take_protocols(Taking& taking, const Bytes& value);
void show_protocols(CardViews& views, size_t index, const Bytes& stored);

Alert take_pin(Taking& taking, const Bytes& value);
void show_user_pin(CardViews& views, size_t index, const Bytes& stored);
void show_administrator_pin(CardViews& views, size_t index, const Bytes& stored);

// Pre-shared keys.
Alert take_psk(Taking& taking, const Bytes& value);
void show_psk(CardViews& views, size_t index, const Bytes& stored);
void settle_psks(CardViews& views);
bool psk_rule(const CardViews& views);
void tell_psk(Crypto& crypto, const Bytes& stored, Told& told);

// Certificates, and the keys behind them.
Alert take_certificate(Taking& taking, const Bytes& value);
void show_certificate(CardViews& views, size_t index, const Bytes& stored);
void settle_chain(CardViews& views);
bool chain_rule(const CardViews& views);
void show_trust_anchor(CardViews& views, size_t index, const Bytes& stored);
void settle_trust_anchors(CardViews& views);
bool trust_anchor_rule(const CardViews& views);
Alert take_private_key(Taking& taking, const Bytes& value);
void show_private_key(CardViews& views, size_t index, const Bytes& stored);
void settle_private_keys(CardViews& views);
bool private_key_rule(const CardViews& views);
void tell_private_key(Crypto& crypto, const Bytes& stored, Told& told);

// Who is let in.
Alert take_allowed_peer(Taking& taking, const Bytes& value);
void show_allowed_peer(CardViews& views, size_t index, const Bytes& stored);
void settle_allowed_peers(CardViews& views);

/// As it is stored.
void tell_stored(Crypto& crypto, const Bytes& stored, Told& told);

}  // namespace tls_se::values
