// What is another with each connection of many cards, and pinned in this one: the server that a
// client expects, by its DNS name or its IP address, and the protocols (ALPN).
#include "se/data_exchange/data_objects.h"
#include "se/objects/object_families.h"
#include "se/tls_lib/protocol_name.h"

namespace tls_se {
namespace {

Alert take_circumstance(Taking&, ObjectKind kind, const Bytes& value) {
  const bool is_right = kind == ObjectKind::server_name ? is_host_name(value)
                        : kind == ObjectKind::protocol_name_list
                            ? is_protocol_name_list(value)
                            : value.size() == kIpv4AddressSize || value.size() == kIpv6AddressSize;
  return is_right ? Alert::none : refuse(Alert::decode_error, Reason::malformed);
}

/// Of name and address, one.
ObjectKind settle_circumstances(CardViews& views, const StoredObjects& stored) {
  const Bytes name = stored.find(ObjectKind::server_name);
  const Bytes address = stored.find(ObjectKind::server_address);
  ReferenceName& server = views.pinned.server_name;
  server = {ReferenceName::Kind::ip_address, address};
  if (!name.empty()) server = {ReferenceName::Kind::dns_name, name};
  if (server.value.empty()) server = {};
  views.pinned.protocols = stored.find(ObjectKind::protocol_name_list);
  return name.empty() || address.empty() ? ObjectKind::none : ObjectKind::server_address;
}

}  // namespace

namespace families {
constinit const ObjectFamily kCircumstances = {take_circumstance, nullptr, settle_circumstances};
}  // namespace families

}  // namespace tls_se
