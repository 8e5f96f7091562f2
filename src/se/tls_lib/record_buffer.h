// The one buffer of the element. From its start it holds the bytes of handshake messages that are
// not complete yet; behind them stands one record: on its way in, as RECV collects it, or on its
// way out, until SEND has read it. One record is in memory at a time.
//
//     | held handshake bytes | record in, or record out | free |
#pragma once

#include "se/base/protocol.h"
#include "se/base/secret.h"

namespace tls_se {

class RecordBuffer {
 public:
  /// Of no value before wipe_all().
  explicit RecordBuffer(const MutableBytes& memory) : memory_(memory), touched_(memory.size()) {}

  // In.
  /// Forgets what was collected of a record.
  void start_input();
  /// Gives how much of it fits; that it is not all is remembered as an overflow until a later call
  /// takes the rest.
  size_t collect(const Bytes& fragment);
  [[nodiscard]] bool overflowed() const { return overflowed_; }
  [[nodiscard]] MutableBytes input() { return room().first(input_); }

  // Handshake messages, which may be in pieces or several to a record (RFC 8446 section 5.1).
  /// Moves `content`, decrypted in place, behind the bytes already held.
  void hold(const Bytes& content);
  /// The same, of a record that goes on: what comes of it next is held too.
  void hold_part(const Bytes& content) {
    hold(content);
    streams_ = true;
  }
  /// The record that comes has lost its header, and its content is held as it comes.
  [[nodiscard]] bool streams() const { return streams_; }
  [[nodiscard]] MutableBytes held() { return memory_.first(held_); }
  [[nodiscard]] bool holds_any() const { return held_ != 0; }
  /// The first `size` bytes held have been dealt with.
  void release(size_t size) { erase(0, size); }
  /// Takes `size` of the held bytes out, from `at` on.
  void erase(size_t at, size_t size);
  [[nodiscard]] size_t capacity() const { return memory_.size(); }

  // Out.
  /// Where a record may be made; to be touched before that.
  [[nodiscard]] MutableBytes room() { return memory_.subspan(held_); }
  /// The first `size` bytes of the room may be written. What nobody has touched need not be wiped.
  void touch(size_t size);
  /// These `size` bytes of this buffer are to be sent; the held ones stay held.
  void start_output(const uint8_t* begin, size_t size);
  /// Once the output has been sent, only the last `size` of the held bytes are to stay.
  void keep(size_t size) { kept_ = size; }
  [[nodiscard]] Bytes output() const { return output_; }
  /// The next `size` bytes of output have left. Wipes the record once all have.
  void sent(size_t size);

  void wipe_all();

 private:
  bool overflowed_;
  bool streams_;
  MutableBytes memory_;
  Bytes output_;
  size_t touched_;
  size_t held_;
  size_t kept_;
  size_t input_;
};

}  // namespace tls_se
