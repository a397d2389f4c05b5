"""Answers what a person asks about usage: sums by days of their time zone, from the history or from the server."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from binom_desktop.api.client import AccountClient
from binom_desktop.domain import Anomaly, FigureSource, UsageField, UsageItem
from binom_desktop.errors import AuthFailed, BinomError
from binom_desktop.events import AppEvent, FigureFailed, UsageReported
from binom_desktop.history.history import History
from binom_desktop.queries import NOTHING, RequestFilter, Totals, UsagePeriod, UsageQuestion, UsageReport, utc_day
from binom_desktop.services.anomalies import anomalies
from binom_desktop.services.usage_parts import start_ms

PART = "usage"
HOUR_MS = 3_600_000
WEEK_HOURS = 168
# What GET /v1/usage tells in one call, and all in all (account-api.yaml).
HOURLY_DAYS = 31
MOST_DAYS = 400
# An answer from the history is made hour by hour, too: so many days can be told at once.
MOST_KEPT_DAYS = 3_660
# So many days before a period tell what is usual.
PATTERN_DAYS = 56
_ANOMALIES_INTERVAL_S = 15.0
# Keeping up with the log takes at most a fifth of the worker's time, however large it is.
_PAUSE_SHARE = 4
_UTC = "UTC"
# Every hour it is looked at anew what day it is: the clock of a computer that slept jumps.
_LONGEST_WAIT_S = 3600.0

Sums = Mapping[tuple[int, str | int | None], Totals]


class UsageReports:
    """The newest question wins. While one is asked, the answer follows the history, and now and then the server.

    ``last_sequence`` says up to where the history has to reach for its figures to be the newest, and ``as_of_ms`` of
    when they are then, None where nobody has said yet.
    """

    def __init__(
        self,
        *,
        history: History,
        client: AccountClient,
        publish: Callable[[AppEvent], None],
        last_sequence: Callable[[], int],
        as_of_ms: Callable[[], int | None] = lambda: None,
        now_ms: Callable[[], int],
        interval_s: float = 1.0,
        server_interval_s: float = 30.0,
    ) -> None:
        self._history = history
        self._client = client
        self._publish = publish
        self._last_sequence = last_sequence
        self._as_of_ms = as_of_ms
        self._now_ms = now_ms
        self._interval_s = interval_s
        self._server_interval_s = server_interval_s
        self._asked: tuple[UsageQuestion, str] | None = None
        self._signed_out: AuthFailed | None = None
        # From when on the history would have had to be whole for the last answer.
        self._lacking_ms: int | None = None
        self._anomalies: tuple[tuple[date, date, tuple[int, ...]], tuple[Anomaly, ...]] | None = None
        self._anomalies_due_s = 0.0
        self._changed = asyncio.Event()
        self._asked_anew = asyncio.Event()

    def ask(self, question: UsageQuestion | None, zone: str) -> None:
        """Answer this for days of a time zone, soon and from now on; None asks for nothing."""
        asked = None if question is None else (question, zone)
        if asked != self._asked:
            self._asked = asked
            self._changed.set()
            self._asked_anew.set()

    def touch(self) -> None:
        """The history changed."""
        self._changed.set()

    def reread(self) -> None:
        """A person asked: answer anew, however fresh the last answer is."""
        self._changed.set()
        self._asked_anew.set()

    def sign_out(self, error: AuthFailed) -> None:
        """The key is refused: ask the server for nothing more."""
        self._signed_out = error

    async def run(self) -> None:
        """Answer until cancelled. What can't be answered is published, and tried again with the next change."""
        while True:
            await self._wait_for_change()
            self._changed.clear()
            self._asked_anew.clear()
            begun_s = asyncio.get_running_loop().time()
            pause_s = self._interval_s
            self._lacking_ms = None
            if self._asked is not None:
                pause_s = await self._answer(*self._asked)
                pause_s = max(pause_s, _PAUSE_SHARE * (asyncio.get_running_loop().time() - begun_s))
            await self._pause(pause_s)

    async def report(self, question: UsageQuestion, zone: str) -> UsageReport:
        """The answer to a question as of now. Raises ``BinomError``s where it can't be had."""
        now_ms = self._now_ms()
        try:
            try:
                return await self._report(question, zone, now_ms)
            except _ZoneUnknown:
                # Both periods, and what today is, have to be of the same days.
                return await self._report(question, _UTC, now_ms)
        except OverflowError:
            raise BinomError("There is no calendar for these days.") from None

    async def _pause(self, pause_s: float) -> None:
        """Until something else is asked, the time is over, or the history has what the server was asked for."""
        loop = asyncio.get_running_loop()
        end_s = loop.time() + pause_s
        while (left_s := end_s - loop.time()) > 0 and not self._asked_anew.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(left_s if self._lacking_ms is None else min(left_s, self._interval_s)):
                    await self._asked_anew.wait()
            if self._lacking_ms is not None and self._changed.is_set() and await self._whole_since(self._lacking_ms):
                return

    async def _whole_since(self, from_ms: int) -> bool:
        """Whether the history has every request from then on, as far as anybody has said yet what there is."""
        last_sequence = self._last_sequence()
        known = last_sequence > 0 or self._as_of_ms() is not None
        return known and await self._history.complete_since(from_ms, last_sequence)

    async def _wait_for_change(self) -> None:
        """Until something changes, or the day ends that the answer is given of."""
        wait_s: float | None = None
        if self._asked is not None:
            _, zone = self._asked
            now_ms = self._now_ms()
            midnight_ms = _midnight_ms(_local_day(now_ms, zone) + timedelta(days=1), ZoneInfo(zone))
            wait_s = min((midnight_ms - now_ms) / 1000, _LONGEST_WAIT_S)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await self._changed.wait()

    async def _report(self, question: UsageQuestion, zone: str, now_ms: int) -> UsageReport:
        today = _local_day(now_ms, zone)
        period = await self._period(question.days(today), zone, question.split, now_ms)
        unusual = await self._anomalies_in(period)
        days = question.compared_days(today)
        if days is None:
            return UsageReport(question, period, None, unusual)
        # A day that is not over is compared with as many whole hours of the other one.
        elapsed_ms = None
        if period.until_ms < period.edges_ms[-1]:
            elapsed_ms = -(-(period.until_ms - period.edges_ms[0]) // HOUR_MS) * HOUR_MS
        compared = await self._period(days, zone, question.split, now_ms, elapsed_ms)
        return UsageReport(question, period, compared, unusual)

    async def _answer(self, question: UsageQuestion, zone: str) -> float:
        """Publish the answer, and say after how many seconds it may be given anew."""
        try:
            report = await self.report(question, zone)
        except BinomError as error:
            if self._asked == (question, zone):
                self._publish(FigureFailed(PART, error))
            return self._server_interval_s
        if self._asked == (question, zone):
            self._publish(UsageReported(report))
        periods = (report.period,) if report.compared is None else (report.period, report.compared)
        lacking = [period.edges_ms[0] for period in periods if period.source is FigureSource.SERVER]
        self._lacking_ms = min(lacking, default=None)
        return self._interval_s if self._lacking_ms is None else self._server_interval_s

    async def _period(
        self,
        days: tuple[date, date],
        zone: str,
        split: UsageField | None,
        now_ms: int,
        elapsed_ms: int | None = None,
    ) -> UsagePeriod:
        """The sums of days up to now, or as far into them as ``elapsed_ms``.

        The hour that goes on counts as a whole, as the server counts it: its clock may be ahead of this one.
        """
        if (days[1] - days[0]).days >= MOST_KEPT_DAYS:
            raise BinomError(f"At most {MOST_KEPT_DAYS:,} days can be looked at.")
        grid = _Grid.of(*days, zone)
        if elapsed_ms is None:
            until_ms = min(now_ms, grid.edges_ms[-1])
            to_ms = next(edge_ms for edge_ms in grid.fine_ms if edge_ms >= until_ms)
        else:
            to_ms = until_ms = min(grid.edges_ms[0] + elapsed_ms, grid.edges_ms[-1])
        if await self._whole_since(grid.edges_ms[0]):
            sums = await self._history.buckets(grid.fine_ms, split, filter=RequestFilter(to_ms=to_ms))
            as_of_ms = self._as_of_ms()
            if as_of_ms is None:
                newest = await self._history.recent(1)
                as_of_ms = newest[0].timestamp_ms if newest else self._now_ms()
            return grid.period(sums, until_ms, FigureSource.HISTORY, as_of_ms)
        if self._signed_out is not None:
            raise self._signed_out
        return await self._period_of_server(grid, split, until_ms)

    async def _anomalies_in(self, period: UsagePeriod) -> tuple[Anomaly, ...]:
        """The unusual hours of a period; looked for now and then, since they take a while to find."""
        first, last = utc_day(period.edges_ms[0]), utc_day(period.until_ms - 1)
        now_s = asyncio.get_running_loop().time()
        # Older requests that come change the pattern at once.
        state = first, last, tuple(start for start, _ in self._history.coverage.ranges)
        if self._anomalies is not None and self._anomalies[0] == state and now_s < self._anomalies_due_s:
            return self._anomalies[1]
        if first > last:
            # Nothing of it has begun.
            return ()
        begin = first - timedelta(days=PATTERN_DAYS)
        # What is missing would look like silence.
        if not await self._whole_since(start_ms(begin)):
            return ()
        usage = await self._history.usage(begin, last, (UsageField.HOUR, UsageField.KEY, UsageField.STATUS))
        hours = min((self._now_ms() - start_ms(begin)) // HOUR_MS + 1, ((last - begin).days + 1) * 24)
        found = tuple(
            each
            for each in await asyncio.to_thread(anomalies, usage.items, start_ms(begin), hours)
            if each.to_ms > period.edges_ms[0] and each.from_ms < period.until_ms
        )
        self._anomalies = state, found
        self._anomalies_due_s = now_s + _ANOMALIES_INTERVAL_S
        return found

    async def _period_of_server(self, grid: _Grid, split: UsageField | None, until_ms: int) -> UsagePeriod:
        if (grid.last - grid.first).days >= MOST_DAYS:
            raise BinomError(
                f"The history kept here does not reach back so far, and the server tells {MOST_DAYS} days."
            )
        if any(edge % HOUR_MS for edge in grid.fine_ms):
            raise _ZoneUnknown
        first, last = utc_day(grid.edges_ms[0]), utc_day(grid.edges_ms[-1] - 1)
        fields = (UsageField.HOUR,) if split is None else (UsageField.HOUR, split)
        sums: defaultdict[tuple[int, str | int | None], Totals] = defaultdict(lambda: NOTHING)
        as_of_ms = 0
        while first <= last:
            usage = await self._client.usage(first, min(first + timedelta(days=HOURLY_DAYS - 1), last), fields)
            as_of_ms = usage.as_of_ms
            for item in usage.items:
                if item.hour_ms is not None and grid.edges_ms[0] <= item.hour_ms < until_ms:
                    place = (item.hour_ms - grid.fine_ms[0]) // HOUR_MS
                    sums[place, _value(item, split)] += _totals(item)
            first += timedelta(days=HOURLY_DAYS)
        return grid.period(sums, until_ms, FigureSource.SERVER, as_of_ms)


class _ZoneUnknown(Exception):
    """The server's hours are those of UTC: days of this zone can't be made of them."""


class _Grid:
    """The days of a period in a time zone, or the hours of a single one, and all of its hours."""

    def __init__(self, first: date, last: date, zone: str, edges_ms: Sequence[int], fine_ms: Sequence[int]) -> None:
        self.first, self.last, self.zone = first, last, zone
        self.edges_ms = tuple(edges_ms)
        self.fine_ms = tuple(fine_ms)

    @classmethod
    def of(cls, first: date, last: date, zone: str) -> _Grid:
        """The grid of the days ``first`` to ``last``; days of 23 or 25 hours are as long as they are."""
        place = ZoneInfo(zone)
        days = [_midnight_ms(first + timedelta(days=number), place) for number in range((last - first).days + 2)]
        hours = [ms for start_ms, end_ms in pairwise(days) for ms in _hours_ms(start_ms, end_ms, place)]
        hours.append(days[-1])
        return cls(first, last, zone, hours if first == last else days, hours)

    def period(self, sums: Sums, until_ms: int, source: FigureSource, as_of_ms: int) -> UsagePeriod:
        """The period of sums by the fine places."""
        coarse = _coarse_places(self.fine_ms, self.edges_ms)
        week_hours = self._week_hours()
        totals = [NOTHING] * (len(self.edges_ms) - 1)
        week = [NOTHING] * WEEK_HOURS
        parts: dict[str | int, list[Totals]] = {}
        for (fine, value), part in sums.items():
            totals[coarse[fine]] += part
            week[week_hours[fine]] += part
            if value is not None:
                parts.setdefault(value, [NOTHING] * len(totals))[coarse[fine]] += part
        return UsagePeriod(
            first=self.first,
            last=self.last,
            zone=self.zone,
            until_ms=until_ms,
            edges_ms=self.edges_ms,
            totals=tuple(totals),
            parts={value: tuple(each) for value, each in parts.items()},
            week=tuple(week),
            source=source,
            as_of_ms=as_of_ms,
        )

    def _week_hours(self) -> list[int]:
        place = ZoneInfo(self.zone)
        moments = (datetime.fromtimestamp(ms / 1000, place) for ms in self.fine_ms[:-1])
        return [moment.weekday() * 24 + moment.hour for moment in moments]


def _coarse_places(fine_ms: Sequence[int], edges_ms: Sequence[int]) -> list[int]:
    """In which coarse place each fine one lies; every coarse edge is a fine one too."""
    places, at = [], 0
    for ms in fine_ms[:-1]:
        while edges_ms[at + 1] <= ms:
            at += 1
        places.append(at)
    return places


def _midnight_ms(day: date, place: ZoneInfo) -> int:
    """When a day begins; where the clock skips midnight, right after that."""
    moment = datetime.combine(day, time.min, place)
    return round(moment.astimezone(UTC).timestamp()) * 1000


def _hours_ms(start_ms: int, end_ms: int, place: ZoneInfo) -> Iterator[int]:
    """When the clock's hours begin in a day."""
    if (end_ms - start_ms) % HOUR_MS == 0:
        yield from range(start_ms, end_ms, HOUR_MS)
        return
    # The clock is put forward or back by half an hour, as on Lord Howe Island: one of the hours is that much shorter.
    ms = start_ms
    while ms < end_ms:
        yield ms
        moment = datetime.fromtimestamp(ms / 1000, place)
        ms += HOUR_MS - (moment.minute * 60 + moment.second) * 1000


def _local_day(ms: int, zone: str) -> date:
    return datetime.fromtimestamp(ms / 1000, ZoneInfo(zone)).date()


def _value(item: UsageItem, split: UsageField | None) -> str | int | None:
    values = {
        UsageField.MODEL: item.model,
        UsageField.KEY: item.key,
        UsageField.ENDPOINT: item.endpoint,
        UsageField.STATUS: item.status,
    }
    return None if split is None else values[split]


def _totals(item: UsageItem) -> Totals:
    return Totals(item.requests, item.errors, item.input_tokens, item.output_tokens, item.cost_nano)
