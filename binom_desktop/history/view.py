"""A filtered and sorted look at the request log that stays as it is."""

from __future__ import annotations

from binom_desktop.domain import RequestRecord, Totals
from binom_desktop.history.columns import Columns
from binom_desktop.history.query import Positions


class View:
    """The requests that matched a query when it was asked, in its order: four bytes a request.

    Records never change and their places never move, so a view may be read from any thread, without waiting, while
    the history goes on.
    """

    __slots__ = ("_columns", "_positions", "totals")

    def __init__(self, *, columns: Columns, positions: Positions, totals: Totals) -> None:
        self._columns = columns
        self._positions = positions
        self.totals = totals

    def __len__(self) -> int:
        return len(self._positions)

    def record(self, row: int) -> RequestRecord:
        """The request in a row, from 0. ``IndexError`` if there is no such row."""
        if not 0 <= row < len(self._positions):
            raise IndexError(row)
        return self._columns.record(self._positions.item(row))
