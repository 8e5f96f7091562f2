// Linked into a test, it has the cards of that test over src/platform/software.
#include "platform/host/host_platform.h"

namespace tls_se {

HostPlatform default_host_platform() { return HostPlatform::software; }

}  // namespace tls_se
