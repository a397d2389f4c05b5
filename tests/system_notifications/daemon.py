"""A notification daemon that the tests play: it can do what it is told to, answers, and is clicked."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from typing_extensions import override

from tests.e2e.bus import NOTHING, Answer, BusError, BusService

PATH = "/org/freedesktop/Notifications"
FULL = ("actions", "body", "body-markup", "persistence")
CLOSED_BY_PERSON = 2
CLOSED_BY_APP = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A call of Notify as it came; ``signature`` is that of the message, and hints keep those of their values."""

    number: int
    signature: str
    app_name: str
    replaces: int
    icon: str
    summary: str
    body: str
    actions: Mapping[str, str]
    hints: Mapping[str, tuple[str, Any]]
    expire_ms: int


class Daemon(BusService):
    """Owns the name of the notification daemon from ``with`` to its end."""

    name = "org.freedesktop.Notifications"

    def __init__(self, address: str, *, capabilities: Sequence[str] = FULL, refuses: bool = False) -> None:
        super().__init__(address)
        self._capabilities = list(capabilities)
        self._refuses = refuses
        self._signature = ""
        self._going_on = threading.Event()
        self._going_on.set()
        self.calls: list[str] = []
        self.asked: list[Asked] = []
        self.showing: dict[int, Asked] = {}

    @override
    def __exit__(self, *error: object) -> None:
        self._going_on.set()
        super().__exit__(*error)

    def hang(self) -> None:
        """From now on answer nothing, but keep the name."""
        self._going_on.clear()

    def go_on(self) -> None:
        """Answer what has come meanwhile."""
        self._going_on.set()

    def click(self, asked: Asked, action: str = "default", *, token: str = "") -> None:
        """Click a notification or one of its buttons, as a Wayland desktop does if there is a token."""
        if token:
            self.emit(PATH, self.name, "ActivationToken", "us", asked.number, token)
        self.emit(PATH, self.name, "ActionInvoked", "us", asked.number, action)

    def dismiss(self, asked: Asked) -> None:
        """Close a notification by hand."""
        self._close(asked.number, CLOSED_BY_PERSON)

    @override
    def answer(self, path: str, interface: str, member: str, body: tuple[Any, ...], sender: str) -> Answer:
        self.calls.append(member)
        self._going_on.wait()
        match member:
            case "GetCapabilities":
                return "as", (self._capabilities,)
            case "Notify" if not self._refuses:
                return "u", (self._show(body),)
            case "CloseNotification":
                self._close(body[0], CLOSED_BY_APP)
                return NOTHING
            case _:
                raise BusError("org.freedesktop.DBus.Error.LimitsExceeded", member)

    def _show(self, body: tuple[Any, ...]) -> int:
        name, replaces, icon, summary, text, actions, hints, expire_ms = body
        number = replaces if replaces in self.showing else len(self.asked) + 1
        labels = dict(zip(actions[::2], actions[1::2], strict=True))
        asked = Asked(number, self._signature, name, replaces, icon, summary, text, labels, hints, expire_ms)
        self.asked.append(asked)
        self.showing[number] = asked
        return number

    def _close(self, number: int, reason: int) -> None:
        if self.showing.pop(number, None) is not None:
            self.emit(PATH, self.name, "NotificationClosed", "uu", number, reason)

    @override
    def _reply(self, message: Any, fields: Any) -> Any:
        self._signature = next((value for field, value in fields.items() if field.name == "signature"), "")
        return super()._reply(message, fields)
