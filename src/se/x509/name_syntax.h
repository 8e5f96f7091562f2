// Whether what somebody is to be called is a name as X.509 has it, strictly: definite and minimal
// lengths, nothing left over, and only what every reader takes alike. Sections are those of
// RFC 5280.
#pragma once

#include "se/base/bytes.h"

namespace tls_se {

/// Name (section 4.1.2.4), one SEQUENCE, which may be empty: attributes in the order of DER, each
/// with a value of at least one character. Values are UTF8String or PrintableString, as that
/// section wants of new names, or IA5String, the syntax of domainComponent and emailAddress; every
/// character is one of its type's, and none a control character.
[[nodiscard]] bool is_name(const Bytes& der);
/// Of one that is a name: it has no attribute.
[[nodiscard]] inline bool is_empty_name(const Bytes& name) { return name.size() == 2; }

/// GeneralNames (section 4.2.1.6), one SEQUENCE of at least one. rfc822Name, dNSName and
/// uniformResourceIdentifier have at least one character of ASCII, and no control character; a
/// directoryName is not empty; an iPAddress has 4 or 16 bytes. There is no other form.
[[nodiscard]] bool are_general_names(const Bytes& der);

}  // namespace tls_se
