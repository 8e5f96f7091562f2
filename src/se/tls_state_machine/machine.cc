#include "se/tls_state_machine/machine.h"

#include <algorithm>

#include "se/tls_lib/alert_message.h"

namespace tls_se {
namespace {

/// What the card tells its peer, RFC 8449. A record has to fit behind the part of a message that
/// came before it, so that it may take half of the buffer.
uint16_t record_size_limit_of(const TlsSettings& settings, size_t memory_size) {
  const auto wish = static_cast<uint16_t>(settings.record_size_limit - 1);  // of content; 0 is none
  const size_t content = std::min((memory_size - kRecordOverhead) / 2, kMaxPlaintext);
  return static_cast<uint16_t>(std::min<size_t>(content, wish) + 1);
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
  end_reason_ = {EndReason::Origin::none, Alert::close_notify};
}

Outcome Machine::reset() {
  stop();
  phase_ = Phase::handshake;
  session_.transcript.start();
  find_row();
  return proceed();
}

Outcome Machine::sent(size_t size) {
  buffer_.sent(size);
  return outcome();
}

Machine::Next Machine::next() const {
  if (output_waits()) return output_;
  if (phase_ == Phase::handshake) {
    return {Next::Phase::expects_record, row_->content_type(), row_->type};
  }
  return {phase_ == Phase::open ? Next::Phase::open : Next::Phase::closed, {}, {}};
}

/// Makes a record around the content that stands in the buffer's room behind a header's space:
/// TLSCiphertext if the sending direction is protected, else TLSPlaintext. The caller has left room
/// for kRecordOverhead.
void Machine::start_record(ContentType content_type, HandshakeType type, size_t content_size) {
  MutableBytes record = buffer_.room();
  const size_t size = kRecordHeaderSize + content_size;
  if (!session_.write.active() || content_type == ContentType::change_cipher_spec) {
    record = record.first(size);
    write_record_header(record.first<kRecordHeaderSize>(), content_type, content_size);
  } else {
    record[size] = static_cast<uint8_t>(content_type);
    record = record.first(size + 1 + session_.write.tag_size());
    session_.write.seal(record);
  }
  start_output(record, content_type, type);
}

void Machine::start_output(const MutableBytes& record, ContentType content_type,
                           HandshakeType type) {
  buffer_.start_output(record);
  output_ = {Next::Phase::record_waits, content_type, type};
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

/// RFC 8446 section 6.2: tell the peer. "Servers and clients MUST forget the secret values and keys
/// established in failed connections".
Outcome Machine::fail(Alert alert) {
  const bool tell = !session_.settings.silent_alerts && can_send();
  buffer_.wipe_all();
  if (tell) {
    make_alert(alert, buffer_.room().subspan<kRecordHeaderSize, kAlertSize>());
    start_record(ContentType::alert, {}, kAlertSize);
  }
  end(EndReason::Origin::card, alert);
  close_after_output_ = tell;
  return tell ? Outcome::record_ready : Outcome::error;
}

MutableBytes Machine::content_room() {
  const MutableBytes room = buffer_.room();
  if (room.size() < kRecordOverhead) return {};
  return room.subspan(kRecordHeaderSize,
                      std::min(room.size() - kRecordOverhead, session_.write.max_content()));
}

Alert Machine::overflow() {
  // What was collected begins with the record's header. Half of the buffer is free for a record
  // that keeps to the limit, unless a message takes it.
  const Bytes record = buffer_.input();
  const bool too_long = record.size() >= kRecordHeaderSize &&
                        load_u16(&record[3]) > session_.record_size_limit + kMaxTagSize;
  return too_long || buffer_.held().empty() ? Alert::record_overflow : Alert::illegal_parameter;
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

void Machine::end(EndReason::Origin origin, Alert alert) {
  close_all();
  end_reason_ = {origin, alert};
  close_after_output_ = true;
}

}  // namespace tls_se
