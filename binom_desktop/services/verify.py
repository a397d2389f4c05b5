"""Compares the history kept here with the server, day by day, and repairs it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from msgspec import Struct

from binom_desktop.api.client import AccountClient
from binom_desktop.domain import MAX_PAGE_LIMIT, Usage, UsageField, UsageItem
from binom_desktop.errors import AuthFailed, BinomError, HistoryMismatch, UnreadableAnswer
from binom_desktop.events import AppEvent, FigureFailed
from binom_desktop.history.comparison import Differences
from binom_desktop.history.coverage import Run
from binom_desktop.history.history import History
from binom_desktop.queries import RequestFilter, day_start_ms, utc_day
from binom_desktop.verify_values import VerifyProgress, VerifyResult

PART = "history"

_DAYS_A_CALL = 30
_DAY = timedelta(days=1)
_HOUR_MS = 3_600_000
# Requests are logged at most so much later than they were made; a clock may be as wrong the other way.
_LOG_DELAY = timedelta(days=1)
# Sums by these too, so that what changed its place is seen, not only what changed the sum.
_SPLIT = (UsageField.MODEL, UsageField.STATUS)


@dataclass(slots=True)
class _Found:
    """What one comparison has done so far."""

    first: date | None = None
    days: int = 0
    done_days: int = 0
    differing: set[date] = field(default_factory=set)
    added: int = 0
    corrected: int = 0

    @property
    def repaired(self) -> int:
        """How many requests were written."""
        return self.added + self.corrected

    def result(self, stopped_by: BinomError | None) -> VerifyResult:
        """All of it."""
        return VerifyResult(
            self.first, self.done_days, len(self.differing), self.added, self.corrected, stopped_by=stopped_by
        )


class _Bounds(Struct, frozen=True):
    """The sequences and UTC days that both sides have whole, and of which log of the server's they are."""

    sequences: Run
    first: date
    last: date
    generation: int


class Verify:
    """Holds requests, errors, tokens and cost of each UTC day, by model and status, against the server's.

    Where a day differs, so do some of its hours; the requests of these are read from the server, page by page, held
    against the history's by sequence, field by field, and what is missing or wrong is written as the server has it.
    Requests that come meanwhile are left to the live feed: compared is what was here when it began. What keeps every
    sum as it is, such as another latency, is not looked for.

    Nothing is asked that the server has forgotten, that was dropped here, or that lies below a gap that is still being
    filled. ``generation`` tells how often the history was set aside, after which an answer belongs to another log.
    ``on_repaired`` is called once where something was written. A 401 goes to ``publish`` too: it concerns everyone.
    """

    def __init__(
        self,
        *,
        client: AccountClient,
        history: History,
        publish: Callable[[AppEvent], None],
        generation: Callable[[], int],
        on_repaired: Callable[[], None],
    ) -> None:
        self._client = client
        self._history = history
        self._publish = publish
        self._generation = generation
        self._on_repaired = on_repaired
        self._running = False

    async def verify(self, on_progress: Callable[[VerifyProgress], None]) -> VerifyResult:
        """Compare and repair. May be cancelled at any moment: what was repaired until then stays.

        A failure is in the result. A second call while one runs compares nothing and says so.
        """
        if self._running:
            return VerifyResult(stopped_by=BinomError("The history is being compared already."))
        self._running = True
        found = _Found()
        try:
            await self._verify(found, on_progress)
        except BinomError as error:
            if isinstance(error, AuthFailed):
                self._publish(FigureFailed(PART, error))
            return found.result(error)
        finally:
            self._running = False
            if found.repaired:
                self._on_repaired()
        return found.result(None)

    async def _verify(self, found: _Found, on_progress: Callable[[VerifyProgress], None]) -> None:
        bounds = await self._bounds()
        if bounds is None:
            return
        found.first, found.days = bounds.first, (bounds.last - bounds.first).days + 1
        on_progress(VerifyProgress(0, found.days))
        first = bounds.first
        while first <= bounds.last:
            last = min(bounds.last, first + (_DAYS_A_CALL - 1) * _DAY)
            differing = {day for day in await self._differing(first, last, UsageField.DAY) if isinstance(day, date)}
            while first <= last:
                if first in differing:
                    await self._compare_day(found, bounds, first)
                first += _DAY
                found.done_days += 1
                on_progress(VerifyProgress(found.done_days, found.days))

    async def _bounds(self) -> _Bounds | None:
        """What can be compared; None if that is nothing. Raises ``HistoryMismatch`` for the log of another history."""
        generation = self._generation()
        recent = await self._history.recent(1)
        if not recent:
            return None
        newest = recent[0].sequence
        account = await self._client.account()
        top = (await self._client.requests_page(after_sequence=newest - 1, limit=1)).items
        if account.balance.last_sequence < newest or (top and top[0].sequence == newest and top[0].id != recent[0].id):
            raise HistoryMismatch("The server's log is not the one that the local history was built from.")
        oldest = (await self._client.requests_page(after_sequence=0, limit=1)).items
        coverage = self._history.coverage
        gaps = coverage.missing(newest)
        above_gaps = gaps[0][1] + 1 if gaps else 1
        if not oldest or max(oldest[0].sequence, above_gaps) > newest:
            return None
        last = max(utc_day(account.balance.as_of_ms), utc_day(recent[0].timestamp_ms)) + _LOG_DELAY
        first = await self._first_whole(utc_day(oldest[0].timestamp_ms) - _LOG_DELAY, last, newest)
        if first > last:
            return None
        return _Bounds((max(oldest[0].sequence, above_gaps, coverage.kept_from), newest), first, last, generation)

    async def _first_whole(self, first: date, last: date, newest: int) -> date:
        """The first of some days from which on the history has all up to a sequence; the day after if there is none."""
        stop = last + _DAY
        while first < stop:
            middle = first + (stop - first) // 2
            if await self._history.complete_since(day_start_ms(middle), newest):
                stop = middle
            else:
                first = middle + _DAY
        return first

    async def _differing(self, first: date, last: date, unit: UsageField) -> list[Hashable]:
        """The days, or hours, in which the sums are not the server's."""
        fields = (unit, *_SPLIT)
        server = _sums(await self._client.usage(first, last, fields), unit)
        here = _sums(await self._history.usage(first, last, fields), unit)
        return [at for at in server.keys() | here.keys() if server.get(at) != here.get(at)]

    async def _compare_day(self, found: _Found, bounds: _Bounds, day: date) -> None:
        hours = sorted(hour for hour in await self._differing(day, day, UsageField.HOUR) if isinstance(hour, int))
        before = found.repaired
        try:
            for hour_ms in hours:
                await self._compare_hour(found, bounds, hour_ms)
        finally:
            if found.repaired > before:
                found.differing.add(day)

    async def _compare_hour(self, found: _Found, bounds: _Bounds, from_ms: int) -> None:
        """Read an hour's requests from the server, by sequence and so without a cursor that could expire."""
        first, newest = bounds.sequences
        to_ms = from_ms + _HOUR_MS
        while first <= newest:
            page = await self._client.requests_page(
                after_sequence=first - 1, filter=RequestFilter(from_ms=from_ms, to_ms=to_ms)
            )
            listed = [record for record in page.items if record.sequence <= newest]
            if any(record.sequence < first for record in listed):
                raise UnreadableAnswer("The server's log does not go on where it was asked to.")
            ended = page.next_cursor is None or len(listed) < len(page.items) or not listed
            last = newest if ended else max(record.sequence for record in listed)
            differences = await self._history.differences(listed, span=(first, last), from_ms=from_ms, to_ms=to_ms)
            await self._repair(found, bounds, differences)
            first = last + 1

    async def _repair(self, found: _Found, bounds: _Bounds, differences: Differences) -> None:
        wrong = list(differences.wrong)
        for first, last in _runs(differences.strays):
            # Held as of this hour, and not listed there: the server knows when they were made.
            page = await self._client.requests_page(after_sequence=first - 1, limit=last - first + 1)
            wrong += [record for record in page.items if first <= record.sequence <= last]
        if self._generation() != bounds.generation:
            raise HistoryMismatch("The server's log has begun anew meanwhile.")
        # The history takes calls in their order, so that nothing comes between this look and the merge.
        try:
            found.added += (await self._history.merge(differences.missing)).added
            if self._generation() == bounds.generation:
                found.corrected += await self._history.replace(wrong)
        except ValueError as error:
            raise UnreadableAnswer("The server sent a request with a value that can't be.") from error


def _sums(usage: Usage, unit: UsageField) -> Mapping[Hashable, frozenset[UsageItem]]:
    """The items of each day or hour."""
    found: dict[Hashable, set[UsageItem]] = defaultdict(set)
    for item in usage.items:
        found[item.day if unit is UsageField.DAY else item.hour_ms].add(item)
    return {at: frozenset(items) for at, items in found.items()}


def _runs(sequences: Sequence[int]) -> list[Run]:
    """Ascending sequences as runs of neighbours, none longer than a page."""
    runs: list[Run] = []
    for sequence in sequences:
        if runs and runs[-1][1] == sequence - 1 and sequence - runs[-1][0] < MAX_PAGE_LIMIT:
            runs[-1] = runs[-1][0], sequence
        else:
            runs.append((sequence, sequence))
    return runs
