// A timer of the board, by which instructions are counted: with `-icount shift=7` QEMU's time goes
// on by 128 ns with each instruction, whatever it is, and with nothing else. That is more than two
// ticks of each timer here, so that a difference of ticks, which is right within one, rounds to the
// exact number of instructions.
#pragma once

#include <cstdint>

namespace tls_se {

/// Before anything is counted.
void start_ticks();

/// Not inlined anywhere, so that a trace of QEMU's shows it.
extern "C" uint32_t read_ticks();

/// The instructions that take so many ticks, up to 2^32: on each board more than 10^9.
uint32_t instructions_in(uint32_t ticks);

}  // namespace tls_se
