#include "card_driver.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <new>

namespace tls_se::test {

const Buffer& draft_psk() {
  static const Buffer psk =
      from_hex("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20");
  return psk;
}

const Buffer& draft_identity() {
  static const Buffer identity = from_hex("436c69656e745f6964656e74697479");  // Client_identity
  return identity;
}

namespace {

const Program& smallest_program(Role role, const Modes& modes) {
  if (role == Role::server) {
    if (!modes.has_certificates()) return programs::kServerPsk;
    if (modes.has(Mode::psk)) return programs::kServer;
    return modes.has(Mode::mutual) ? programs::kServerMutual : programs::kServerCertificate;
  }
  if (!modes.has_certificates()) return programs::kClientPsk;
  return modes.has(Mode::psk) || modes.has(Mode::mutual) ? programs::kClient
                                                         : programs::kClientCertificate;
}

}  // namespace

CardDriver::CardDriver(Options options)
    : options_(std::move(options)),
      crypto_(options_.crypto != nullptr ? *options_.crypto : own_crypto_),
      signatures_(options_.signatures != nullptr ? *options_.signatures : own_signatures_),
      objects_(options_, crypto_, &signatures_,
               options_.program != nullptr ? options_.program
                                           : &smallest_program(options_.role, options_.modes)),
      settings_(objects_.settings()) {
  if (!options_.has_peer_data) settings_.tls.peer_watch = nullptr;
  crypto_.use_keys(&objects_);
  signatures_.use_keys(&objects_);
  constexpr size_t kFixed = sizeof(HandshakeMemory) + sizeof(Applet);
  memory_.assign(kFixed + options_.record_buffer_size + kRecordOverhead, 0xa5);
  auto* handshake = new (memory_.data()) HandshakeMemory(crypto_);
  element_ = new (memory_.data() + sizeof(HandshakeMemory))
      Applet(crypto_, settings_, options_.has_put_data ? &objects_.put_data() : nullptr, *handshake,
             MutableBytes(memory_).subspan(kFixed));
}

CardDriver::~CardDriver() { std::destroy_at(element_); }

Answer CardDriver::transmit(Bytes command) {
  Buffer response(65536);
  const Response result = element_->process(command, response);
  response.resize(result.size);
  return {.data = std::move(response), .status = result.status};
}

bool CardDriver::is_open() {
  const auto next = NextRecord::decode(transmit("00CA010200").data);
  return next.value().phase == NextRecord::Phase::open;
}

StatusWord CardDriver::recv(Bytes bytes, uint8_t p1) {
  StatusWord status = sw::kOk;
  for (size_t at = 0; at < bytes.size() && status == sw::kOk; at += options_.fragment) {
    const Bytes fragment = bytes.subspan(at, std::min(options_.fragment, bytes.size() - at));
    const uint8_t flags = static_cast<uint8_t>(
        (at == 0 ? p2::kFirst : 0) | (at + fragment.size() == bytes.size() ? p2::kLast : 0));
    Buffer command = {0, ins::kRecv, p1, flags, static_cast<uint8_t>(fragment.size())};
    command.insert(command.end(), fragment.begin(), fragment.end());
    status = transmit(command).status;
  }
  return status;
}

Answer CardDriver::send(StatusWord more) {
  Answer all{.data = {}, .status = more};
  while (sw::is_more(all.status)) {
    const Buffer command = {0, ins::kSend, 0, 0, sw::sw2(all.status)};
    const Answer one = transmit(command);
    all.data.insert(all.data.end(), one.data.begin(), one.data.end());
    all.status = one.status;
  }
  return all;
}

std::string CardDriver::end_reason() { return to_hex(transmit("00CA010100").data).substr(0, 4); }

Reason CardDriver::reason() { return static_cast<Reason>(transmit("00CA010100").data[2]); }

void CardDriver::expect_end_reason(Alert alert) {
  EXPECT_EQ(end_reason(), "01" + to_hex(Buffer{static_cast<uint8_t>(alert)}));
  EXPECT_EQ(reason(), reason_of(alert));
}

Bytes CardDriver::memory() const { return memory_; }

bool CardDriver::memory_holds(Bytes secret) const {
  return std::search(memory_.begin(), memory_.end(), secret.begin(), secret.end()) != memory_.end();
}

}  // namespace tls_se::test
