#include "interop/session.h"

namespace tls_se::interop {

Session::Session(Stack stack, const Arrangement& arrangement)
    : arrangement_(arrangement),
      card_(arrangement.card),
      peer_(start_peer(stack, arrangement.peer, card_.port())) {
  if (arrangement.card.is_client()) card_.connect(peer_->port());
}

bool Session::carries(const std::string& text) {
  // A line of one byte alone could be any: it is looked for behind the last one.
  const std::string expected = text.size() > 2 ? text : carried_ + text;
  carried_ = text;
  if (!arrangement_.card.is_client()) {
    peer_->send(text);
    return peer_->receives(expected);
  }
  card_.send(text);
  if (!peer_->is_echo()) {
    if (!peer_->receives(expected)) return false;
    peer_->send(text);
  }
  return card_.receives(expected);
}

bool Session::ends_in_order() {
  if (arrangement_.card.is_client()) {
    card_.close();
  } else {
    peer_->close();
  }
  // Of the card's side.
  const bool content = card_.ended_well();
  return content && (peer_->is_echo() || peer_->exit_code() == 0);
}

std::string Session::report() { return card_.trace() + card_.log() + peer_->says(); }

std::string digits(size_t size) {
  std::string text(size, '\n');
  for (size_t i = 0; i + 1 < size; ++i) {
    text[i] = static_cast<char>('0' + ((i + 1) * (size + 7) * 2654435761u >> 13) % 10);
  }
  return text;
}

}  // namespace tls_se::interop
