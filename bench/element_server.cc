#include "bench/element_server.h"

#include <algorithm>
#include <stdexcept>

#include "se/tls_state_machine/programs.h"

namespace tls_se::bench {
namespace {

constexpr const CipherSuite* kCipherSuites[] = {&kAes128CcmSha256};
constexpr size_t kMaxRecord = kRecordHeaderSize + kMaxCiphertext;
constexpr size_t kMaxExtendedHeader = 7;

Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

}  // namespace

ElementServer::ElementServer(Apdus apdus)
    : apdus_(apdus),
      max_fragment_(apdus == Apdus::short_length ? kMaxShortData : kMaxRecord),
      psk_{.identity = as_bytes(kIdentity), .key = kKey},
      settings_{.tls = {.psks = {&psk_, 1}, .cipher_suites = kCipherSuites}},
      element_(crypto_, settings_, programs::kServerPsk),
      command_(kMaxExtendedHeader + kMaxRecord),
      response_(kMaxRecord) {
  output_.reserve(2 * kMaxRecord);
}

void ElementServer::reset() { recv(p1::kHandshake, p2::kFirst, {}); }

const std::vector<uint8_t>& ElementServer::handshake(Bytes records) {
  output_.clear();
  for (Reader reader(records); reader.more();) {
    const Bytes header = reader.rest().first(kRecordHeaderSize);
    exchange(p1::kHandshake, reader.bytes(kRecordHeaderSize + load_u16(&header[3])));
  }
  return output_;
}

const std::vector<uint8_t>& ElementServer::encrypt(Bytes message) {
  output_.clear();
  exchange(p1::kEncrypt, message);
  return output_;
}

const std::vector<uint8_t>& ElementServer::decrypt(Bytes record) {
  output_.clear();
  exchange(p1::kDecrypt, record);
  return output_;
}

void ElementServer::exchange(uint8_t direction, Bytes input) {
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

void ElementServer::recv(uint8_t direction, uint8_t flags, Bytes fragment) {
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
  command.bytes(fragment);
  process(command.size());
}

void ElementServer::send() {
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

void ElementServer::process(size_t command_size) {
  const Response response = element_.process(Bytes(command_).first(command_size), response_);
  status_ = response.status;
  output_.insert(output_.end(), response_.begin(),
                 response_.begin() + static_cast<ptrdiff_t>(response.size));
}

}  // namespace tls_se::bench
