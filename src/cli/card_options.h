// The options of `tls-se card` and its commands.
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

#include "cli/card_option.h"
#include "cli/key_commands.h"
#include "cli/pin_source.h"

namespace tls_se {

class CardOptions {
 public:
  /// Each command runs as it is read.
  void add_to(CLI::App& app);

 private:
  CLI::App& add(CLI::App& parent, const std::string& name, const std::string& what,
                const std::string& footer, void (CardOptions::*run)());
  void add_pin(CLI::App& command, const std::string& whose);
  void add_new_pin(CLI::App& command);
  void add_key(CLI::App& command);
  void add_force(CLI::App& command);
  void add_pin_commands(CLI::App& pin);

  void info();
  void personalise();
  void keygen();
  void csr();
  void pin_set();
  void pin_change();
  void pin_unblock();
  void activate();
  void terminate();
  void erase();

  /// The one that is meant, which has not been terminated.
  [[nodiscard]] std::unique_ptr<CardReader> open_living_card(
      MissingCard missing = MissingCard::refused) const;
  [[nodiscard]] PinSource pin_source() const;
  [[nodiscard]] PinSource new_pin_source() const;
  [[nodiscard]] KeyCommand key_command() const;

  std::string card_;
  std::string profile_;
  std::string pin_file_;
  std::optional<int> pin_fd_;
  std::string new_pin_file_;
  std::optional<int> new_pin_fd_;
  size_t key_ = 1;
  RequestedNames names_;
  bool is_dry_run_ = false;
  bool is_administrator_ = false;
  bool keeps_ = false;
  bool is_forced_ = false;
};

}  // namespace tls_se
