// Standard output: what can't be written there is no success, whichever command writes it.
#pragma once

#include <cstddef>

namespace tls_se {

/// Characters in a line of what this descriptor writes to: COLUMNS if that is set, else the
/// terminal's, else 100. 80 at least.
[[nodiscard]] size_t line_width(int output);

/// Writes what is still held back. Says on standard error if that, or anything before it, could not
/// be written, and makes a failure of a success.
[[nodiscard]] int exit_code_with_output(int exit_code);

/// A reader that leaves ends a command quietly, by SIGPIPE, as a shell's pipeline wants it. A node
/// that serves others goes on: to it that is output that can't be written, as on a full disk.
void survive_readers_of_output();

}  // namespace tls_se
