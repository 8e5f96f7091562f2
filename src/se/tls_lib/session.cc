#include "se/tls_lib/session.h"

namespace tls_se {

void Session::clear() {
  transcript.clear();
  schedule.clear();
  read.clear(crypto);
  write.clear(crypto);
  negotiated = {};
}

}  // namespace tls_se
