// ACTIVATE, TERMINATE and ERASE: ISO 7816-9.
#include "se/smart_card/command_table.h"

namespace tls_se::commands {
namespace {

Verdict empty(Call& call, LifeCycle life_cycle) {
  const ObjectStatus change = call.objects().empty(life_cycle);
  if (change == ObjectStatus::done) {
    for (Channel* const channel : call.card.channels) channel->drop_chain();
    call.card.use_objects();
  }
  return call.conclude(change);
}

}  // namespace

/// ACTIVATE FILE: the card becomes operational, and stays so. It needs an administrator, and has to
/// be right.
Verdict activate(Call& call) {
  CardObjects& objects = call.objects();
  objects.abort();
  ObjectKind lacking = objects.misfit();
  const StoredObjects stored = objects.stored();
  if (!stored.has(ObjectKind::role_and_modes)) lacking = ObjectKind::role_and_modes;
  if (!stored.has(ObjectKind::administrator_pin)) lacking = ObjectKind::administrator_pin;
  if (lacking != ObjectKind::none) return call.conclude(objects.refuse_kind(lacking));
  return call.conclude(
      objects.put_now(ObjectKind::life_cycle, static_cast<uint8_t>(LifeCycle::operational)));
}

/// TERMINATE CARD USAGE.
Verdict terminate(Call& call) { return empty(call, LifeCycle::terminated); }

/// DELETE FILE of the application's: the card is as new.
Verdict erase(Call& call) { return empty(call, LifeCycle::initial); }

}  // namespace tls_se::commands
