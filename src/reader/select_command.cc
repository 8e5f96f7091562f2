#include "reader/select_command.h"

#include "se/data_exchange/apdu.h"
#include "se/data_exchange/data_objects.h"

namespace tls_se {

/// No answer is wanted: what 61xx announces is left.
StatusWord select_by_name(CardReader& card, const Bytes& application) {
  std::vector<uint8_t> command = {0, ins::kSelect, 0x04, 0,
                                  static_cast<uint8_t>(application.size())};
  command.insert(command.end(), application.begin(), application.end());
  const StatusWord status = card.transmit(command).status;
  return sw::sw1(status) == sw::kMore61 ? sw::kOk : status;
}

StatusWord select_application(CardReader& card) {
  const StatusWord status = select_by_name(card, kApplicationId);
  return status == sw::kOk ? status : select_by_name(card, kAliasApplicationId);
}

}  // namespace tls_se
