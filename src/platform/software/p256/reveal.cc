// Alone in its file, so that every call of it is one that a test can take (p256_poisoned.cc).
#include "platform/software/p256/number.h"

namespace tls_se::p256 {

bool reveal(Mask mask) { return mask != 0; }

}  // namespace tls_se::p256
