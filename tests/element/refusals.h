// How a card answers what is wrong in one of the usual ways. What is wrong in a way of its own is
// told with `refuse` where it is tested.
#pragma once

#include "se/base/alert.h"

namespace tls_se::test {

inline constexpr Alert kMalformed = refuse(Alert::decode_error, Reason::malformed);
inline constexpr Alert kMessageOutOfPlace =
    refuse(Alert::unexpected_message, Reason::message_out_of_place);
inline constexpr Alert kMessageAcrossKeys =
    refuse(Alert::unexpected_message, Reason::message_across_keys);
inline constexpr Alert kInterleaved = refuse(Alert::unexpected_message, Reason::interleaved);
inline constexpr Alert kUnprotected = refuse(Alert::unexpected_message, Reason::unprotected);
inline constexpr Alert kEmptyFragment = refuse(Alert::unexpected_message, Reason::empty_fragment);
inline constexpr Alert kUnknownRecordType =
    refuse(Alert::unexpected_message, Reason::record_type_unknown);
inline constexpr Alert kRecordTooLong = refuse(Alert::record_overflow, Reason::record_too_long);
inline constexpr Alert kRecordLengthWrong =
    refuse(Alert::decode_error, Reason::record_length_wrong);
inline constexpr Alert kNotAuthentic = refuse(Alert::bad_record_mac, Reason::not_authentic);

inline constexpr Alert kExtensionTwice = refuse(Alert::illegal_parameter, Reason::extension_twice);
inline constexpr Alert kExtensionOutOfPlace =
    refuse(Alert::illegal_parameter, Reason::extension_out_of_place);
inline constexpr Alert kExtensionUnsolicited =
    refuse(Alert::unsupported_extension, Reason::extension_unsolicited);
inline constexpr Alert kExtensionMissing =
    refuse(Alert::missing_extension, Reason::extension_missing);

}  // namespace tls_se::test
