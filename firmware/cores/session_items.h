// Sessions of a client and a server that are both the element, over one kind of platform. The share
// of one of them is counted.
#pragma once

#include <algorithm>

#include "arena.h"
#include "built_in_objects.h"
#include "element.h"

namespace tls_se {

/// One side, and its platform.
template <class Platform>
struct Side {
  Side(Role role, Mode mode)
      : objects(role, mode, platform.crypto, platform.signatures),
        element(platform.crypto, objects.settings()) {
    platform.crypto.use_keys(&objects);
    platform.signatures.use_keys(&objects);
  }

  Platform platform;
  BuiltInObjects objects;
  Element element;
};

template <class Platform>
struct Sides {
  explicit Sides(Mode mode) : client(Role::client, mode), server(Role::server, mode) {}

  [[nodiscard]] bool start() {
    return client.platform.start() == CryptoStatus::done &&
           server.platform.start() == CryptoStatus::done;
  }
  Element& of(Role role) { return role == Role::client ? client.element : server.element; }

  Side<Platform> client, server;
};

/// From RESET until the session is open.
template <class Platform, Role counted, Mode mode>
bool count_handshake(Counter& counter) {
  auto& sides = in_arena<Sides<Platform>>(mode);
  if (!sides.start()) return false;
  sides.of(counted).count_by(&counter);
  return shake_hands(sides.client.element, sides.server.element);
}

inline constexpr size_t kContent = 1024;

/// 1 KiB from the server to the client of an open session.
template <class Platform, Role counted>
bool count_record(Counter& counter) {
  auto& sides = in_arena<Sides<Platform>>(Mode::psk);
  if (!sides.start() || !shake_hands(sides.client.element, sides.server.element)) return false;
  std::array<uint8_t, kContent + 1> message;
  message.fill(static_cast<uint8_t>(ContentType::application_data));
  sides.of(counted).count_by(&counter);
  const Bytes record = sides.server.element.encrypt(message);
  return std::ranges::equal(sides.client.element.decrypt(record), message);
}

}  // namespace tls_se
