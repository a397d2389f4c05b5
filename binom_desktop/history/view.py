"""A filtered and sorted look at the request log that stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from binom_desktop.arrays import np
from binom_desktop.domain import RequestRecord
from binom_desktop.history.columns import Columns, Positions
from binom_desktop.queries import HeldRequests, Query, RequestRows, Totals


class View(Struct, frozen=True, eq=False):
    """The requests that matched a query when it was asked, in its order: four bytes a request.

    Records never change and their places never move, so a view may be read from any thread, without waiting, while
    the history goes on. Where older requests are dropped meanwhile, the columns that it holds still have them.
    ``found`` is None where nothing matched, ``mark`` is how far the columns' journal had come, ``newest`` the highest
    sequence held.
    """

    columns: Columns
    query: Query
    found: Positions | None
    totals: Totals
    held: HeldRequests
    mark: int
    newest: int

    def __len__(self) -> int:
        return 0 if self.found is None else len(self.found)

    @property
    def positions(self) -> Positions:
        """Where the requests stand, row by row."""
        return np.zeros(0, dtype=np.uint32) if self.found is None else self.found

    def record(self, row: int) -> RequestRecord:
        """The request in a row, from 0. ``IndexError`` if there is no such row."""
        if not 0 <= row < len(self):
            raise IndexError(row)
        return self.columns.record(self.positions.item(row))

    def rows(self, first: int, stop: int) -> RequestRows:
        """The rows from ``first`` up to, but not including, ``stop``, as far as there are any."""
        return self.columns.rows(self.positions[first:stop])

    def rows_of(self, sequences: Sequence[int]) -> Mapping[int, int]:
        """Where requests stand, by sequence, as far as they are in the view."""
        asked = {self.columns.position(sequence): sequence for sequence in sequences}
        asked.pop(None, None)
        if not asked or not len(self):
            return {}
        marked = np.zeros(int(self.positions.max()) + 1, dtype=np.bool_)
        marked[[position for position in asked if position is not None and position < len(marked)]] = True
        rows = np.flatnonzero(marked[self.positions])
        return {
            asked[position]: row for position, row in zip(self.positions[rows].tolist(), rows.tolist(), strict=True)
        }


class FirstLook(NamedTuple):
    """A document, None if there is none, and the view of the query that it stands for."""

    document: bytes | None
    view: View


class Refreshed(NamedTuple):
    """A newer state of a view. ``inserted`` are the rows that the older one lacks; None if all may differ."""

    view: View
    inserted: tuple[int, ...] | None


class Waiting(NamedTuple):
    """Matching requests that came after a view: those newer than all that was held then, and older ones."""

    newer: int
    older: int
