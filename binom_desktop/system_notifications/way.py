"""What a notification says, and what every way to show one can do."""

from __future__ import annotations

from typing import Final

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from binom_desktop.domain import Severity

APP_NAME: Final = "Binom Desktop"


class SystemNotification(Struct, frozen=True):
    """Something to tell outside the window.

    A notification takes the place of the one before with the same ``id``. A click opens ``route``; so does a button
    that says ``action_text``, if there is one. All texts are plain: markup in them is seen as it is written.
    """

    id: str
    title: str
    body: str
    severity: Severity
    route: str
    action_text: str = ""


class Way(QObject):
    """One way to the system's notifications. Its coroutines may be cancelled at any time.

    ``activated`` carries the route of the notification that was clicked, and the token that lets the app raise its
    window on Wayland (empty elsewhere).
    """

    activated = Signal(str, str)

    async def show(self, notification: SystemNotification) -> bool:
        """Show it; False where this way is missing or not allowed now."""
        raise NotImplementedError

    async def withdraw_all(self) -> None:
        """Take away all that this process has shown."""
        raise NotImplementedError

    async def aclose(self) -> None:
        """Let go of the system. What shows stays, but clicks on it are not heard any more."""
        raise NotImplementedError
