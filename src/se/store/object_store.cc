#include "se/store/object_store.h"

namespace tls_se {
namespace {

alignas(Flash::kWordSize) constexpr uint8_t kZeros[Flash::kWordSize] = {};

}  // namespace

// Power comes
// ---------------------------------------------------------------------------------------

StoreStatus ObjectStore::recover() {
  ++version_;
  in_transaction_ = false;
  is_closed_ = true;
  const Log log = find_log();
  origin_ = area_;
  if (log == Log::damaged) {
    start_at(area_);  // nothing is found
    return StoreStatus::failed;
  }
  // Without a number there has never been a store: one is made, as if it came out of another.
  if (number_ != 0 && !erase_others()) return StoreStatus::failed;
  is_closed_ = false;
  return log == Log::unfinished ? move(nullptr) : purge(area_);
}

/// The area of the highest number is current: it was confirmed when it had all of the one before,
/// which is erased only then.
ObjectStore::Log ObjectStore::find_log() {
  number_ = 0;
  Place current = memory_;
  Log none = Log::unfinished;
  for (Place area = memory_; area != memory_end_; area += area_size_) {
    static_cast<void>(read_log(area));
    if (end_ > first()) none = Log::damaged;
    LogRecord number;
    if (read_record(area, first(), number) && is_all(0, number.end, first()) &&
        number.id > number_) {
      number_ = number.id;
      current = area;
    }
  }
  const Log log = read_log(current);
  return number_ != 0 ? log : none;
}

void ObjectStore::start_at(Place area) {
  area_ = area;
  committed_ = end_ = next_ = first();
}

/// From the start to the end, whose place it finds.
ObjectStore::Log ObjectStore::read_log(Place area) {
  start_at(area);
  end_ -= Flash::kWordSize;  // without records the last confirmation is that of the number
  const Place area_end = area_ + area_size_;
  Log log = Log::clean;
  bool is_open = false;  // something is pending
  LogRecord record;
  for (Place at = next_;;) {
    // Who knows what the power that went last had begun here, or in the zeros before.
    next_ = at + Flash::kWordSize;
    if (is_all(Flash::kErased, at, area_end)) return log;
    if (is_all(0, at, next_)) {
      log = is_open ? Log::unfinished : Log::clean;
      at = next_;
      continue;
    }
    if (!read_record(at, area_end, record)) {
      return is_all(Flash::kErased, record.end, area_end) ? Log::unfinished : Log::damaged;
    }
    log = Log::unfinished;  // until there are zeros
    at = end_ = record.end;
    if (record.has(LogRecord::kPending)) is_open = true;
    if (record.id == LogRecord::kNoObject) {
      is_open = false;
      committed_ = end_;
    }
  }
}

/// Whether a confirmation was programmed to its end can't be seen: so it is once more, before what
/// the area has its records from goes.
bool ObjectStore::erase_others() {
  for (Place area = memory_; area != memory_end_; area += area_size_) {
    if (area == area_ || is_all(Flash::kErased, area, area + area_size_)) continue;
    if (!write_zeros(first() - Flash::kWordSize) || !erase_area(area)) return false;
  }
  return true;
}

/// What is left of its number half-way is the old one, lower than the current area's, or not right.
bool ObjectStore::erase_area(Place area) {
  const size_t begin = at(area);
  for (size_t done = 0; done != area_size_; done += flash_.page_size()) {
    if (!flash_.erase(begin + done)) return false;
  }
  return true;
}

bool ObjectStore::write_zeros(Place place) { return flash_.program(at(place), kZeros); }

// Reading
// -------------------------------------------------------------------------------------------

bool ObjectStore::next(LogRecord& record, View view) const {
  do {
    if (record.end >= end_) return false;
    parse_record(record.end, record);
    if (record.end <= committed_) record.flags &= ~LogRecord::kPending;
  } while (record.id == LogRecord::kNoObject ||
           (view == View::committed && record.has(LogRecord::kPending)));
  return true;
}

bool ObjectStore::Walk::next(Object& object) {
  if (!store_.next(record_, view_)) return false;
  object.id = record_.id;
  object.value = {record_.value, record_.size};
  return true;
}

Bytes ObjectStore::find(Id id, View view) const {
  Bytes value;
  LogRecord record;
  record.end = first();
  while (next(record, view)) {
    if (record.id == id) value = {record.value, record.size};
  }
  return value;
}

/// What moves along: of committed records and of pending ones, the last of each id. What is removed
/// needs no record, unless there is a transaction: it may have put the same before. Whether there
/// is another is looked for from a place on.
bool ObjectStore::is_live(const LogRecord& record, Place from) const {
  if (!in_transaction_ && (record.size == 0 || record.has(LogRecord::kPending))) return false;
  LogRecord later;
  later.end = from < record.end ? record.end : from;
  while (next(later)) {
    const bool is_as_pending = ((later.flags ^ record.flags) & LogRecord::kPending) == 0;
    if (later.id == record.id && is_as_pending) return false;
  }
  return true;
}

/// In their order, so that what is pending and what is not stay before or behind each other.
/// Returns where they end, or 0 if the flash has failed.
size_t ObjectStore::copy_live(size_t to, bool is_trial) const {
  LogRecord record;
  record.end = first();
  while (next(record)) {
    if (!is_live(record, area_)) continue;
    to = is_trial ? to + LogRecord::size_with(record.size) : write_record(flash_, to, record, {});
    if (to == 0) break;
  }
  return to;
}

size_t ObjectStore::free() const {
  const size_t taken = live() + kReserve;
  return taken < area_size_ ? area_size_ - taken : 0;
}

// Writing
// -------------------------------------------------------------------------------------------

/// To the next area: all that is live, or one record alone. What fails on the way is for recover()
/// to settle: until then nothing more is written.
StoreStatus ObjectStore::move(const LogRecord* alone) {
  const Place left = area_;
  Place area = left + area_size_;
  if (area == memory_end_) area = memory_;
  if (is_closed_) return StoreStatus::failed;
  is_closed_ = true;
  if (area == origin_) origin_ = nullptr;
  if (origin_ != nullptr && !erase_area(area)) return StoreStatus::failed;
  const size_t begin = at(area);
  size_t end = begin + kFirstRecord;
  end = alone != nullptr ? write_record(flash_, end, *alone, {}) : copy_live(end, false);
  LogRecord number;
  number.id = number_ + 1;
  number.flags = 0;
  number.value = nullptr;
  number.size = 0;
  if (end == 0 || write_record(flash_, begin, number, {}) == 0) return StoreStatus::failed;
  ++number_;
  ++version_;
  start_at(area);
  end_ = next_ = memory_ + end;
  if (!erase_area(left)) return StoreStatus::failed;
  is_closed_ = false;
  return StoreStatus::done;
}

/// Moves if there is a secret whose place something has taken that was written, or has become
/// valid, from there on. (To look for more at each of thousands of objects would be slow.)
StoreStatus ObjectStore::purge(Place from) {
  LogRecord record;
  record.end = first();
  while (next(record)) {
    if (record.has(LogRecord::kSecret) && !is_live(record, from)) return move(nullptr);
  }
  return StoreStatus::done;
}

StoreStatus ObjectStore::write(Id id, uint8_t flags, const Bytes& head, const Bytes& body) {
  LogRecord record;
  record.id = id;
  record.flags = flags;
  record.value = head.data();
  record.size = head.size();
  const bool is_alone = record.has(LogRecord::kAlone);
  const size_t value = head.size() + body.size();
  const size_t size = LogRecord::size_with(value);
  const size_t room = record.has(LogRecord::kPending) ? area_size_ - kReserve : area_size_;
  if (is_closed_) return StoreStatus::failed;
  if (value > kMaxValue) return StoreStatus::no_room;
  if (is_alone || static_cast<size_t>(next_ - area_) + size > room) {
    if ((is_alone ? kFirstRecord : live()) + size > room) return StoreStatus::no_room;
    if (is_alone) in_transaction_ = false;
    const StoreStatus status = move(is_alone ? &record : nullptr);
    if (is_alone || status != StoreStatus::done) return status;
  }
  bool ok = true;
  for (; ok && end_ != next_; end_ += Flash::kWordSize) ok = write_zeros(end_);
  const size_t end = ok ? write_record(flash_, at(next_), record, body) : 0;
  if (end == 0) {
    static_cast<void>(recover());  // what was valid moves to where the flash is better
    return StoreStatus::failed;
  }
  Place from = next_;
  end_ = next_ = memory_ + end;
  if (record.has(LogRecord::kPending)) {
    in_transaction_ = true;
  } else {
    ++version_;
  }
  if (id == LogRecord::kNoObject) {
    in_transaction_ = false;
    from = committed_;
    committed_ = end_;
  }
  return purge(from);
}

StoreStatus ObjectStore::abort() {
  if (!in_transaction_) return StoreStatus::done;
  in_transaction_ = false;
  return move(nullptr);
}

}  // namespace tls_se
