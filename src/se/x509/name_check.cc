#include "se/x509/name_check.h"

#include "se/x509/der.h"
#include "se/x509/dns_name.h"

namespace tls_se {
namespace {

// The choices of GeneralName that matter here.
constexpr uint8_t kRfc822Name = der::context(1);
constexpr uint8_t kDnsName = der::context(2);
constexpr uint8_t kDirectoryName = der::context_constructed(4);
constexpr uint8_t kIpAddress = der::context(7);

// GeneralSubtrees of NameConstraints.
constexpr uint8_t kPermitted = der::context_constructed(0);
constexpr uint8_t kExcluded = der::context_constructed(1);

constexpr size_t kIpv4Size = 4;
constexpr size_t kIpv6Size = 16;

/// A GeneralName; a directoryName without the explicit tag and header around its contents.
struct GeneralName {
  explicit GeneralName(DerReader& reader) : form(reader.tag()), value(reader.read(form)) {
    if (form == kDirectoryName) value = DerReader(value, der::kSequence).rest();
  }
  GeneralName(uint8_t a_form, const Bytes& a_value) : form(a_form), value(a_value) {}

  uint8_t form;
  Bytes value;
};

/// A wildcard is within an excluded subtree if one of the names that it stands for may be. What is
/// no host name can't be told.
bool is_dns_name_within(const Bytes& name, const Bytes& base, bool excluded) {
  const bool wildcard = is_wildcard(name);
  const Bytes host = wildcard ? behind_wildcard(name) : name;
  if (host_name_labels(host) == 0) return excluded;
  return is_dns_name_below(host, base) || (wildcard && excluded && is_dns_name_below(base, host));
}

/// The base is an address and a mask of its size.
bool is_ip_address_within(const Bytes& address, const Bytes& base) {
  const size_t size = address.size();
  if (base.size() != 2 * size) return false;
  for (size_t i = 0; i < size; ++i) {
    if (((address[i] ^ base[i]) & base[size + i]) != 0) return false;
  }
  return true;
}

/// The base is a mailbox or a host.
bool is_mailbox_within(const Bytes& mailbox, const Bytes& base) {
  const Bytes host = after('@', mailbox);
  return same_bytes(mailbox, base) ||
         (host_name_labels(host) > 0 && equal_ignoring_case(host, base));
}

/// What can't be told is outside of a permitted subtree and within an excluded one.
bool is_within(const GeneralName& name, const GeneralName& base, bool excluded) {
  switch (name.form) {
    case kDnsName:
      return is_dns_name_within(name.value, base.value, excluded);
    case kIpAddress:
      return is_ip_address_within(name.value, base.value);
    case kRfc822Name:
      return excluded || is_mailbox_within(name.value, base.value);
    case kDirectoryName:
      return excluded || begins_with(name.value, base.value);
    default:
      return excluded;
  }
}

bool is_base(const GeneralName& base) {
  const size_t size = base.value.size();
  if (base.form == kDnsName) return size == 0 || host_name_labels(base.value) > 0;
  if (base.form == kIpAddress) return size == 2 * kIpv4Size || size == 2 * kIpv6Size;
  return size > 0;
}

/// One list of subtrees of NameConstraints.
class Subtrees {
 public:
  Subtrees(const Bytes& list, bool excluded, size_t& comparisons)
      : list_(list), excluded_(excluded), comparisons_(comparisons) {}

  Alert check(const Certificate& subject) {
    if (!subject.subject.empty()) TLS_SE_TRY(check(GeneralName(kDirectoryName, subject.subject)));
    DerReader entries(subject.subject_alt_name);
    while (entries.more()) TLS_SE_TRY(check(GeneralName(entries)));
    return Alert::none;
  }

 private:
  /// RFC 5280 section 4.2.1.10: "Within this profile, the minimum and maximum fields are not used
  /// with any name forms", so that a subtree is its base alone.
  Alert check(const GeneralName& name) {
    bool constrained = false;
    bool within = false;
    DerReader list(list_);
    do {
      if (comparisons_ == 0) {
        return refuse(Alert::certificate_unknown, Reason::certificate_constraint);
      }
      --comparisons_;
      DerReader subtree = list.enter(der::kSequence);
      const GeneralName base(subtree);
      if (!subtree.done() || !is_base(base)) {
        return refuse(Alert::bad_certificate, Reason::certificate_malformed);
      }
      if (base.form != name.form) continue;
      constrained = true;
      if (is_within(name, base, excluded_)) within = true;
    } while (list.more());
    if (!list.done()) {
      return refuse(Alert::bad_certificate, Reason::certificate_malformed);
    }
    return constrained && within == excluded_
               ? refuse(Alert::certificate_unknown, Reason::certificate_constraint)
               : Alert::none;
  }

  Bytes list_;
  bool excluded_;
  size_t& comparisons_;
};

}  // namespace

bool names(const Certificate& certificate, const ReferenceName& reference) {
  DerReader entries(certificate.subject_alt_name);
  while (entries.more()) {
    const GeneralName name(entries);
    if (name.form == kDnsName && reference.kind == ReferenceName::Kind::dns_name &&
        dns_name_matches(name.value, reference.value)) {
      return true;
    }
    if (name.form == kIpAddress && reference.kind == ReferenceName::Kind::ip_address &&
        same_bytes(name.value, reference.value)) {
      return true;
    }
  }
  return false;
}

Alert check_name_constraints(const Certificate& issuer, const Certificate& subject,
                             size_t& comparisons) {
  DerReader lists(issuer.name_constraints);
  while (lists.more()) {
    const uint8_t tag = lists.tag();
    if (tag != kPermitted && tag != kExcluded) {
      return refuse(Alert::bad_certificate, Reason::certificate_malformed);
    }
    TLS_SE_TRY(Subtrees(lists.read(tag), tag == kExcluded, comparisons).check(subject));
  }
  return Alert::none;
}

}  // namespace tls_se
