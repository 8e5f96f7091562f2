#include "se/store/log_record.h"

namespace tls_se {
namespace {

constexpr uint8_t kTypeBits = 0x07;
constexpr uint8_t kSecret = 0x08;
constexpr uint8_t kGap = 0x10;
constexpr uint8_t kMagic = 0xa0;  // in the bits that are left
constexpr uint8_t kMagicBits = 0xe0;

/// The CRC-32 of Ethernet, bit by bit: it is tables that would make it large.
uint32_t crc32(uint32_t crc, const Bytes& bytes) {
  crc = ~crc;
  for (const uint8_t byte : bytes) {
    crc ^= byte;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (0xedb88320 & (0 - (crc & 1)));
  }
  return ~crc;
}

uint16_t check_of(const Bytes& bytes) { return static_cast<uint16_t>(crc32(0, bytes)); }

CheckedWord header_of(const LogRecord& record, size_t value_size) {
  const auto flags =
      static_cast<uint8_t>(kMagic | static_cast<uint8_t>(record.type) |
                           (record.is_secret ? kSecret : 0) | (record.has_gap ? kGap : 0));
  CheckedWord word;
  word[0] = flags;
  word[1] = static_cast<uint8_t>(record.id >> 16);
  store_u16(&word[2], record.id & 0xffff);
  store_u16(&word[4], value_size);
  store_u16(&word[6], check_of(Bytes(word).first(6)));
  return word;
}

/// Collects words and programs them one by one.
class WordWriter {
 public:
  WordWriter(Flash& flash, size_t at) : flash_(flash), at_(at) {}

  void bytes(const Bytes& bytes) {
    for (const uint8_t byte : bytes) {
      word_[used_++] = byte;
      if (used_ == word_.size()) program();
    }
  }
  /// What is left of the word, but for the last so many bytes of it, or of the
  /// next one.
  void pad(size_t but) {
    while (used_ != word_.size() - but) bytes(Bytes(&Flash::kErased, 1));
  }
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  void program() {
    ok_ = ok_ && flash_.program(at_, word_);
    at_ += word_.size();
    used_ = 0;
  }

  Flash& flash_;
  size_t at_;
  size_t used_ = 0;
  bool ok_ = true;
  std::array<uint8_t, Flash::kWordSize> word_;
};

constexpr size_t kCheckSize = 4;
constexpr std::array<uint8_t, LogRecord::kConfirmationSize> kConfirmation = {};

}  // namespace

bool is_erased(const Bytes& bytes) {
  for (const uint8_t byte : bytes) {
    if (byte != Flash::kErased) return false;
  }
  return true;
}

bool read_header(const Bytes& area, size_t at, LogRecord& record) {
  if (at > area.size() || area.size() - at < LogRecord::size_with(0)) return false;
  const Bytes left = area.subspan(at);
  const uint8_t flags = left[0];
  const auto type = static_cast<LogRecord::Type>(flags & kTypeBits);
  const size_t value_size = load_u16(&left[4]);
  if ((flags & kMagicBits) != kMagic || type < LogRecord::Type::single ||
      type > LogRecord::Type::alone || load_u16(&left[6]) != check_of(left.first(6)) ||
      LogRecord::size_with(value_size) > left.size()) {
    return false;
  }
  record = {.type = type,
            .is_secret = (flags & kSecret) != 0,
            .has_gap = (flags & kGap) != 0,
            .id = load_u24(&left[1]),
            .value = left.subspan(LogRecord::kHeaderSize, value_size)};
  return true;
}

LogRecordState read_record(const Bytes& area, size_t at, LogRecord& record) {
  if (!read_header(area, at, record)) return LogRecordState::none;
  const Bytes whole = area.subspan(at, record.size());
  const Bytes confirmation = whole.last(kConfirmation.size());
  Reader check(whole.first(whole.size() - confirmation.size()).last(kCheckSize));
  const bool is_right =
      check.u32() == crc32(0, whole.first(LogRecord::kHeaderSize + record.value.size()));
  if (same_bytes(confirmation, kConfirmation)) {
    return is_right ? LogRecordState::confirmed : LogRecordState::damaged;
  }
  return is_right ? LogRecordState::written : LogRecordState::torn;
}

bool write_record(Flash& flash, size_t at, const LogRecord& record, const Bytes& head,
                  const Bytes& body) {
  const CheckedWord header = header_of(record, head.size() + body.size());
  const uint32_t crc = crc32(crc32(crc32(0, header), head), body);
  std::array<uint8_t, kCheckSize> check;
  store_u32(check.data(), crc);
  WordWriter writer(flash, at);
  writer.bytes(header);
  writer.bytes(head);
  writer.bytes(body);
  writer.pad(check.size());
  writer.bytes(check);
  writer.bytes(kConfirmation);
  return writer.ok();
}

CheckedWord checked_word(uint16_t kind, uint32_t number) {
  CheckedWord word;
  store_u16(&word[0], kind);
  store_u32(&word[2], number);
  store_u16(&word[6], check_of(Bytes(word).first(6)));
  return word;
}

bool read_checked_word(const Bytes& word, uint16_t kind, uint32_t& number) {
  Reader reader(word);
  const bool is_kind = reader.u16() == kind;
  number = reader.u32();
  return is_kind && reader.u16() == check_of(word.first(6));
}

}  // namespace tls_se
