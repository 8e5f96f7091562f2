// How names of hosts in ASCII compare, RFC 9525 and RFC 5280: without regard to case. What is one,
// se/base/host_name.h says.
#pragma once

#include "se/base/host_name.h"

namespace tls_se {

/// The left-most label is a whole "*".
[[nodiscard]] bool is_wildcard(const Bytes& name);
/// What the wildcard stands for a label of.
[[nodiscard]] inline Bytes behind_wildcard(const Bytes& name) { return name.subspan(2); }

/// RFC 9525 section 6.3: `presented` by a certificate is the reference name. A wildcard stands for
/// exactly one label; behind it at least two have to follow, since "*.com" is nobody's to have.
[[nodiscard]] bool dns_name_matches(const Bytes& presented, const Bytes& reference);

/// RFC 5280 section 4.2.1.10: `name` is `base`, or has labels more on its left. All names are below
/// an empty base.
[[nodiscard]] bool is_dns_name_below(const Bytes& name, const Bytes& base);

[[nodiscard]] bool equal_ignoring_case(const Bytes& a, const Bytes& b);

/// What follows the first `c`; empty if there is none.
[[nodiscard]] Bytes after(uint8_t c, const Bytes& text);

}  // namespace tls_se
