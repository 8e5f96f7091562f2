// The handshake: RFC 8446 section 4 and Appendix A, record by record.
#include "se/tls_lib/alert_message.h"
#include "se/tls_lib/change_cipher_spec.h"
#include "se/tls_state_machine/machine.h"

namespace tls_se {
namespace {

/// How much early data is skipped once it has been refused (section 4.2.10): the card has given out
/// no max_early_data_size, so that this is a matter of patience.
constexpr uint32_t kEarlyDataPatience = 1 << 16;

}  // namespace

const MessageId* Machine::list() const { return retry_ ? lists::kPskRetry : lists::kPsk; }

const Row* Machine::row() const {
  const MessageId id = list()[position_];
  return id == MessageId::end ? nullptr : &rows_[static_cast<size_t>(id)];
}

/// From one message to the next: waits for the peer's, or makes the card's own.
Outcome Machine::proceed() {
  while (row() != nullptr && row()->is_due != nullptr && !row()->is_due(session_)) ++position_;
  const Row* next = row();
  if (next == nullptr) {
    phase_ = Phase::open;
    session_.transcript.clear();
    return Outcome::open;
  }
  if (next->writer != session_.settings.role) return Outcome::expect_record;
  const Alert alert = make_record(*next);
  return alert == Alert::none ? Outcome::record_ready : fail(alert);
}

Outcome Machine::receive() { return conclude(receive_record()); }

Alert Machine::receive_record() {
  Record record;
  if (buffer_.overflowed()) {
    return skips_early_data() ? Alert::none : Alert::record_overflow;
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
  if (alert == Alert::none) early_data_left_ = 0;
  if (alert != Alert::bad_record_mac || early_data_left_ < size) return alert;
  early_data_left_ -= static_cast<uint32_t>(size);
  record.type = ContentType::invalid;
  return Alert::none;
}

/// Section 4.2.10: a server that refuses early data skips it, either all records that fail to be
/// opened or, after a HelloRetryRequest, all of type application_data.
bool Machine::skips_early_data() {
  const Bytes record = buffer_.input();
  if (record.size() < kRecordHeaderSize || !buffer_.held().empty()) return false;
  const size_t length = load_u16(&record[3]);
  const bool early_data = record[0] == static_cast<uint8_t>(ContentType::application_data) &&
                          length <= kMaxCiphertext && length <= early_data_left_;
  if (early_data) early_data_left_ -= static_cast<uint32_t>(length);
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
  close_all();
  buffer_.wipe_all();
  end_reason_ = {EndReason::Origin::peer, received};
  close_after_output_ = true;
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
    const Row* expected = row();
    if (expected == nullptr || expected->writer == session_.settings.role ||
        static_cast<uint8_t>(expected->type) != held[0]) {
      return Alert::unexpected_message;
    }
    size_t size = 0;
    TLS_SE_TRY(message_size(held, size));
    if (held.size() < size) break;
    // "Handshake messages MUST NOT span key changes", and where the turn changes as well there is
    // nothing more to be sent yet.
    const bool last = held.size() == size;
    if (!last && expected->after != KeyChange::none) return Alert::unexpected_message;
    TLS_SE_TRY(check_message(*expected, held.first(size)));
    buffer_.release(size);
  }
  return Alert::none;
}

/// Of the message that `held` begins with; more than there is, if its header is not complete.
Alert Machine::message_size(const Bytes& held, size_t& size) const {
  size = kHandshakeHeaderSize;
  if (held.size() < kHandshakeHeaderSize) return Alert::none;
  size += size_t{held[1]} << 16 | load_u16(&held[2]);
  return size > buffer_.capacity() ? Alert::illegal_parameter : Alert::none;  // can't be held here
}

Alert Machine::check_message(const Row& row, const Bytes& message) {
  TLS_SE_TRY(row.check(session_, message));
  if (row.id == MessageId::client_hello) {
    // The server's branch: the same place in the list with or without a HelloRetryRequest.
    if (session_.negotiated.key_share_missing) retry_ = true;
    early_data_left_ = session_.negotiated.early_data_offered ? kEarlyDataPatience : 0;
  }
  session_.transcript.add(message);
  ++position_;
  return change_keys(row);
}

Alert Machine::make_record(const Row& row) {
  const MutableBytes room = buffer_.room();
  if (room.size() < kRecordOverhead) return Alert::internal_error;
  Writer content(room.subspan(kRecordHeaderSize, room.size() - kRecordOverhead));
  const bool is_message = row.content_type == ContentType::handshake;
  if (is_message) {
    TLS_SE_TRY(make_message(row, content));
  } else {
    TLS_SE_TRY(row.make(session_, content));
  }
  if (!content.ok()) return Alert::internal_error;
  // In the transcript before it is sealed in place, and its keys changed after that.
  if (is_message) session_.transcript.add(content.written());
  start_output(frame(row.content_type, content.size()), row.content_type, row.type);
  ++position_;
  return change_keys(row);
}

Alert Machine::make_message(const Row& row, Writer& content) {
  content.u8(static_cast<uint8_t>(row.type));
  const MutableBytes length = content.reserve(3);
  const size_t start = content.size();
  TLS_SE_TRY(row.make(session_, content));
  if (!content.ok()) return Alert::internal_error;
  const size_t size = content.size() - start;
  length[0] = 0;
  store_u16(&length[1], size);
  return Alert::none;
}

Alert Machine::change_keys(const Row& row) {
  if (row.after == KeyChange::none) return Alert::none;
  if (row.after == KeyChange::to_handshake) {
    session_.schedule.derive_handshake_traffic(session_.transcript.hash());
    TLS_SE_TRY(session_.install_keys(Role::client));
    return session_.install_keys(Role::server);
  }
  if (row.writer == Role::server) {
    session_.schedule.derive_application_traffic(session_.transcript.hash());
  } else {
    session_.schedule.use_client_application_traffic();
  }
  return session_.install_keys(row.writer);
}

}  // namespace tls_se
