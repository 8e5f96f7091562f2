#include "se/tls_lib/session.h"

namespace tls_se {

void Session::clear() {
  transcript.clear();
  schedule.clear();
  read.clear();
  write.clear();
  own_hello.private_key.clear();
  wipe(&negotiated, sizeof negotiated);
}

}  // namespace tls_se
