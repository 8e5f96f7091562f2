// A port that can't be listened at: what a person does about it.
#pragma once

#include <string>

namespace tls_se {

/// `error` is an errno of bind(2) or listen(2), of an address that a person has chosen. Empty if
/// there is nothing to say beside the error itself.
[[nodiscard]] std::string bind_advice(int error);

}  // namespace tls_se
