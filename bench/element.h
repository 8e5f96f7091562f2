// The secure element in either role, driven by APDUs as a node drives it, without the node.
#pragma once

#include <vector>

#include "bench/credentials.h"
#include "bench/watched_platform.h"
#include "card/personalised_flash.h"
#include "platform/openssl/openssl_key_maker.h"

namespace tls_se::bench {

class Element {
 public:
  enum class Apdus { short_length, extended_length };

  explicit Element(Role role, Mode mode, Apdus apdus = Apdus::short_length);
  Element(const Element&) = delete;
  Element& operator=(const Element&) = delete;

  /// A server's way back; a client's ClientHello begins with it.
  void reset();
  /// Whole records of the peer's in, the element's out; nothing in is a client's beginning. Throws
  /// std::runtime_error if a status word is none that belongs to a handshake that goes well.
  const std::vector<uint8_t>& handshake(Bytes records);
  [[nodiscard]] bool is_open() const { return status_ == sw::kOpen; }

  /// What the curve operations of all handshakes up to now have taken.
  [[nodiscard]] double seconds_on_curve() const { return on_curve_.seconds(); }

  /// One record's content and the byte of its type in, the record out.
  const std::vector<uint8_t>& encrypt(Bytes message);
  const std::vector<uint8_t>& decrypt(Bytes record);

 private:
  void tell_time();
  void exchange(uint8_t direction, Bytes input);
  void recv(uint8_t direction, uint8_t flags, Bytes fragment);
  void send();
  void process(size_t command_size);

  Apdus apdus_;
  size_t max_fragment_;
  Stopwatch on_curve_;
  WatchedCrypto crypto_{on_curve_};
  WatchedSignatures signatures_{on_curve_};
  OpensslKeyMaker key_maker_;
  MemoryFlash flash_;
  CardBody card_;
  std::vector<uint8_t> command_;
  std::vector<uint8_t> response_;
  StatusWord status_ = 0;
  std::vector<uint8_t> output_;
};

}  // namespace tls_se::bench
