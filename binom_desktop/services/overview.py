"""The Overview page's figures, from the history where it is complete and from the server where it isn't."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from binom_desktop.api.client import AccountClient
from binom_desktop.domain import Account, FigureSource, Overview, RequestRecord, Usage, UsageField
from binom_desktop.errors import AuthFailed, BinomError, UnreadableAnswer
from binom_desktop.events import AppEvent, FigureFailed, OverviewUpdated
from binom_desktop.history.history import History
from binom_desktop.services.usage_parts import BY_DAY_AND_MODEL, by_day, by_model, start_ms

DAYS = 30
RECENT = 10
PART = "overview"
# The loop's clock may stand still while the machine sleeps, so midnight is looked for again and again.
_LONGEST_WAIT_S = 300.0
# Without any change, what failed is asked for again after this long; with one, as soon as it is due.
_RETRY_S = 30.0
_log = logging.getLogger(__name__)


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
        interval_s: float = 0.2,
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
        self._server_error: BinomError | None = None
        self._server_due_s = 0.0
        self._server_wanted = False
        self._previous: tuple[str, date, int] | None = None
        self._previous_due_s = 0.0
        self._signed_out: AuthFailed | None = None

    def touch(self, account: Account | None, last_sequence: int) -> None:
        """Something changed: the account, or the history up to ``last_sequence`` of the server's log."""
        self._account = account
        self._last_sequence = last_sequence
        self._changed.set()

    def reread(self) -> None:
        """A person asked: read the server's sums anew, however fresh they are."""
        self._server_due_s = self._previous_due_s = 0.0
        self._changed.set()

    def sign_out(self, error: AuthFailed) -> None:
        """The key is refused: ask the server for nothing more."""
        self._signed_out = error

    async def run(self) -> None:
        """Publish until cancelled."""
        while True:
            await self._wait_for_change()
            self._changed.clear()
            if self._account is not None or self._last_sequence:
                try:
                    await self._publish_overview(self._account)
                except BinomError as error:
                    self._publish(FigureFailed(PART, error))
            await asyncio.sleep(self._interval_s)

    async def _wait_for_change(self) -> None:
        """Until something changes, the server's sums are due again, or the UTC day ends."""
        now = datetime.fromtimestamp(self._now_ms() / 1000, UTC)
        midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), UTC)
        wait_s = min((midnight - now).total_seconds(), _LONGEST_WAIT_S)
        if self._server_wanted:
            due_s = self._server_due_s + (_RETRY_S if self._server_error is not None else 0.0)
            wait_s = min(wait_s, max(0.0, due_s - asyncio.get_running_loop().time()))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await self._changed.wait()

    async def _publish_overview(self, account: Account | None) -> None:
        """Build the figures and publish them. Raises what kept newer ones from coming."""
        today = datetime.fromtimestamp(self._now_ms() / 1000, UTC).date()
        first = today - timedelta(days=DAYS - 1)
        recent = await self._history.recent(RECENT)
        if not recent and self._last_sequence:
            recent = await self._recent_of_server()
        failed: BinomError | None = None
        self._server_wanted = False
        if await self._history.complete_since(start_ms(first), self._last_sequence):
            usage, source = await self._usage_of_history(first, today, _as_of_ms(account, recent)), FigureSource.HISTORY
        else:
            try:
                usage, source = await self._usage_of_server(first, today), FigureSource.SERVER
            except BinomError as error:
                # What is here is whole up to some moment: better than nothing, with its age.
                newest = self._history.coverage.newest
                if not newest or not await self._history.complete_since(start_ms(first), newest):
                    raise
                failed = error
                usage = await self._usage_of_history(first, today, _as_of_ms(None, recent))
                source = FigureSource.HISTORY
        previous_cost_nano = await self._previous_cost_nano(account, first)
        self._publish(OverviewUpdated(_overview(usage, first, recent, source, previous_cost_nano)))
        if failed is not None:
            raise failed

    async def _recent_of_server(self) -> tuple[RequestRecord, ...]:
        """The newest requests, before the history has its first page; none if they can't be read."""
        if self._signed_out is not None:
            return ()
        try:
            return tuple((await self._client.requests_page(limit=RECENT)).items)
        except BinomError as error:
            _log.info("The newest requests can't be read yet: %s", error)
            return ()

    async def _usage_of_history(self, first: date, last: date, as_of_ms: int | None) -> Usage:
        usage = await self._history.usage(first, last, BY_DAY_AND_MODEL)
        return usage if as_of_ms is None else replace(usage, as_of_ms=as_of_ms)

    async def _usage_of_server(self, first: date, last: date) -> Usage:
        """The server's sums, or why they can't be read, at most as old as the interval allows."""
        now_s = asyncio.get_running_loop().time()
        if self._signed_out is not None:
            raise self._signed_out
        if now_s >= self._server_due_s or (self._server_usage is not None and self._server_usage.last != last):
            self._server_due_s = now_s + self._server_interval_s
            try:
                self._server_usage, self._server_error = await self._client.usage(first, last, BY_DAY_AND_MODEL), None
            except BinomError as error:
                self._server_error, self._server_wanted = error, True
        else:
            self._server_wanted = True
        if self._server_usage is None or self._server_error is not None:
            raise self._server_error or UnreadableAnswer("The server has not answered yet.")
        return self._server_usage

    async def _previous_cost_nano(self, account: Account | None, first: date) -> int | None:
        """The cost of the days before ``first``; None where the account is too young or nobody can tell."""
        start = first - timedelta(days=DAYS)
        last = first - timedelta(days=1)
        now_s = asyncio.get_running_loop().time()
        if account is None or account.created_ms > start_ms(start):
            return None
        if self._previous is not None and self._previous[:2] == (account.id, first):
            return self._previous[2]
        if now_s < self._previous_due_s:
            return None
        self._previous_due_s = now_s + self._server_interval_s
        try:
            if await self._history.complete_since(start_ms(start), self._last_sequence):
                usage = await self._history.usage(start, last, (UsageField.DAY,))
            elif self._signed_out is not None:
                return None
            else:
                usage = await self._client.usage(start, last, (UsageField.DAY,))
        except AuthFailed:
            raise
        except BinomError:
            # A comparison that can't be read is left out; the figures themselves are not its business.
            return None
        self._previous = account.id, first, sum(item.cost_nano for item in usage.items)
        return self._previous[2]


def _as_of_ms(account: Account | None, recent: tuple[RequestRecord, ...]) -> int | None:
    """Of when the history's figures are: as the server said last, or else of the newest request."""
    if account is not None:
        return account.balance.as_of_ms
    return recent[0].timestamp_ms if recent else None


def _overview(
    usage: Usage,
    first: date,
    recent: tuple[RequestRecord, ...],
    source: FigureSource,
    previous_cost_nano: int | None,
) -> Overview:
    """Days and models from the same items, so that they sum to the same."""
    return Overview(
        days=by_day(usage, first, DAYS),
        models=by_model(usage),
        previous_cost_nano=previous_cost_nano,
        recent=recent,
        source=source,
        as_of_ms=usage.as_of_ms,
    )
