// Whether the kernel acknowledges at once what comes to a TCP socket, tcp(7).
#pragma once

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace tls_se {

inline void set_quick_ack(int socket, bool on) {
  const int value = on ? 1 : 0;
  setsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &value, sizeof value);
}
inline bool has_quick_ack(int socket) {
  int value = 0;
  socklen_t size = sizeof value;
  getsockopt(socket, IPPROTO_TCP, TCP_QUICKACK, &value, &size);
  return value != 0;
}

}  // namespace tls_se
