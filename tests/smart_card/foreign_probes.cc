#include "foreign_probes.h"

namespace tls_se::test {
namespace {

// None of these was captured. Each is written down as the specification has the command, or the
// name of the application, that it is for: ISO 7816-4, PKCS #15, GlobalPlatform Card
// Specification 2.3.1 (11.3 GET DATA, 11.4 GET STATUS, 11.9 SELECT; appendix D for INITIALIZE
// UPDATE), NIST SP 800-73-4 part 2, ICAO Doc 9303 part 10, OpenPGP card 3.4, EMV book 1, ETSI TS
// 102 221, NFC Forum type 4 tag, PC/SC part 3, Microsoft's minidriver specification 7.06
// (discovery). Who sends which of them, and whether anybody does in this form, is not said; of
// commands that are a vendor's own ("as a vendor has it") no public specification was at hand.
constexpr Probe kProbes[] = {
    // files and applications of ISO 7816-4 and PKCS #15
    {"PKCS #15", "00A404000CA000000063504B43532D313500"},
    {"ISO 7816-4, EF.DIR", "00A4000C022F00"},
    {"ISO 7816-4, the master file", "00A40000023F0000"},
    {"ISO 7816-4, the master file without answer", "00A4000C023F00"},
    {"ISO 7816-4, a path from the master file", "00A4080C022F00"},
    {"ISO 7816-4, EF.ATR",
     "00B08100"
     "00"},
    {"CardOS, as a vendor has it", "00CA018200"},
    {"OpenPGP", "00A4040006D2760001240100"},
    {"OpenPGP, application related data", "00CA006E00"},
    {"MuscleApplet, as a vendor has it", "00A4040006A00000000101"},
    {"IAS-ECC",
     "00A4040C10A000000077030101000000000000"
     "0001"},
    {"SmartCard-HSM, as a vendor has it", "00A404000BE82B0601040181C31F020100"},
    {"GIDS, the whole name",
     "00A404000CA000000397425446590201"
     "0100"},
    {"CPLC, as a vendor has it", "80CA9F7F00"},
    // GlobalPlatform: the issuer's security domain, its keys, and a secure channel
    {"GlobalPlatform, any application", "00A4040000"},
    {"GlobalPlatform, the issuer's security domain", "00A4040008A00000015100000000"},
    {"GlobalPlatform, an older one", "00A4040008A00000000300000000"},
    {"GlobalPlatform, IIN", "00CA004200"},
    {"GlobalPlatform, CIN", "00CA004500"},
    {"GlobalPlatform, card data", "80CA006600"},
    {"GlobalPlatform, key information", "80CA00E000"},
    {"GlobalPlatform, card capabilities", "80CA006700"},
    {"GlobalPlatform, CPLC", "80CA9F7F00"},
    {"GlobalPlatform, INITIALIZE UPDATE", "8050000008000102030405060700"},
    {"GlobalPlatform, EXTERNAL AUTHENTICATE", "848201001000000000000000000000000000000000"},
    {"GlobalPlatform, GET STATUS", "80F28002024F0000"},
    {"GlobalPlatform, GET STATUS of packages", "80F22002024F0000"},
    // discovery of minidrivers, and GIDS
    {"minidriver, CA 7F68", "00CA7F6800"},
    {"minidriver, the card's identifier", "00CA0F0000"},
    {"GIDS", "00A4040009A00000039742544659"},
    {"minidriver, MSCMDLET", "00A4040005A000000397"},
    {"minidriver, GIDS's master file table", "00CB3FFF045C02A00A00"},
    // PIV
    {"PIV", "00A4040009A0000003080000100000"},
    {"PIV, the whole name", "00A404000BA000000308000010000100"},
    {"PIV, discovery object", "00CB3FFF035C017E00"},
    {"PIV, CHUID", "00CB3FFF055C035FC10200"},
    {"PIV, the card capability container", "00CB3FFF055C035FC10700"},
    {"PIV, the authentication certificate", "00CB3FFF055C035FC10500"},
    {"a PIV vendor, its version", "00FD000000"},
    {"a PIV vendor, its serial number", "00F8000000"},
    // NFC services, GlobalPlatform's access rules, a UICC, payment, passports, FIDO
    {"NFC Forum type 4 tag", "00A4040007D276000085010100"},
    {"EMV contactless, PPSE", "00A404000E325041592E5359532E444446303100"},
    {"access rules", "00A4040009A00000015141434C0000"},
    {"access rules, GET DATA of all", "00CAFF4000"},
    {"access rules, GET DATA of the refresh tag", "80CADF2000"},
    {"access rules, PKCS #15 of them", "00A404000CA000000063504B43532D3135"},
    {"a UICC, USIM", "00A4040407A0000000871002"},
    {"a UICC, EF.ICCID", "00A40004022FE2"},
    {"a UICC, STATUS", "80F2000000"},
    {"a UICC, TERMINAL PROFILE", "80100000020000"},
    {"EMV, PSE",
     "00A404000E315041592E5359532E4444463031"
     "00"},
    {"EMV, GET PROCESSING OPTIONS", "80A8000002830000"},
    {"EMV, READ RECORD", "00B2010C00"},
    {"a passport", "00A4040C07A0000002471001"},
    {"a passport, EF.COM", "00B09E0004"},
    {"FIDO", "00A4040008A0000006472F000100"},
    {"FIDO, GETINFO", "80100000010400"},
    {"a contactless storage card by PC/SC part 3", "FFCA000000"},
    {"MIFARE DESFire, GET VERSION", "9060000000"},
    {"GSM 11.11, SELECT", "A0A40000023F00"},
    {"GSM 11.11, GET RESPONSE", "A0C000000F"},
};

}  // namespace

std::span<const Probe> foreign_probes() { return kProbes; }

}  // namespace tls_se::test
