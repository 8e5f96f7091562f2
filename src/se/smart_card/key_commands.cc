// Keys that are born on the card: ISO 7816-8 section 10.1.
#include "se/smart_card/command_table.h"
#include "se/x509/certification_request.h"
#include "se/x509/der.h"

namespace tls_se::commands {
namespace {

// P1 of GENERATE ASYMMETRIC KEY PAIR; 01 is the public key of the pair that is there.
constexpr uint8_t kGenerate = 0x00;
constexpr uint8_t kRequest = 0x02;  // a certification request for it, of this card's own kind

/// ISO 7816-8 table 3: public key template, the point of an elliptic curve in it.
constexpr std::array<uint8_t, 5> kPublicKeyTemplate = {0x7f, 0x49, 2 + kP256PointSize, 0x86,
                                                       kP256PointSize};

/// The data is the subject's Name in DER, and behind it, for who needs one, a GeneralNames. The
/// card assembles what is signed, so that its key signs nothing else.
Verdict request_certificate(Call& call, const Bytes& stored) {
  // What came in a chain is in the record buffer already, and the request goes behind it.
  const Bytes& names = call.command.data;
  const MutableBytes memory = call.channel.scratch();
  DerReader reader(names);
  const Bytes subject = reader.read_whole(reader.tag());
  size_t size = 0;
  const RequestStatus status =
      make_certification_request(call.card.crypto, *call.objects().views().model.signatures,
                                 {.subject = subject,
                                  .subject_alt_name = names.subspan(subject.size()),
                                  .public_key = stored.subspan<kP256ScalarSize, kP256PointSize>(),
                                  .private_key = private_key_handle(call.command.p2)},
                                 memory, size);
  switch (status) {
    case RequestStatus::done:
      return call.answer(memory.first(size));
    case RequestStatus::wrong_name:
      return Verdict::wrong_data;
    case RequestStatus::no_room:
      return Verdict::no_room;
    default:
      return Verdict::platform_failed;
  }
}

}  // namespace

/// P2 is the key's number.
Verdict generate_key_pair(Call& call) {
  const Apdu& command = call.command;
  const ObjectName name = call.objects().name(ObjectKind::private_key, command.p2);
  if (command.p1 > kRequest || name.row == nullptr) return Verdict::wrong_parameters;
  if (command.data.empty() != (command.p1 != kRequest)) return Verdict::wrong_length;
  if (command.p1 == kGenerate) {
    if (!call.may_change()) return Verdict::not_in_this_state;
    // Who is told the right Le asks again, and that is not for yet another key.
    Verdict status = Verdict::ok;
    if (command.expected != 0) status = call.judge_le(kPublicKeyTemplate.size() + kP256PointSize);
    if (status == Verdict::ok) status = call.settle(call.objects().generate(name));
    if (status != Verdict::ok || command.expected == 0) return status;
  }
  // A request is for a key that is valid.
  const ObjectStore::View view =
      command.p1 == kRequest ? ObjectStore::View::committed : ObjectStore::View::pending;
  const Bytes stored = call.objects().store().find(name.id(), view);
  if (stored.empty()) return Verdict::no_such_object;
  if (command.expected == 0) return Verdict::wrong_length;
  if (command.p1 == kRequest) return request_certificate(call, stored);
  call.out.bytes(kPublicKeyTemplate);
  return call.answer(stored.subspan(kP256ScalarSize));
}

}  // namespace tls_se::commands
