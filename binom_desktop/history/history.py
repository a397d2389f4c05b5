"""The account's request log, for the loop: every call is async and runs in one worker thread."""

from __future__ import annotations

import asyncio
import importlib
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import NoReturn, TypeVar

from binom_desktop.billing_values import Transactions
from binom_desktop.domain import Change, KeyUse, RequestRecord, Usage, UsageField, UsageItem
from binom_desktop.errors import HistoryDamaged, HistoryFault
from binom_desktop.history.comparison import Differences
from binom_desktop.history.coverage import Coverage, Run
from binom_desktop.history.store import Store
from binom_desktop.history.view import FirstLook, Refreshed, View, Waiting
from binom_desktop.queries import Query, RequestChoices, RequestFilter, Totals

Look = tuple[str, Callable[[bytes | None], Query]]
"""The name of a document, and what says for which query it stands, also where there is none. It raises nothing."""

_Result = TypeVar("_Result")
_EVERYTHING = RequestFilter()


def wall_clock_ms() -> int:
    """The time in milliseconds since the Unix epoch."""
    return time.time_ns() // 1_000_000


class History:
    """Everything known of one account's requests, each sequence once, durable and at hand.

    Every method may raise ``HistoryFault``: the disk is full, the folder is read-only, the file is damaged, the
    history is closed. What a failed or cancelled call has done is all or nothing.
    """

    def __init__(self, *, store: Store) -> None:
        self._store = store
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="history")
        self._closed = False
        self._opening: Future[None] | None = None
        self._first_look: Future[FirstLook] | None = None
        self._damage: HistoryDamaged | None = None
        self._damage_met = asyncio.Event()

    @classmethod
    async def open(
        cls,
        folder: Path,
        *,
        now_ms: Callable[[], int] = wall_clock_ms,
        look: Look | None = None,
    ) -> History:
        """Open the history in a folder of its own, or create it. ``look`` is what ``first_look`` will answer.

        A database of an older version is backed up beside itself and migrated; one of a newer version is left as it
        is (``HistoryFault``); a damaged one is kept under another name, ``opened_aside``, and begun anew.
        """
        history = cls(store=Store(folder, now_ms=now_ms))
        await history.start(look)
        return history

    @classmethod
    def begun(cls, folder: Path, *, look: Look) -> History:
        """A history that the worker opens meanwhile, as ``open`` does; no loop need run yet. It is to be started."""
        history = cls(store=Store(folder, now_ms=wall_clock_ms))
        history._begin(look)
        if history._store.has_snapshot():
            # The worker waits for it. Would it import that while this thread imports the rest, both took longer.
            importlib.import_module("numpy")
        return history

    def _begin(self, look: Look | None) -> Future[None]:
        opening = self._opening = self._worker.submit(self._store.open)
        if look is not None:
            # The loop may be busy by the time the files are open: the worker need not wait for it.
            self._first_look = self._worker.submit(self._look_once_opened, opening, *look)
        return opening

    async def start(self, look: Look | None = None) -> None:
        """Open the files, or wait for that where it has begun; once, before anything else."""
        try:
            await asyncio.wrap_future(self._opening or self._begin(look))
        except BaseException:
            # Nobody gets the history: the worker closes what it has opened, also after a cancellation.
            self._closed = True
            self._worker.submit(self._store.close)
            self._worker.shutdown(wait=False)
            raise

    def _look_once_opened(
        self, opening: Future[None], name: str, query_of: Callable[[bytes | None], Query]
    ) -> FirstLook:
        """Look, in the worker; where the files could not be opened this fails as that did, and leaves them alone."""
        opening.result()
        return self._store.first_look(name, query_of)

    @property
    def folder(self) -> Path:
        """Where its files are."""
        return self._store.folder

    @property
    def opened_aside(self) -> str | None:
        """The file name under which a damaged database was kept when this history was opened."""
        return self._store.opened_aside

    @property
    def coverage(self) -> Coverage:
        """Which sequences are here: a value of its own, the newest one."""
        return self._store.coverage

    async def merge(self, records: Sequence[RequestRecord]) -> Change:
        """Take in records in any order; those held already are ignored. On return they are durable.

        Raises ``HistoryMismatch``, and stores nothing, if another request is held under a record's sequence;
        ``ValueError`` for values that the contract doesn't allow.
        """
        return await self._run(self._store.merge, tuple(records))

    async def differences(
        self, records: Sequence[RequestRecord], *, span: Run, from_ms: int, to_ms: int
    ) -> Differences:
        """Compare with ``records``, all that the server lists of a span of sequences made in a time.

        The time is from ``from_ms`` to before ``to_ms``.
        """
        return await self._run(self._store.differences, tuple(records), span, from_ms, to_ms)

    async def replace(self, records: Sequence[RequestRecord]) -> int:
        """Take records in place of those held under their sequences, whatever these are; how many? Durable on return.

        Those under whose sequence nothing is held are left out. Raises ``ValueError`` as ``merge`` does.
        """
        return await self._run(self._store.replace, tuple(records))

    async def begin_at(self, sequence: int) -> None:
        """Remember that the server has forgotten everything below ``sequence``. What is held stays."""
        await self._run(self._store.begin_at, sequence)

    async def drop_older(self, before_ms: int) -> int:
        """Drop for good the longest run of requests, from the first one held, made before ``before_ms``. How many?

        They are never taken in again, nor is what lies below them and was never here. Where a cancelled call has
        dropped them, the next one deletes what is left of them in the file, whose size stays.
        """
        dropped = await self._run(self._store.drop_older, before_ms)
        while await self._run(self._store.delete_dropped):
            pass
        return dropped

    async def complete_since(self, from_ms: int, last_sequence: int) -> bool:
        """Whether every request up to ``last_sequence`` made at ``from_ms`` or later is here, and was not dropped.

        Requests are taken to be logged within a day of being made, as times don't follow sequences exactly.
        """
        return await self._run(self._store.complete_since, from_ms, last_sequence)

    async def usage(
        self,
        first: date,
        last: date,
        group_by: Sequence[UsageField],
        *,
        filter: RequestFilter = _EVERYTHING,  # noqa: A002 - the domain's word
    ) -> Usage:
        """Sums over the UTC days ``first`` to ``last`` by the rules of GET /v1/usage, without its limits on days.

        Items stand in the order of the fields' values, texts without regard to case first.
        """
        return await self._run(lambda: self._store.usage(first, last, tuple(group_by), filter=filter))

    async def buckets(
        self,
        edges_ms: Sequence[int],
        split: UsageField | None,
        *,
        filter: RequestFilter = _EVERYTHING,  # noqa: A002 - the domain's word
    ) -> dict[tuple[int, str | int | None], Totals]:
        """The sums between neighbouring edges (ascending, UTC ms) for each value of ``split``.

        The keys are a place, counted from the first edge, and a model, key id, endpoint or status; None without a
        split. What has no request is left out.
        """
        return await self._run(lambda: self._store.buckets(edges_ms, split, filter=filter))

    async def recent(self, limit: int = 10) -> tuple[RequestRecord, ...]:
        """The requests of the highest sequences, newest first."""
        return await self._run(self._store.recent, limit)

    async def view(self, query: Query) -> View:
        """What matches a query now, in its order; equal values in order of sequence, newest first if descending."""
        return await self._run(self._store.view, query)

    async def refreshed(self, view: View) -> Refreshed:
        """The view with what came since it was made."""
        return await self._run(self._store.refreshed, view)

    async def waiting(self, view: View) -> Waiting:
        """How many matching requests came since a view was made."""
        return await self._run(self._store.waiting, view)

    async def sums(self, view: View, field: UsageField) -> tuple[UsageItem, ...]:
        """The sums over a view's requests by a field; only values, and days, that have requests."""
        return await self._run(self._store.sums, view, field)

    async def use_of_keys(self, after: Mapping[str, int]) -> dict[str, KeyUse]:
        """What was made with each key, by its id, in the requests held that are newer than the sequence given for it.

        Keys that made none are left out.
        """
        return await self._run(self._store.use_of_keys, dict(after))

    async def choices(self) -> RequestChoices:
        """What the log can be filtered by."""
        return await self._run(self._store.choices)

    async def first_look(self) -> FirstLook | None:
        """What ``open`` was told to look at, as it was then; None if it was told nothing, or that was answered."""
        look, self._first_look = self._first_look, None
        if look is None:
            return None
        if look.done() and look.exception() is None:
            # To wait for it would let everything else that the loop has to do go first.
            return look.result()
        return await self._answer_of(look)

    async def read_document(self, name: str) -> bytes | None:
        """A small named value that belongs to the account, None if there is none."""
        return await self._run(self._store.read_document, name)

    async def write_document(self, name: str, value: bytes) -> None:
        """Store or replace a small named value."""
        await self._run(self._store.write_document, name, value)

    async def transactions(self) -> tuple[Transactions, int | None]:
        """The account's credit movements, newest first, and as of when they are; None if they were never put here."""
        return await self._run(self._store.transactions)

    async def put_transactions(self, newer: Transactions, *, kept: int, as_of_ms: int) -> None:
        """Put ``newer``, newest first, above the oldest ``kept`` movements, in place of everything that stood there."""
        await self._run(self._store.put_transactions, newer, kept, as_of_ms)

    async def cost_nano(self, last_sequence: int) -> int:
        """What all requests held up to ``last_sequence`` cost together, in nano-credits."""
        return await self._run(self._store.cost_nano, last_sequence)

    async def set_aside(self, reason: str) -> str:
        """Keep the database under another name, whose file name is returned, and start empty."""
        return await self._run(self._store.set_aside, reason)

    async def until_damaged(self) -> NoReturn:
        """Wait until a call has met damage, and raise that ``HistoryDamaged``: opening anew sets the file aside."""
        while self._damage is None:
            await self._damage_met.wait()
        raise self._damage

    async def close(self) -> None:
        """Finish what was asked for, write the snapshot and close the files. A second call does nothing."""
        if self._closed:
            return
        self._closed = True
        closing = self._worker.submit(self._store.close)
        self._worker.shutdown(wait=False)
        # Also a cancelled closing comes to its end.
        await asyncio.shield(asyncio.wrap_future(closing))

    async def _run(self, function: Callable[..., _Result], *arguments: object) -> _Result:
        if self._closed:
            raise HistoryFault("The local history is closed.")
        return await self._answer_of(self._worker.submit(function, *arguments))

    async def _answer_of(self, future: Future[_Result]) -> _Result:
        try:
            return await asyncio.wrap_future(future)
        except HistoryDamaged as damage:
            self._damage = damage
            self._damage_met.set()
            raise
