"""Each code block of the documents is run by a test, or compared with what is printed, or is one of
EXCEPTIONS. Those of the language `exchange` are commands to a card and its answers: ApduDocument, of
tests/smart_card, runs all of them that docs/apdu.md has, whatever stands in front.
"""

import os
import pathlib
import tempfile
import unittest
from unittest import mock

import blocks

FIGURE = "a figure"
FUZZ = "of the tree `fuzz`, and without an end or for a crash; fuzz.* run the same targets"
LONG = "for hours; the same tests are run for seconds"
POLKIT = "polkitd runs it where pcscd asks it, and Debian 12's does not"
EXCHANGES = ("docs/apdu.md", "exchange")
EXCEPTIONS = [
    ("README.md", "so that you need no hardware to try it.", FIGURE),
    ("docs/architecture.md", "each box of it is a folder:", FIGURE),
    ("docs/architecture.md", "a branch changes the list and not the position:", FIGURE),
    ("docs/architecture.md", "and the whole element, both roles with everything", FIGURE),
    ("docs/architecture.md", "told which server it is to expect.", FIGURE),
    ("docs/architecture.md", "and `tls-se vcard` connects to it", FIGURE),
    ("docs/cards.md", "`access_card` for a card:", POLKIT),
    ("CONTRIBUTING.md", "with `TLS_SE_LONG`, the number of times:", LONG),
    ("CONTRIBUTING.md", "keeping what is found apart:", FUZZ),
    ("CONTRIBUTING.md", "and kept, so that it is tried for ever:", FUZZ),
    ("CONTRIBUTING.md", "a long run found and the seeds do not reach:", FUZZ),
]


def unaccounted():
    """Blocks that nobody runs, and that are no exception."""
    named = [(claim.document, claim.words) for claim in blocks.read_claims()]
    named += [(document, words) for document, words, _ in EXCEPTIONS]
    known = {str(blocks.block(*name)) for name in named}
    return [str(block) for document in blocks.document_names()
            for block in blocks.blocks_of(document)
            if str(block) not in known and (document, block.language) != EXCHANGES]


class Complete(unittest.TestCase):
    def test_every_block_is_accounted_for(self):
        self.assertEqual(unaccounted(), [], "run these by a test of tests/documents, or say in "
                         "EXCEPTIONS why not")

    def test_none_is_both(self):
        run = {str(blocks.block(claim.document, claim.words)) for claim in blocks.read_claims()}
        for document, words, _ in EXCEPTIONS:
            self.assertNotIn(str(blocks.block(document, words)), run)

    def test_the_first_run_says_what_it_takes(self):
        text = (blocks.documents_folder() / "README.md").read_text()
        section = " ".join(text.split("## Two commands")[1].split("\n## ")[0].split())
        for script in ("scripts/demo", "scripts/test"):
            self.assertRegex(section, rf"`{script}` (takes )?about \d+ minutes and (downloads )?\d+ MB")
        self.assertRegex(section, r"`build/` then has \d[.\d]* GB")

    def with_readme(self, change):
        """The documents, one of them changed."""
        folder = tempfile.TemporaryDirectory(prefix="tls-se-documents-")
        self.addCleanup(folder.cleanup)
        for name in blocks.document_names():
            text = (blocks.documents_folder() / name).read_text()
            path = pathlib.Path(folder.name, name)
            path.parent.mkdir(exist_ok=True)
            path.write_text(change(text) if name == "README.md" else text)
        return mock.patch.dict(os.environ, TLS_SE_DOCUMENTS=folder.name)

    def test_a_new_block_is_missed(self):
        for new in ("    tls-se new\n", "```toml\nnew = true\n```\n"):
            with self.with_readme(lambda text: text + "\nAnd a new one:\n\n" + new):
                found, = unaccounted()
                self.assertTrue(found.startswith("README.md:"))
                self.assertIn("new", found)

    def test_a_block_that_has_gone_is_missed(self):
        with self.with_readme(lambda text: text.replace("makes openssl update its keys", "does")):
            with self.assertRaisesRegex(AssertionError, "0 blocks of README.md stand behind"):
                unaccounted()


if __name__ == "__main__":
    unittest.main()
