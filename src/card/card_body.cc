#include "card/card_body.h"

#include <array>
#include <new>

#include "se/tls_state_machine/programs.h"

namespace tls_se {
namespace {

// RFC 8446 section 4.1.2: header, legacy_version, random, legacy_session_id, cipher_suites,
// legacy_compression_methods, extensions.
constexpr size_t kMaxClientHello = 4 + 2 + 32 + (1 + 32) + (2 + 65534) + (1 + 255) + (2 + 65535);
constexpr size_t kRecordBuffer = kMaxClientHello + kRecordHeaderSize + kMaxCiphertext;

constexpr const CipherSuite* kCipherSuites[] = {&kAes128GcmSha256, &kAes128CcmSha256,
                                                &kAes128Ccm8Sha256};
constexpr const NamedGroup* kGroups[] = {&kSecp256r1, &kX25519};
constexpr std::string_view kVersion = "TLS-SE " TLS_SE_VERSION;

CardModel model_of(const CardBuild& build, Signatures* signatures, KeyMaker* key_maker) {
  return {.server = build.server,
          .client = build.client,
          .cipher_suites = kCipherSuites,
          .groups = build.groups,
          .signatures = signatures,
          .key_maker = key_maker,
          .version = {reinterpret_cast<const uint8_t*>(kVersion.data()), kVersion.size()}};
}

size_t area_size(const Flash& flash, size_t areas) {
  return flash.mapped().size() / flash.page_size() / areas * flash.page_size();
}

/// Rounded up to where any object may begin.
template <class Object>
constexpr size_t place_of() {
  constexpr size_t kAlignment = alignof(std::max_align_t);
  static_assert(alignof(Object) <= kAlignment);
  return (sizeof(Object) + kAlignment - 1) / kAlignment * kAlignment;
}

}  // namespace

std::span<const NamedGroup* const> groups_on(HostPlatform platform) {
  static_assert(std::size(kGroups) == 2);
  return std::span(kGroups).first(has_x25519(platform) ? 2 : 1);
}

CardBuild::CardBuild()
    : server(&programs::kServer),
      client(&programs::kClient),
      record_buffer(kRecordBuffer),
      groups(groups_on(default_host_platform())) {}

CardBody::CardBody(Crypto& crypto, Signatures* signatures, KeyMaker* key_maker, Flash& flash,
                   const CardBuild& build)
    : crypto_(crypto),
      build_(build),
      model_(model_of(build, signatures, key_maker)),
      psks_(build.psks),
      certificates_(build.certificates),
      public_keys_(kMaxPrivateKeys),
      trust_anchors_(build.trust_anchors),
      allowed_peers_(build.allowed_peers),
      cipher_suites_(std::size(kCipherSuites)),
      groups_(build.groups.size()),
      store_(flash, build.flash_areas, area_size(flash, build.flash_areas)),
      objects_(store_, tables::kWhole, crypto, model_,
               {psks_, certificates_, public_keys_, trust_anchors_, allowed_peers_, cipher_suites_,
                groups_}) {
  const size_t of_channel = place_of<CardPeer>() + place_of<OwnCircumstances>() +
                            place_of<Channel>() + build.record_buffer + kRecordOverhead +
                            alignof(std::max_align_t);
  memory_.resize(place_of<HandshakeMemory>() + build.channels * of_channel);
  peers_.reserve(build.channels);
  channels_.reserve(build.channels);
}

CardBody::~CardBody() { power_down(); }

void CardBody::power_down() {
  card_.reset();
  for (Channel* const channel : channels_) std::destroy_at(channel);  // they wipe the platform's
  channels_.clear();
  peers_.clear();
}

void CardBody::power_up() {
  power_down();
  uint8_t* at = memory_.data();
  const auto place = [&](size_t size) {
    uint8_t* const begin = at;
    at += size;
    return begin;
  };
  handshake_ = new (place(place_of<HandshakeMemory>())) HandshakeMemory(crypto_);
  for (size_t number = 0; number < build_.channels; ++number) {
    void* const peer_place = place(place_of<CardPeer>());
    CardPeer* const peer = build_.knows_peers ? new (peer_place) CardPeer() : nullptr;
    auto* const circumstances = new (place(place_of<OwnCircumstances>())) OwnCircumstances();
    void* const channel_place = place(place_of<Channel>());
    const size_t record = build_.record_buffer + kRecordOverhead;
    const MutableBytes buffer(at, record);
    channels_.push_back(new (channel_place) Channel({crypto_, *handshake_, objects_.settings()},
                                                    number, buffer, circumstances, peer));
    place((record + alignof(std::max_align_t) - 1) / alignof(std::max_align_t) *
          alignof(std::max_align_t));
  }
  card_.emplace(crypto_, objects_, channels_, tables::kCommands);
}

size_t flash_area_for(size_t objects, size_t bytes) {
  constexpr size_t kOfRecord = 64;  // more than a record takes beside its value
  constexpr size_t kLeast = 1 << 16;
  return kLeast + 2 * (bytes + objects * kOfRecord);
}

}  // namespace tls_se
