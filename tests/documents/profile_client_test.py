"""docs/profile.md: each profile of a client, against a stock mosquitto."""

import unittest

from blocks import runs
from broker import Broker
from identities import CLIENT, OTHER_NAME

START = ("exec tls-se client --connect broker.example.com:8883 --listen 127.0.0.1:1884 "
         "--profile card.toml")


class Client(Broker):
    def start_card(self, text):
        self.profile("card.toml", text)
        return self.start_server(START, 1884)

    def expect_message(self, text, mode):
        card = self.start_card(text)
        self.passes_message(1884)
        self.assertIn(f": open, {mode}, TLS_AES_128_GCM_SHA256", card.said())

    def expect_refusal(self, text, why):
        card = self.start_card(text)
        self.passes_none(1884)
        card.wait_for(why)
        self.assertNotIn(": open, ", card.said())

    @runs("docs/profile.md", "A client with a pre-shared key:")
    def test_psk(self, text):
        self.start_broker(8883, "psk_file broker.psk", "psk_hint x",
                          "use_identity_as_username true")
        self.expect_message(text, "PSK")

    @runs("docs/profile.md", "A client with a pre-shared key:")
    def test_psk_of_another(self, text):
        self.start_broker(8883, "psk_file broker.psk", "psk_hint x",
                          "use_identity_as_username true")
        self.expect_refusal(text.replace('"sensor 7"', '"sensor 8"'), "received from the peer")

    def prepare(self, peer={}):
        self.make_ca()
        self.make_own(CLIENT)
        self.make_peer("peer", peer)

    @runs("docs/profile.md", "A client that checks its server's certificate:")
    def test_certificate(self, text):
        self.prepare()
        self.start_broker(8883, *self.tls_of("peer"), "allow_anonymous true")
        self.expect_message(text, "certificate")

    @runs("docs/profile.md", "A client that checks its server's certificate:")
    def test_certificate_of_another_name(self, text):
        self.prepare(OTHER_NAME)
        self.start_broker(8883, *self.tls_of("peer"), "allow_anonymous true")
        self.expect_refusal(text, "sent by the card")

    @runs("docs/profile.md", "A client with a certificate of its own:")
    def test_mutual(self, text):
        self.prepare()
        broker = self.start_broker(8883, *self.tls_of("peer"), "cafile ca.pem",
                                   "require_certificate true", "use_identity_as_username true")
        self.expect_message(text, "mutual certificates")
        self.assertIn("u'broker'", broker.said())

    @runs("docs/profile.md", "A client that checks its server's certificate:")
    def test_mutual_is_wanted(self, text):
        self.prepare()
        self.start_broker(8883, *self.tls_of("peer"), "cafile ca.pem",
                          "require_certificate true", "use_identity_as_username true")
        card = self.start_card(text)
        self.passes_none(1884)
        card.wait_for("received from the peer")


if __name__ == "__main__":
    unittest.main()
