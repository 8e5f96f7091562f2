// Why a session was refused: what stands beside the AlertDescription in the data object of the end
// (docs/draft-notes.md), since one alert has many causes. Each is what a person could not find out
// otherwise. A card compiled without TLS_SE_REASONS tells none, and pays nothing.
#pragma once

#include <cstdint>

namespace tls_se {

/// The numbers cross the APDU interface: they stay as they are, new ones come at the end.
enum class Reason : uint8_t {
  none = 0,

  // What stands in a message or a record, whichever it is.
  malformed = 1,         // lengths that contradict each other, or a size or value that there is not
  message_too_long = 2,  // for this card
  message_out_of_place = 3,  // another one is due
  message_across_keys = 4,   // bytes behind a message after which the keys change
  empty_fragment = 5,
  interleaved = 6,  // another record between the parts of a message
  unprotected = 7,  // in the clear where it must not be
  record_type_unknown = 8,
  record_too_long = 9,
  record_length_wrong = 10,  // the RECV commands brought more or less than the header says
  padding_only = 11,
  nothing_useful = 12,     // too many records in a row that carry nothing
  records_exhausted = 13,  // the sequence number's end
  protected_too_early = 14,
  not_authentic = 15,

  // Extensions, RFC 8446 section 4.2.
  extension_twice = 20,
  extension_out_of_place = 21,
  extension_unsolicited = 22,
  extension_missing = 23,
  psk_not_last = 24,

  // Hellos.
  legacy_version = 30,
  version_not_offered = 31,  // TLS 1.3 is not
  downgrade = 32,            // the server knows TLS 1.3, and took an older version
  compression = 33,
  session_id = 34,
  no_common_cipher_suite = 35,
  cipher_suite_changed = 36,
  cipher_suite_not_offered = 37,
  no_common_group = 38,
  group_not_supported = 39,  // a share, or a request for one, that supported_groups lacks
  share_twice = 40,
  share_missing = 41,
  share_of_wrong_size = 42,
  share_invalid = 43,  // no point of the curve
  share_not_offered = 44,
  second_retry = 45,
  retry_changes_nothing = 46,  // or asks for the share that was sent
  early_data_out_of_place = 47,
  record_limit_too_small = 48,
  record_limit_unknown = 49,
  record_limits_twice = 50,
  no_common_protocol = 51,
  protocol_not_offered = 52,
  record_limit_not_offered = 53,  // another max_fragment_length than was asked for

  // Authentication.
  psk_mode_missing = 60,  // no psk_dhe_ke
  psk_not_offered = 61,   // and nothing else that the card can
  psk_unknown = 62,
  psk_out_of_range = 63,
  binder_wrong = 64,
  binders_do_not_match = 65,  // not one for each identity
  no_common_signature = 66,
  certificate_not_offered = 67,  // the peer can't do certificates, or the card
  certificate_missing = 68,
  server_unnamed = 69,  // the card was told no server's name
  signature_algorithm = 70,
  signature_wrong = 71,
  finished_wrong = 72,
  request_context = 73,
  psk_not_selected = 74,  // by the server, and the card has nothing else to know it by
  no_common_certificate_type = 75,
  peer_not_allowed = 76,  // it is who it says, and none of those whom the card lets in

  // Certificates (docs/x509.md).
  certificate_malformed = 80,
  certificate_algorithm = 81,  // signed by another than ECDSA with SHA-256, -384 or -512
  certificate_usage = 82,
  certificate_not_valid_now = 83,
  certificate_name = 84,
  certificate_signature = 85,
  certificate_constraint = 86,
  no_trust_anchor = 87,
  certificate_version = 88,    // not 3
  certificate_key = 89,        // not on P-256
  certificate_extension = 90,  // critical, and unknown

  // The card's own.
  program_incomplete = 100,
  does_not_fit = 101,  // what it has to say, into its buffer
  platform_failed = 102,
};

}  // namespace tls_se
