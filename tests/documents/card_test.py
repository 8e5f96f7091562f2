"""docs/card.md: a card in a file, from its profile to a session."""

import unittest

from blocks import runs
from identities import Identities
from sandbox import KEY

ADMINISTRATOR = " --new-pin-file admin.pin"


class Card(Identities):
    def serve(self, text, identity):
        """And a client that meets it."""
        server = self.start_server("exec " + text.strip(), 8443)
        client = self.start("openssl s_client -connect 127.0.0.1:8443 -tls1_3 -quiet -no_ign_eof "
                            f"-psk_identity '{identity}' -psk {KEY} < /dev/null")
        self.assertEqual(client.exit_code(), 0, client.failure("failed") + server.said())
        server.end()

    @runs("docs/card.md", "A profile ([profile.md]", "on the card, and the change:",
          "without a key or a PIN, tells", "in the place of a profile:",
          "card's activation end that:")
    def test_pump(self, profile, personalise, info, serve, activate):
        self.profile("pump.toml", profile)
        said = self.run_all(personalise)
        self.assertIn("4 changes to be made", said)
        self.assertIn("4 changes made", said)
        self.assertIn('PSKs           1: "pump 7"', self.run_all(info))
        self.serve(serve, "pump 7")
        self.write("admin.pin", "13579246\n")
        said = self.run_all(activate.replace("--administrator", "--administrator" + ADMINISTRATOR))
        self.assertIn("operational from now on", said)
        self.assertIn("nothing to change", self.run_all(personalise))
        self.serve(serve, "pump 7")

    @runs("docs/card.md", "requests a certificate for it:", "makes the certificate:",
          "leaves the key to the card:", "and not when a client comes:")
    def test_broker(self, request, sign, profile, personalise):
        self.make_ca()
        self.run_all(request)
        self.run_all(sign)
        self.write("broker.toml", profile)
        self.assertIn("changes made", self.run_all(personalise))
        server = self.start_server(
            "exec tls-se server --listen 127.0.0.1:8443 --card sim:broker.card", 8443)
        client = self.start("openssl s_client -connect 127.0.0.1:8443 -tls1_3 -CAfile ca.pem "
                            "-verify_hostname broker.example -verify_return_error -quiet "
                            "-no_ign_eof < /dev/null")
        self.assertEqual(client.exit_code(), 0, client.failure("failed") + server.said())

    @runs("docs/card.md", "That is put first:", "or it stands in a file:")
    def test_door(self, personalise, serve):
        self.write("door.pin", "135790\n")
        self.write("door.toml",
                   f'user_pin = "needed"\n[[psk]]\nidentity = "door"\nkey = "{KEY}"\n')
        self.run_all(personalise)
        self.serve(serve, "door")


if __name__ == "__main__":
    unittest.main()
