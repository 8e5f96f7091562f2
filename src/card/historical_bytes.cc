#include "card/historical_bytes.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "se/data_exchange/object_tags.h"

namespace tls_se {
namespace {

// The category indicator: COMPACT-TLV data objects, and behind them three bytes of status, or none.
constexpr uint8_t kWithStatus = 0x00;
constexpr uint8_t kWithoutStatus = 0x80;
constexpr size_t kStatusSize = 3;

// Tags, in the upper half of a byte whose lower half is the length.
constexpr uint8_t kPreIssuingData = 0x6;
constexpr uint8_t kCapabilities = 0x7;

// The three software function tables.
constexpr uint8_t kSelectsByFullName = 0x80;
constexpr uint8_t kUnitsOfOneByte = 0x01;  // in quartets, a power of two
constexpr uint8_t kChaining = 0x80;
constexpr uint8_t kExtendedLength = 0x40;
constexpr uint8_t kAssignedByCard = 0x10;
constexpr uint8_t kAssignedByInterfaceDevice = 0x08;
constexpr uint8_t kMoreChannels = 0x07;  // beside the basic one
constexpr size_t kFunctionTables = 3;

constexpr std::string_view kName = "TLS-SE";

constexpr uint8_t head(uint8_t tag, size_t size) { return static_cast<uint8_t>(tag << 4 | size); }

uint8_t channel_bits(size_t channels) {
  if (channels <= 1) return 0;
  const size_t more = std::min<size_t>(channels - 1, kMoreChannels);
  return static_cast<uint8_t>(kAssignedByCard | kAssignedByInterfaceDevice | more);
}

CardCapabilities capabilities_of(uint8_t third_table) {
  const bool has_channels = (third_table & (kAssignedByCard | kAssignedByInterfaceDevice)) != 0;
  return {.chaining = (third_table & kChaining) != 0,
          .extended_length = (third_table & kExtendedLength) != 0,
          .channels = has_channels ? size_t{1} + (third_table & kMoreChannels) : 1};
}

}  // namespace

std::vector<uint8_t> default_historical_bytes(size_t channels) {
  std::array<uint8_t, kMaxHistoricalBytes> bytes;
  Writer writer(bytes);
  writer.u8(kWithoutStatus);
  writer.u8(head(kPreIssuingData, kName.size()));
  for (const char letter : kName) writer.u8(static_cast<uint8_t>(letter));
  writer.u8(head(kCapabilities, kFunctionTables));
  writer.u8(kSelectsByFullName);
  writer.u8(kUnitsOfOneByte);
  writer.u8(static_cast<uint8_t>(kChaining | kExtendedLength | channel_bits(channels)));
  return {writer.written().begin(), writer.written().end()};
}

std::optional<CardCapabilities> card_capabilities(const Bytes& historical_bytes) {
  Bytes objects = historical_bytes;
  const uint8_t category = objects.empty() ? uint8_t{0xff} : objects[0];
  if (category != kWithStatus && category != kWithoutStatus) return {};
  objects = objects.subspan(1);
  if (category == kWithStatus) {
    if (objects.size() < kStatusSize) return {};
    objects = objects.first(objects.size() - kStatusSize);
  }
  std::optional<CardCapabilities> found;
  Reader reader(objects);
  while (reader.more()) {
    const uint8_t head = reader.u8();
    const Bytes value = reader.bytes(head & 0x0f);
    const bool tells = head >> 4 == kCapabilities && value.size() == kFunctionTables;
    if (tells) found = capabilities_of(value[2]);
  }
  return reader.done() ? found : std::nullopt;
}

}  // namespace tls_se
