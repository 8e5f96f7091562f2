// A store against its model, on flash whose power goes where the input says. A byte for the shape,
// and then steps: what in the lower half of a byte, and for what is put an object and a size in a
// byte each, for a cut or a failure how many steps of flash on. Values come from a counter, so that
// a secret that stays is found (fuzz/store_seeds.sh).
#include <algorithm>

#include "fuzz/stand_ins.h"
#include "stored_model.h"

namespace {

using namespace tls_se;
using namespace tls_se::test;
using tls_se::fuzz::require;

class Game {
 public:
  explicit Game(const Bytes& input) : input_(input) {
    const uint8_t shape = byte();
    shape_ = {.areas = 2U + shape % 3, .pages = 1U + shape / 4 % 4, .page_size = 512};
  }

  void play() {
    TornFlash flash = shape_.flash(1);
    for (bool is_over = false; !is_over;) {
      is_over = input_.empty();
      flash.mend();
      flash.power_up();
      ObjectStore store = shape_.store(flash);
      try {
        recover(store, flash);
        while (!input_.empty()) step(store, flash);
      } catch (const PowerCut&) {
      }
    }
  }

 private:
  uint8_t byte() {
    if (input_.empty()) return 0;
    const uint8_t first = input_[0];
    input_ = input_.subspan(1);
    return first;
  }

  /// In the middle of it power may go too.
  void recover(ObjectStore& store, TornFlash& flash) {
    if (byte() % 2 != 0) {
      const uint8_t steps = byte();
      flash.cut_after(steps, tear(byte()));
    }
    require(store.recover() == StoreStatus::done);
    flash.mend();
    const State found = state_of(store);
    require(std::ranges::find(possible_, found) != possible_.end());
    require(!watch_.finds_dead(flash, found));
    possible_ = {found};
    model_ = Model();
    for (const auto& [id, value] : found) {
      model_.apply({Change::What::put_now, id, ObjectStore::Kind::open, value});
    }
  }

  static TornFlash::Tear tear(uint8_t byte) {
    return TornFlash::kTears[byte % TornFlash::kTears.size()];
  }

  void step(ObjectStore& store, TornFlash& flash) {
    using What = Change::What;
    const uint8_t what = byte();
    switch (what % 16) {
      case 11:  // between two changes: possible_ is what is committed
        throw PowerCut();
      case 12:
      case 13:
        return flash.cut_after(byte(), tear(what / 16));
      case 14:
        flash.fail_after(byte(), false);
        fails_ = true;
        return;
      default:
        break;
    }
    constexpr std::array kWhats = {What::put_now, What::put_now, What::put_now,  What::put,
                                   What::put,     What::put,     What::put,      What::commit,
                                   What::commit,  What::abort,   What::put_alone};
    Change change;
    change.what = kWhats[what % 16 % kWhats.size()];
    if (change.what == What::put_now || change.what == What::put ||
        change.what == What::put_alone) {
      change.id = 1U + byte() % 16;
      change.kind = what >= 0x80 ? ObjectStore::Kind::secret : ObjectStore::Kind::open;
      change.value = random_value(values_, byte());
      if (change.what == What::put_alone) change.value.push_back(1);
    }
    watch_.add(change);
    Model next = model_;
    next.apply(change);
    possible_ = {model_.committed(), next.committed()};
    const StoreStatus status = apply(store, change);
    if (status == StoreStatus::failed) {
      require(fails_);
      throw PowerCut();
    }
    if (status == StoreStatus::done) model_ = next;
    possible_ = {model_.committed()};
    require(state_of(store) == model_.committed());
    require(state_of(store, ObjectStore::View::pending) == model_.pending());
    require(store.in_transaction() == model_.in_transaction());
    if (!model_.in_transaction()) require(!watch_.finds_dead(flash, model_.committed()));
  }

  Bytes input_;
  Shape shape_;
  std::mt19937 values_{1};
  Model model_;
  SecretWatch watch_;
  std::vector<State> possible_ = {{}};
  bool fails_ = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size <= 1024) Game({data, size}).play();
  return 0;
}
