"""README: MQTT through a card, in five commands."""

import pathlib
import re
import unittest

from blocks import ROOT, commands, runs
from sandbox import Sandbox, listens, wait_until

CARD = "examples/mqtt/card.toml"
KEYS = "examples/mqtt/broker.psk"


class Mqtt(Sandbox):
    needs = ("mosquitto", "mosquitto_pub", "mosquitto_sub")

    def setUp(self):
        super().setUp()
        self.all_is_installed()
        self.copy("scripts/demo", "scripts/lib/setup.sh", "examples/mqtt/prepare",
                  "examples/mqtt/broker.conf", "CMakePresets.json")
        configuration = self.root / "examples/mqtt/broker.conf"
        configuration.write_text(self.local(configuration.read_text()))
        (self.root / "build/tls-se").unlink()  # scripts/demo makes it
        self.shell = self.start(
            'while IFS= read -r line; do eval "$line"; echo "[$? was it]"; done')
        self.said = 0

    def type(self, command):
        """One command, as a person types it: the next comes when it is done, or is a server."""
        self.said += 1
        self.shell.type(self.local(command.strip()))
        self.shell.wait_for("was it]", self.said)
        self.assertEqual(self.shell.said().count("[0 was it]"), self.said,
                         self.shell.failure(command))

    def start_all(self, text, between=lambda: None):
        build, prepare, broker, card, publish = commands(text)  # five of them
        self.type(build)
        self.type(prepare)
        between()
        for command, port in ((broker, 8883), (card, 1884)):
            self.type(command)
            self.await_job(port)
        return publish

    def await_job(self, printed):
        """Until what the shell has started last listens."""
        self.type("echo \"its pid is $!.\"")
        pid = re.findall(r"its pid is (\d+)\.", self.shell.said())[-1]
        is_gone = lambda: not pathlib.Path("/proc", pid).exists()
        port = self.port(printed)
        wait_until(lambda: listens(port) or is_gone(),
                   lambda: self.shell.failure("does not listen"))
        self.assertTrue(listens(port), self.shell.failure("ended before it listened"))

    @runs("README.md", "MQTT through a card, in five commands", "and reads it back, each",
          "log to the terminal, and end with")
    def test_five_commands(self, five, printed, end):
        self.type(self.start_all(five))
        self.assertIn("\n" + printed, self.shell.said())
        self.assertEqual(self.shell.said().count(": open, PSK, TLS_AES_128_GCM_SHA256"), 2)
        self.assertRegex(self.shell.said(), r"New client connected .* u'sensor-17'")

        self.type(end)
        self.type("wait")
        self.assertRegex(self.shell.said(), r"mosquitto version \S+ terminating")
        self.shell.process.stdin.close()
        self.assertEqual(self.shell.process.wait(10), 0)

    @runs("README.md", "MQTT through a card, in five commands")
    def test_another_key_is_refused(self, five):
        def spoil():
            text = (self.root / CARD).read_text()
            key = text.rsplit('"', 2)[1]
            (self.root / CARD).write_text(text.replace(key, key[::-1]))

        publish = self.start_all(five, spoil)
        with self.assertRaises(AssertionError):
            self.type(publish)
        self.assertIn("same PSK", self.shell.said())
        self.assertNotIn(": open, ", self.shell.said())

    def test_keys_are_kept(self):
        self.type("examples/mqtt/prepare")
        kept = [(self.root / name).read_text() for name in (CARD, KEYS)]
        for name in (CARD, KEYS):
            self.assertEqual((self.root / name).stat().st_mode & 0o777, 0o600)
            self.assertIn(f"/{name}\n", (ROOT / ".gitignore").read_text())
        self.assertEqual(len(kept[1].strip().removeprefix("sensor-17:")), 64)
        self.assertNotIn(kept[1].strip().split(":")[1], self.shell.said())

        said = self.run_all("examples/mqtt/prepare", exit_code=1)
        self.assertIn(f"rm -f {KEYS} {CARD}", said)
        self.assertEqual(kept, [(self.root / name).read_text() for name in (CARD, KEYS)])

        (self.root / KEYS).unlink()  # the one without the other is of no use either
        self.run_all("examples/mqtt/prepare", exit_code=1)
        self.assertFalse((self.root / KEYS).exists())
        self.run_all("examples/mqtt/prepare sensor-18", exit_code=2)


if __name__ == "__main__":
    unittest.main()
