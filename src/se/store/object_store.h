// The objects of a card in its flash: numbers with values, changed atomically.
// Power may go at any moment: behind it there is the old state or the new
// (docs/store.md has the format and why).
//
// It is a log. Flash is two or more areas of as many pages each; one is
// current. What is put is written behind what is there, and the newest record
// of a number counts. When the area is full, or holds a secret that is not
// valid any more, the live records move to the next area, and the one that they
// leave is erased: so all wear alike.
#pragma once

#include <array>

#include "se/store/log_record.h"

namespace tls_se {

enum class [[nodiscard]] StoreStatus : uint8_t{
    done = 0,
    no_room,  // nothing has changed
    failed,   // the flash has: with what was valid before, unless that can't be
              // read any more
};

class ObjectStore {
 public:
  /// Names an object: 24 bits, whose meaning is the owner's.
  using Id = uint32_t;
  static constexpr size_t kMaxValue = 4096;  // bytes of one object
  /// Free bytes that a transaction leaves alone: put_now needs room at any
  /// time.
  static constexpr size_t kReserve = 256;
  static constexpr size_t kMinAreas = 2;

  /// Whether the value is to be erased, and not only out of reach, when it is
  /// not valid any more.
  enum class Kind : uint8_t { open, secret };
  /// As it is, or as it would be if the transaction were committed now.
  enum class View : uint8_t { committed, pending };

  /// The flash outlives the store. Of its pages `areas` times as many as go
  /// into that are used.
  ObjectStore(Flash& flash, size_t areas) : flash_(flash), areas_(areas) {}
  ObjectStore(const ObjectStore&) = delete;
  ObjectStore& operator=(const ObjectStore&) = delete;

  /// When power comes, before anything else; may be called again. Finishes or
  /// undoes what was under way, and makes an empty store of blank flash.
  /// `failed` if the flash does, or holds what no loss of power explains: then
  /// nothing can be found or put.
  StoreStatus recover();

  /// The object's value, in flash, valid until the next change of the store;
  /// empty if there is none.
  [[nodiscard]] Bytes find(Id id, View view = View::committed) const;

  struct Object {
    Id id = 0;
    Bytes value;  // empty: there is no such object any more
  };
  /// All records that count in the order in which they were written: of an id
  /// that comes again, the later one is valid.
  class Walk {
   public:
    Walk(const ObjectStore& store, View view) : store_(store), view_(view), at_(store.begin_) {}
    /// False behind the last one.
    [[nodiscard]] bool next(Object& object);

   private:
    const ObjectStore& store_;
    View view_;
    size_t at_;
  };
  [[nodiscard]] Walk walk(View view) const { return {*this, view}; }

  // A value is `head` and behind it `body`; an empty one removes the object.

  /// At once, whether a transaction is open or not.
  StoreStatus put_now(Id id, Kind kind, const Bytes& head, const Bytes& body = {});
  /// At once, and every other object is gone, with any transaction.
  StoreStatus put_alone(Id id, Kind kind, const Bytes& head);
  /// In a transaction: valid with its end. Begins one if there is none. After
  /// `no_room` it is open with what was put before; after `failed` there is
  /// none.
  StoreStatus put(Id id, Kind kind, const Bytes& head, const Bytes& body = {});
  [[nodiscard]] bool in_transaction() const { return in_transaction_; }
  /// Makes all that was put valid, at once.
  StoreStatus commit();
  /// Nothing was put.
  StoreStatus abort();

  /// Bytes that a transaction has left: of values and their records.
  [[nodiscard]] size_t free() const;
  /// Bytes of an area.
  [[nodiscard]] size_t capacity() const;
  /// How often the most worn page has been erased.
  [[nodiscard]] uint32_t wear() const;
  /// Another number whenever values may have moved or changed.
  [[nodiscard]] uint32_t version() const { return version_; }

 private:
  [[nodiscard]] size_t pages_of_area() const;
  [[nodiscard]] Bytes area(size_t number) const;
  [[nodiscard]] Bytes current() const { return area(area_); }
  [[nodiscard]] bool is_current(size_t number, uint32_t& sequence) const;
  [[nodiscard]] bool is_retired(size_t number) const;

  [[nodiscard]] bool record_at(size_t& at, LogRecord& record) const;
  [[nodiscard]] bool counts(size_t at, const LogRecord& record, View view) const;
  [[nodiscard]] bool is_pending(size_t at, const LogRecord& record) const;
  [[nodiscard]] bool is_live(size_t at, const LogRecord& record) const;
  [[nodiscard]] size_t live() const;
  [[nodiscard]] bool has_dead_secret(size_t from) const;

  /// What the current area holds, when power comes.
  enum class Log : uint8_t { clean, unfinished, empty, damaged };

  [[nodiscard]] bool choose_area();
  [[nodiscard]] bool has_records() const;
  [[nodiscard]] Log read_log();
  [[nodiscard]] bool format();
  [[nodiscard]] bool is_ready(size_t number) const;
  [[nodiscard]] bool erase_area(size_t number);
  [[nodiscard]] bool erase_others();
  [[nodiscard]] size_t place(size_t number) const;
  StoreStatus compact();
  [[nodiscard]] bool copy_to(size_t number, size_t& end) const;
  StoreStatus change(LogRecord::Type type, Id id, Kind kind, const Bytes& head, const Bytes& body);
  StoreStatus append(LogRecord record, const Bytes& head, const Bytes& body);
  StoreStatus purge(size_t from);

  Flash& flash_;
  size_t areas_;
  uint32_t version_ = 0;
  bool in_transaction_ = false;
  bool is_closed_ = true;   // nothing is written
  bool needs_gap_ = false;  // nothing has been, since power came
  size_t area_ = 0;         // the current one
  uint32_t sequence_ = 0;   // its number
  // Places in it.
  size_t begin_ = 0;      // of what counts: the record before which nothing does
  size_t committed_ = 0;  // what is pending before this is committed
  size_t end_ = 0;
};

}  // namespace tls_se
