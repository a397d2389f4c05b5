"""Joins Settings to the update feed: at most one check a day, and only where a person switched it on."""

from __future__ import annotations

import asyncio
import importlib
import logging
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot

from binom_desktop.build_settings import FeedSettings
from binom_desktop.errors import BinomError
from binom_desktop.models.updates import UpdatesModel
from binom_desktop.presentation.update_text import available_text
from binom_desktop.tasks import NewestWins, Supervisor
from binom_desktop.update_values import (
    Checked,
    CheckFailed,
    Checking,
    Downloaded,
    DownloadFailed,
    Downloading,
    ReleaseFile,
)

if TYPE_CHECKING:
    from binom_desktop.services.updates import Updates

_logger = logging.getLogger(__name__)

_DAY_S = 24 * 3600.0
# A computer that sleeps stops this clock, so it is looked at from time to time.
_LONGEST_WAIT_S = 3600.0


class CheckPlan(Struct, frozen=True):
    """When to check, in seconds: so long after the last time, and no sooner than ``least_s`` to ``most_s`` from now."""

    every_s: float = _DAY_S
    least_s: float = 30.0
    most_s: float = 600.0

    def wait_s(self, since_last_s: float | None) -> float:
        """How long to wait; by chance, so that not everybody asks in the same second."""
        due_s = 0.0 if since_last_s is None else self.every_s - since_last_s
        return max(due_s, 0.0) + secrets.SystemRandom().uniform(self.least_s, self.most_s)


class UpdatesDesk(QObject):
    """Checks ``feed`` by the switch in Settings, or when asked. ``memory`` is a file in the data folder.

    Nothing is imported, read or sent before ``set_enabled``, or before a person asks.
    """

    notice_requested = Signal(str)

    def __init__(
        self,
        *,
        feed: FeedSettings,
        memory: Path,
        version: str,
        platform: Callable[[], str],
        now_ms: Callable[[], int],
        supervisor: Supervisor,
        plan: CheckPlan | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.updates = UpdatesModel(address=feed.address, version=version, platform=platform, parent=self)
        self._feed = feed
        self._memory = memory
        self._version = version
        self._platform = platform
        self._now_ms = now_ms
        self._plan = plan or CheckPlan()
        self._watching = NewestWins(supervisor=supervisor)
        self._checking = NewestWins(supervisor=supervisor)
        self._downloading = NewestWins(supervisor=supervisor)
        self._turn = asyncio.Lock()
        self._enabled = False
        self._told = ""
        self._service: Updates | None = None
        self.updates.check_requested.connect(self._on_updates_check_requested)
        self.updates.download_requested.connect(self._on_updates_download_requested)
        self.updates.cancel_requested.connect(self._on_updates_cancel_requested)

    def set_enabled(self, on: bool) -> None:
        """Check once a day from now on, or no longer."""
        if on == self._enabled:
            return
        self._enabled = on
        self._watching.cancel()
        if on:
            self._watching.start(self._watch(), name="watch for updates")

    async def _watch(self) -> None:
        service = await self._opened()
        while True:
            last_ms = await service.last_checked_ms()
            wait_s = self._plan.wait_s(None if last_ms is None else (self._now_ms() - last_ms) / 1000)
            if wait_s > _LONGEST_WAIT_S:
                await asyncio.sleep(_LONGEST_WAIT_S)
                continue
            await asyncio.sleep(wait_s)
            await self._check()
            if (release := self.updates.release) is not None and release.version != self._told:
                self._told = release.version
                self.notice_requested.emit(available_text(release.version))

    async def _check(self) -> None:
        service = await self._opened()
        async with self._turn:
            found = self.updates.checked
            self.updates.set_check(Checking())
            try:
                found = Checked(self._now_ms(), await service.check())
            except BinomError as error:
                _logger.info("The check for updates failed: %s", type(error).__name__)
                found = CheckFailed(self._now_ms(), error)
            finally:
                self.updates.set_check(found)

    async def _download(self, file: ReleaseFile, target: Path) -> None:
        def progress(done: int) -> None:
            self.updates.set_download(Downloading(done, file.size))

        progress(0)
        try:
            await (await self._opened()).download(file, target, progress)
        except BinomError as error:
            _logger.info("A download was refused: %s", type(error).__name__)
            self.updates.set_download(DownloadFailed(error))
        else:
            self.updates.set_download(Downloaded(target.name, file.sha256))

    async def _opened(self) -> Updates:
        if self._service is None:
            # On the GUI thread either would be a stall; the platform is known by then.
            await asyncio.to_thread(importlib.import_module, "binom_desktop.services.updates")
            await asyncio.to_thread(self._platform)
            from binom_desktop.services.updates import Updates

            self._service = Updates(feed=self._feed, memory=self._memory, version=self._version, now_ms=self._now_ms)
        return self._service

    @Slot()
    def _on_updates_check_requested(self) -> None:
        self._checking.start(self._check(), name="check for updates")

    @Slot(object, str)
    def _on_updates_download_requested(self, file: ReleaseFile, target: str) -> None:
        self._downloading.start(self._download(file, Path(target)), name="download update")

    @Slot()
    def _on_updates_cancel_requested(self) -> None:
        self._downloading.cancel()
        self.updates.set_download(None)
