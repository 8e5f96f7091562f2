// The commands of a card: a row for each instruction says who may give it when, and what form it
// has. docs/apdu.md is held to it.
#pragma once

#include "se/smart_card/call.h"

namespace tls_se {

struct CommandRow {
  uint8_t ins;
  // Who may give it. An object has an access of its own beside this.
  Access initial : 2;
  Access operational : 2;
  Access terminated : 2;
  bool chains : 1;  // takes ISO 7816-4's command chaining
  // Its form, where that is always the same.
  bool has_no_parameters : 1;  // P1-P2 0000
  bool has_no_data : 1;
  bool has_no_answer : 1;  // and so no Le
  /// It gives up the channel's transaction; while another's is open it is refused (6985).
  bool ends_transaction : 1;

  Verdict (*run)(Call& call);

  [[nodiscard]] Access access(LifeCycle life_cycle) const {
    if (life_cycle == LifeCycle::initial) return initial;
    return life_cycle == LifeCycle::operational ? operational : terminated;
  }
};

using CommandTable = std::span<const CommandRow>;

namespace tables {
/// In the order of the instructions' numbers.
extern const CommandTable kCommands;
/// Of a card without private keys, and so without GENERATE ASYMMETRIC KEY PAIR.
extern const CommandTable kCommandsWithoutKeys;
}  // namespace tables

namespace commands {

// session_commands.cc
Verdict tls(Call& call);
Verdict select(Call& call);
Verdict manage_channel(Call& call);
Verdict get_challenge(Call& call);
// pin_commands.cc
Verdict verify(Call& call);
Verdict change_reference_data(Call& call);
Verdict reset_retry_counter(Call& call);
// object_commands.cc
Verdict get_data(Call& call);
Verdict get_data_ber(Call& call);
Verdict put_data(Call& call);
Verdict put_data_ber(Call& call);
Verdict transaction(Call& call);
// life_cycle_commands.cc
Verdict activate(Call& call);
Verdict terminate(Call& call);
Verdict erase(Call& call);
// key_commands.cc
Verdict generate_key_pair(Call& call);

}  // namespace commands
}  // namespace tls_se
