"""CONTRIBUTING: the options of scripts/size. Its trees are those of the test `size`."""

import subprocess
import unittest

from blocks import ROOT, commands, runs
from sandbox import is_installed
from scripts_test import without_explanation


class Size(unittest.TestCase):
    SHOWS = {"functions": ", by size:", "stack": ", the deepest stack:",
             "check": "Within the limits"}

    @runs("CONTRIBUTING.md", "a call through a pointer that the script does not know")
    def test_options(self, text):
        if not is_installed("arm-none-eabi-g++"):
            self.skipTest("no arm-none-eabi-g++ here")
        for command in map(without_explanation, commands(text)):
            said = subprocess.run(["bash", "-c", command], cwd=ROOT, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, text=True, check=True).stdout
            self.assertIn(self.SHOWS[command.split("--")[1]], said)


if __name__ == "__main__":
    unittest.main()
