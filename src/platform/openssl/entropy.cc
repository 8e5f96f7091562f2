#include "platform/openssl/entropy.h"

#include <unistd.h>

#include <algorithm>

#include "se/base/secret.h"

namespace tls_se {

bool fill_with_entropy(MutableBytes out) {
  constexpr size_t kMost = 256;  // that getentropy gives at once, and never less than asked
  for (MutableBytes rest = out; !rest.empty();) {
    const MutableBytes part = rest.first(std::min(rest.size(), kMost));
    if (getentropy(part.data(), part.size()) != 0) {
      wipe(out);
      return false;
    }
    rest = rest.subspan(part.size());
  }
  return true;
}

}  // namespace tls_se
