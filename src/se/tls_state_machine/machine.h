// The TLS state machine, draft section 3.3: it knows which message is next, has it checked or made,
// and moves the keys between. handshake.cc walks the ordered list; application.cc is what comes
// after it, decryption and encryption (draft section 3.2.4).
#pragma once

#include "se/tls_lib/record_buffer.h"
#include "se/tls_state_machine/messages.h"

namespace tls_se {

/// What the machine answers; the status words of draft section 3.2 map one to one, and the refusals
/// are for what a node may not do, after which nothing has changed.
enum class Outcome : uint8_t {
  expect_record,  // sw-ok
  record_ready,   // sw-more: buffer().output() waits to be sent
  open,           // sw-open
  closed,         // sw-close: one direction, or all
  error,          // sw-error: failed, and there is no record to tell the peer
  refused_length,
  refused_content,
  refused_state,
  refused_settings,  // reset: they ask for modes that the program does not serve, or lack their
                     // needs
};

/// For a handshake message that is longer than the record buffer of this card. The peer may be
/// within its rights, and RFC 8446 has no alert for that: internal_error would blame the platform
/// towards the node, record_overflow is for records. This is the one that OpenSSL and BoringSSL
/// send for a message beyond their own limits.
inline constexpr Alert kMessageTooLong = refuse(Alert::illegal_parameter, Reason::message_too_long);

class Machine {
 public:
  /// How a session ended, for GET DATA.
  struct End {
    enum class Origin : uint8_t { none = 0, card = 1, peer = 2 };
    Origin origin = Origin::none;
    Alert alert = Alert::close_notify;  // and its reason
  };

  /// Of no value before stop() or reset(). `memory` becomes the record buffer. It, `handshake` and
  /// the settings outlive the machine; what the settings hold may change while it is stopped.
  /// `handshake` may serve other machines too: whoever has them takes turns (take_handshake), and
  /// takes the platform's note of a failure behind each call.
  Machine(Crypto& crypto, const TlsSettings& settings, HandshakeMemory& handshake,
          const MutableBytes& memory, Slots slots)
      : buffer_(memory), session_(crypto, settings, handshake, slots) {}
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;
  ~Machine() { stop(); }

  /// Wipes everything and starts another session, of a card of this program, which outlives it.
  Outcome reset(const Program& program);
  /// Wipes everything.
  void stop();
  /// The next bytes of a record, or with `first` the first ones of another: into the buffer's
  /// input. A platform that fails meanwhile is noted in crypto.
  void collect(const Bytes& fragment, bool first);
  /// A failure of the platform that was noted meanwhile ends the session now: `error`.
  Outcome settle() { return conclude(Alert::none); }
  /// Handshake: one record stands in the buffer's input.
  Outcome receive();
  /// Application AEAD: one record stands in the buffer's input; content || type goes out.
  Outcome decrypt();
  /// Application AEAD: content || type stands in the buffer's input; one record goes out.
  Outcome encrypt();
  /// The next `size` bytes of the output have been read.
  Outcome sent(size_t size);

  /// Of machines that share `handshake`: false if it is another's. To be asked before the first
  /// collect() of a handshake, and before and behind the reset() of a client.
  [[nodiscard]] bool take_handshake() { return session_.take_handshake(); }

  [[nodiscard]] RecordBuffer& buffer() { return buffer_; }
  [[nodiscard]] bool output_waits() const { return !buffer_.output().empty(); }
  /// The record that comes is one of a ClientHello, and is sieved.
  [[nodiscard]] bool sieves() const { return buffer_.streams(); }
  [[nodiscard]] bool in_handshake() const { return phase_ == Phase::handshake; }
  [[nodiscard]] bool is_open() const { return phase_ == Phase::open; }
  [[nodiscard]] bool is_closed() const { return phase_ == Phase::closed; }
  [[nodiscard]] const End& end() const { return end_; }
  /// The message that waits to be sent, or else the one that is expected.
  struct Next {
    enum class Phase : uint8_t { expects_record, record_waits, open, closed, expects_rest };
    Phase phase;
    ContentType content_type;
    HandshakeType type;
  };
  void tell_next(Next& next) const;
  [[nodiscard]] const Session::Negotiated& negotiated() const { return session_.negotiated; }
  /// The most content that encrypt() takes now; 0 if it takes none.
  [[nodiscard]] size_t longest_content();

 private:
  enum class Phase : uint8_t { handshake, open, closed };
  /// On what a node wants to have encrypted.
  enum class Verdict : uint8_t { allowed, wrong_content, wrong_time };

  // handshake.cc
  Alert find_row();
  Alert advance(const Row& row);
  Alert receive_record();
  Alert open_record(Record& record);
  Alert receive_change_cipher_spec(const Bytes& fragment);
  Alert receive_handshake(const Bytes& content);
  Alert take_messages();
  Alert check_message(const Row& row, const Bytes& message);
  Alert make_record();
  [[nodiscard]] bool skips_early_data();
  [[nodiscard]] Alert check_size(HandshakeType type, size_t size) const;

  // application.cc
  Alert decrypt_record();
  Alert deliver(const Record& record);
  Alert deliver_handshake(const Bytes& content);
  [[nodiscard]] Verdict judge(const Bytes& content, ContentType type) const;
  Alert encrypt_record(ContentType type, size_t size, uint8_t last);

  // machine.cc
  Alert start_record(ContentType content_type, HandshakeType type, size_t content_size);
  void start_output(const uint8_t* begin, size_t size, ContentType content_type);
  [[nodiscard]] Role role() const { return program_->role; }  // nearer than session_.role
  [[nodiscard]] bool is_own_turn() const;
  Outcome conclude(Alert alert);
  void fail(Alert alert);
  Alert receive_alert(const Bytes& fragment);
  /// The peer has sent a record that carries nothing: it may do so a few times in a row.
  Alert note_nothing_useful();
  /// Room for the content of the next record, behind its header; its data() is null if there is not
  /// even the room for an empty one.
  [[nodiscard]] MutableBytes content_room();
  /// Why the input did not fit: it is too long, or the message that it goes on with is.
  [[nodiscard]] Alert overflow();
  [[nodiscard]] bool can_send() const;
  /// One sender's direction has seen its close_notify; the other goes on (RFC 8446 section 6.1).
  void close(Role sender);
  void close_all();
  /// An alert of either side's has ended the session.
  void end(End::Origin origin, Alert alert);

  // Small members first and the session last: on a Cortex-M0+ it is the first 32 bytes of an object
  // that are reached with one instruction.

  // Where the machine stands: the position in the list that mode and retry tell, its row, null at
  // the list's end; and of a message that takes several records, how much of it has been written.
  Phase phase_;
  uint8_t position_;
  bool close_after_output_;
  bool key_update_owed_;             // the peer sent update_requested
  uint8_t nothing_useful_;           // records in a row that carried nothing, and no data sent
  ContentType output_content_type_;  // what waits to be sent
  HandshakeType output_type_;
  End end_;
  size_t written_;
  size_t ticket_left_;  // bytes of a NewSessionTicket that are still to be passed over
  const Row* row_;
  const Program* program_;  // of the last reset()
  RecordBuffer buffer_;
  Session session_;
};

}  // namespace tls_se
