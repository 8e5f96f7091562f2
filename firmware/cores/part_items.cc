#include "part_items.h"

#include "arena.h"
#include "certificates.h"
#include "ram_flash.h"
#include "se/crypto_lib/hkdf.h"
#include "se/crypto_lib/hmac.h"
#include "se/smart_card/personal_card.h"
#include "se/tls_lib/record.h"
#include "se/tls_state_machine/programs.h"
#include "se/x509/certificate.h"
#include "se/x509/path.h"
#include "stand_in_platform.h"

namespace tls_se {
namespace {

constexpr uint8_t kBytes[64] = {};

/// The record layer of an open session.
struct RecordLayer {
  RecordLayer() {
    TrafficSecret secret;
    secret.clear();
    protection.clear();
    protection.install(kAes128CcmSha256, secret);
  }

  [[nodiscard]] bool seal() { return protection.seal(record) == Alert::none; }
  [[nodiscard]] bool open() {
    Record opened;
    return parse_record(record, opened) == Alert::none &&
           protection.open(record, opened) == Alert::none;
  }

  StandInCrypto crypto;
  RecordProtection protection{crypto, AesSlot{0}};
  std::array<uint8_t, kRecordHeaderSize + 1024 + 1 + kMaxTagSize> record{};
};

// The smallest card of firmware/size/personal.
constexpr CardSize kSize = {
    .channels = 1, .record_buffer = 1024, .psks = 8, .takes_circumstances = false};
constexpr const CipherSuite* kCipherSuites[] = {&kAes128CcmSha256};
constexpr const NamedGroup* kGroups[] = {&kSecp256r1};
constexpr uint8_t kVersion[] = {'T', 'L', 'S', '-', 'S', 'E'};
constexpr CardModel kModel = {.server = &programs::kServerPsk,
                              .client = nullptr,
                              .cipher_suites = kCipherSuites,
                              .groups = kGroups,
                              .signatures = nullptr,
                              .key_maker = nullptr,
                              .version = kVersion};

constexpr uint8_t kPutModes[] = {0, ins::kPutData, 0xdf, 0x20, 2, 0, 1};
constexpr uint8_t kPutPsk[] = {0,    ins::kPutData,
                               0xdf, 0x50,
                               21,   0,
                               3,    'a',
                               'b',  'c',
                               0,    1,
                               2,    3,
                               4,    5,
                               6,    7,
                               8,    9,
                               10,   11,
                               12,   13,
                               14,   15};
constexpr uint8_t kPutOtherPsk[] = {0,    ins::kPutData,
                                    0xdf, 0x51,
                                    21,   0,
                                    3,    'd',
                                    'e',  'f',
                                    0,    1,
                                    2,    3,
                                    4,    5,
                                    6,    7,
                                    8,    9,
                                    10,   11,
                                    12,   13,
                                    14,   15};
constexpr uint8_t kBegin[] = {0, ins::kTransaction, 0, p2::kBegin};
constexpr uint8_t kCommit[] = {0, ins::kTransaction, 0, p2::kCommit};
constexpr uint8_t kGetPsk[] = {0, ins::kGetData, 0xdf, 0x50, 0};
constexpr uint8_t kSelect[] = {0, ins::kSelect, 4, 0x0c, 6, 1, 2, 3, 4, 5, 0};

struct Card {
  Card() { crypto.use_keys(&card.keys()); }

  [[nodiscard]] bool personalise() {
    return gives_ok(kBegin) && gives_ok(kPutModes) && gives_ok(kPutPsk) && gives_ok(kCommit);
  }
  [[nodiscard]] bool gives_ok(const Bytes& command) {
    return card.process(command, response).status == sw::kOk;
  }
  void power_up() { new (&card) decltype(card)(crypto, store, kObjects, kCommands, kModel); }

  static constexpr const ObjectTable& kObjects = tables::kPskServer;
  static constexpr const CommandTable& kCommands = tables::kCommandsWithoutKeys;

  StandInCrypto crypto;
  RamFlash flash;
  ObjectStore store{flash, RamFlash::kAreas, RamFlash::kAreaSize};
  PersonalCard<kSize> card{crypto, store, kObjects, kCommands, kModel};
  std::array<uint8_t, kMaxShortResponse> response;
};

bool count_command(Counter& counter, const Bytes& command) {
  auto& card = in_arena<Card>();
  if (!card.personalise()) return false;
  bool is_right = false;
  counter.count([&] { is_right = card.gives_ok(command); });
  return is_right;
}

struct Store {
  RamFlash flash;
  ObjectStore store{flash, RamFlash::kAreas, RamFlash::kAreaSize};
};

}  // namespace

bool count_hmac(Counter& counter) {
  StandInCrypto crypto;
  Sha256Hash mac;
  counter.count([&] { hmac_sha256(crypto, Bytes(kBytes).first(kSha256Size), kBytes, mac); });
  return !crypto.take_failure();
}

bool count_hkdf_expand_label(Counter& counter) {
  StandInCrypto crypto;
  Secret<kSha256Size> secret;
  secret.clear();
  const Sha256Hash context{};
  counter.count([&] {
    hkdf_expand_label(crypto, secret.bytes(), "s hs traffic", &context, kSha256Size,
                      secret.bytes());
  });
  return !crypto.take_failure();
}

bool count_seal(Counter& counter) {
  auto& layer = in_arena<RecordLayer>();
  bool is_right = false;
  counter.count([&] { is_right = layer.seal(); });
  return is_right;
}

bool count_open(Counter& counter) {
  auto& layer = in_arena<RecordLayer>();
  std::ranges::fill(layer.record, static_cast<uint8_t>(ContentType::application_data));
  if (!layer.seal()) return false;
  TrafficSecret secret;
  secret.clear();
  layer.protection.install(kAes128CcmSha256, secret);  // its sequence begins anew
  bool is_right = false;
  counter.count([&] { is_right = layer.open(); });
  return is_right;
}

bool count_read_certificate(Counter& counter) {
  Certificate certificate;
  Alert alert = Alert::none;
  counter.count([&] { alert = read_certificate(certificates::kServer, certificate); });
  return alert == Alert::none;
}

bool count_check_path(Counter& counter) {
  StandInCrypto crypto;
  StandInSignatures signatures(crypto);
  const Bytes leaf = certificates::kServer;
  const Bytes root = certificates::kRoot;
  const PathQuestion question{.chain = {&leaf, 1}, .trust_anchors = {&root, 1}, .name = {}};
  std::array<uint8_t, kP256PointSize> public_key;
  Alert alert = Alert::none;
  counter.count([&] { alert = check_path(signatures, question, public_key); });
  return alert == Alert::none;
}

bool count_put_and_commit(Counter& counter) {
  ObjectStore& store = in_arena<Store>().store;
  if (store.recover() != StoreStatus::done) return false;
  bool is_right = false;
  counter.count([&] {
    is_right = store.put(1, ObjectStore::Kind::open, kBytes) == StoreStatus::done &&
               store.commit() == StoreStatus::done;
  });
  return is_right;
}

bool count_recover(Counter& counter) {
  ObjectStore& store = in_arena<Store>().store;
  if (store.recover() != StoreStatus::done) return false;
  for (ObjectStore::Id id = 1; id <= 8; ++id) {
    if (store.put_now(id, ObjectStore::Kind::open, Bytes(kBytes).first(32)) != StoreStatus::done) {
      return false;
    }
  }
  bool is_right = false;
  counter.count([&] { is_right = store.recover() == StoreStatus::done; });
  return is_right;
}

bool count_card_power_up(Counter& counter) {
  auto& card = in_arena<Card>();
  if (!card.personalise() || !card.gives_ok(kPutOtherPsk)) return false;
  counter.count([&] { card.power_up(); });
  return card.gives_ok(kGetPsk);
}

bool count_card_select(Counter& counter) { return count_command(counter, kSelect); }
bool count_card_get_data(Counter& counter) { return count_command(counter, kGetPsk); }
bool count_card_put_psk(Counter& counter) { return count_command(counter, kPutOtherPsk); }

}  // namespace tls_se
