"""The request log kept here, in step with the server's: merges what is live, and fetches what is missing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

from msgspec import Struct

from binom_desktop.api.client import AccountClient
from binom_desktop.domain import MAX_PAGE_LIMIT, RequestRecord
from binom_desktop.errors import AuthFailed, BinomError, HistoryFault, HistoryMismatch, HttpError, UnreadableAnswer
from binom_desktop.events import AppEvent, FigureFailed, HistoryProgressed
from binom_desktop.history.history import History

REQUESTS_PART = "requests"
HISTORY_PART = "history"

_log = logging.getLogger(__name__)


class LogTimings(Struct, frozen=True):
    """Intervals in seconds, and how many live requests wait for the disk at most.

    ``flush_s`` is between two merges of what arrives live, ``retry_s`` before what failed is fetched again.
    """

    flush_s: float = 0.033
    retry_s: float = 10.0
    most_pending: int = 50_000


class RequestLog:
    """The only one that writes requests into the history.

    Whatever is lost on the way (a missed event, a dropped batch, a full disk) is a gap in the history's coverage, and
    every gap up to ``last_sequence`` is fetched, newest first, so that nothing else has to be remembered.

    ``on_flushed`` is awaited after each merge of live requests. ``on_filled`` is called when nothing is missing any
    more, ``on_anew`` when the server's log turned out to be another one and the old history must be set aside,
    ``on_refused`` after a 401.
    """

    def __init__(
        self,
        *,
        client: AccountClient,
        history: History,
        publish: Callable[[AppEvent], None],
        on_flushed: Callable[[], Awaitable[None]],
        on_filled: Callable[[], None],
        on_anew: Callable[[str], Awaitable[None]],
        on_refused: Callable[[AuthFailed], None],
        timings: LogTimings,
    ) -> None:
        self._client = client
        self._history = history
        self._publish = publish
        self._on_flushed = on_flushed
        self._on_filled = on_filled
        self._on_anew = on_anew
        self._on_refused = on_refused
        self._timings = timings
        self._pending: list[RequestRecord] = []
        self._last_sequence = 0
        self._seen_since_join = 0
        self._generation = 0
        self._stopped = False
        self._wake = asyncio.Event()
        self._fill_wanted = asyncio.Event()
        self._filling = asyncio.Lock()
        self._flushing = asyncio.Lock()
        self._merging = asyncio.Lock()

    @property
    def generation(self) -> int:
        """How often the history was set aside."""
        return self._generation

    @property
    def last_sequence(self) -> int:
        """The newest sequence that the server is known to have, and at least the newest here."""
        return max(self._last_sequence, self._history.coverage.newest)

    def saw(self, sequence: int) -> None:
        """The server has logged up to ``sequence``."""
        self._last_sequence = max(self._last_sequence, sequence)
        self._seen_since_join = max(self._seen_since_join, sequence)
        self._wake.set()

    def begin_join(self) -> None:
        """A new connection begins: what was known of the server's log may be that of another one."""
        self._seen_since_join = 0

    def joined(self, last_sequence: int) -> None:
        """The server's log ends at ``last_sequence``, or where events that came since then say."""
        self._last_sequence = max(last_sequence, self._seen_since_join)
        self._wake.set()

    def touch(self) -> None:
        """Something else changed that ``on_flushed`` wants to know."""
        self._wake.set()

    def take(self, records: Sequence[RequestRecord]) -> None:
        """Take live requests. Where too many wait for the disk, they are fetched later instead."""
        if records:
            if len(self._pending) + len(records) <= self._timings.most_pending:
                self._pending.extend(records)
            self.saw(max(record.sequence for record in records))

    def fill_soon(self) -> None:
        """Fetch what is missing, beside everything else."""
        self._fill_wanted.set()

    def stop_fetching(self) -> None:
        """Ask the server for nothing more."""
        self._stopped = True

    async def run(self) -> None:
        """Merge and fetch until cancelled; what still waits is merged then."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._flush_for_ever(), name="flush")
                tasks.create_task(self._fill_for_ever(), name="fill")
        finally:
            try:
                await self.flush()
            except BinomError as error:
                _log.warning("The last live requests are left to the next start: %s", error)

    async def flush(self) -> None:
        """Merge the live requests that wait. Raises ``HistoryFault``; what is not merged then is a gap."""
        async with self._flushing:
            records, self._pending = self._pending, []
            if records:
                await self._merge(records, self._generation)

    async def fill(self, *, above: int) -> None:
        """Fetch what is missing above a sequence, newest first. Raises what client and history raise."""
        while await self._fill_newest(above):
            pass

    async def verify(self, newest: int) -> None:
        """Compare the request at ``newest``, the highest held, with the server's, and take what follows it."""
        if newest:
            generation = self._generation
            page = await self._client.requests_page(after_sequence=newest - 1)
            await self._merge(page.items, generation)

    async def set_aside(self, reason: str, last_sequence: int | None) -> str:
        """Keep the old history under another name, which is returned, and begin anew.

        ``last_sequence`` is where the server's new log ends; None if what is known already belongs to it.
        """
        async with self._merging:
            self._generation += 1
            kept_as = await self._history.set_aside(reason)
            self._pending.clear()
            if last_sequence is not None:
                self._last_sequence = last_sequence
        self.fill_soon()
        return kept_as

    async def _flush_for_ever(self) -> None:
        while True:
            await self._wake.wait()
            self._wake.clear()
            settled = self._last_sequence
            try:
                await self.flush()
            except HistoryFault as error:
                self._publish(FigureFailed(HISTORY_PART, error))
            except UnreadableAnswer as error:
                self._publish(FigureFailed(REQUESTS_PART, error))
            if self._history.coverage.missing(settled):
                self.fill_soon()
            await self._on_flushed()
            await asyncio.sleep(self._timings.flush_s)

    async def _fill_for_ever(self) -> None:
        while True:
            await self._fill_wanted.wait()
            self._fill_wanted.clear()
            if self._stopped:
                return
            try:
                await self.fill(above=0)
            except AuthFailed as error:
                self._on_refused(error)
            except BinomError as error:
                part = HISTORY_PART if isinstance(error, HistoryFault) else REQUESTS_PART
                self._publish(FigureFailed(part, error))
                asked_s = error.retry_after_s if isinstance(error, HttpError) else None
                await asyncio.sleep(max(self._timings.retry_s, asked_s or 0.0))
                self.fill_soon()
            else:
                self._on_filled()

    async def _fill_newest(self, above: int) -> bool:
        """Fetch the newest window that is missing above a sequence; False if nothing is."""
        async with self._filling:
            # What was announced until now is here after a flush, or it is missing; later requests are on their way.
            settled = self._last_sequence
            await self.flush()
            before = self._history.coverage
            gaps = before.missing(settled)
            if self._stopped or not gaps or gaps[0][1] <= above:
                self._publish(HistoryProgressed(before.progress(settled)))
                return False
            first, last = gaps[0]
            first = max(first, above + 1, last - MAX_PAGE_LIMIT + 1)
            generation = self._generation
            page = await self._client.requests_page(after_sequence=first - 1, limit=last - first + 1)
            if page.items and page.items[0].sequence > first and generation == self._generation:
                await self._history.begin_at(page.items[0].sequence)
            await self._merge(page.items, generation)
            if self._history.coverage == before and generation == self._generation:
                await self._explain_missing(last)
            self._publish(HistoryProgressed(self._history.coverage.progress(settled)))
        self._wake.set()
        return True

    async def _explain_missing(self, last: int) -> None:
        """The server did not send requests that it had announced: it began anew, or it has forgotten all of them."""
        account = await self._client.account()
        if account.balance.last_sequence < last:
            self._last_sequence = account.balance.last_sequence
            await self._on_anew("The server's log is shorter than it was.")
            return
        oldest = await self._client.requests_page(after_sequence=0, limit=1)
        if oldest.items and oldest.items[0].sequence <= last:
            raise UnreadableAnswer("The server's log lacks requests that it had announced.")
        await self._history.begin_at(last + 1)

    async def _merge(self, records: Sequence[RequestRecord], generation: int) -> None:
        """Merge requests that belong to the history as it was then; those of a log that is no more are dropped."""
        mismatch = False
        async with self._merging:
            if generation != self._generation:
                return
            try:
                await self._history.merge(records)
            except HistoryMismatch:
                mismatch = True
            except ValueError as error:
                raise UnreadableAnswer("The server sent a request with a value that can't be.") from error
        if mismatch:
            await self._on_anew("The server's log holds other requests than the history kept here.")
