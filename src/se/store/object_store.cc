#include "se/store/object_store.h"

namespace tls_se {

// Power comes
// ---------------------------------------------------------------------------------------

StoreStatus ObjectStore::recover() {
  ++version_;
  in_transaction_ = false;
  fresh_ = nullptr;
  const Log log = find_log();
  is_closed_ = log == Log::damaged;
  // Without a number there has never been a store: one is made, as if it came out of another.
  if (is_closed_ || (number_ != 0 && !erase_others())) {
    is_closed_ = true;
    start_at(area_);  // nothing is found
    return StoreStatus::failed;
  }
  return log == Log::unfinished ? move(nullptr) : purge(first());
}

/// The area of the highest number is current: it was confirmed when it had all of the one before,
/// which is erased only then.
ObjectStore::Log ObjectStore::find_log() {
  number_ = 0;
  Place current = memory_;
  Log none = Log::unfinished;
  for (Place area = memory_; area != memory_end(); area += area_size_) {
    const uint32_t number = read_area_number(area);
    if (number > number_) {
      number_ = number;
      current = area;
    }
    start_at(area);
    static_cast<void>(read_log());
    if (end_ != first()) none = Log::damaged;
  }
  start_at(current);
  return number_ != 0 ? read_log() : none;
}

void ObjectStore::start_at(Place area) {
  area_ = area;
  committed_ = end_ = first();
  gap_ = 0;
}

/// From the start to the end, whose place it finds.
ObjectStore::Log ObjectStore::read_log() {
  const Place area_end = area_ + area_size_;
  LogRecord record;
  Log log = Log::clean;
  bool is_open = false;  // something is pending
  for (;;) {
    Place at = end_;
    while (at != area_end && is_zeros(at)) at += Flash::kWordSize;
    const Bytes rest(at, area_end);
    const LogRecordState state = read_record(rest, record);
    if (state == LogRecordState::damaged) return Log::damaged;
    if (state < LogRecordState::damaged) {
      if (is_erased(rest)) {
        // Who knows what the power that went last had begun here, or in the zeros before.
        gap_ = static_cast<size_t>(at - end_) + Flash::kWordSize;
        return is_open ? Log::unfinished : log;
      }
      const Place torn_end = state == LogRecordState::torn ? record.end : at + Flash::kWordSize;
      return is_erased({torn_end, area_end}) ? Log::unfinished : Log::damaged;
    }
    log = state == LogRecordState::confirmed ? Log::clean : Log::unfinished;
    end_ = record.end;
    if (record.has(LogRecord::kPending)) is_open = true;
    if (record.id == LogRecord::kCommit) {
      is_open = false;
      committed_ = end_;
    }
  }
}

/// Whether a confirmation was programmed to its end can't be seen: so it is once more, before what
/// the area has its records from goes.
bool ObjectStore::erase_others() {
  for (Place area = memory_; area != memory_end(); area += area_size_) {
    if (area == area_ || is_erased({area, area_size_})) continue;
    if (!write_zeros(area_ + kConfirmation) || !erase_area(area)) return false;
  }
  return true;
}

/// With its number first, so that half of it is no area.
bool ObjectStore::erase_area(Place area) {
  bool ok = write_zeros(area);
  const size_t end = at(area) + area_size_;
  for (size_t at = this->at(area); ok && at != end; at += flash_.page_size()) {
    ok = flash_.erase(at);
  }
  return ok;
}

// Reading
// -------------------------------------------------------------------------------------------

bool ObjectStore::next(LogRecord& record) const {
  Place at = record.end;
  while (at < end_ && *at == 0) at += Flash::kWordSize;
  if (at >= end_) return false;
  parse_record(at, record);
  return true;
}

bool ObjectStore::Walk::next(Object& object) {
  while (store_.next(record_)) {
    if (record_.id == LogRecord::kCommit) continue;
    if (view_ == View::committed && store_.is_pending(record_)) continue;
    object.id = record_.id;
    object.value = record_.value;
    return true;
  }
  return false;
}

Bytes ObjectStore::find(Id id, View view) const {
  Bytes value;
  Object object;
  for (Walk objects(*this, view); objects.next(object);) {
    if (object.id == id) value = object.value;
  }
  return value;
}

/// From there on, and behind it, there is another of its id, as pending or as committed as it is.
bool ObjectStore::has_successor(const LogRecord& record, Place from) const {
  LogRecord later;
  later.end = from < record.end ? record.end : from;
  while (next(later)) {
    if (later.id == record.id && is_pending(later) == is_pending(record)) return true;
  }
  return false;
}

/// Of which something that was written from there on has taken the place.
bool ObjectStore::has_dead_secret(Place from) const {
  LogRecord record;
  record.end = first();
  while (next(record)) {
    if (record.has(LogRecord::kSecret) && !record.value.empty() && has_successor(record, from)) {
      return true;
    }
  }
  return false;
}

/// What moves along: of committed records and of pending ones, the last of each id. What is removed
/// needs no record, unless that is pending. In their order, so that what is pending and what is not
/// stay before or behind each other.
bool ObjectStore::copy_live(Place& to, bool is_trial) const {
  LogRecord record;
  record.end = first();
  while (next(record)) {
    const bool is_pending = this->is_pending(record);
    const bool counts = is_pending ? in_transaction_ : !record.value.empty();
    if (!counts || has_successor(record, nullptr)) continue;
    if (!is_pending) record.flags &= LogRecord::kSecret;
    if (!is_trial && !write_record(flash_, at(to), record, {})) return false;
    to += record.end - record.begin;
  }
  return true;
}

/// Bytes.
size_t ObjectStore::live() const {
  Place end = memory_;
  copy_live(end, true);
  return at(end);
}

size_t ObjectStore::free() const {
  const size_t taken = live() + kReserve;
  return taken < capacity() ? capacity() - taken : 0;
}

// Writing
// -------------------------------------------------------------------------------------------

/// To the next area: all that is live, or one record alone.
StoreStatus ObjectStore::move(const LogRecord* alone) {
  const Place left = area_;
  Place next = left + area_size_;
  if (next == memory_end()) next = memory_;
  if (is_closed_ || (next != fresh_ && !erase_area(next))) return StoreStatus::failed;
  fresh_ = nullptr;
  Place end = next + kFirstRecord;
  bool ok = true;
  if (alone != nullptr) {
    ok = write_record(flash_, at(end), *alone, {});
    end += LogRecord::size_with(alone->value.size());
  } else {
    ok = copy_live(end, false);
  }
  if (!ok || !write_area_number(flash_, at(next), number_ + 1)) return StoreStatus::failed;
  is_closed_ = true;  // until one of the two is the truth: else that is for recover() to say
  if (!write_zeros(next + kConfirmation)) return StoreStatus::failed;
  is_closed_ = false;
  ++number_;
  ++version_;
  start_at(next);
  end_ = end;
  if (!erase_area(left)) return StoreStatus::failed;
  fresh_ = left;
  return StoreStatus::done;
}

StoreStatus ObjectStore::append(const LogRecord& record, const Bytes& more) {
  const size_t value = record.value.size() + more.size();
  const size_t size = LogRecord::size_with(value);
  const size_t room = record.has(LogRecord::kPending) ? area_size_ - kReserve : area_size_;
  if (is_closed_) return StoreStatus::failed;
  if (value > kMaxValue) return StoreStatus::no_room;
  if (at(end_) - at(area_) + gap_ + size > room) {
    if (kFirstRecord + live() + size > room) return StoreStatus::no_room;
    if (const StoreStatus status = move(nullptr); status != StoreStatus::done) return status;
  }
  bool ok = true;
  for (; ok && gap_ != 0; gap_ -= Flash::kWordSize, end_ += Flash::kWordSize) {
    ok = write_zeros(end_);
  }
  if (!ok || !write_record(flash_, at(end_), record, more)) {
    static_cast<void>(recover());  // what was valid moves to where the flash is better
    return StoreStatus::failed;
  }
  end_ += size;
  return StoreStatus::done;
}

/// From there on records have become valid, or pending.
StoreStatus ObjectStore::purge(Place from) {
  return has_dead_secret(from) ? move(nullptr) : StoreStatus::done;
}

StoreStatus ObjectStore::put_now(Id id, Kind kind, const Bytes& head, const Bytes& body) {
  return put(static_cast<uint8_t>(kind), id, head, body);
}

StoreStatus ObjectStore::put(Id id, Kind kind, const Bytes& head, const Bytes& body) {
  return put(static_cast<uint8_t>(kind) | LogRecord::kPending, id, head, body);
}

StoreStatus ObjectStore::put(uint8_t flags, Id id, const Bytes& head, const Bytes& body) {
  const LogRecord record{.flags = flags, .id = id, .value = head};
  const StoreStatus status = append(record, body);
  if (status != StoreStatus::done) return status;
  if (record.has(LogRecord::kPending)) {
    in_transaction_ = true;
  } else {
    ++version_;
  }
  // The last record alone is new.
  return purge(end_ - LogRecord::size_with(head.size() + body.size()));
}

StoreStatus ObjectStore::put_alone(Id id, Kind kind, const Bytes& head) {
  const LogRecord record{.flags = static_cast<uint8_t>(kind), .id = id, .value = head};
  return move_without_pending(&record);
}

StoreStatus ObjectStore::commit() {
  if (!in_transaction_) return StoreStatus::done;
  if (const StoreStatus status = append({}, {}); status != StoreStatus::done) return status;
  const Place from = committed_;
  in_transaction_ = false;
  committed_ = end_;
  ++version_;
  return purge(from);
}

StoreStatus ObjectStore::abort() {
  return in_transaction_ ? move_without_pending(nullptr) : StoreStatus::done;
}

StoreStatus ObjectStore::move_without_pending(const LogRecord* alone) {
  in_transaction_ = false;
  const StoreStatus status = move(alone);
  if (status != StoreStatus::done) is_closed_ = true;  // or the next commit would make it valid
  return status;
}

}  // namespace tls_se
