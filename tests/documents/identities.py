"""Keys and certificates, made by the recipes of docs/profile.md as they are printed."""

from blocks import block
from sandbox import Sandbox

CA = "whose `ca.pem` is the trust anchor"
LEAF = "with the name that its clients know it by"


class Identities(Sandbox):
    """A sandbox with a CA, and the folder `peer` for the other side of a card's profile."""

    def make_ca(self):
        self.run_all("umask 077\n" + block("docs/profile.md", CA).text)

    def recipe(self, changes):
        text = block("docs/profile.md", LEAF).text
        for old, new in changes.items():
            self.assertIn(old, text)
            text = text.replace(old, new)
        return text

    def make_own(self, changes={}):
        """chain.pem and key.pem, as profiles name them."""
        self.run_all("umask 077\n" + self.recipe(changes))

    def make_peer(self, name, changes={}):
        """NAME/chain.pem and NAME/key.pem, by the same CA."""
        self.run_all(f"umask 077\nmkdir {name}\ncp ca.pem ca-key.pem {name}\ncd {name}\n"
                     + self.recipe(changes))


CLIENT = {"extendedKeyUsage=serverAuth": "extendedKeyUsage=clientAuth"}
OTHER_NAME = {"DNS:broker.example.com": "DNS:other.example.com"}
