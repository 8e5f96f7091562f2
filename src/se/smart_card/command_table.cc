#include "se/smart_card/command_table.h"

namespace tls_se {
namespace {

using enum Access;

// Forms of commands.
constexpr unsigned kAny = 0;
constexpr unsigned kChains = 1 << 0;
constexpr unsigned kNoParameters = 1 << 1;
constexpr unsigned kNoData = 1 << 2;
constexpr unsigned kNoAnswer = 1 << 3;
constexpr unsigned kEndsTransaction = 1 << 4;
constexpr unsigned kBare = kNoParameters | kNoData | kNoAnswer | kEndsTransaction;

constexpr CommandRow row(uint8_t ins, Access initial, Access operational, Access terminated,
                         unsigned form, Verdict (*run)(Call&)) {
  return CommandRow{.ins = ins,
                    .initial = initial,
                    .operational = operational,
                    .terminated = terminated,
                    .chains = (form & kChains) != 0,
                    .has_no_parameters = (form & kNoParameters) != 0,
                    .has_no_data = (form & kNoData) != 0,
                    .has_no_answer = (form & kNoAnswer) != 0,
                    .ends_transaction = (form & kEndsTransaction) != 0,
                    .run = run};
}

constexpr CommandRow kRows[] = {
    row(ins::kTransaction, everybody, administrator, nobody, kNoData | kNoAnswer,
        commands::transaction),
    row(ins::kVerify, everybody, everybody, nobody, kNoAnswer, commands::verify),
    row(ins::kChangeReferenceData, everybody, everybody, nobody, kNoAnswer | kEndsTransaction,
        commands::change_reference_data),
    row(ins::kResetRetryCounter, administrator, administrator, nobody, kNoAnswer | kEndsTransaction,
        commands::reset_retry_counter),
    row(ins::kActivate, everybody, nobody, nobody, kBare, commands::activate),
    row(ins::kGenerateKeyPair, everybody, administrator, nobody, kChains,
        commands::generate_key_pair),
    row(ins::kManageChannel, everybody, everybody, nobody, kNoData, commands::manage_channel),
    row(ins::kGetChallenge, everybody, everybody, nobody, kNoParameters | kNoData,
        commands::get_challenge),
    row(ins::kSelect, everybody, everybody, everybody, kAny, commands::select),
    row(ins::kSend, everybody, everybody, everybody, kAny, commands::tls),
    row(ins::kGetData, everybody, everybody, everybody, kNoData, commands::get_data),
    row(ins::kGetDataBer, everybody, everybody, nobody, kAny, commands::get_data_ber),
    row(ins::kRecv, everybody, everybody, nobody, kAny, commands::tls),
    row(ins::kPutData, everybody, everybody, nobody, kChains, commands::put_data),
    row(ins::kPutDataBer, everybody, everybody, nobody, kChains | kNoAnswer,
        commands::put_data_ber),
    row(ins::kErase, everybody, nobody, nobody, kBare, commands::erase),
    row(ins::kTerminate, administrator, administrator, nobody, kBare, commands::terminate),
};

consteval auto rows_without_keys() {
  std::array<CommandRow, std::size(kRows) - 1> rows{};
  size_t count = 0;
  for (const CommandRow& row : kRows) {
    if (row.ins != ins::kGenerateKeyPair) rows[count++] = row;
  }
  return rows;
}
constexpr auto kRowsWithoutKeys = rows_without_keys();

}  // namespace

namespace tables {
constinit const CommandTable kCommands = kRows;
constinit const CommandTable kCommandsWithoutKeys = kRowsWithoutKeys;
}  // namespace tables

}  // namespace tls_se
