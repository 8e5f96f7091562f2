// Host names in ASCII: their syntax, and how RFC 9525 and RFC 5280 compare them, without regard to
// case.
#pragma once

#include "se/base/bytes.h"

namespace tls_se {

/// How many labels it has; 0 if it is not in the "preferred name syntax" of RFC 1034 section 3.5 as
/// modified by RFC 1123, which RFC 5280 section 4.2.1.6 asks for: letters, digits and hyphens, in
/// labels of at most 63, and no dot at the end.
[[nodiscard]] size_t dns_labels(Bytes name);

/// The left-most label is a whole "*".
[[nodiscard]] bool is_wildcard(Bytes name);
/// What the wildcard stands for a label of.
[[nodiscard]] inline Bytes behind_wildcard(Bytes name) { return name.subspan(2); }

/// RFC 9525 section 6.3: `presented` by a certificate is the reference name. A wildcard stands for
/// exactly one label; behind it at least two have to follow, since "*.com" is nobody's to have.
[[nodiscard]] bool dns_name_matches(Bytes presented, Bytes reference);

/// RFC 5280 section 4.2.1.10: `name` is `base`, or has labels more on its left. All names are below
/// an empty base.
[[nodiscard]] bool is_dns_name_below(Bytes name, Bytes base);

[[nodiscard]] bool equal_ignoring_case(Bytes a, Bytes b);

/// What follows the first `c`; empty if there is none.
[[nodiscard]] Bytes after(uint8_t c, Bytes text);

}  // namespace tls_se
