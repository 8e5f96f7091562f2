// The handshake: RFC 8446 section 4 and Appendix A, record by record.
#include "se/tls_lib/change_cipher_spec.h"
#include "se/tls_lib/handshake_header.h"
#include "se/tls_lib/key_update.h"
#include "se/tls_state_machine/machine.h"

namespace tls_se {
namespace {

/// RFC 8446 section 6.2: decode_error if "some field was out of the specified range", however much
/// of the message has come. No signature scheme that section 4.2.3 lists needs more than a KiB.
size_t longest_message(HandshakeType type) {
  if (type == HandshakeType::finished) return kHandshakeHeaderSize + kSha256Size;
  if (type == HandshakeType::certificate_verify) return kHandshakeHeaderSize + 2 + 2 + 1024;
  return SIZE_MAX;
}

}  // namespace

/// From the position on, the first message of the list that is sent in this handshake.
Alert Machine::find_row() {
  const Session::Negotiated& negotiated = session_.negotiated;
  const MessageId* const list = program_->list_of(negotiated.mode, negotiated.retried);
  row_ = nullptr;
  for (;; ++position_) {
    const MessageId id = list[position_];
    if (id == MessageId::end) return Alert::none;
    const Row* const row = program_->row_of(id);
    if (row == nullptr) {
      if (is_optional(role(), id)) continue;
      return refuse(Alert::internal_error, Reason::program_incomplete);
    }
    if (row->is_due != nullptr && !row->is_due(session_)) continue;
    row_ = row;
    return Alert::none;
  }
}

void Machine::collect(const Bytes& fragment, bool first) {
  if (first) buffer_.start_input();
  const bool sieves =
      row_ != nullptr && row_->type == HandshakeType::client_hello && program_->sieve != nullptr;
  if (sieves) {
    program_->sieve(session_, buffer_, fragment);
  } else {
    buffer_.collect(fragment);
  }
}

Outcome Machine::receive() { return conclude(receive_record()); }

Alert Machine::receive_record() {
  Record record;
  if (buffer_.overflowed()) {
    return skips_early_data() ? Alert::none : overflow();
  }
  if (buffer_.streams()) {
    const bool is_whole = session_.handshake.state.sieve.record_left == 0;
    if (!is_whole) return refuse(Alert::decode_error, Reason::record_length_wrong);
    return take_messages();
  }
  TLS_SE_TRY(parse_record(buffer_.input(), record));
  if (record.type == ContentType::change_cipher_spec)
    return receive_change_cipher_spec(record.fragment);
  if (record.type == ContentType::application_data) {
    if (!session_.read.active()) {
      if (skips_early_data()) return Alert::none;
      return refuse(Alert::unexpected_message,
                    buffer_.held().empty() ? Reason::protected_too_early : Reason::interleaved);
    }
    TLS_SE_TRY(open_record(record));
  } else if (session_.read.active()) {
    // A peer that could not follow to the handshake keys can only complain in the clear, and only
    // until it has shown that it has them.
    const bool complaint =
        record.type == ContentType::alert && session_.read.sequence_number() == 0;
    if (!complaint) return refuse(Alert::unexpected_message, Reason::unprotected);
  }
  switch (record.type) {
    case ContentType::handshake:
      return receive_handshake(record.fragment);
    case ContentType::alert:
      return receive_alert(record.fragment);
    case ContentType::invalid:  // early data that was skipped
      return record.fragment.empty() ? note_nothing_useful() : Alert::none;
    default:
      return refuse(Alert::unexpected_message, Reason::message_out_of_place);
  }
}

/// Removes the protection; `record` becomes ContentType::invalid if it was skipped as early data.
Alert Machine::open_record(Record& record) {
  const size_t size = record.fragment.size();
  const Alert alert = session_.read.open(buffer_.input(), record);
  uint32_t& left = session_.handshake.state.early_data_left;
  if (alert == Alert::none) left = 0;
  if (description_of(alert) != Alert::bad_record_mac || left == 0 || left < size) return alert;
  left -= static_cast<uint32_t>(size);
  record.type = ContentType::invalid;
  return Alert::none;
}

/// Section 4.2.10: a server that refuses early data skips it, either all records that fail to be
/// opened or, after a HelloRetryRequest, all of type application_data.
bool Machine::skips_early_data() {
  const Bytes record = buffer_.input();
  uint32_t& left = session_.handshake.state.early_data_left;
  if (left == 0 || record.size() < kRecordHeaderSize || !buffer_.held().empty()) return false;
  const size_t length = load_u16(&record[3]);
  const bool early_data = record[0] == static_cast<uint8_t>(ContentType::application_data) &&
                          length <= kMaxCiphertext && length <= left && length > 0;
  if (early_data) left -= static_cast<uint32_t>(length);
  return early_data;
}

/// "may receive an unencrypted record of type change_cipher_spec consisting of the single byte
/// value 0x01 at any time after the first ClientHello message has been sent or received and before
/// the peer's Finished message has been received and MUST simply drop it" (section 5); but not
/// between the pieces of a handshake message (section 5.1).
Alert Machine::receive_change_cipher_spec(const Bytes& fragment) {
  if (!buffer_.held().empty()) return refuse(Alert::unexpected_message, Reason::interleaved);
  if (position_ == 0) return refuse(Alert::unexpected_message, Reason::message_out_of_place);
  TLS_SE_TRY(check_change_cipher_spec(fragment));
  return note_nothing_useful();
}

/// One record may hold several messages and one message may come in several records.
Alert Machine::receive_handshake(const Bytes& content) {
  // "Implementations MUST NOT send zero-length fragments of Handshake types" (section 5.1); such a
  // record is an unexpected_message (section 5.4).
  if (content.empty()) return refuse(Alert::unexpected_message, Reason::empty_fragment);
  buffer_.hold(content);
  return take_messages();
}

Alert Machine::take_messages() {
  while (!buffer_.held().empty()) {
    const MutableBytes held = buffer_.held();
    if (row_ != nullptr && program_->branch != nullptr) {
      program_->branch(session_, row_->id, held);
      TLS_SE_TRY(find_row());
    }
    const Row* expected = row_;
    if (expected == nullptr || expected->writer == role() ||
        static_cast<uint8_t>(expected->type) != held[0]) {
      return refuse(Alert::unexpected_message, Reason::message_out_of_place);
    }
    if (held.size() < kHandshakeHeaderSize) break;
    const size_t size = message_size_of(held);
    TLS_SE_TRY(check_size(expected->type, size));
    if (held.size() < size) break;
    // "Handshake messages MUST NOT span key changes", and where the turn changes there is nothing
    // more to be sent yet.
    const bool last = held.size() == size;
    if (!last && expected->after != Change::none) {
      return refuse(Alert::unexpected_message, Reason::message_across_keys);
    }
    TLS_SE_TRY(check_message(*expected, held.first(size)));
    // A cookie lies in what is held, until the answer has been made.
    if (expected->after == Change::turn && !session_.handshake.state.cookie.empty()) break;
    buffer_.release(size);
  }
  return Alert::none;
}

/// Of a message that may not have come whole.
Alert Machine::check_size(HandshakeType type, size_t size) const {
  if (buffer_.streams() && !session_.handshake.state.sieve.done)
    return Alert::none;  // it may still become less
  if (size > longest_message(type)) return refuse(Alert::decode_error, Reason::malformed);
  return size > buffer_.capacity() ? kMessageTooLong : Alert::none;
}

Alert Machine::check_message(const Row& row, const Bytes& message) {
  TLS_SE_TRY(row.check(session_, message));
  HandshakeMemory& handshake = session_.handshake;
  handshake.transcript.add(handshake.unhashed(message));
  handshake.state.sieve = {};
  nothing_useful_ = 0;
  return advance(row);
}

/// The next record of the message; the last one moves on.
Alert Machine::make_record() {
  const Row& row = *row_;
  const MutableBytes room = content_room();
  if (room.size() < kHandshakeHeaderSize) {
    return refuse(Alert::internal_error, Reason::does_not_fit);
  }
  Writer content(room, written_);
  const bool is_message = row.type != HandshakeType::none;
  if (is_message) {
    content.number(static_cast<uint32_t>(row.type) << 24, kHandshakeHeaderSize);
  }
  TLS_SE_TRY(row.make(session_, content));
  // Only what is protected may be in pieces: it is made the same again, and hellos are not.
  const MutableBytes part = content.written();
  const bool whole = written_ + part.size() == content.size();
  if (!whole && !session_.write.active()) {
    return refuse(Alert::internal_error, Reason::does_not_fit);
  }
  if (is_message) {
    if (written_ == 0) set_message_size(part, content.size());
    // In the transcript before it is sealed in place, and its keys changed after that.
    session_.handshake.transcript.add(part);
  }
  TLS_SE_TRY(start_record(row.content_type(), row.type, part.size()));
  buffer_.keep(0);  // what was held, has been answered
  written_ += part.size();
  if (!whole) return Alert::none;
  written_ = 0;
  return advance(row);
}

/// Past the message of `row`, and to the keys behind it.
Alert Machine::advance(const Row& row) {
  ++position_;
  TLS_SE_TRY(find_row());
  if (row.after != Change::to_handshake && row.after != Change::to_application) {
    return Alert::none;
  }
  const Sha256Hash hash = session_.handshake.transcript.hash();
  KeySchedule& schedule = session_.handshake.schedule;
  if (row.after == Change::to_handshake) {
    schedule.derive_handshake_traffic(hash, session_.traffic_secrets);
    session_.install_keys(Role::client);
  } else if (row.writer == Role::server) {
    schedule.derive_application_traffic(hash, session_.traffic_secrets);
  } else {
    schedule.use_client_application_traffic(session_.traffic_secrets);
  }
  session_.install_keys(row.writer);
  return Alert::none;
}

}  // namespace tls_se
