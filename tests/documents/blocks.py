"""The code blocks of the documents, and which test runs each.

A test says what it runs by the document and some words of the sentence or heading in front of the
block, and gets the block as it is printed: no test repeats a command.
"""

import dataclasses
import functools
import importlib
import os
import pathlib
import re

ROOT = pathlib.Path(__file__).resolve().parents[2]


def documents_folder():
    """Another folder than the project's, where a test is to be shown a wrong document."""
    return pathlib.Path(os.environ.get("TLS_SE_DOCUMENTS", ROOT))


def document_names():
    folder = documents_folder()
    names = [*folder.glob("*.md"), *folder.glob("docs/**/*.md")]
    return sorted(str(path.relative_to(folder)) for path in names)


@dataclasses.dataclass(frozen=True)
class Block:
    document: str
    line: int
    lead: str  # the paragraph or heading in front of it, in one line
    lines: list
    language: str = ""  # as the fence says

    @property
    def text(self):
        return "\n".join(self.lines).rstrip("\n") + "\n"

    def __str__(self):
        return f"{self.document}:{self.line}: {self.lines[0]}"


def blocks_of(document):
    """What is fenced, and what is indented by four columns behind a blank line."""
    blocks, lead, block, fenced = [], [], None, False
    lines = (documents_folder() / document).read_text().splitlines()
    for number, line in enumerate(lines, 1):
        if fenced or line.startswith("```"):
            if not fenced:
                block = Block(document, number + 1, " ".join(lead), [], line[3:].strip())
            elif line == "```":
                blocks.append(block)
                block = None
            else:
                block.lines.append(line)
            fenced = block is not None
        elif line.startswith("    ") and (block or not lines[number - 2].strip()):
            if not block:
                block = Block(document, number, " ".join(lead), [])
                blocks.append(block)
            block.lines.append(line[4:])
        elif not line.strip() and block:
            block.lines.append("")
        elif line.strip():
            if not lines[number - 2].strip() or block:
                lead = []
            lead.append(line.strip())
            block = None
    return blocks


def block(document, words):
    """The one block of a document that has these words in front of it."""
    found = [block for block in blocks_of(document) if words in block.lead]
    if len(found) != 1:
        raise AssertionError(f"{len(found)} blocks of {document} stand behind \"{words}\": name "
                             "the one that is meant, where the tests of documents run it")
    return found[0]


@dataclasses.dataclass(frozen=True)
class Claim:
    document: str
    words: str
    test: str  # as unittest names it


CLAIMS = []


def read_claims():
    """Those of all tests here."""
    for path in sorted(pathlib.Path(__file__).parent.glob("*_test.py")):
        importlib.import_module(path.stem)
    return CLAIMS


def runs(document, *leads):
    """A test of the blocks behind these words, whose texts it gets as arguments."""

    def decorate(test):
        name = f"{test.__module__}.{test.__qualname__}"
        CLAIMS.extend(Claim(document, words, name) for words in leads)

        @functools.wraps(test)
        def run(self):
            return test(self, *(block(document, words).text for words in leads))
        return run
    return decorate


def commands(text):
    """Of a block, one by one: a line, with those that continue it."""
    joined = re.sub(r"(\\|\||&&)\n +", lambda end: end[1].strip("\\") + " ", text)
    return [line for line in joined.splitlines() if line.strip()]
