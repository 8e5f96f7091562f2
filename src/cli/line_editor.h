// Lines from a person at a terminal, with editing and a history (libedit). The history goes with
// the program: what passes a card belongs in no file.
#pragma once

#include <histedit.h>
#include <wchar.h>

#include <memory>
#include <optional>
#include <string>

namespace tls_se {

class LineEditor {
 public:
  /// On the standard streams. Throws std::runtime_error if they can't be used so.
  explicit LineEditor(std::string prompt);
  LineEditor(const LineEditor&) = delete;
  LineEditor& operator=(const LineEditor&) = delete;

  /// Without its end; empty if Ctrl-C has dropped it. Nothing at the end of input.
  [[nodiscard]] std::optional<std::string> read();

 private:
  struct Free {
    void operator()(EditLine* editor) const { el_end(editor); }
    void operator()(History* history) const { history_end(history); }
  };

  static LineEditor& of(EditLine* editor);
  static char* prompt_of(EditLine* editor) { return of(editor).prompt_.data(); }
  static unsigned char drop_line(EditLine* editor, wint_t key);
  void remember(const std::string& line);

  std::string prompt_;
  bool dropped_ = false;
  std::unique_ptr<History, Free> history_;
  std::unique_ptr<EditLine, Free> editor_;
};

}  // namespace tls_se
