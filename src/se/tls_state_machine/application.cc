// The open session: RECV(F-Decrypt) and RECV(F-Encrypt), draft section 3.2.4.
#include <algorithm>

#include "se/tls_lib/alert_message.h"
#include "se/tls_lib/handshake_header.h"
#include "se/tls_lib/key_update.h"
#include "se/tls_state_machine/machine.h"

namespace tls_se {
namespace {

/// RFC 8446 section 5.5 gives AES-GCM 2^24.5 full records under one key; for AES-CCM, of which it
/// says nothing, RFC 9147 section 4.5.3 has 2^23.
constexpr uint32_t kMaxRecordsPerKey = 1 << 23;

bool is_key_update(const Bytes& message) {
  return message[0] == static_cast<uint8_t>(HandshakeType::key_update);
}

}  // namespace

Outcome Machine::decrypt() {
  if (phase_ != Phase::open || !session_.read.active()) return Outcome::refused_state;
  return conclude(decrypt_record());
}

Alert Machine::decrypt_record() {
  if (buffer_.overflowed()) return overflow();
  Record record;
  TLS_SE_TRY(parse_record(buffer_.input(), record));
  // After the peer's Finished there is neither change_cipher_spec nor anything in the clear.
  if (record.type != ContentType::application_data) {
    return refuse(Alert::unexpected_message, Reason::unprotected);
  }
  TLS_SE_TRY(session_.read.open(record));
  return deliver(record.fragment, record.type);
}

/// `content` is followed by the byte of its type, where RecordProtection::open found it: together
/// they are what the node gets.
Alert Machine::deliver(const MutableBytes& content, ContentType type) {
  if (type == ContentType::handshake) return deliver_handshake(content);
  // "Handshake messages MUST NOT be interleaved with other record types." (section 5.1)
  if (!buffer_.held().empty() || ticket_left_ != 0) {
    return refuse(Alert::unexpected_message, Reason::interleaved);
  }
  start_output({content.data(), content.size() + 1}, type);
  if (type == ContentType::alert) {
    Alert received = Alert::none;
    TLS_SE_TRY(check_alert(content, received));
    return take_alert(received);
  }
  if (type != ContentType::application_data) {
    return refuse(Alert::unexpected_message, Reason::message_out_of_place);
  }
  if (content.empty()) return note_nothing_useful();
  nothing_useful_ = 0;
  return Alert::none;
}

/// The card acts on post-handshake messages itself, and the node gets a copy of each record's part.
Alert Machine::deliver_handshake(const MutableBytes& content) {
  if (content.empty()) return refuse(Alert::unexpected_message, Reason::empty_fragment);
  const size_t content_size = content.size();
  buffer_.hold(content);
  const MutableBytes held = buffer_.held();
  size_t done = std::min(ticket_left_, held.size());  // then nothing was held before
  ticket_left_ -= done;
  while (done < held.size()) {
    const MutableBytes rest = held.subspan(done);
    if (!is_post_handshake(rest[0])) {
      return refuse(Alert::unexpected_message, Reason::message_out_of_place);
    }
    if (rest.size() < kHandshakeHeaderSize) break;
    const size_t size = message_size_of(rest);
    if (is_key_update(rest) && size != kKeyUpdateSize) {
      return refuse(Alert::decode_error, Reason::malformed);
    }
    if (rest.size() < size) {
      if (is_key_update(rest)) break;
      // A ticket in pieces is passed over, whatever its length: a card resumes nothing.
      ticket_left_ = size - rest.size();
      done = held.size();
      break;
    }
    TLS_SE_TRY(check_post_handshake(rest.first(size), rest.size() == size));
    done += size;
  }
  const auto type = static_cast<HandshakeType>(held[0]);
  // Behind it is the room where the record's tag was.
  MutableBytes delivered{held.data() + held.size() - content_size, content_size + 1};
  delivered.back() = static_cast<uint8_t>(ContentType::handshake);
  start_output(delivered, ContentType::handshake, type);
  buffer_.keep(held.size() - done);
  return Alert::none;
}

/// KeyUpdate, and for a client NewSessionTicket. The card never offers post_handshake_auth.
bool Machine::is_post_handshake(uint8_t type) const {
  return type == static_cast<uint8_t>(HandshakeType::key_update) ||
         (type == static_cast<uint8_t>(HandshakeType::new_session_ticket) &&
          program_->check_new_session_ticket != nullptr);
}

Alert Machine::check_post_handshake(const Bytes& message, bool last) {
  if (!is_key_update(message)) return program_->check_new_session_ticket(message);
  bool requested = false;
  TLS_SE_TRY(check_key_update(message, requested));
  if (!last) return refuse(Alert::unexpected_message, Reason::message_across_keys);
  key_update_owed_ = key_update_owed_ || requested;
  TLS_SE_TRY(note_nothing_useful());
  return update_keys(session_, peer_of(session_.role));
}

Alert Machine::take_alert(Alert received) {
  if (received == Alert::close_notify) {
    end_ = {End::Origin::peer, received};
    close(peer_of(session_.role));
  } else if (is_error(received)) {
    end(End::Origin::peer, received);
  } else {
    return note_nothing_useful();
  }
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
  if (verdict == Verdict::allowed) return conclude(encrypt_record(content, type));
  return verdict == Verdict::wrong_content ? Outcome::refused_content : Outcome::refused_state;
}

/// What a node may have encrypted: application data, alerts, and of handshake messages KeyUpdate.
Machine::Verdict Machine::judge(const Bytes& content, ContentType type) const {
  const bool spent = session_.write.sequence_number() >= kMaxRecordsPerKey;
  Reader reader(content);
  switch (type) {
    case ContentType::application_data:
      // An update_requested is answered "prior to sending its next Application Data record".
      return key_update_owed_ || spent ? Verdict::wrong_time : Verdict::allowed;
    case ContentType::alert: {
      const uint8_t level = reader.u8();
      const auto alert = static_cast<Alert>(reader.u8());
      // "All the alerts listed in Section 6.2 MUST be sent with AlertLevel=fatal".
      if (!reader.done() || level != level_of(alert)) return Verdict::wrong_content;
      return alert == Alert::user_canceled && spent ? Verdict::wrong_time : Verdict::allowed;
    }
    case ContentType::handshake: {
      constexpr uint32_t header = static_cast<uint32_t>(HandshakeType::key_update) << 24 | 1;
      const bool key_update = reader.u32() == header && reader.u8() <= 1 && reader.done();
      return key_update ? Verdict::allowed : Verdict::wrong_content;
    }
    default:
      return Verdict::wrong_content;
  }
}

Alert Machine::encrypt_record(const Bytes& content, ContentType type) {
  const uint8_t last = content.empty() ? uint8_t{0} : content.back();
  copy_bytes(content_room(), content);
  TLS_SE_TRY(start_record(type, {}, content.size()));
  if (type == ContentType::handshake) {
    output_.type = HandshakeType::key_update;
    if (last == 0) key_update_owed_ = false;  // update_not_requested is the answer that was owed
    return update_keys(session_, session_.role);
  }
  if (type == ContentType::alert) {
    const auto sent = static_cast<Alert>(last);
    if (sent == Alert::close_notify) {
      close(session_.role);
    } else if (is_error(sent)) {
      end(End::Origin::card, sent);
    }
  }
  return Alert::none;
}

}  // namespace tls_se
