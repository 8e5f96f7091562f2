// Which readers pcscd has, and which of them a person means.
#pragma once

#include <string>
#include <vector>

#include "reader/card_reader.h"

namespace tls_se {

struct PcscSlot {
  std::string name;  // "Virtual PCD 00 00"
  bool has_card = false;
  bool is_mute = false;    // the card gives no answer to a reset
  bool is_in_use = false;  // by a program that lets nobody else have it
  std::vector<uint8_t> atr;
};

/// The names of all readers, in pcscd's order; none if there is none. Throws CardUnreachable if
/// there is no pcscd, or it does not want to be asked, or it does not answer in time.
[[nodiscard]] std::vector<std::string> pcsc_reader_names();
/// The same with what is in them, however many they are.
[[nodiscard]] std::vector<PcscSlot> pcsc_slots();

/// Of these the one that is called so, or whose name alone has this in it. Throws CardUnreachable,
/// in words for a person, if there is none, or it could be several.
[[nodiscard]] std::string find_reader(const std::vector<std::string>& names,
                                      const std::string& part);

/// A name in quotes, for a person. A part of it is the device's own, and may have what a terminal
/// would take for commands: there is a '?' for that.
[[nodiscard]] std::string shown_name(const std::string& reader);

/// The number of a reader, as a person writes it.
[[nodiscard]] bool is_reader_number(const std::string& text);
/// The same, or the one with this number, from 0.
[[nodiscard]] std::string chosen_reader(const std::vector<std::string>& names,
                                        const std::string& text);

}  // namespace tls_se
