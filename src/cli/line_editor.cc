#include "cli/line_editor.h"

#include <csignal>
#include <cstdio>
#include <stdexcept>

namespace tls_se {
namespace {

constexpr int kHistorySize = 500;

unsigned char suspend(EditLine* editor, wint_t) {
  el_set(editor, EL_PREP_TERM, 0);
  std::raise(SIGTSTP);
  el_set(editor, EL_PREP_TERM, 1);
  return CC_REDISPLAY;
}

}  // namespace

LineEditor::LineEditor(std::string prompt)
    : prompt_(std::move(prompt)),
      history_(history_init()),
      editor_(el_init("tls-se", stdin, stdout, stderr)) {
  if (!history_ || !editor_) throw std::runtime_error("this terminal can't be used");
  HistEvent event;
  history(history_.get(), &event, H_SETSIZE, kHistorySize);
  history(history_.get(), &event, H_SETUNIQUE, 1);
  EditLine* const editor = editor_.get();
  el_set(editor, EL_CLIENTDATA, this);
  el_set(editor, EL_PROMPT, &LineEditor::prompt_of);
  el_set(editor, EL_EDITOR, "emacs");
  el_set(editor, EL_HIST, history, history_.get());
  // While a line is edited, Ctrl-C and Ctrl-Z are keys and no signals.
  el_set(editor, EL_SETTY, "-d", "-isig", nullptr);
  // el_set would copy the two texts, and never free them.
  el_wset(editor, EL_ADDFN, L"drop-line", L"Drop the line", &LineEditor::drop_line);
  el_set(editor, EL_BIND, "^C", "drop-line", nullptr);
  el_wset(editor, EL_ADDFN, L"suspend", L"Stop the program until its shell goes on", &suspend);
  el_set(editor, EL_BIND, "^Z", "suspend", nullptr);
}

std::optional<std::string> LineEditor::read() {
  dropped_ = false;
  int size = 0;
  // Before the prompt is shown: what is typed at once is a key already.
  el_set(editor_.get(), EL_PREP_TERM, 1);
  const char* const text = el_gets(editor_.get(), &size);
  if (dropped_) {
    std::fputs("^C\n", stdout);
    return "";
  }
  if (text == nullptr || size <= 0) return {};
  std::string line(text, static_cast<size_t>(size));
  while (line.ends_with('\n') || line.ends_with('\r')) line.pop_back();
  remember(line);
  return line;
}

LineEditor& LineEditor::of(EditLine* editor) {
  void* self = nullptr;
  el_get(editor, EL_CLIENTDATA, &self);
  return *static_cast<LineEditor*>(self);
}

unsigned char LineEditor::drop_line(EditLine* editor, wint_t) {
  of(editor).dropped_ = true;
  return CC_NEWLINE;
}

void LineEditor::remember(const std::string& line) {
  if (line.find_first_not_of(' ') == line.npos) return;
  HistEvent event;
  history(history_.get(), &event, H_ENTER, line.c_str());
}

}  // namespace tls_se
