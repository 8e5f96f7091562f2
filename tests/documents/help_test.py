"""The examples of `tls-se COMMAND --help`, each run as it is printed."""

import json
import re
import unittest

from blocks import commands
from private_pcscd import WithReaders
from sandbox import KEY, is_installed

PSK = f'[[psk]]\nidentity = "sensor-17"\nkey = "{KEY}"\n'
PERSONALISE = "tls-se card personalise --card sim:{}.card --profile broker.toml"


class Help(WithReaders):
    needs = ("python3",)

    def setUp(self):
        super().setUp()
        self.write("broker.toml", PSK)
        for name in ("device.toml", "sensor.toml"):
            self.write(name, 'role = "client"\n' + PSK)

    def examples(self, command):
        """What is indented by two behind the word; their explanations are by more."""
        said = self.run_all(f"COLUMNS=200 tls-se {command} --help")
        behind = re.split(r"^Examples?:", said, flags=re.M)[1]
        lines = [line[2:] for line in behind.splitlines() if line.startswith("  ")]
        shown, continues = [], False
        for line in lines:
            if continues or not line.startswith(" "):
                shown.append(line)
                continues = line.endswith("\\")
        return commands("\n".join(shown))

    def expect_echo(self, client):
        client.type("hello")
        client.wait_for("hello\n")

    def test_server(self):
        echo, client, relay, with_card, _ = self.examples("server")
        self.start_server("exec " + echo, 8443)
        peer = self.start(client)
        peer.wait_for("Verify return code")
        self.expect_echo(peer)
        peer.type("Q")
        self.assertEqual(peer.exit_code(), 0)

        self.start_target()
        self.run_all(PERSONALISE.format("broker"))
        for serve in (relay, with_card):
            self.relay(serve)

    def test_server_with_readers(self):
        *_, all_readers = self.examples("server")
        self.start_pcscd()
        self.start_target()
        self.run_all(PERSONALISE.format("broker"))
        self.put_in("tls-se vcard --card sim:broker.card")
        self.relay(all_readers)

    def start_target(self):
        self.write("www/hello.txt", "hello from behind a card\n")
        self.start_server("exec python3 -m http.server --bind 127.0.0.1 --directory www 1883", 1883)

    def relay(self, serve):
        server = self.start_server("exec " + serve, 8883)
        self.assertIn("hello from behind a card", self.run_all(
            "printf 'GET /hello.txt HTTP/1.0\\r\\n\\r\\n' | openssl s_client -quiet -connect "
            f"127.0.0.1:8883 -psk_identity sensor-17 -psk {KEY} 2>&1"))
        server.end()

    def test_client(self):
        by_hand, from_file, listening = self.examples("client")
        self.start_server("exec tls-se server --listen 127.0.0.1:8443 --profile broker.toml", 8443)
        client = self.start(by_hand)
        self.expect_echo(client)
        self.assertEqual(client.exit_code(), 0)

        self.write("question", "what is the answer?\n")
        self.run_all(from_file)
        self.assertEqual((self.root / "answer").read_text(), "what is the answer?\n")

        self.start_server("exec tls-se server --listen 127.0.0.1:8883 --profile broker.toml", 8883)
        self.start_server("exec " + listening, 1884)
        self.expect_echo(self.start(self.local(
            "exec 3<>/dev/tcp/127.0.0.1/1884; cat <&3 & cat >&3")))

    def test_vcard(self):
        put_in, select, serve = self.examples("vcard")
        if not is_installed("opensc-tool"):
            self.skipTest("no opensc-tool here")
        self.start_pcscd()
        self.run_all(PERSONALISE.format("pump"))
        self.put_in(put_in)
        self.assertIn("SW1=0x90, SW2=0x00", self.run_all(select))
        self.start_server("exec " + serve, 8443)
        self.expect_echo(self.start("exec openssl s_client -connect 127.0.0.1:8443 -tls1_3 -quiet "
                                    f"-psk_identity sensor-17 -psk {KEY}"))

    def test_check(self):
        loud, quiet = self.examples("check")
        self.assertIn("sensor-17", self.run_all(loud))
        self.assertEqual(self.run_all(quiet), "")
        (self.root / "broker.toml").chmod(0o644)
        self.assertIn("look at broker.toml", self.run_all(quiet))

    def test_doctor(self):
        readers, before_start, for_a_program = self.examples("doctor")
        self.environment["PCSCLITE_CSOCK_NAME"] = "/nonexistent"
        self.assertIn("error    pcscd: ", self.run_all(readers, exit_code=3))
        self.run_all(PERSONALISE.format("broker"))
        said = self.run_all(before_start)
        self.assertIn("sim:broker.card: is as broker.toml says", said)
        self.assertRegex(said, r"port 127\.0\.0\.1:\d+: is free")
        report = json.loads(self.run_all(for_a_program))
        self.assertEqual((report["errors"], report["warnings"]), (0, 0))

    def test_apdu(self):
        pipe, = self.examples("apdu")
        self.assertEqual(self.run_all(pipe), "9000\n0016019000\n")

    def test_replay(self):
        self.copy("tests/traces/draft-section-5.json")
        for command in self.examples("replay"):
            self.run_all(command)

    def test_duet(self):
        for command in self.examples("duet"):
            self.assertIn("closed by close_notify in both directions", self.run_all(command))


class WrongHelp(Help):
    """With a wrong word in each example; not for unittest to find, but for the test below."""

    def examples(self, command):
        return ["wrong-" + example for example in super().examples(command)]


def load_tests(loader, tests, pattern):
    return unittest.TestSuite([loader.loadTestsFromTestCase(Help), Spoiled("test_wrong_examples")])


class Spoiled(unittest.TestCase):
    def test_wrong_examples(self):
        for name in unittest.defaultTestLoader.getTestCaseNames(Help):
            with self.subTest(name):
                result = WrongHelp(name).run(unittest.TestResult())
                if not result.skipped:
                    self.assertFalse(result.wasSuccessful())


if __name__ == "__main__":
    unittest.main()
