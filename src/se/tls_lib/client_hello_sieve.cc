#include "se/tls_lib/client_hello_sieve.h"

#include <algorithm>

#include "se/tls_lib/handshake_header.h"
#include "se/tls_lib/key_share.h"

namespace tls_se {
namespace {

using Sieve = HandshakeMemory::Sieve;

/// What stands in front of the extensions stays. False if too little of it has come.
bool decide_on_fields(const Bytes& held, Sieve& sieve) {
  Reader reader(held);
  reader.bytes(kHandshakeHeaderSize + 2 + kRandomSize);  // legacy_version, random
  reader.vector8();                                      // legacy_session_id
  reader.vector16();                                     // cipher_suites
  reader.vector8();                                      // legacy_compression_methods
  const size_t extensions_size = reader.u16();
  if (!reader.ok()) return false;
  sieve.pending = sieve.extensions = held.size() - reader.rest().size();
  sieve.done = message_size_of(held) != sieve.extensions + extensions_size;
  return true;
}

/// Settles what becomes of what stands next: of extensions, those with a row stay; of the entries
/// of key_share, those of the card's groups and an empty one, which the check refuses. False if too
/// little of it has come.
bool decide(const Session& session, const Bytes& held, Sieve& sieve) {
  if (sieve.kept == 0) return decide_on_fields(held, sieve);
  const size_t left = message_size_of(held) - sieve.kept;
  if (left == 0) return sieve.done = true;
  // Both begin with two numbers; key_share has the length of its entries behind them.
  Reader reader(held.subspan(sieve.kept));
  const uint16_t type = reader.u16();
  const size_t size = reader.u16();
  const bool is_share = sieve.shares_left != 0;
  const bool is_key_share = !is_share && type == static_cast<uint16_t>(ExtensionType::key_share);
  const size_t shares_size = is_key_share ? reader.u16() : 0;
  if (!reader.ok()) return false;
  size_t pending = 2 + 2 + size;
  sieve.drops = false;
  if (is_share) {
    if (size != 0) sieve.drops = find_group(session, type) == nullptr;
    if (pending > sieve.shares_left) sieve.done = true;
    sieve.shares_left -= pending;
  } else if (is_key_share) {
    pending = 2 + 2 + 2;
    sieve.shares = sieve.kept + pending;
    sieve.shares_left = shares_size;
    if (size != 2 + shares_size) sieve.done = true;
  } else {
    sieve.drops = !has_row(static_cast<ExtensionType>(type));
    sieve.shares = 0;
    if (type == static_cast<uint16_t>(ExtensionType::pre_shared_key)) sieve.done = true;
  }
  if (pending > left) sieve.done = true;
  sieve.pending = pending;
  return true;
}

// Three times in one function: inline it would be 30 bytes more.
[[gnu::noinline]] void shorten(uint8_t* length, size_t by) {
  store_u16(length, load_u16(length) - by);
}

/// `size` bytes less, of those behind what is kept.
void shorten_lengths(const MutableBytes& held, const Sieve& sieve, size_t size) {
  set_message_size(held, message_size_of(held) - size);
  shorten(&held[sieve.extensions - 2], size);
  if (sieve.shares == 0) return;
  shorten(&held[sieve.shares - 2], size);
  shorten(&held[sieve.shares - 4], size);
}

void sieve_held(Session& session, RecordBuffer& buffer) {
  Sieve& sieve = session.handshake.state.sieve;
  while (!sieve.done) {
    const MutableBytes held = buffer.held();
    const Bytes rest = held.subspan(sieve.kept);
    if (sieve.pending == 0) {
      if (!decide(session, held, sieve)) return;
      continue;
    }
    const size_t size = std::min(sieve.pending, rest.size());
    if (size == 0 || (!sieve.drops && size < sieve.pending)) return;
    session.handshake.transcript.add(rest.first(size));
    sieve.pending -= size;
    if (sieve.drops) {
      shorten_lengths(held, sieve, size);
      buffer.erase(sieve.kept, size);
    } else {
      sieve.kept += size;
    }
  }
}

/// The input's header has come and is that of a handshake record.
bool enters_record(const Bytes& input, Sieve& sieve) {
  if (input.size() < kRecordHeaderSize ||
      input[0] != static_cast<uint8_t>(ContentType::handshake)) {
    return false;
  }
  const size_t length = load_u16(&input[3]);
  sieve.record_left = static_cast<int32_t>(length);
  return length != 0 && length <= kMaxPlaintext;
}

void sieve_input(Session& session, RecordBuffer& buffer) {
  Sieve& sieve = session.handshake.state.sieve;
  MutableBytes input = buffer.input();
  if (!buffer.streams()) {
    if (!enters_record(input, sieve)) return;
    input = input.subspan(kRecordHeaderSize);
  }
  sieve.record_left -= static_cast<int32_t>(input.size());
  buffer.hold_part(input);
  const Bytes held = buffer.held();
  if (!held.empty() && held[0] == static_cast<uint8_t>(HandshakeType::client_hello)) {
    sieve_held(session, buffer);
  }
}

}  // namespace

void sieve_client_hello(Session& session, RecordBuffer& buffer, const Bytes& fragment) {
  for (Bytes rest = fragment; !rest.empty();) {
    const size_t size = buffer.collect(rest);
    if (size == 0) return;  // there is no room, and the sieve has made none
    rest = rest.subspan(size);
    sieve_input(session, buffer);
  }
}

}  // namespace tls_se
