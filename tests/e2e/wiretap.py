"""What goes over the wire between the app and a server, seen by somebody in between."""

from __future__ import annotations

import contextlib
import re
import socket
import threading
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

_REQUEST = re.compile(rb"^(?:GET|POST|PUT|PATCH|DELETE) (\S+) HTTP/1\.1\r$", re.MULTILINE)
_TOKEN = re.compile(rb'"connectionToken":"([^"]+)"')


class Wiretap:
    """Passes every byte on to a server on this machine, and keeps those of both directions."""

    def __init__(self, server: str) -> None:
        self._target = ("127.0.0.1", urlsplit(server).port or 0)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._listen, name="wiretap", daemon=True)]
        self.sent = bytearray()
        self.received = bytearray()

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        for each in (self._listening, *self._sockets):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        for thread in self._threads:
            thread.join(10)

    @property
    def url(self) -> str:
        """The address to give to the app."""
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    @property
    def targets(self) -> list[str]:
        """What was asked for: paths with their queries."""
        return [target.decode("latin-1") for target in _REQUEST.findall(bytes(self.sent))]

    @property
    def connection_tokens(self) -> set[str]:
        """The secret ids of the live connections."""
        return {token.decode("latin-1") for token in _TOKEN.findall(bytes(self.received))}

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listening.accept()
                far = socket.create_connection(self._target)
                self._sockets += [near, far]
                for way in ((near, far, self.sent), (far, near, self.received)):
                    thread = threading.Thread(target=_pass_on, args=way, name="wiretap", daemon=True)
                    self._threads.append(thread)
                    thread.start()


def _pass_on(source: socket.socket, target: socket.socket, kept: bytearray) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65536):
            kept += piece
            target.sendall(piece)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
