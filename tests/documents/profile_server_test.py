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


class OwnCard(Broker):
    """For a card that has a memory of its own, and not for one without."""
    needs = ("curl", "python3")
    SERVE = ("exec tls-se server --listen 127.0.0.1:8883 --target 127.0.0.1:1883 "
             "--card sim:broker.card ")
    PERSONALISE = "tls-se card personalise --card sim:broker.card --profile card.toml"

    def start_website(self):
        self.write("www/hello.txt", "hello from behind a card\n")
        self.start_server("exec python3 -m http.server --bind 127.0.0.1 --directory www 1883", 1883)

    def is_not_for_memory(self, text, *words):
        """Nor is it wrong."""
        self.profile("card.toml", text)
        for said in (self.run_all("tls-se check --profile card.toml"),
                     self.run_all(START.format(""), exit_code=2)):
            for word in ("tls-se server --card sim:FILE", *words):
                self.assertIn(word, said)

    @runs("docs/profile.md", "A server whose key was made on the card")
    def test_key(self, text):
        self.start_website()
        self.make_ca()
        self.run_all("tls-se card keygen --card sim:broker.card\n"
                     "tls-se card csr --card sim:broker.card --subject CN=broker "
                     "--dns broker.example.com > request.pem\n"
                     "openssl x509 -req -in request.pem -CA ca.pem -CAkey ca-key.pem -days 90 "
                     "-copy_extensions copy -out chain.pem")
        self.is_not_for_memory(text, 'private_key = "card"', "tls-se card keygen")
        self.run_all(self.PERSONALISE)
        self.start_server(self.SERVE, 8883)
        self.assertEqual(self.run_all(HTTPS), "hello from behind a card\n")

    @runs("docs/profile.md", "A server whose card wants to be shown its user's PIN")
    def test_pin(self, text):
        self.start_website()
        self.is_not_for_memory(text, 'user_pin = "needed"', "tls-se card pin set")
        self.write("pin", "135790\n")
        self.assertIn("there is no user PIN yet", self.run_all(self.PERSONALISE, exit_code=1))
        self.run_all("tls-se card pin set --card sim:broker.card --new-pin-file pin")
        self.run_all(self.PERSONALISE)
        self.start_server(self.SERVE + "--pin-file pin", 8883)
        self.assertIn("hello from behind a card", self.run_all(
            "printf 'GET /hello.txt HTTP/1.0\\r\\n\\r\\n' | openssl s_client -quiet -connect "
            f"127.0.0.1:8883 -psk_identity 'sensor 7' -psk {KEY}"))


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
