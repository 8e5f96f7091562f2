// The card: command APDUs in, response APDUs out. It wires the boxes of draft figure 2 together.
#pragma once

#include "se/applet/card_circumstances.h"
#include "se/data_exchange/data_exchange.h"

namespace tls_se {

struct Response {
  size_t size = 0;  // bytes of data at the start of the response buffer
  StatusWord status = 0;
};

class Applet {
 public:
  /// Everything outlives the applet. `put_data` is null in a card without PUT DATA; `memory`
  /// becomes the record buffer. Of no value before power_up() or stop().
  ///
  /// A card with several sessions has an applet for each, with slots, settings and memory of its
  /// own; crypto and handshake are one for all, which they use in turn (execute_in_turn).
  Applet(Crypto& crypto, const CardSettings& settings, PutData* put_data,
         HandshakeMemory& handshake, const MutableBytes& memory, Slots slots = {})
      : put_data_(put_data),
        data_exchange_(machine_, settings),
        machine_(crypto, settings.tls, handshake, memory, slots) {}

  /// Any bytes are answered. `response` has room for 256 bytes; more of it is used only by a SEND
  /// of extended length. The class byte is that of the basic logical channel.
  Response process(const Bytes& command, const MutableBytes& response);
  /// The same for a card with logical channels, which has judged the class byte: it is not looked
  /// at. `size` bytes of data stand at the start of `response`; zero comes in.
  StatusWord execute(const Apdu& command, const MutableBytes& response, size_t& size);
  /// The same of a card whose applets share the memory of a handshake: 9300, and nothing has
  /// changed, while that is another's. A handshake begins with the first RECV that a server has of
  /// it, so that one that is only ready keeps nobody waiting, and with the RESET of a client.
  StatusWord execute_in_turn(const Apdu& command, const MutableBytes& response, size_t& size);

  /// Wipes the session, and starts another one if the card is a server's.
  void power_up() { data_exchange_.power_up(); }
  /// Wipes the session: a RESET has to follow, or power_up().
  void stop() { machine_.stop(); }

  /// Of a stopped one it is the card's to use, until the next RESET.
  [[nodiscard]] RecordBuffer& buffer() { return machine_.buffer(); }

 private:
  StatusWord get_data(const Apdu& command, const MutableBytes& response, size_t& size);
  [[nodiscard]] StatusWord select(const Apdu& command) const;
  StatusWord put_data(const Apdu& command);

  PutData* put_data_;
  DataExchange data_exchange_;
  Machine machine_;
};

/// An element with its memory: the whole RAM of a card but for its platform's and its stack.
/// The record buffer holds one record of record_buffer_size bytes of content.
template <size_t record_buffer_size>
class SecureElement {
  static_assert(record_buffer_size >= 2 * 63,
                "record_size_limit is at least 64, RFC 8449 section 4");

 public:
  SecureElement(Crypto& crypto, const CardSettings& settings, PutData* put_data)
      : handshake_(crypto), applet_(crypto, settings, put_data, handshake_, memory_) {
    applet_.power_up();
  }

  Response process(const Bytes& command, const MutableBytes& response) {
    return applet_.process(command, response);
  }

 private:
  HandshakeMemory handshake_;
  std::array<uint8_t, record_buffer_size + kRecordOverhead> memory_;  // wiped before it is used
  Applet applet_;
};

}  // namespace tls_se
