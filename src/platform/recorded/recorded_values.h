// What a recorded handshake has taken from chance.
#pragma once

#include <cstdint>
#include <vector>

namespace tls_se {

struct RecordedValues {
  std::vector<uint8_t> server_random;        // 32 bytes
  std::vector<uint8_t> server_key_share;     // 65 bytes: 04 || X || Y
  std::vector<uint8_t> ecdhe_shared_secret;  // 32 bytes: the x-coordinate
};

}  // namespace tls_se
