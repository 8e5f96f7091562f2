#include "cli/card_option.h"

#include "card/host_cards.h"
#include "cli/exit_codes.h"
#include "platform/flash/mapped_flash.h"

namespace tls_se {
namespace {

constexpr std::string_view kInFile = "sim:";

/// What is written here is repeated, unless it could be a PIN or a key by mistake.
std::filesystem::path file_of(const std::string& name) {
  if (name.starts_with(kInFile) && name.size() > kInFile.size()) {
    return name.substr(kInFile.size());
  }
  std::error_code error;
  const bool is_file = std::filesystem::exists(name, error);
  throw UsageError("--card is sim:FILE, for a card in this file" +
                   (is_file ? ": sim:" + name + " then" : std::string()));
}

}  // namespace

std::unique_ptr<CardReader> open_card(const std::string& name, MissingCard missing) {
  const std::filesystem::path file = file_of(name);
  try {
    return card_in_file(file, missing == MissingCard::made);
  } catch (const CardInUse&) {
    throw;
  } catch (const NoSuchCard& error) {
    if (missing == MissingCard::imagined) return blank_card();
    throw UsageError(std::string(error.what()) + ": `tls-se card personalise --card " + name +
                     " --profile FILE` makes one");
  } catch (const std::runtime_error& error) {
    throw UsageError(error.what());
  }
}

}  // namespace tls_se
