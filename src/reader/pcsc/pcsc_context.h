// A connection to pcscd.
#pragma once

#include <winscard.h>

#include <string>
#include <vector>

#include "reader/card_reader.h"

namespace tls_se {

/// A call has not returned SCARD_S_SUCCESS.
class PcscRefusal : public CardUnreachable {
 public:
  PcscRefusal(const std::string& words, LONG code) : CardUnreachable(words), code_(code) {}

  [[nodiscard]] LONG code() const { return code_; }

 private:
  LONG code_;
};

class PcscContext {
 public:
  /// Throws PcscRefusal, with `subject` before the words.
  explicit PcscContext(const std::string& subject);
  ~PcscContext() { SCardReleaseContext(context_); }
  PcscContext(const PcscContext&) = delete;
  PcscContext& operator=(const PcscContext&) = delete;

  [[nodiscard]] SCARDCONTEXT get() const { return context_; }
  [[nodiscard]] std::vector<std::string> reader_names() const;

 private:
  SCARDCONTEXT context_ = 0;
};

/// Throws PcscRefusal if a call has not returned SCARD_S_SUCCESS.
void check_pcsc(LONG code, const std::string& subject);

}  // namespace tls_se
