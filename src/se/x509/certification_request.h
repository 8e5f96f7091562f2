// PKCS #10 (RFC 2986): what a card sends an authority, to get a certificate for a key of its own.
// Not to be confused with the message of TLS, se/tls_lib/certificate_request.h.
//
// All that is signed is put together here. Whoever asks for a request chooses names and nothing
// else, and they have to be names: so a key that signs requests signs nothing that is anything else
// besides. It is no content of CertificateVerify, which begins with spaces (RFC 8446 section
// 4.4.3), and no certificate, which has its version in a tag or an AlgorithmIdentifier in the
// subject's place (RFC 5280 section 4.1).
#pragma once

#include "se/crypto_lib/signatures.h"

namespace tls_se {

inline constexpr size_t kMaxRequestedName = 512;  // bytes of DER, of either

struct CertificationRequest {
  Bytes subject;           // Name, see is_name of name_syntax.h
  Bytes subject_alt_name;  // GeneralNames, see are_general_names; of no bytes if there are none
  std::span<const uint8_t, kP256PointSize> public_key;
  KeyHandle private_key;
};

enum class [[nodiscard]] RequestStatus : uint8_t{
    done = 0,
    wrong_name,  // not well formed, too long, or nobody is named
    no_room,     // for the longest that it could be: signatures differ in their size
    failed,      // the platform, or the two keys are no pair
};

/// Room that suffices for any.
inline constexpr size_t kMaxCertificationRequest = 2 * kMaxRequestedName + 256;

/// CertificationRequest of version v1, signed by ecdsa-with-SHA256 (RFC 5758 section 3.2) and
/// verified. Alternative names are in an extensionRequest (RFC 2985 section 5.4.2), critical if the
/// subject is empty (RFC 5280 section 4.2.1.6). `der` is other memory than that of the names;
/// `size` bytes at its start are the request, 0 if there is none.
RequestStatus make_certification_request(Crypto& crypto, Signatures& signatures,
                                         const CertificationRequest& request,
                                         const MutableBytes& der, size_t& size);

}  // namespace tls_se
