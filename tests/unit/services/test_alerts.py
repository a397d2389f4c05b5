"""Low credit: once a crossing, over restarts too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from binom_desktop.domain import Balance, Severity
from binom_desktop.events import LowCreditFired
from binom_desktop.history.history import History
from binom_desktop.services.alerts import DOCUMENT, LowCreditAlerts

pytestmark = pytest.mark.anyio

CENT = 10_000_000


class Watched:
    """Alerts, and what they said."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.fired: list[LowCreditFired] = []
        self._alerts = LowCreditAlerts(history=history, publish=self.fired.append)

    async def sees(self, cents: int) -> list[tuple[int, Severity]]:
        """What is said about a balance: levels in cents with how much they matter."""
        self.fired.clear()
        await self._alerts.check(Balance(cents * CENT, 0, 0, 0, 0, 0))
        assert all(event.balance_nano == cents * CENT for event in self.fired)
        return [(event.level_nano // CENT, event.severity) for event in self.fired]


@asynccontextmanager
async def watched(folder: Path) -> AsyncIterator[Watched]:
    history = await History.open(folder)
    try:
        yield Watched(history)
    finally:
        await history.close()


async def test_each_level_fires_once_on_the_way_down(tmp_path: Path) -> None:
    async with watched(tmp_path) as alerts:
        assert await alerts.sees(10_00) == []
        assert await alerts.sees(9_99) == [(10_00, Severity.WARNING)]
        assert await alerts.sees(9_98) == []
        assert await alerts.sees(5_00) == []
        assert await alerts.sees(4_99) == [(5_00, Severity.WARNING)]
        assert await alerts.sees(99) == [(1_00, Severity.CRITICAL)]
        assert await alerts.sees(1) == []
        assert await alerts.sees(0) == [(0, Severity.CRITICAL)]
        assert await alerts.sees(-42) == []


@pytest.mark.parametrize(("cents", "level"), [(7_00, 10_00), (3_00, 5_00), (50, 1_00), (0, 0), (-5, 0)])
async def test_a_fall_through_several_levels_or_a_low_balance_at_first_sight_is_one_notification_of_the_lowest(
    tmp_path: Path, cents: int, level: int
) -> None:
    async with watched(tmp_path) as alerts:
        assert [found[0] for found in await alerts.sees(cents)] == [level]
        assert await alerts.sees(cents) == []


async def test_a_level_is_armed_again_five_percent_above_it(tmp_path: Path) -> None:
    async with watched(tmp_path) as alerts:
        assert await alerts.sees(9_00) != []
        assert await alerts.sees(10_49) == []
        assert await alerts.sees(9_00) == []
        assert await alerts.sees(10_50) == []
        assert await alerts.sees(9_00) == [(10_00, Severity.WARNING)]
        assert await alerts.sees(0) == [(0, Severity.CRITICAL)]
        assert await alerts.sees(1) == []
        assert await alerts.sees(0) == [(0, Severity.CRITICAL)]


async def test_a_restart_does_not_say_it_again(tmp_path: Path) -> None:
    async with watched(tmp_path) as alerts:
        assert await alerts.sees(4_00) == [(5_00, Severity.WARNING)]
    async with watched(tmp_path) as alerts:
        assert await alerts.sees(4_00) == []
        assert await alerts.sees(50) == [(1_00, Severity.CRITICAL)]
    async with watched(tmp_path) as alerts:
        assert await alerts.sees(20_00) == []
    async with watched(tmp_path) as alerts:
        assert await alerts.sees(4_00) == [(5_00, Severity.WARNING)]


@pytest.mark.parametrize("document", [b"\xff", b"[]", b"{}", b'{"fired": 3}', b'{"fired": ["x", 10000000000]}'])
async def test_a_stored_state_that_can_not_be_read_counts_as_armed(tmp_path: Path, document: bytes) -> None:
    async with watched(tmp_path) as alerts:
        await alerts.history.write_document(DOCUMENT, document)
        assert await alerts.sees(4_00) == [(5_00, Severity.WARNING)]
