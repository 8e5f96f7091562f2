// The logical channels of one card (ISO 7816-4 section 5.4), each as a card of its own to whoever
// has it: their commands take turns.
#pragma once

#include <memory>
#include <stdexcept>
#include <vector>

#include "reader/card_reader.h"

namespace tls_se {

/// The card answers, and has not this channel any more.
class ChannelLost : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The first is the basic channel. The readers may be used from different threads. A reset closes
/// the channel and opens it again, and leaves the others alone; that of the basic channel ends its
/// session. It throws ChannelLost if the card does not open it. Throws std::runtime_error, in words
/// for a person, if the card has not so many.
[[nodiscard]] std::vector<std::unique_ptr<CardReader>> open_channels(
    std::unique_ptr<CardReader> card, size_t count);

}  // namespace tls_se
