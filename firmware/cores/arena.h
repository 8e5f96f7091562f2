// Memory that items use in turn: a Cortex-M0's does not hold what all of them need.
#pragma once

#include <cstddef>
#include <new>
#include <utility>

namespace tls_se {

inline constexpr size_t kArenaSize = 11 * 1024;
alignas(8) inline std::byte arena[kArenaSize];

/// What was there before is gone.
template <class Object, class... Arguments>
Object& in_arena(Arguments&&... arguments) {
  static_assert(sizeof(Object) <= kArenaSize && alignof(Object) <= 8);
  return *new (arena) Object(std::forward<Arguments>(arguments)...);
}

}  // namespace tls_se
