"""One running app a data folder: a second start hands its page over to the first."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, QThread, QTimer, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

ANSWER_TIMEOUT_MS = 5_000
MAX_MESSAGE_BYTES = 512
MAX_CONNECTIONS = 16
_SAY_TIMEOUT_MS = 3_000
_TRY_AGAIN_MS = 50
_ACCEPTED = b"shown\n"

_log = logging.getLogger(__name__)


class SingleInstance(QObject):
    """The lock on a data folder and the local socket beside it.

    A message is one line: a route such as ``/keys``, or nothing, which only raises the window. What arrives is
    checked by the receiver like any other input from outside. A connection carries one message of at most 511 bytes
    and ends with it; one that says nothing whole in ``say_timeout_ms`` is dropped, and so is the oldest one of more
    than sixteen. So no peer takes memory or keeps the others out.
    """

    route_received = Signal(str)

    def __init__(self, *, folder: Path, say_timeout_ms: int = _SAY_TIMEOUT_MS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say_timeout_ms = say_timeout_ms
        # The oldest first.
        self._peers: list[QLocalSocket] = []
        self._lock = QLockFile(str(folder / "lock"))
        # Only a dead process makes the lock stale, never its age.
        self._lock.setStaleLockTime(0)
        self._folder = folder
        self._server: QLocalServer | None = None
        self.acquired = False

    @property
    def address(self) -> str:
        """The full name of the socket, empty while nobody listens."""
        return "" if self._server is None else self._server.fullServerName()

    def acquire(self) -> bool:
        """Take the folder for this process; False if another one has it. Raises ``OSError`` if nobody can take it."""
        self.acquired = self._lock.tryLock(0)
        if not self.acquired and self._lock.error() is not QLockFile.LockError.LockFailedError:
            raise OSError("its lock file can't be written; the disk may be full or read-only")
        return self.acquired

    def listen(self) -> None:
        """Hear later starts. The lock is ours, so a socket left under the name belongs to no one."""
        from PySide6.QtNetwork import QLocalServer

        name = _socket_name(self._folder)
        QLocalServer.removeServer(name)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_server_new_connection)
        if not self._server.listen(name):
            _log.warning("Later starts can't reach this one: %s", self._server.errorString())

    def hand_over(self, route: str) -> bool:
        """Pass ``route`` to the first instance; False if it doesn't answer in five seconds."""
        from PySide6.QtNetwork import QLocalSocket

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
        answered = socket.waitForReadyRead(ANSWER_TIMEOUT_MS) and bytes(socket.readLine().data()) == _ACCEPTED
        socket.disconnectFromServer()
        return answered

    def close(self) -> None:
        """Free the folder."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()
        self.acquired = False

    @Slot()
    def _on_server_new_connection(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            self._peers.append(socket)
            # What is not read yet stays with the peer.
            socket.setReadBufferSize(MAX_MESSAGE_BYTES)
            socket.readyRead.connect(self._on_socket_ready_read)
            socket.disconnected.connect(self._on_socket_disconnected)
            patience = QTimer(socket)
            patience.setSingleShot(True)
            patience.timeout.connect(self._on_patience_timeout)
            patience.start(self._say_timeout_ms)
            if len(self._peers) > MAX_CONNECTIONS:
                self._peers[0].abort()

    @Slot()
    def _on_patience_timeout(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        socket = self.sender().parent()
        if isinstance(socket, QLocalSocket):
            socket.abort()

    @Slot()
    def _on_socket_disconnected(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        socket = self.sender()
        if isinstance(socket, QLocalSocket) and socket in self._peers:
            self._peers.remove(socket)
            socket.deleteLater()

    @Slot()
    def _on_socket_ready_read(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        socket = self.sender()
        if not isinstance(socket, QLocalSocket) or socket not in self._peers:
            return
        if not socket.canReadLine():
            if socket.bytesAvailable() >= MAX_MESSAGE_BYTES:
                socket.abort()
            return
        line = bytes(socket.readLine(MAX_MESSAGE_BYTES + 1).data())
        # One message a connection.
        socket.readyRead.disconnect(self._on_socket_ready_read)
        socket.write(_ACCEPTED)
        socket.flush()
        socket.disconnectFromServer()
        self.route_received.emit(line.decode(errors="replace").strip())


def _socket_name(folder: Path) -> str:
    """A name of its own for each data folder, in the person's runtime folder where the system has one."""
    import hashlib

    name = "binom-desktop-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return str(Path(runtime, name)) if runtime and Path(runtime).is_dir() else name
