// Command APDUs as ISO 7816-3 section 12.1.3 encodes them, and the commands of draft figure 10.
#pragma once

#include <optional>

#include "se/base/bytes.h"
#include "se/data_exchange/status_word.h"

namespace tls_se {

/// Draft figure 10, and the instructions of ISO 7816-4, -7, -8 and -9 beside it.
namespace ins {
inline constexpr uint8_t kTransaction = 0x12;  // PERFORM TRANSACTION OPERATION
inline constexpr uint8_t kVerify = 0x20;
inline constexpr uint8_t kChangeReferenceData = 0x24;
inline constexpr uint8_t kResetRetryCounter = 0x2c;
inline constexpr uint8_t kActivate = 0x44;
inline constexpr uint8_t kGenerateKeyPair = 0x46;  // GENERATE ASYMMETRIC KEY PAIR
inline constexpr uint8_t kManageChannel = 0x70;
inline constexpr uint8_t kGetChallenge = 0x84;
inline constexpr uint8_t kSelect = 0xa4;
inline constexpr uint8_t kSend = 0xc0;
inline constexpr uint8_t kGetData = 0xca;
inline constexpr uint8_t kGetDataBer = 0xcb;  // the tag in a data object
inline constexpr uint8_t kRecv = 0xd8;
inline constexpr uint8_t kPutData = 0xda;
inline constexpr uint8_t kPutDataBer = 0xdb;  // tag and value in a data object
inline constexpr uint8_t kErase = 0xe4;       // DELETE FILE
inline constexpr uint8_t kTerminate = 0xfe;   // TERMINATE CARD USAGE
}  // namespace ins

/// ISO 7816-4 section 5.4.1, the first interindustry class: 000 c ss nn, c the chaining bit, ss
/// secure messaging, nn the logical channel.
namespace cla {
inline constexpr uint8_t kChaining = 0x10;
inline constexpr uint8_t kSecureMessaging = 0x0c;
inline constexpr uint8_t kChannel = 0x03;
}  // namespace cla
inline constexpr size_t kMaxChannels = cla::kChannel + 1;

/// P1 of RECV. Design: the fragment with F-Last decides.
namespace p1 {
inline constexpr uint8_t kHandshake = 0x00;
inline constexpr uint8_t kDecrypt = 0x01;
inline constexpr uint8_t kEncrypt = 0x02;
}  // namespace p1

/// P2 of RECV: the fragmentation flag.
namespace p2 {
inline constexpr uint8_t kMore = 0x00;
inline constexpr uint8_t kFirst = 0x01;
inline constexpr uint8_t kLast = 0x02;
}  // namespace p2

/// Of PERFORM TRANSACTION OPERATION, ISO 7816-7.
namespace p2 {
inline constexpr uint8_t kBegin = 0x80;
inline constexpr uint8_t kCommit = 0x81;
inline constexpr uint8_t kRollback = 0x82;
}  // namespace p2

inline constexpr size_t kMaxShortData = 255;      // command data in one short APDU
inline constexpr size_t kMaxShortResponse = 256;  // response data of one short APDU
/// CLA INS P1 P2 P3, data, Le.
inline constexpr size_t kMaxShortCommand = 5 + kMaxShortData + 1;

struct Apdu {
  uint8_t cla = 0;
  uint8_t ins = 0;
  uint8_t p1 = 0;
  uint8_t p2 = 0;
  Bytes data;           // empty in cases 1 and 2
  size_t expected = 0;  // Le as a number of bytes, 256 (65,536) for 00 (0000); 0 if there is none
  bool extended = false;
  bool p3_is_zero = false;  // the fifth byte is 00, or there is none: T=0 sends case 1 so
};

/// Fills `apdu`, fresh from its constructor, with the fields of a command. False if the command's
/// length is not that of any case (6700).
[[nodiscard]] bool parse_apdu(const Bytes& command, Apdu& apdu);

/// The same for a host, where a command that is none reads best as nothing.
[[nodiscard]] inline std::optional<Apdu> parse_apdu(const Bytes& command) {
  Apdu apdu;
  if (!parse_apdu(command, apdu)) return std::nullopt;
  return apdu;
}

}  // namespace tls_se
