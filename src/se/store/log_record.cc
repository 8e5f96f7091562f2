#include "se/store/log_record.h"

namespace tls_se {
namespace {

constexpr uint8_t kMagic = 0xa0;  // in the bits that are no flags
constexpr uint8_t kFlags = 0x03;
constexpr uint16_t kAreaMagic = 0x5345;
constexpr size_t kCheckSize = 4;
constexpr size_t kChecked = 6;  // bytes of a word whose check is the last two
constexpr uint8_t kZeros[Flash::kWordSize] = {};

/// The CRC-32 of Ethernet, bit by bit: it is tables that would make it large. Begins with, and goes
/// on from, its complement.
uint32_t crc32(uint32_t crc, const Bytes& bytes) {
  for (const uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (0xedb88320 & (0 - (crc & 1)));
  }
  return crc;
}

uint16_t check_of(const uint8_t* word) {
  return static_cast<uint16_t>(crc32(UINT32_MAX, {word, kChecked}));
}

bool is_checked(const uint8_t* word) { return load_u16(&word[kChecked]) == check_of(word); }

bool write_checked(Flash& flash, size_t at, uint8_t* word) {
  store_u16(&word[kChecked], check_of(word));
  return flash.program(at, {word, Flash::kWordSize});
}

bool is_all(const Bytes& bytes, uint8_t value) {
  for (const uint8_t byte : bytes) {
    if (byte != value) return false;
  }
  return true;
}

/// Collects words and programs them one by one.
struct WordWriter {
  Flash& flash;
  size_t at;
  size_t used = 0;
  bool ok = true;
  uint8_t word[Flash::kWordSize];

  void byte(uint8_t byte) {
    word[used++] = byte;
    if (used != sizeof word) return;
    ok = ok && flash.program(at, word);
    at += sizeof word;
    used = 0;
  }
  void bytes(const Bytes& bytes) {
    for (const uint8_t byte : bytes) this->byte(byte);
  }
};

}  // namespace

bool is_erased(const Bytes& bytes) { return is_all(bytes, Flash::kErased); }
bool is_zeros(const uint8_t* word) { return is_all({word, Flash::kWordSize}, 0); }
bool write_zeros(Flash& flash, size_t at) { return flash.program(at, kZeros); }

void parse_record(const uint8_t* begin, LogRecord& record) {
  const size_t size = load_u16(&begin[4]);
  record.begin = begin;
  record.end = begin + LogRecord::size_with(size);
  record.flags = begin[0] & kFlags;
  record.id = load_u24(&begin[1]);
  record.value = {&begin[Flash::kWordSize], size};
}

LogRecordState read_record(const Bytes& memory, LogRecord& record) {
  const uint8_t* const at = memory.data();
  if (memory.size() < LogRecord::size_with(0) || (at[0] & ~kFlags) != kMagic || !is_checked(at)) {
    return LogRecordState::none;
  }
  parse_record(at, record);
  if (record.end > at + memory.size()) return LogRecordState::none;
  const uint8_t* const confirmation = record.end - Flash::kWordSize;
  const uint32_t crc = crc32(UINT32_MAX, {at, Flash::kWordSize + record.value.size()});
  Reader check({confirmation - kCheckSize, kCheckSize});
  const bool is_right = check.u32() == crc;
  if (is_zeros(confirmation)) return is_right ? LogRecordState::confirmed : LogRecordState::damaged;
  return is_right ? LogRecordState::written : LogRecordState::torn;
}

bool write_record(Flash& flash, size_t at, const LogRecord& record, const Bytes& more) {
  uint8_t header[Flash::kWordSize];
  header[0] = kMagic | record.flags;
  header[1] = static_cast<uint8_t>(record.id >> 16);
  store_u16(&header[2], record.id & 0xffff);
  store_u16(&header[4], record.value.size() + more.size());
  if (!write_checked(flash, at, header)) return false;
  uint8_t check[kCheckSize];
  const uint32_t crc = crc32(UINT32_MAX, header);
  store_u32(check, crc32(crc32(crc, record.value), more));
  WordWriter writer{.flash = flash, .at = at + sizeof header, .word = {}};
  writer.bytes(record.value);
  writer.bytes(more);
  while (writer.used != sizeof writer.word - kCheckSize) writer.byte(Flash::kErased);
  writer.bytes(check);
  return writer.ok && write_zeros(flash, writer.at);
}

uint32_t read_area_number(const uint8_t* area) {
  Reader reader({area, kChecked});
  const bool is_area = reader.u16() == kAreaMagic && is_checked(area) &&
                       !is_erased({area + kConfirmation, Flash::kWordSize});
  const uint32_t number = reader.u32();
  return is_area ? number : 0;
}

bool write_area_number(Flash& flash, size_t area, uint32_t number) {
  uint8_t word[Flash::kWordSize];
  store_u16(word, kAreaMagic);
  store_u32(&word[2], number);
  return write_checked(flash, area, word);
}

}  // namespace tls_se
