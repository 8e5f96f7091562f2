#include "profile/certificate_words.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>

namespace tls_se {
namespace {

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
using Text = std::unique_ptr<BIO, FreeBio>;

std::string taken(const Text& text) {
  char* begin = nullptr;
  const long size = BIO_get_mem_data(text.get(), &begin);
  std::string out(begin, static_cast<size_t>(std::max(size, 0L)));
  std::ranges::replace_if(
      out, [](unsigned char c) { return c < ' ' || c > '~'; }, '?');
  return out;
}

std::optional<Moment> moment_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
  return Moment(std::chrono::seconds(timegm(&parts)));
}

}  // namespace

std::optional<Moment> not_before(const X509* certificate) {
  return moment_of(X509_get0_notBefore(certificate));
}

std::optional<Moment> not_after(const X509* certificate) {
  return moment_of(X509_get0_notAfter(certificate));
}

std::string words_of(Moment moment) {
  const std::time_t time = std::chrono::system_clock::to_time_t(moment);
  std::tm parts{};
  gmtime_r(&time, &parts);
  char text[64];
  return {text, std::strftime(text, sizeof text, "%F %T UTC", &parts)};
}

std::string subject_of(const X509* certificate) {
  const Text text(BIO_new(BIO_s_mem()));
  X509_NAME_print_ex(text.get(), X509_get_subject_name(certificate), 0, XN_FLAG_RFC2253);
  const std::string subject = taken(text);
  return subject.empty() ? "no subject" : subject;
}

std::string names_of(const X509* certificate) {
  const int at = X509_get_ext_by_NID(certificate, NID_subject_alt_name, -1);
  if (at < 0) return "";
  const Text text(BIO_new(BIO_s_mem()));
  X509V3_EXT_print(text.get(), X509_get_ext(certificate, at), 0, 0);
  ERR_clear_error();
  return taken(text);
}

}  // namespace tls_se
