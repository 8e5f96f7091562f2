#include "se/store/object_store.h"

namespace tls_se {
namespace {

// The words at the start of an area.
constexpr size_t kErasedWord = 0;                      // how often; written when it has been
constexpr size_t kCurrentWord = Flash::kWordSize;      // its number; all that is to be in it is
constexpr size_t kRetiredWord = 2 * Flash::kWordSize;  // not erased: the next area is current
constexpr size_t kFirstRecord = 3 * Flash::kWordSize;

constexpr uint16_t kErasedKind = 0x5345;
constexpr uint16_t kCurrentKind = 0x4c4f;

/// The first record of a store: behind a torn first word there would be none.
constexpr ObjectStore::Id kFormat = 0;

}  // namespace

// Areas
// ---------------------------------------------------------------------------------------------

size_t ObjectStore::pages_of_area() const {
  return flash_.mapped().size() / flash_.page_size() / areas_;
}

Bytes ObjectStore::area(size_t number) const {
  const size_t size = pages_of_area() * flash_.page_size();
  return flash_.mapped().subspan(number * size, size);
}

bool ObjectStore::is_current(size_t number, uint32_t& sequence) const {
  return read_checked_word(area(number).subspan(kCurrentWord, Flash::kWordSize), kCurrentKind,
                           sequence);
}

bool ObjectStore::is_retired(size_t number) const {
  return !is_erased(area(number).subspan(kRetiredWord, Flash::kWordSize));
}

size_t ObjectStore::capacity() const { return area(0).size() - kFirstRecord; }

uint32_t ObjectStore::wear() const {
  uint32_t most = 0;
  for (size_t number = 0; number < areas_; ++number) {
    uint32_t erased = 0;
    const Bytes word = area(number).first(Flash::kWordSize);
    if (read_checked_word(word, kErasedKind, erased) && erased > most) most = erased;
  }
  return most;
}

/// Its first page first, so that a part of it is none. Of a count that was lost
/// on the way, the most that it can have been.
bool ObjectStore::erase_area(size_t number) {
  uint32_t erased = 0;
  if (!read_checked_word(area(number).first(Flash::kWordSize), kErasedKind, erased)) {
    erased = wear();
  }
  const size_t pages = pages_of_area();
  for (size_t page = 0; page < pages; ++page) {
    if (!flash_.erase(number * pages + page)) return false;
  }
  return flash_.program(number * pages * flash_.page_size() + kErasedWord,
                        checked_word(kErasedKind, erased + 1));
}

bool ObjectStore::is_ready(size_t number) const {
  uint32_t erased = 0;
  const Bytes area = this->area(number);
  return read_checked_word(area.first(Flash::kWordSize), kErasedKind, erased) &&
         is_erased(area.subspan(Flash::kWordSize));
}

bool ObjectStore::erase_others() {
  for (size_t number = 0; number < areas_; ++number) {
    if (number != area_ && !is_ready(number) && !erase_area(number)) return false;
  }
  return true;
}

// Power comes
// ---------------------------------------------------------------------------------------

StoreStatus ObjectStore::recover() {
  ++version_;
  in_transaction_ = false;
  is_closed_ = true;
  begin_ = committed_ = end_ = kFirstRecord;
  const Log log = choose_area() ? read_log() : has_records() ? Log::damaged : Log::empty;
  if (log == Log::damaged || (log == Log::empty && !format()) || !erase_others()) {
    begin_ = committed_ = end_ = kFirstRecord;  // nothing is found
    return StoreStatus::failed;
  }
  is_closed_ = false;
  needs_gap_ = true;
  const bool is_left = log == Log::unfinished || begin_ != kFirstRecord || has_dead_secret(begin_);
  return is_left ? compact() : StoreStatus::done;
}

/// Nothing is written to the next area before the one that it has its records
/// from is retired: so while there are two that are not, the older one has all
/// that the newer has, and the word that makes that one current may be half of
/// one.
bool ObjectStore::choose_area() {
  bool is_found = false;
  bool is_found_retired = false;
  for (size_t number = 0; number < areas_; ++number) {
    uint32_t sequence = 0;
    if (!is_current(number, sequence)) continue;
    const bool retired = is_retired(number);
    const bool is_better = !is_found                     ? true
                           : retired != is_found_retired ? !retired
                           : retired                     ? sequence > sequence_
                                                         : sequence < sequence_;
    if (!is_better) continue;
    is_found = true;
    is_found_retired = retired;
    area_ = number;
    sequence_ = sequence;
  }
  return is_found;
}

/// Without a current area a store has never been: unless there are records,
/// which nothing explains.
bool ObjectStore::has_records() const {
  LogRecord record;
  for (size_t number = 0; number < areas_; ++number) {
    const LogRecordState state = read_record(area(number), kFirstRecord, record);
    if (state == LogRecordState::written || state == LogRecordState::confirmed) return true;
  }
  return false;
}

ObjectStore::Log ObjectStore::read_log() {
  const Bytes log = current();
  LogRecord record;
  bool is_confirmed = true;
  bool is_open = false;  // something is pending
  for (;;) {
    size_t at = end_;
    LogRecordState state = read_record(log, at, record);
    bool is_torn = state == LogRecordState::torn;
    size_t torn_end = at + (is_torn ? record.size() : Flash::kWordSize);
    if (state == LogRecordState::none || is_torn) {
      at += Flash::kWordSize;
      LogRecord next;
      const LogRecordState next_state = read_record(log, at, next);
      const bool has_gap = next_state != LogRecordState::none && next.has_gap;
      if (has_gap && next_state != LogRecordState::torn) {
        state = next_state;
        record = next;
        is_torn = false;
      } else if (!is_torn) {
        torn_end = at + (has_gap ? next.size() : Flash::kWordSize);
      }
    }
    if (state == LogRecordState::damaged) return Log::damaged;
    if (state == LogRecordState::none || is_torn) {
      const Bytes rest = log.subspan(end_);
      if (is_erased(rest)) break;
      if (torn_end < log.size() && !is_erased(log.subspan(torn_end))) return Log::damaged;
      is_confirmed = false;
      break;
    }
    is_confirmed = state == LogRecordState::confirmed;
    end_ = at + record.size();
    if (record.type == LogRecord::Type::pending) is_open = true;
    if (record.type == LogRecord::Type::alone) begin_ = at;
    if (record.type == LogRecord::Type::commit || record.type == LogRecord::Type::alone) {
      is_open = false;
      committed_ = end_;
    }
  }
  if (end_ == kFirstRecord) return Log::empty;
  return is_confirmed && !is_open ? Log::clean : Log::unfinished;
}

bool ObjectStore::format() {
  area_ = 0;
  sequence_ = 1;
  const std::array<uint8_t, 1> value = {1};
  LogRecord first{.type = LogRecord::Type::single,
                  .is_secret = false,
                  .has_gap = false,
                  .id = kFormat,
                  .value = value};
  if (!erase_area(area_) ||
      !flash_.program(place(area_) + kCurrentWord, checked_word(kCurrentKind, sequence_)) ||
      !write_record(flash_, place(area_) + kFirstRecord, first, value, {})) {
    return false;
  }
  end_ = kFirstRecord + first.size();
  return true;
}

size_t ObjectStore::place(size_t number) const {
  return number * pages_of_area() * flash_.page_size();
}

// Reading
// -------------------------------------------------------------------------------------------

/// The record at this place, or behind a gap there, to which `at` moves. What
/// was begun in a gap may look like a header: the check tells it from one.
bool ObjectStore::record_at(size_t& at, LogRecord& record) const {
  if (at >= end_) return false;
  const Bytes log = current();
  LogRecord behind;
  const size_t next = at + Flash::kWordSize;
  const bool may_be_gap = read_header(log, next, behind) && behind.has_gap;
  const bool is_record = read_header(log, at, record);
  if (is_record && (!may_be_gap || read_record(log, at, record) != LogRecordState::torn))
    return true;
  record = behind;
  at = next;
  return may_be_gap;
}

bool ObjectStore::counts(size_t at, const LogRecord& record, View view) const {
  if (record.type == LogRecord::Type::commit || record.id == kFormat) return false;
  return !is_pending(at, record) || view == View::pending;
}

Bytes ObjectStore::find(Id id, View view) const {
  Bytes value;
  LogRecord record;
  for (size_t at = begin_; record_at(at, record); at += record.size()) {
    if (record.id == id && counts(at, record, view)) value = record.value;
  }
  return value;
}

bool ObjectStore::Walk::next(Object& object) {
  LogRecord record;
  while (store_.record_at(at_, record)) {
    const size_t at = at_;
    at_ += record.size();
    if (!store_.counts(at, record, view_)) continue;
    object = {record.id, record.value};
    return true;
  }
  return false;
}

bool ObjectStore::is_pending(size_t at, const LogRecord& record) const {
  return record.type == LogRecord::Type::pending && at >= committed_;
}

/// What a compaction takes along: of committed records and of pending ones, the
/// last of each id. What is removed needs no record, unless that is pending.
bool ObjectStore::is_live(size_t at, const LogRecord& record) const {
  const bool is_pending = this->is_pending(at, record);
  if (record.type == LogRecord::Type::commit) return false;
  if (is_pending ? !in_transaction_ : record.value.empty()) return false;
  LogRecord later;
  size_t place = at + record.size();
  for (; record_at(place, later); place += later.size()) {
    if (later.id == record.id && later.type != LogRecord::Type::commit &&
        this->is_pending(place, later) == is_pending) {
      return false;
    }
  }
  return true;
}

size_t ObjectStore::live() const {
  size_t bytes = 0;
  LogRecord record;
  for (size_t at = begin_; record_at(at, record); at += record.size()) {
    if (is_live(at, record)) bytes += record.size();
  }
  return bytes;
}

size_t ObjectStore::free() const {
  const size_t taken = live() + kReserve + Flash::kWordSize;
  return taken < capacity() ? capacity() - taken : 0;
}

/// Among what was written from there on there is a record that takes the place
/// of a secret.
bool ObjectStore::has_dead_secret(size_t from) const {
  LogRecord later;
  for (size_t at = from; record_at(at, later); at += later.size()) {
    if (later.type == LogRecord::Type::commit) continue;
    LogRecord earlier;
    for (size_t place = begin_; record_at(place, earlier) && place < at; place += earlier.size()) {
      if (earlier.id == later.id && earlier.is_secret && !earlier.value.empty()) return true;
    }
  }
  return false;
}

// Writing
// -------------------------------------------------------------------------------------------

StoreStatus ObjectStore::compact() {
  const size_t next = (area_ + 1) % areas_;
  const size_t left = area_;
  size_t end = 0;
  if (is_closed_ || (!is_ready(next) && !erase_area(next)) || !copy_to(next, end) ||
      !flash_.program(place(next) + kCurrentWord, checked_word(kCurrentKind, sequence_ + 1))) {
    return StoreStatus::failed;
  }
  const std::array<uint8_t, Flash::kWordSize> retired = {};
  if (!flash_.program(place(left) + kRetiredWord, retired)) {
    is_closed_ = true;  // which of the two is the truth is for recover() to say
    return StoreStatus::failed;
  }
  area_ = next;
  ++sequence_;
  ++version_;
  begin_ = committed_ = kFirstRecord;
  end_ = end;
  needs_gap_ = false;
  return erase_area(left) ? StoreStatus::done : StoreStatus::failed;
}

/// In their order, so that what is pending and what is not stay before or
/// behind each other.
bool ObjectStore::copy_to(size_t number, size_t& end) const {
  end = kFirstRecord;
  LogRecord record;
  for (size_t at = begin_; record_at(at, record); at += record.size()) {
    if (!is_live(at, record)) continue;
    LogRecord copy = record;
    copy.type = is_pending(at, record) ? LogRecord::Type::pending : LogRecord::Type::single;
    copy.has_gap = false;
    if (!write_record(flash_, place(number) + end, copy, record.value, {})) return false;
    end += copy.size();
  }
  return true;
}

StoreStatus ObjectStore::append(LogRecord record, const Bytes& head, const Bytes& body) {
  const size_t size = LogRecord::size_with(head.size() + body.size());
  if (end_ + Flash::kWordSize + size > current().size()) {
    if (const StoreStatus status = compact(); status != StoreStatus::done) return status;
    if (end_ + size > current().size()) return StoreStatus::no_room;
  }
  const size_t at = end_ + (needs_gap_ ? Flash::kWordSize : 0);
  record.has_gap = needs_gap_;
  if (!write_record(flash_, place(area_) + at, record, head, body)) {
    static_cast<void>(recover());  // what was valid moves to where the flash is better
    return StoreStatus::failed;
  }
  needs_gap_ = false;
  end_ = at + size;
  return StoreStatus::done;
}

StoreStatus ObjectStore::change(LogRecord::Type type, Id id, Kind kind, const Bytes& head,
                                const Bytes& body) {
  const size_t size = LogRecord::size_with(head.size() + body.size());
  const size_t reserve = type == LogRecord::Type::pending ? kReserve : 0;
  if (is_closed_) return StoreStatus::failed;
  if (head.size() + body.size() > kMaxValue) return StoreStatus::no_room;
  if (end_ + Flash::kWordSize + size + reserve > current().size() &&
      live() + Flash::kWordSize + size + reserve > capacity()) {
    return StoreStatus::no_room;
  }
  const LogRecord record{
      .type = type, .is_secret = kind == Kind::secret, .has_gap = false, .id = id, .value = {}};
  return append(record, head, body);
}

StoreStatus ObjectStore::purge(size_t from) {
  ++version_;
  return has_dead_secret(from) ? compact() : StoreStatus::done;
}

StoreStatus ObjectStore::put_now(Id id, Kind kind, const Bytes& head, const Bytes& body) {
  const StoreStatus status = change(LogRecord::Type::single, id, kind, head, body);
  if (status != StoreStatus::done) return status;
  return purge(end_ - LogRecord::size_with(head.size() + body.size()));
}

StoreStatus ObjectStore::put_alone(Id id, Kind kind, const Bytes& head) {
  const StoreStatus status = change(LogRecord::Type::alone, id, kind, head, {});
  if (status != StoreStatus::done) return status;
  in_transaction_ = false;
  begin_ = end_ - LogRecord::size_with(head.size());
  committed_ = end_;
  return compact();
}

StoreStatus ObjectStore::put(Id id, Kind kind, const Bytes& head, const Bytes& body) {
  const StoreStatus status = change(LogRecord::Type::pending, id, kind, head, body);
  if (status == StoreStatus::done) in_transaction_ = true;
  return status;
}

StoreStatus ObjectStore::commit() {
  if (!in_transaction_) return StoreStatus::done;
  if (is_closed_) return StoreStatus::failed;
  const LogRecord record{.type = LogRecord::Type::commit,
                         .is_secret = false,
                         .has_gap = false,
                         .id = kFormat,
                         .value = {}};
  if (const StoreStatus status = append(record, {}, {}); status != StoreStatus::done) return status;
  const size_t from = committed_;
  in_transaction_ = false;
  committed_ = end_;
  return purge(from);
}

StoreStatus ObjectStore::abort() {
  if (!in_transaction_) return StoreStatus::done;
  in_transaction_ = false;
  const StoreStatus status = compact();
  if (status != StoreStatus::done) is_closed_ = true;  // or the next commit would make it valid
  return status;
}

}  // namespace tls_se
