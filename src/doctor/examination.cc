#include "doctor/examination.h"

#include <algorithm>
#include <set>

#include "doctor/contents_check.h"
#include "doctor/port_check.h"
#include "doctor/profile_check.h"
#include "doctor/psk_check.h"
#include "doctor/reach_check.h"
#include "doctor/reader_check.h"

namespace tls_se {
namespace {

constexpr std::string_view kInReader = "pcsc:";
constexpr std::string_view kAllReaders = "pcsc:*";
constexpr std::string_view kVirtualReader = "Virtual PCD";  // vsmartcard's

bool is_in_reader(const std::string& card) { return card.starts_with(kInReader); }

class Examiner {
 public:
  explicit Examiner(const Examination& wish) : wish_(wish) {}

  Findings take() {
    if (!wish_.profile.empty()) profile_ = check_profile(wish_.profile, wish_.now);
    if (needs_pcscd()) pcscd();
    for (const std::string& name : wish_.cards) check_named(name);
    if (wish_.cards.empty()) check_all_readers();
    if (!wish_.psk_identity.empty()) add(check_psk_identity(wish_.psk_identity, identities_));
    for (const Finding& finding : profile_.findings) add(finding);
    for (const Finding& finding : comparisons_) add(finding);
    if (!wish_.listen.empty()) add(check_port(wish_.listen, wish_.try_listening()));
    return std::move(findings_);
  }

 private:
  void add(const Finding& finding) { findings_.push_back(finding); }
  [[nodiscard]] bool needs_pcscd() const {
    return wish_.cards.empty() || std::ranges::any_of(wish_.cards, is_in_reader);
  }
  [[nodiscard]] std::function<std::unique_ptr<CardReader>()> opener(const std::string& name) const {
    return [this, name] { return wish_.open(name); };
  }

  void pcscd();
  void check_named(const std::string& name);
  void check_all_readers();
  void check_pool();
  void check_slot(const PcscSlot& slot, bool was_named);
  void check(const CardToCheck& card);
  void look_through(const CardToCheck& card, CardReader& reader);

  const Examination& wish_;
  std::vector<PcscSlot> slots_;
  std::set<std::string> checked_;
  ProfileCheck profile_;
  std::vector<CardIdentities> identities_;
  Findings comparisons_;
  Findings findings_;
};

void Examiner::pcscd() {
  PcscdCheck check = check_pcscd(wish_.ask_pcscd, wish_.look_at_pcscd);
  add(check.finding);
  if (!check.slots) return;
  slots_ = std::move(*check.slots);
  add(check_readers(slots_));
}

/// Of one in a reader there is nothing more to say if there are no readers.
void Examiner::check_named(const std::string& name) {
  if (!is_in_reader(name)) {
    return check({.name = name, .was_named = true, .slot = {}, .open = opener(name)});
  }
  if (slots_.empty()) return;
  if (name == kAllReaders) return check_pool();
  std::vector<std::string> names;
  for (const PcscSlot& slot : slots_) names.push_back(slot.name);
  try {
    const std::string reader = chosen_reader(names, name.substr(kInReader.size()));
    check_slot(*std::ranges::find(slots_, reader, &PcscSlot::name), true);
  } catch (const CardUnreachable& error) {
    add(told_finding(name, Severity::error, error.what()));
  }
}

void Examiner::check_all_readers() {
  for (const PcscSlot& slot : slots_) check_slot(slot, false);
}

/// Of whoever is to serve with them.
void Examiner::check_pool() {
  check_all_readers();
  if (std::ranges::any_of(slots_, &PcscSlot::has_card)) return;
  add({std::string(kAllReaders), Severity::error, "there is no card in any reader", "put one in"});
}

void Examiner::check_slot(const PcscSlot& slot, bool was_named) {
  const std::string name = std::string(kInReader) + slot.name;
  check({.name = name, .was_named = was_named, .slot = slot, .open = opener(name)});
}

void Examiner::check(const CardToCheck& card) {
  if (!checked_.insert(card.name).second) return;
  const auto reader = reach_card(card, findings_);
  if (!reader) return;
  try {
    look_through(card, *reader);
  } catch (const std::runtime_error& error) {  // it has gone meanwhile, or tells nonsense
    add(told_of(card, Severity::error, error.what()));
  }
}

void Examiner::look_through(const CardToCheck& card, CardReader& reader) {
  const CardContents contents = read_contents(reader);
  for (const Finding& finding : check_contents(card.name, contents, reader, wish_.now)) {
    add(finding);
  }
  if (contents.life_cycle == LifeCycle::terminated) return;
  const bool is_virtual = card.slot && card.slot->name.find(kVirtualReader) != std::string::npos;
  add(check_time(card.name, time_of_command(reader, wish_.clock), is_virtual));
  CardIdentities told{.card = card.name, .identities = {}};
  if (contents.profile) {
    for (const auto& psk : contents.profile->psks) told.identities.push_back(psk.identity);
  }
  identities_.push_back(std::move(told));
  if (!profile_.profile) return;
  comparisons_.push_back(compare_with_profile(card.name, reader, wish_.profile, *profile_.profile));
}

}  // namespace

Findings examine(const Examination& examination) { return Examiner(examination).take(); }

}  // namespace tls_se
