#include "profile/profile_warnings.h"

#include <openssl/x509v3.h>

#include <algorithm>

#include "profile/certificate_words.h"
#include "profile/p256_key.h"
#include "profile/shell_word.h"
#include "profile/x509_object.h"

namespace tls_se {
namespace {

using std::filesystem::perms;

constexpr std::chrono::days kSoon{30};

/// "a day" and "less" are not told apart: a person has to hurry.
std::string days_between(Moment from, Moment to) {
  const auto days = std::chrono::duration_cast<std::chrono::days>(to - from).count();
  return days <= 1 ? "a day" : std::to_string(days) + " days";
}

/// What comes of a certificate that is not valid now, and what a person does about it.
struct OutOfTime {
  std::string consequence;
  std::string replaced;  // once it has expired
  std::string followed;  // before
  bool peers_refuse_it = false;
};

/// One profile being looked through.
class WarningList {
 public:
  WarningList(const CardProfile& profile, const ProfileSources& sources, Moment now)
      : profile_(profile), sources_(sources), now_(now) {}

  std::vector<ProfileWarning> take() {
    if (!profile_.psks.empty()) permissions_of(sources_.profile, "PSKs");
    if (!profile_.private_key.empty()) permissions_of(sources_.private_key, "a private key");
    psks();
    certificates();
    trust_anchors();
    return std::move(warnings_);
  }

 private:
  void add(const SourceFile& source, const std::string& words, bool peers_refuse_it = false) {
    warnings_.push_back({source.path.string(), words, peers_refuse_it});
  }
  void permissions_of(const SourceFile& source, const std::string& secret);
  void psks();
  void certificates();
  void trust_anchors();
  void validity_of(const SourceFile& source, const X509* certificate, const std::string& name,
                   const OutOfTime& words);
  void own_certificate(X509* certificate);
  void usages(X509* certificate);
  void order(const std::vector<X509Object>& chain);
  [[nodiscard]] std::string renewal() const;
  [[nodiscard]] std::string request() const;
  [[nodiscard]] std::string purpose() const {
    return profile_.role == Role::server ? "serverAuth" : "clientAuth";
  }

  const CardProfile& profile_;
  const ProfileSources& sources_;
  const Moment now_;
  std::vector<ProfileWarning> warnings_;
};

/// In three octal digits, as chmod has it.
std::string mode(perms permissions) {
  const auto bits = static_cast<unsigned>(permissions);
  return {static_cast<char>('0' + (bits >> 6 & 7)), static_cast<char>('0' + (bits >> 3 & 7)),
          static_cast<char>('0' + (bits & 7))};
}

void WarningList::permissions_of(const SourceFile& source, const std::string& secret) {
  constexpr perms kOthers = perms::group_all | perms::others_all;
  if ((source.permissions & kOthers) == perms::none) return;
  add(source, "it holds " + secret + ", and is open to others than its owner (mode " +
                  mode(source.permissions) + "): chmod 600 " + shell_word(source.path));
}

void WarningList::psks() {
  const CardProfile public_profile = demo_card_profile();
  const std::vector<uint8_t>& public_key = public_profile.psks.front().key;
  for (size_t i = 0; i < profile_.psks.size(); ++i) {
    const std::string number = "[[psk]] " + std::to_string(i + 1);
    const std::vector<uint8_t>& key = profile_.psks[i].key;
    if (key == public_key) {
      add(sources_.profile, number +
                                " has the key that is printed in the draft, and everybody can be "
                                "its peer: openssl rand -hex 32 makes another");
    }
    if (key.size() < kMinPskSize) {
      add(sources_.profile,
          number + " has a key of " + std::to_string(key.size()) +
              " bytes: whoever records a handshake can find it by trying (RFC 8446 "
              "section 2.2). openssl rand -hex 32 makes a good one");
    }
  }
}

void WarningList::certificates() {
  std::vector<X509Object> chain;
  for (const std::vector<uint8_t>& der : profile_.certificate_chain) {
    chain.push_back(read_x509(der));
    if (!chain.back()) return;  // which no profile that was read has
  }
  const OutOfTime words = {.consequence = "peers refuse it",
                           .replaced = renewal(),
                           .followed = renewal(),
                           .peers_refuse_it = true};
  for (size_t i = 0; i < chain.size(); ++i) {
    validity_of(sources_.certificate_chain, chain[i].get(),
                i == 0 ? "the card's own certificate" : "certificate " + std::to_string(i + 1),
                words);
  }
  if (!chain.empty()) own_certificate(chain.front().get());
  order(chain);
}

/// A request for the same certificate again, made of the one that there is.
std::string WarningList::renewal() const {
  if (profile_.private_key_on_card) return request();
  return "openssl x509 -x509toreq -in " + shell_word(sources_.certificate_chain.path) +
         " -signkey " + shell_word(sources_.private_key.path) +
         " -copy_extensions copy -out request.pem asks the CA for a new one (docs/profile.md)";
}

/// A request for a certificate as the card needs it, for the key that there is.
std::string WarningList::request() const {
  const bool is_server = profile_.role == Role::server;
  if (profile_.private_key_on_card) {
    return std::string("tls-se card csr --card sim:FILE --subject CN=card") +
           (is_server ? " --dns card.example" : "") +
           " > request.pem asks the CA for one, to be issued with keyUsage digitalSignature and "
           "extendedKeyUsage " +
           purpose() + " (docs/profile.md)";
  }
  return "openssl req -new -key " + shell_word(sources_.private_key.path) + " -subj /CN=card" +
         (is_server ? " -addext subjectAltName=DNS:card.example" : "") +
         " -addext keyUsage=critical,digitalSignature -addext extendedKeyUsage=" + purpose() +
         " -out request.pem asks the CA for one (docs/profile.md)";
}

void WarningList::validity_of(const SourceFile& source, const X509* certificate,
                              const std::string& name, const OutOfTime& words) {
  const auto begin = not_before(certificate);
  const auto end = not_after(certificate);
  if (end && now_ > *end) {
    add(source,
        name + " has expired at " + words_of(*end) + ", and " + words.consequence + ": " +
            words.replaced,
        words.peers_refuse_it);
  } else if (end && now_ + kSoon > *end) {
    add(source, name + " expires at " + words_of(*end) + ", in " + days_between(now_, *end) +
                    ", and " + words.consequence + " then: " + words.followed);
  }
  if (begin && now_ < *begin) {
    add(source,
        name + " is not valid before " + words_of(*begin) + ", and " + words.consequence +
            " until then: look whether this machine's clock is right (date -u)",
        words.peers_refuse_it);
  }
}

/// Of a file of many CAs an old one is no harm, but a person can't know whose peers it was for.
void WarningList::trust_anchors() {
  const OutOfTime words = {
      .consequence = "the card takes no peer by it",
      .replaced =
          "put the CA's new certificate into trust_anchors (openssl x509 -in FILE -noout "
          "-dates shows one's time)",
      .followed = "put the CA's new certificate beside it into trust_anchors"};
  for (const auto& der : profile_.trust_anchors) {
    const auto anchor = read_x509(der);
    if (!anchor || !has_p256_key(der)) continue;
    validity_of(sources_.profile, anchor.get(), "the trust anchor " + subject_of(anchor.get()),
                words);
  }
}

void WarningList::own_certificate(X509* certificate) {
  const long version = X509_get_version(certificate);
  if (version != X509_VERSION_3) {
    add(sources_.certificate_chain,
        "the card's own certificate is of X.509 version " + std::to_string(version + 1) +
            ", which names nobody in a subjectAltName, and peers refuse it: have it issued with "
            "extensions, which openssl x509 -req leaves out without -copy_extensions copy. " +
            request(),
        true);
    return;
  }
  if (X509_check_purpose(certificate, -1, 0) == 1) usages(certificate);  // extensions can be read
}

void WarningList::usages(X509* certificate) {
  const bool is_server = profile_.role == Role::server;
  // Both functions set all bits where there is no such extension.
  if ((X509_get_key_usage(certificate) & KU_DIGITAL_SIGNATURE) == 0) {
    add(sources_.certificate_chain,
        "the card's own certificate does not let its key sign, and peers refuse it (RFC 8446 "
        "section 4.4.2.2): " +
            request(),
        true);
  }
  if ((X509_get_extended_key_usage(certificate) & (is_server ? XKU_SSL_SERVER : XKU_SSL_CLIENT)) ==
      0) {
    add(sources_.certificate_chain,
        "the card's own certificate is not for a " + std::string(is_server ? "server" : "client") +
            ", and peers refuse it: " + request(),
        true);
  }
  if ((X509_get_extension_flags(certificate) & EXFLAG_CA) != 0) {
    add(sources_.certificate_chain,
        "the card's own certificate is a CA's: some peers refuse it, and for those who trust it "
        "the card's key can vouch for anybody. Have that CA issue one for another key: openssl "
        "ecparam -name prime256v1 -genkey -noout makes it, and docs/profile.md has the rest");
  }
}

/// RFC 8446 section 4.4.2: "Each following certificate SHOULD directly certify the one immediately
/// preceding it."
void WarningList::order(const std::vector<X509Object>& chain) {
  for (size_t i = 1; i < chain.size(); ++i) {
    if (X509_NAME_cmp(X509_get_issuer_name(chain[i - 1].get()),
                      X509_get_subject_name(chain[i].get())) == 0) {
      continue;
    }
    add(sources_.certificate_chain,
        "certificate " + std::to_string(i + 1) + " is not the issuer's of certificate " +
            std::to_string(i) +
            ", and many peers find no way then: the card's own comes first, behind each its "
            "issuer's, the root is left out: cat card.pem intermediate.pem > chain.pem");
    return;
  }
}

}  // namespace

std::vector<ProfileWarning> find_warnings(const CardProfile& profile, const ProfileSources& sources,
                                          std::chrono::system_clock::time_point now) {
  return WarningList(profile, sources, std::chrono::floor<std::chrono::seconds>(now)).take();
}

std::vector<std::string> warnings(const CardProfile& profile, const ProfileSources& sources,
                                  std::chrono::system_clock::time_point now) {
  std::vector<std::string> texts;
  for (const ProfileWarning& warning : find_warnings(profile, sources, now)) {
    texts.push_back(warning.file + ": " + warning.words);
  }
  return texts;
}

}  // namespace tls_se
