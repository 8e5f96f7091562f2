// Whom a certificate names, RFC 5280 section 4.2.1.6 and RFC 9525: the reference name against the
// subjectAltName, and names against the name constraints of an issuer. Common names are not names.
#pragma once

#include "se/x509/certificate.h"
#include "se/x509/path.h"

namespace tls_se {

/// One entry of subjectAltName is the reference name. A dNSName counts in the syntax of
/// se/base/host_name.h alone, without regard to case; its left-most label may be a whole "*" for
/// one label of the reference name, if two labels or more follow. Entries that are not well formed
/// name nobody.
[[nodiscard]] bool names(const Certificate& certificate, const ReferenceName& reference);

/// Section 4.2.1.10: certificate_unknown if a name of `subject`, its subject field included, is not
/// within the permitted subtrees of `issuer` or within an excluded one; bad_certificate if these
/// are malformed. dNSName and iPAddress are offered whole; of directoryName and rfc822Name only
/// permitted subtrees. A name of any other form passes only if no subtree is of its form.
/// `comparisons` counts down; certificate_unknown if it is used up.
[[nodiscard]] Alert check_name_constraints(const Certificate& issuer, const Certificate& subject,
                                           size_t& comparisons);

}  // namespace tls_se
