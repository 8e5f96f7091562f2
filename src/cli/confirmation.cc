#include "cli/confirmation.h"

#include <fstream>

#include "cli/exit_codes.h"

namespace tls_se {

void confirm(const std::string& question, bool forced) {
  if (forced) return;
  std::fstream terminal("/dev/tty");
  if (!terminal) {
    throw UsageError(question + " There is no terminal to ask: --force says yes");
  }
  terminal << question << " [y/N] " << std::flush;
  std::string answer;
  std::getline(terminal, answer);
  if (answer == "y" || answer == "Y" || answer == "yes") return;
  throw std::runtime_error("nothing was done");
}

}  // namespace tls_se
