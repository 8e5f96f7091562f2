"""Finds in an image for a Cortex-M what takes a time that depends on its operands: instructions, and
calls of the compiler's helpers, which it writes for what the core lacks. scripts/constant-time-cores calls
this."""

import collections
import re
import subprocess

LONG_PRODUCTS = {"umull", "umlal", "smull", "smlal"}
QUOTIENTS = {"udiv", "sdiv"}
# Cortex-M3 Technical Reference Manual, table 3-1: long products end early. The other tables: on a
# Cortex-M4 only quotients do; a Cortex-M0 has neither.
INSTRUCTIONS = {"m0": set(), "m3": LONG_PRODUCTS | QUOTIENTS, "m4": QUOTIENTS}
# An access to memory within an IT block takes less if it is skipped, and is counted all the same.
CONDITIONAL_ACCESS = re.compile(
    r"(?:ldr|str|ldm|stm|push|pop)\w*(?:eq|ne|cs|cc|hs|lo|mi|pl|vs|vc|hi|ls|ge|lt|gt|le)$")
# Of libgcc's functions those that are known to take the same time always: shifts of 64 bits.
CONSTANT_HELPERS = {"__aeabi_llsl", "__aeabi_llsr", "__aeabi_lasr", "__cxa_pure_virtual"}

FUNCTION = re.compile(r"^[0-9a-f]+ <(\S+)>:$")
INSTRUCTION = re.compile(r"^ *[0-9a-f]+:\t(\w+)\S*\t?(.*)$")
TARGET = re.compile(r"<([^>+]+)[^>]*>")


def is_helper(name):
    """libgcc's names are those that the language reserves, as no others here."""
    return name.startswith("__") and name not in CONSTANT_HELPERS


def variable_part(core, mnemonic, operands, with_accesses):
    """What of an instruction takes a variable time, or None."""
    if mnemonic in INSTRUCTIONS[core] or with_accesses and CONDITIONAL_ACCESS.match(mnemonic):
        return mnemonic
    target = TARGET.search(operands) if mnemonic.startswith(("b", "cb")) else None
    return target[1] if target and is_helper(target[1]) else None


def plain_names(symbols):
    """{symbol: function without its parameters, and without what the compiler hangs on to it}"""
    printed = subprocess.run(["arm-none-eabi-c++filt", "-p"], input="\n".join(symbols), text=True,
                             check=True, stdout=subprocess.PIPE).stdout.splitlines()
    return {symbol: re.sub(r" \[clone .*\]$", "", name) for symbol, name in zip(symbols, printed)}


def find(core, image, with_accesses):
    """{function: Counter of what in it takes a variable time}, without libgcc's own. Accesses to memory
    that depend on a condition are asked for where no branch may either."""
    listing = subprocess.run(["arm-none-eabi-objdump", "-d", "--no-show-raw-insn", image], text=True,
                             check=True, stdout=subprocess.PIPE).stdout
    found, symbols, symbol = collections.defaultdict(collections.Counter), [], None
    for line in listing.splitlines():
        if function := FUNCTION.match(line):
            symbol = function[1]
            symbols.append(symbol)
        elif instruction := INSTRUCTION.match(line):
            part = variable_part(core, *instruction.groups(), with_accesses)
            if part and not symbol.startswith("__"):
                found[symbol][part] += 1
    if len(symbols) < 100:
        raise ValueError(f"{image} has no functions to look at")
    names = plain_names(symbols)
    by_name = collections.defaultdict(collections.Counter)
    for symbol, parts in found.items():
        by_name[names[symbol]] += parts
    return dict(by_name)
