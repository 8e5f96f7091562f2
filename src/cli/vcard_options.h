// The options of `tls-se vcard`.
#pragma once

#include <CLI/App.hpp>
#include <string>

#include "card/atr.h"
#include "card/host_cards.h"
#include "cli/vcard_command.h"

namespace tls_se {

class VcardOptions {
 public:
  /// The command runs as it is read. `prepare` is called before, to open the log.
  void add_to(CLI::App& app, std::function<void()> prepare);

 private:
  void run();

  std::string card_;
  std::string profile_file_;
  std::string vpcd_ = "127.0.0.1:35963";
  HostPlatform platform_ = default_host_platform();
  CardProtocols protocols_ = CardProtocols::both;
  TraceWish trace_;
};

}  // namespace tls_se
