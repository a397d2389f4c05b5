"""Drops what is older than Settings want it kept."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from binom_desktop.errors import HistoryFault
from binom_desktop.events import AppEvent, FigureFailed
from binom_desktop.history.history import History

PART = "history"

_DAY_MS = 86_400_000


class Retention:
    """Keeps today and so many whole UTC days before it; with None everything that is not dropped yet.

    It is done after the start, when a UTC day begins, when ``days`` change, and while older requests are still fetched.
    ``as_of_ms`` is the newest moment that the server told of: a wrong clock here must not cost the history. ``refresh``
    reads the server's figures, before a new day's drop and after one that a change of ``days`` brings: what others add
    up from the history begins at those. ``on_dropped`` is called after requests were dropped.
    """

    def __init__(
        self,
        *,
        history: History,
        publish: Callable[[AppEvent], None],
        refresh: Callable[[], Awaitable[None]],
        on_dropped: Callable[[], None],
        as_of_ms: Callable[[], int | None],
        now_ms: Callable[[], int],
        days: int | None,
        longest_wait_s: float = 3_600.0,
    ) -> None:
        self._history = history
        self._publish = publish
        self._refresh = refresh
        self._on_dropped = on_dropped
        self._as_of_ms = as_of_ms
        self._now_ms = now_ms
        self._days = days
        self._longest_wait_s = longest_wait_s
        self._dropped_ms: int | None = None
        self._changed = asyncio.Event()

    def set_days(self, days: int | None) -> None:
        """Keep so many days from now on."""
        if days != self._days:
            self._days = days
            self._changed.set()

    def touch(self) -> None:
        """Older requests came, or the server told how late it is."""
        self._dropped_ms = None
        if self._days is not None:
            self._changed.set()

    async def run(self) -> None:
        """Drop until cancelled. A history that can't be written is published, and tried again within the hour."""
        today, days = self._now_ms() // _DAY_MS, self._days
        while True:
            self._changed.clear()
            (before, days_before), (today, days) = (today, days), (self._now_ms() // _DAY_MS, self._days)
            if days is not None:
                if today != before:
                    await self._refresh()
                dropped = await self._drop(days)
                if dropped and days != days_before:
                    await self._refresh()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._wait_s()):
                    await self._changed.wait()

    async def _drop(self, days: int) -> int:
        """Drop what is older than so many days; how many requests?"""
        as_of_ms = self._as_of_ms()
        if as_of_ms is None:
            return 0
        before_ms = (min(self._now_ms(), as_of_ms) // _DAY_MS - days) * _DAY_MS
        if before_ms == self._dropped_ms:
            return 0
        self._dropped_ms = before_ms
        try:
            dropped = await self._history.drop_older(before_ms)
        except HistoryFault as error:
            self._dropped_ms = None
            self._publish(FigureFailed(PART, error))
            return 0
        if dropped:
            self._on_dropped()
        return dropped

    def _wait_s(self) -> float | None:
        """Until the next UTC day, but at most so long that a clock that was set is noticed."""
        if self._days is None:
            return None
        return min((_DAY_MS - self._now_ms() % _DAY_MS) / 1000, self._longest_wait_s)
