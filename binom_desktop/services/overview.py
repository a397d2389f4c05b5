"""The Overview page's figures, from the history where it is complete and from the server where it isn't."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from binom_desktop.api.client import AccountClient
from binom_desktop.domain import (
    Account,
    AppEvent,
    FigureFailed,
    FigureSource,
    Overview,
    OverviewUpdated,
    Usage,
    UsageField,
    UsageItem,
)
from binom_desktop.errors import BinomError
from binom_desktop.history.history import History

DAYS = 30
PART = "overview"
_NO_USE = UsageItem(requests=0, errors=0, input_tokens=0, output_tokens=0, cost_nano=0)


class OverviewFigures:
    """Publishes ``OverviewUpdated`` after changes, at most every ``interval_s``, and at each UTC midnight.

    While the history lacks part of the days, the server's sums stand in; they are read anew at most every
    ``server_interval_s``. Days and models come from one answer, so that they always sum to the same.
    """

    def __init__(
        self,
        *,
        history: History,
        client: AccountClient,
        publish: Callable[[AppEvent], None],
        now_ms: Callable[[], int],
        interval_s: float = 0.1,
        server_interval_s: float = 3.0,
    ) -> None:
        self._history = history
        self._client = client
        self._publish = publish
        self._now_ms = now_ms
        self._interval_s = interval_s
        self._server_interval_s = server_interval_s
        self._account: Account | None = None
        self._last_sequence = 0
        self._changed = asyncio.Event()
        self._server_usage: Usage | None = None
        self._server_read_at_s = float("-inf")
        self._previous: tuple[date, int] | None = None

    def touch(self, account: Account | None, last_sequence: int) -> None:
        """Something changed: the account, or the history up to ``last_sequence`` of the server's log."""
        self._account = account
        self._last_sequence = last_sequence
        self._changed.set()

    def reread(self) -> None:
        """A person asked: read the server's sums anew, however fresh they are."""
        self._server_read_at_s = float("-inf")
        self._changed.set()

    async def run(self) -> None:
        """Publish until cancelled."""
        while True:
            await self._wait_for_change()
            self._changed.clear()
            if self._account is not None:
                try:
                    self._publish(OverviewUpdated(await self._overview(self._account)))
                except BinomError as error:
                    self._publish(FigureFailed(PART, error))
            await asyncio.sleep(self._interval_s)

    async def _wait_for_change(self) -> None:
        """Until something changes, or the UTC day ends."""
        now = datetime.fromtimestamp(self._now_ms() / 1000, UTC)
        midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), UTC)
        try:
            async with asyncio.timeout((midnight - now).total_seconds()):
                await self._changed.wait()
        except TimeoutError:
            return

    async def _overview(self, account: Account) -> Overview:
        today = datetime.fromtimestamp(self._now_ms() / 1000, UTC).date()
        first = today - timedelta(days=DAYS - 1)
        source = FigureSource.HISTORY
        group_by = (UsageField.DAY, UsageField.MODEL)
        if await self._history.complete_since(_start_ms(first), self._last_sequence):
            usage = await self._history.usage(first, today, group_by)
        else:
            source = FigureSource.SERVER
            usage = await self._usage_of_server(first, today, group_by)
        by_day = _summed(usage.items, lambda item: item.day)
        days = tuple(
            replace(by_day.get(day, _NO_USE), day=day, model=None)
            for day in (first + timedelta(days=number) for number in range(DAYS))
        )
        by_model = _summed(usage.items, lambda item: item.model)
        models = (replace(item, day=None) for item in by_model.values())
        return Overview(
            days=days,
            models=tuple(sorted(models, key=lambda item: (-item.requests, item.model or ""))),
            previous_cost_nano=await self._previous_cost_nano(account, first),
            recent=await self._history.recent(),
            source=source,
            as_of_ms=usage.as_of_ms,
        )

    async def _usage_of_server(self, first: date, last: date, group_by: tuple[UsageField, ...]) -> Usage:
        now_s = asyncio.get_running_loop().time()
        known = self._server_usage
        if known is None or known.last != last or now_s - self._server_read_at_s >= self._server_interval_s:
            # A failure too counts as a reading: the next one waits its time.
            self._server_read_at_s = now_s
            self._server_usage = known = await self._client.usage(first, last, group_by)
        return known

    async def _previous_cost_nano(self, account: Account, first: date) -> int | None:
        """The cost of the days before ``first``; None where the account is too young or nobody can tell."""
        start = first - timedelta(days=DAYS)
        if account.created_ms > _start_ms(start):
            return None
        if self._previous is None or self._previous[0] != first:
            last = first - timedelta(days=1)
            try:
                if await self._history.complete_since(_start_ms(start), self._last_sequence):
                    usage = await self._history.usage(start, last, (UsageField.DAY,))
                else:
                    usage = await self._client.usage(start, last, (UsageField.DAY,))
            except BinomError:
                # A comparison that can't be read is left out; the figures themselves are not its business.
                return None
            self._previous = first, sum(item.cost_nano for item in usage.items)
        return self._previous[1]


def _summed(items: Iterable[UsageItem], key: Callable[[UsageItem], Hashable]) -> dict[Hashable, UsageItem]:
    groups: defaultdict[Hashable, list[UsageItem]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return {
        value: replace(
            group[0],
            requests=sum(item.requests for item in group),
            errors=sum(item.errors for item in group),
            input_tokens=sum(item.input_tokens for item in group),
            output_tokens=sum(item.output_tokens for item in group),
            cost_nano=sum(item.cost_nano for item in group),
        )
        for value, group in groups.items()
    }


def _start_ms(day: date) -> int:
    return int(datetime.combine(day, datetime.min.time(), UTC).timestamp() * 1000)
