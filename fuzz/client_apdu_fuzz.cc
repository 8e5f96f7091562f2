// The whole APDU interface of a client of all modes.
#include "fuzz/play.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  tls_se::fuzz::Play(tls_se::Role::client, {data, size}).run();
  return 0;
}
