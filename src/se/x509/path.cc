// Sections are those of RFC 5280 unless another document is named.
#include "se/x509/path.h"

#include "se/x509/certificate.h"
#include "se/x509/name_check.h"

namespace tls_se {
namespace {

constexpr Alert kNoAnchor = refuse(Alert::unknown_ca, Reason::no_trust_anchor);
constexpr Alert kWrongUsage = refuse(Alert::unsupported_certificate, Reason::certificate_usage);

/// Section 4.2.1.3: keyCertSign and cA go together, where there is a keyUsage.
bool usages_agree(const Certificate& certificate) {
  const bool may_certify = (certificate.key_usage & kKeyCertSign) != 0;
  return certificate.key_usage == 0 || may_certify == certificate.is_ca;
}

/// RFC 8446 section 4.4.2.2: "The certificate MUST allow the key to be used for signing (i.e., the
/// digitalSignature bit MUST be set if the Key Usage extension is present)".
bool lacks_signing(const Certificate& certificate) {
  return certificate.key_usage != 0 && (certificate.key_usage & kDigitalSignature) == 0;
}

/// Sections 4.2.1.1 and 4.2.1.2: an issuer of the right name may still have several keys.
bool may_be_issuer(const Certificate& issuer, const Certificate& subject) {
  return same_bytes(issuer.subject, subject.issuer) &&
         (issuer.subject_key_id.empty() || subject.authority_key_id.empty() ||
          same_bytes(issuer.subject_key_id, subject.authority_key_id));
}

uint8_t bit_of(Purpose purpose) {
  return purpose == Purpose::server_auth ? kServerAuth : kClientAuth;
}

/// Searches depth first from the leaf upwards, anchors before intermediates, so that short paths
/// are found first. A certificate joins the path once its signature of the one below has been
/// verified and all has been checked that section 6.1 asks of the two.
class PathSearch {
 public:
  PathSearch(Signatures& signatures, const PathQuestion& question)
      : signatures_(signatures), question_(question) {}

  Alert run();
  [[nodiscard]] Bytes leaf_key() const { return leaf_key_; }

 private:
  enum class Store : uint8_t { chain, trust_anchors };

  Alert check_leaf();
  [[nodiscard]] bool is_trust_anchor(const Bytes& der) const;
  [[nodiscard]] bool reaches_anchor();
  [[nodiscard]] bool is_below_anchor();
  [[nodiscard]] bool grow(size_t candidate);
  size_t step_back();
  [[nodiscard]] bool is_issuer(const Bytes& der, Store store);
  Alert check_issuer(Store store);
  Alert check_names_below();
  Alert verify_signature();
  Alert check_validity(const Certificate& certificate) const;
  [[nodiscard]] bool lacks_purpose(const Certificate& certificate) const;
  [[nodiscard]] bool is_on_path(size_t index) const;
  Alert read_subject(size_t position);

  Signatures& signatures_;
  const PathQuestion& question_;
  std::array<uint16_t, 1 + kMaxIntermediates> path_{};  // from the leaf up: indices of the chain
  size_t path_size_ = 1;
  // Intermediates of the path that are not self-issued: path lengths count them.
  size_t counted_ = 0;
  Certificate subject_;  // the last of the path
  Certificate issuer_;   // the one that may be next
  Bytes leaf_key_;
  size_t signature_checks_ = kMaxSignatureChecks;
  size_t comparisons_ = kMaxNameComparisons;
  Alert failure_ = kNoAnchor;
};

Alert PathSearch::run() {
  if (question_.chain.empty()) return refuse(Alert::bad_certificate, Reason::certificate_missing);
  TLS_SE_TRY(read_subject(0));
  TLS_SE_TRY(check_leaf());
  leaf_key_ = subject_.public_key;
  if (is_trust_anchor(question_.chain[0])) return Alert::none;
  if (!usages_agree(subject_)) return kWrongUsage;
  return reaches_anchor() ? Alert::none : failure_;
}

Alert PathSearch::check_leaf() {
  if (lacks_signing(subject_) || lacks_purpose(subject_)) return kWrongUsage;
  // Section 4.2.1.6: critical if the subject field is empty; otherwise it SHOULD not be.
  if (subject_.subject_alt_name_is_critical != subject_.subject.empty()) {
    return refuse(Alert::bad_certificate, Reason::certificate_malformed);
  }
  TLS_SE_TRY(check_validity(subject_));
  if (question_.name.kind != ReferenceName::Kind::none && !names(subject_, question_.name)) {
    return refuse(Alert::certificate_unknown, Reason::certificate_name);
  }
  return Alert::none;
}

bool PathSearch::is_trust_anchor(const Bytes& der) const {
  for (const Bytes& anchor : question_.trust_anchors) {
    if (same_bytes(anchor, der)) return true;
  }
  return false;
}

bool PathSearch::reaches_anchor() {
  size_t candidate = 1;  // the next of the chain to be tried above the path
  while (!is_below_anchor()) {
    while (!grow(candidate)) {
      if (path_size_ == 1) return false;
      candidate = step_back() + 1;
    }
    candidate = 1;
  }
  return true;
}

bool PathSearch::is_below_anchor() {
  for (const Bytes& anchor : question_.trust_anchors) {
    if (is_issuer(anchor, Store::trust_anchors)) return true;
  }
  return false;
}

/// False if there is no issuer in the chain from this candidate on.
bool PathSearch::grow(size_t candidate) {
  if (path_size_ > question_.max_intermediates || path_size_ == path_.size()) return false;
  for (; candidate < question_.chain.size(); ++candidate) {
    if (is_on_path(candidate) || !is_issuer(question_.chain[candidate], Store::chain)) continue;
    path_[path_size_++] = static_cast<uint16_t>(candidate);
    subject_ = issuer_;
    counted_ += !subject_.is_self_issued();
    return true;
  }
  return false;
}

/// Gives what it took off the path.
size_t PathSearch::step_back() {
  counted_ -= !subject_.is_self_issued();
  --path_size_;
  (void)read_subject(path_size_ - 1);  // which had been good before
  return path_[path_size_];
}

/// A candidate that is not of the right name is none, and its faults are nobody's.
bool PathSearch::is_issuer(const Bytes& der, Store store) {
  Alert alert = read_certificate(der, issuer_);
  const bool has_name = alert == Alert::none || !issuer_.subject.empty();
  if (has_name && !may_be_issuer(issuer_, subject_)) return false;
  if (alert == Alert::none) alert = check_issuer(store);
  if (alert == Alert::none) alert = verify_signature();
  if (alert == Alert::none) return true;
  // A platform that fails is no fault of the candidate's.
  if (description_of(failure_) == Alert::unknown_ca ||
      description_of(alert) == Alert::internal_error) {
    failure_ = alert;
  }
  return false;
}

Alert PathSearch::check_issuer(Store store) {
  if (!issuer_.is_ca || counted_ > issuer_.path_length) return kNoAnchor;
  if (!usages_agree(issuer_) || lacks_purpose(issuer_)) return kWrongUsage;
  if (store == Store::trust_anchors && issuer_.is_self_issued()) {
    // A root: usages are for the certificates below it to tell, and there is no other key.
    if (issuer_.extended_key_usage != 0) return kWrongUsage;
    if (!may_be_issuer(issuer_, issuer_)) {
      return refuse(Alert::bad_certificate, Reason::certificate_malformed);
    }
  }
  TLS_SE_TRY(check_validity(issuer_));
  return check_names_below();
}

/// Section 4.2.1.10: "Name constraints are not applied to self-issued certificates (unless the
/// certificate is the final certificate in the path)."
Alert PathSearch::check_names_below() {
  if (issuer_.name_constraints.empty()) return Alert::none;
  Alert alert = Alert::none;
  for (size_t position = 0; position < path_size_; ++position) {  // the last is subject_ again
    TLS_SE_TRY(read_subject(position));
    if (alert == Alert::none && (position == 0 || !subject_.is_self_issued())) {
      alert = check_name_constraints(issuer_, subject_, comparisons_);
    }
  }
  return alert;
}

Alert PathSearch::verify_signature() {
  if (signature_checks_ == 0) return kNoAnchor;
  --signature_checks_;
  return check_signature(signatures_, subject_, issuer_);
}

/// Section 4.1.2.5: "the period of time from notBefore through notAfter, inclusive."
Alert PathSearch::check_validity(const Certificate& certificate) const {
  if (!question_.now) return Alert::none;
  const bool valid =
      certificate.not_before <= *question_.now && *question_.now <= certificate.not_after;
  return valid ? Alert::none
               : refuse(Alert::certificate_expired, Reason::certificate_not_valid_now);
}

/// Section 4.2.1.12: an extendedKeyUsage has to name the purpose. A key for any purpose is none for
/// TLS: "Applications that require the presence of a particular purpose MAY reject certificates
/// that include the anyExtendedKeyUsage OID".
bool PathSearch::lacks_purpose(const Certificate& certificate) const {
  const uint8_t usage = certificate.extended_key_usage;
  return usage != 0 &&
         (usage & (bit_of(question_.purpose) | kAnyPurpose)) != bit_of(question_.purpose);
}

bool PathSearch::is_on_path(size_t index) const {
  for (size_t position = 0; position < path_size_; ++position) {
    if (path_[position] == index) return true;
  }
  return false;
}

Alert PathSearch::read_subject(size_t position) {
  return read_certificate(question_.chain[path_[position]], subject_);
}

}  // namespace

Alert check_path(Signatures& signatures, const PathQuestion& question,
                 std::span<uint8_t, kP256PointSize> public_key) {
  PathSearch search(signatures, question);
  TLS_SE_TRY(search.run());
  copy_bytes(public_key, search.leaf_key());
  return Alert::none;
}

}  // namespace tls_se
