"""Runs the image of firmware/constant_time in QEMU, and looks through it and that of firmware/cores:
`scripts/constant-time-cores` builds them and calls this."""

import argparse
import pathlib
import re
import subprocess
import sys

import cores
import variable_time

NAME = "constant_time"
PUBLIC = cores.ROOT / "firmware/constant_time/public"
# What is planted, and has to be found on each core: of the operations by counting, of the functions by
# looking.
PLANTED_OPERATIONS = {
    "m0": {"branch", "early exit", "long product", "quotient", "conditional load", "leftovers"},
    "m3": {"branch", "early exit", "leftovers"},
    "m4": {"branch", "early exit", "leftovers"},
}
PLANTED_FUNCTIONS = {
    "m0": {"planted_long_product", "planted_quotient"},
    "m3": {"planted_long_product", "planted_quotient", "planted_conditional_load"},
    "m4": {"planted_quotient", "planted_conditional_load"},
}


def fail(text):
    sys.exit(f"scripts/constant-time-cores: {text}")


def run_operations(core, argument):
    """{name: instructions, or what is wrong}"""
    ended = subprocess.run(cores.qemu(core, argument, name=NAME), stdin=subprocess.DEVNULL, text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=3600)
    rows = [line.split("\t") for line in ended.stdout.splitlines()]
    if not rows or any(len(row) != 2 for row in rows):
        fail(f"on {core}: {ended.stdout.strip() or ended.returncode}")
    return {name: int(told) if told.isdecimal() else told for name, told in rows}


def wrong(core, counted):
    for name, told in counted.items():
        if not isinstance(told, int):
            yield f"{name} on {core}: {told}"


def read_public(path):
    """{function: why it may take a variable time}"""
    lines = pathlib.Path(path).read_text().splitlines()
    rows = [re.split(r"  +", line, maxsplit=1) for line in lines if line and not line.startswith("#")]
    for row in rows:
        if len(row) != 2:
            fail(f"{path}: no reason for {row[0]}")
    return dict(rows)


def not_allowed(core, found, public):
    for function, parts in found.items():
        if function not in public and not function.startswith("planted_"):
            yield f"{function} on {core} has {', '.join(sorted(parts))}"


def check_planted(core, secrets, found):
    """A run that does not find what is planted says nothing of the rest either."""
    counted = run_operations(core, f"planted {secrets}")
    differ = {name.removeprefix("planted ") for name, told in counted.items() if isinstance(told, str)}
    if differ != PLANTED_OPERATIONS[core]:
        fail(f"on {core} these are told, of what is planted: {sorted(differ)}")
    planted = {function for function in found if function.startswith("planted_")}
    if planted != PLANTED_FUNCTIONS[core]:
        fail(f"on {core} these are found, of what is planted: {sorted(planted)}")


def main():
    parser = argparse.ArgumentParser(prog="scripts/constant-time-cores")
    parser.add_argument("--secrets", type=int, default=1000)
    parser.add_argument("--public", default=PUBLIC)
    parser.add_argument("cores", nargs="+", choices=cores.BOARDS)
    options = parser.parse_args()
    if not 20 <= options.secrets <= 100_000:
        fail("from 20 secrets to 100000: the first ones are the odd cases")

    public = read_public(options.public)
    sentences, counted, listed = [], {}, set()
    for core in options.cores:
        found = variable_time.find(core, cores.image(core, NAME), with_accesses=True)
        check_planted(core, options.secrets, found)
        in_element = variable_time.find(core, cores.image(core), with_accesses=False)
        counted[core] = run_operations(core, str(options.secrets))
        sentences += wrong(core, counted[core])
        sentences += not_allowed(core, {**in_element, **found}, public)
        listed |= found.keys() | in_element.keys()
    if set(options.cores) == set(cores.BOARDS):
        sentences += [f"{function} is in {options.public}, and has nothing of a variable time"
                      for function in public.keys() - listed]

    cores.print_table(f"Instructions, with {options.secrets} secrets",
                      [(name, [told if isinstance(told, int) else "wrong" for told in
                               (counted[core][name] for core in options.cores)])
                       for name in counted[options.cores[0]]], options.cores)
    print("\n" + ("\n".join(sentences) or "The same with each of the secrets, and nothing left of them; "
                                          "and nothing whose time depends on its operands."))
    sys.exit(bool(sentences))


if __name__ == "__main__":
    main()
