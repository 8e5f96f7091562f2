// All that the doctor looks at, in the order in which a person would.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <system_error>
#include <vector>

#include "doctor/findings.h"
#include "doctor/pcscd_check.h"
#include "doctor/time_check.h"
#include "reader/card_reader.h"

namespace tls_se {

struct Examination {
  // What a person asks for; empty: not that.
  std::vector<std::string> cards;  // as --card has them: sim:FILE, pcsc:NAME; none: all readers'
  std::string profile;
  std::string psk_identity;
  std::string listen;

  // How it is looked at.
  std::function<std::vector<PcscSlot>()> ask_pcscd;
  std::function<PcscdSight()> look_at_pcscd;
  /// The card of this name, as it is. Throws std::runtime_error.
  std::function<std::unique_ptr<CardReader>(const std::string& name)> open;
  std::function<std::error_code()> try_listening;
  SteadyClock clock;
  std::chrono::system_clock::time_point now;
};

[[nodiscard]] Findings examine(const Examination& examination);

}  // namespace tls_se
