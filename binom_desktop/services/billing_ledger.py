"""The ledger of credit movements: read from the server as far as it changed, and kept for the next start."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

from msgspec import Struct, field

from binom_desktop.api.client import AccountClient
from binom_desktop.billing_values import TOP_UP_KIND, USAGE_KIND, Ledger, TransactionRow, Transactions, row_of
from binom_desktop.errors import CursorExpired, HistoryFault, UnreadableAnswer
from binom_desktop.history.history import History

# The first page is as long as the one that is read after each join, so that both are one answer.
_FIRST_LIMIT = 100
# Reading a page takes some milliseconds of the thread that paints.
_LIMIT = 500
# To sum up so many rows takes longer than to ask another thread.
_MANY_ROWS = 2_000
_READINGS = 3
_EPOCH: Final = date(1970, 1, 1)
_DAY_MS: Final = 86_400_000
_LAST_MS: Final = (date.max - _EPOCH).days * _DAY_MS
# Where these stand in a row.
_ID: Final = 0
_AMOUNT: Final = 3
_BALANCE: Final = 4
# Without any other news, the moment of the last reading is kept no more often than this.
_KEEP_AGE_MS = 60_000


class LedgerKeeper:
    """Holds the whole ledger, newest first; nothing of it is told apart by time or id alone.

    The server's newest entry may still grow, so that a known id doesn't mean a known entry. Pages are read from the
    newest on until one ends with entries that are held just so; what is above them is replaced, in one transaction of
    the history. What the server has forgotten below them stays.
    """

    def __init__(self, *, client: AccountClient, history: History) -> None:
        self._client = client
        self._history = history
        self._rows: tuple[TransactionRow, ...] = ()
        self._as_of_ms: int | None = None
        self._kept_as_of_ms = 0
        # So many of the oldest rows are on disk as they are here.
        self._durable = 0
        self._sums = _Sums()
        self._generation = 0
        self._turn = asyncio.Lock()
        self.fault: HistoryFault | None = None

    @property
    def ledger(self) -> Ledger | None:
        """The ledger as it was read last; None before it was ever read whole."""
        return None if self._as_of_ms is None else self._told(self._as_of_ms, kept=len(self._rows))

    @property
    def usage_nano(self) -> int:
        """What the usage transactions took, counted positive."""
        return self._sums.usage_nano

    @property
    def moved_nano(self) -> int:
        """The balance before the first transaction and every movement since."""
        return self.opening_nano + self._sums.moved_nano

    @property
    def opening_nano(self) -> int:
        """The balance before the first transaction: 0 where the ledger begins with the account."""
        return self._rows[-1][_BALANCE] - self._rows[-1][_AMOUNT] if self._rows else 0

    def forget(self) -> None:
        """The history was set aside: what is held belongs to another log."""
        self._generation += 1
        self._rows, self._as_of_ms = (), None
        self._durable, self._sums = 0, _Sums()

    async def restore(self) -> None:
        """Take over what the last run kept. Raises ``HistoryFault``."""
        transactions, as_of_ms = await self._history.transactions()
        if as_of_ms is not None:
            await self._take(transactions.rows, 0, as_of_ms)
            self._durable, self._kept_as_of_ms = len(transactions), as_of_ms

    async def read(self, on_progress: Callable[[Ledger], None]) -> Ledger:
        """Read what is new, and keep it. A failure to keep it is left in ``fault``: the ledger itself is good.

        ``on_progress`` is told the newest entries while the whole ledger is read for the first time.
        """
        # An older answer must never come after a newer one.
        async with self._turn:
            return await self._read(on_progress)

    async def _read(self, on_progress: Callable[[Ledger], None]) -> Ledger:
        for _ in range(_READINGS):
            generation = self._generation
            try:
                newer, kept, as_of_ms = await self._newer(on_progress)
            except CursorExpired:
                continue
            changed = bool(newer) or kept < len(self._rows)
            rows = (*newer, *self._rows[len(self._rows) - kept :])
            # Meanwhile the history may have been set aside: then this is the wrong ledger, or only the top of it.
            if generation == self._generation and await self._take(rows, kept, as_of_ms):
                await self._keep(changed=changed)
                return self._told(as_of_ms, kept=kept)
        raise UnreadableAnswer("The server's list of transactions changed again and again while it was read.")

    async def _newer(self, on_progress: Callable[[Ledger], None]) -> tuple[list[TransactionRow], int, int]:
        """What stands above the oldest entries that are held just so, how many these are, and as of when."""
        page = await self._client.transactions_page(limit=_FIRST_LIMIT)
        as_of_ms = page.as_of_ms
        newer: list[TransactionRow] = []
        seen: set[str] = set()
        while True:
            rows = [row_of(one) for one in page.items]
            matching, kept = self._matching(rows)
            fresh = rows[: len(rows) - matching]
            # Between two pages an entry may have moved from one to the other.
            newer += [row for row in fresh if row[_ID] not in seen]
            seen.update(row[_ID] for row in fresh)
            if matching or page.next_cursor is None:
                return newer, kept, as_of_ms
            if self._as_of_ms is None:
                on_progress(Ledger(Transactions(newer[:_FIRST_LIMIT]), as_of_ms, whole=False, loaded=len(newer)))
            cursor = page.next_cursor
            page = await self._client.transactions_page(limit=_LIMIT, cursor=cursor)
            if page.next_cursor == cursor:
                raise UnreadableAnswer("The server's list of transactions does not end.")

    def _matching(self, page: Sequence[TransactionRow]) -> tuple[int, int]:
        """With how many of its entries a page ends as the rows held have them, and how many rows begin with these."""
        rows = self._rows
        last = page[-1] if page else None
        at = next((number for number, row in enumerate(rows) if last is not None and row[_ID] == last[_ID]), -1)
        count = 0
        while count < len(page) and at - count >= 0 and page[-1 - count] == rows[at - count]:
            count += 1
        return count, len(rows) - (at - count + 1) if count else 0

    def _told(self, as_of_ms: int, *, kept: int) -> Ledger:
        top_ups = {_EPOCH + timedelta(days=day): nano for day, nano in self._sums.top_ups.items() if nano}
        return Ledger(Transactions(self._rows), as_of_ms, kept=kept, top_ups=top_ups)

    async def _take(self, rows: tuple[TransactionRow, ...], kept: int, as_of_ms: int) -> bool:
        """Hold these rows, of which the oldest ``kept`` are held already; False if all was forgotten meanwhile."""
        gone, come = self._rows[: len(self._rows) - kept], rows[: len(rows) - kept]
        generation = self._generation
        if len(come) + len(gone) > _MANY_ROWS:
            sums = await asyncio.to_thread(self._sums.changed, come, gone)
        else:
            sums = self._sums.changed(come, gone)
        if generation != self._generation:
            return False
        self._sums = sums
        self._durable = min(self._durable, kept)
        self._rows, self._as_of_ms = rows, as_of_ms
        return True

    async def _keep(self, *, changed: bool) -> None:
        as_of_ms, rows, generation = self._as_of_ms or 0, self._rows, self._generation
        if not changed and self._durable == len(rows) and as_of_ms - self._kept_as_of_ms < _KEEP_AGE_MS:
            return
        try:
            newer = Transactions(rows[: len(rows) - self._durable])
            await self._history.put_transactions(newer, kept=self._durable, as_of_ms=as_of_ms)
        except HistoryFault as error:
            self.fault = error
        else:
            self.fault = None
            if generation == self._generation:
                self._durable, self._kept_as_of_ms = len(rows), as_of_ms


class _Sums(Struct, frozen=True):
    """Sums over rows: what usage took, counted positive, all amounts, and what was bought by day since 1970."""

    usage_nano: int = 0
    moved_nano: int = 0
    top_ups: Mapping[int, int] = field(default_factory=dict)

    def changed(self, come: Sequence[TransactionRow], gone: Sequence[TransactionRow]) -> _Sums:
        """The sums with some rows more and some less."""
        usage_nano, moved_nano, top_ups = self.usage_nano, self.moved_nano, dict(self.top_ups)
        for sign, rows in ((1, come), (-1, gone)):
            for _id, time_ms, kind, amount_nano, _balance, _description in rows:
                moved_nano += sign * amount_nano
                if kind == USAGE_KIND:
                    usage_nano -= sign * amount_nano
                elif kind == TOP_UP_KIND and 0 <= time_ms < _LAST_MS:
                    day = time_ms // _DAY_MS
                    top_ups[day] = top_ups.get(day, 0) + sign * amount_nano
        return _Sums(usage_nano, moved_nano, top_ups)
