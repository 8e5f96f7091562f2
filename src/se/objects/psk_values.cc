// External pre-shared keys.
#include "se/crypto_lib/hkdf.h"
#include "se/objects/object_values.h"

namespace tls_se::values {
namespace {

/// RFC 9257 section 6: fewer bytes have not the 128 bits that nobody can guess, and a check value
/// would tell who guesses that he is right.
constexpr size_t kMinKeyForCheckValue = 16;

}  // namespace

/// identity<1..2^16-1> and behind it the key. What is kept of the key is its Early Secret: RFC 8446
/// section 7.1 needs no more of it.
Alert take_psk(Taking& taking, const Bytes& value) {
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

void show_psk(CardViews& views, size_t index, const Bytes& stored) {
  views.room.psks[index] = {};
  if (stored.empty()) return;
  views.room.psks[index] = {.identity = stored.subspan(kStoredPskHead), .key = psk_handle(index)};
}

void settle_psks(CardViews& views) {
  size_t count = 0;
  for (const Psk& psk : views.room.psks) {
    if (!psk.identity.empty()) views.room.psks[count++] = psk;
  }
  views.tls.psks = views.room.psks.first(count);
}

bool psk_rule(const CardViews& views) {
  const std::span<const Psk> psks = views.tls.psks;
  for (size_t i = 0; i < psks.size(); ++i) {
    for (size_t k = 0; k < i; ++k) {
      if (same_bytes(psks[i].identity, psks[k].identity)) return false;
    }
  }
  return !views.tls.modes.has(Mode::psk) || !psks.empty();
}

/// A check value, or three bytes 00 of a short key, and behind it the identity.
void tell_psk(Crypto& crypto, const Bytes& stored, Told& told) {
  told.head = {};
  told.head_size = told.head.size();
  if (stored[0] != 0) told.head = key_check_value(crypto, stored.subspan<1, kSha256Size>());
  told.body = stored.subspan(kStoredPskHead);
}

}  // namespace tls_se::values
