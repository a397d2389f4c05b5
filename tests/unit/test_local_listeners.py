"""A listener hears its owner's other processes, and nothing that a peer does harms it."""

from __future__ import annotations

import logging
import os
import socket
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot

from binom_desktop.local_listeners.listener import MAX_MESSAGE_BYTES, Listener, Peer
from binom_desktop.local_listeners.unix import UnixListener
from tests.local_peers import LISTENERS, connected, is_dropped, on_unix

pytestmark = on_unix


@pytest.fixture(params=LISTENERS)
def kind(request: pytest.FixtureRequest) -> type[Listener]:
    """Each of them."""
    chosen: type[Listener] = request.param
    return chosen


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder with a path that is short enough for one of a socket."""
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


@pytest.fixture
def listener(kind: type[Listener], folder: Path) -> Iterator[Listener]:
    """One that listens, and that nobody's silence makes impatient while a test lasts."""
    listener = kind(name=str(folder / "here"), say_timeout_ms=600_000)
    listener.listen()
    yield listener
    listener.close()


@pytest.fixture
def heard(listener: Listener) -> list[str]:
    """What it has heard up to now."""
    lines: list[str] = []
    listener.heard.connect(lines.append)
    return lines


def say(listener: Listener, message: bytes) -> None:
    """Connect, say something, and go without waiting for an answer."""
    with connected(listener) as peer:
        peer.send(message)


def has_come(peer: socket.socket) -> bool:
    """Whether there is something to read for the peer."""
    try:
        return bool(peer.recv(1, socket.MSG_PEEK))
    except BlockingIOError:
        return False


def test_socket_is_for_its_owner_only_whatever_else_is_allowed(folder: Path) -> None:
    """And files that are made later are what they would have been."""
    listener = UnixListener(name=str(folder / "here"), say_timeout_ms=600_000)
    before = os.umask(0)
    try:
        listener.listen()
        assert stat.S_IMODE(Path(listener.address).stat().st_mode) == 0o600
        assert os.umask(0) == 0
    finally:
        os.umask(before)
        listener.close()


def test_a_dead_process_s_socket_is_in_nobody_s_way(qtbot: QtBot, kind: type[Listener], folder: Path) -> None:
    """A process that was killed leaves it; one that ends leaves nothing."""
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(folder / "here"))
    listener = kind(name=str(folder / "here"), say_timeout_ms=600_000)
    assert listener.address == ""
    listener.listen()
    assert listener.address == str(folder / "here")
    with qtbot.waitSignal(listener.heard) as received:
        say(listener, b"/usage\n")
    assert received.args == ["/usage"]
    listener.close()
    assert listener.address == ""
    assert not list(folder.iterdir())


@pytest.mark.parametrize("name", ["x" * 200, "missing/here"])
def test_a_place_that_can_not_be_taken_is_logged(
    qtbot: QtBot, kind: type[Listener], folder: Path, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    """The app runs without hearing later starts."""
    listener = kind(name=str(folder / name), say_timeout_ms=600_000)
    with caplog.at_level(logging.WARNING):
        listener.listen()
    assert "Later starts can't reach this one" in caplog.text
    assert listener.address == ""
    listener.close()
    assert not list(folder.iterdir())


@pytest.mark.parametrize(
    "parts",
    [
        (b"/ke", b"ys\n"),
        (b"/keys", b"\n"),
        (b"/keys" + b" " * 500, b" " * (MAX_MESSAGE_BYTES - 506) + b"\n"),
    ],
)
def test_a_line_may_come_in_parts(
    qtbot: QtBot, listener: Listener, heard: list[str], parts: tuple[bytes, bytes]
) -> None:
    """Up to 511 bytes of them; then the answer comes, and the connection is over."""
    with connected(listener) as peer:
        peer.send(parts[0])
        qtbot.waitUntil(lambda: bool(listener.findChildren(Peer)))
        peer.send(parts[1])
        qtbot.waitUntil(lambda: has_come(peer))
        assert peer.recv(100) == b"shown\n"
        qtbot.waitUntil(lambda: is_dropped(peer))
    assert heard == ["/keys"]


@pytest.mark.parametrize("message", [b"", b"/ke", b"/keys\n", b"/keys\n/keys\n", b"x" * 2_000])
def test_who_goes_at_any_time_leaves_nothing(
    qtbot: QtBot, listener: Listener, heard: list[str], message: bytes
) -> None:
    """Before its line is whole, or without reading the answer: long before anybody's patience is over."""

    def held() -> tuple[int, int]:
        return len(listener.findChildren(QObject)), sum(1 for _ in Path("/dev/fd").iterdir())

    before = held()
    for _ in range(30):
        say(listener, message)
    # They are heard one after the other.
    say(listener, b"/usage\n")
    qtbot.waitUntil(lambda: "/usage" in heard)
    qtbot.waitUntil(lambda: held() == before)
    assert heard == ["/keys"] * (30 if b"\n" in message else 0) + ["/usage"]


def test_closing_hangs_up(qtbot: QtBot, listener: Listener) -> None:
    with connected(listener) as peer:
        qtbot.waitUntil(lambda: bool(listener.findChildren(Peer)))
        listener.close()
        qtbot.waitUntil(lambda: is_dropped(peer))


def test_a_process_without_descriptors_rests_and_hears_later(
    qtbot: QtBot, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It doesn't ask without end for what it can't get."""
    import resource

    listener = UnixListener(name=str(folder / "here"), say_timeout_ms=600_000)
    listener.listen()
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    with connected(listener) as peer, caplog.at_level(logging.WARNING):
        peer.send(b"/keys\n")
        free = os.dup(peer.fileno())
        os.close(free)
        resource.setrlimit(resource.RLIMIT_NOFILE, (free, limits[1]))
        try:
            qtbot.waitUntil(lambda: "A later start has to wait" in caplog.text)
            for _ in range(100):
                QCoreApplication.processEvents()
            assert len(caplog.records) == 1
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)
        with qtbot.waitSignal(listener.heard) as received:
            qtbot.waitUntil(lambda: has_come(peer))
        assert received.args == ["/keys"]
    listener.close()
