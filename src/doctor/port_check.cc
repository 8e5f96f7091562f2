#include "doctor/port_check.h"

#include "text/bind_advice.h"

namespace tls_se {

Finding check_port(const std::string& address, const std::error_code& error) {
  const std::string subject = "port " + address;
  if (!error) return {subject, Severity::ok, "is free", ""};
  return {subject, Severity::error, "can't be listened at: " + error.message(),
          bind_advice(error.value())};
}

}  // namespace tls_se
