#include "platform/openssl/x25519.h"

#include <openssl/err.h>
#include <openssl/evp.h>

#include <algorithm>

#include "platform/openssl/entropy.h"
#include "platform/openssl/owned.h"
#include "se/base/secret.h"

namespace tls_se {
namespace {

using Key = Owned<EVP_PKEY, EVP_PKEY_free>;  // which wipes a private key
using Context = Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

Key private_half(std::span<const uint8_t, kX25519PrivateKeySize> bytes) {
  return Key(EVP_PKEY_new_raw_private_key(EVP_PKEY_X25519, nullptr, bytes.data(), bytes.size()));
}

Key public_half(std::span<const uint8_t, kX25519Size> bytes) {
  return Key(EVP_PKEY_new_raw_public_key(EVP_PKEY_X25519, nullptr, bytes.data(), bytes.size()));
}

bool write_public_key(const EVP_PKEY* key, std::span<uint8_t, kX25519Size> public_key) {
  size_t size = public_key.size();
  return EVP_PKEY_get_raw_public_key(key, public_key.data(), &size) == 1 && size == kX25519Size;
}

}  // namespace

bool x25519_generate(std::span<uint8_t, kX25519PrivateKeySize> private_key,
                     std::span<uint8_t, kX25519Size> public_key) {
  if (fill_with_entropy(private_key)) {
    const Key key = private_half(private_key);
    if (key != nullptr && write_public_key(key.get(), public_key)) return true;
  }
  wipe(private_key);
  ERR_clear_error();
  return false;
}

CryptoStatus x25519(std::span<const uint8_t, kX25519PrivateKeySize> private_key,
                    std::span<const uint8_t, kX25519Size> peer,
                    std::span<uint8_t, kX25519Size> secret) {
  const bool empty = std::ranges::all_of(private_key, [](uint8_t byte) { return byte == 0; });
  const Key own = private_half(private_key);
  const Key others = public_half(peer);
  const Context context(own == nullptr ? nullptr : EVP_PKEY_CTX_new(own.get(), nullptr));
  const bool ready = !empty && others != nullptr && context != nullptr &&
                     EVP_PKEY_derive_init(context.get()) == 1 &&
                     EVP_PKEY_derive_set_peer(context.get(), others.get()) == 1;
  size_t size = secret.size();
  if (ready && EVP_PKEY_derive(context.get(), secret.data(), &size) == 1) {
    return CryptoStatus::done;
  }
  wipe(secret);
  ERR_clear_error();
  // All that can fail once it is ready is that libcrypto refuses a secret that is all zero.
  return ready ? CryptoStatus::rejected : CryptoStatus::failed;
}

}  // namespace tls_se
