"""Hears at a named pipe through Qt's network library, which on other systems makes a Unix socket of it."""

from __future__ import annotations

import logging

from PySide6.QtCore import QObject, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from typing_extensions import override

from binom_desktop.local_listeners.listener import ACCEPTED, MAX_MESSAGE_BYTES, Listener, Peer

_log = logging.getLogger(__name__)


class QtListener(Listener):
    """A listener that takes Qt's network library: for Windows."""

    def __init__(self, *, name: str, say_timeout_ms: int, parent: QObject | None = None) -> None:
        super().__init__(name=name, say_timeout_ms=say_timeout_ms, parent=parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_server_new_connection)

    @property
    @override
    def address(self) -> str:
        return self._server.fullServerName() if self._server.isListening() else ""

    @override
    def listen(self) -> None:
        QLocalServer.removeServer(self._name)
        if not self._server.listen(self._name):
            _log.warning("Later starts can't reach this one: %s", self._server.errorString())

    @override
    def close(self) -> None:
        super().close()
        self._server.close()

    @Slot()
    def _on_server_new_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            self._take_in(QtPeer(socket=socket, say_timeout_ms=self._say_timeout_ms, parent=self))


class QtPeer(Peer):
    """A connection of Qt's."""

    def __init__(self, *, socket: QLocalSocket, say_timeout_ms: int, parent: QObject | None = None) -> None:
        super().__init__(say_timeout_ms=say_timeout_ms, parent=parent)
        self._socket = socket
        self._socket.setParent(self)
        # What is not read yet stays with the peer.
        self._socket.setReadBufferSize(MAX_MESSAGE_BYTES)
        self._socket.readyRead.connect(self._on_socket_ready_read)
        self._socket.disconnected.connect(self._on_socket_disconnected)

    @override
    def _hang_up(self) -> None:
        self._socket.abort()

    @Slot()
    def _on_socket_ready_read(self) -> None:
        if not self._socket.canReadLine():
            if self._socket.bytesAvailable() >= MAX_MESSAGE_BYTES:
                self.end()
            return
        line = bytes(self._socket.readLine(MAX_MESSAGE_BYTES + 1).data())
        # One message a connection.
        self._socket.readyRead.disconnect(self._on_socket_ready_read)
        self._socket.write(ACCEPTED)
        self._socket.flush()
        # A pipe may take the answer a little later, and the connection is over then.
        self._socket.disconnectFromServer()
        self._say(line)

    @Slot()
    def _on_socket_disconnected(self) -> None:
        self.end()
