// The options of `tls-se server` and `tls-se client`, and what they come to.
#pragma once

#include <CLI/App.hpp>
#include <string>
#include <vector>

#include "card/host_cards.h"
#include "cli/node_cards.h"
#include "cli/node_command.h"
#include "personalisation/card_purpose.h"

namespace tls_se {

class NodeOptions {
 public:
  void add_to_server(CLI::App& command);
  void add_to_client(CLI::App& command);

  [[nodiscard]] const std::string& profile_file() const { return profile_file_; }
  /// Instead of a profile.
  [[nodiscard]] bool has_cards() const { return !cards_.empty(); }
  [[nodiscard]] NodeCardsWish cards(Role role) const;
  /// What cards that are made of a profile have in the place of silicon.
  [[nodiscard]] HostPlatform platform() const { return platform_; }
  /// Of each card that is made of a profile.
  [[nodiscard]] size_t channels() const { return channels_.value_or(1); }
  /// A port of its own; a client without it has the standard streams.
  [[nodiscard]] bool listens() const { return !listen_.empty(); }
  [[nodiscard]] bool verbose() const { return verbose_; }

  // What was asked for, once the options have been read. Both throw UsageError.
  [[nodiscard]] NodeCommand server_command() const;
  [[nodiscard]] NodeCommand client_command(const CardPurpose& card) const;

 private:
  void add_cards(CLI::App& command, CLI::Option* listen);
  void add_listener(CLI::App& command, CLI::Option* listen);
  void add_connection(CLI::App& command);
  [[nodiscard]] NodeCommand node_command() const;
  [[nodiscard]] std::string server_name(const CardPurpose& card, const HostPort& server) const;

  NodeCommand node_;  // what needs no further reading
  std::string profile_file_;
  HostPlatform platform_ = default_host_platform();
  std::vector<std::string> cards_;
  unsigned card_timeout_ = 20;
  std::optional<size_t> channels_;
  PinSource pin_;
  std::string listen_;
  std::string target_;
  std::string connect_;
  std::string server_name_;
  std::vector<std::string> alpn_;
  unsigned queue_timeout_ = 30;
  unsigned handshake_timeout_ = 10;
  unsigned idle_timeout_ = 300;
  bool echo_ = false;
  bool verbose_ = false;
};

}  // namespace tls_se
