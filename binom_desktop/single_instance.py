"""One running app a data folder: a second start hands its page over to the first."""

from __future__ import annotations

import hashlib
import logging
import os
from pathlib import Path

from PySide6.QtCore import QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_TIMEOUT_MS = 5_000
_MAX_MESSAGE_BYTES = 512
_ACCEPTED = b"shown\n"

_log = logging.getLogger(__name__)


class SingleInstance(QObject):
    """The lock on a data folder and the local socket beside it.

    A message is one line: a route such as ``/keys``, or nothing, which only raises the window. What arrives is
    checked by the receiver like any other input from outside.
    """

    route_received = Signal(str)

    def __init__(self, *, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = QLockFile(str(folder / "lock"))
        # Only a dead process makes the lock stale, never its age.
        self._lock.setStaleLockTime(0)
        self._name = _socket_name(folder)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_server_new_connection)

    def acquire(self) -> bool:
        """Take the folder for this process; False if another one has it."""
        return self._lock.tryLock(0)

    def listen(self) -> None:
        """Hear later starts. The lock is ours, so a socket left under the name belongs to no one."""
        QLocalServer.removeServer(self._name)
        if not self._server.listen(self._name):
            _log.warning("Later starts can't reach this one: %s", self._server.errorString())

    def hand_over(self, route: str) -> bool:
        """Pass ``route`` to the first instance; False if it doesn't answer in five seconds."""
        socket = QLocalSocket(self)
        socket.connectToServer(self._name)
        if not socket.waitForConnected(ANSWER_TIMEOUT_MS):
            return False
        socket.write(route.encode() + b"\n")
        answered = socket.waitForReadyRead(ANSWER_TIMEOUT_MS) and bytes(socket.readLine().data()) == _ACCEPTED
        socket.disconnectFromServer()
        return answered

    def close(self) -> None:
        """Free the folder."""
        self._server.close()
        self._lock.unlock()

    @Slot()
    def _on_server_new_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(self._on_socket_ready_read)
            socket.disconnected.connect(socket.deleteLater)

    @Slot()
    def _on_socket_ready_read(self) -> None:
        socket = self.sender()
        if not isinstance(socket, QLocalSocket):
            return
        if not socket.canReadLine():
            if socket.bytesAvailable() > _MAX_MESSAGE_BYTES:
                socket.abort()
            return
        line = bytes(socket.readLine(_MAX_MESSAGE_BYTES).data())
        socket.write(_ACCEPTED)
        socket.flush()
        self.route_received.emit(line.decode(errors="replace").strip())


def _socket_name(folder: Path) -> str:
    """A name of its own for each data folder, in the person's runtime folder where the system has one."""
    name = "binom-desktop-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return str(Path(runtime, name)) if runtime and Path(runtime).is_dir() else name
