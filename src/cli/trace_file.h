// A recorded conversation with a card, as JSON (tests/traces): what the card's platform generated
// when it was recorded, and each exchange with its bytes.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "profile/card_profile.h"

namespace tls_se {

struct Trace {
  struct Exchange {
    std::string name;
    std::vector<uint8_t> command;
    std::vector<uint8_t> response;  // data and status word
  };

  std::vector<uint8_t> psk;
  std::vector<uint8_t> psk_identity;
  std::vector<uint8_t> server_random;
  std::vector<uint8_t> server_key_share;
  std::vector<uint8_t> ecdhe_shared_secret;
  std::vector<Exchange> exchanges;
};

/// Throws UsageError: the file, the member, and what is wrong with it.
[[nodiscard]] Trace load_trace(const std::filesystem::path& file);

/// The card that answers like the recorded one: its PSK, and its encoding of sw-more.
[[nodiscard]] CardProfile profile_of(const Trace& trace);

/// The same conversation with each record brought in fragments of `size` bytes, 1 to 255; the
/// answers before the last fragment's are 9000.
[[nodiscard]] Trace refragmented(const Trace& trace, size_t size);

}  // namespace tls_se
