"""What the documents say of the project's scripts. Nothing is built or installed."""

import os
import re
import subprocess
import unittest

from blocks import ROOT, commands, runs
from sandbox import Sandbox

TREE = os.environ.get("TLS_SE_TREE", str(ROOT / "build/release"))


def without_explanation(line):
    return line.split("  ")[0]


def parts_between_dots(text):
    """What a sample shows, without times; `...` stands for what it leaves out."""
    text = re.sub(r"\[\d[\d.]* ms\]|\d\d:\d\d:\d\d", "", text)
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    return [part.strip("\n") for part in re.split(r"^\.\.\.$", "\n".join(lines), flags=re.M)
            if part.strip()]


class Samples:
    def assert_shows(self, printed, really):
        really, = parts_between_dots(really)
        at = 0
        for part in parts_between_dots(printed):
            self.assertIn(part, really[at:])
            at = really.index(part, at) + len(part)


class Demo(Sandbox, Samples):
    def setUp(self):
        super().setUp()
        self.all_is_installed()
        self.copy("scripts/demo", "scripts/lib/setup.sh", "CMakePresets.json")

    @runs("README.md", "All commands here are for the project's folder.")
    def test_demo(self, command):
        (self.root / "build/tls-se").unlink()
        self.assertIn("== All well.", self.run_all(command))
        self.assertTrue((self.root / "build/tls-se").exists())

    @runs("README.md", "What passes between node and element", "asks for another with")
    def test_sample(self, command, printed):
        self.assert_shows(printed, self.run_all(command))


class Test(Sandbox):
    """scripts/test, in a project that has a few tests of this one's names."""

    needs = ("ctest",)

    def setUp(self):
        super().setUp()
        self.all_is_installed()
        self.copy("scripts/test", "scripts/lib/setup.sh", "CMakePresets.json")
        for tree in ("sanitizers", "fuzz"):
            self.write(f"build/{tree}/CTestTestfile.cmake", "")

    def has_tests(self, *lines):
        self.write("build/release/CTestTestfile.cmake", "\n".join(lines))

    @runs("README.md", "has a real `openssl s_client` talk to")
    def test_everything(self, command):
        self.has_tests("add_test(One true)")
        self.assertIn("100% tests passed", self.run_all(command))

    def run_choice(self, command):
        """Some tests that this project has by that name, so that there are some."""
        found = subprocess.run(["ctest", "--test-dir", TREE, "-N", *command.split()[1:]],
                               check=True, capture_output=True, text=True).stdout
        names = re.findall(r"Test +#\d+: (\S+)", found)
        self.assertTrue(names, f"no test for {command}")
        self.has_tests("add_test(Other false)", *(f"add_test([==[{name}]==] true)"
                                                  for name in names[:3]))
        self.assertIn("100% tests passed", self.run_all(command))

    @runs("CONTRIBUTING.md", "Build and test")
    def test_examples(self, text):
        every, choice, rerun = map(without_explanation, commands(text))
        self.has_tests('add_test(Once sh -c "test -e there || { touch there; exit 1; }")',
                       "add_test(Other true)")
        self.assertIn("1 tests failed out of 2", self.run_all(every, exit_code=8))
        self.assertIn("100% tests passed, 0 tests failed out of 1", self.run_all(rerun))
        self.run_choice(choice)

    @runs("docs/interop.md", "a folder of its own; certificates are made when it runs")
    def test_interop(self, text):
        for command in commands(text):
            self.run_choice(without_explanation(command))


class Presets(unittest.TestCase):
    @runs("CONTRIBUTING.md", "the element alone, cross-compiled")
    def test_presets(self, text):
        for command in text.split("&&"):
            tool, preset = re.fullmatch(r"(.*)--preset (\w+)", command.strip()).groups()
            listed = subprocess.run([*tool.split(), "--list-presets"], cwd=ROOT, check=True,
                                    capture_output=True, text=True).stdout
            self.assertIn(f'"{preset}"', listed)


if __name__ == "__main__":
    unittest.main()
