#include "se/applet/card_circumstances.h"

namespace tls_se {
namespace {

bool is_protocol_name_list(const Bytes& names) {
  Reader reader(names);
  while (reader.more()) {
    if (reader.vector8().empty()) return false;
  }
  return reader.done();
}

bool is_server(ReferenceName::Kind kind, const Bytes& value) {
  if (kind == ReferenceName::Kind::dns_name) return is_host_name(value);
  return value.size() == kIpv4AddressSize || value.size() == kIpv6AddressSize;
}

}  // namespace

CardCircumstances::CardCircumstances(const Circumstances& profile)
    : circumstances_(profile),
      time_is_pinned_(profile.now.has_value()),
      server_is_pinned_(profile.server_name.kind != ReferenceName::Kind::none),
      protocols_are_pinned_(!profile.protocols.empty()) {}

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
  if (time_is_pinned_) return sw::kConditionsNotSatisfied;
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
  copy_bytes(protocols_, value);
  circumstances_.protocols = Bytes(protocols_).first(value.size());
  return sw::kOk;
}

}  // namespace tls_se
