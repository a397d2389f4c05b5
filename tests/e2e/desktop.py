"""A private desktop for tests on Linux, and the app as a process on it.

Its own X server, session bus and accessibility bus: nothing of the machine's desktop is seen or touched. Tray,
notifications and keyring are in ``desktop_services`` and stand on the bus only while a test wants them.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Self

from tests.e2e.accessible import REGISTRY, ROOT, Node, find_application
from tests.e2e.bus import Bus, BusError
from tests.e2e.screen import Screen
from tests.e2e.waiting import PATIENCE_S, wait_until

AT_SPI_LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
SCREEN_SIZE = "1600x1000x24"
LOOK_S = 0.1
"""Between two looks at a window: each look makes the app answer for every widget that it shows."""
BUS_CONFIGURATION = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
"""
"""Without service directories: nothing of the machine starts on this bus by itself."""


def missing_packages() -> list[str]:
    """The Debian packages that a private desktop needs and this machine lacks."""
    needed = {
        "xvfb": shutil.which("Xvfb"),
        "dbus": shutil.which("dbus-daemon"),
        "at-spi2-core": AT_SPI_LAUNCHER.exists(),
    }
    return [package for package, found in needed.items() if not found]


class Desktop:
    """X server, session bus and accessibility bus, from ``with`` to its end.

    Where it is not ``accessible``, apps run as for a person without a screen reader, and nothing can be found in them.
    """

    def __init__(self, *, accessible: bool = True) -> None:
        self._accessible = accessible
        # Short: the path of a Unix socket has at most 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="desk-", dir="/tmp"))
        self._processes: list[subprocess.Popen[bytes]] = []
        self._apps: list[AppProcess] = []
        self._homes = 0
        self._accessibility: Bus | None = None

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.screen.close()
        self._stop()

    @property
    def bus_address(self) -> str:
        """The address of the session bus."""
        return f"unix:path={self.folder / 'bus'}"

    @property
    def accessibility(self) -> Bus:
        """The accessibility bus."""
        assert self._accessibility is not None, "this desktop has no accessibility bus"
        return self._accessibility

    def environment(self, home: Path) -> dict[str, str]:
        """All that a process on this desktop sees of an environment, with every folder of a person in ``home``."""
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / ".config"),
            "XDG_DATA_HOME": str(home / ".local/share"),
            "XDG_CACHE_HOME": str(home / ".cache"),
            "XDG_STATE_HOME": str(home / ".local/state"),
            "XDG_RUNTIME_DIR": str(self.folder),
            "TMPDIR": str(self.folder),
            "DISPLAY": self._display,
            "DBUS_SESSION_BUS_ADDRESS": self.bus_address,
            "QT_QPA_PLATFORM": "xcb",
        } | ({"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"} if self._accessible else {"NO_AT_BRIDGE": "1"})

    def new_home(self) -> Path:
        """An empty home folder, as on a fresh machine."""
        self._homes += 1
        home = self.folder / f"home{self._homes}"
        home.mkdir()
        return home

    def launch(
        self, *arguments: str, home: Path | None = None, variables: Mapping[str, str] | None = None
    ) -> AppProcess:
        """Start the app with these command line arguments."""
        return self.run([sys.executable, "-m", "binom_desktop", *arguments], home=home, variables=variables)

    def run(
        self, command: Sequence[str], *, home: Path | None = None, variables: Mapping[str, str] | None = None
    ) -> AppProcess:
        """Start any process on this desktop."""
        environment = self.environment(home or self.new_home()) | dict(variables or {})
        app = AppProcess(self, command, environment, self.folder / f"app{len(self._apps)}")
        self._apps.append(app)
        return app

    def end_apps(self) -> None:
        """Kill whatever still runs of the apps that were started here."""
        for app in self._apps:
            app.kill()

    def _start(self) -> None:
        self._display = self._start_screen()
        self.screen = Screen(self.folder / "Xvfb_screen0")
        configuration = self.folder / "bus.conf"
        configuration.write_text(BUS_CONFIGURATION.format(socket=self.folder / "bus"))
        self._spawn(["dbus-daemon", f"--config-file={configuration}", "--nofork", "--nopidfile"])
        wait_until((self.folder / "bus").exists, "a session bus")
        if self._accessible:
            self._start_accessibility()

    def _start_accessibility(self) -> None:
        bus = Bus(self.bus_address)
        self._spawn([str(AT_SPI_LAUNCHER), "--launch-immediately"], self.environment(self.new_home()))
        wait_until(lambda: bus.has_owner("org.a11y.Bus"), "an accessibility bus")
        for name in ("IsEnabled", "ScreenReaderEnabled"):
            bus.set_property("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Status", name, ("b", True))
        address = bus.call("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress")[0]
        bus.close()
        self._accessibility = Bus(address)
        # The first call to the registry starts it.
        Node(self._accessibility, REGISTRY, ROOT).role  # noqa: B018 - asked for its effect

    def _start_screen(self) -> str:
        """Start the X server on a display that it picks itself, and return that display's name."""
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN_SIZE, "-fbdir", str(self.folder)]
        self._spawn([*command, "-nolisten", "tcp", "-noreset", "-nocursor"], descriptors=(writing,))
        os.close(writing)
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError(f"Xvfb did not start: {(self.folder / 'log').read_text()}")
        return f":{number}"

    def _spawn(
        self, command: list[str], environment: Mapping[str, str] | None = None, descriptors: tuple[int, ...] = ()
    ) -> None:
        # Nothing here may outlive the tests, even if they are killed.
        tied = ["setpriv", "--pdeathsig", "KILL", "--", *command] if shutil.which("setpriv") else command
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                tied, env=environment, stdout=log, stderr=log, pass_fds=descriptors, start_new_session=True
            )
        self._processes.append(process)

    def _stop(self) -> None:
        self.end_apps()
        if self._accessibility is not None:
            self._accessibility.close()
        for process in reversed(self._processes):
            end_session(process)
        shutil.rmtree(self.folder, ignore_errors=True)


class AppProcess:
    """A process on the desktop, seen from outside: its windows, its output, its end."""

    def __init__(self, desktop: Desktop, command: Sequence[str], environment: Mapping[str, str], output: Path) -> None:
        self._desktop = desktop
        self._output = output.with_suffix(".out")
        self._errors = output.with_suffix(".err")
        self.started_s = time.monotonic()
        with self._output.open("wb") as out, self._errors.open("wb") as err:
            self._process = self._popen(command, environment, out, err)
        self._root: Node | None = None

    @staticmethod
    def _popen(
        command: Sequence[str], environment: Mapping[str, str], out: IO[bytes], err: IO[bytes]
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True
        )

    @property
    def pid(self) -> int:
        """The process id; also the id of its session, which its children share."""
        return self._process.pid

    @property
    def output(self) -> str:
        """What it wrote to standard output."""
        return self._output.read_text(errors="replace")

    @property
    def errors(self) -> str:
        """What it wrote to standard error."""
        return self._errors.read_text(errors="replace")

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def find(
        self,
        role: str | None = None,
        name: str | re.Pattern[str] | None = None,
        object_name: str | None = None,
        timeout_s: float = PATIENCE_S,
    ) -> Node:
        """Wait for the first showing object like this. A pattern has to match from the name's beginning."""

        def first() -> Node | None:
            found = self.find_now(role, name, object_name)
            return found[0] if found else None

        def missing() -> str:
            wanted = f"{role or 'object'} {name!r} #{object_name}"
            return f"{wanted}; there is\n{self.outline()}\nstderr: {self.errors[-2000:]}"

        return wait_until(first, missing, timeout_s=timeout_s, interval_s=LOOK_S)

    def find_now(
        self, role: str | None = None, name: str | re.Pattern[str] | None = None, object_name: str | None = None
    ) -> list[Node]:
        """All showing objects like this, in reading order, as they are now."""
        try:
            return [
                node
                for node in self._walk()
                if (role is None or node.role == role)
                and (name is None or _matches(name, node.name))
                and (object_name is None or node.object_name == object_name)
            ]
        except BusError:
            # An object went away while it was looked at.
            return []

    def outline(self) -> str:
        """All that shows, as indented lines."""
        try:
            return "\n".join(window.outline() for window in self._windows())
        except BusError as error:
            return f"(moving: {error})"

    def wait_for_window(self) -> Node:
        """Wait for the first window that shows."""
        return wait_until(lambda: next(iter(self._windows()), None), lambda: f"a window; stderr: {self.errors}")

    def has_window(self) -> bool:
        """Whether a window shows now."""
        return bool(self._windows())

    def wait_for_end(self, timeout_s: float = PATIENCE_S) -> int:
        """Wait until it ends by itself; the answer is its exit code."""
        try:
            return self._process.wait(timeout_s)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still runs; there is\n{self.outline()}\nstderr: {self.errors}") from None

    def terminate(self) -> None:
        """Ask it to end, as a session does that closes."""
        self._process.terminate()

    def kill(self) -> None:
        """End it and its children at once."""
        end_session(self._process, signal.SIGKILL)

    def children_left(self) -> list[int]:
        """The processes of its session other than itself."""
        return [process for process in session_members(self.pid) if process != self.pid]

    def _windows(self) -> list[Node]:
        if not self.running:
            raise AssertionError(f"ended with {self._process.returncode}; stderr: {self.errors}")
        if self._root is None:
            self._root = find_application(self._desktop.accessibility, self.pid)
        return [window for window in self._root.children if window.showing] if self._root else []

    def _walk(self) -> list[Node]:
        return [node for window in self._windows() for node in window.walk()]


def _matches(wanted: str | re.Pattern[str], name: str) -> bool:
    return name == wanted if isinstance(wanted, str) else wanted.match(name) is not None


def session_members(session: int) -> list[int]:
    """The living processes of a session."""
    members = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, its_session = (folder / "stat").read_text().rpartition(") ")[2].split()[:4]
        except OSError:
            continue
        if int(its_session) == session and state != "Z":
            members.append(int(folder.name))
    return members


def end_session(process: subprocess.Popen[bytes], first: signal.Signals = signal.SIGTERM) -> None:
    """End a process and everything it started, gently first unless told otherwise."""
    for order in (first, signal.SIGKILL):
        for member in session_members(process.pid):
            try:
                os.kill(member, order)
            except ProcessLookupError:
                continue
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            continue
