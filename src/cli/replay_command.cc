#include "cli/replay_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "reader/names.h"
#include "text/hex.h"

namespace tls_se {
namespace {

constexpr size_t kShown = 8;  // bytes of a difference

std::string bytes_at(Bytes bytes, size_t at) {
  if (at == bytes.size()) return "the end";
  const Bytes rest = bytes.subspan(at);
  return to_spaced_hex(rest.first(std::min(rest.size(), kShown))) +
         (rest.size() > kShown ? " .." : "");
}

std::string difference(Bytes expected, Bytes got) {
  const auto [e, g] = std::mismatch(expected.begin(), expected.end(), got.begin(), got.end());
  const auto at = static_cast<size_t>(e - expected.begin());
  return fmt::format("DIFFERS at byte {}: expected {}, got {}", at, bytes_at(expected, at),
                     bytes_at(got, at));
}

std::string agreement(const CardResponse& response) {
  return fmt::format("ok  {:04X} {}", response.status, status_word_name(response.status));
}

}  // namespace

bool run_replay(CardReader& card, const Trace& trace, std::ostream& out) {
  const size_t count = trace.exchanges.size();
  for (size_t i = 0; i < count; ++i) {
    const Trace::Exchange& exchange = trace.exchanges[i];
    const CardResponse response = card.transmit(exchange.command);
    std::vector<uint8_t> got = response.data;
    got.push_back(sw::sw1(response.status));
    got.push_back(sw::sw2(response.status));
    const bool same = got == exchange.response;
    out << fmt::format("{:4}  {:<36}  {}\n", i + 1, exchange.name,
                       same ? agreement(response) : difference(exchange.response, got));
    if (!same) {
      out << fmt::format("{} of {} exchanges as recorded, then this one differs\n", i, count);
      return false;
    }
  }
  out << fmt::format("all {} exchanges as recorded, byte for byte\n", count);
  return true;
}

}  // namespace tls_se
