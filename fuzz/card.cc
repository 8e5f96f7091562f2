#include "fuzz/card.h"

#include <algorithm>
#include <map>

#include "se/tls_state_machine/programs.h"

namespace tls_se::fuzz {
namespace {

constexpr size_t kFragment = 255;

Buffer copy_of(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

std::vector<CardProfile::AllowedPeer> allowed_peers(Card::Options::Allow allow) {
  using enum Card::Options::Allow;
  using Kind = PeerPattern::Kind;
  if (allow == all) return {};
  Buffer pattern = copy_of(Bytes(kPskIdentity).first(6));
  pattern.push_back('*');
  std::vector<CardProfile::AllowedPeer> peers = {{Kind::fingerprint, Buffer(kSha256Size)},
                                                 {Kind::psk_identity, pattern}};
  if (allow == stand_ins) peers.push_back({Kind::dns_name, copy_of(kServerName)});
  return peers;
}

CardProfile profile(const Card::Options& options) {
  const StandInIdentity& identity = StandInIdentity::get();
  CardProfile profile;
  profile.role = options.role;
  profile.modes = options.modes;
  profile.psks = {{.identity = copy_of(kPskIdentity), .key = copy_of(kPskKey)}};
  profile.certificate_chain = {identity.leaf};
  if (!options.leaf_alone) profile.certificate_chain.push_back(identity.intermediate);
  profile.private_key = copy_of(identity.private_key);
  profile.trust_anchors = {identity.root};
  profile.cipher_suites = {std::begin(kSuites), std::end(kSuites)};
  profile.groups = {std::begin(kGroups), std::end(kGroups)};
  profile.record_size_limit = options.record_size_limit;
  profile.key_share_on_request = options.key_share_on_request;
  profile.silent_alerts = options.silent_alerts;
  profile.sw_more = options.sw_more;
  profile.allowed_peers = allowed_peers(options.allow);
  if (options.pinned) {
    profile.server_name = {std::begin(kServerName), std::end(kServerName)};
    profile.alpn = {"mqtt", "h2"};  // kProtocols
  }
  return profile;
}

bool is_known(StatusWord status) {
  switch (status) {
    case sw::kOk:
    case sw::kOpen:
    case sw::kClose:
    case sw::kWrongLength:
    case sw::kConditionsNotSatisfied:
    case sw::kWrongData:
    case sw::kApplicationNotFound:
    case sw::kNotEnoughMemory:
    case sw::kWrongP1P2:
    case sw::kDataObjectNotFound:
    case sw::kInstructionNotSupported:
    case sw::kClassNotSupported:
    case sw::kPlatformError:
    case sw::kChannelNotSupported:
    case sw::kSecureMessagingNotSupported:
    case sw::kChainingNotSupported:
    case sw::kSecurityStatusNotSatisfied:
    case sw::kBlocked:
    case sw::kFunctionNotSupported:
      return true;
    default:
      return sw::is_more(status) || sw::sw1(status) == sw::kRetry ||
             sw::sw1(status) == sw::kError || sw::sw1(status) == sw::kTriesLeft ||
             sw::sw1(status) == sw::kInconsistent;
  }
}

CardBuild build(const Card::Options& options) {
  CardBuild build;
  if (options.program != nullptr) {
    (options.role == Role::server ? build.server : build.client) = options.program;
  }
  build.record_buffer = options.content;
  return build;
}

/// The flash of such a card, personalised once.
const MemoryFlash& image(const Card::Options& options, StandInPlatform& platform) {
  static auto* const images = new std::map<Card::Options, MemoryFlash>;
  const auto known = images->find(options);
  if (known != images->end()) return known->second;
  const CardProfile wanted = profile(options);
  MemoryFlash flash = flash_for(wanted);
  platform.start_again(1, nullptr);
  personalise(flash, wanted, build(options), platform.crypto, platform.signatures,
              platform.key_maker, [&](const KeyBytes* keys) {
                platform.crypto.use_keys(keys);
                platform.signatures.use_keys(keys);
              });
  return images->emplace(options, flash).first->second;
}

}  // namespace

StandInPlatform& Card::default_platform() {
  static auto* const platform = new StandInPlatform;
  return *platform;
}

Card::Card(const Options& options, StandInPlatform& platform)
    : flash_(image(options, platform)),
      body_(platform.crypto, &platform.signatures, &platform.key_maker, flash_, build(options)) {
  platform.start_again(1, &body_.keys());
  body_.power_up();
  if (!options.pinned) return;
  Buffer time = copy_of(data_object_header(ins::kPutData, DataObject::time, kTimeSize));
  time.insert(time.end(), kNow.digits.begin(), kNow.digits.end());
  require(transmit(time).status == sw::kOk);
  if (options.role == Role::server) reset();
}

Answer Card::transmit(const Buffer& command) {
  const bool may_be_extended = command.size() > 5 && command[4] == 0;
  Buffer response(may_be_extended ? kMaxCiphertext : kMaxShortResponse);
  const Response result = body_.process(command, response);
  require(is_known(result.status) && result.size <= response.size());
  response.resize(result.size);
  return {.data = std::move(response), .status = result.status};
}

Answer Card::exchange(const Bytes& bytes, uint8_t direction) {
  Answer answer{.data = {}, .status = sw::kOk};
  for (size_t at = 0; at < bytes.size() && answer.status == sw::kOk; at += kFragment) {
    const Bytes fragment = bytes.subspan(at, std::min(kFragment, bytes.size() - at));
    const bool last = at + fragment.size() == bytes.size();
    const int flags = (at == 0 ? p2::kFirst : 0) | (last ? p2::kLast : 0);
    Buffer command = {0, ins::kRecv, direction, static_cast<uint8_t>(flags),
                      static_cast<uint8_t>(fragment.size())};
    command.insert(command.end(), fragment.begin(), fragment.end());
    answer = transmit(command);
  }
  return send(std::move(answer));
}

Answer Card::send(Answer answer) {
  while (sw::is_more(answer.status)) {
    const Answer next = transmit({0, ins::kSend, 0, 0, sw::sw2(answer.status)});
    require(!next.data.empty());
    answer.data.insert(answer.data.end(), next.data.begin(), next.data.end());
    answer.status = next.status;
  }
  return answer;
}

Answer Card::get(DataObject object) {
  const auto command = data_object_header(ins::kGetData, object, 0);
  return transmit({command.begin(), command.end()});
}

template <class Object>
Object Card::get_data() {
  const Answer answer = get(Object::kTag);
  const auto object = Object::decode(answer.data);
  require(answer.status == sw::kOk && object);
  return *object;
}

NextRecord Card::next_record() { return get_data<NextRecord>(); }

CardEndReason Card::end_reason() { return get_data<CardEndReason>(); }

PeerIdentity Card::peer() { return get_data<PeerIdentity>(); }

Buffer Card::peer_names(DataObject object) {
  Answer answer = get(object);
  require(answer.status == sw::kOk && answer.data.size() <= kMaxPeerName);
  return std::move(answer.data);
}

std::optional<Mode> Card::mode() {
  switch (get_data<SessionParameters>().mode) {
    case SessionParameters::Mode::psk:
      return Mode::psk;
    case SessionParameters::Mode::certificate:
      return Mode::certificate;
    case SessionParameters::Mode::mutual:
      return Mode::mutual;
    case SessionParameters::Mode::none:
      break;
  }
  return std::nullopt;
}

}  // namespace tls_se::fuzz
