#include "cli/node_cards.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "cli/card_option.h"
#include "cli/exit_codes.h"
#include "personalisation/foreign_card.h"
#include "personalisation/pin_words.h"
#include "reader/channel_reader.h"

namespace tls_se {
namespace {

CardPurpose purpose_of(const std::string& name, CardReader& reader) {
  const CardOccupation occupation(reader);
  try {
    return read_purpose(reader);
  } catch (const CardUnreachable&) {
    throw;
  } catch (const std::runtime_error& error) {
    throw UsageError(name + ": this card " + error.what());
  }
}

/// Says who uses one of the other role.
void check_role(const std::string& name, const CardPurpose& purpose, Role role) {
  if (purpose.role == role) return;
  throw UsageError(name +
                   (purpose.role == Role::server
                        ? ": this is a server's card: `tls-se server --card " + name + "`"
                        : ": this is a client's card: `tls-se client --card " + name + "`") +
                   " uses it");
}

CardSupply::Channels alone(std::unique_ptr<CardReader> reader) {
  CardSupply::Channels channels;
  channels.push_back(std::move(reader));
  return channels;
}

/// The author's applet has one session, on the channel on which it is selected.
CardSupply::Channels channels_of_foreign(const std::string& name,
                                         std::unique_ptr<CardReader> reader,
                                         std::optional<size_t> wish) {
  if (wish.value_or(1) == 1) return alone(with_foreign_applet(std::move(reader)));
  throw UsageError(name + ": this card serves one connection at a time: leave --channels out");
}

CardSupply::Channels channels_of(std::unique_ptr<CardReader> reader, std::optional<size_t> wish) {
  if (!wish) return open_channels(std::move(reader), 1, kMaxChannels);
  return *wish > 1 ? open_channels(std::move(reader), *wish) : alone(std::move(reader));
}

}  // namespace

NodeCards::NodeCards(NodeCardsWish wish) : wish_(std::move(wish)) {
  for (const std::string& name : wish_.names) {
    name == kAllReaders ? find_all() : add(name, true);
  }
  may_ask_ = false;
  if (purpose_) return;
  if (!cards_.empty()) std::rethrow_exception(cards_.front().failure);
  if (no_readers_) std::rethrow_exception(no_readers_);
  throw CardUnreachable(
      "in no reader is a TLS-SE card of this role: `tls-se doctor` tells what is "
      "in them");
}

/// Those that are named may do without.
void NodeCards::find_all() {
  std::vector<std::string> names;
  try {
    names = wish_.find_all();
  } catch (const CardUnreachable& error) {
    no_readers_ = std::current_exception();
    if (wish_.names.size() > 1) spdlog::warn("{} has no card: {}", kAllReaders, error.what());
  }
  for (const std::string& name : names) add(name, false);
}

/// Whoever names a card wants it. Of those that were found, the ones that can't serve are none of
/// the pool's; one that is away, or that somebody else has, is.
void NodeCards::add(const std::string& name, bool was_named) {
  Card card{.name = name, .lasting_name = {}, .pin = {}, .opened = {}, .failure = {}};
  const auto is_it = [&](const Card& each) {
    return each.name == name ||
           (each.lasting_name == card.lasting_name && !each.lasting_name.empty());
  };
  try {
    if (!std::ranges::any_of(cards_, is_it)) find_lasting_name(card);
    if (std::ranges::any_of(cards_, is_it)) return;
    card.opened = open(card);
  } catch (const UsageError& error) {
    if (was_named) throw;
    return spdlog::warn("{}; it is left out", error.what());
  } catch (const ForeignCard& error) {
    if (!was_named) return spdlog::info("{}; it is left out", error.what());
    card.failure = std::current_exception();
  } catch (const std::runtime_error&) {
    card.failure = std::current_exception();
  }
  cards_.push_back(std::move(card));
}

/// Another reader's card is not to be taken for this one, nor to be shown its PIN.
void NodeCards::find_lasting_name(Card& card) const {
  if (card.lasting_name.empty()) card.lasting_name = wish_.lasting_name(card.name);
}

bool NodeCards::come_back() const {
  const auto is_in_reader = [](const Card& card) { return card.name.starts_with("pcsc:"); };
  return cards_.size() > 1 || std::ranges::any_of(cards_, is_in_reader);
}

MadeCard NodeCards::make(size_t number) {
  Card& card = cards_[number - 1];
  if (const auto failure = std::exchange(card.failure, nullptr)) std::rethrow_exception(failure);
  if (!card.opened) return open(card);
  MadeCard made = std::move(*card.opened);
  card.opened.reset();
  return made;
}

MadeCard NodeCards::open(Card& card) {
  find_lasting_name(card);
  auto reader = wish_.find(card.lasting_name);
  CardPurpose purpose = purpose_of(card.name, *reader);
  check_role(card.name, purpose, wish_.role);
  const bool is_foreign = purpose.kind == CardPurpose::Kind::foreign;
  auto pin = pin_for(card, purpose);
  MadeCard made{.channels = is_foreign
                                ? channels_of_foreign(card.name, std::move(reader), wish_.channels)
                                : channels_of(std::move(reader), wish_.channels),
                .pin = std::move(pin)};
  if (!purpose_) purpose_ = std::move(purpose);
  return made;
}

/// Null if it wants none, whatever was in its reader before.
std::shared_ptr<UserPin> NodeCards::pin_for(Card& card, const CardPurpose& purpose) {
  const bool is_foreign = purpose.kind == CardPurpose::Kind::foreign;
  if (!purpose.needs_user_pin && !(is_foreign && wish_.pin.is_given())) return nullptr;
  if (!card.pin) card.pin = make_pin(is_foreign);
  return card.pin;
}

/// The same for all cards, and a person says it once. Later nobody may be there to be asked, and
/// the terminal's signals would not come to the listener meanwhile.
std::shared_ptr<UserPin> NodeCards::make_pin(bool is_foreign) {
  const std::string what = pin_words(kUserPin);
  const std::lock_guard lock(pin_mutex_);
  if (!pin_ && !may_ask_ && !wish_.pin.is_given()) {
    throw std::runtime_error("the card wants " + what +
                             ", for which nobody is asked any more: start again with this card in "
                             "its reader, or with --pin-file FILE");
  }
  if (!pin_) pin_.emplace(read_pin(wish_.pin, what));
  if (!is_foreign) return std::make_shared<UserPin>(pin_->copy());
  try {
    return std::make_shared<UserPin>(foreign_pin(*pin_));
  } catch (const std::runtime_error& error) {
    throw UsageError(what + ' ' + error.what());
  }
}

}  // namespace tls_se
