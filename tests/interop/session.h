// A card and a peer, as programs, with a session between them.
#pragma once

#include <memory>
#include <string>

#include "interop/card.h"
#include "interop/credentials.h"
#include "interop/peer.h"

namespace tls_se::interop {

class Session {
 public:
  /// Starts both.
  Session(Stack stack, const Arrangement& arrangement);

  [[nodiscard]] Card& card() { return card_; }
  [[nodiscard]] Peer& peer() { return *peer_; }
  [[nodiscard]] bool opens() { return card_.opens() && peer_->opens(); }

  /// Digits and a line's end, there and back: a client's come first, an echo's are the same again.
  /// False if they don't arrive.
  [[nodiscard]] bool carries(const std::string& text);
  /// The client closes, and both ends are content.
  [[nodiscard]] bool ends_in_order();
  /// All that both have said.
  [[nodiscard]] std::string report();

 private:
  const Arrangement arrangement_;
  std::string carried_;  // the last
  Card card_;
  std::unique_ptr<Peer> peer_;
};

/// So many bytes, the last a line's end. Those of 20 and more look like no others.
[[nodiscard]] std::string digits(size_t size);

}  // namespace tls_se::interop
