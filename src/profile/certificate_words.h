// Certificates in words: for warnings and summaries.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "profile/x509_object.h"

namespace tls_se {

using Moment = std::chrono::sys_seconds;

/// Nothing if the certificate has no such time.
[[nodiscard]] std::optional<Moment> not_before(const X509* certificate);
[[nodiscard]] std::optional<Moment> not_after(const X509* certificate);

/// "2027-01-31 12:00:00 UTC".
[[nodiscard]] std::string words_of(Moment moment);

/// RFC 4514: "CN=broker,O=Example". Printable, whatever the name holds.
[[nodiscard]] std::string subject_of(const X509* certificate);

/// "DNS:broker.example, IP Address:192.0.2.7"; empty if it has no subjectAltName.
[[nodiscard]] std::string names_of(const X509* certificate);

}  // namespace tls_se
