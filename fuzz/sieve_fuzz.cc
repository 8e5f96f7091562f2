// A ClientHello that is sieved as it comes by a card of little memory, and the same bytes to a card
// that takes them whole: both answer the same, byte for byte, but that the first may say that what
// it would have to hold is too long. The input is a little program (sieve_seeds.sh): a client's
// hellos, changed or not, in any records and fragments.
#include <optional>

#include "fuzz/card.h"
#include "fuzz/edit.h"
#include "fuzz/peer.h"
#include "se/tls_lib/handshake_header.h"
#include "se/tls_state_machine/programs.h"

namespace {

using namespace tls_se;
using namespace tls_se::fuzz;

constexpr int kMaxSteps = 12;
constexpr size_t kSmallest = 512;     // content, of the card that sieves
constexpr size_t kEnough = 80 << 10;  // for all that a program makes of a hello, and a record

constexpr Program without_sieve(Program program) {
  program.sieve = nullptr;
  return program;
}
constexpr Program kWholeHellos = without_sieve(programs::kServer);

/// How much of a ClientHello a card looks at, and so has to hold. Nothing of one whose lengths
/// contradict each other: it may have to hold any part of that.
std::optional<size_t> looked_at(const Bytes& hello) {
  Reader reader(hello);
  reader.bytes(kHandshakeHeaderSize + 2 + kRandomSize);
  reader.vector8();
  reader.vector16();
  reader.vector8();
  Reader extensions(reader.vector16());
  if (!reader.done() || message_size_of(hello) != hello.size()) return {};
  size_t size = hello.size();
  while (extensions.more()) {
    const auto type = static_cast<ExtensionType>(extensions.u16());
    const Bytes data = extensions.vector16();
    if (!extensions.ok()) return {};
    if (type == ExtensionType::pre_shared_key) break;  // from there on it holds everything
    if (!has_row(type)) size -= 2 + 2 + data.size();
    if (type != ExtensionType::key_share) continue;
    Reader list(data);
    Reader shares(list.vector16());
    if (!list.done()) return {};
    while (shares.more()) {
      const uint16_t group = shares.u16();
      const size_t share = shares.vector16().size();
      if (!shares.ok()) return {};
      if (group != kSecp256r1.id && share != 0) size -= 2 + 2 + share;
    }
  }
  return size;
}

bool is_too_long(const CardEndReason& end) {
  return end.origin == CardEndReason::Origin::card &&
         (end.reason == Reason::message_too_long || end.reason == Reason::record_too_long ||
          end.reason == Reason::does_not_fit);
}

bool is_client_hello(const Bytes& message) {
  return message[0] == static_cast<uint8_t>(HandshakeType::client_hello);
}

class TwoCards {
 public:
  explicit TwoCards(const Bytes& program) : program_(program) {
    const unsigned of_cards = program_.u8();
    const unsigned of_peer = program_.u8();
    // The two would put a long message of their own into records of different lengths.
    Card::Options options{.silent_alerts = (of_cards & 64) != 0,
                          .pinned = (of_cards & 128) != 0,
                          .record_size_limit = kSmallest / 2,
                          .leaf_alone = true};
    if ((of_peer & 4) != 0) options.modes = {Mode::psk, Mode::mutual};
    options.content = kSmallest + 16 * (of_cards % 64);
    small_size_ = options.content + kRecordOverhead;
    small_.emplace(options, platform(0));
    options.content = kEnough;
    options.program = &kWholeHellos;
    whole_.emplace(options, platform(1));
    peer_mode_ = static_cast<Mode>(of_peer % 4 % 3);
    suite_ = kSuites[(of_peer >> 3) % 4 % 3];
    reset();
  }

  void run() {
    for (int steps = 0; steps < kMaxSteps && program_.more() && !over_; ++steps) step();
  }

 private:
  static StandInPlatform& platform(size_t card) {
    static auto* const platforms = new StandInPlatform[2];
    return platforms[card];
  }

  void step() {
    switch (program_.u8() % 5) {
      case 0:
        return say();
      case 1: {  // any part of a message
        as_it_should_be_ = false;
        const Bytes content = program_.vector16();
        return deliver(pieces_of(content));
      }
      case 2: {  // any record
        as_it_should_be_ = false;
        const auto type = static_cast<ContentType>(20 + program_.u8() % 5);
        return deliver_record(peer_->record(type, program_.vector8()));
      }
      case 3: {  // any command
        as_it_should_be_ = false;
        const Bytes bytes = program_.vector8();
        Buffer command(bytes.begin(), bytes.end());
        // A record that it begins is whole.
        if (command.size() > 3 && command[1] == ins::kRecv) command[3] |= p2::kLast;
        transmit(command);
        return;
      }
      default:
        return reset();
    }
  }

  void reset() {
    peer_.emplace(Role::client, peer_mode_, suite_);
    as_it_should_be_ = true;
    follow(transmit({0, ins::kRecv, 0, 0, 0}));
  }

  /// What the peer is to say next; a ClientHello changed as often as the program wants.
  void say() {
    if (!peer_->speaks()) return;
    Buffer message = peer_->make();
    const bool is_hello = is_client_hello(message);
    const uint8_t edits = is_hello ? program_.u8() : 0;
    for (int i = 0; i < edits % 8; ++i) edit(message, program_);
    if (is_hello && (edits & 8) == 0) peer_->bind(message);
    const std::optional<size_t> held = is_client_hello(message) ? looked_at(message) : std::nullopt;
    // Beside it a record's header has to fit, and that of an extension that is dropped.
    must_fit_ = held && as_it_should_be_ && *held + kRecordHeaderSize + 4 <= small_size_;
    const std::vector<Buffer> records = pieces_of(message);
    peer_->say(message);
    deliver(records);
    must_fit_ = false;
  }

  /// A size from the program: of the next record's content, or of the next fragment.
  size_t size_of_piece(size_t most) {
    const uint8_t size = program_.u8();
    if (size == 0) return most;
    return std::min<size_t>(most, size < 128 ? size : size_t{64} * (size - 127));
  }

  std::vector<Buffer> pieces_of(Bytes content) {
    std::vector<Buffer> records;
    while (!content.empty()) {
      const size_t most = std::min(content.size(), peer_->max_content());
      const Bytes piece = content.first(size_of_piece(most));
      content = content.subspan(piece.size());
      records.push_back(peer_->record(ContentType::handshake, piece));
    }
    return records;
  }

  void deliver(const std::vector<Buffer>& records) {
    for (const Buffer& record : records) {
      if (!over_) deliver_record(record);
    }
  }

  void deliver_record(Buffer record) {
    const uint8_t how = program_.u8();
    if ((how & 1) != 0) {  // its header tells another length
      store_u16(&record[3], load_u16(&record[3]) ^ program_.u16());
      must_fit_ = false;
    }
    int to_begin_again = how >> 1 & 3;  // so often
    for (size_t at = 0; at < record.size() && !over_;) {
      if (at != 0 && to_begin_again-- > 0 && begins_again(record, at)) at = 1;
      const Bytes fragment = Bytes(record).subspan(at, size_of_piece(record.size() - at));
      const bool last = at + fragment.size() == record.size();
      const int flags = (at == 0 ? p2::kFirst : 0) | (last ? p2::kLast : 0);
      const Answer answer = transmit(recv_command(fragment, flags));
      follow(answer);
      if (answer.status != sw::kOk) return;
      at += fragment.size();
    }
  }

  /// The first byte once more, behind `at` others. Nothing of a record that is sieved can be taken
  /// back: that card refuses to begin again then, and goes on.
  bool begins_again(const Bytes& record, size_t at) {
    const Buffer command = recv_command(record.first(1), p2::kFirst);
    const StatusWord status = small_->transmit(command).status;
    if (status == sw::kConditionsNotSatisfied) {
      require(at >= kRecordHeaderSize);
      require(small_->next_record().handshake_type == HandshakeType::client_hello);
      return false;
    }
    require(status == whole_->transmit(command).status);
    return true;
  }

  static Buffer recv_command(const Bytes& fragment, int flags) {
    Buffer command = {0, ins::kRecv, p1::kHandshake, static_cast<uint8_t>(flags)};
    if (fragment.size() > kMaxShortData) {
      command.insert(command.end(), {0, static_cast<uint8_t>(fragment.size() >> 8)});
    }
    command.push_back(static_cast<uint8_t>(fragment.size()));
    command.insert(command.end(), fragment.begin(), fragment.end());
    return command;
  }

  void follow(const Answer& answer) {
    if (!over_ && !answer.data.empty()) peer_->hear(answer.data);
  }

  Answer transmit(const Buffer& command) {
    const Answer answer = small_->send(small_->transmit(command));
    const Answer right = whole_->send(whole_->transmit(command));
    compare(answer, right);
    over_ = over_ || answer.status == sw::kOpen;  // buffers tell how much they take, from now on
    return answer;
  }

  void compare(const Answer& answer, const Answer& right) {
    const CardEndReason end = small_->end_reason();
    const CardEndReason right_end = whole_->end_reason();
    const bool same = answer.status == right.status && answer.data == right.data &&
                      end.origin == right_end.origin && end.alert == right_end.alert &&
                      end.reason == right_end.reason;
    if (same) return;
    over_ = true;
    if (right_end.reason == Reason::message_too_long) return;  // it does not take 2^24 bytes either
    require(is_too_long(end) && !must_fit_);
  }

  Reader program_;
  Mode peer_mode_;
  const CipherSuite* suite_;
  size_t small_size_;
  std::optional<Card> small_;  // sieves
  std::optional<Card> whole_;
  std::optional<Peer> peer_;
  bool as_it_should_be_ = true;  // up to now
  bool must_fit_ = false;        // what is being said
  bool over_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  TwoCards({data, size}).run();
  return 0;
}
