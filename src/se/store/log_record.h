// How the log has a change of an object: a record (docs/store.md).
//
//     header: flags, id, size, check | value | CRC-32, at the end of a word |
//     confirmation
//
// Each column is words of flash, programmed in this order.
#pragma once

#include <array>

#include "se/store/flash.h"

namespace tls_se {

struct LogRecord {
  enum class Type : uint8_t {
    single = 1,   // counts by itself
    pending = 2,  // counts once there is a commit behind it
    commit = 3,
    alone = 4,  // counts by itself, and nothing before it does
  };
  static constexpr size_t kHeaderSize = Flash::kWordSize;
  static constexpr size_t kConfirmationSize = Flash::kWordSize;

  Type type = Type::single;
  bool is_secret = false;
  /// The word before it was left out: power had come when it was written, and
  /// who knows what the power that went before had begun there.
  bool has_gap = false;
  uint32_t id = 0;
  Bytes value;

  /// Bytes of flash, without a gap.
  [[nodiscard]] static constexpr size_t size_with(size_t value_size) {
    constexpr size_t kCheck = 4;
    const size_t words = (value_size + kCheck + Flash::kWordSize - 1) / Flash::kWordSize;
    return kHeaderSize + words * Flash::kWordSize + kConfirmationSize;
  }
  [[nodiscard]] size_t size() const { return size_with(value.size()); }
};

enum class LogRecordState : uint8_t {
  none,     // what stands there is no header
  torn,     // a header, and not all of what it has begun
  damaged,  // all of it was written once, and is something else now
  written,  // all of it, and no confirmation that it can be read again
  confirmed,
};

/// What `area` has at `at`, without a look at its check. False: no header.
[[nodiscard]] bool read_header(const Bytes& area, size_t at, LogRecord& record);
/// All of it. Of one that is torn, what its header says is right.
[[nodiscard]] LogRecordState read_record(const Bytes& area, size_t at, LogRecord& record);

/// Programs one, its value being `head` and `body`, at this place of the flash.
[[nodiscard]] bool write_record(Flash& flash, size_t at, const LogRecord& record, const Bytes& head,
                                const Bytes& body);

[[nodiscard]] bool is_erased(const Bytes& bytes);

/// A word of two numbers, and a check of both.
using CheckedWord = std::array<uint8_t, Flash::kWordSize>;
[[nodiscard]] CheckedWord checked_word(uint16_t kind, uint32_t number);
[[nodiscard]] bool read_checked_word(const Bytes& word, uint16_t kind, uint32_t& number);

}  // namespace tls_se
