"""Where the commands of the documents run: a folder laid out like the project's root, with ports
and processes of its own. All listen on loopback, and end with the sandbox.
"""

import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import unittest

from blocks import ROOT

PROGRAM = os.environ.get("TLS_SE_PROGRAM", str(ROOT / "build/tls-se"))
KEY = "5d" * 32
PATIENCE = 60  # seconds, for what should happen at once

# The ports that documents name; each becomes a free one.
PORTS = re.compile(r"(?<![\w.])(1883|1884|4433|4434|8443|8883)\b(?!\.)")


def is_installed(program):
    return shutil.which(program, path=os.environ["PATH"] + ":/usr/sbin") is not None


class Process:
    """A shell with what it starts, in a process group of its own."""

    def __init__(self, script, folder, log, environment):
        self.script = script
        self.log = log
        with log.open("wb") as out:
            self.process = subprocess.Popen(
                ["bash", "-ec", script], cwd=folder, env=environment, start_new_session=True,
                stdin=subprocess.PIPE, stdout=out, stderr=subprocess.STDOUT, text=True)

    def said(self):
        return self.log.read_text(errors="replace")

    def type(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()

    def wait_for(self, text, times=1):
        wait_until(lambda: self.said().count(text) >= times or self.process.poll() is not None,
                   lambda: self.failure(f"does not say \"{text}\""))
        if self.said().count(text) < times:
            raise AssertionError(self.failure(f"ended without saying \"{text}\""))
        return self

    def exit_code(self):
        """Of one that ends by itself; its input ends too."""
        self.process.stdin.close()
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            raise AssertionError(self.failure("does not end")) from None

    def failure(self, what):
        return f"{what}:\n{self.script}\nIt says:\n{self.said()}"

    def end(self):
        """The shell and what it has left running."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
                self.process.wait(5)
            except ProcessLookupError:
                break
            except subprocess.TimeoutExpired:
                continue
        self.process.wait()
        if not self.process.stdin.closed:
            try:
                self.process.stdin.close()
            except BrokenPipeError:
                pass


def wait_until(is_so, failure):
    deadline = time.monotonic() + PATIENCE
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(failure())
        time.sleep(0.02)


def listens(port):
    """Whether anybody does, without a connection that a server would see."""
    lines = [line.split() for table in ("tcp", "tcp6")
             for line in pathlib.Path("/proc/net", table).read_text().splitlines()[1:]]
    return any(line[3] == "0A" and int(line[1].rsplit(":", 1)[1], 16) == port for line in lines)


class Sandbox(unittest.TestCase):
    """A test in a sandbox."""

    needs = ()

    def setUp(self):
        for program in ("bash", "openssl", *self.needs):
            if not is_installed(program):
                self.skipTest(f"no {program} here")
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="tls-se-documents-"))
        self.addCleanup(shutil.rmtree, self.root)
        self.ports, self.processes = {}, []
        self.addCleanup(self.end_processes)
        (self.root / "build/demo/src/cli").mkdir(parents=True)
        (self.root / "build/demo/src/cli/tls-se").symlink_to(PROGRAM)
        (self.root / "build/tls-se").symlink_to("demo/src/cli/tls-se")
        self.environment = os.environ | {
            "PATH": f"{self.root}/bin:{self.root}/build:{os.environ['PATH']}", "LC_ALL": "C"}

    def end_processes(self):
        for process in reversed(self.processes):
            process.end()
        for reserved in self.ports.values():
            reserved.close()

    # Files ---------------------------------------------------------------------------------------

    def write(self, name, text, mode=0o600):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)
        return path

    def copy(self, *names):
        """Of the project's files."""
        for name in names:
            self.write(name, (ROOT / name).read_text(), (ROOT / name).stat().st_mode)

    def profile(self, name, text):
        return self.write(name, re.sub(r'"[0-9a-f]*\.\.\."', f'"{KEY}"', text))

    def all_is_installed(self):
        """The project's scripts find all packages, and have nothing to build."""
        self.write("bin/cmake", "#!/bin/sh\nexit 0\n", 0o700)
        self.write("bin/dpkg-query", "#!/bin/bash\nprintf 'installed=%s ' \"$@\"\n", 0o700)
        self.write("bin/apt-get", "#!/bin/sh\necho 'apt-get was called' >&2\nexit 1\n", 0o700)

    # Ports ---------------------------------------------------------------------------------------

    def port(self, printed):
        """A free port in the place of a printed one. A socket that never listens keeps it: the
        kernel gives it to nobody who asks for any, and to who asks for this very one."""
        if printed not in self.ports:
            reserved = socket.socket()
            reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            reserved.bind(("127.0.0.1", 0))
            self.ports[printed] = reserved
        return self.ports[printed].getsockname()[1]

    def local(self, text):
        """A command as it is printed, but on loopback, with free ports and without another user."""
        text = re.sub(r"0\.0\.0\.0|\[::\]", "127.0.0.1", text)
        text = re.sub(r"(--?connect) [\w.]+:", r"\1 127.0.0.1:", text)
        text = re.sub(r"-accept (\d+)", r"-accept 127.0.0.1:\1", text)
        text = PORTS.sub(lambda number: str(self.port(int(number[0]))), text)
        return text.replace("sudo ", "")

    def await_port(self, printed, process):
        port = self.port(printed)
        wait_until(lambda: listens(port) or process.process.poll() is not None,
                   lambda: process.failure(f"does not listen on {port}"))
        self.assertTrue(listens(port), process.failure(f"ended before it listened on {port}"))

    # Commands ------------------------------------------------------------------------------------

    def start(self, script):
        log = self.root / f"log-{len(self.processes)}"
        process = Process(self.local(script), self.root, log, self.environment)
        self.processes.append(process)
        return process

    def start_server(self, script, printed):
        process = self.start(script)
        self.await_port(printed, process)
        return process

    def run_all(self, script, exit_code=0):
        process = self.start(script)
        code = process.exit_code()
        self.assertEqual(code, exit_code, process.failure(f"has exit code {code}"))
        return process.said()
