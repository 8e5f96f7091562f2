// The card's peer of either role: a session of the TLS library that walks the card's own lists of
// messages, but lets its owner change each message before it is said. It goes on with what was
// said, so that the two agree for as long as the card takes it.
#pragma once

#include "fuzz/stand_in_identity.h"
#include "se/tls_state_machine/messages.h"

namespace tls_se::fuzz {

class Peer {
 public:
  Peer(Role role, Modes modes, const CipherSuite* suite);
  Peer(const Peer&) = delete;
  Peer& operator=(const Peer&) = delete;

  /// It is its turn, and it has something to say.
  [[nodiscard]] bool speaks() const;
  [[nodiscard]] bool is_open() const { return message_id() == MessageId::end; }
  /// It has said its Finished. A client's peer may still refuse what the client says then.
  [[nodiscard]] bool has_finished() const { return has_finished_; }
  [[nodiscard]] Mode mode() const { return session_.negotiated.mode; }
  /// It has keys, and what it says is sealed.
  [[nodiscard]] bool seals() const { return session_.write.active(); }

  /// What it is to say next: a handshake message with its header.
  [[nodiscard]] Buffer make();
  /// A server that has heard one hello: HelloRetryRequest with a cookie comes next.
  void ask_again();
  /// Of a ClientHello that was changed: makes its one binder right.
  void bind(Buffer& client_hello);
  /// The message counts as said; the records it travels in are sealed before that.
  void say(const Bytes& message);

  /// A record; a longer one than the card takes if its owner wants that.
  [[nodiscard]] Buffer record(ContentType type, const Bytes& content, size_t padding = 0);
  [[nodiscard]] size_t max_content() const { return session_.write.max_content(); }

  /// Follows records of the card's. False, and deaf from now on, if they make no sense.
  bool hear(const Bytes& records);
  /// Of the open session: the last record's content and type.
  [[nodiscard]] const Buffer& heard() const { return heard_; }
  /// The peer's own KeyUpdate was said.
  void update_own_keys();

 private:
  [[nodiscard]] MessageId message_id() const;
  [[nodiscard]] const Row* row() const;
  void advance();
  void change_keys(const Row& row);
  bool hear_record(const Bytes& bytes);
  bool hear_handshake();
  bool hear_in_open_session(const Record& record);

  const Program& program_;
  Circumstances circumstances_;
  const CipherSuite* const suite_;
  TlsSettings settings_;
  HandshakeMemory handshake_;
  Session session_;
  size_t position_ = 0;
  bool deaf_ = false;
  bool asks_again_ = false;
  bool has_finished_ = false;
  Buffer held_;
  Buffer heard_;
};

}  // namespace tls_se::fuzz
