"""docs/profile.md: making keys and certificates, and looking before a start."""

import unittest

from blocks import runs
from identities import CLIENT, Identities

CARD = 'modes = ["certificate"]\ncertificate_chain = "chain.pem"\nprivate_key = "key.pem"\n'
START = "exec tls-se server --listen 127.0.0.1:8883 --profile card.toml"


class Recipes(Identities):
    def recipe_runs(self, text):
        return self.run_all("umask 077\n" + text)

    @runs("docs/profile.md", "should be 32 random bytes")
    def test_psk(self, text):
        key = self.run_all(text).strip()
        self.assertRegex(key, "^[0-9a-f]{64}$")
        self.write("card.toml", f'[[psk]]\nidentity = "x"\nkey = "{key}"\n')
        self.run_all("tls-se check --profile card.toml")

    @runs("docs/profile.md", "whose `ca.pem` is the trust anchor", "its clients know it by",
          "the CA signed it, show", "Looking before a start")
    def test_ca_and_server(self, ca, server, show, check):
        self.recipe_runs(ca)
        self.recipe_runs(server)
        shown = self.run_all(show)
        for text in ("DNS:broker.example.com, IP Address:192.0.2.7",
                     "TLS Web Server Authentication", "CN = Example CA", "chain.pem: OK"):
            self.assertIn(text, shown)
        self.write("card.toml", CARD)
        self.assertIn("broker.example.com", self.run_all(check))
        (self.root / "chain.pem").unlink()
        self.run_all(check, exit_code=2)

    @runs("docs/profile.md", "The root, whose `root.pem`", "which may sign no other CA",
          "the file for `certificate_chain`, the card's own first",
          "trusts the root alone takes it")
    def test_intermediate_ca(self, root, intermediate, card, look):
        for text in (root, intermediate):
            self.recipe_runs(text)
        self.assertIn("card.pem: OK", self.recipe_runs(card))
        self.write("card.toml", CARD)
        server = self.start_server(START, 8883)
        self.assertNotIn(".pem: ", server.said())  # no warning at its start

        look = look.strip()
        client = self.start(look)
        client.wait_for("Verify return code: 0 (ok)").type("Q")
        self.assertEqual(client.exit_code(), 0, client.failure("failed"))
        said = self.run_all(look.replace("hostname broker", "hostname other"), exit_code=1)
        self.assertIn("ostname mismatch", said)

    @runs("docs/profile.md", "whose `ca.pem` is the trust anchor", "its clients know it by",
          "`request.pem`, becomes a certificate by", "look at them first.")
    def test_request(self, ca, server, sign, look):
        self.recipe_runs(ca)
        request, _ = server.split("|")
        self.recipe_runs(request.rstrip() + " -out request.pem")
        self.assertIn("DNS:broker.example.com", self.run_all(look))
        self.recipe_runs(sign)
        said = self.run_all("openssl x509 -in card.pem -noout -text\n"
                            "openssl verify -CAfile ca.pem card.pem")
        self.assertIn("DNS:broker.example.com", said)
        self.assertIn("card.pem: OK", said)

    @runs("docs/profile.md", "This asks for it, and writes the key without:")
    def test_passphrase(self, unlock):
        self.make_ca()
        self.make_own()
        self.run_all("openssl pkey -in key.pem -aes128 -passout pass:open -out locked.pem")
        self.write("card.toml", CARD.replace("key.pem", "locked.pem"))
        self.assertIn("openssl pkey", self.run_all("tls-se check --profile card.toml", exit_code=2))
        (self.root / "key.pem").unlink()
        process = self.start("umask 077\n" + unlock)
        process.type("open")
        self.assertEqual(process.exit_code(), 0, process.failure("failed"))
        self.write("card.toml", CARD)
        self.run_all("tls-se check --profile card.toml")

    def test_client(self):
        self.make_ca()
        self.make_own(CLIENT)
        self.assertIn("TLS Web Client Authentication",
                      self.run_all("openssl x509 -in chain.pem -noout -text"))


if __name__ == "__main__":
    unittest.main()
