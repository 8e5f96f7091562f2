// What a command of the card comes to. Most are status words without a number in them, and have one
// of a byte here: less code in each of the many places that say them.
#pragma once

#include <cstddef>

#include "se/data_exchange/status_word.h"

namespace tls_se {

enum class [[nodiscard]] Verdict : uint8_t{
    // What becomes of a change of the objects (ObjectStatus), in its order.
    ok,
    no_room,
    memory_failed,
    wrong_data,
    platform_failed,

    wrong_length,
    wrong_parameters,  // P1-P2
    not_in_this_state,
    pin_needed,
    no_such_object,
    no_such_channel,
    no_such_function,
    no_such_application,
    no_such_instruction,
    no_such_class,
    no_secure_messaging,
    no_chaining,

    word,  // another one, which stands beside it (Call::word)
};

inline constexpr StatusWord kVerdictWords[] = {
    sw::kOk,
    sw::kNotEnoughMemory,
    sw::kMemoryFailure,
    sw::kWrongData,
    sw::kPlatformError,
    sw::kWrongLength,
    sw::kWrongP1P2,
    sw::kConditionsNotSatisfied,
    sw::kSecurityStatusNotSatisfied,
    sw::kDataObjectNotFound,
    sw::kChannelNotSupported,
    sw::kFunctionNotSupported,
    sw::kApplicationNotFound,
    sw::kInstructionNotSupported,
    sw::kClassNotSupported,
    sw::kSecureMessagingNotSupported,
    sw::kChainingNotSupported,
};
static_assert(sizeof kVerdictWords / sizeof(StatusWord) == static_cast<size_t>(Verdict::word));

}  // namespace tls_se
