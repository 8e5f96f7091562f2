"""Runs the images of firmware/cores in QEMU: `scripts/bench-cores` builds them and calls this."""

import argparse
import collections
import json
import pathlib
import re
import subprocess
import sys

from linker_map import read_parts

ROOT = pathlib.Path(__file__).resolve().parents[2]
BOARDS = {"m0": "microbit", "m3": "mps2-an385", "m4": "mps2-an386"}
# An instruction takes 2^7 ns of the board's time: firmware/cores/ticks.h.
SHIFT = 7
FLASH_SECTIONS = {".text", ".rodata", ".init_array", ".data"}
NUMBERS = ("instructions", "stack")


def fail(text):
    sys.exit(f"scripts/bench-cores: {text}")


def image(core, name="cores"):
    return ROOT / f"build/cores-{core}/firmware/{name}/{name}.elf"


def qemu(core, argument="", shift=SHIFT, more=(), name="cores"):
    """The command that runs an image with that for its command line: of the cores', which items."""
    host = f"enable=on,target=native,chardev=host,arg={argument.replace(',', ',,')}"
    return ["qemu-system-arm", "-machine", BOARDS[core], "-icount", f"shift={shift}",
            "-display", "none", "-monitor", "none", "-serial", "none", "-chardev", "stdio,id=host",
            "-semihosting-config", host, "-kernel", image(core, name), *more]


def run_items(core, only):
    """{name: {"instructions": number, "stack": bytes}}"""
    ended = subprocess.run(qemu(core, only), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                           stderr=subprocess.STDOUT, text=True, timeout=600)
    if ended.returncode:
        fail(f"on {core}: {ended.stdout.strip() or ended.returncode}")
    rows = (line.split("\t") for line in ended.stdout.splitlines())
    return {name: dict(zip(NUMBERS, map(int, numbers))) for name, *numbers in rows}


def flash_by_box(core):
    """Bytes of each box in the image; of what else is in it, by itself."""
    boxes = collections.Counter()
    for output, _, file, size in read_parts(image(core).with_suffix(".elf.map")):
        if output in FLASH_SECTIONS:
            box = re.search(r"/lib(\w+)\.a\(", file)
            boxes["mem*, libgcc" if "libgcc" in file or "/mem.cc" in file else
                  box[1] if box else "the items themselves"] += size
    return dict(boxes)


def print_table(title, rows, cores):
    """`rows` are pairs of a name and a cell for each core."""
    width = max(len(name) for name, _ in rows)
    print(f"\n{title:<{width + 2}}" + "".join(f"{core:>12}" for core in cores))
    for name, cells in rows:
        print(f"  {name:<{width}}" + "".join(f"{cell:>12}" for cell in cells))


def print_report(counted):
    cores = list(counted)
    compiler = subprocess.run(["arm-none-eabi-g++", "-dumpfullversion"], check=True,
                              stdout=subprocess.PIPE, text=True).stdout.strip()
    print(f"arm-none-eabi-g++ {compiler} -Os.")
    items = next(iter(counted.values()))["items"]
    for number, title in zip(NUMBERS, ("Instructions", "Stack, in bytes")):
        print_table(title, [(name, [counted[core]["items"][name][number] for core in cores])
                            for name in items], cores)
    boxes = next(iter(counted.values()))["flash"]
    print_table("Flash of the image, in bytes",
                [(box, [counted[core]["flash"].get(box, 0) for core in cores])
                 for box in sorted(boxes)], cores)


def print_limits(counted):
    print("# Instructions and bytes of stack that each item of items.cc may take on each core:\n"
          "# scripts/bench-cores --check firmware/cores/limits")
    for core, of_core in counted.items():
        print()
        for name, numbers in of_core["items"].items():
            limits = "".join(f"{numbers[number] + numbers[number] // 50:>12}" for number in NUMBERS)
            print(f"{core}  {name:<40}{limits}")


def read_limits(path):
    """{core: {name: (instructions, stack)}}"""
    limits = collections.defaultdict(dict)
    lines = re.findall(r"^(m\d)  (\S.*?) +(\d+) +(\d+)$", pathlib.Path(path).read_text(), re.M)
    for core, name, *numbers in lines:
        limits[core][name] = tuple(map(int, numbers))
    return limits


def outgrown(counted, limits, all_items):
    """Sentences about limits that do not hold."""
    for core, of_core in counted.items():
        for name, numbers in of_core["items"].items():
            if name not in limits[core]:
                yield f"{name} on {core} has no limit"
                continue
            for number, limit in zip(NUMBERS, limits[core][name]):
                if numbers[number] > limit:
                    yield f"{name} on {core}: {numbers[number]} {number}, {limit} are allowed"
        if all_items:
            for name in limits[core].keys() - of_core["items"].keys():
                yield f"{name} on {core} has a limit, and is no item"


def main():
    parser = argparse.ArgumentParser(prog="scripts/bench-cores")
    parser.add_argument("--only", default="")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--limits", action="store_true")
    parser.add_argument("--check")
    parser.add_argument("cores", nargs="+", choices=BOARDS)
    options = parser.parse_args()

    counted = {core: {"items": run_items(core, options.only), "flash": flash_by_box(core)}
               for core in options.cores}
    if not counted[options.cores[0]]["items"]:
        fail(f"no item's name holds {options.only!r}")
    if options.json:
        print(json.dumps(counted, indent=2))
    elif options.limits:
        print_limits(counted)
    else:
        print_report(counted)
    if options.check:
        sentences = list(outgrown(counted, read_limits(options.check), not options.only))
        print("\n".join(sentences) or f"\nWithin the limits of {options.check}.",
              file=sys.stderr if options.json or options.limits else sys.stdout)
        sys.exit(bool(sentences))


if __name__ == "__main__":
    main()
