#include "winscard_card.h"

#include <gtest/gtest.h>

#include <vector>

#include "support/pcsc_daemon.h"
#include "text/hex.h"

namespace tls_se {
namespace {

constexpr DWORD kEither = SCARD_PROTOCOL_T0 | SCARD_PROTOCOL_T1;

}  // namespace

WinscardCard::WinscardCard(int slot) {
  EXPECT_EQ(SCardEstablishContext(SCARD_SCOPE_SYSTEM, nullptr, nullptr, &context_),
            SCARD_S_SUCCESS);
  const LONG code = SCardConnect(context_, PcscDaemon::reader(slot).c_str(), SCARD_SHARE_SHARED,
                                 kEither, &card_, &protocol_);
  EXPECT_EQ(code, SCARD_S_SUCCESS) << pcsc_stringify_error(code);
  is_connected_ = code == SCARD_S_SUCCESS;
}

std::string WinscardCard::transmit(const std::string& command) {
  const auto bytes = parse_hex(command).value();
  std::vector<uint8_t> answer(MAX_BUFFER_SIZE_EXTENDED);
  DWORD size = answer.size();
  const LONG code =
      SCardTransmit(card_, protocol_ == SCARD_PROTOCOL_T0 ? SCARD_PCI_T0 : SCARD_PCI_T1,
                    bytes.data(), bytes.size(), nullptr, answer.data(), &size);
  if (code != SCARD_S_SUCCESS) return std::string("error ") + pcsc_stringify_error(code);
  answer.resize(size);
  return to_spaced_hex(answer);
}

void WinscardCard::reconnect(DWORD what) {
  const LONG code = SCardReconnect(card_, SCARD_SHARE_SHARED, kEither, what, &protocol_);
  EXPECT_EQ(code, SCARD_S_SUCCESS) << pcsc_stringify_error(code);
}

void WinscardCard::disconnect(DWORD what) {
  if (is_connected_) SCardDisconnect(card_, what);
  if (context_ != 0) SCardReleaseContext(context_);
  is_connected_ = false;
  context_ = 0;
}

}  // namespace tls_se
