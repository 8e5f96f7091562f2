#include "cli/standard_output.h"

#include <csignal>
#include <iostream>

#include "cli/exit_codes.h"

namespace tls_se {

int exit_code_with_output(int exit_code) {
  if (std::cout.flush()) return exit_code;
  std::cerr << "tls-se: not all could be written to standard output, and the rest is lost: is the "
               "disk full, or has its reader left?\n";
  return exit_code == kExitOk ? kExitFailed : exit_code;
}

void survive_readers_of_output() { std::signal(SIGPIPE, SIG_IGN); }

}  // namespace tls_se
