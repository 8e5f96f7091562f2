// Alone in its file, so that a program which has this function itself is linked without it.
#include "platform/host/host_platform.h"

namespace tls_se {

HostPlatform default_host_platform() { return HostPlatform::TLS_SE_PLATFORM; }

}  // namespace tls_se
