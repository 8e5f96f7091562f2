#include "card_driver.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <new>

#include "card/personalised_flash.h"

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

namespace {

const Program& program_of(const CardDriver::Options& options) {
  return options.program != nullptr ? *options.program
                                    : smallest_program(options.role, options.modes);
}

CardBuild build_of(const CardDriver::Options& options) {
  const Program* const program = &program_of(options);
  CardBuild build = with_room_for({}, options);
  build.server = program->role == Role::server ? program : nullptr;
  build.client = program->role == Role::client ? program : nullptr;
  build.record_buffer = options.record_buffer_size;
  build.knows_peers = options.has_peer_data;
  return build;
}

}  // namespace

CardDriver::CardDriver(Options options)
    : options_(std::move(options)),
      crypto_(options_.crypto != nullptr ? *options_.crypto : own_crypto_),
      key_maker_(crypto_.watch()),
      signatures_(options_.signatures != nullptr ? *options_.signatures : own_signatures_),
      flash_(flash_for(options_)),
      body_(crypto_, &signatures_, &key_maker_, flash_, build_of(options_)) {
  for (const CardProfile::Psk& psk : options_.psks) crypto_.watch().tell(psk.key);
  crypto_.watch().tell(options_.private_key);
  if (options_.handshake != nullptr) {
    built_in_.emplace(options_, crypto_, signatures_);
    return;
  }
  personalise(flash_, options_, build_of(options_));  // by a platform that is as it should be
  use_keys();
  body_.power_up();
  if (options_.now) {
    Buffer command = {0, ins::kPutData, 2, 1, kTimeSize};
    command.insert(command.end(), options_.now->digits.begin(), options_.now->digits.end());
    transmit(command);
    if (options_.role == Role::server) reset();
  }
}

void CardDriver::use_keys() {
  const KeyBytes& keys =
      built_in_ ? static_cast<const KeyBytes&>(built_in_->objects) : body_.keys();
  crypto_.use_keys(&keys);
  signatures_.use_keys(&keys);
}

Bytes CardDriver::memory() const { return built_in_ ? Bytes(built_in_->memory) : body_.memory(); }

CardDriver::BuiltIn::BuiltIn(const Options& options, WatchedCrypto& crypto,
                             HostSignatures& signatures)
    : objects(options, crypto, &signatures, program_of(options)),
      memory(sizeof(Applet) + options.record_buffer_size + kRecordOverhead) {
  crypto.use_keys(&objects);
  signatures.use_keys(&objects);
  applet = new (memory.data())
      Applet(crypto, objects.settings(), &objects.circumstances(), *options.handshake,
             MutableBytes(memory).subspan(sizeof(Applet)), Slots::of_session(options.session));
  applet->power_up();
}

Response CardDriver::BuiltIn::process(const Bytes& command, const MutableBytes& response) {
  Apdu apdu;
  Response result;
  if (!parse_apdu(command, apdu) || apdu.cla != 0) return applet->process(command, response);
  result.status = applet->execute_in_turn(apdu, response, result.size);
  return result;
}

CardDriver::BuiltIn::~BuiltIn() { std::destroy_at(applet); }

Answer CardDriver::transmit(Bytes command) {
  if (options_.before_command) options_.before_command();
  use_keys();  // the platform may have other cards' sessions too
  Buffer response(65536);
  const Response result =
      built_in_ ? built_in_->process(command, response) : body_.process(command, response);
  response.resize(result.size);
  crypto_.watch().expect_none_in(response, command);
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

bool CardDriver::memory_holds(Bytes secret) const {
  return !std::ranges::search(memory(), secret).empty();
}

}  // namespace tls_se::test
