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

/// The first is the basic channel. The readers may be used from different threads, and the card is
/// occupied while any of them is. A reset closes the channel and opens it again, and leaves the
/// others alone; that of the basic channel ends its session. It throws ChannelLost if the card does
/// not open it, and so does occupy() of a channel that has to be opened anew.
///
/// As many as the card has, up to `at_most`. Throws std::runtime_error, in words for a person, if
/// that is less than `at_least`.
[[nodiscard]] std::vector<std::unique_ptr<CardReader>> open_channels(
    std::unique_ptr<CardReader> card, size_t at_least, size_t at_most);
/// So many.
[[nodiscard]] inline std::vector<std::unique_ptr<CardReader>> open_channels(
    std::unique_ptr<CardReader> card, size_t count) {
  return open_channels(std::move(card), count, count);
}

}  // namespace tls_se
