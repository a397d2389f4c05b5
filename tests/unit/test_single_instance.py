"""A second start reaches the first one, and only the first holds the folder."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from binom_desktop.single_instance import SingleInstance

SECOND_START = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from binom_desktop.single_instance import SingleInstance
application = QCoreApplication([])
instance = SingleInstance(folder=Path(sys.argv[1]))
assert not instance.acquire()
sys.exit(0 if instance.hand_over("/keys") else 1)
"""


def test_second_start_hands_its_page_over(qtbot: QtBot, tmp_path: Path) -> None:
    """The first instance hears the page, and the second one hears that it was heard."""
    first = SingleInstance(folder=tmp_path)
    assert first.acquire()
    first.listen()
    with qtbot.waitSignal(first.route_received, timeout=20_000) as received:
        second = subprocess.Popen([sys.executable, "-c", SECOND_START, str(tmp_path)])
    assert received.args == ["/keys"]
    assert second.wait(20) == 0
    first.close()


def test_folder_is_free_again_after_close(qtbot: QtBot, tmp_path: Path) -> None:
    """A closed instance leaves nothing that keeps the next one out."""
    first = SingleInstance(folder=tmp_path)
    assert first.acquire()
    first.listen()
    first.close()
    second = SingleInstance(folder=tmp_path)
    assert second.acquire()
    second.close()


def test_endless_line_is_cut_off(qtbot: QtBot, tmp_path: Path) -> None:
    """A peer that sends without end is dropped, and the instance goes on hearing others."""
    first = SingleInstance(folder=tmp_path)
    assert first.acquire()
    first.listen()
    peer = QLocalSocket()
    peer.connectToServer(first._name)
    qtbot.waitUntil(lambda: peer.state() == QLocalSocket.LocalSocketState.ConnectedState)
    peer.write(b"x" * 100_000)
    qtbot.waitUntil(lambda: peer.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    with qtbot.waitSignal(first.route_received) as received:
        polite = QLocalSocket()
        polite.connectToServer(first._name)
        polite.write(b"/usage\n")
        polite.flush()
    assert received.args == ["/usage"]
    polite.abort()
    first.close()
