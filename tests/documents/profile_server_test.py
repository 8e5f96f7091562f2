"""docs/profile.md: each profile of a server, with stock clients."""

import unittest

from blocks import runs
from broker import Broker
from identities import CLIENT
from sandbox import KEY

START = "exec tls-se server --listen 127.0.0.1:8883 {} --profile card.toml"
HTTPS = ("curl --silent --show-error --cacert ca.pem "
         "--resolve broker.example.com:8883:127.0.0.1 https://broker.example.com:8883/hello.txt ")
S_CLIENT = ("openssl s_client -connect broker.example.com:8883 -CAfile ca.pem "
            "-verify_return_error -verify_hostname broker.example.com ")


class Server(Broker):
    needs = (*Broker.needs, "curl", "python3")

    def start_card(self, text, target=None):
        """In front of the service on a printed port; without one it echoes."""
        self.profile("card.toml", text)
        return self.start_server(START.format(f"--target 127.0.0.1:{target}" if target else ""),
                                 8883)

    def start_website(self):
        self.make_ca()
        self.make_own()
        self.write("www/hello.txt", "hello from behind a card\n")
        self.start_server("exec python3 -m http.server --bind 127.0.0.1 --directory www 1883", 1883)

    @runs("docs/profile.md", "A server with pre-shared keys; nothing else has to be said:")
    def test_psk(self, text):
        self.start_broker(1883, "allow_anonymous true")
        card = self.start_card(text, 1883)
        self.passes_message(8883, f"--psk {KEY} --psk-identity 'sensor 7'")
        self.assertIn(": open, PSK, TLS_AES_", card.said())
        self.passes_none(8883, f"--psk {KEY} --psk-identity 'sensor 8'")

    @runs("docs/profile.md", "A server with a certificate:")
    def test_certificate(self, text):
        self.start_website()
        card = self.start_card(text, 1883)
        # It talks mqtt alone, so that curl has to be silent about what it talks.
        self.assertEqual(self.run_all(HTTPS + "--no-alpn"), "hello from behind a card\n")
        self.assertIn(": open, certificate, TLS_AES_", card.said())
        said = self.run_all(HTTPS, exit_code=35)
        self.assertIn("no application protocol", said)
        self.assertIn("ALPN protocol: mqtt", self.run_all(S_CLIENT + "-alpn mqtt </dev/null"))

    @runs("docs/profile.md", "A server that also wants its clients' certificates:")
    def test_mutual(self, text):
        self.start_website()
        self.make_peer("peer", CLIENT)
        card = self.start_card(text, 1883)
        said = self.run_all(HTTPS + "--cert peer/chain.pem --key peer/key.pem")
        self.assertEqual(said, "hello from behind a card\n")
        self.assertIn(": open, mutual certificates, TLS_AES_", card.said())
        self.assertIn("certificate required", self.run_all(HTTPS, exit_code=56))


class LetIn(Broker):
    needs = ()
    PSKS = "".join(f'[[psk]]\nidentity = "{name}-7"\nkey = "{KEY}"\n'
                   for name in ("sensor", "valve"))
    CARD = ('modes = ["psk", "mutual"]\ncertificate_chain = "chain.pem"\nprivate_key = "key.pem"\n'
            'trust_anchors = ["ca.pem"]\n')
    NAMES = {"in": ("broker", "pump-7.fleet.example"), "by-name": ("gateway 7", "other.example"),
             "out": ("gateway 8", "other.example")}

    @runs("docs/profile.md", "the node can't change the list, and isn't asked.")
    def test_allow(self, text):
        self.make_ca()
        self.make_own()
        for name, (common, dns) in self.NAMES.items():
            self.make_peer(name, CLIENT | {"/CN=broker": f"/CN={common}",
                                           "DNS:broker.example.com": f"DNS:{dns}"})
        self.profile("card.toml", text + self.CARD + self.PSKS)
        self.start_server(START.format(""), 8883)
        for options, is_in in {
            f"-psk_identity sensor-7 -psk {KEY}": True,
            f"-psk_identity valve-7 -psk {KEY}": False,
            "-cert in/chain.pem -key in/key.pem": True,
            "-cert by-name/chain.pem -key by-name/key.pem": True,
            "-cert out/chain.pem -key out/key.pem": False,
        }.items():
            with self.subTest(options):
                client = self.start(f"openssl s_client -connect broker.example.com:8883 {options}")
                client.type("hello")
                client.wait_for("hello\n" if is_in else "alert access denied")
                if is_in:
                    client.type("Q")
                client.exit_code()


if __name__ == "__main__":
    unittest.main()
