#include "se/tls_lib/session.h"

namespace tls_se {

Alert Session::install_keys(Role sender) {
  return protection_of(sender).install(*negotiated.cipher_suite, schedule.traffic_secret(sender));
}

void Session::clear() {
  transcript.clear();
  schedule.clear();
  read.clear();
  write.clear();
  own_hello.private_key.clear();
  wipe(&negotiated, sizeof negotiated);
  wipe(&values, sizeof values);
}

}  // namespace tls_se
