// Changes to a handshake message that leave it nearly right.
#pragma once

#include "fuzz/stand_ins.h"

namespace tls_se::fuzz {

/// One change, as the program says: bytes turned, cut, put in or replaced, or an extension put in,
/// or a key share; the lengths in front are made right.
void edit(Buffer& message, Reader& program);

}  // namespace tls_se::fuzz
