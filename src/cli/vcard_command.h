// `tls-se vcard`: a card in a virtual reader of pcscd's, for every program that knows PC/SC.
#pragma once

#include <memory>

#include "cli/traced_card.h"
#include "vcard/reader_link.h"

namespace tls_se {

struct VcardCommand {
  ReaderLink::Options reader;
  TraceWish trace;
  SlotCard::AtrOf atr_of;
  bool speaks_t0 = false;
};

/// Until SIGINT or SIGTERM. Prints "in the reader at HOST:PORT" whenever the reader has asked for
/// the card. Throws std::runtime_error, in words for a person, if the reader's host is unknown.
void run_vcard(const VcardCommand& command, std::unique_ptr<CardReader> card);

}  // namespace tls_se
