// What secp256r1 tells of its secrets, all of it through p256::reveal, is told to memcheck here.
// The program wraps that function, TLS_SE_P256_REVEAL in CMakeLists.txt.
#pragma once

namespace tls_se::p256 {

inline int revealed = 0;             // so often
inline bool reveals_quietly = true;  // false: memcheck is not told

}  // namespace tls_se::p256
