// The open session: RECV(F-Decrypt) and RECV(F-Encrypt), draft section 3.2.4.
#include "se/tls_lib/alert_message.h"
#include "se/tls_lib/key_update.h"
#include "se/tls_state_machine/machine.h"

namespace tls_se {
namespace {

/// RFC 8446 section 5.5 gives AES-GCM 2^24.5 full records under one key; for AES-CCM, of which it
/// says nothing, RFC 9147 section 4.5.3 has 2^23.
constexpr uint32_t kMaxRecordsPerKey = 1 << 23;

}  // namespace

Outcome Machine::decrypt() {
  if (phase_ != Phase::open || !session_.read.active()) return Outcome::refused_state;
  return conclude(decrypt_record());
}

Alert Machine::decrypt_record() {
  if (buffer_.overflowed()) return overflow();
  const MutableBytes input = buffer_.input();
  Record record;
  TLS_SE_TRY(parse_record(input, record));
  // After the peer's Finished there is neither change_cipher_spec nor anything in the clear.
  if (record.type != ContentType::application_data) {
    return refuse(Alert::unexpected_message, Reason::unprotected);
  }
  TLS_SE_TRY(session_.read.open(input, record));
  return deliver(record);
}

/// The content is followed by the byte of its type, where RecordProtection::open found it: together
/// they are what the node gets.
Alert Machine::deliver(const Record& record) {
  const Bytes& content = record.fragment;
  if (record.type == ContentType::handshake) return deliver_handshake(content);
  // "Handshake messages MUST NOT be interleaved with other record types." (section 5.1)
  if (!buffer_.held().empty() || ticket_left_ != 0) {
    return refuse(Alert::unexpected_message, Reason::interleaved);
  }
  start_output(content.data(), content.size() + 1, record.type);
  if (record.type == ContentType::alert) return receive_alert(content);
  if (record.type != ContentType::application_data) {
    return refuse(Alert::unexpected_message, Reason::message_out_of_place);
  }
  if (content.empty()) return note_nothing_useful();
  nothing_useful_ = 0;
  return Alert::none;
}

/// The card acts on post-handshake messages itself, and the node gets a copy of each record's part.
Alert Machine::deliver_handshake(const Bytes& content) {
  if (content.empty()) return refuse(Alert::unexpected_message, Reason::empty_fragment);
  buffer_.hold(content);
  const MutableBytes held = buffer_.held();
  const bool in_ticket = ticket_left_ != 0;
  size_t done = 0;  // of the held bytes
  if (program_->check_post_handshake == nullptr) {
    TLS_SE_TRY(check_key_update(held));
  } else {
    TLS_SE_TRY(program_->check_post_handshake(held, ticket_left_, done));
  }
  // Of a message that has not come whole less is left: a ticket's header, or a part of a KeyUpdate.
  if (const Bytes rest = held.subspan(done); rest.size() == kKeyUpdateSize) {
    if (is_update_requested(rest)) key_update_owed_ = true;
    TLS_SE_TRY(note_nothing_useful());
    update_keys(session_, peer_of(role()));
    done = held.size();
  }
  // Behind it is the room where the record's tag was.
  uint8_t* const end = held.data() + held.size();
  *end = static_cast<uint8_t>(ContentType::handshake);
  start_output(end - content.size(), content.size() + 1, ContentType::handshake);
  output_type_ =
      in_ticket ? HandshakeType::new_session_ticket : static_cast<HandshakeType>(held[0]);
  buffer_.keep(held.size() - done);
  return Alert::none;
}

Outcome Machine::encrypt() {
  if (phase_ != Phase::open || !session_.write.active()) return Outcome::refused_state;
  const MutableBytes input = buffer_.input();
  const MutableBytes room = content_room();
  if (buffer_.overflowed() || input.empty() || room.data() == nullptr ||
      input.size() - 1 > room.size()) {
    return Outcome::refused_length;
  }
  const Bytes content = input.first(input.size() - 1);
  const auto type = static_cast<ContentType>(input.back());
  const Verdict verdict = judge(content, type);
  if (verdict == Verdict::wrong_content) return Outcome::refused_content;
  if (verdict == Verdict::wrong_time) return Outcome::refused_state;
  const uint8_t last = content.empty() ? uint8_t{0} : content.back();
  copy_bytes(room.data(), content);
  return conclude(encrypt_record(type, content.size(), last));
}

/// What a node may have encrypted, now: application data, alerts, and of handshake messages
/// KeyUpdate.
Machine::Verdict Machine::judge(const Bytes& content, ContentType type) const {
  const bool spent = session_.write.sequence_number() >= kMaxRecordsPerKey;
  switch (type) {
    case ContentType::application_data:
      // An update_requested is answered "prior to sending its next Application Data record".
      return key_update_owed_ || spent ? Verdict::wrong_time : Verdict::allowed;
    case ContentType::alert: {
      if (content.size() != kAlertSize) return Verdict::wrong_content;
      const Alert alert = description_in(content);
      // "All the alerts listed in Section 6.2 MUST be sent with AlertLevel=fatal".
      if (content[0] != level_of(alert)) return Verdict::wrong_content;
      return alert == Alert::user_canceled && spent ? Verdict::wrong_time : Verdict::allowed;
    }
    case ContentType::handshake:
      return content.size() == kKeyUpdateSize && check_key_update(content) == Alert::none
                 ? Verdict::allowed
                 : Verdict::wrong_content;
    default:
      return Verdict::wrong_content;
  }
}

/// The content, whose last byte it was, stands in the room.
Alert Machine::encrypt_record(ContentType type, size_t size, uint8_t last) {
  TLS_SE_TRY(start_record(type, {}, size));
  if (type == ContentType::handshake) {
    output_type_ = HandshakeType::key_update;
    if (last == 0) key_update_owed_ = false;  // update_not_requested is the answer that was owed
    update_keys(session_, role());
    return Alert::none;
  }
  if (type == ContentType::application_data) {
    nothing_useful_ = 0;  // a peer that only listens may update its keys for ever
    return Alert::none;
  }
  const auto sent = static_cast<Alert>(last);
  if (sent == Alert::close_notify) {
    close(role());
  } else if (is_error(sent)) {
    end(End::Origin::card, sent);
  }
  return Alert::none;
}

}  // namespace tls_se
