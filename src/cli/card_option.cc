#include "cli/card_option.h"

#include <filesystem>

#include "card/host_cards.h"
#include "cli/exit_codes.h"
#include "platform/flash/mapped_flash.h"
#include "reader/occupied_reader.h"
#include "reader/pcsc/pcsc_card.h"
#include "reader/pcsc/pcsc_readers.h"

namespace tls_se {
namespace {

constexpr std::string_view kInFile = "sim:";
constexpr std::string_view kInReader = "pcsc:";

/// What is behind the prefix; empty if it has not this one.
std::string behind(std::string_view prefix, const std::string& name) {
  return name.starts_with(prefix) ? name.substr(prefix.size()) : "";
}

/// What is written there is not repeated: it could be a PIN or a key by mistake.
[[noreturn]] void refuse(const std::string& name) {
  std::error_code error;
  const bool is_file = std::filesystem::exists(name, error);
  throw UsageError(
      "--card is sim:FILE, for a card in this file, or pcsc:NAME, for one in a reader" +
      (is_file ? ": sim:" + name + " then" : std::string()));
}

std::unique_ptr<CardReader> open_in_file(const CardWish& wish, const std::string& file) {
  try {
    return card_in_file(file, wish.missing == MissingCard::made);
  } catch (const CardInUse&) {
    throw;
  } catch (const NoSuchCard& error) {
    if (wish.missing == MissingCard::imagined) return blank_card();
    throw UsageError(std::string(error.what()) + ": `tls-se card personalise --card " + wish.name +
                     " --profile FILE` makes one");
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

/// A number is that of now: readers that come and go change it.
std::string reader_name(const std::string& text) {
  return is_reader_number(text) ? chosen_reader(pcsc_reader_names(), text) : text;
}

}  // namespace

void check_card_name(const std::string& name) {
  if (card_file(name).empty() && behind(kInReader, name).empty()) refuse(name);
}

std::string lasting_card_name(const std::string& name) {
  const std::string reader = behind(kInReader, name);
  return reader.empty() ? name : std::string(kInReader) + reader_name(reader);
}

std::string card_file(const std::string& name) { return behind(kInFile, name); }

std::unique_ptr<CardReader> card_of(const CardWish& wish) {
  check_card_name(wish.name);
  const std::string file = card_file(wish.name);
  if (!file.empty()) return open_in_file(wish, file);
  const std::string reader = behind(kInReader, wish.name);
  if (wish.name == kAllReaders) {
    throw UsageError("pcsc:* is for `tls-se server` and `tls-se client`: name one reader here");
  }
  return pcsc_card(reader_name(reader), {.longest = wish.longest, .selects = wish.selects});
}

std::unique_ptr<CardReader> open_card(const std::string& name, MissingCard missing) {
  return occupied(card_of({.name = name, .missing = missing}));
}

std::vector<std::string> cards_in_all_readers() {
  std::vector<std::string> cards;
  const std::vector<PcscSlot> slots = pcsc_slots();
  for (const PcscSlot& slot : slots) {
    if (slot.has_card) cards.push_back(std::string(kInReader) + slot.name);
  }
  if (!cards.empty()) return cards;
  throw CardUnreachable(slots.empty() ? "pcscd has no reader: plug one in, or have a virtual one "
                                        "(docs/cards.md)"
                                      : "there is no card in any reader: put one in");
}

}  // namespace tls_se
