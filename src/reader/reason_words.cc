#include "reader/reason_words.h"

namespace tls_se {

std::string reason_words(Reason reason) {
  switch (reason) {
    case Reason::none:
      return "no reason told";

    case Reason::malformed:
      return "a malformed message";
    case Reason::message_too_long:
      return "a message too long for this card";
    case Reason::message_out_of_place:
      return "a message that is not due";
    case Reason::message_across_keys:
      return "more in a record in which the keys change";
    case Reason::empty_fragment:
      return "a handshake or alert record without content";
    case Reason::interleaved:
      return "another record between the parts of a message";
    case Reason::unprotected:
      return "a record in the clear that has to be protected";
    case Reason::record_type_unknown:
      return "a record of an unknown type";
    case Reason::record_too_long:
      return "a record that is too long";
    case Reason::record_length_wrong:
      return "a record of another length than its header says";
    case Reason::padding_only:
      return "a record of padding alone";
    case Reason::nothing_useful:
      return "too many records in a row that carry nothing";
    case Reason::records_exhausted:
      return "more records than one key is good for";
    case Reason::protected_too_early:
      return "a protected record before there are keys";
    case Reason::not_authentic:
      return "a record that is not authentic";

    case Reason::extension_twice:
      return "an extension twice";
    case Reason::extension_out_of_place:
      return "an extension that belongs to another message";
    case Reason::extension_unsolicited:
      return "an extension that was not asked for";
    case Reason::extension_missing:
      return "an extension is missing";
    case Reason::psk_not_last:
      return "pre_shared_key is not the last extension";

    case Reason::legacy_version:
      return "another legacy_version than that of TLS 1.3";
    case Reason::version_not_offered:
      return "no TLS 1.3";
    case Reason::downgrade:
      return "an older version from a server that knows TLS 1.3";
    case Reason::compression:
      return "compression";
    case Reason::session_id:
      return "a session id that was not sent";
    case Reason::no_common_cipher_suite:
      return "no cipher suite in common";
    case Reason::cipher_suite_changed:
      return "another cipher suite after the HelloRetryRequest";
    case Reason::cipher_suite_not_offered:
      return "a cipher suite that was not offered";
    case Reason::no_common_group:
      return "no group in common";
    case Reason::group_not_supported:
      return "a key share for a group that supported_groups lacks";
    case Reason::share_twice:
      return "two key shares for one group";
    case Reason::share_missing:
      return "no key share";
    case Reason::share_of_wrong_size:
      return "a key share of a wrong size";
    case Reason::share_invalid:
      return "a key share that is no point of the curve";
    case Reason::share_not_offered:
      return "a key share for a group that had none";
    case Reason::second_retry:
      return "a second HelloRetryRequest";
    case Reason::retry_changes_nothing:
      return "a HelloRetryRequest that asks for nothing new";
    case Reason::early_data_out_of_place:
      return "early data where there can be none";
    case Reason::record_limit_too_small:
      return "a record_size_limit below 64";
    case Reason::record_limit_unknown:
      return "a max_fragment_length that there is not";
    case Reason::record_limits_twice:
      return "record_size_limit and max_fragment_length at once";
    case Reason::no_common_protocol:
      return "no application protocol in common";
    case Reason::protocol_not_offered:
      return "an application protocol that was not offered";
    case Reason::record_limit_not_offered:
      return "another max_fragment_length than was asked for";

    case Reason::psk_mode_missing:
      return "a PSK without psk_dhe_ke";
    case Reason::psk_not_offered:
      return "no PSK offered";
    case Reason::psk_unknown:
      return "an unknown PSK identity";
    case Reason::psk_out_of_range:
      return "a PSK that was not offered";
    case Reason::binder_wrong:
      return "the binder does not fit: another PSK";
    case Reason::binders_do_not_match:
      return "not one binder for each PSK identity";
    case Reason::no_common_signature:
      return "no signature scheme in common";
    case Reason::certificate_not_offered:
      return "a client without certificates";
    case Reason::certificate_missing:
      return "no certificate";
    case Reason::server_unnamed:
      return "no name that the server could be known by";
    case Reason::signature_algorithm:
      return "a signature scheme that was not offered";
    case Reason::signature_wrong:
      return "a signature that does not fit";
    case Reason::finished_wrong:
      return "a Finished that does not fit";
    case Reason::request_context:
      return "a certificate_request_context that has to be empty";
    case Reason::psk_not_selected:
      return "no PSK taken";
    case Reason::no_common_certificate_type:
      return "no certificate type in common";
    case Reason::peer_not_allowed:
      return "a peer that is not let in";

    case Reason::certificate_malformed:
      return "a malformed certificate";
    case Reason::certificate_algorithm:
      return "a certificate signed by an unknown algorithm";
    case Reason::certificate_usage:
      return "a certificate for another usage";
    case Reason::certificate_not_valid_now:
      return "a certificate that is not valid now";
    case Reason::certificate_name:
      return "a certificate for another name";
    case Reason::certificate_signature:
      return "a certificate whose signature does not fit";
    case Reason::certificate_constraint:
      return "a name that the issuer may not give";
    case Reason::no_trust_anchor:
      return "a certificate that leads to no trust anchor";
    case Reason::certificate_version:
      return "a certificate of another version than 3";
    case Reason::certificate_key:
      return "a certificate whose key is not on P-256";
    case Reason::certificate_extension:
      return "a certificate with an unknown critical extension";

    case Reason::program_incomplete:
      return "a message that the card has no code for";
    case Reason::does_not_fit:
      return "an answer too long for this card";
    case Reason::platform_failed:
      return "the card's platform failed";
  }
  return "reason " + std::to_string(static_cast<unsigned>(reason));
}

}  // namespace tls_se
