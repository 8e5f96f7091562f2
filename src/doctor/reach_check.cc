#include "doctor/reach_check.h"

#include <fmt/format.h>

#include "platform/flash/mapped_flash.h"
#include "reader/card_data.h"
#include "reader/names.h"
#include "reader/occupied_reader.h"
#include "reader/pcsc/pcsc_context.h"
#include "reader/select_command.h"
#include "se/data_exchange/data_objects.h"
#include "text/hex.h"

namespace tls_se {
namespace {

/// One card being approached.
class Approach {
 public:
  Approach(const CardToCheck& card, Findings& findings) : card_(card), findings_(findings) {}

  std::unique_ptr<CardReader> reach() {
    if (card_.slot && !answers(*card_.slot)) return nullptr;
    auto reader = open();
    return reader && is_own(*reader) ? std::move(reader) : nullptr;
  }

 private:
  void add(Severity severity, const std::string& words, const std::string& next_step) {
    findings_.push_back({card_.name, severity, words, next_step});
  }
  /// Who names a card wants it; of the others a person is told what they are.
  [[nodiscard]] Severity unless_named(Severity severity) const {
    return card_.was_named ? Severity::error : severity;
  }

  void add_told(Severity severity, const std::string& told) {
    findings_.push_back(told_of(card_, severity, told));
  }

  bool answers(const PcscSlot& slot);
  void tell_of_unreachable(const std::string& told);
  std::unique_ptr<CardReader> open();
  bool is_own(CardReader& reader);
  void tell_of_foreign(StatusWord refusal);

  const CardToCheck& card_;
  Findings& findings_;
};

bool Approach::answers(const PcscSlot& slot) {
  if (!slot.has_card) {
    add(unless_named(Severity::note), "there is no card in this reader",
        card_.was_named ? "put one in" : "");
  } else if (slot.is_mute) {
    add(Severity::error, "the card in this reader is mute: it gives no answer to a reset",
        "pull it out, look whether it is the right way round, and clean, and put it in again; try "
        "another reader");
  }
  return slot.has_card && !slot.is_mute;
}

std::unique_ptr<CardReader> Approach::open() {
  try {
    return occupied(card_.open());
  } catch (const NoSuchCard&) {
    add(Severity::error, "there is no such card",
        card_command("personalise", card_.name) + " with --profile FILE makes one");
  } catch (const CardInUse&) {
    add(unless_named(Severity::warning), "another program has this card",
        "end it, or wait for it: a card in a file is one program's at a time");
  } catch (const PcscRefusal& refusal) {
    const bool is_in_use = refusal.code() == SCARD_E_SHARING_VIOLATION;
    const Severity severity = is_in_use ? unless_named(Severity::warning) : Severity::error;
    add_told(severity, refusal.what());
  } catch (const std::runtime_error& error) {
    tell_of_unreachable(error.what());
  }
  return nullptr;
}

/// What is told of a file has its name in front.
void Approach::tell_of_unreachable(const std::string& told) {
  if (card_.slot) return add_told(Severity::error, told);
  const std::string file = card_.name.substr(card_.name.find(':') + 1) + ": ";
  add(Severity::error, told.starts_with(file) ? told.substr(file.size()) : told,
      "look whether this is the file that `tls-se card personalise` has made, and whether this "
      "user "
      "may write it");
}

/// One that tells a life cycle is, whatever it has said to SELECT.
bool Approach::is_own(CardReader& reader) {
  try {
    StatusWord status = select_by_name(reader, kApplicationId);
    const bool has_own_name = status == sw::kOk;
    if (!has_own_name) status = select_by_name(reader, kAliasApplicationId);
    if (is_own_card(reader)) return true;
    if (status != sw::kOk) {
      tell_of_foreign(status);
    } else if (has_own_name) {
      add(Severity::note,
          "this is a TLS-SE card whose contents are built in: it tells nothing of them", "");
    } else {
      add(Severity::note,
          "this is an applet of the draft's author, or one like it: it is selected as "
          "010203040500, "
          "and tells neither a life cycle nor what is on it",
          "docs/card.md says where it answers otherwise than TLS-SE's cards");
    }
  } catch (const std::runtime_error& error) {
    add_told(Severity::error, error.what());
  }
  return false;
}

void Approach::tell_of_foreign(StatusWord refusal) {
  std::string words = fmt::format("this is no TLS-SE card: it refuses SELECT with {:04X}, {}",
                                  refusal, status_word_name(refusal));
  if (card_.slot) words += "; its ATR is " + to_spaced_hex(card_.slot->atr);
  add(unless_named(Severity::note), words,
      card_.was_named ? "put a TLS-SE card in, or name the reader that has one" : "");
}

}  // namespace

std::unique_ptr<CardReader> reach_card(const CardToCheck& card, Findings& findings) {
  return Approach(card, findings).reach();
}

}  // namespace tls_se
