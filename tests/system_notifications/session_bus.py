"""A private session bus."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from tests.e2e.desktop import BUS_CONFIGURATION
from tests.e2e.waiting import wait_until


class SessionBus:
    """A session bus of the tests' own. It starts what is in ``services`` alone, and can be ended and begun again."""

    def __init__(self) -> None:
        # Short: the path of a Unix socket has at most 107 bytes.
        self._folder = Path(tempfile.mkdtemp(prefix="bus-", dir="/tmp"))
        self.services = self._folder / "services"
        self.services.mkdir()
        self._socket = self._folder / "bus"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where apps find the bus, running or not."""
        return f"unix:path={self._socket}"

    def begin(self) -> None:
        """Start it, and wait until it can be spoken to."""
        configuration = self._folder / "bus.conf"
        services = f"<servicedir>{self.services}</servicedir>\n</busconfig>"
        written = BUS_CONFIGURATION.format(socket=self._socket).replace("</busconfig>", services)
        configuration.write_text(written)
        command = ["dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile"]
        # Nothing here may outlive the tests, even if they are killed.
        tied = ["setpriv", "--pdeathsig", "KILL", "--", *command] if shutil.which("setpriv") else command
        self._process = subprocess.Popen(tied, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self._listens, "a session bus")

    def _listens(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self._socket)) == 0

    def end(self) -> None:
        """Stop it: every connection is lost."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None
        self._socket.unlink(missing_ok=True)

    def remove(self) -> None:
        """Stop it for good."""
        self.end()
        shutil.rmtree(self._folder)
