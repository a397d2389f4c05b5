"""What all listeners promise, and the rules that keep any peer from doing harm."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

MAX_MESSAGE_BYTES = 512
MAX_CONNECTIONS = 16
ACCEPTED = b"shown\n"


class Peer(QObject):
    """One connection. It ends once: with its line, when the other side goes, or ``say_timeout_ms`` after it began."""

    said = Signal(str)
    ended = Signal(QObject)

    def __init__(self, *, say_timeout_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._over = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._on_patience_timeout)
        self._patience.start(say_timeout_ms)

    def end(self) -> None:
        """Hang up, whatever the other side is about."""
        if self._over:
            return
        self._over = True
        self._patience.stop()
        self._hang_up()
        self.ended.emit(self)

    def _hang_up(self) -> None:
        raise NotImplementedError

    def _say(self, line: bytes) -> None:
        self.said.emit(line.decode(errors="replace").strip())

    @Slot()
    def _on_patience_timeout(self) -> None:
        self.end()


class Listener(QObject):
    """Hears lines at the local socket ``name``, a path or a name in the system's folder for them.

    Only the same person may connect. A connection carries one line of at most 511 bytes, is told that it is accepted,
    and ends with it; one that says nothing whole in ``say_timeout_ms`` is dropped, and so is the oldest one of more
    than sixteen. So no peer takes memory or keeps the others out. What is heard is checked by nobody here.
    """

    heard = Signal(str)

    def __init__(self, *, name: str, say_timeout_ms: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._say_timeout_ms = say_timeout_ms
        # The oldest first.
        self._peers: list[Peer] = []

    @property
    def address(self) -> str:
        """The full name of the socket, empty while nobody listens."""
        raise NotImplementedError

    def listen(self) -> None:
        """Hear from now on. What is left under the name is removed; what keeps us from listening is logged."""
        raise NotImplementedError

    def close(self) -> None:
        """Hear nothing any more, and leave nothing under the name."""
        for peer in tuple(self._peers):
            peer.end()

    def _take_in(self, peer: Peer) -> None:
        peer.said.connect(self.heard)
        peer.ended.connect(self._on_peer_ended)
        self._peers.append(peer)
        if len(self._peers) > MAX_CONNECTIONS:
            self._peers[0].end()

    @Slot(QObject)
    def _on_peer_ended(self, peer: Peer) -> None:
        self._peers.remove(peer)
        peer.deleteLater()
