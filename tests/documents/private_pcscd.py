"""A pcscd of a test's own, with Debian's virtual reader: no other program sees it, it needs no
service of the system, and leaves nothing behind.
"""

import os
import pathlib
import re
import socket
import subprocess

from sandbox import PATIENCE, Sandbox, is_installed, listens, wait_until

DRIVER = pathlib.Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
SLOTS = 2
DEBIANS_PORT = 35963  # of the first slot
# It writes its number to /run, which is its own here. A socket that it inherits as systemd hands
# them on takes the place of the system's.
START = ("mount --make-rprivate / 2>/dev/null; mount -t tmpfs tmpfs /run && mkdir /run/pcscd && "
         "LISTEN_FDS=1 LISTEN_PID=$$ exec pcscd --foreground --config \"$0\"")


def has_pcscd():
    return is_installed("pcscd") and is_installed("unshare") and DRIVER.exists()


def reserve_slots():
    """Sockets that keep a port for each slot, one after the other. They never listen, so that the
    driver can."""
    while True:
        reserved = []
        try:
            for number in range(SLOTS):
                each = socket.socket()
                reserved.append(each)
                each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                each.bind(("0.0.0.0", reserved[0].getsockname()[1] + number if number else 0))
            return reserved
        except (OSError, OverflowError):
            for each in reserved:
                each.close()


class PrivatePcscd:
    """Clients find it by what clients() has for their environment."""

    def __init__(self, folder):
        self.socket = folder / "pcscd.comm"
        self.log = folder / "pcscd.log"
        self.reserved = reserve_slots()
        config = folder / "readers.conf"
        config.write_text(f'FRIENDLYNAME "Virtual PCD"\nDEVICENAME /dev/null:{self.port(0)}\n'
                          f"LIBPATH {DRIVER}\nCHANNELID {self.port(0)}\n")
        self.process = self.start(config)
        wait_until(lambda: all(listens(self.port(slot)) for slot in range(SLOTS))
                   or self.process.poll() is not None, self.failure)
        if self.process.poll() is not None:
            raise AssertionError(self.failure())

    def start(self, config):
        as_root = [] if os.geteuid() == 0 else ["--map-root-user"]
        with socket.socket(socket.AF_UNIX) as listener, self.log.open("wb") as log:
            listener.bind(str(self.socket))
            listener.listen(128)
            # As descriptor 3, which it may be already.
            pass_on = f'exec 3<&{listener.fileno()}; exec "$@"'
            return subprocess.Popen(
                ["bash", "-c", pass_on, "bash", "setpriv", "--pdeathsig", "KILL", "unshare", "--mount",
                 "--propagation", "unchanged", *as_root, "sh", "-c", START, str(config)],
                pass_fds=[listener.fileno()], stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT,
                env=os.environ | {"PATH": os.environ["PATH"] + ":/usr/sbin"})

    def failure(self):
        return "pcscd does not start:\n" + self.log.read_text(errors="replace")

    def port(self, slot):
        """Where a card is put in."""
        return self.reserved[slot].getsockname()[1]

    def clients(self):
        return {"PCSCLITE_CSOCK_NAME": str(self.socket)}

    def end(self):
        self.process.kill()
        self.process.wait(PATIENCE)
        for each in self.reserved:
            each.close()


class WithReaders(Sandbox):
    """A sandbox that may have a pcscd, whose ports take the place of Debian's."""

    pcscd = None

    def start_pcscd(self):
        if not has_pcscd():
            self.skipTest("no pcscd with a virtual reader here")
        self.pcscd = PrivatePcscd(self.root)
        self.addCleanup(self.pcscd.end)
        self.environment |= self.pcscd.clients()

    def local(self, text):
        if not self.pcscd:
            return super().local(text)
        text = re.sub(r"tls-se vcard(?!.* --vpcd )",
                      rf"tls-se vcard --vpcd 127.0.0.1:{DEBIANS_PORT}", text)
        for slot in range(SLOTS):
            text = text.replace(f":{DEBIANS_PORT + slot}", f":{self.pcscd.port(slot)}")
        return super().local(text)

    def put_in(self, command):
        """A `tls-se vcard`."""
        return self.start("exec " + command).wait_for("in the reader at")
