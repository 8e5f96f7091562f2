#include "reader/names.h"

#include "reader/foreign_status.h"
#include "se/base/alert.h"

namespace tls_se {
namespace {

std::string with_number(const char* name, unsigned number) {
  return std::string(name) + "(" + std::to_string(number) + ")";
}

}  // namespace

std::string status_word_name(StatusWord word) {
  switch (word) {
    case sw::kOk:
      return "sw-ok";
    case sw::kOpen:
      return "sw-open";
    case sw::kClose:
      return "sw-close";
    case sw::kBusy:
      return "busy with another handshake";
    case sw::kWrongLength:
      return "wrong length";
    case sw::kChannelNotSupported:
      return "no such logical channel";
    case sw::kSecurityStatusNotSatisfied:
    case sw::kPinNeeded:
      return "a PIN has to be shown first";
    case sw::kBlocked:
      return "the PIN is blocked";
    case sw::kConditionsNotSatisfied:
      return "conditions of use not satisfied";
    case sw::kWrongData:
      return "wrong data";
    case sw::kFunctionNotSupported:
      return "function not supported";
    case sw::kApplicationNotFound:
      return "application not found";
    case sw::kNotEnoughMemory:
      return "not enough memory";
    case sw::kWrongP1P2:
      return "wrong P1-P2";
    case sw::kDataObjectNotFound:
      return "data object not found";
    case sw::kInstructionNotSupported:
      return "instruction not supported";
    case sw::kClassNotSupported:
      return "class not supported";
    default:
      break;
  }
  if (sw::is_more(word)) return with_number("sw-more", sw::announced_size(word));
  if (sw::sw1(word) == sw::kRetry) return with_number("sw-retry", sw::announced_size(word));
  if (sw::sw1(word) == sw::kTriesLeft) return with_number("tries left", sw::sw2(word) & 0x0fU);
  if (sw::sw1(word) == sw::kError) return "sw-error(" + alert_name(sw::sw2(word)) + ")";
  if (sw::sw1(word) == sw::sw1(sw::kPlatformError)) return "sw-error(platform)";
  return "unknown status word";
}

std::string alert_name(uint8_t description) {
  switch (static_cast<Alert>(description)) {
    case Alert::close_notify:
      return "close_notify";
    case Alert::unexpected_message:
      return "unexpected_message";
    case Alert::bad_record_mac:
      return "bad_record_mac";
    case Alert::record_overflow:
      return "record_overflow";
    case Alert::handshake_failure:
      return "handshake_failure";
    case Alert::bad_certificate:
      return "bad_certificate";
    case Alert::unsupported_certificate:
      return "unsupported_certificate";
    case Alert::certificate_revoked:
      return "certificate_revoked";
    case Alert::certificate_expired:
      return "certificate_expired";
    case Alert::certificate_unknown:
      return "certificate_unknown";
    case Alert::illegal_parameter:
      return "illegal_parameter";
    case Alert::unknown_ca:
      return "unknown_ca";
    case Alert::access_denied:
      return "access_denied";
    case Alert::decode_error:
      return "decode_error";
    case Alert::decrypt_error:
      return "decrypt_error";
    case Alert::protocol_version:
      return "protocol_version";
    case Alert::insufficient_security:
      return "insufficient_security";
    case Alert::internal_error:
      return "internal_error";
    case Alert::inappropriate_fallback:
      return "inappropriate_fallback";
    case Alert::user_canceled:
      return "user_canceled";
    case Alert::missing_extension:
      return "missing_extension";
    case Alert::unsupported_extension:
      return "unsupported_extension";
    case Alert::unrecognized_name:
      return "unrecognized_name";
    case Alert::bad_certificate_status_response:
      return "bad_certificate_status_response";
    case Alert::unknown_psk_identity:
      return "unknown_psk_identity";
    case Alert::certificate_required:
      return "certificate_required";
    case Alert::no_application_protocol:
      return "no_application_protocol";
    case Alert::none:
      break;
  }
  return with_number("alert", description);
}

std::string cipher_suite_name(uint16_t cipher_suite) {
  switch (cipher_suite) {
    case 0x1301:
      return "TLS_AES_128_GCM_SHA256";
    case 0x1302:
      return "TLS_AES_256_GCM_SHA384";
    case 0x1303:
      return "TLS_CHACHA20_POLY1305_SHA256";
    case 0x1304:
      return "TLS_AES_128_CCM_SHA256";
    case 0x1305:
      return "TLS_AES_128_CCM_8_SHA256";
    default:
      return with_number("cipher suite", cipher_suite);
  }
}

std::string named_group_name(uint16_t group) {
  switch (group) {
    case 0x0017:
      return "secp256r1";
    case 0x001d:
      return "x25519";
    default:
      return with_number("named group", group);
  }
}

std::string handshake_name(HandshakeType type) {
  switch (type) {
    case HandshakeType::client_hello:
      return "Client Hello";
    case HandshakeType::server_hello:
      return "Server Hello";
    case HandshakeType::new_session_ticket:
      return "New Session Ticket";
    case HandshakeType::end_of_early_data:
      return "End Of Early Data";
    case HandshakeType::encrypted_extensions:
      return "Extensions";
    case HandshakeType::certificate:
      return "Certificate";
    case HandshakeType::certificate_request:
      return "Certificate Request";
    case HandshakeType::certificate_verify:
      return "Certificate Verify";
    case HandshakeType::finished:
      return "Finished";
    case HandshakeType::key_update:
      return "Key Update";
    case HandshakeType::none:
    case HandshakeType::message_hash:  // never on the wire
      break;
  }
  return with_number("Handshake", static_cast<unsigned>(type));
}

}  // namespace tls_se
