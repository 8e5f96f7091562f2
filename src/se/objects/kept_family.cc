// What the card keeps for others: the historical bytes of its ATR, which is sent by the reader's
// side of the card before any command comes.
#include "se/objects/object_families.h"

namespace tls_se {
namespace {

Alert take_kept(Taking&, ObjectKind, const Bytes&) { return Alert::none; }

}  // namespace

namespace families {
constinit const ObjectFamily kKept = {take_kept, nullptr, nullptr};
}  // namespace families

}  // namespace tls_se
