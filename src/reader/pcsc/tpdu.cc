#include "reader/pcsc/tpdu.h"

namespace tls_se {
namespace {

constexpr size_t kHeader = 4;  // CLA INS P1 P2

}  // namespace

std::optional<std::vector<uint8_t>> t0_command(const Bytes& command) {
  std::vector<uint8_t> tpdu(command.begin(), command.end());
  if (command.size() <= kHeader + 1) {
    tpdu.resize(kHeader + 1);  // P3 = 00 if there was none
    return tpdu;
  }
  const size_t with_data = kHeader + 1 + command[kHeader];
  const bool is_short =
      command[kHeader] != 0 && (command.size() == with_data || command.size() == with_data + 1);
  if (!is_short) return std::nullopt;
  tpdu.resize(with_data);
  return tpdu;
}

}  // namespace tls_se
