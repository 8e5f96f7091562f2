"""Weighs the element in the images of firmware/size: `scripts/size` builds them and calls this.

Flash and static RAM are read from the linker's map, so that each byte of the image is in exactly
one row. The stack is added up along the calls that the compiler reports (-fcallgraph-info=su).
"""

import argparse
import pathlib
import re
import subprocess
import sys

from linker_map import read_parts

ROOT = pathlib.Path(__file__).resolve().parents[2]
LIMITS = ROOT / "firmware/size/limits"
BOXES = ["base", "crypto_lib", "x509", "tls_lib", "tls_state_machine", "data_exchange", "applet"]
# What a card has that is personalised by commands.
PERSONAL_BOXES = ["store", "objects", "smart_card"]
HELPERS = "helpers"  # mem* and what GCC calls in its own libgcc
STUB = "stub"        # what stands in for a platform and for a card's main: not counted

# The images, by their names in firmware/size/cards; two of them are shown box by box.
CARDS = {
    "psk_server": "PSK server, record buffer of 1 KiB",
    "whole": "Both roles, every mode and cipher suite, record buffer of 2 KiB",
    "server_certificate": "server, certificate",
    "server_mutual": "server, both certificates",
    "server_mutual_peers": "the same, knows its peers",
    "client_psk": "client, PSK",
    "client_certificate": "client, certificate",
}
TABLED = ["psk_server", "whole"]
# Those of firmware/size/personal: the same two with a memory of their own.
PERSONAL = "personal_"
PERSONAL_LIMITS = {"flash": 8192, "store": 128, "channel": 700}

FLASH_SECTIONS = {".text", ".rodata", ".init_array", ".data"}
RAM_SECTIONS = {".data", ".bss"}
ELEMENT = "element_memory"

# What a call through a pointer can reach, by the text before the parenthesis of its arguments.
# Tables of functions, by the symbol of the table: its columns, after which its functions are named.
TABLES = {
    r"8programs\d+k\w+Rows": ["check", "make", "is_due"],
    r"8programs\d+k\w+(?<!Rows)E$": ["branch", "check_post_handshake", "is_complete", "sieve"],
    r"kAes128\w+Sha256": ["seal", "open"],
    r"k(Secp256r1|X25519)": ["generate", "agree", "answer"],
    r"8families\d+k\w+E$": ["take", "show", "settle"],
}
DATA = r"_ZN6tls_se(8programs|5lists)"  # what else a Program points to
# Members of a class, by their symbol.
MEMBERS = {
    r"\bput_data_->put": r"^_ZN6tls_se(17Card|16Own)Circumstances3putE",
    r"\bcircumstances_->(pin|clear|told)": r"^_ZNK?6tls_se16OwnCircumstances\d(pin|clear|told)E",
    r"\brow->run": r"^_ZN6tls_se8commands(?!12_GLOBAL__N_1)",
    r"\bwatch->get": r"^_ZNK?6tls_se8CardPeer3getE",
    r"\bwatch->meet_psk": r"^_ZN6tls_se8CardPeer8meet_pskE",
    r"\bwatch->meet_certificate": r"^_ZN6tls_se8CardPeer16meet_certificateE",
    r"\bwatch->meet_nobody": r"^_ZN6tls_se8CardPeer11meet_nobodyE",
}
# The platform's functions, whose stack is not counted.
PLATFORM = r"\b((crypto|signatures|flash|key_maker)(_|\(\))?(\.|->)\w+|find_key)"
ROOTS = re.compile(r"^_ZN6tls_se(8power_up|7process)E")


def fail(text):
    sys.exit(f"scripts/size: {text}")


def run(*command, text=None):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, input=text, text=True).stdout


def demangled(text):
    """Without parameters and our own namespaces."""
    text = run("arm-none-eabi-c++filt", "--no-params", text=text)
    return text.replace("(anonymous namespace)::", "").replace("tls_se::", "")


# Flash and RAM ----------------------------------------------------------------------------------

def box_of(section, file):
    """The row that a section of an object file is counted in."""
    if library := re.search(r"/libse_(\w+)\.a\(", file):
        box = {"apdu": "data_exchange"}.get(library[1], library[1])
        return box if box in BOXES + PERSONAL_BOXES else fail(f"which box of figure 2 is {file}?")
    if "libgcc.a(" in file or file.endswith("/mem.cc.obj"):
        return HELPERS
    if file.endswith(("/element.cc.obj", "/personal_element.cc.obj")):  # the rows come in with the program that is chosen there
        return "tls_state_machine" if "8programs" in section else "applet"
    if file.endswith(("/main.cc.obj", "/personal_main.cc.obj", "/stub_platform.cc.obj")):
        return STUB
    fail(f"which row is {section} of {file} to be counted in?")


def read_map(path):
    """Yields (output section, row, name, bytes) for everything in the image."""
    row = STUB
    for output, section, file, size in read_parts(path):
        row = box_of(section, file) if section else row
        yield output, row, section or "alignment", size


def section_sizes(elf):
    lines = (line.split() for line in run("arm-none-eabi-size", "-A", elf).splitlines())
    return {words[0]: int(words[1]) for words in lines if words and words[0].startswith(".")}


def symbols(file):
    """Yields (name, type, bytes) of everything that has a size, of an image once for each address."""
    seen = set()
    for line in demangled(run("arm-none-eabi-nm", "-S", file)).splitlines():
        symbol = re.match(r"([0-9a-f]+) ([0-9a-f]+) (\w) (.+)$", line)
        if symbol and (symbol[1] not in seen or file.suffix == ".obj"):
            seen.add(symbol[1])
            yield symbol[4], symbol[3], int(symbol[2], 16)


# Stack ------------------------------------------------------------------------------------------

def compiled(folders, suffix):
    """What the compiler wrote for sources that are still there: an old tree has more."""
    sources = {path.name for part in ("src/se", "firmware") for path in (ROOT / part).rglob("*.cc")}
    return sorted(path for folder in folders for path in folder.rglob(f"*{suffix}")
                  if path.name.removesuffix(suffix) in sources)


class Calls:
    """Who calls whom, and what each function's frame takes."""

    def __init__(self, tree, card):
        self.frame = {}     # function -> bytes
        self.calls = {}     # function -> [(what it calls, file:line:column)]
        folders = [tree / "src/se", tree / f"firmware/size/CMakeFiles/{card}.dir"]
        self.tables = self.read_tables(folders)
        for path in compiled(folders, ".ci"):
            self.read(path.read_text())
        self.deepest = {}

    @staticmethod
    def read_tables(folders):
        """Symbols that tables of constants point to, by the section of the table."""
        tables, section = {}, ""
        objects = map(str, compiled(folders, ".obj"))
        for line in run("arm-none-eabi-readelf", "-rW", *objects).splitlines():
            if head := re.match(r"Relocation section '\.rel(\.\S+)'", line):
                section = head[1]
            elif (entry := re.search(r" R_ARM_ABS32 +[0-9a-f]+ +(\S+)", line)) and \
                    section.startswith(".rodata"):
                tables.setdefault(section, set()).add(entry[1])
        return tables

    def read(self, text):
        for title, label in re.findall(r'node: { title: "(.+?)" label: "(.*?)"', text):
            size = re.search(r"\\n(\d+) bytes \((\w+)", label)
            if size and size[2] == "dynamic":
                fail(f"the stack of {title} can't be known")
            if size:
                self.frame[title] = int(size[1])
        for source, target, place in re.findall(
                r'edge: { sourcename: "(.+?)" targetname: "(.+?)" label: "(.*?)"', text):
            self.calls.setdefault(source, []).append((target, place))

    def called_by(self, function):
        """The functions that it may call."""
        reached = set()
        for target, place in self.calls.get(function, ()):
            reached.update(self.reached_from(place) if target == "__indirect_call" else [target])
        return reached

    def reached_from(self, place):
        """The functions that the call through a pointer at file:line:column can reach."""
        file, line, column = place.rsplit(":", 2)
        lines = pathlib.Path(file).read_text().splitlines(keepends=True)
        before, behind = lines[int(line) - 1][:int(column) - 1], lines[int(line) - 1][int(column) - 1:]
        macro = not behind.startswith("(")  # then the column is that of the macro
        text = behind if macro else before + "("
        end = r"\(" if macro else r"\($"
        if re.search(PLATFORM + end, text):
            return []
        for call, members in MEMBERS.items():
            if re.search(call + end, text):
                return [function for function in self.frame if re.search(members, function)]
        for table, columns in TABLES.items():
            if called := re.search(rf"\b({'|'.join(columns)})\)?{end}", text):
                return [function for function in self.table(table, columns)
                        if called[1] in function]
        fail(f"{place} calls through a pointer: say beside TABLES what it can reach")

    def table(self, symbol, columns):
        functions = set().union(*(functions for section, functions in self.tables.items()
                                  if re.search(symbol, section)))
        functions = {name for name in functions if not re.match(DATA, name)}
        for function in functions:
            if not any(column in function for column in columns):
                fail(f"which of {columns} is {function}?")
        return functions

    def deepest_from(self, function, above=()):
        """(bytes, chain of functions) of the deepest stack below and with `function`."""
        if function in above:
            fail(f"{function} calls itself: the stack has no bound")
        if function not in self.deepest:
            below = [self.deepest_from(callee, (*above, function))
                     for callee in self.called_by(function)]
            size, chain = max(below, default=(0, []), key=lambda path: path[0])
            self.deepest[function] = size + self.frame.get(function, 0), [function, *chain]
        return self.deepest[function]


# The report -------------------------------------------------------------------------------------

class Weight:
    """A card's image for one core."""

    def __init__(self, card, core):
        tree = ROOT / f"build/size-{core}"
        elf = tree / f"firmware/size/{card}.elf"
        self.parts = list(read_map(elf.with_suffix(".elf.map")))
        for section, size in section_sizes(elf).items():
            if section in FLASH_SECTIONS | RAM_SECTIONS and size != self.bytes({section}):
                fail(f"{size} bytes in {section} of {elf}, {self.bytes({section})} in its map")
        self.symbols = list(symbols(elf))
        self.element = next(size for name, _, size in self.symbols if name == ELEMENT)
        rows = [*BOXES, *PERSONAL_BOXES, HELPERS]
        self.flash = {row: self.bytes(FLASH_SECTIONS, row) for row in rows}
        # What the boxes keep beside the element; there should be none.
        self.static = sum(self.bytes(RAM_SECTIONS, row) for row in rows[:-1]) - self.element
        self.personal = self.personal_part(tree, card)
        self.total_flash = sum(self.flash.values())
        self.total_ram = self.element + self.static
        self.calls = Calls(tree, card)
        roots = [function for function in self.calls.frame if ROOTS.search(function)]
        if len(roots) != 2:
            fail(f"power_up and process not found: {roots}")
        self.stack, self.chain = max(map(self.calls.deepest_from, roots), key=lambda path: path[0])

    def personal_part(self, tree, card):
        """What a memory of its own adds: flash, RAM of its store, RAM of a further channel."""
        if not card.startswith(PERSONAL):
            return None
        file = tree / f"firmware/size/CMakeFiles/{card}.dir/personal_element.cc.obj"
        told = {name: size for name, _, size in symbols(file)}
        return {"flash": sum(self.flash[row] for row in PERSONAL_BOXES),
                "store": told["store_memory"], "channel": told["channel_memory"]}

    def bytes(self, sections, row=None):
        return sum(size for output, of_row, _, size in self.parts
                   if output in sections and row in (None, of_row))


def print_line(title, values, note=""):
    print(f"  {title:<28}" + "".join(f"{value:>15}" for value in values) + note)


def print_table(weights):
    for box in [*BOXES, *PERSONAL_BOXES]:
        if any(sizes := [weight.flash[box] for weight in weights]):
            print_line(box, sizes)
    print_line("mem*, libgcc", [weight.flash[HELPERS] for weight in weights])
    print_line("flash", [weight.total_flash for weight in weights])
    if weights[0].personal:
        print_line("of it for its own memory", [weight.personal["flash"] for weight in weights],
                   "  store, objects, smart_card")
    print()
    print_line("RAM of one element", [weight.element for weight in weights])
    if weights[0].personal:
        print_line("of it the store's", [weight.personal["store"] for weight in weights])
        print_line("RAM of a further channel", [weight.personal["channel"] for weight in weights],
                   "  and its record buffer")
    if any(weight.static for weight in weights):
        print_line("RAM for what a node tells", [weight.static for weight in weights])
    print_line("deepest stack", [weight.stack for weight in weights],
               "  without the platform's own")


def print_functions(card, core, weight):
    print(f"\n{card} on {core}, by size:")
    for name, kind, size in sorted(weight.symbols, key=lambda symbol: -symbol[2]):
        if kind not in "bBdD":
            print(f"  {size:6} {name}")


def print_stack(card, core, weight):
    print(f"\n{card} on {core}, the deepest stack:")
    for function in weight.chain:
        mangled = re.sub(r"^.*:|\.(constprop|isra|part|cold)\b.*$", "", function)
        print(f"  {weight.calls.frame.get(function, 0):6} {demangled(mangled).strip()}")


def outgrown(weights):
    """Sentences about limits that do not hold."""
    entries = re.findall(r"^(\w+) +(\d+) +(\d+)$", LIMITS.read_text(), flags=re.M)
    limits = {card: (int(flash), int(ram)) for card, flash, ram in entries}
    for (card, core), weight in weights.items():
        sizes = {"flash": weight.total_flash, "RAM": weight.total_ram}
        for (name, size), limit in zip(sizes.items(), limits[card]):
            if size > limit:
                yield f"{card} on {core}: {size} bytes of {name}, {limit} are allowed"
        if card == PERSONAL + TABLED[0]:
            for name, size in weight.personal.items():
                if size > PERSONAL_LIMITS[name]:
                    yield (f"{card} on {core}: {size} bytes for its own memory ({name}), "
                           f"{PERSONAL_LIMITS[name]} are allowed")


def main():
    parser = argparse.ArgumentParser(prog="scripts/size")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--functions", action="store_true")
    parser.add_argument("--stack", action="store_true")
    parser.add_argument("cores", nargs="+")
    options = parser.parse_args()

    cards = [*CARDS, *(PERSONAL + card for card in TABLED)]
    weights = {(card, core): Weight(card, core) for card in cards for core in options.cores}
    compiler = run("arm-none-eabi-g++", "-dumpfullversion").strip()
    print(f"arm-none-eabi-g++ {compiler} -Os, in bytes.")
    for card in TABLED:
        print(f"\n{CARDS[card]}:\n")
        print_line("", options.cores)
        print_table([weights[card, core] for core in options.cores])
    for card in TABLED:
        print(f"\n{CARDS[card]},\nwith a memory of its own, personalised by commands:\n")
        print_line("", options.cores)
        print_table([weights[PERSONAL + card, core] for core in options.cores])
    print("\nOne kind of card each, record buffer of 2 KiB:\n")
    print_line("", [f"{core[len('cortex-'):]} {what}" for core in options.cores
                    for what in ("flash", "RAM")])
    for card in (card for card in CARDS if card not in TABLED):
        print_line(CARDS[card], [size for core in options.cores
                                 for size in (weights[card, core].total_flash,
                                              weights[card, core].total_ram)])
    for (card, core), weight in weights.items():
        if card.removeprefix(PERSONAL) in TABLED and options.functions:
            print_functions(card, core, weight)
        if card.removeprefix(PERSONAL) in TABLED and options.stack:
            print_stack(card, core, weight)
    if options.check:
        sentences = list(outgrown(weights))
        print("\n" + ("\n".join(sentences) or "Within the limits of firmware/size/limits."))
        sys.exit(bool(sentences))


main()
