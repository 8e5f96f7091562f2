// The families of objects. Alerts stand for what is wrong with a value; only their reasons are
// looked at.
#pragma once

#include "se/objects/object_table.h"

namespace tls_se::families {

/// Small values that every card has, and the PINs.
extern const ObjectFamily kSettings;
/// Which cipher suites and groups, of a card that has several.
extern const ObjectFamily kAlgorithms;
/// The server that a client expects, and protocols.
extern const ObjectFamily kCircumstances;
extern const ObjectFamily kPsks;
/// Chain, private keys, trust anchors, and who is let in.
extern const ObjectFamily kCertificates;
/// What the card keeps for others, and makes no use of: whatever it is, it is right.
extern const ObjectFamily kKept;

}  // namespace tls_se::families
