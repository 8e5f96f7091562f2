#include "se/applet/card_circumstances.h"

#include "se/tls_lib/protocol_name.h"

namespace tls_se {
namespace {

bool is_server(ReferenceName::Kind kind, const Bytes& value) {
  if (kind == ReferenceName::Kind::dns_name) return is_host_name(value);
  return value.size() == kIpv4AddressSize || value.size() == kIpv6AddressSize;
}

}  // namespace

void CardCircumstances::pin(const Circumstances& profile) {
  const bool has_server = profile.server_name.kind != ReferenceName::Kind::none;
  const bool has_protocols = !profile.protocols.empty();
  if (has_server || server_is_pinned_) circumstances_.server_name = profile.server_name;
  if (has_protocols || protocols_are_pinned_) keep_protocols(profile.protocols);
  server_is_pinned_ = has_server;
  protocols_are_pinned_ = has_protocols;
}

/// In memory of its own: a handshake holds on to the protocol that was chosen, while objects move.
void CardCircumstances::keep_protocols(const Bytes& protocols) {
  const bool fits = protocols.size() <= protocols_.size();
  if (fits) copy_bytes(protocols_, protocols);
  circumstances_.protocols = fits ? Bytes(protocols_).first(protocols.size()) : protocols;
}

void CardCircumstances::clear() {
  circumstances_.now.reset();
  if (!server_is_pinned_) circumstances_.server_name = {};
  if (!protocols_are_pinned_) circumstances_.protocols = {};
}

StatusWord CardCircumstances::put(DataObject object, const Bytes& value) {
  switch (object) {
    case DataObject::time:
      return put_time(value);
    case DataObject::server_name:
      return put_server(ReferenceName::Kind::dns_name, value);
    case DataObject::server_address:
      return put_server(ReferenceName::Kind::ip_address, value);
    case DataObject::protocol_name_list:
      return put_protocols(value);
    default:
      return sw::kDataObjectNotFound;
  }
}

StatusWord CardCircumstances::put_time(const Bytes& value) {
  UtcTime time{};
  if (value.empty()) {
    circumstances_.now.reset();
    return sw::kOk;
  }
  static_assert(sizeof time.digits == kTimeSize);
  if (value.size() != kTimeSize) return sw::kWrongData;
  copy_bytes(time.digits, value);
  if (!is_valid(time)) return sw::kWrongData;
  circumstances_.now = time;
  return sw::kOk;
}

StatusWord CardCircumstances::put_server(ReferenceName::Kind kind, const Bytes& value) {
  if (server_is_pinned_) return sw::kConditionsNotSatisfied;
  if (value.empty()) {
    circumstances_.server_name = {};
    return sw::kOk;
  }
  if (value.size() > server_.size()) return sw::kNotEnoughMemory;
  if (!is_server(kind, value)) return sw::kWrongData;
  copy_bytes(server_, value);
  circumstances_.server_name = {kind, Bytes(server_).first(value.size())};
  return sw::kOk;
}

StatusWord CardCircumstances::put_protocols(const Bytes& value) {
  if (protocols_are_pinned_) return sw::kConditionsNotSatisfied;
  if (value.size() > protocols_.size()) return sw::kNotEnoughMemory;
  if (!is_protocol_name_list(value)) return sw::kWrongData;
  keep_protocols(value);
  return sw::kOk;
}

}  // namespace tls_se
