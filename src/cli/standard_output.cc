#include "cli/standard_output.h"

#include <sys/ioctl.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <iostream>

#include "cli/exit_codes.h"

namespace tls_se {
namespace {

constexpr size_t kMinWidth = 80;
constexpr size_t kUsualWidth = 100;

size_t number_in(const char* text) {
  size_t number = 0;
  if (text != nullptr) std::from_chars(text, text + std::strlen(text), number);
  return number;
}

}  // namespace

size_t line_width(int output) {
  size_t width = number_in(std::getenv("COLUMNS"));
  winsize size = {};
  if (width == 0 && ioctl(output, TIOCGWINSZ, &size) == 0) width = size.ws_col;
  return std::max(width == 0 ? kUsualWidth : width, kMinWidth);
}

int exit_code_with_output(int exit_code) {
  if (std::cout.flush()) return exit_code;
  std::cerr << "tls-se: not all could be written to standard output, and the rest is lost: is the "
               "disk full, or has its reader left?\n";
  return exit_code == kExitOk ? kExitFailed : exit_code;
}

void survive_readers_of_output() { std::signal(SIGPIPE, SIG_IGN); }

}  // namespace tls_se
