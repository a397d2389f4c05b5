"""Hears at a Unix socket with no more than QtCore: Qt's network library takes megabytes."""

from __future__ import annotations

import logging
import os
import socket
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QDir, QObject, QSocketNotifier, QTimer, Slot
from typing_extensions import override

from binom_desktop.local_listeners.listener import ACCEPTED, MAX_MESSAGE_BYTES, Listener, Peer

_REST_MS = 1_000

_log = logging.getLogger(__name__)


class UnixListener(Listener):
    """A listener for Linux and macOS. Its socket has the path that Qt gives one of that name."""

    def __init__(self, *, name: str, say_timeout_ms: int, parent: QObject | None = None) -> None:
        super().__init__(name=name, say_timeout_ms=say_timeout_ms, parent=parent)
        self._path = Path(QDir.tempPath(), name)
        self._socket: socket.socket | None = None
        self._notifier: QSocketNotifier | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._on_rest_timeout)

    @property
    @override
    def address(self) -> str:
        return "" if self._socket is None else str(self._path)

    @override
    def listen(self) -> None:
        try:
            self._socket = _listening_socket(self._path)
        except OSError as error:
            _log.warning("Later starts can't reach this one: %s", error)
            return
        self._notifier = QSocketNotifier(self._socket.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_notifier_activated)

    @override
    def close(self) -> None:
        super().close()
        self._rest.stop()
        if self._socket is None or self._notifier is None:
            return
        self._notifier.setEnabled(False)
        self._socket.close()
        self._socket = None
        with suppress(OSError):
            self._path.unlink()

    @Slot()
    def _on_notifier_activated(self) -> None:
        if self._socket is None or self._notifier is None:
            return
        try:
            connection, _ = self._socket.accept()
        except (BlockingIOError, ConnectionAbortedError):
            # It has gone again.
            return
        except OSError as error:
            # It stays there, so that asking again at once would be asking without end.
            _log.warning("A later start has to wait: %s", error)
            self._notifier.setEnabled(False)
            self._rest.start()
            return
        connection.setblocking(False)
        self._take_in(UnixPeer(connection=connection, say_timeout_ms=self._say_timeout_ms, parent=self))

    @Slot()
    def _on_rest_timeout(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(True)


class UnixPeer(Peer):
    """A connection that reads no more than a message."""

    def __init__(self, *, connection: socket.socket, say_timeout_ms: int, parent: QObject | None = None) -> None:
        super().__init__(say_timeout_ms=say_timeout_ms, parent=parent)
        self._connection = connection
        self._begun = b""
        self._notifier = QSocketNotifier(connection.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_notifier_activated)

    @override
    def _hang_up(self) -> None:
        self._notifier.setEnabled(False)
        self._connection.close()

    @Slot()
    def _on_notifier_activated(self) -> None:
        try:
            part = self._connection.recv(MAX_MESSAGE_BYTES - len(self._begun))
        except BlockingIOError:
            return
        except OSError:
            part = b""
        self._begun += part
        line, end, _ = self._begun.partition(b"\n")
        if end:
            # The system takes so little at once, unless the other side has gone.
            with suppress(OSError):
                self._connection.send(ACCEPTED)
            self.end()
            self._say(line)
        elif not part or len(self._begun) >= MAX_MESSAGE_BYTES:
            self.end()


def _listening_socket(path: Path) -> socket.socket:
    """A socket that listens at ``path``, its owner's alone from the first moment. Raises ``OSError``."""
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        # A folder that another thread makes at this moment has to stay one that its owner can enter.
        before = os.umask(0o077)
        try:
            listening.bind(str(path))
        finally:
            os.umask(before)
        path.chmod(0o600)
        listening.setblocking(False)
        listening.listen()
    except OSError:
        listening.close()
        raise
    return listening
