"""A second start reaches the first one, and only the first holds the folder."""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from binom_desktop.local_listeners.listener import MAX_CONNECTIONS, MAX_MESSAGE_BYTES, Listener, Peer
from binom_desktop.options import ROUTES, route_of
from binom_desktop.single_instance import SingleInstance
from tests.local_peers import LISTENERS, connected, is_dropped, on_unix

SECOND_START = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from binom_desktop.single_instance import SingleInstance
application = QCoreApplication([])
instance = SingleInstance(folder=Path(sys.argv[1]))
assert not instance.acquire()
print("refused", flush=True)
sys.exit(0 if instance.hand_over("/keys") else 1)
"""
FIRST_START = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from binom_desktop.single_instance import SingleInstance
application = QCoreApplication([])
instance = SingleInstance(folder=Path(sys.argv[1]))
assert instance.acquire()
instance.listen()
instance.route_received.connect(application.quit)
print(instance.address, flush=True)
application.exec()
print("PySide6.QtNetwork" in sys.modules, flush=True)
instance.close()
"""


@pytest.fixture(params=LISTENERS)
def kind(request: pytest.FixtureRequest) -> type[Listener]:
    """Each of them."""
    chosen: type[Listener] = request.param
    return chosen


def test_second_start_hands_its_page_over(qtbot: QtBot, tmp_path: Path, kind: type[Listener]) -> None:
    """The first instance hears the page, and the second one hears that it was heard."""
    first = SingleInstance(folder=tmp_path, listener_kind=kind)
    assert first.acquire()
    first.listen()
    with qtbot.waitSignal(first.route_received, timeout=20_000) as received:
        second = subprocess.Popen([sys.executable, "-c", SECOND_START, str(tmp_path)])
    assert received.args == ["/keys"]
    assert second.wait(20) == 0
    first.close()


@on_unix
@pytest.mark.parametrize("has_runtime_folder", [False, True])
def test_both_ends_mean_the_same_place(
    qtbot: QtBot, tmp_path: Path, kind: type[Listener], has_runtime_folder: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person's runtime folder where there is one, and the system's folder for what is temporary."""
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    # The path of a socket is short.
    with tempfile.TemporaryDirectory() as folder:
        if has_runtime_folder:
            monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        first = SingleInstance(folder=tmp_path, listener_kind=kind)
        assert first.acquire()
        first.listen()
        assert not has_runtime_folder or Path(folder) in Path(first.address).parents
        with qtbot.waitSignal(first.route_received, timeout=20_000) as received:
            second = subprocess.Popen([sys.executable, "-c", SECOND_START, str(tmp_path)])
        assert received.args == ["/keys"]
        assert second.wait(20) == 0
        first.close()


@pytest.mark.skipif(sys.platform == "win32", reason="its pipes take Qt's network library")
def test_a_first_start_hears_without_the_network_library(tmp_path: Path) -> None:
    arguments = [sys.executable, "-c", FIRST_START, str(tmp_path)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as first:
        assert first.stdout is not None
        address = first.stdout.readline().strip()
        with socket.socket(socket.AF_UNIX) as peer:
            peer.connect(address)
            peer.sendall(b"/keys\n")
            assert peer.recv(100) == b"shown\n"
        assert first.stdout.readline() == "False\n"
        assert first.wait(20) == 0
    assert not Path(address).exists()


def test_a_start_that_comes_before_the_first_one_listens_is_heard(
    qtbot: QtBot, tmp_path: Path, kind: type[Listener]
) -> None:
    """The first one holds the folder some time before it can hear."""
    first = SingleInstance(folder=tmp_path, listener_kind=kind)
    assert first.acquire()
    arguments = [sys.executable, "-c", SECOND_START, str(tmp_path)]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE) as second:
        assert second.stdout is not None
        assert second.stdout.readline() == b"refused\n"
        with qtbot.waitSignal(first.route_received, timeout=20_000) as received:
            first.listen()
        assert received.args == ["/keys"]
        assert second.wait(20) == 0
    first.close()


def test_folder_is_free_again_after_close(qtbot: QtBot, tmp_path: Path, kind: type[Listener]) -> None:
    """A closed instance leaves nothing that keeps the next one out."""
    first = SingleInstance(folder=tmp_path, listener_kind=kind)
    assert first.acquire()
    first.listen()
    first.close()
    second = SingleInstance(folder=tmp_path)
    assert second.acquire()
    second.close()


def test_a_folder_that_can_not_hold_a_lock_is_not_taken_for_a_second_start(qtbot: QtBot, tmp_path: Path) -> None:
    """Nobody else runs there; what is wrong is said."""
    instance = SingleInstance(folder=tmp_path / "missing")
    with pytest.raises(OSError, match="lock file can't be written"):
        instance.acquire()


def test_endless_line_is_cut_off(qtbot: QtBot, tmp_path: Path, kind: type[Listener]) -> None:
    """A peer that sends without end is dropped, and the instance goes on hearing others."""
    first = SingleInstance(folder=tmp_path, listener_kind=kind)
    assert first.acquire()
    first.listen()
    peer = QLocalSocket()
    peer.connectToServer(first.address)
    qtbot.waitUntil(lambda: peer.state() == QLocalSocket.LocalSocketState.ConnectedState)
    peer.write(b"x" * 100_000)
    qtbot.waitUntil(lambda: peer.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    with qtbot.waitSignal(first.route_received) as received:
        polite = QLocalSocket()
        polite.connectToServer(first.address)
        polite.write(b"/usage\n")
        polite.flush()
    assert received.args == ["/usage"]
    polite.abort()
    first.close()


@pytest.fixture
def first(tmp_path: Path, kind: type[Listener]) -> Iterator[SingleInstance]:
    """An instance that listens, and is not patient."""
    instance = SingleInstance(folder=tmp_path, say_timeout_ms=300, listener_kind=kind)
    assert instance.acquire()
    instance.listen()
    yield instance
    instance.close()


def heard_from_a_polite_start(qtbot: QtBot, first: SingleInstance) -> list[object]:
    """What arrives of a start that keeps to the rules."""
    with ExitStack() as stack:
        received = stack.enter_context(qtbot.waitSignal(first.route_received, timeout=5_000))
        peer = stack.enter_context(connected(first))
        peer.send(b"/usage\n")
    arguments: list[object] = received.args
    return arguments


@on_unix
def test_socket_is_for_its_owner_only(first: SingleInstance, tmp_path: Path) -> None:
    assert Path(first.address).stat().st_mode & 0o077 == 0
    assert (tmp_path / "lock").stat().st_mode & 0o022 == 0


@on_unix
@pytest.mark.parametrize(
    "message",
    [
        b"x" * MAX_MESSAGE_BYTES,
        b"/keys" + b" " * MAX_MESSAGE_BYTES + b"\n",
        b"\x00" * 10_000_000,
        random.Random(1).randbytes(100_000).replace(b"\n", b""),
    ],
    ids=["no end", "long line", "ten million zeros", "noise"],
)
def test_what_is_too_long_is_dropped_unheard(qtbot: QtBot, first: SingleInstance, message: bytes) -> None:
    """Also a line that ends, and whole megabytes: no more than one message's length is ever taken in."""
    with qtbot.assertNotEmitted(first.route_received), connected(first) as peer:
        rest = memoryview(message)

        def sent_or_dropped() -> bool:
            nonlocal rest
            try:
                rest = rest[peer.send(rest) :] if rest else rest
            except BlockingIOError:
                pass
            except ConnectionError:
                return True
            return not rest and is_dropped(peer)

        qtbot.waitUntil(sent_or_dropped)
    assert heard_from_a_polite_start(qtbot, first) == ["/usage"]


@on_unix
@pytest.mark.parametrize("message", [b"", b"/ke", b"\xf0\x9f"])
def test_who_says_nothing_whole_is_dropped_after_a_while(qtbot: QtBot, first: SingleInstance, message: bytes) -> None:
    with qtbot.assertNotEmitted(first.route_received), connected(first) as peer:
        peer.send(message)
        qtbot.waitUntil(lambda: is_dropped(peer))
    assert heard_from_a_polite_start(qtbot, first) == ["/usage"]


@on_unix
def test_one_message_a_connection(qtbot: QtBot, first: SingleInstance) -> None:
    """A thousand lines raise the window once, and the connection is over."""
    heard: list[str] = []
    first.route_received.connect(heard.append)
    with connected(first) as peer:
        peer.send(b"/keys\n" * 1000)
        qtbot.waitUntil(lambda: is_dropped(peer))
    assert heard == ["/keys"]


@on_unix
def test_many_silent_connections_keep_nobody_out(qtbot: QtBot, tmp_path: Path, kind: type[Listener]) -> None:
    """The oldest ones go, the newest is heard, and there are never more than a few."""
    first = SingleInstance(folder=tmp_path, say_timeout_ms=60_000, listener_kind=kind)
    assert first.acquire()
    first.listen()
    with ExitStack() as stack:
        peers: list[socket.socket] = []

        def few_are_left() -> bool:
            return sum(not is_dropped(peer) for peer in peers) <= MAX_CONNECTIONS

        for _ in range(20):
            peers += [stack.enter_context(connected(first)) for _ in range(10)]
            qtbot.waitUntil(few_are_left)
        assert heard_from_a_polite_start(qtbot, first) == ["/usage"]
        assert len(first.findChildren(Peer)) <= MAX_CONNECTIONS + 1
    first.close()


@on_unix
def test_noise_is_heard_as_text_that_means_no_page(qtbot: QtBot, first: SingleInstance) -> None:
    """Whatever bytes come, the instance lives, and the text is a page or nothing."""
    heard: list[str] = []
    first.route_received.connect(heard.append)
    noise = random.Random(2)
    lines = [b"\x00\n", b"\xff\xfe\n", b"binom://[\n", "/k\u202eeys\n".encode(), b"/../../etc/passwd\n", b"\r\n"]
    lines += [noise.randbytes(noise.randrange(400)).replace(b"\n", b"") + b"\n" for _ in range(60)]
    for line in lines:
        with connected(first) as peer:
            peer.send(line)
            qtbot.waitUntil(lambda: is_dropped(peer))
    assert len(heard) == len(lines)
    assert {route_of(text) for text in heard} <= {None, *ROUTES}
    assert heard_from_a_polite_start(qtbot, first) == ["/usage"]
