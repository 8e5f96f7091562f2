#include "reader/pcsc/pcsc_readers.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "reader/pcsc/deadline_thread.h"
#include "reader/pcsc/pcsc_context.h"

namespace tls_se {
namespace {

constexpr std::chrono::seconds kLongest(10);
// libpcsclite takes no more at once (PCSCLITE_MAX_READERS_CONTEXTS).
constexpr size_t kMostAtOnce = 16;

/// Asks pcscd, which may hang.
template <class Answer>
Answer ask(Answer (*question)(const PcscContext&)) {
  const auto answer = std::make_shared<Answer>();
  DeadlineThread thread;
  const bool answered = thread.call(
      [=] {
        const PcscContext context("PC/SC");
        *answer = question(context);
      },
      kLongest);
  if (answered) return std::move(*answer);
  throw CardUnreachable(
      "pcscd does not answer: look for a reader that hangs, and start pcscd again with `systemctl "
      "restart pcscd`");
}

std::vector<std::string> list_names(const PcscContext& context) { return context.reader_names(); }

PcscSlot slot_of(const SCARD_READERSTATE& state) {
  const DWORD event = state.dwEventState;
  return {.name = state.szReader,
          .has_card = (event & SCARD_STATE_PRESENT) != 0,
          .is_mute = (event & SCARD_STATE_MUTE) != 0,
          .is_in_use = (event & SCARD_STATE_EXCLUSIVE) != 0,
          .atr = {state.rgbAtr, state.rgbAtr + std::min<size_t>(state.cbAtr, sizeof state.rgbAtr)}};
}

std::vector<PcscSlot> list_slots(const PcscContext& context) {
  const std::vector<std::string> names = context.reader_names();
  std::vector<PcscSlot> slots;
  for (size_t begin = 0; begin < names.size(); begin += kMostAtOnce) {
    std::vector<SCARD_READERSTATE> states(std::min(kMostAtOnce, names.size() - begin));
    for (size_t i = 0; i < states.size(); ++i) {
      states[i] = {};
      states[i].szReader = names[begin + i].c_str();
      states[i].dwCurrentState = SCARD_STATE_UNAWARE;
    }
    const LONG code = SCardGetStatusChange(context.get(), 0, states.data(), states.size());
    // A reader has gone meanwhile: the others are told by what comes next.
    if (code != SCARD_E_UNKNOWN_READER) check_pcsc(code, "PC/SC");
    for (const SCARD_READERSTATE& state : states) slots.push_back(slot_of(state));
  }
  return slots;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + shown_name(name);
  return text;
}

}  // namespace

std::string shown_name(const std::string& reader) {
  std::string shown = reader;
  std::ranges::replace_if(
      shown, [](char c) { return static_cast<uint8_t>(c) < ' ' || c == '\x7f'; }, '?');
  return "'" + shown + "'";
}

std::vector<std::string> pcsc_reader_names() { return ask(list_names); }
std::vector<PcscSlot> pcsc_slots() { return ask(list_slots); }

std::string find_reader(const std::vector<std::string>& names, const std::string& part) {
  if (names.empty()) {
    throw CardUnreachable(
        "pcscd has no reader: plug one in, or have a virtual one (docs/cards.md)");
  }
  std::vector<std::string> fitting;
  for (const std::string& name : names) {
    if (name == part) return name;
    if (name.find(part) != std::string::npos) fitting.push_back(name);
  }
  if (fitting.size() == 1) return fitting.front();
  if (fitting.empty()) {
    throw CardUnreachable(
        fmt::format("no reader has '{}' in its name: there is {}", part, listed(names)));
  }
  throw CardUnreachable(fmt::format("'{}' could be {}: say more of the name, or pcsc:N, its number",
                                    part, listed(fitting)));
}

bool is_reader_number(const std::string& text) {
  return !text.empty() && text.size() < 4 &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string chosen_reader(const std::vector<std::string>& names, const std::string& text) {
  if (!is_reader_number(text)) return find_reader(names, text);
  const size_t number = std::stoul(text);
  if (number < names.size()) return names[number];
  throw CardUnreachable("there is no reader " + text + ": pcscd has " +
                        std::to_string(names.size()) + ", numbered from 0");
}

}  // namespace tls_se
