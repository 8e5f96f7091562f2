#include "reader/pcsc/pcsc_context.h"

#include <cstring>

#include "reader/pcsc/pcsc_words.h"

namespace tls_se {

void check_pcsc(LONG code, const std::string& subject) {
  if (code != SCARD_S_SUCCESS) throw PcscRefusal(subject + ' ' + pcsc_words(code), code);
}

PcscContext::PcscContext(const std::string& subject) {
  check_pcsc(SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context_), subject);
}

std::vector<std::string> PcscContext::reader_names() const {
  // Readers may come between the two calls.
  for (;;) {
    DWORD size = 0;
    LONG code = SCardListReaders(context_, nullptr, nullptr, &size);
    std::string all(size, '\0');
    if (code == SCARD_S_SUCCESS) code = SCardListReaders(context_, nullptr, all.data(), &size);
    if (code == SCARD_E_NO_READERS_AVAILABLE) return {};
    if (code == SCARD_E_INSUFFICIENT_BUFFER) continue;
    check_pcsc(code, "PC/SC");
    all.resize(size);
    std::vector<std::string> names;
    for (const char* name = all.c_str(); *name != '\0'; name += std::strlen(name) + 1) {
      names.emplace_back(name);
    }
    return names;
  }
}

}  // namespace tls_se
