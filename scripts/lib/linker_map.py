"""Reads the maps that GNU ld writes (-Map)."""

import re


def read_parts(path):
    """Yields (output section, input section, file, bytes) for everything in the image; what fills a
    gap has no input section, and belongs to the file before it."""
    text = path.read_text().split("Linker script and memory map", 1)[1]
    text = re.sub(r"^( ?[.\w][^\s]*)\n +0x", r"\1 0x", text, flags=re.M)  # long names stand alone
    output, file = "", None
    for line in text.splitlines():
        if head := re.match(r"(\.\S+|/DISCARD/)", line):
            output = head[1]
        elif part := re.match(r" (\.\S+|COMMON) +0x[0-9a-f]+ +0x([0-9a-f]+) (\S.*)$", line):
            if size := int(part[2], 16):
                file = part[3]
                yield output, part[1], file, size
        elif fill := re.match(r" \*fill\* +0x[0-9a-f]+ +0x([0-9a-f]+)", line):
            yield output, None, file, int(fill[1], 16)
