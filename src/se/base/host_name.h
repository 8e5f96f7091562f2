// Names of hosts in ASCII: the one rule for what a profile may say, a node tell, a client send as
// server_name, and a certificate present.
//
// It is the "preferred name syntax" of RFC 1034 section 3.5 as modified by RFC 1123 section 2.1,
// which RFC 5280 section 4.2.1.6 asks for: letters, digits and hyphens, in labels of 1 to 63 that
// neither begin nor end with a hyphen; and underscores beyond it, which many name their devices
// with and other TLS stacks take. No dot is at the end: the root's is for programs to strip.
#pragma once

#include "se/base/bytes.h"

namespace tls_se {

/// RFC 1035 section 2.3.4 allows 255 octets: one is the first label's length, one is the root.
inline constexpr size_t kMaxHostNameSize = 253;

/// How many labels it has; 0 if they are not written so.
[[nodiscard]] size_t host_name_labels(const Bytes& name);

/// The name of a host that can be: one whose last label is a number is none but a mistyped address
/// (RFC 1123 section 2.1), and "Literal IPv4 and IPv6 addresses are not permitted in "HostName""
/// (RFC 6066 section 3).
[[nodiscard]] bool is_host_name(const Bytes& name);

}  // namespace tls_se
