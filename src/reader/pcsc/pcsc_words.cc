#include "reader/pcsc/pcsc_words.h"

#include <fmt/format.h>
#include <winscard.h>

namespace tls_se {

std::string pcsc_words(long code) {
  switch (static_cast<LONG>(code)) {
    case SCARD_E_NO_SERVICE:
    case SCARD_E_SERVICE_STOPPED:
    case SCARD_E_INVALID_HANDLE:  // the service has been started anew meanwhile
      return "can't be reached, since pcscd does not run or has gone: start it, as root, with "
             "`systemctl start pcscd.socket`; `tls-se doctor` tells more";
    case SCARD_W_SECURITY_VIOLATION:
    case SCARD_E_NO_ACCESS:
      return "is not for this user: pcscd asks polkit, and that refuses. docs/cards.md has the "
             "rule "
             "that allows it";
    case SCARD_E_NO_READERS_AVAILABLE:
      return "is not there: pcscd has no reader at all. Is it plugged in?";
    case SCARD_E_UNKNOWN_READER:
    case SCARD_E_READER_UNAVAILABLE:
      return "is not there any more: plug the reader in again";
    case SCARD_E_SHARING_VIOLATION:
      return "is in use by another program: end that, or wait for it (GnuPG's is ended by `gpgconf "
             "--kill scdaemon`)";
    case SCARD_E_NO_SMARTCARD:
      return "has no card in it: put one in";
    case SCARD_W_REMOVED_CARD:
      return "has lost its card: put it in again";
    case SCARD_W_RESET_CARD:
      return "has had its card reset by another program";
    case SCARD_W_UNPOWERED_CARD:
    case SCARD_W_UNRESPONSIVE_CARD:
    case SCARD_W_UNSUPPORTED_CARD:
      return "has a card in it that does not answer: is it the right way round, and clean?";
    case SCARD_E_PROTO_MISMATCH:
      return "has a card in it that speaks neither T=0 nor T=1";
    case SCARD_E_NOT_TRANSACTED:
    case SCARD_E_COMM_DATA_LOST:
    case SCARD_F_COMM_ERROR:
      return "has lost the answer of its card: pull the card out and put it in again";
    case SCARD_E_NO_MEMORY:
      return "can't be served: pcscd or this program has no memory left";
    case SCARD_E_INSUFFICIENT_BUFFER:
      return "gives more than an answer may have";
    default:
      return fmt::format("fails: {} ({:#010x})", pcsc_stringify_error(static_cast<LONG>(code)),
                         static_cast<uint32_t>(code));
  }
}

}  // namespace tls_se
