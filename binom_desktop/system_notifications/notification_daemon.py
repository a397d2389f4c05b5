"""Whether anybody on Linux shows notifications, asked before the library that speaks to them is imported."""

from __future__ import annotations

import asyncio
import logging
import os
from typing import Any

from PySide6.QtCore import QUuid
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

_SERVICE = "org.freedesktop.Notifications"
_BUS = "org.freedesktop.DBus"
_BUS_PATH = "/org/freedesktop/DBus"

_log = logging.getLogger(__name__)


async def has_notification_daemon() -> bool:
    """Whether the session bus knows a notification daemon, running or to be started. False where there is no bus.

    The bus is asked on a connection of its own, which ends with the answer: the one that Qt keeps is lost for good
    when the bus begins anew.
    """
    name = QUuid.createUuid().toString()
    # connectToBus would wait for the bus's answer to Hello, with the interpreter locked. A peer says Hello itself.
    bus = QDBusConnection.connectToPeer(os.environ.get("DBUS_SESSION_BUS_ADDRESS", ""), name)
    try:
        await _ask(bus, "Hello")
        if await _ask(bus, "NameHasOwner", _SERVICE) == [True]:
            return True
        startable = await _ask(bus, "ListActivatableNames")
    finally:
        QDBusConnection.disconnectFromPeer(name)
    if any(_SERVICE in names for names in startable):
        return True
    _log.info("Nobody on the session bus shows notifications.")
    return False


async def _ask(bus: QDBusConnection, member: str, *arguments: str) -> list[Any]:
    """What the bus itself answers; nothing if it is gone or refuses."""
    message = QDBusMessage.createMethodCall(_BUS, _BUS_PATH, _BUS, member)
    message.setArguments(list(arguments))
    call = QDBusPendingCallWatcher(bus.asyncCall(message))
    answered = asyncio.Event()
    call.finished.connect(answered.set)
    try:
        # Of a call on a connection that is lost already no signal comes.
        if not call.isFinished():
            await answered.wait()
        return [] if call.isError() else call.reply().arguments()
    finally:
        # Here, and not on whichever thread collects garbage.
        call.deleteLater()
