// A card in a reader, as a program by another author has it: winscard.h and nothing between.
#pragma once

#include <winscard.h>

#include <string>

namespace tls_se {

class WinscardCard {
 public:
  /// Connects, by whichever protocol the card offers, to the card in this slot.
  explicit WinscardCard(int slot);
  ~WinscardCard() { disconnect(SCARD_LEAVE_CARD); }
  WinscardCard(const WinscardCard&) = delete;
  WinscardCard& operator=(const WinscardCard&) = delete;

  /// Both in hexadecimal: "01 02 90 00". An answer that does not come is "error" and its number.
  std::string transmit(const std::string& command);
  /// SCARD_RESET_CARD or SCARD_UNPOWER_CARD.
  void reconnect(DWORD what);
  void disconnect(DWORD what);
  [[nodiscard]] DWORD protocol() const { return protocol_; }

 private:
  SCARDCONTEXT context_ = 0;
  SCARDHANDLE card_ = 0;
  DWORD protocol_ = 0;
  bool is_connected_ = false;
};

}  // namespace tls_se
