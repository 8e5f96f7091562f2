// The card: command APDUs in, response APDUs out. It wires the boxes of draft figure 2 together.
#pragma once

#include "se/applet/node_supplied.h"
#include "se/data_exchange/data_exchange.h"

namespace tls_se {

/// What the card was personalised for.
struct CardSettings {
  TlsSettings tls;
  SwMore sw_more = SwMore::always_9f;
  /// Null in a card without PUT DATA.
  PutData* put_data = nullptr;
};

/// GET DATA: P1-P2 of the data objects that the card gives.
namespace data_object {
/// Why the last session ended: origin (00 not ended, 01 the card, 02 the peer), AlertDescription,
/// 00.
inline constexpr uint16_t kEndReason = 0x0101;
/// What comes next: phase (00 handshake, a record is expected; 01 a record waits to be sent; 02
/// open; 03 closed), ContentType of that record and HandshakeType of its message, 00 where there is
/// none.
inline constexpr uint16_t kState = 0x0102;
/// What the handshake of the open session has come to: mode (01 PSK, 02 certificate of the server,
/// 03 of both), flags, and the cipher suite. All 00 if no session is open.
inline constexpr uint16_t kSession = 0x0103;
inline constexpr uint8_t kValidityUnchecked = 0x01;    // a certificate's, for want of the time
inline constexpr uint8_t kNoClientCertificate = 0x02;  // in mode 03: the client has shown none
}  // namespace data_object

/// The card's application identifier, in ISO 7816-5's proprietary range: F0 "TLS-SE".
inline constexpr std::array<uint8_t, 7> kApplicationId = {0xf0, 0x54, 0x4c, 0x53, 0x2d, 0x53, 0x45};

struct Response {
  size_t size = 0;  // bytes of data at the start of the response buffer
  StatusWord status = 0;
};

class Applet {
 public:
  /// Everything outlives the applet. `memory` becomes the record buffer.
  Applet(Crypto& crypto, const CardSettings& settings, const Program& program,
         const MutableBytes& memory);

  /// Any bytes are answered. `response` has room for 256 bytes; more of it is used only by a SEND
  /// of extended length.
  Response process(const Bytes& command, const MutableBytes& response);

 private:
  StatusWord dispatch(const Apdu& command, const MutableBytes& response, size_t& size);
  StatusWord get_data(const Apdu& command, const MutableBytes& response, size_t& size) const;
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
  SecureElement(Crypto& crypto, const CardSettings& settings, const Program& program)
      : applet_(crypto, settings, program, memory_) {}

  Response process(const Bytes& command, const MutableBytes& response) {
    return applet_.process(command, response);
  }

 private:
  std::array<uint8_t, record_buffer_size + kRecordOverhead> memory_;  // wiped before it is used
  Applet applet_;
};

}  // namespace tls_se
