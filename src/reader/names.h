// The names that the specifications give to numbers, for logs and traces.
#pragma once

#include <cstdint>
#include <string>

#include "se/base/protocol.h"
#include "se/data_exchange/status_word.h"

namespace tls_se {

/// Draft figure 11: "sw-more(134)"; ISO 7816-4's words for the others.
[[nodiscard]] std::string status_word_name(StatusWord word);

/// RFC 8446 section 6: "bad_record_mac".
[[nodiscard]] std::string alert_name(uint8_t description);

/// RFC 8446 appendix B.4: "TLS_AES_128_CCM_SHA256".
[[nodiscard]] std::string cipher_suite_name(uint16_t cipher_suite);

/// RFC 8446 section 4.2.7: "secp256r1".
[[nodiscard]] std::string named_group_name(uint16_t group);

/// RFC 8446 section 4, as the draft's section 5 writes it: "Client Hello", "Finished".
[[nodiscard]] std::string handshake_name(HandshakeType type);

}  // namespace tls_se
