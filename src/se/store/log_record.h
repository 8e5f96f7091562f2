// What stands in the log of a store, word by word of flash (docs/store.md).
#pragma once

#include "se/store/flash.h"

namespace tls_se {

/// A change of an object:
///
///     header: flags, id, size, check | value, CRC-32 at the end of a word | confirmation: zeros
///
/// Each column is words of flash, programmed in this order. Between records there may be words of
/// zeros, which say nothing.
struct LogRecord {
  // Flags.
  static constexpr uint8_t kSecret = 0x01;
  static constexpr uint8_t kPending = 0x02;  // counts once there is a commit behind it
  /// Not an object's, but a commit.
  static constexpr uint32_t kCommit = 0;

  const uint8_t* begin = nullptr;  // of one that has been read
  const uint8_t* end = nullptr;
  uint8_t flags = 0;
  uint32_t id = kCommit;  // 24 bits
  Bytes value;

  [[nodiscard]] bool has(uint8_t flag) const { return (flags & flag) != 0; }
  /// Bytes of flash that one takes.
  [[nodiscard]] static constexpr size_t size_with(size_t value_size) {
    constexpr size_t kHeader = Flash::kWordSize;
    constexpr size_t kCheck = 4;
    constexpr size_t kConfirmation = Flash::kWordSize;
    const size_t padded = (value_size + kCheck + Flash::kWordSize - 1) & ~(Flash::kWordSize - 1);
    return kHeader + padded + kConfirmation;
  }
};

/// The record that begins there, whose header is known to be right.
void parse_record(const uint8_t* begin, LogRecord& record);

enum class LogRecordState : uint8_t {
  none,     // what stands there is no header
  torn,     // a header, and not all of what it has begun
  damaged,  // all of it was written once, and is something else now
  written,  // all of it, and no confirmation that it can be read again
  confirmed,
};
/// What `memory` begins with. Of one that is torn, what its header says is right.
[[nodiscard]] LogRecordState read_record(const Bytes& memory, LogRecord& record);

/// Programs one: flags and id, the value and behind it `more`.
[[nodiscard]] bool write_record(Flash& flash, size_t at, const LogRecord& record,
                                const Bytes& more);

// An area begins with its number, and a confirmation of it: zeros.
inline constexpr size_t kConfirmation = Flash::kWordSize;
inline constexpr size_t kFirstRecord = 2 * Flash::kWordSize;

/// The number of an area that has one and a confirmation; else 0.
[[nodiscard]] uint32_t read_area_number(const uint8_t* area);
[[nodiscard]] bool write_area_number(Flash& flash, size_t area, uint32_t number);

[[nodiscard]] bool write_zeros(Flash& flash, size_t at);
[[nodiscard]] bool is_erased(const Bytes& bytes);
[[nodiscard]] bool is_zeros(const uint8_t* word);

}  // namespace tls_se
