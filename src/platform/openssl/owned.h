// libcrypto's objects, owned by C++.
#pragma once

#include <memory>
#include <stdexcept>

namespace tls_se {

template <auto free_object>
struct FreeWith {
  void operator()(auto* object) const { free_object(object); }
};

template <typename Object, auto free_object>
using Owned = std::unique_ptr<Object, FreeWith<free_object>>;

/// The new object, or std::runtime_error if libcrypto has made none.
template <typename Object>
[[nodiscard]] Object* made(Object* object) {
  if (object == nullptr)
    throw std::runtime_error("libcrypto is out of memory or lacks a primitive");
  return object;
}

}  // namespace tls_se
