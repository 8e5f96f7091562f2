// A card for tests: it answers from a script, and keeps what it was asked.
#pragma once

#include <deque>
#include <functional>
#include <stdexcept>

#include "reader/card_reader.h"
#include "text/hex.h"

namespace tls_se {

class ScriptedCard final : public CardReader {
 public:
  /// Answers the next command with these bytes, the last two being the status word. From then on
  /// `next_record`, if it is given, is the object 0102.
  ScriptedCard& answer(const std::string& hex, const std::string& next_record = "") {
    answers_.push_back({parse_hex(hex).value(), next_record});
    return *this;
  }
  /// Answers GET DATA of this object with these bytes and 9000, whenever it is asked.
  void object(uint8_t tag, const std::string& hex) {
    if (objects_.size() <= tag) objects_.resize(tag + 1);
    objects_[tag] = parse_hex(hex).value();
  }

  CardResponse transmit(Bytes command) override {
    if (command.size() == 5 && command[1] == 0xca) return get_data(command[3]);
    commands.push_back(to_spaced_hex(command));
    if (answers_.empty())
      throw std::runtime_error("the script has no answer to " + commands.back());
    auto [data, next_record] = answers_.front();
    answers_.pop_front();
    if (!next_record.empty()) object(0x02, next_record);
    const StatusWord status = load_u16(&data[data.size() - 2]);
    data.resize(data.size() - 2);
    return {data, status};
  }
  void reset() override { ++resets; }
  bool occupy() override {
    is_occupied = true;
    return is_elsewhere_between;
  }
  void release() noexcept override { is_occupied = false; }
  void check() override {
    ++checks;
    at_check();
  }
  [[nodiscard]] std::string name() const override { return "scripted card"; }
  [[nodiscard]] bool finished() const { return answers_.empty(); }

  std::vector<std::string> commands;  // without GET DATA
  int resets = 0;
  int checks = 0;
  std::function<void()> at_check = [] {};
  bool is_occupied = false;
  bool is_elsewhere_between = false;  // whenever it is not occupied

 private:
  CardResponse get_data(uint8_t tag) {
    if (tag >= objects_.size() || objects_[tag].empty()) return {{}, sw::kDataObjectNotFound};
    return {objects_[tag], sw::kOk};
  }

  struct Answer {
    std::vector<uint8_t> bytes;
    std::string next_record;
  };

  std::deque<Answer> answers_;
  std::vector<std::vector<uint8_t>> objects_;
};

}  // namespace tls_se
