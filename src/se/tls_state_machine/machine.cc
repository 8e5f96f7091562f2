#include "se/tls_state_machine/machine.h"

#include <algorithm>

#include "se/tls_lib/alert_message.h"

namespace tls_se {
namespace {

// As a well-known stack has it. A KeyUpdate costs the card more than who sends it.
constexpr uint8_t kMaxNothingUseful = 32;

/// What the card tells its peer, RFC 8449. A record has to fit behind the part of a message that
/// came before it, so that it may take half of the buffer.
uint16_t record_size_limit_of(const TlsSettings& settings, size_t memory_size) {
  const size_t content = std::min((memory_size - kRecordOverhead) / 2, kMaxPlaintext);
  const auto half = static_cast<uint16_t>(content + 1);
  const uint16_t wish = settings.record_size_limit;
  return wish == 0 ? half : std::min(half, wish);
}

}  // namespace

void Machine::stop() {
  close_all();
  buffer_.wipe_all();
  row_ = nullptr;
  position_ = 0;
  written_ = 0;
  ticket_left_ = 0;
  close_after_output_ = false;
  key_update_owed_ = false;
  nothing_useful_ = 0;
  end_ = {};
}

Outcome Machine::reset(const Program& program) {
  stop();
  const TlsSettings& settings = session_.settings;
  if (settings.modes.empty() || !settings.modes.within(program.modes) ||
      (program.is_complete != nullptr && !program.is_complete(settings))) {
    return Outcome::refused_settings;
  }
  program_ = &program;
  session_.role = program.role;
  session_.record_size_limit = record_size_limit_of(settings, buffer_.capacity());
  phase_ = Phase::handshake;
  return conclude(find_row());
}

Outcome Machine::sent(size_t size) {
  buffer_.sent(size);
  return conclude(Alert::none);
}

void Machine::tell_next(Next& next) const {
  if (output_waits()) {
    next = {Next::Phase::record_waits, output_content_type_, output_type_};
  } else if (phase_ == Phase::handshake) {
    next = {buffer_.holds_any() ? Next::Phase::expects_rest : Next::Phase::expects_record,
            row_->content_type(), row_->type};
  } else {
    next = {phase_ == Phase::open ? Next::Phase::open : Next::Phase::closed, {}, {}};
  }
}

/// Makes a record around the content that stands in the buffer's room behind a header's space:
/// TLSCiphertext if the sending direction is protected, else TLSPlaintext. The caller has left room
/// for kRecordOverhead.
Alert Machine::start_record(ContentType content_type, HandshakeType type, size_t content_size) {
  MutableBytes record = buffer_.room();
  const size_t size = kRecordHeaderSize + content_size;
  if (!session_.write.active() || content_type == ContentType::change_cipher_spec) {
    record = record.first(size);
    write_record_header(record.first<kRecordHeaderSize>(), content_type, content_size);
  } else {
    record[size] = static_cast<uint8_t>(content_type);
    record = record.first(size + 1 + session_.write.tag_size());
    if (const Alert alert = session_.write.seal(record); alert != Alert::none) {
      close_all();  // with the keys of a platform that fails nothing more is said, no alert either
      return alert;
    }
  }
  start_output(record.data(), record.size(), content_type);
  output_type_ = type;
  return Alert::none;
}

void Machine::start_output(const uint8_t* begin, size_t size, ContentType content_type) {
  buffer_.start_output(begin, size);
  output_content_type_ = content_type;
  output_type_ = HandshakeType::none;
}

bool Machine::is_own_turn() const {
  return phase_ == Phase::handshake && !output_waits() && row_ != nullptr && row_->writer == role();
}

/// What comes of a step: the card's own message, if it is its turn, and the answer to the node.
Outcome Machine::conclude(Alert alert) {
  if (alert == Alert::none && is_own_turn()) alert = make_record();
  // Nothing that a failing platform has had a part in counts, a peer's fault neither, and nothing
  // is said of it, under its keys or before there are any.
  if (session_.crypto.take_failure()) {
    close_all();
    alert = kPlatformFailed;
  }
  if (alert != Alert::none) fail(alert);

  if (output_waits()) return Outcome::record_ready;
  if (alert != Alert::none) return Outcome::error;
  if (phase_ == Phase::closed) buffer_.wipe_all();
  if (close_after_output_) {
    close_after_output_ = false;
    return Outcome::closed;
  }
  if (phase_ != Phase::handshake || row_ != nullptr) return Outcome::expect_record;
  phase_ = Phase::open;
  session_.clear_handshake();
  return Outcome::open;
}

/// RFC 8446 section 6.2: tell the peer. "Servers and clients MUST forget the secret values and keys
/// established in failed connections".
void Machine::fail(Alert alert) {
  const bool tells = !session_.settings.silent_alerts && can_send();
  buffer_.wipe_all();
  if (tells) {
    buffer_.touch(kRecordOverhead + kAlertSize);
    make_alert(alert, buffer_.room().subspan<kRecordHeaderSize, kAlertSize>());
    static_cast<void>(start_record(ContentType::alert, {}, kAlertSize));  // or there is no output
  }
  end(End::Origin::card, alert);
  close_after_output_ = output_waits();
}

Alert Machine::receive_alert(const Bytes& fragment) {
  TLS_SE_TRY(check_alert(fragment));
  const Alert received = description_in(fragment);
  if (received == Alert::user_canceled) {  // a close_notify follows
    if (!buffer_.held().empty()) return refuse(Alert::unexpected_message, Reason::interleaved);
    return note_nothing_useful();
  }
  if (received == Alert::close_notify && phase_ == Phase::open) {
    end_ = {End::Origin::peer, received};
    close(peer_of(role()));
  } else {
    end(End::Origin::peer, received);
  }
  return Alert::none;
}

Alert Machine::note_nothing_useful() {
  if (++nothing_useful_ <= kMaxNothingUseful) return Alert::none;
  return refuse(Alert::unexpected_message, Reason::nothing_useful);
}

size_t Machine::longest_content() {
  const bool takes = phase_ == Phase::open && session_.write.active() && !output_waits();
  return takes ? content_room().size() : 0;
}

MutableBytes Machine::content_room() {
  const size_t room = buffer_.room().size();
  if (room < kRecordOverhead) return {};
  const size_t size = std::min(room - kRecordOverhead, session_.write.max_content());
  buffer_.touch(kRecordOverhead + size);
  return {buffer_.room().data() + kRecordHeaderSize, size};
}

Alert Machine::overflow() {
  // What was collected begins with the record's header. Half of the buffer is free for a record
  // that keeps to the limit, unless a message takes it; a record in the clear knows no such limit.
  const Bytes record = buffer_.input();
  const bool is_protected = session_.read.active();
  const size_t limit = is_protected ? session_.record_size_limit + kMaxTagSize : kMaxPlaintext;
  const bool too_long = record.size() >= kRecordHeaderSize && load_u16(&record[3]) > limit;
  return too_long || (is_protected && buffer_.held().empty())
             ? refuse(Alert::record_overflow, Reason::record_too_long)
             : kMessageTooLong;
}

/// A client that has not said anything yet has nothing to complain of.
bool Machine::can_send() const {
  if (phase_ != Phase::handshake) return session_.write.active();
  return position_ != 0 || role() == Role::server;
}

void Machine::close(Role sender) {
  session_.protection_of(sender).clear();
  session_.traffic_secrets.of(sender).clear();
  close_after_output_ = true;
  if (!session_.read.active() && !session_.write.active()) close_all();
}

void Machine::close_all() {
  session_.clear();
  phase_ = Phase::closed;
}

void Machine::end(End::Origin origin, Alert alert) {
  close_all();
  end_ = {origin, alert};
  close_after_output_ = true;
}

}  // namespace tls_se
