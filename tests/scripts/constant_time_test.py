"""scripts/constant-time-cores: no secret tells on the cores; and what does is found."""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts/lib"))
import constant_time  # noqa: E402
import cores  # noqa: E402
import variable_time  # noqa: E402

SECRETS = 1000 if os.environ.get("TLS_SE_LONG_TESTS") else 60
UDIV, SKIPPED = ("udiv", "r0, r0, r1"), ("strne", "r0, [r1]")


def script(*arguments):
    return subprocess.run([ROOT / "scripts/constant-time-cores", *map(str, arguments)], cwd=ROOT,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          text=True)


class ConstantTime(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.all = script("--secrets", SECRETS)

    def test_every_secret_takes_the_same(self):
        self.assertEqual(self.all.returncode, 0, self.all.stdout[-3000:] + self.all.stderr[-1000:])
        self.assertIn("The same with each of the secrets", self.all.stdout)

    def test_what_is_wrong_is_told_with_numbers(self):
        for core in cores.BOARDS:
            said = list(constant_time.wrong(core, constant_time.run_operations(core, "planted 20")))
            self.assertEqual(len(said), len(constant_time.PLANTED_OPERATIONS[core]))
            self.assertRegex(said[0], rf"^planted branch on {core}: \d+ instructions with secret 0 "
                                      r"and \d+ with secret 1$")
            self.assertRegex(said[-1], rf"^planted leftovers on {core}: leaves \d+ bytes on the stack "
                                       r"of secret 0$")

    def test_a_function_that_is_not_in_the_list_is_told(self):
        public = pathlib.Path(constant_time.PUBLIC).read_text()
        self.assertIn("\ntls_se::RandomGenerator::take_entropy ", public)
        for change, said in (
                (("RandomGenerator::take_entropy ", "RandomGenerator::take_other "),
                 ("tls_se::RandomGenerator::take_entropy on m0 has __udivsi3",
                  "tls_se::RandomGenerator::take_entropy on m3 has udiv",
                  "tls_se::RandomGenerator::take_other is in ")),
                (("tls_se::Counter::run ", "tls_se::Counter::goes "),
                 ("tls_se::Counter::run on m4 has strcc",))):
            with tempfile.NamedTemporaryFile("w", prefix="tls-se-public-") as changed:
                changed.write(public.replace(*change))
                changed.flush()
                ended = script("--secrets", 20, "--public", changed.name)
            self.assertEqual(ended.returncode, 1)
            for sentence in said:
                self.assertIn(sentence, ended.stdout)

    def test_a_run_that_misses_what_is_planted_fails(self):
        found = variable_time.find("m3", cores.image("m3", constant_time.NAME), with_accesses=False)
        with self.assertRaisesRegex(SystemExit, "of what is planted: .*quotient"):
            constant_time.check_planted("m3", 20, found)
        with self.assertRaisesRegex(SystemExit, "on m3 these are told"):
            constant_time.check_planted("m3", 1, found)

    def test_what_takes_a_variable_time(self):
        def part(core, *instruction, with_accesses=True):
            return variable_time.variable_part(core, *instruction, with_accesses)
        for mnemonic in ("umull", "umlal", "smull", "smlal"):
            self.assertEqual(part("m3", mnemonic, "r0, r1, r2, r3"), mnemonic)
            self.assertIsNone(part("m4", mnemonic, "r0, r1, r2, r3"))
        for core in ("m3", "m4"):
            self.assertEqual(part(core, *UDIV), "udiv")
            self.assertEqual(part(core, *SKIPPED), "strne")
            self.assertIsNone(part(core, *SKIPPED, with_accesses=False))
        for mnemonic in ("muls", "mla", "umaal", "strd", "ldrsh", "ldmia", "stmdb", "push"):
            self.assertIsNone(part("m4", mnemonic, "r0, r1, r2"), mnemonic)
        for branch in ("bl", "b", "beq"):
            self.assertEqual(part("m0", branch, "49f0 <__aeabi_lmul>"), "__aeabi_lmul")
            self.assertEqual(part("m0", branch, "49f0 <__udivsi3+0x4>"), "__udivsi3")
            self.assertEqual(part("m0", branch, "49f0 <__new_one_of_libgcc>"), "__new_one_of_libgcc")
            self.assertIsNone(part("m0", branch, "49f0 <memcpy>"))
            self.assertIsNone(part("m0", branch, "49f0 <__aeabi_llsr>"))
        self.assertIsNone(part("m0", "ldr", "r3, [pc, #4] @ (49f0 <__udivsi3>)"))

    def test_it_takes_no_number_that_leaves_odd_cases_out(self):
        ended = script("--secrets", 19, "m0")
        self.assertEqual(ended.returncode, 1)
        self.assertIn("from 20 secrets", ended.stderr)


if __name__ == "__main__":
    unittest.main()
