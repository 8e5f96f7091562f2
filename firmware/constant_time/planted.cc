// Each takes a time that tells something of a secret, or leaves it lying around: what
// scripts/constant-time-cores has to find.
#include "operations.h"

namespace tls_se {
namespace {

using Bytes32 = std::array<uint8_t, 32>;

volatile uint32_t sink;

[[gnu::noinline]] void branch_on_bit(uint8_t secret) {
  if (secret & 1) asm volatile("nop\nnop\nnop\nnop\nnop");  // too long for an IT block
}

bool count_branch(Counter& counter, const Bytes32& a, const Bytes32&) {
  counter.count([&] { branch_on_bit(a[31]); });
  return true;
}

[[gnu::noinline]] bool equal_until_they_differ(const Bytes32& a, const Bytes32& b) {
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i]) return false;
  }
  return true;
}

bool count_early_exit(Counter& counter, const Bytes32& a, const Bytes32&) {
  static constexpr Bytes32 kOther{};
  counter.count([&] { sink = equal_until_they_differ(a, kOther); });
  return true;
}

// Of these a count on a core that has the instruction tells nothing, and the image all.

extern "C" {
[[gnu::noinline]] void planted_long_product(uint32_t a, uint32_t b) {
  sink = static_cast<uint32_t>(uint64_t{a} * b >> 32);
}
[[gnu::noinline]] void planted_quotient(uint32_t a, uint32_t b) { sink = a / b; }
[[gnu::noinline]] uint32_t planted_conditional_load(const uint32_t* from, uint32_t secret) {
  return secret & 1 ? *from : 0;
}
}

uint32_t word_of(const Bytes32& bytes) {
  return uint32_t{bytes[0]} << 24 | uint32_t{bytes[1]} << 16 | uint32_t{bytes[30]} << 8 | bytes[31];
}

bool count_long_product(Counter& counter, const Bytes32& a, const Bytes32& b) {
  counter.count([&] { planted_long_product(word_of(a), word_of(b)); });
  return true;
}

bool count_quotient(Counter& counter, const Bytes32& a, const Bytes32& b) {
  counter.count([&] { planted_quotient(word_of(a), word_of(b) | 1); });
  return true;
}

bool count_conditional_load(Counter& counter, const Bytes32& a, const Bytes32&) {
  const uint32_t word = word_of(a);
  counter.count([&] { sink = planted_conditional_load(&word, word); });
  return true;
}

[[gnu::noinline]] void leave_copies(uint32_t secret) {
  volatile uint32_t copies[48];
  for (size_t i = 0; i < 48; ++i) copies[i] = secret ^ i << 16;
  sink = copies[0];
}

bool count_leftovers(Counter& counter, const Bytes32& a, const Bytes32&) {
  counter.count([&] { leave_copies(word_of(a)); });
  return true;
}

constexpr Operation kPlanted[] = {
    {"planted branch", count_branch},
    {"planted early exit", count_early_exit},
    {"planted long product", count_long_product},
    {"planted quotient", count_quotient},
    {"planted conditional load", count_conditional_load},
    {"planted leftovers", count_leftovers, true},
};

}  // namespace

std::span<const Operation> planted_operations() { return kPlanted; }

}  // namespace tls_se
