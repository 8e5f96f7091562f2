// The whole APDU interface of a server of all modes.
#include "fuzz/play.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  tls_se::fuzz::Play(tls_se::Role::server, {data, size}).run();
  return 0;
}
