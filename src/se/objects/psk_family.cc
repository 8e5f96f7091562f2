// External pre-shared keys.
#include "se/crypto_lib/hkdf.h"
#include "se/objects/object_families.h"

namespace tls_se {
namespace {

/// RFC 9257 section 6: fewer bytes have not the 128 bits that nobody can guess, and a check value
/// would tell who guesses that he is right.
constexpr size_t kMinKeyForCheckValue = 16;

/// identity<1..2^16-1> and behind it the key. What is kept of the key is its Early Secret: RFC 8446
/// section 7.1 needs no more of it.
Alert take_psk(Taking& taking, ObjectKind, const Bytes& value) {
  Reader reader(value);
  const Bytes identity = reader.vector16();
  const Bytes key = reader.rest();
  if (identity.empty() || key.empty()) return refuse(Alert::decode_error, Reason::malformed);
  const auto head = taking.head_memory.bytes();
  head[0] = key.size() >= kMinKeyForCheckValue ? 1 : 0;
  extract_early_secret(taking.crypto, key, head.subspan<1, kSha256Size>());
  taking.head_size = kStoredPskHead;
  taking.body = identity;
  return Alert::none;
}

void show_psk(CardViews& views, ObjectKind, size_t index, const Bytes& stored) {
  Psk& psk = views.room.psks[index];
  psk.identity = stored.empty() ? stored : stored.subspan(kStoredPskHead);
  psk.key = psk_handle(index);
}

/// Those that are there move to the front. No identity comes twice.
ObjectKind settle_psks(CardViews& views, const StoredObjects&) {
  size_t count = 0;
  bool is_right = true;
  for (const Psk& psk : views.room.psks) {
    if (psk.identity.empty()) continue;
    for (size_t i = 0; i < count; ++i) {
      if (same_bytes(views.room.psks[i].identity, psk.identity)) is_right = false;
    }
    views.room.psks[count++] = psk;
  }
  TlsSettings& tls = views.settings.tls;
  tls.psks = views.room.psks.first(count);
  if (tls.modes.has(Mode::psk) && count == 0) is_right = false;
  return is_right ? ObjectKind::none : ObjectKind::pre_shared_key;
}

}  // namespace

namespace families {
constinit const ObjectFamily kPsks = {take_psk, show_psk, settle_psks};
}  // namespace families

}  // namespace tls_se
