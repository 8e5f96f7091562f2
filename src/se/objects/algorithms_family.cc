// Of a card that has several cipher suites or groups: which of them, by preference.
#include <type_traits>

#include "se/objects/object_families.h"

namespace tls_se {
namespace {

/// The rows of a card, cipher suites or groups: all begin with their number.
struct Rows {
  using AnyRow [[gnu::may_alias]] = const void*;

  template <class Row>
  explicit Rows(const std::span<const Row* const>& of_card)
      : rows(reinterpret_cast<const AnyRow*>(of_card.data())), count(of_card.size()) {
    static_assert(std::is_standard_layout_v<Row> && offsetof(Row, id) == 0);
    static_assert(std::is_same_v<decltype(Row::id), uint16_t>);
  }

  /// Picks those with these numbers, each of which has to be there and comes but once, and not more
  /// than there is room for: how many there are, or SIZE_MAX.
  size_t pick(const Bytes& numbers, AnyRow* picked, size_t room) const;
  /// As a card's preference: all, for who names none.
  template <class Row>
  void show(const Bytes& numbers, const std::span<const Row*>& room,
            std::span<const Row* const>& shown) {
    narrow(numbers, reinterpret_cast<AnyRow*>(room.data()), room.size());
    shown = {reinterpret_cast<const Row* const*>(rows), count};
  }
  void narrow(const Bytes& numbers, AnyRow* room, size_t size);

  const AnyRow* rows;
  size_t count;
};

size_t Rows::pick(const Bytes& numbers, AnyRow* picked, size_t room) const {
  size_t picks = 0;
  for (Reader reader(numbers); reader.more();) {
    const uint16_t number = reader.u16();
    const void* row = nullptr;
    for (size_t i = 0; i < count; ++i) {
      if (*static_cast<const uint16_t*>(rows[i]) == number) row = rows[i];
    }
    for (size_t i = 0; i < picks; ++i) {
      if (picked[i] == row) row = nullptr;
    }
    if (row == nullptr || picks == room) return SIZE_MAX;
    picked[picks++] = row;
  }
  return picks;
}

void Rows::narrow(const Bytes& numbers, AnyRow* room, size_t size) {
  const size_t picks = pick(numbers, room, size);
  if (picks - 1 >= size) return;
  rows = room;
  count = picks;
}

bool are_rows(const Rows& rows, const Bytes& numbers) {
  Rows::AnyRow picked[kMaxRowNumbers / 2];
  return rows.pick(numbers, picked, std::size(picked)) != SIZE_MAX;
}

Alert take_algorithms(Taking& taking, ObjectKind kind, const Bytes& value) {
  const bool are_suites = kind == ObjectKind::cipher_suites;
  const Rows rows = are_suites ? Rows(taking.model.cipher_suites) : Rows(taking.model.groups);
  if (are_rows(rows, value)) return Alert::none;
  return refuse(Alert::decode_error,
                are_suites ? Reason::no_common_cipher_suite : Reason::no_common_group);
}

ObjectKind settle_algorithms(CardViews& views, const StoredObjects& stored) {
  const CardModel& model = views.model;
  TlsSettings& tls = views.settings.tls;
  Rows(model.cipher_suites)
      .show(stored.find(ObjectKind::cipher_suites), views.room.cipher_suites, tls.cipher_suites);
  Rows(model.groups).show(stored.find(ObjectKind::groups), views.room.groups, tls.groups);
  return ObjectKind::none;
}

}  // namespace

namespace families {
constinit const ObjectFamily kAlgorithms = {take_algorithms, nullptr, settle_algorithms};
}  // namespace families

}  // namespace tls_se
