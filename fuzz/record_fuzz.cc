// The record layer: any bytes as a record, and any content sealed, opened and compared.
#include <algorithm>
#include <vector>

#include "platform/openssl/openssl_crypto.h"
#include "se/tls_lib/record.h"
#include "se/tls_lib/record_buffer.h"

namespace {

using namespace tls_se;

void require(bool condition) {
  if (!condition) __builtin_trap();
}

struct Keys {
  OpensslCrypto crypto;
  TrafficSecret secret;
  RecordProtection write{crypto, AesSlot{1}};
  RecordProtection read{crypto, AesSlot{0}};

  Keys() {
    secret.clear();
    write.clear();
    read.clear();
    write.install(kAes128CcmSha256, secret);
    read.install(kAes128CcmSha256, secret);
  }
};

/// Forged bytes are never accepted.
void parse_and_open(Bytes input) {
  Keys keys;
  std::vector<uint8_t> copy(input.begin(), input.end());
  Record record;
  if (parse_record(copy, record) != Alert::none) return;
  require(record.fragment.size() + kRecordHeaderSize == copy.size());
  require(description_of(keys.read.open(copy, record)) == Alert::bad_record_mac);
}

/// TLSInnerPlaintext in, the same content and type out, or the alert that section 5.4 asks for.
void seal_and_open(Bytes inner) {
  Keys keys;
  std::vector<uint8_t> bytes(kRecordHeaderSize);
  bytes.insert(bytes.end(), inner.begin(), inner.end());
  bytes.resize(bytes.size() + kMaxTagSize);
  require(keys.write.seal(bytes) == Alert::none);
  Record record;
  require(parse_record(bytes, record) == Alert::none);
  const Alert alert = keys.read.open(bytes, record);
  const auto last = std::find_if(inner.rbegin(), inner.rend(), [](uint8_t b) { return b != 0; });
  if (last == inner.rend()) {
    require(description_of(alert) == Alert::unexpected_message);
    return;
  }
  require(alert == Alert::none);
  require(static_cast<uint8_t>(record.type) == *last);
  const size_t size = static_cast<size_t>(inner.rend() - last) - 1;
  require(same_bytes(record.fragment, inner.first(size)));
}

/// What does not fit is given back, and remembered.
void collect_all(RecordBuffer& buffer, const Bytes& piece) {
  const size_t before = buffer.held().size() + buffer.input().size();
  const size_t size = buffer.collect(piece);
  require(size == std::min(piece.size(), buffer.capacity() - before));
  require(buffer.overflowed() == (size < piece.size()));
}

/// Pieces collected, held and released in any order stay within the buffer.
void collect(Bytes input) {
  std::vector<uint8_t> memory(300);
  RecordBuffer buffer(memory);
  buffer.wipe_all();
  Reader program(input);
  while (program.more()) {
    const uint8_t step = program.u8();
    if (!buffer.output().empty()) {
      buffer.sent(std::min<size_t>(buffer.output().size(), 1 + step));
      continue;
    }
    switch (step % 4) {
      case 0:
        buffer.start_input();
        break;
      case 1:
        collect_all(buffer, program.vector8());
        break;
      case 2:
        if (buffer.input().size() > kRecordHeaderSize) {
          buffer.hold(buffer.input().subspan(kRecordHeaderSize));
        }
        break;
      default:
        if (!buffer.input().empty()) {
          buffer.start_output(buffer.input().data(), buffer.input().size());
          buffer.keep(buffer.held().size() / 2);
        } else {
          const size_t held = buffer.held().size();
          buffer.erase((step & 4) != 0 ? held / 3 : 0, held / 2);
        }
        break;
    }
    require(buffer.held().size() + buffer.input().size() <= buffer.capacity());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Bytes input(data, size);
  parse_and_open(input);
  if (size > 0 && size <= kMaxPlaintext + 1) seal_and_open(input);
  collect(input);
  return 0;
}
