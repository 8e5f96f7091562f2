// The objects of a card in its flash: numbers with values, changed atomically. Power may go at any
// moment: behind it there is the old state or the new (docs/store.md has the format and why).
//
// It is a log. Flash is two or more areas of as many pages each; one is current. What is put is
// written behind what is there, and the newest record of a number counts. When the area is full, or
// holds a secret that is not valid any more, the live records move to the next area, and the one
// that they leave is erased: so all wear alike.
#pragma once

#include "se/store/log_record.h"

namespace tls_se {

enum class [[nodiscard]] StoreStatus : uint8_t{
    done = 0,
    no_room,  // nothing has changed
    failed,   // the flash has: there is what was valid before, or what would be now
};

class ObjectStore {
 public:
  /// Names an object: 24 bits, not all of them zeros, whose meaning is the owner's.
  using Id = uint32_t;
  static constexpr size_t kMaxValue = 4096;  // bytes of one object
  /// Free bytes that a transaction leaves alone: put_now needs room at any time.
  static constexpr size_t kReserve = 256;
  static constexpr size_t kMinAreas = 2;

  /// Whether the value is to be erased, and not only out of reach, when it is not valid any more.
  enum class Kind : uint8_t { open = 0, secret = LogRecord::kSecret };
  /// As it is, or as it would be if the transaction were committed now.
  enum class View : uint8_t { committed, pending };

  /// The flash outlives the store, which begins at its start. `area_size` is bytes, whole pages,
  /// more than kReserve.
  ObjectStore(Flash& flash, size_t areas, size_t area_size)
      : flash_(flash),
        memory_(flash.mapped().data()),
        memory_end_(memory_ + areas * area_size),
        area_size_(area_size) {}
  ObjectStore(const ObjectStore&) = delete;
  ObjectStore& operator=(const ObjectStore&) = delete;

  /// When power comes, before anything else; may be called again. Finishes or undoes what was under
  /// way, and makes an empty store of blank flash. `failed` if the flash does: then nothing can be
  /// put; or if it holds what no loss of power explains: then nothing is found either.
  StoreStatus recover();

  /// The object's value, in flash, valid until the next change of the store; empty if there is
  /// none.
  [[nodiscard]] Bytes find(Id id, View view = View::committed) const;

  struct Object {
    Id id = 0;
    Bytes value;  // empty: there is no such object any more
  };
  /// All records that count in the order in which they were written: of an id that comes again, the
  /// later one is valid.
  class Walk {
   public:
    Walk(const ObjectStore& store, View view) : store_(store), view_(view) {
      record_.end = store.first();
    }
    /// False behind the last one.
    [[nodiscard]] bool next(Object& object);

   private:
    const ObjectStore& store_;
    View view_;
    LogRecord record_;
  };
  [[nodiscard]] Walk walk(View view) const { return {*this, view}; }

  // A value is `head` and behind it `body`; an empty one removes the object.

  /// At once, whether a transaction is open or not.
  StoreStatus put_now(Id id, Kind kind, const Bytes& head, const Bytes& body = {}) {
    return write(id, static_cast<uint8_t>(kind), head, body);
  }
  /// At once, and every other object is gone, with any transaction.
  StoreStatus put_alone(Id id, Kind kind, const Bytes& head) {
    return write(id, static_cast<uint8_t>(kind) | LogRecord::kAlone, head, {});
  }
  /// In a transaction: valid with its end. Begins one if there is none. After `no_room` it is open
  /// with what was put before; after `failed` too, or there is none.
  StoreStatus put(Id id, Kind kind, const Bytes& head, const Bytes& body = {}) {
    return write(id, static_cast<uint8_t>(kind) | LogRecord::kPending, head, body);
  }
  [[nodiscard]] bool in_transaction() const { return in_transaction_; }
  /// Makes all that was put valid, at once.
  StoreStatus commit() {
    return in_transaction_ ? write(LogRecord::kNoObject, 0, {}, {}) : StoreStatus::done;
  }
  /// Nothing was put.
  StoreStatus abort();

  /// Bytes that a transaction has left: of values and their records.
  [[nodiscard]] size_t free() const;
  /// Bytes of an area.
  [[nodiscard]] size_t capacity() const { return area_size_ - kFirstRecord; }
  /// How often, at most, any page has been erased, but for erasures that a loss of power or a fault
  /// of the flash has had repeated.
  [[nodiscard]] uint32_t wear() const { return number_; }
  /// The flash has failed for good: until power comes nothing can be put, and it may be that
  /// nothing is found.
  [[nodiscard]] bool is_closed() const { return is_closed_; }
  /// Another number whenever values may have moved or changed.
  [[nodiscard]] uint32_t version() const { return version_; }

 private:
  using Place = LogRecord::Place;

  [[nodiscard]] Place first() const { return area_ + kFirstRecord; }
  /// To the record of an object behind this one; false behind the last one. kPending is set if it
  /// is that now.
  [[nodiscard]] bool next(LogRecord& record, View view = View::pending) const;
  [[nodiscard]] bool is_live(const LogRecord& record, Place from) const;
  size_t copy_live(size_t to, bool is_trial) const;
  [[nodiscard]] size_t live() const { return copy_live(kFirstRecord, true); }

  /// What the current area holds, when power comes.
  enum class Log : uint8_t { clean, unfinished, damaged };
  [[nodiscard]] Log find_log();
  [[nodiscard]] Log read_log(Place area);
  void start_at(Place area);

  [[nodiscard]] size_t at(Place place) const { return static_cast<size_t>(place - memory_); }
  [[nodiscard]] bool write_zeros(Place place);
  [[nodiscard]] bool erase_area(Place area);
  [[nodiscard]] bool erase_others();
  StoreStatus move(const LogRecord* alone);
  StoreStatus write(Id id, uint8_t flags, const Bytes& head, const Bytes& body);
  StoreStatus purge(Place from);

  // An area begins with its number, which is a record without a value.
  static constexpr size_t kFirstRecord = LogRecord::size_with(0);

  Flash& flash_;
  bool in_transaction_ = false;
  bool is_closed_ = true;  // nothing is written
  const Place memory_;
  const Place memory_end_;
  const size_t area_size_;
  Place area_ = memory_;       // the current one
  Place committed_ = first();  // what is pending before this is committed
  Place end_ = first();        // behind the last record
  Place next_ = first();       // of the next one; zeros are written up to it first
  Place origin_ = memory_;     // null if all areas but the current one were erased since power came
  uint32_t number_ = 0;        // of the current area
  uint32_t version_ = 0;
};

}  // namespace tls_se
