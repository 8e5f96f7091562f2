// The handshake: RFC 8446 section 4 and Appendix A, record by record.
#include "se/tls_lib/alert_message.h"
#include "se/tls_lib/change_cipher_spec.h"
#include "se/tls_lib/handshake_header.h"
#include "se/tls_state_machine/machine.h"

namespace tls_se {

/// From the position on, the first message of the list that is sent in this handshake.
void Machine::find_row() {
  const Session::Negotiated& negotiated = session_.negotiated;
  const size_t list = 2 * static_cast<size_t>(negotiated.mode) + (negotiated.hello_retried ? 1 : 0);
  row_ = nullptr;
  for (;; ++position_) {
    const MessageId id = program_.lists[list][position_];
    if (id == MessageId::end) return;
    for (const Row& row : program_.rows) {
      if (row.id != id || (row.is_due != nullptr && !row.is_due(session_))) continue;
      row_ = &row;
      return;
    }
  }
}

/// From one message to the next: waits for the peer's, or makes the card's own.
Outcome Machine::proceed() {
  if (row_ == nullptr) {
    phase_ = Phase::open;
    session_.transcript.clear();
    return Outcome::open;
  }
  if (row_->writer != session_.settings.role) return Outcome::expect_record;
  const Alert alert = make_record();
  return alert == Alert::none ? Outcome::record_ready : fail(alert);
}

Outcome Machine::receive() { return conclude(receive_record()); }

Alert Machine::receive_record() {
  Record record;
  if (buffer_.overflowed()) {
    return skips_early_data() ? Alert::none : overflow();
  }
  TLS_SE_TRY(parse_record(buffer_.input(), record));
  if (record.type == ContentType::change_cipher_spec) return receive_change_cipher_spec(record);
  if (record.type == ContentType::application_data) {
    if (!session_.read.active()) {
      return skips_early_data() ? Alert::none : Alert::unexpected_message;
    }
    TLS_SE_TRY(open_record(record));
  } else if (session_.read.active()) {
    // A peer that could not follow to the handshake keys can only complain in the clear, and only
    // until it has shown that it has them.
    const bool complaint =
        record.type == ContentType::alert && session_.read.sequence_number() == 0;
    if (!complaint) return Alert::unexpected_message;
  }
  switch (record.type) {
    case ContentType::handshake:
      return receive_handshake(record.fragment);
    case ContentType::alert:
      return receive_alert(record.fragment);
    case ContentType::invalid:  // early data that was skipped
      return Alert::none;
    default:
      return Alert::unexpected_message;
  }
}

/// Removes the protection; `record` becomes ContentType::invalid if it was skipped as early data.
Alert Machine::open_record(Record& record) {
  const size_t size = record.fragment.size();
  const Alert alert = session_.read.open(record);
  uint32_t& left = session_.negotiated.early_data_left;
  if (alert == Alert::none) left = 0;
  if (alert != Alert::bad_record_mac || left == 0 || left < size) return alert;
  left -= static_cast<uint32_t>(size);
  record.type = ContentType::invalid;
  return Alert::none;
}

/// Section 4.2.10: a server that refuses early data skips it, either all records that fail to be
/// opened or, after a HelloRetryRequest, all of type application_data.
bool Machine::skips_early_data() {
  const Bytes record = buffer_.input();
  uint32_t& left = session_.negotiated.early_data_left;
  if (left == 0 || record.size() < kRecordHeaderSize || !buffer_.held().empty()) return false;
  const size_t length = load_u16(&record[3]);
  const bool early_data = record[0] == static_cast<uint8_t>(ContentType::application_data) &&
                          length <= kMaxCiphertext && length <= left;
  if (early_data) left -= static_cast<uint32_t>(length);
  return early_data;
}

/// "may receive an unencrypted record of type change_cipher_spec consisting of the single byte
/// value 0x01 at any time after the first ClientHello message has been sent or received and before
/// the peer's Finished message has been received and MUST simply drop it" (section 5); but not
/// between the pieces of a handshake message (section 5.1).
Alert Machine::receive_change_cipher_spec(const Record& record) {
  if (position_ == 0 || !buffer_.held().empty()) return Alert::unexpected_message;
  return check_change_cipher_spec(record.fragment);
}

Alert Machine::receive_alert(const Bytes& fragment) {
  Alert received{};
  TLS_SE_TRY(check_alert(fragment, received));
  if (received == Alert::user_canceled) {  // a close_notify follows
    return buffer_.held().empty() ? Alert::none : Alert::unexpected_message;
  }
  buffer_.wipe_all();
  end(EndReason::Origin::peer, received);
  return Alert::none;
}

/// One record may hold several messages and one message may come in several records.
Alert Machine::receive_handshake(const MutableBytes& content) {
  // "Implementations MUST NOT send zero-length fragments of Handshake types" (section 5.1); such a
  // record is an unexpected_message (section 5.4).
  if (content.empty()) return Alert::unexpected_message;
  buffer_.hold(content);
  while (!buffer_.held().empty()) {
    const MutableBytes held = buffer_.held();
    if (row_ != nullptr && program_.branch != nullptr) {
      program_.branch(session_, row_->id, held);
      find_row();
    }
    const Row* expected = row_;
    if (expected == nullptr || expected->writer == session_.settings.role ||
        static_cast<uint8_t>(expected->type) != held[0]) {
      return Alert::unexpected_message;
    }
    size_t size = 0;
    TLS_SE_TRY(message_size(held, size));
    if (held.size() < size) break;
    // "Handshake messages MUST NOT span key changes", and where the turn changes there is nothing
    // more to be sent yet.
    const bool last = held.size() == size;
    if (!last && expected->after != Change::none) return Alert::unexpected_message;
    TLS_SE_TRY(check_message(*expected, held.first(size)));
    // A cookie lies in what is held, until the answer has been made.
    if (expected->after == Change::turn && !session_.values.cookie.empty()) break;
    buffer_.release(size);
  }
  return Alert::none;
}

/// Of the message that `held` begins with; more than there is, if its header is not complete.
Alert Machine::message_size(const Bytes& held, size_t& size) const {
  size = kHandshakeHeaderSize;
  if (held.size() < kHandshakeHeaderSize) return Alert::none;
  size = message_size_of(held);
  return size > buffer_.capacity() ? Alert::illegal_parameter : Alert::none;  // can't be held here
}

Alert Machine::check_message(const Row& row, const Bytes& message) {
  TLS_SE_TRY(row.check(session_, message));
  session_.transcript.add(message);
  return advance(row);
}

/// The next record of the message; the last one moves on.
Alert Machine::make_record() {
  const Row& row = *row_;
  const MutableBytes room = content_room();
  if (room.size() < kHandshakeHeaderSize) return Alert::internal_error;
  Writer content(room, written_);
  const bool is_message = row.type != HandshakeType::none;
  if (is_message) {
    content.u8(static_cast<uint8_t>(row.type));
    content.u24(0);
  }
  TLS_SE_TRY(row.make(session_, content));
  // Only what is protected may be in pieces: it is made the same again, and hellos are not.
  const MutableBytes part = content.written();
  const bool whole = written_ + part.size() == content.size();
  if (!whole && !session_.write.active()) return Alert::internal_error;
  if (is_message) {
    if (written_ == 0) set_message_size(part, content.size());
    // In the transcript before it is sealed in place, and its keys changed after that.
    session_.transcript.add(part);
  }
  start_record(row.content_type(), row.type, part.size());
  buffer_.keep(0);  // what was held, has been answered
  written_ += part.size();
  if (!whole) return Alert::none;
  written_ = 0;
  return advance(row);
}

/// Past the message of `row`, and to the keys behind it.
Alert Machine::advance(const Row& row) {
  ++position_;
  find_row();
  if (row.after <= Change::turn) return Alert::none;
  const Sha256Hash hash = session_.transcript.hash();
  if (row.after == Change::to_handshake) {
    session_.schedule.derive_handshake_traffic(hash);
    TLS_SE_TRY(session_.install_keys(Role::client));
  } else if (row.writer == Role::server) {
    session_.schedule.derive_application_traffic(hash);
  } else {
    session_.schedule.use_client_application_traffic();
  }
  return session_.install_keys(row.writer);
}

}  // namespace tls_se
