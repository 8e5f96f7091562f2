#include "fuzz/peer.h"

#include "se/tls_lib/handshake_header.h"
#include "se/tls_lib/key_update.h"
#include "se/tls_state_machine/programs.h"

namespace tls_se::fuzz {
namespace {

constexpr size_t kMaxMessage = 1 << 14;
constexpr uint8_t kCookie[] = {0, 2, 'o', 'k'};

StandInPlatform& platform() {
  static auto* const platform = new StandInPlatform;
  return *platform;
}

void write_hello_retry_request(Session& session, Writer& body) {
  session.handshake.transcript.replace_with_message_hash();
  session.handshake.schedule.clear();
  write_server_hello_fields(session, kHelloRetryRequestRandom, body);
  const Vector extensions(body, 2);
  write_selected_version(body);
  const ExtensionWriter cookie(body, ExtensionType::cookie);
  body.bytes(kCookie);
}

}  // namespace

Peer::Peer(Role role, Modes modes, const CipherSuite* suite)
    : program_(role == Role::server ? programs::kServer : programs::kClient),
      suite_(suite),
      settings_{.modes = modes,
                .psks = StandInKeys::kPsks,
                .cipher_suites = {&suite_, 1},
                .groups = kGroups,
                .certificates = StandInKeys::certificates(platform().signatures),
                .circumstances = &circumstances_},
      handshake_(platform().crypto),
      session_(platform().crypto, settings_, handshake_, Slots{}) {
  platform().start_again(2, &StandInKeys::get());
  circumstances_.server_name = {ReferenceName::Kind::dns_name, kServerName};
  session_.clear();
  session_.role = role;
  session_.record_size_limit = kMaxPlaintext + 1;
}

MessageId Peer::message_id() const {
  return program_.list_of(session_.negotiated.mode, session_.negotiated.retried)[position_];
}

const Row* Peer::row() const { return program_.row_of(message_id()); }

void Peer::advance() {
  do {
    ++position_;
    if (is_open()) return;
  } while (row() == nullptr || row()->type == HandshakeType::none ||
           (row()->is_due != nullptr && !row()->is_due(session_)));
}

bool Peer::speaks() const { return !deaf_ && !is_open() && row()->writer == session_.role; }

void Peer::ask_again() {
  if (session_.role != Role::server || message_id() != MessageId::server_hello ||
      session_.negotiated.retried) {
    return;
  }
  session_.negotiated.retried = true;
  asks_again_ = true;
}

Buffer Peer::make() {
  Buffer message(kMaxMessage);
  Writer body(message);
  body.u8(static_cast<uint8_t>(row()->type));
  body.u24(0);
  if (asks_again_) {
    asks_again_ = false;
    write_hello_retry_request(session_, body);
  } else {
    require(row()->make(session_, body) == Alert::none);
  }
  require(body.fits());
  message.resize(body.size());
  set_message_size(message, message.size());
  return message;
}

void Peer::bind(Buffer& client_hello) {
  constexpr size_t kBinders = 2 + 1 + kSha256Size;
  if (!settings_.modes.has(Mode::psk) || client_hello.size() < kHandshakeHeaderSize + kBinders)
    return;
  const Bytes truncated = Bytes(client_hello).first(client_hello.size() - kBinders);
  handshake_.schedule.external_psk_binder(StandInKeys::kPskHandle,
                                          handshake_.transcript.hash(truncated),
                                          std::span(client_hello).last<kSha256Size>());
}

void Peer::say(const Bytes& message) {
  const Row& said = *row();
  has_finished_ = has_finished_ || said.type == HandshakeType::finished;
  handshake_.transcript.add(message);
  advance();
  change_keys(said);
}

void Peer::change_keys(const Row& row) {
  if (row.after != Change::to_handshake && row.after != Change::to_application) return;
  KeySchedule& schedule = handshake_.schedule;
  if (row.after == Change::to_handshake) {
    schedule.derive_handshake_traffic(handshake_.transcript.hash(), session_.traffic_secrets);
    session_.install_keys(Role::client);
    session_.install_keys(Role::server);
    return;
  }
  if (row.writer == Role::server) {
    schedule.derive_application_traffic(handshake_.transcript.hash(), session_.traffic_secrets);
  } else {
    schedule.use_client_application_traffic(session_.traffic_secrets);
  }
  session_.install_keys(row.writer);
}

Buffer Peer::record(ContentType type, const Bytes& content, size_t padding) {
  Buffer record(kRecordHeaderSize);
  record.insert(record.end(), content.begin(), content.end());
  if (!seals()) {
    write_record_header(std::span(record).first<kRecordHeaderSize>(), type, content.size());
    return record;
  }
  record.push_back(static_cast<uint8_t>(type));
  record.resize(record.size() + padding + session_.write.tag_size());
  require(session_.write.seal(record) == Alert::none);
  return record;
}

bool Peer::hear(const Bytes& records) {
  for (Reader reader(records); reader.more() && !deaf_;) {
    const Bytes rest = reader.rest();
    require(rest.size() >= kRecordHeaderSize);
    const Bytes record = reader.bytes(kRecordHeaderSize + load_u16(&rest[3]));
    require(reader.ok());
    deaf_ = !hear_record(record);
  }
  return !deaf_;
}

bool Peer::hear_record(const Bytes& bytes) {
  Buffer copy(bytes.begin(), bytes.end());
  Record record;
  require(parse_record(copy, record) == Alert::none);
  if (record.type == ContentType::change_cipher_spec) return true;
  if (record.type == ContentType::application_data) {
    if (!session_.read.active() || session_.read.open(copy, record) != Alert::none) return false;
  }
  if (is_open()) return hear_in_open_session(record);
  if (record.type != ContentType::handshake) return false;
  held_.insert(held_.end(), record.fragment.begin(), record.fragment.end());
  return hear_handshake();
}

bool Peer::hear_handshake() {
  while (held_.size() >= kHandshakeHeaderSize && !is_open()) {
    const size_t size = message_size_of(held_);
    if (held_.size() < size) break;
    const Buffer message(held_.begin(), held_.begin() + static_cast<ptrdiff_t>(size));
    held_.erase(held_.begin(), held_.begin() + static_cast<ptrdiff_t>(size));
    if (program_.branch != nullptr) program_.branch(session_, message_id(), message);
    const Row* const expected = row();
    if (expected == nullptr || expected->writer == session_.role ||
        static_cast<uint8_t>(expected->type) != message[0]) {
      return false;
    }
    if (expected->id == MessageId::hello_retry_request) {
      handshake_.transcript.replace_with_message_hash();  // whatever it asks for
    } else if (expected->check(session_, message) != Alert::none) {
      return false;
    }
    handshake_.transcript.add(message);
    advance();
    change_keys(*expected);
  }
  return true;
}

bool Peer::hear_in_open_session(const Record& record) {
  heard_.assign(record.fragment.begin(), record.fragment.end());
  heard_.push_back(static_cast<uint8_t>(record.type));
  const bool key_update = record.type == ContentType::handshake && heard_.size() > 1 &&
                          heard_[0] == static_cast<uint8_t>(HandshakeType::key_update);
  if (key_update) update_keys(session_, peer_of(session_.role));
  return true;
}

void Peer::update_own_keys() { update_keys(session_, session_.role); }

}  // namespace tls_se::fuzz
