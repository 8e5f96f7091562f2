// A card in a reader of pcscd's.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "reader/card_reader.h"

namespace tls_se {

struct PcscOptions {
  /// Of one command, and of what it takes to have the card: who waits longer has lost the reader.
  std::chrono::milliseconds longest = std::chrono::seconds(20);
  /// For a reader that another program has.
  std::chrono::milliseconds patience = std::chrono::seconds(2);
  /// TLS-SE's application, whenever the card is occupied: by its own AID or by that of the draft
  /// author's applets. Without it the card is taken as it is.
  bool selects = true;
};

/// The card in the reader that is called so, or whose name alone has this in it: looked for
/// whenever the card is occupied, since readers come and go. Others do not have the card meanwhile.
/// Outside of an occupation, and when the reader, the card or pcscd is gone, in use, mute or hangs,
/// every function throws CardUnreachable; whoever hangs is left behind.
///
/// transmit() takes whole commands: what T=0 can't say is fetched with GET RESPONSE, as 61xx says,
/// by who asks.
[[nodiscard]] std::unique_ptr<CardReader> pcsc_card(const std::string& reader,
                                                    const PcscOptions& options);

}  // namespace tls_se
