// Keys that are born on the card: ISO 7816-8 section 10.1.
#include "se/smart_card/smart_card.h"
#include "se/x509/certification_request.h"
#include "se/x509/der.h"

namespace tls_se {
namespace {

// P1 of GENERATE ASYMMETRIC KEY PAIR.
constexpr uint8_t kGenerate = 0x00;
constexpr uint8_t kPublicKey = 0x01;  // of the pair that is there
constexpr uint8_t kRequest = 0x02;    // a certification request for it, of this card's own kind

/// ISO 7816-8 table 3: public key template, the point of an elliptic curve in it.
constexpr std::array<uint8_t, 5> kPublicKeyTemplate = {0x7f, 0x49, 2 + kP256PointSize, 0x86,
                                                       kP256PointSize};

struct CertificationNames {
  Bytes subject;
  Bytes subject_alt_name;
};
/// Two elements of DER, or one.
CertificationNames names_in(const Bytes& data) {
  DerReader reader(data);
  const Bytes subject = reader.read_whole(reader.tag());
  return {subject, data.subspan(subject.size())};
}

}  // namespace

/// P2 is the key's number.
StatusWord SmartCard::generate_key_pair(Call& call) {
  const Apdu& command = call.command;
  const ObjectName name = objects_.name(ObjectKind::private_key, command.p2);
  if (command.p1 > kRequest || name.row == nullptr || command.p2 >= objects_.most(*name.row)) {
    return sw::kWrongP1P2;
  }
  if (command.p1 == kRequest) return request_certificate(call, name);
  if (!command.data.empty()) return sw::kWrongLength;
  if (command.p1 == kGenerate) {
    const bool is_part = objects_.is_open();
    if (is_part && transaction_channel_ != call.channel) return sw::kConditionsNotSatisfied;
    const StatusWord status = settle(is_part, objects_.generate(name));
    if (status != sw::kOk || command.expected == 0) return status;
  }
  return tell_public_key(call, name);
}

StatusWord SmartCard::tell_public_key(Call& call, const ObjectName& name) {
  const Bytes stored = objects_.store().find(name.id(), ObjectStore::View::pending);
  if (stored.empty()) return sw::kDataObjectNotFound;
  if (call.command.expected == 0) return sw::kWrongLength;
  return answer(call, kPublicKeyTemplate, stored.subspan(kP256ScalarSize));
}

/// The data is the subject's Name in DER, and behind it, for who needs one, a GeneralNames. The
/// card assembles what is signed, so that its key signs nothing else.
StatusWord SmartCard::request_certificate(Call& call, const ObjectName& name) {
  const Apdu& command = call.command;
  const Bytes stored = objects_.find(name);
  if (stored.empty()) return sw::kDataObjectNotFound;
  if (command.data.empty() || command.expected == 0) return sw::kWrongLength;
  // What came in a chain is in the record buffer already, and the request goes behind it.
  const CertificationNames names = names_in(command.data);
  const MutableBytes memory = channel(call).scratch();
  size_t size = 0;
  const RequestStatus status =
      make_certification_request(crypto_, *objects_.views().model.signatures,
                                 {.subject = names.subject,
                                  .subject_alt_name = names.subject_alt_name,
                                  .public_key = stored.subspan<kP256ScalarSize, kP256PointSize>(),
                                  .private_key = private_key_handle(command.p2)},
                                 memory, size);
  switch (status) {
    case RequestStatus::done:
      return answer(call, {}, memory.first(size));
    case RequestStatus::wrong_name:
      return sw::kWrongData;
    case RequestStatus::no_room:
      return sw::kNotEnoughMemory;
    default:
      return sw::kPlatformError;
  }
}

}  // namespace tls_se
