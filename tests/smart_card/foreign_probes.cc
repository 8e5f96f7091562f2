#include "foreign_probes.h"

namespace tls_se::test {
namespace {

// Names of applications are those of their specifications: ISO 7816-4 (by AID), GlobalPlatform Card
// Specification 2.3.1 (section 11.3 GET DATA, 11.9 SELECT, 11.4 GET STATUS; appendix D and E for
// INITIALIZE UPDATE), NIST SP 800-73-4 part 2, ICAO Doc 9303 part 10, OpenPGP card 3.4, EMV book 1,
// ETSI TS 102 221, and Microsoft's "Windows Smart Card Minidriver Specification" 7.06 (discovery).
constexpr Probe kProbes[] = {
    // opensc-tool and what OpenSC's drivers match cards with
    {"OpenSC, PKCS #15", "00A404000CA000000063504B43532D313500"},
    {"OpenSC, EF.DIR", "00A4000C022F00"},
    {"OpenSC, the master file", "00A40000023F0000"},
    {"OpenSC, the master file without answer", "00A4000C023F00"},
    {"OpenSC, a path from the master file", "00A4080C022F00"},
    {"OpenSC, EF.ATR",
     "00B08100"
     "00"},
    {"OpenSC, CardOS", "00CA018200"},
    {"OpenSC, OpenPGP", "00A4040006D2760001240100"},
    {"OpenSC, OpenPGP's application related data", "00CA006E00"},
    {"OpenSC, MuscleApplet", "00A4040006A00000000101"},
    {"OpenSC, IAS-ECC",
     "00A4040C10A000000077030101000000000000"
     "0001"},
    {"OpenSC, SmartCard-HSM", "00A404000BE82B0601040181C31F020100"},
    {"OpenSC, GIDS",
     "00A404000CA000000397425446590201"
     "0100"},
    {"OpenSC, Gemalto's CPLC", "80CA9F7F00"},
    // GlobalPlatformPro: the issuer's security domain, its keys, and a secure channel
    {"GlobalPlatformPro, any application", "00A4040000"},
    {"GlobalPlatformPro, the issuer's security domain", "00A4040008A00000015100000000"},
    {"GlobalPlatformPro, an older one", "00A4040008A00000000300000000"},
    {"GlobalPlatformPro, IIN", "00CA004200"},
    {"GlobalPlatformPro, CIN", "00CA004500"},
    {"GlobalPlatformPro, card data", "80CA006600"},
    {"GlobalPlatformPro, key information", "80CA00E000"},
    {"GlobalPlatformPro, card capabilities", "80CA006700"},
    {"GlobalPlatformPro, CPLC", "80CA9F7F00"},
    {"GlobalPlatformPro, INITIALIZE UPDATE", "8050000008000102030405060700"},
    {"GlobalPlatformPro, EXTERNAL AUTHENTICATE", "848201001000000000000000000000000000000000"},
    {"GlobalPlatformPro, GET STATUS", "80F28002024F0000"},
    {"GlobalPlatformPro, GET STATUS of packages", "80F22002024F0000"},
    // Windows: discovery of minidrivers, PIV and GIDS
    {"Windows, CA 7F68", "00CA7F6800"},
    {"Windows, the card's identifier", "00CA0F0000"},
    {"Windows, GIDS", "00A4040009A00000039742544659"},
    {"Windows, MSCMDLET", "00A4040005A000000397"},
    {"Windows, GIDS's master file table", "00CB3FFF045C02A00A00"},
    // PIV
    {"PIV", "00A4040009A0000003080000100000"},
    {"PIV, the whole name", "00A404000BA000000308000010000100"},
    {"PIV, discovery object", "00CB3FFF035C017E00"},
    {"PIV, CHUID", "00CB3FFF055C035FC10200"},
    {"PIV, the card capability container", "00CB3FFF055C035FC10700"},
    {"PIV, the authentication certificate", "00CB3FFF055C035FC10500"},
    {"YubiKey, its version", "00FD000000"},
    {"YubiKey, its serial number", "00F8000000"},
    // Android and phones: NFC services, OMAPI's access rules, a UICC, payment, passports, FIDO
    {"Android, type 4 tag", "00A4040007D276000085010100"},
    {"Android, PPSE", "00A404000E325041592E5359532E444446303100"},
    {"Android, access rules", "00A4040009A00000015141434C0000"},
    {"Android, GET DATA of all rules", "00CAFF4000"},
    {"Android, GET DATA of the refresh tag", "80CADF2000"},
    {"Android, PKCS #15 of access rules", "00A404000CA000000063504B43532D3135"},
    {"a phone, USIM", "00A4040407A0000000871002"},
    {"a phone, EF.ICCID", "00A40004022FE2"},
    {"a phone, STATUS", "80F2000000"},
    {"a phone, TERMINAL PROFILE", "80100000020000"},
    {"a terminal, PSE",
     "00A404000E315041592E5359532E4444463031"
     "00"},
    {"a terminal, GET PROCESSING OPTIONS", "80A8000002830000"},
    {"a terminal, READ RECORD", "00B2010C00"},
    {"a passport reader", "00A4040C07A0000002471001"},
    {"a passport reader, EF.COM", "00B09E0004"},
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
