// What stands in the log of a store, word by word of flash (docs/store.md).
#pragma once

#include "se/store/flash.h"

namespace tls_se {

/// A change of an object:
///
///     header: id, flags, size, check | value, CRC-32 at the end of a word | confirmation: zeros
///
/// Each column is words of flash, programmed in this order; numbers are little-endian. Elsewhere
/// between records there may be words of zeros too, which say nothing. No member but `end` has a
/// value before there is a record: code for that would be flash.
struct LogRecord {
  using Place = const uint8_t*;  // in the flash, at the start of a word

  // Flags.
  static constexpr uint8_t kSecret = 0x01;
  static constexpr uint8_t kPending = 0x02;  // counts once there is a commit behind it
  static constexpr uint8_t kAlone = 0x04;    // everything before it is gone
  /// Of a commit, and of a word of zeros.
  static constexpr uint32_t kNoObject = 0;

  Place end;  // behind the CRC, or where the first record begins; of one that was read
  const uint8_t* value;
  size_t size;
  uint32_t id;  // 24 bits
  uint8_t flags;

  [[nodiscard]] bool has(uint8_t flag) const { return (flags & flag) != 0; }
  /// Bytes of flash that one takes.
  [[nodiscard]] static constexpr size_t size_with(size_t value_size) {
    constexpr size_t kHeader = Flash::kWordSize;
    constexpr size_t kCheck = 4;
    constexpr size_t kConfirmation = Flash::kWordSize;
    return (kHeader + value_size + kCheck + kConfirmation + Flash::kWordSize - 1) &
           ~(Flash::kWordSize - 1);
  }
};

/// The record that begins there, whose header is known to be right, or the word of zeros. Returns
/// the header's check.
uint16_t parse_record(LogRecord::Place at, LogRecord& record);

/// True if a record begins there that is right to its CRC. Else `record.end` is behind all that
/// somebody has written who was interrupted.
[[nodiscard]] bool read_record(LogRecord::Place at, LogRecord::Place memory_end, LogRecord& record);

/// Programs one: flags and id, the value and behind it `more`. Returns where it ends, with its
/// confirmation, or 0 if the flash has failed.
[[nodiscard]] size_t write_record(Flash& flash, size_t at, const LogRecord& record,
                                  const Bytes& more);

[[nodiscard]] bool is_all(uint8_t value, LogRecord::Place from, LogRecord::Place to);

}  // namespace tls_se
