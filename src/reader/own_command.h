// A copy of a command that somebody else has given.
#pragma once

#include <utility>
#include <vector>

#include "se/base/secret.h"

namespace tls_se {

/// It may bring a PIN or a key, and is wiped when it goes, however that comes.
struct OwnCommand {
  /// With room for so many bytes behind it.
  explicit OwnCommand(const Bytes& command, size_t room = 0) {
    bytes.reserve(command.size() + room);
    bytes.assign(command.begin(), command.end());
  }
  explicit OwnCommand(std::vector<uint8_t>&& command) : bytes(std::move(command)) {}
  ~OwnCommand() { wipe(bytes); }
  OwnCommand(const OwnCommand&) = delete;
  OwnCommand& operator=(const OwnCommand&) = delete;

  std::vector<uint8_t> bytes;
};

}  // namespace tls_se
