// The memory of a card that keeps its contents without power, as chips have it: pages that are
// erased whole, words that are written once. A platform fills this seam.
#pragma once

#include "se/base/bytes.h"

namespace tls_se {

class Flash {
 public:
  /// Bytes that are programmed at once: what the flash of every chip that we know can do, one way
  /// or the other (2, 4, 8 bytes; where it is 16, the platform pads).
  static constexpr size_t kWordSize = 8;
  static constexpr uint8_t kErased = 0xff;

  /// All of it, whole pages, to be read like any memory. Stays where it is, at the start of a word.
  [[nodiscard]] virtual Bytes mapped() const = 0;
  /// A multiple of kWordSize.
  [[nodiscard]] virtual size_t page_size() const = 0;

  // False if the chip says that it has failed; what is there then can be anything. So it can be
  // after a loss of power on the way: a half-programmed word that reads as it pleases, another
  // value each time that power comes, until zeros are programmed there; a half-erased page of
  // random bits, until it is erased. No bit that was zero is anything else because zeros were
  // programmed over it.

  /// One word or more, in order: each erased and not programmed since, but that zeros can be
  /// programmed over anything. `at` is a multiple of kWordSize; the bytes may be anywhere.
  [[nodiscard]] virtual bool program(size_t at, const Bytes& words) = 0;
  /// All bytes of the page that begins at this place become kErased.
  [[nodiscard]] virtual bool erase(size_t at) = 0;

 protected:
  ~Flash() = default;
};

}  // namespace tls_se
