#include "se/store/log_record.h"

#include <bit>
#include <cstring>

#include "se/base/secret.h"

namespace tls_se {
namespace {

constexpr uint32_t kRecord = 0x80;  // a flag that all have: no header is zeros
constexpr size_t kCheckSize = 4;
constexpr size_t kChecked = 6;  // bytes of a header whose check is the last two

/// The CRC-32 of Ethernet, bit by bit, for tables would be large, and what is stored may be a key.
/// Not complemented at its end.
uint32_t crc32_step(uint32_t crc, uint8_t byte) {
  crc ^= byte;
  for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (0xedb88320 & hide(0 - (crc & 1)));
  return crc;
}

uint32_t crc32(LogRecord::Place from, LogRecord::Place to) {
  uint32_t crc = UINT32_MAX;
  for (; from != to; ++from) crc = crc32_step(crc, *from);
  return crc;
}

/// Of a place that a chip can read at once.
uint32_t load_half_word(const uint8_t* place) {
  uint32_t number = 0;
  std::memcpy(&number, __builtin_assume_aligned(place, sizeof number), sizeof number);
  if constexpr (std::endian::native == std::endian::big) number = std::byteswap(number);
  return number;
}

/// Collects words and programs them one by one.
struct WordWriter {
  alignas(Flash::kWordSize) uint8_t word[Flash::kWordSize];
  Flash& flash;
  size_t at;
  size_t used = 0;
  uint32_t crc = UINT32_MAX;  // of all that was written
  bool ok = true;

  WordWriter(Flash& to, size_t place) : flash(to), at(place) {}

  void byte(uint8_t byte) {
    crc = crc32_step(crc, byte);
    word[used++] = byte;
    if (used != sizeof word) return;
    used = 0;
    ok = ok && flash.program(at, word);
    at += sizeof word;
  }
  void number(uint32_t number, size_t size) {
    for (; size != 0; --size) {
      byte(static_cast<uint8_t>(number));
      number >>= 8;
    }
  }
  void bytes(const Bytes& bytes) {
    for (const uint8_t byte : bytes) this->byte(byte);
  }
};

}  // namespace

bool is_all(uint8_t value, LogRecord::Place from, LogRecord::Place to) {
  for (; from != to; ++from) {
    if (*from != value) return false;
  }
  return true;
}

uint16_t parse_record(LogRecord::Place at, LogRecord& record) {
  const uint32_t name = load_half_word(at);
  const uint32_t size_and_check = load_half_word(at + 4);
  const size_t size = size_and_check & 0xffff;
  record.id = name & 0xffffff;
  record.flags = static_cast<uint8_t>(name >> 24);
  record.value = at + Flash::kWordSize;
  record.size = size;
  record.end =
      at + (name == 0 ? 2 * Flash::kWordSize : LogRecord::size_with(size)) - Flash::kWordSize;
  return static_cast<uint16_t>(size_and_check >> 16);
}

bool read_record(LogRecord::Place at, LogRecord::Place memory_end, LogRecord& record) {
  const uint16_t check = parse_record(at, record);
  if (check != static_cast<uint16_t>(crc32(at, at + kChecked)) || record.end >= memory_end) {
    record.end = at + Flash::kWordSize;
    return false;
  }
  const LogRecord::Place crc = record.end - kCheckSize;
  return load_half_word(crc) == crc32(at, crc);
}

size_t write_record(Flash& flash, size_t at, const LogRecord& record, const Bytes& more) {
  WordWriter writer(flash, at);
  writer.number((kRecord | record.flags) << 24 | record.id, 4);
  writer.number(static_cast<uint32_t>(record.size + more.size()), 2);
  writer.number(writer.crc, 2);
  writer.bytes({record.value, record.size});
  writer.bytes(more);
  while (writer.used != sizeof writer.word - kCheckSize) writer.byte(Flash::kErased);
  writer.number(writer.crc, kCheckSize);
  writer.number(0, Flash::kWordSize);
  return writer.ok ? writer.at : 0;
}

}  // namespace tls_se
