#include "reader/recv_command.h"

namespace tls_se {

std::vector<uint8_t> recv_command(uint8_t work, uint8_t flags, Bytes fragment) {
  const uint8_t header[] = {0x00, ins::kRecv, work, flags, static_cast<uint8_t>(fragment.size())};
  std::vector<uint8_t> command(sizeof header + fragment.size());
  copy_bytes(command, header);
  copy_bytes(MutableBytes(command).subspan(sizeof header), fragment);
  return command;
}

}  // namespace tls_se
