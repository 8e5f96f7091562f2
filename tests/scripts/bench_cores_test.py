"""scripts/bench-cores, on the smallest core: its numbers are within the limits, and right."""

import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts/lib"))
import cores  # noqa: E402

LIMITS = ROOT / "firmware/cores/limits"
CORE = "m0"


def bench_cores(*arguments):
    return subprocess.run([ROOT / "scripts/bench-cores", *arguments, CORE], cwd=ROOT,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True)


def counted(*arguments):
    return json.loads(bench_cores("--json", *arguments).stdout)[CORE]["items"]


def traced(only):
    """The instructions within each count(), as QEMU's own trace has them, by one a line."""
    with tempfile.NamedTemporaryFile(prefix="tls-se-trace-") as log:
        one_by_one = ["-singlestep", "-d", "exec,nochain", "-D", log.name]
        subprocess.run(cores.qemu(CORE, only, more=one_by_one), stdin=subprocess.DEVNULL,
                       stdout=subprocess.DEVNULL, check=True)
        lines = []
        for line in log.read().decode().splitlines():
            if line.startswith("Trace"):
                lines.append(line)
            else:  # "Stopped [...] before", "rewound [...] to": what was begun is done again
                lines.pop()
    # A read of the timer is one visit of read_ticks; every second one ends a count.
    reads = [line.endswith(" read_ticks") for line in lines]
    begins = [i for i, read in enumerate(reads) if read and not reads[i - 1]]
    spans = [end - begin for begin, end in zip(begins[::2], begins[1::2])]
    return [span - spans[0] for span in spans[1:]]  # the first one is of nothing


class BenchCores(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.report = bench_cores("--check", str(LIMITS))

    def test_within_the_limits(self):
        self.assertEqual(self.report.returncode, 0, self.report.stdout[-2000:] + self.report.stderr)
        self.assertIn("Within the limits", self.report.stdout)

    def test_every_run_counts_the_same(self):
        self.assertEqual(counted(), counted())

    def test_a_long_loop_is_counted_exactly(self):
        (name, numbers), = counted("--only", "loop of").items()
        self.assertEqual(numbers["instructions"], int(re.search(r"\d+", name)[0]))

    def test_a_trace_has_as_many(self):
        for item in ("card: SELECT", "certificate read"):
            *loops, traced_item = traced(item)
            self.assertEqual(loops, [2 + 2 * (100 << shift) for shift in (1, 2, 8)])
            self.assertEqual(traced_item, counted("--only", item)[item]["instructions"])

    def test_another_pace_is_noticed(self):
        for shift in (cores.SHIFT - 1, cores.SHIFT + 1):
            ended = subprocess.run(cores.qemu(CORE, shift=shift), stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, text=True)
            self.assertEqual(ended.returncode, 1)
            self.assertIn("loops of known length are not counted right", ended.stdout)

    def check_with(self, change):
        with tempfile.NamedTemporaryFile("w", prefix="tls-se-limits-") as limits:
            limits.write(change(LIMITS.read_text()))
            limits.flush()
            ended = bench_cores("--check", limits.name)
        self.assertEqual(ended.returncode, 1)
        return ended.stdout

    def test_what_has_outgrown_its_limit_is_told(self):
        said = self.check_with(lambda text: re.sub(r"(m0  card: SELECT +)\d+", r"\g<1>10", text))
        self.assertRegex(said, r"card: SELECT on m0: \d+ instructions, 10 are allowed")
        said = self.check_with(lambda text: re.sub(r"(m0  card: SELECT +\d+ +)\d+", r"\g<1>8", text))
        self.assertRegex(said, r"card: SELECT on m0: \d+ stack, 8 are allowed")

    def test_items_and_limits_are_the_same(self):
        said = self.check_with(lambda text: text.replace("card: SELECT", "card: selects"))
        self.assertIn("card: SELECT on m0 has no limit", said)
        self.assertIn("card: selects on m0 has a limit, and is no item", said)

    def test_a_name_that_no_item_has(self):
        ended = bench_cores("--only", "no such thing")
        self.assertEqual(ended.returncode, 1)
        self.assertIn("no item's name holds 'no such thing'", ended.stderr)


if __name__ == "__main__":
    unittest.main()
