// Status words: draft figure 11, and those of ISO 7816-4 for what is wrong with a command.
#pragma once

#include <cstdint>

namespace tls_se {

using StatusWord = uint16_t;

/// Which of the two encodings of sw-more(size) the card uses (draft section 4).
enum class SwMore : uint8_t {
  always_9f,
  always_61,
  mixed,  // 61 after RECV, 9F during SEND, as in draft section 5
};

namespace sw {

inline constexpr StatusWord kOk = 0x9000;     // sw-ok
inline constexpr StatusWord kOpen = 0x9001;   // sw-open
inline constexpr StatusWord kClose = 0x9002;  // sw-close

// sw-more(size), sw-retry(size): SW2 is the size, 00 standing for 256 (or more).
inline constexpr uint8_t kMore61 = 0x61;
inline constexpr uint8_t kMore9F = 0x9f;
inline constexpr uint8_t kRetry = 0x6c;

// Of a card that is personalised by commands.
inline constexpr uint8_t kTriesLeft = 0x63;     // SW2 is C0 and the tries, ISO 7816-4
inline constexpr uint8_t kInconsistent = 0x64;  // SW2 is C0 and the kind of object (docs/apdu.md)
inline constexpr StatusWord kMemoryFailure = 0x6581;
inline constexpr StatusWord kChannelNotSupported = 0x6881;
inline constexpr StatusWord kSecureMessagingNotSupported = 0x6882;
inline constexpr StatusWord kChainingNotSupported = 0x6884;
inline constexpr StatusWord kSecurityStatusNotSatisfied = 0x6982;
inline constexpr StatusWord kBlocked = 0x6983;

/// ETSI TS 102 221 section 10.2.1.2: the card is busy and can't process the command now, further
/// ones are allowed. Another session's handshake is under way.
inline constexpr StatusWord kBusy = 0x9300;

// sw-error.
inline constexpr uint8_t kError = 0x6d;               // SW2 is the AlertDescription, never 00
inline constexpr StatusWord kPlatformError = 0x6f01;  // the platform failed (internal_error)

inline constexpr StatusWord kWrongLength = 0x6700;
inline constexpr StatusWord kConditionsNotSatisfied = 0x6985;
inline constexpr StatusWord kWrongData = 0x6a80;
inline constexpr StatusWord kFunctionNotSupported = 0x6a81;
inline constexpr StatusWord kApplicationNotFound = 0x6a82;
inline constexpr StatusWord kNotEnoughMemory = 0x6a84;
inline constexpr StatusWord kWrongP1P2 = 0x6a86;
inline constexpr StatusWord kDataObjectNotFound = 0x6a88;
inline constexpr StatusWord kInstructionNotSupported = 0x6d00;
inline constexpr StatusWord kClassNotSupported = 0x6e00;

[[nodiscard]] constexpr uint8_t sw1(StatusWord word) { return static_cast<uint8_t>(word >> 8); }
[[nodiscard]] constexpr uint8_t sw2(StatusWord word) { return static_cast<uint8_t>(word); }
[[nodiscard]] constexpr StatusWord join(uint8_t sw1, uint8_t sw2) {
  return static_cast<StatusWord>(sw1 << 8 | sw2);
}

/// sw-more in either of its encodings.
[[nodiscard]] constexpr bool is_more(StatusWord word) {
  return sw1(word) == kMore61 || sw1(word) == kMore9F;
}
/// The size in the SW2 of sw-more and sw-retry.
[[nodiscard]] constexpr uint16_t announced_size(StatusWord word) {
  return sw2(word) == 0 ? 256 : sw2(word);
}

}  // namespace sw
}  // namespace tls_se
