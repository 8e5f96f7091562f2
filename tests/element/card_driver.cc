#include "card_driver.h"

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
  const bool certificates = modes.certificate || modes.mutual;
  if (role == Role::server) {
    if (!certificates) return programs::kServerPsk;
    if (modes.psk) return programs::kServer;
    return modes.mutual ? programs::kServerMutual : programs::kServerCertificate;
  }
  if (!certificates) return programs::kClientPsk;
  return modes.psk || modes.mutual ? programs::kClient : programs::kClientCertificate;
}

}  // namespace

CardDriver::CardDriver(Options options) : options_(std::move(options)) {
  for (const auto& [identity, key] : options_.psks) psks_.push_back({identity, key});
  chain_.assign(options_.chain.begin(), options_.chain.end());
  trust_anchors_.assign(options_.trust_anchors.begin(), options_.trust_anchors.end());
  Circumstances circumstances{.protocols = options_.protocols, .now = options_.now};
  if (!options_.server_name.empty()) {
    circumstances.server_name = {ReferenceName::Kind::dns_name, options_.server_name};
  }
  node_supplied_.emplace(circumstances);
  settings_ = {.tls = {.role = options_.role,
                       .modes = options_.modes,
                       .psks = psks_,
                       .cipher_suites = options_.cipher_suites,
                       .certificates = {.signatures = &signatures_,
                                        .chain = chain_,
                                        .private_key = options_.private_key,
                                        .trust_anchors = trust_anchors_},
                       .circumstances = &node_supplied_->circumstances(),
                       .record_size_limit = options_.record_size_limit,
                       .key_share_on_request = options_.key_share_on_request,
                       .silent_alerts = options_.silent_alerts},
               .sw_more = options_.sw_more,
               .put_data = options_.has_put_data ? &*node_supplied_ : nullptr};
  memory_.assign(sizeof(Applet) + options_.record_buffer_size + kRecordOverhead, 0xa5);
  const Program& program = options_.program != nullptr
                               ? *options_.program
                               : smallest_program(options_.role, options_.modes);
  Crypto& crypto = options_.crypto != nullptr ? *options_.crypto : own_crypto_;
  element_ = new (memory_.data())
      Applet(crypto, settings_, program, MutableBytes(memory_).subspan(sizeof(Applet)));
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

Bytes CardDriver::memory() const { return memory_; }

bool CardDriver::memory_holds(Bytes secret) const {
  return std::search(memory_.begin(), memory_.end(), secret.begin(), secret.end()) != memory_.end();
}

}  // namespace tls_se::test
