"""README: the commands by hand, and a card of one's own."""

import re
import unittest

from blocks import ROOT, block, documents_folder, runs
from broker import Broker
from identities import CLIENT
from private_pcscd import WithReaders
from sandbox import KEY, Sandbox
from scripts_test import Samples

MORE = {"DNS:broker.example.com": "DNS:broker.example"}


class ByHand(Sandbox):
    @runs("README.md", "a card as the server, which echoes", "makes openssl update its keys")
    def test_server(self, server, client):
        card = self.start_server("exec " + server, 4433)
        peer = self.start(client)
        peer.wait_for("Verify return code").type("hello")
        peer.wait_for("hello\n").type("K")
        peer.wait_for("KEYUPDATE")
        peer.type("again")
        peer.wait_for("again\n").type("Q")
        self.assertEqual(peer.exit_code(), 0)
        card.wait_for("closed by close_notify")

    @runs("README.md", "openssl as the server", "which has your terminal for its input and output")
    def test_client(self, server, client):
        peer = self.start_server(server, 4434)
        card = self.start(client)
        card.wait_for(": open, PSK, TLS_AES_128_GCM_SHA256").type("hello")
        peer.wait_for("hello\n").type("good day")
        card.wait_for("good day\n")
        self.assertEqual(card.exit_code(), 0)

    @runs("README.md", "The draft's own trace (section 5) replays")
    def test_replay(self, command):
        self.copy("tests/traces/draft-section-5.json")
        self.run_all(command)
        text = (self.root / "tests/traces/draft-section-5.json").read_text()
        self.write("tests/traces/draft-section-5.json", text.replace('"9000"', '"9001"', 1))
        self.run_all(command, exit_code=1)


class Places(WithReaders):
    """Where a card can live: the table's commands, one by one."""

    def setUp(self):
        super().setUp()
        self.start_pcscd()
        self.write("broker.toml", f'[[psk]]\nidentity = "sensor-17"\nkey = "{KEY}"\n')
        self.run_all("tls-se card personalise --card sim:broker.card --profile broker.toml")

    def rows(self):
        text = (documents_folder() / "README.md").read_text()
        section, = re.findall(r"^## Where a card can live\n(.*?)^## ", text, re.M | re.S)
        return re.findall(r"^\| .* \| `(.*)` \|$", section, re.M)

    def serve(self, command):
        server = self.start_server("exec " + command, 8443)
        client = self.start("openssl s_client -connect 127.0.0.1:8443 -tls1_3 -quiet -no_ign_eof "
                            f"-psk_identity sensor-17 -psk {KEY} < /dev/null")
        self.assertEqual(client.exit_code(), 0, client.failure("failed"))
        server.wait_for("closed by close_notify").end()

    @runs("README.md", "has its cards in the same places")
    def test_all(self, doctor):
        in_process, in_file, put_in, in_reader, in_all = self.rows()
        for command in (in_process, in_file):
            self.serve(command)
        self.put_in(put_in)
        for command in (in_reader, in_all):
            self.serve(command)
        said = self.run_all(doctor)
        self.assertIn("pcsc:Virtual PCD 00 00: is a server's card", said)
        self.assertTrue(said.endswith("all well\n"), said)


class OwnCard(Broker, Samples):
    """device.toml as README prints it; broker.toml is a server of docs/profile.md with its key."""

    def setUp(self):
        super().setUp()
        self.make_ca()
        self.make_own(CLIENT)
        for old, new in {"chain.pem": "device.pem", "key.pem": "device.key"}.items():
            (self.root / old).rename(self.root / new)
        self.make_peer("peer", MORE)
        self.profile("device.toml", block("README.md", "`device.toml` say:").text)
        server = block("docs/profile.md", "A server with pre-shared keys").text
        self.profile("broker.toml", server.replace("sensor 7", "sensor-17"))

    @runs("README.md", "`device.toml` say:", "what is unwise in it, says")
    def test_check(self, _, check):
        self.assertIn("sensor-17", self.run_all(check))
        (self.root / "device.toml").chmod(0o644)
        self.assertIn("chmod 600", self.run_all(check, exit_code=1))

    @runs("README.md", "reaches the broker through the card.",
          "with a profile for the server, `broker.toml`:")
    def test_both_ends(self, client, server):
        """From mosquitto_pub through two cards to a broker that knows no TLS."""
        self.start_broker(1883, "allow_anonymous true")
        back = self.start_server("exec " + server, 8883)
        front = self.start_server("exec " + client, 1884)
        self.passes_message(1884)
        for node in (back, front):
            self.assertIn(": open, PSK, TLS_AES_128_GCM_SHA256", node.said())

    @runs("README.md", "ISO 7816 commands that personalise it",
          "reaches the broker through the card.")
    def test_card_in_a_file(self, commands, client):
        self.start_broker(1883, "allow_anonymous true")
        personalise, serve = commands.splitlines()
        self.assertIn("changes made", self.run_all(personalise))
        self.start_server("exec " + serve, 8883)
        self.start_server("exec " + client, 1884)
        self.passes_message(1884)

    @runs("README.md", "reaches the broker through the card.")
    def test_broker_with_psk(self, client):
        self.start_broker(8883, "psk_file broker.psk", "psk_hint x",
                          "use_identity_as_username true")
        front = self.start_server("exec " + client, 1884)
        self.passes_message(1884)
        self.assertIn(": open, PSK, ", front.said())

    @runs("README.md", "reaches the broker through the card.")
    def test_broker_with_certificates(self, client):
        self.start_broker(8883, *self.tls_of("peer"), "cafile ca.pem",
                          "require_certificate true", "use_identity_as_username true")
        front = self.start_server("exec " + client, 1884)
        self.passes_message(1884)
        self.assertIn(": open, mutual certificates, ", front.said())

    @runs("README.md", "tried on each other before there is a network:",
          "which card has found what, and what would help:")
    def test_duet(self, duet, printed):
        self.assert_shows(printed, self.run_all(duet))
        (self.root / "broker.toml").write_text(
            (self.root / "broker.toml").read_text().replace("sensor-17", "sensor-18"))
        self.run_all(duet, exit_code=1)


if __name__ == "__main__":
    unittest.main()
