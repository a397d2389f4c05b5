"""All listeners there are, and peers that may do anything at their sockets."""

from __future__ import annotations

import socket

import pytest

from binom_desktop.local_listeners.listener import Listener
from binom_desktop.local_listeners.unix import UnixListener
from binom_desktop.local_listeners.windows import QtListener
from binom_desktop.single_instance import SingleInstance

on_unix = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="it takes Unix sockets")

# Whatever this system would choose: Qt's is one everywhere.
LISTENERS = [pytest.param(UnixListener, id="unix", marks=on_unix), pytest.param(QtListener, id="qt")]


def connected(first: SingleInstance | Listener) -> socket.socket:
    """A peer that may do anything."""
    peer = socket.socket(socket.AF_UNIX)
    peer.connect(first.address)
    peer.setblocking(False)
    return peer


def is_dropped(peer: socket.socket) -> bool:
    """Whether the instance has ended the connection; what it said before counts for nothing."""
    try:
        while peer.recv(4096):
            pass
    except BlockingIOError:
        return False
    except ConnectionError:
        return True
    return True
