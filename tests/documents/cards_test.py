"""docs/cards.md: cards in readers, and what the doctor says of a card."""

import re
import unittest

from blocks import commands, runs
from private_pcscd import WithReaders
from sandbox import KEY, Sandbox, wait_until

PROFILE = f'[[psk]]\nidentity = "pump 7"\nkey = "{KEY}"\n'
SECOND_SLOT = "tls-se vcard --card sim:tank.card --vpcd 127.0.0.1:35964"
# Nothing is installed or started, but what is printed has to be there.
APT_GET = """#!/bin/bash
[[ $1 == install ]] && shift && for package; do
  [[ $(dpkg-query -W -f='${db:Status-Status}' "$package") == installed ]] || exit 1
done
"""
SYSTEMCTL = """#!/bin/bash
case "$*" in
  "start pcscd") unit=pcscd.service ;;
  "enable --now pcscd.socket") unit=pcscd.socket ;;
esac
test -e "/lib/systemd/system/$unit"
"""


def without_numbers(text):
    """Of this build and this machine; and of a line that goes on, its beginning."""
    text = re.sub(r"TLS-SE [\d.]+", "TLS-SE N", text)
    text = re.sub(r"takes (less than )?[\d.]+ ms", "takes N ms", text)
    return [line.split("; ")[0] if line.startswith(" ") else line for line in text.splitlines()]


class Readers(WithReaders):
    needs = ("dpkg-query", "opensc-tool")

    def setUp(self):
        super().setUp()
        self.start_pcscd()
        self.write("bin/apt-get", APT_GET, 0o700)
        self.write("bin/systemctl", SYSTEMCTL, 0o700)
        self.write("pump.toml", PROFILE)
        for card in ("pump", "tank"):
            self.run_all(f"tls-se card personalise --card sim:{card}.card --profile pump.toml")

    def greet(self):
        client = self.start("openssl s_client -connect 127.0.0.1:8443 -tls1_3 -quiet -no_ign_eof "
                            f"-psk_identity 'pump 7' -psk {KEY} < /dev/null")
        self.assertEqual(client.exit_code(), 0, client.failure("failed"))

    def serve(self, command):
        server = self.start_server("exec " + command, 8443)
        self.greet()
        server.wait_for("closed by close_notify").end()

    @runs("docs/cards.md", "takes the place of the second", "in the reader, a line says so:",
          "any program that knows PC/SC finds it", "The first of them shows")
    def test_without_a_reader(self, first, said, then, listed):
        *prepare, vcard = commands(first)
        self.run_all("\n".join(prepare))
        self.assertEqual(self.put_in(vcard).said(), self.local(said))
        list_readers, info, serve = commands(then)
        self.assertEqual(self.run_all(list_readers).split(), listed.split())
        self.assertIn('PSKs           1: "pump 7"', self.run_all(info))
        self.serve(serve)

    @runs("docs/cards.md", "systemd's socket starts pcscd")
    def test_in_a_reader(self, text):
        self.put_in("tls-se vcard --card sim:pump.card")
        self.assertIn('1: "pump 7"', self.run_all(text.replace("Gemalto", "'00 00'")))

    @runs("docs/cards.md", "All of them should have the same keys.")
    def test_several(self, text):
        self.put_in("tls-se vcard --card sim:pump.card")
        for command in commands(text):
            self.serve(command)

    @runs("docs/cards.md", "when it is lost and when it is back:")
    def test_lost_and_back(self, printed):
        self.put_in("tls-se vcard --card sim:pump.card")
        second = self.put_in(SECOND_SLOT)
        server = self.start_server(
            "exec tls-se server --listen 127.0.0.1:8443 --card 'pcsc:*'", 8443)
        second.end()
        self.await_reader("1 No Virtual PCD 00 01")
        self.greet_until(server, " error card 2 ")
        self.put_in(SECOND_SLOT)
        said = server.wait_for(") is back").said()
        told = re.findall(r"(?:error|info) card .*", said)
        self.assertEqual(told, re.sub(r"\n +", " ", printed).splitlines())

    def await_reader(self, line):
        wait_until(lambda: line in " ".join(self.run_all("opensc-tool -l").split()),
                   lambda: "pcscd does not notice that the card has gone")

    def greet_until(self, server, text):
        def is_told():
            self.greet()
            return text in server.said()
        wait_until(is_told, lambda: server.failure(f"does not say \"{text}\""))

    @runs("docs/cards.md", "find it by a variable:")
    def test_socket_elsewhere(self, command):
        self.put_in("tls-se vcard --card sim:pump.card")
        elsewhere = self.environment.pop("PCSCLITE_CSOCK_NAME")
        self.assertIn('1: "pump 7"', self.run_all(command.replace("/srv/pcscd.comm", elsewhere)))


class Doctor(Sandbox):
    @runs("docs/cards.md", "before its server starts:", "the server runs already:")
    def test_pump(self, command, said):
        self.write("pump.toml", PROFILE)
        self.write("admin.pin", "13579246\n")
        self.run_all("tls-se card personalise --card sim:pump.card --profile pump.toml\n"
                     "tls-se card pin set --administrator --card sim:pump.card "
                     "--new-pin-file admin.pin\n"
                     "tls-se card activate --card sim:pump.card\n")
        self.start_server("exec tls-se server --listen 127.0.0.1:8443", 8443)
        self.assertEqual(without_numbers(self.run_all(command, exit_code=3)),
                         without_numbers(self.local(said)))


if __name__ == "__main__":
    unittest.main()
