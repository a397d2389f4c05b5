"""Notifications on Linux: the Desktop Notifications Specification 1.2 and its ActivationToken of 1.3, over D-Bus."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.errors import DBusFastError
from msgspec import Struct
from PySide6.QtCore import QObject
from typing_extensions import override

from binom_desktop import APP_ID
from binom_desktop.domain import Severity
from binom_desktop.system_notifications.way import APP_NAME, SystemNotification, Way
from binom_desktop.tasks import Supervisor

SERVICE: Final = "org.freedesktop.Notifications"
PATH: Final = "/org/freedesktop/Notifications"

_BUS = "org.freedesktop.DBus"
_BUS_PATH = "/org/freedesktop/DBus"
_RULES = (
    f"type='signal',sender='{SERVICE}',path='{PATH}',interface='{SERVICE}'",
    f"type='signal',sender='{_BUS}',path='{_BUS_PATH}',interface='{_BUS}',member='NameOwnerChanged',arg0='{SERVICE}'",
)
_URGENCY = {Severity.INFO: 0, Severity.WARNING: 1, Severity.CRITICAL: 2}
_CATEGORY = "x-binom.alert"
_DEFAULT_ACTION = "default"
_BUTTON_ACTION = "open"
_EXPIRES_AS_USUAL = -1
# A daemon that goes while it is asked may have left its name to another, and a bus that ends to a new one.
_TRIES = 2
# EOFError is how the library tells that the bus hung up; KeyError, that the environment names neither bus nor home.
_NO_BUS = (DBusFastError, OSError, EOFError, KeyError)

_log = logging.getLogger(__name__)


class _Asked(Struct, frozen=True):
    """A notification that the daemon has not answered yet. An unwanted one is closed as soon as its number is known."""

    notification: SystemNotification
    wanted: bool = True


class FreedesktopNotifications(Way):
    """Speaks to whichever notification daemon owns the name, and starts again with each new owner.

    The bus is asked on a connection of its own, on the running loop: from Python QtDBus can't send the unsigned number
    that Notify takes.
    """

    def __init__(self, *, supervisor: Supervisor, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._supervisor = supervisor
        self._bus: MessageBus | None = None
        self._watching: asyncio.Task[None] | None = None
        self._connecting = asyncio.Lock()
        self._owner = ""
        self._capabilities: frozenset[str] | None = None
        self._answers: dict[int, asyncio.Future[Message]] = {}
        self._asked: dict[int, _Asked] = {}
        self._numbers: dict[str, int] = {}
        self._routes: dict[int, str] = {}
        self._tokens: dict[int, str] = {}

    @override
    async def show(self, notification: SystemNotification) -> bool:
        for _ in range(_TRIES):
            try:
                bus = await self._connect_bus()
                capabilities = await self._ask_capabilities(bus)
                owner = self._owner
                if capabilities is None:
                    return False
                if await self._notify(bus, notification, capabilities):
                    return True
                if owner == self._owner:
                    return False
            except _NO_BUS as error:
                _log.info("No session bus: %r", error)
        return False

    @override
    async def withdraw_all(self) -> None:
        while self._numbers:
            _, number = self._numbers.popitem()
            await self._close_number(number)

    @override
    async def aclose(self) -> None:
        async with self._connecting:
            if self._bus is not None and self._bus.connected:
                self._bus.disconnect()
            if self._watching is not None:
                await asyncio.wait({self._watching})

    async def _connect_bus(self) -> MessageBus:
        """The connection to the session bus, made anew if it was lost."""
        async with self._connecting:
            if self._bus is None or not self._bus.connected:
                bus = await MessageBus().connect()
                bus.add_message_handler(self._on_message)
                self._watching = self._supervisor.start(self._watch_bus(bus), name="session bus")
                try:
                    for rule in _RULES:
                        message = Message(_BUS, _BUS_PATH, _BUS, "AddMatch", signature="s", body=[rule])
                        await self._call(bus, message)
                except BaseException:
                    bus.disconnect()
                    raise
                self._bus = bus
            return self._bus

    async def _watch_bus(self, bus: MessageBus) -> None:
        """Wait for the end of a connection: nobody gets an answer from it any more, and no daemon is known."""
        # The library gives this method no types.
        gone: Callable[[], Awaitable[None]] = bus.wait_for_disconnect
        try:
            with contextlib.suppress(*_NO_BUS):
                await gone()
        finally:
            self._set_owner("")
            self._asked.clear()
            for answer in self._answers.values():
                if not answer.done():
                    answer.set_exception(ConnectionResetError("the session bus is gone"))

    async def _call(self, bus: MessageBus, message: Message) -> Message:
        """Call and wait for the answer, which may be an error. Raises one of ``_NO_BUS``."""
        if not message.serial:
            message.serial = bus.next_serial()
        answer: asyncio.Future[Message] = asyncio.get_running_loop().create_future()
        self._answers[message.serial] = answer
        try:
            await bus.send(message)
            return await answer
        except _NO_BUS:
            # The library waits to write into the socket that it has just closed; another would get its number.
            if bus._fd is not None:
                asyncio.get_running_loop().remove_writer(bus._fd)
            raise
        finally:
            del self._answers[message.serial]

    async def _ask_capabilities(self, bus: MessageBus) -> frozenset[str] | None:
        """What the daemon can do, asked once of each; None if there is none. One that isn't running may be started."""
        while self._capabilities is None:
            answer = await self._call(bus, _message("GetCapabilities"))
            if answer.signature != "as":
                _log.info("No notification daemon: %s", _fault(answer))
                return None
            if self._owner in ("", answer.sender):
                self._owner = answer.sender or ""
                self._capabilities = frozenset(answer.body[0])
        return self._capabilities

    async def _notify(self, bus: MessageBus, notification: SystemNotification, capabilities: frozenset[str]) -> bool:
        arguments = self._arguments(notification, capabilities)
        # To this very daemon: one that has just taken over may not be able to do as much.
        message = _message("Notify", "susssasa{sv}i", arguments, destination=self._owner)
        message.serial = serial = bus.next_serial()
        self._asked[serial] = _Asked(notification)
        try:
            answer = await self._call(bus, message)
        except asyncio.CancelledError:
            if serial in self._asked:
                self._asked[serial] = _Asked(notification, wanted=False)
            raise
        except _NO_BUS:
            self._asked.pop(serial, None)
            raise
        if answer.message_type is MessageType.METHOD_RETURN:
            return True
        _log.warning("The notification daemon refused a notification: %s", _fault(answer))
        return False

    def _arguments(self, notification: SystemNotification, capabilities: frozenset[str]) -> list[Any]:
        """The arguments of Notify, fit for a daemon that can do this much."""
        title, body = notification.title, notification.body
        if "body" not in capabilities:
            title, body = f"{title}: {body}", ""
        elif "body-markup" in capabilities:
            # Daemons know these three by name, but hardly one knows the quotes by number.
            body = escape(body)
        actions = []
        if "actions" in capabilities:
            actions = [_DEFAULT_ACTION, notification.action_text or self.tr("Open")]
            if notification.action_text:
                actions += [_BUTTON_ACTION, notification.action_text]
        hints = {
            "urgency": Variant("y", _URGENCY[notification.severity]),
            "desktop-entry": Variant("s", APP_ID),
            "category": Variant("s", _CATEGORY),
        }
        replaced = self._numbers.get(notification.id, 0)
        return [APP_NAME, replaced, APP_ID, title, body, actions, hints, _EXPIRES_AS_USUAL]

    async def _close_number(self, number: int) -> None:
        self._forget(number)
        if self._owner and self._bus is not None and self._bus.connected:
            with contextlib.suppress(*_NO_BUS):
                await self._call(self._bus, _message("CloseNotification", "u", [number], destination=self._owner))

    def _on_message(self, message: Message) -> None:
        """Everything that comes from the bus, in the order in which it was sent."""
        if message.message_type in (MessageType.METHOD_RETURN, MessageType.ERROR):
            self._take_answer(message)
        elif message.message_type is not MessageType.SIGNAL:
            return
        elif message.sender == _BUS and message.member == "NameOwnerChanged" and message.body[0] == SERVICE:
            self._set_owner(message.body[2])
        elif message.sender == self._owner and message.interface == SERVICE:
            self._take_signal(message.member, message.signature, message.body)

    def _take_answer(self, message: Message) -> None:
        waiting = self._answers.get(message.reply_serial or 0)
        if waiting is not None and not waiting.done():
            waiting.set_result(message)
        asked = self._asked.pop(message.reply_serial or 0, None)
        if asked is None or message.signature != "u":
            return
        number = message.body[0]
        if not asked.wanted:
            # It has been told in another way by now.
            self._supervisor.start(self._close_number(number), name="withdraw notification")
            return
        self._numbers[asked.notification.id] = number
        self._routes[number] = asked.notification.route

    def _take_signal(self, member: str | None, signature: str, body: list[Any]) -> None:
        match member, signature, body:
            case "ActivationToken", "us", [number, token] if number in self._routes:
                self._tokens[number] = token
            case "ActionInvoked", "us", [number, action] if number in self._routes:
                if action in (_DEFAULT_ACTION, _BUTTON_ACTION):
                    self.activated.emit(self._routes[number], self._tokens.pop(number, ""))
            case "NotificationClosed", "uu", [number, _]:
                self._forget(number)
            case _:
                return

    def _set_owner(self, owner: str) -> None:
        """Numbers and capabilities are those of one daemon."""
        self._owner = owner
        self._capabilities = None
        self._numbers.clear()
        self._routes.clear()
        self._tokens.clear()

    def _forget(self, number: int) -> None:
        self._routes.pop(number, None)
        self._tokens.pop(number, None)
        for notification_id in [known for known, its_number in self._numbers.items() if its_number == number]:
            del self._numbers[notification_id]


def _message(member: str, signature: str = "", body: list[Any] | None = None, *, destination: str = SERVICE) -> Message:
    return Message(
        destination=destination, path=PATH, interface=SERVICE, member=member, signature=signature, body=body or []
    )


def _fault(answer: Message) -> str:
    """Why an answer is not the one that was hoped for."""
    return answer.error_name or f"an answer of the type {answer.signature!r}"
