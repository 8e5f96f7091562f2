#include "bench/element.h"

#include <algorithm>
#include <ctime>
#include <stdexcept>

#include "se/tls_state_machine/programs.h"

namespace tls_se::bench {
namespace {

constexpr size_t kMaxRecord = kRecordHeaderSize + kMaxCiphertext;
constexpr size_t kMaxExtendedHeader = 7;

const Program& program_of(Role role, Mode mode) {
  static constexpr const Program* kServer[] = {&programs::kServerPsk, &programs::kServerCertificate,
                                               &programs::kServerMutual};
  static constexpr const Program* kClient[] = {&programs::kClientPsk, &programs::kClientCertificate,
                                               &programs::kClient};
  return *(role == Role::server ? kServer : kClient)[static_cast<size_t>(mode)];
}

UtcTime now() {
  const std::time_t seconds = std::time(nullptr);
  const std::tm* const utc = std::gmtime(&seconds);
  const auto bcd = [](int number) {
    return static_cast<uint8_t>(number / 10 % 10 << 4 | number % 10);
  };
  return {{bcd((utc->tm_year + 1900) / 100), bcd(utc->tm_year % 100), bcd(utc->tm_mon + 1),
           bcd(utc->tm_mday), bcd(utc->tm_hour), bcd(utc->tm_min), bcd(utc->tm_sec)}};
}

CardProfile profile_of(Role role, Mode mode) {
  CardProfile profile;
  profile.cipher_suites = {&kAes128CcmSha256};
  profile.role = role;
  profile.modes = mode;
  if (mode == Mode::psk) {
    profile.psks = {
        {.identity = {kIdentity.begin(), kIdentity.end()}, .key = {kKey.begin(), kKey.end()}}};
    return profile;
  }
  const Credentials& credentials = Credentials::get();
  const test::Identity& own = role == Role::server ? credentials.server : credentials.client;
  profile.certificate_chain = {own.certificate};
  profile.private_key = own.private_key;
  profile.trust_anchors = {credentials.authority.own().certificate};
  if (role == Role::client) profile.server_name = kServerName;
  return profile;
}

CardBuild build_of(Role role, Mode mode) {
  CardBuild build;
  const Program* const program = &program_of(role, mode);
  build.server = role == Role::server ? program : nullptr;
  build.client = role == Role::client ? program : nullptr;
  build.record_buffer = kMaxPlaintext + kRecordOverhead;
  build.knows_peers = false;
  return build;
}

}  // namespace

Element::Element(Role role, Mode mode, Apdus apdus)
    : apdus_(apdus),
      max_fragment_(apdus == Apdus::short_length ? kMaxShortData : kMaxRecord),
      flash_(flash_for(profile_of(role, mode))),
      card_(crypto_, &signatures_, &key_maker_, flash_, build_of(role, mode)),
      command_(kMaxExtendedHeader + kMaxRecord),
      response_(kMaxRecord) {
  output_.reserve(2 * kMaxRecord);
  personalise(flash_, profile_of(role, mode), build_of(role, mode));
  crypto_.use_keys(&card_.keys());
  signatures_.use_keys(&card_.keys());
  card_.power_up();
  if (mode != Mode::psk) tell_time();
}

void Element::tell_time() {
  Writer command(command_);
  command.bytes(data_object_header(ins::kPutData, DataObject::time, kTimeSize));
  command.bytes(now().digits);
  process(command.size());
}

void Element::reset() { recv(p1::kHandshake, p2::kFirst, {}); }

const std::vector<uint8_t>& Element::handshake(Bytes records) {
  output_.clear();
  if (records.empty()) {
    reset();
    while (sw::is_more(status_)) send();
  }
  for (Reader reader(records); reader.more();) {
    const Bytes header = reader.rest().first(kRecordHeaderSize);
    exchange(p1::kHandshake, reader.bytes(kRecordHeaderSize + load_u16(&header[3])));
  }
  return output_;
}

const std::vector<uint8_t>& Element::encrypt(Bytes message) {
  output_.clear();
  exchange(p1::kEncrypt, message);
  return output_;
}

const std::vector<uint8_t>& Element::decrypt(Bytes record) {
  output_.clear();
  exchange(p1::kDecrypt, record);
  return output_;
}

void Element::exchange(uint8_t direction, Bytes input) {
  for (uint8_t flags = p2::kFirst; !input.empty(); flags = p2::kMore) {
    const Bytes fragment = input.first(std::min(input.size(), max_fragment_));
    input = input.subspan(fragment.size());
    recv(direction, input.empty() ? flags | p2::kLast : flags, fragment);
  }
  while (sw::is_more(status_)) send();
  if (status_ != sw::kOk && status_ != sw::kOpen) {
    throw std::runtime_error("the element answers " + std::to_string(status_));
  }
}

void Element::recv(uint8_t direction, uint8_t flags, Bytes fragment) {
  Writer command(command_);
  command.u8(0);
  command.u8(ins::kRecv);
  command.u8(direction);
  command.u8(flags);
  if (fragment.size() > kMaxShortData) {
    command.u8(0);
    command.u16(static_cast<uint16_t>(fragment.size()));
  } else {
    command.u8(static_cast<uint8_t>(fragment.size()));
  }
  copy_bytes(MutableBytes(command_).subspan(command.size()), fragment);  // at once: not its share
  process(command.size() + fragment.size());
}

void Element::send() {
  Writer command(command_);
  command.u8(0);
  command.u8(ins::kSend);
  command.u16(0);
  if (apdus_ == Apdus::extended_length) {
    command.u24(0);
  } else {
    command.u8(sw::sw2(status_));
  }
  process(command.size());
}

void Element::process(size_t command_size) {
  const Response response = card_.process(Bytes(command_).first(command_size), response_);
  status_ = response.status;
  output_.insert(output_.end(), response_.begin(),
                 response_.begin() + static_cast<ptrdiff_t>(response.size));
}

}  // namespace tls_se::bench
