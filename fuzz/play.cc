#include "fuzz/play.h"

#include "fuzz/edit.h"

namespace tls_se::fuzz {
namespace {

constexpr int kMaxSteps = 40;

Mode mode_of(unsigned choice) { return static_cast<Mode>(choice % 3); }

bool is(HandshakeType type, const Bytes& message) {
  return message[0] == static_cast<uint8_t>(type);
}

/// What proves something: with one bit changed the card has to notice.
bool is_proof(const Bytes& message) {
  return is(HandshakeType::certificate_verify, message) || is(HandshakeType::finished, message);
}

}  // namespace

Play::Play(Role card, const Bytes& program) : program_(program) {
  static constexpr size_t kContents[] = {1024, 4096, kMaxPlaintext + kRecordOverhead};
  static constexpr uint16_t kLimits[] = {0, 64, 512, kMaxPlaintext + 1};
  const unsigned of_card = program_.u8();
  const unsigned of_peer = program_.u8();
  card_options_.role = card;
  card_options_.sw_more = static_cast<SwMore>(of_card % 4 % 3);
  card_options_.silent_alerts = (of_card & 4) != 0;
  card_options_.pinned = (of_card & 8) != 0;
  card_options_.content = kContents[(of_card >> 4) % 4 % 3];
  card_options_.record_size_limit = kLimits[of_card >> 6];
  if ((of_peer & 4) != 0) card_options_.modes = {Mode::psk, Mode::mutual};
  card_options_.key_share_on_request = (of_peer & 32) != 0;
  card_options_.allow = static_cast<Card::Options::Allow>((of_peer >> 6) % 3);
  peer_modes_ = mode_of(of_peer % 4);
  suite_ = kSuites[(of_peer >> 3) % 4 % 3];
  card_.emplace(card_options_);
  peer_.emplace(peer_of(card), peer_modes_, suite_);
}

void Play::run() {
  reset();
  for (int steps = 0; steps < kMaxSteps && program_.more(); ++steps) step();
  // Whatever has been: after a RESET it is as good as new.
  program_ = Reader({});
  peer_modes_ = Mode::psk;
  reset();
  go_on();
  require(card_->is_open() && peer_->is_open() && card_->mode() == Mode::psk);
  echo();
}

void Play::step() {
  switch (program_.u8() % 12) {
    case 0:
      return any_command();
    case 1: {  // any record
      const Bytes record = program_.vector16();
      return deliver(record);
    }
    case 2:
      return next_message();
    case 3:
      return any_message();
    case 4:
      return any_content();
    case 5: {  // any content for the card to seal
      const Bytes content = program_.vector8();
      return follow(card_->exchange(content, p1::kEncrypt));
    }
    case 6:
      return reset();
    case 7:
      return key_update();
    case 8:
      return go_on();
    case 9:
      return put_data();
    case 10:
      return peer_->ask_again();
    default:  // the peer leaves a message out
      if (peer_->speaks()) leave_out(peer_->make());
      return;
  }
}

void Play::reset() {
  peer_.emplace(peer_of(card_options_.role), peer_modes_, suite_);
  held_back_.clear();
  forged_ = false;
  const Answer answer = card_->reset();
  // A client says hello; it can't only where what the node has told it leaves no room.
  require(answer.accepted() && answer.data.empty() == (card_options_.role == Role::server));
  follow(answer);
}

void Play::any_command() {
  const Bytes command = program_.vector8();
  Answer answer = card_->transmit({command.begin(), command.end()});
  if (sw::is_more(answer.status) && program_.u8() % 2 == 0) card_->send(answer);
}

void Play::put_data() {
  static constexpr struct {
    DataObject object;
    Bytes right;
  } kAll[] = {{DataObject::time, kNow.digits},
              {DataObject::server_name, kServerName},
              {DataObject::protocol_name_list, kProtocols},
              {DataObject::server_address, {}}};
  const auto& [object, right] = kAll[program_.u8() % std::size(kAll)];
  const Bytes any = program_.vector8();
  const Bytes value = any.empty() ? right : any;
  const auto header = data_object_header(ins::kPutData, object, static_cast<uint8_t>(value.size()));
  Buffer command(header.begin(), header.end());
  command.insert(command.end(), value.begin(), value.end());
  card_->transmit(command);
}

/// What the peer is to say next, changed or not, in one record with others or in many.
void Play::next_message() {
  if (!peer_->speaks()) return;
  const uint8_t how = program_.u8();
  const Buffer right = peer_->make();
  const Buffer message = (how & 1) != 0 ? edited(right) : right;
  if (is_proof(right) && message != right) forged_ = true;
  held_back_.insert(held_back_.end(), message.begin(), message.end());
  const bool changes_keys = !peer_->seals() || is(HandshakeType::finished, right);
  if ((how & 2) != 0 && !changes_keys) return peer_->say(message);
  const bool in_pieces = (how & 4) != 0;
  if ((how & 8) != 0 && !in_pieces) {  // in one record with what may not be there
    const Bytes more = program_.vector8();
    const bool in_same_record = !more.empty() && held_back_.size() % peer_->max_content() != 0;
    if (changes_keys && in_same_record) forged_ = true;
    held_back_.insert(held_back_.end(), more.begin(), more.end());
  }
  // Sealed under the keys of before.
  std::vector<Buffer> records;
  const size_t piece = in_pieces ? 1 + program_.u8() : peer_->max_content();
  for (size_t at = 0; at < held_back_.size(); at += piece) {
    const Bytes part = Bytes(held_back_).subspan(at, std::min(piece, held_back_.size() - at));
    records.push_back(peer_->record(ContentType::handshake, part));
  }
  held_back_.clear();
  peer_->say(message);
  for (const Buffer& one : records) deliver(one);
}

Buffer Play::edited(Buffer message) {
  const uint8_t edits = program_.u8();
  for (int i = 0; i <= edits % 4; ++i) edit(message, program_);
  if ((edits & 4) == 0 && is(HandshakeType::client_hello, message)) peer_->bind(message);
  return message;
}

void Play::leave_out(const Bytes& message) {
  if (is_proof(message)) forged_ = true;
  peer_->say(message);
}

/// A message that the peer does not count as said.
void Play::any_message() {
  const uint8_t type = program_.u8();
  const Bytes body = program_.vector16();
  Buffer message = {type, 0, static_cast<uint8_t>(body.size() >> 8),
                    static_cast<uint8_t>(body.size())};
  message.insert(message.end(), body.begin(), body.end());
  deliver(peer_->record(ContentType::handshake, message));
}

void Play::any_content() {
  const auto type = static_cast<ContentType>(20 + program_.u8() % 5);
  const Bytes content = program_.vector8();
  const uint8_t padding = program_.u8();
  deliver(peer_->record(type, content, padding));
}

void Play::key_update() {
  if (!peer_->is_open()) return;
  const Buffer update = {24, 0, 0, 1, static_cast<uint8_t>(program_.u8() % 3)};
  const Answer answer = card_->exchange(peer_->record(ContentType::handshake, update));
  if (answer.accepted()) peer_->update_own_keys();
}

/// All that is still to be said, as it should be.
void Play::go_on() {
  while (peer_->speaks()) {
    const Buffer message = peer_->make();
    std::vector<Buffer> records;
    for (size_t at = 0; at < message.size(); at += peer_->max_content()) {
      const size_t size = std::min(peer_->max_content(), message.size() - at);
      records.push_back(peer_->record(ContentType::handshake, Bytes(message).subspan(at, size)));
    }
    peer_->say(message);
    for (const Buffer& one : records) deliver(one);
  }
}

void Play::echo() {
  const Buffer question = {'?', 23};
  const Answer heard =
      card_->exchange(peer_->record(ContentType::application_data, Bytes(question).first(1)));
  require(heard.status == sw::kOk && heard.data == question);
  const Answer said = card_->exchange(question, p1::kEncrypt);
  require(said.status == sw::kOk && peer_->hear(said.data) && peer_->heard() == question);
}

void Play::deliver(const Bytes& record) {
  if (card_->is_open()) {
    card_->exchange(record, p1::kDecrypt);  // what comes out is the node's
  } else {
    follow(card_->exchange(record, p1::kHandshake));
  }
}

void Play::follow(const Answer& answer) {
  if (!answer.data.empty()) peer_->hear(answer.data);
  check_peer();
  if (answer.status != sw::kOpen) return;
  // The peer has proven who it is, and that both have said and heard the same.
  require(!forged_ && peer_->has_finished() && card_->is_open());
  require(card_->mode() == peer_->mode());
}

/// Who has not come to an open session is nobody, and who is not let in does not come to one.
void Play::check_peer() {
  using Kind = PeerIdentity::Kind;
  using Allow = Card::Options::Allow;
  const PeerIdentity peer = card_->peer();
  const Buffer name = card_->peer_names(DataObject::peer_name);
  const Buffer alt_names = card_->peer_names(DataObject::peer_alt_names);
  const std::optional<Mode> mode = card_->mode();
  require((peer.kind == Kind::psk) == (mode == Mode::psk));
  if (peer.kind == Kind::psk) require(same_bytes(name, kPskIdentity));
  if (peer.kind == Kind::nobody) require(name.empty());
  if (peer.kind != Kind::certificate) require(alt_names.empty());
  if (!card_->is_open()) return;
  if (card_options_.role == Role::client) require(peer.kind != Kind::nobody);
  if (card_options_.allow != Allow::all) require(peer.kind != Kind::nobody);
  if (card_options_.allow == Allow::psk) require(peer.kind == Kind::psk);
}

}  // namespace tls_se::fuzz
