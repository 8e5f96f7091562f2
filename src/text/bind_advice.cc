#include "text/bind_advice.h"

#include <cerrno>

namespace tls_se {

std::string bind_advice(int error) {
  switch (error) {
    case EADDRINUSE:
      return "another program listens there: end it, or take another port; 0 is any free one";
    case EADDRNOTAVAIL:
      return "no network interface has this address: 0.0.0.0 or [::] is all that there are";
    case EACCES:
      return "ports below 1024 are the superuser's: take another, or let the program have it with "
             "CAP_NET_BIND_SERVICE";
    default:
      return "";
  }
}

}  // namespace tls_se
