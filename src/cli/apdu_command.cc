#include "cli/apdu_command.h"

#include <istream>
#include <ostream>

#include "cli/exit_codes.h"
#include "text/hex.h"

namespace tls_se {
namespace {

std::vector<uint8_t> parse_line(const std::string& line, const std::string& where) {
  auto command = parse_hex(line.substr(0, line.find('#')));
  if (!command) throw UsageError(where + ": " + command.error() + "; nothing was sent for it");
  return std::move(*command);
}

}  // namespace

void run_apdu(CardReader& card, std::istream& in, const std::string& in_name, std::ostream& out) {
  std::string line;
  for (size_t number = 1; out && std::getline(in, line); ++number) {
    const auto command = parse_line(line, in_name + ":" + std::to_string(number));
    if (command.empty()) continue;
    CardResponse response = card.transmit(command);
    response.data.push_back(sw::sw1(response.status));
    response.data.push_back(sw::sw2(response.status));
    out << to_hex(response.data) << std::endl;  // flushed: a person or a script waits for it
  }
}

}  // namespace tls_se
