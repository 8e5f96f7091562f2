// One TLS session on one card, driven by RECV and SEND (draft section 3.2). Records go in and come
// out; the node holds no secret, so that is all there is to it. Blocking, one thread at a time.
//
// Every function throws CardError, in words for a person, if the card refuses a command or can't be
// reached. A TLS failure is no error here: it is the state `failed`, often with an alert to send.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "node/key_update_watch.h"
#include "reader/card_data.h"
#include "reader/card_reader.h"
#include "se/base/protocol.h"
#include "se/data_exchange/apdu.h"

namespace tls_se {

class CardError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The content was too long for the card, or for the limit that the peer has set it. Nothing is
/// lost: less will do.
class ContentTooLong : public CardError {
 public:
  using CardError::CardError;
};

/// The alert that has ended a session, and who has found which fault.
struct SessionAlert {
  enum class Origin {
    unknown,
    card,           // and the alert has been sent
    card_silently,  // and it has not
    card_untold,    // it does not even tell which
    peer,
  };
  Origin origin = Origin::unknown;
  uint8_t description = 0;
  Reason reason = Reason::none;  // of the card's, if it tells
};

/// For a person: handshake_failure, sent by the card: no cipher suite in common.
[[nodiscard]] std::string to_string(const SessionAlert& alert);

class CardSession {
 public:
  enum class State {
    handshake,
    open,    // at least one direction
    closed,  // both directions, by close_notify
    failed,  // by an alert of either side, without any TLS to come
  };

  struct Options {
    /// Bytes in one RECV, 1 to 255; none: what the card takes, as far as its reader remembers.
    std::optional<size_t> fragment_size;
    uint64_t records_per_key = uint64_t{1}
                               << 20;  // then the node has the card change its write key
  };

  /// What a record from the peer held.
  struct Decrypted {
    std::vector<uint8_t> content;
    ContentType type = ContentType::invalid;  // if the record held nothing for the node
    std::vector<uint8_t> records;  // to be sent to the peer: an answered KeyUpdate, or an alert
  };

  CardSession(CardReader& card, Options options) : card_(card), options_(options) {}

  /// Starts anew. Records to send if the card is the client, or has failed at once.
  [[nodiscard]] std::vector<uint8_t> reset();
  /// A record from the peer, before the session is open. Records to send.
  [[nodiscard]] std::vector<uint8_t> handshake(Bytes record);
  /// A record from the peer, once the session is open.
  [[nodiscard]] Decrypted decrypt(Bytes record);
  /// The records that carry this content, not empty, to the peer. Throws ContentTooLong too.
  [[nodiscard]] std::vector<uint8_t> encrypt(Bytes content, ContentType type);
  /// The longest content that encrypt() takes in the open session, as far as that is known.
  [[nodiscard]] std::optional<size_t> max_content();
  /// The record with close_notify: the last one in this direction.
  [[nodiscard]] std::vector<uint8_t> close();

  /// The card has put off the last reset() or handshake(), until a handshake of another of its
  /// sessions is over: the same again, a little later. What was before a reset() is gone even so.
  [[nodiscard]] bool is_busy() const { return is_busy_; }
  [[nodiscard]] State state() const { return state_; }
  /// Open, and the peer has not sent close_notify.
  [[nodiscard]] bool reads() const { return state_ == State::open && reads_; }
  /// Open, and close() has not been called.
  [[nodiscard]] bool writes() const { return state_ == State::open && writes_; }
  /// It has closed, or failed by an alert: the card has forgotten its keys by itself.
  [[nodiscard]] bool is_over() const {
    return card_is_sound_ && card_tells_end_ &&
           (state_ == State::closed || state_ == State::failed);
  }
  /// Why the session has failed, or is closed, as far as the card tells.
  [[nodiscard]] SessionAlert ending_alert();

 private:
  struct Answer {
    std::vector<uint8_t> bytes;
    StatusWord status = 0;
  };

  Answer exchange(uint8_t work, Bytes data);
  Answer transmit(Bytes command);
  bool is_put_off(const Answer& answer);
  void note(StatusWord status);
  void note_alert(uint8_t description, bool card_closes);
  void close_direction(bool& direction);
  [[nodiscard]] size_t fragment_size() const;
  void encrypt_record(Bytes content, ContentType type);
  void update_key();

  CardReader& card_;
  Options options_;
  State state_ = State::handshake;
  bool card_is_sound_ = false;  // it took the last RESET, and its platform has not failed since
  bool card_tells_end_ = true;  // an alert went through it, and it has said sw-close
  bool is_busy_ = false;
  bool reads_ = false;
  bool writes_ = false;
  uint64_t records_under_key_ = 0;
  KeyUpdateWatch key_update_watch_;
  // Records that the card has made and nobody has taken yet: none gets lost, since each has its
  // number in the sequence.
  std::vector<uint8_t> outgoing_;
  std::optional<uint8_t> silent_alert_;  // told by 6Dnn
  std::optional<uint8_t> plain_alert_;   // in the card's last record
  std::optional<uint8_t> peer_alert_;    // that the card has decrypted
};

}  // namespace tls_se
