"""One running app a data folder: a second start hands its page over to the first."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread, Signal

if TYPE_CHECKING:
    from binom_desktop.local_listeners.listener import Listener

ANSWER_TIMEOUT_MS = 5_000
_SAY_TIMEOUT_MS = 3_000
_TRY_AGAIN_MS = 50


class SingleInstance(QObject):
    """The lock on a data folder and the local socket beside it.

    A message is one line: a route such as ``/keys``, or nothing, which only raises the window. What arrives is
    checked by the receiver like any other input from outside; the rules for those who say it are the ``Listener``'s,
    by default that of this system.
    """

    route_received = Signal(str)

    def __init__(
        self,
        *,
        folder: Path,
        say_timeout_ms: int = _SAY_TIMEOUT_MS,
        listener_kind: type[Listener] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._say_timeout_ms = say_timeout_ms
        self._listener_kind = listener_kind
        self._lock = QLockFile(str(folder / "lock"))
        # Only a dead process makes the lock stale, never its age.
        self._lock.setStaleLockTime(0)
        self._folder = folder
        self._listener: Listener | None = None
        self.acquired = False

    @property
    def address(self) -> str:
        """The full name of the socket, empty while nobody listens."""
        return "" if self._listener is None else self._listener.address

    def acquire(self) -> bool:
        """Take the folder for this process; False if another one has it. Raises ``OSError`` if nobody can take it."""
        self.acquired = self._lock.tryLock(0)
        if not self.acquired and self._lock.error() is not QLockFile.LockError.LockFailedError:
            raise OSError("its lock file can't be written; the disk may be full or read-only")
        return self.acquired

    def listen(self) -> None:
        """Hear later starts. The lock is ours, so a socket left under the name belongs to no one."""
        kind = self._listener_kind or _listener_kind()
        self._listener = kind(name=_socket_name(self._folder), say_timeout_ms=self._say_timeout_ms, parent=self)
        self._listener.heard.connect(self.route_received)
        self._listener.listen()

    def hand_over(self, route: str) -> bool:
        """Pass ``route`` to the first instance; False if it doesn't answer in five seconds."""
        from PySide6.QtNetwork import QLocalSocket

        from binom_desktop.local_listeners.listener import ACCEPTED

        socket = QLocalSocket(self)
        deadline = QDeadlineTimer(ANSWER_TIMEOUT_MS)
        socket.connectToServer(_socket_name(self._folder))
        while not socket.waitForConnected(deadline.remainingTime()):
            if deadline.hasExpired():
                return False
            # It may have begun a moment ago, and not listen yet.
            QThread.msleep(_TRY_AGAIN_MS)
            socket.connectToServer(_socket_name(self._folder))
        socket.write(route.encode() + b"\n")
        answered = socket.waitForReadyRead(ANSWER_TIMEOUT_MS) and bytes(socket.readLine().data()) == ACCEPTED
        socket.disconnectFromServer()
        return answered

    def close(self) -> None:
        """Free the folder."""
        if self._listener is not None:
            self._listener.close()
        self._lock.unlock()
        self.acquired = False


def _listener_kind() -> type[Listener]:
    """What this system's sockets need."""
    if sys.platform == "win32":
        from binom_desktop.local_listeners.windows import QtListener

        return QtListener
    from binom_desktop.local_listeners.unix import UnixListener

    return UnixListener


def _socket_name(folder: Path) -> str:
    """A name of its own for each data folder, in the person's runtime folder where the system has one."""
    import hashlib

    name = "binom-desktop-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return str(Path(runtime, name)) if runtime and Path(runtime).is_dir() else name
