#include "se/tls_state_machine/machine.h"

#include "se/tls_lib/alert_message.h"

namespace tls_se {

namespace {

/// What the card tells its peer, RFC 8449. A record has to fit behind the part of a message that
/// came before it, so that it may take half of the buffer.
uint16_t record_size_limit_of(const TlsSettings& settings, size_t memory_size) {
  size_t limit = (memory_size - kRecordOverhead) / 2 + 1;
  if (limit > kMaxPlaintext + 1) limit = kMaxPlaintext + 1;
  if (settings.record_size_limit != 0 && settings.record_size_limit < limit) {
    limit = settings.record_size_limit;
  }
  return static_cast<uint16_t>(limit);
}

}  // namespace

Machine::Machine(Crypto& crypto, const TlsSettings& settings, const Program& program,
                 const MutableBytes& memory)
    : program_(program),
      buffer_(memory),
      session_(crypto, settings, record_size_limit_of(settings, memory.size())) {}

void Machine::stop() {
  close_all();
  buffer_.wipe_all();
  position_ = 0;
  written_ = 0;
  close_after_output_ = false;
  key_update_owed_ = false;
  early_data_left_ = 0;
  end_reason_ = {};
}

Outcome Machine::reset() {
  stop();
  phase_ = Phase::handshake;
  session_.transcript.start();
  return proceed();
}

Outcome Machine::sent(size_t size) {
  buffer_.sent(size);
  return outcome();
}

Machine::Next Machine::next() const {
  if (output_waits()) return output_;
  if (phase_ == Phase::open) return {.phase = Next::Phase::open};
  if (phase_ == Phase::closed) return {};
  return {Next::Phase::expects_record, row()->content_type(), row()->type};
}

void Machine::start_output(const MutableBytes& record, ContentType content_type,
                           HandshakeType type) {
  buffer_.start_output(record);
  output_ = {Next::Phase::record_waits, content_type, type};
}

/// Makes a record around the content that stands in the buffer's room behind a header's space:
/// TLSCiphertext if the sending direction is protected, else TLSPlaintext. The caller has left room
/// for kRecordOverhead.
MutableBytes Machine::frame(ContentType type, size_t content_size) {
  const MutableBytes room = buffer_.room();
  if (!session_.write.active() || type == ContentType::change_cipher_spec) {
    write_record_header(room.first<kRecordHeaderSize>(), type, content_size);
    return room.first(kRecordHeaderSize + content_size);
  }
  room[kRecordHeaderSize + content_size] = static_cast<uint8_t>(type);
  const MutableBytes record =
      room.first(kRecordHeaderSize + content_size + 1 + session_.write.tag_size());
  session_.write.seal(record);
  return record;
}

Outcome Machine::conclude(Alert alert) { return alert == Alert::none ? outcome() : fail(alert); }

Outcome Machine::outcome() {
  if (output_waits()) return Outcome::record_ready;
  if (phase_ == Phase::closed) buffer_.wipe_all();
  if (close_after_output_) {
    close_after_output_ = false;
    return Outcome::closed;
  }
  return phase_ == Phase::handshake ? proceed() : Outcome::expect_record;
}

/// RFC 8446 section 6.2: tell the peer, and "any data associated with the connection MUST be
/// forgotten".
Outcome Machine::fail(Alert alert) {
  const bool tell = !session_.settings.silent_alerts && can_send();
  buffer_.wipe_all();
  if (tell) {
    Writer body(buffer_.room().subspan(kRecordHeaderSize));
    make_alert(alert, body);
    start_output(frame(ContentType::alert, body.size()), ContentType::alert);
    close_after_output_ = true;
  }
  close_all();
  end_reason_ = {EndReason::Origin::card, alert};
  return tell ? Outcome::record_ready : Outcome::error;
}

MutableBytes Machine::content_room() {
  const MutableBytes room = buffer_.room();
  if (room.size() <= kRecordOverhead) return {};
  size_t size = room.size() - kRecordOverhead;
  const size_t limit = session_.write.active() ? session_.negotiated.max_content() : kMaxPlaintext;
  if (size > limit) size = limit;
  return room.subspan(kRecordHeaderSize, size);
}

/// A client that has not said anything yet has nothing to complain of.
bool Machine::can_send() const {
  if (phase_ != Phase::handshake) return session_.write.active();
  return position_ != 0 || session_.settings.role == Role::server;
}

void Machine::close(Role sender) {
  session_.protection_of(sender).clear();
  session_.schedule.clear_traffic(sender);
  close_after_output_ = true;
  if (!session_.read.active() && !session_.write.active()) close_all();
}

void Machine::close_all() {
  session_.clear();
  phase_ = Phase::closed;
}

}  // namespace tls_se
