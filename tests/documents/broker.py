"""A stock mosquitto, and messages through it."""

from identities import Identities
from sandbox import KEY


class Broker(Identities):
    needs = ("mosquitto", "mosquitto_pub", "mosquitto_sub")

    def start_broker(self, port, *lines):
        """One on a printed port, with further lines in its configuration."""
        self.write("broker.conf", "\n".join(
            [f"listener {self.port(port)} 127.0.0.1", "user root", "log_type all", *lines]) + "\n")
        self.write("broker.psk", f"sensor 7:{KEY}\nsensor-17:{KEY}\n")
        return self.start_server("exec /usr/sbin/mosquitto -c broker.conf", port)

    def tls_of(self, folder):
        return (f"certfile {folder}/chain.pem", f"keyfile {folder}/key.pem")

    def passes_message(self, port, options=""):
        """Published by the one program and read by the other, through a printed port."""
        said = self.run_all(
            f"mosquitto_pub -h 127.0.0.1 -p {port} -t t -m 'one message' -r {options}\n"
            f"mosquitto_sub -h 127.0.0.1 -p {port} -t t -C 1 {options}")
        self.assertEqual(said, "one message\n")

    def passes_none(self, port, options=""):
        process = self.start(f"mosquitto_pub -h 127.0.0.1 -p {port} -t t -m x -q 1 {options}")
        self.assertNotEqual(process.exit_code(), 0)
