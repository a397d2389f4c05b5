"""A notifier on the app's loop, with all that is seen of it from outside."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import qasync
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication

from binom_desktop.domain import Severity
from binom_desktop.system_notifications.notifier import PATIENCE_S, Notifier
from binom_desktop.system_notifications.way import SystemNotification
from binom_desktop.tasks import Supervisor

WAIT_S = 30.0
POLL_S = 0.005
TOLD = ("Low credit", "Credit Balance is $4.20.", "/billing", Severity.WARNING)
"""What the fallback hears of ``low_credit()``."""


def qt_loop(application: QApplication) -> Iterator[tuple[str, dict[str, Any]]]:
    """The backend of tests that run on the app's loop, for a fixture of a whole module."""
    yield "asyncio", {"loop_factory": lambda: qasync.QEventLoop(application)}
    # A loop that has ended leaves running timers, and they must not be destroyed on another thread.
    gc.collect()


async def until(holds: Callable[[], object], what: str) -> None:
    """Wait for a condition while the loop goes on; ``what`` names it when it never comes."""
    deadline = time.monotonic() + WAIT_S
    while not holds():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        await asyncio.sleep(POLL_S)


class Stage:
    """A notifier; what came to the fallback, which clicks were heard, and what went wrong."""

    def __init__(self, folder: Path, *, platform: str = "linux", patience_s: float = PATIENCE_S) -> None:
        self.errors: list[Exception] = []
        self.clicks: list[tuple[str, str]] = []
        self.threads: set[QThread] = set()
        self.told_otherwise: list[tuple[str, str, str, Severity]] = []
        self._supervisor = Supervisor(on_error=self.errors.append)
        self.notifier = Notifier(
            supervisor=self._supervisor,
            fallback=self._tell_otherwise,
            folder=folder,
            patience_s=patience_s,
            platform=platform,
        )
        self.notifier.activated.connect(self._on_notifier_activated)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.notifier.aclose()
        await self._supervisor.aclose()
        assert self.errors == []

    def clicked(self, times: int) -> bool:
        """Whether this many clicks were heard."""
        return len(self.clicks) == times

    def was_told_otherwise(self, times: int) -> bool:
        """Whether the fallback had its turn this often."""
        return len(self.told_otherwise) == times

    def _tell_otherwise(self, title: str, body: str, route: str, severity: Severity) -> None:
        self.told_otherwise.append((title, body, route, severity))

    def _on_notifier_activated(self, route: str, token: str) -> None:
        self.clicks.append((route, token))
        self.threads.add(QThread.currentThread())


def low_credit(
    body: str = "Credit Balance is $4.20.",
    *,
    notification_id: str = "balance",
    severity: Severity = Severity.WARNING,
    action_text: str = "Open Billing",
) -> SystemNotification:
    """A notification as the app shows it."""
    return SystemNotification(notification_id, "Low credit", body, severity, "/billing", action_text)
