"""A view brought up to date: what came since takes its place among what is there, without sorting all of it anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from binom_desktop.arrays import np
from binom_desktop.history.columns import Columns, Positions
from binom_desktop.history.coverage import Run
from binom_desktop.history.query import Selection, arrange, select, sort_values, tokens_fit
from binom_desktop.queries import Query, SortColumn

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Above this many, sorting everything takes less time than finding each one's place.
_FEW = 2_000


def refreshed(
    columns: Columns, query: Query, positions: Positions, runs: Sequence[Run]
) -> tuple[Positions, NDArray[np.intp], list[Selection]]:
    """The positions with those of ``runs`` that match, at which rows these are, ascending, and their selections."""
    fresh = select(columns, query.filter, runs)
    count = sum(len(selection) for selection in fresh)
    if not count:
        return positions, np.zeros(0, dtype=np.intp), []
    added = np.concatenate([selection.positions() for selection in fresh])
    if count > _FEW or (query.sort is SortColumn.TOKENS and not tokens_fit(columns.blocks())):
        everything = arrange(columns, select(columns, query.filter), query)
        return everything, _rows_of(added, everything), fresh
    places, added = _places(columns, query, positions, added)
    if (places == places[0]).all():
        at = places.item(0)
        grown = np.concatenate((positions[:at], added, positions[at:]))
    else:
        grown = np.insert(positions, places, added)
    return grown, places + np.arange(count), fresh


def _rows_of(added: Positions, everything: Positions) -> NDArray[np.intp]:
    """At which rows of ``everything`` those of ``added`` are, all of which are there."""
    marked = np.zeros(int(everything.max()) + 1, dtype=np.bool_)
    marked[added] = True
    return np.flatnonzero(marked[everything])


def _places(
    columns: Columns, query: Query, positions: Positions, added: Positions
) -> tuple[NDArray[np.intp], Positions]:
    """Before which rows new requests belong, and the new ones in the view's order: a binary search for all at once."""

    def keys(at: Positions) -> tuple[NDArray[np.signedinteger], NDArray[np.signedinteger]]:
        sequences = columns.at("sequence", at)
        if query.sort is SortColumn.SEQUENCE:
            return sequences, sequences
        return sort_values(columns, query.sort, lambda name: columns.at(name, at)), sequences

    values, sequences = keys(added)
    order = np.lexsort((sequences, values))
    order = order[::-1] if query.descending else order
    values, sequences, added = values[order], sequences[order], added[order]
    low = np.zeros(len(added), dtype=np.intp)
    high = np.full(len(added), len(positions), dtype=np.intp)
    while (open_ := low < high).any():
        middle = (low + high) // 2
        pivots, which = np.unique(middle[open_], return_inverse=True)
        pivot_values, pivot_sequences = (part[which] for part in keys(positions[pivots]))
        sought, sought_sequences = values[open_], sequences[open_]
        below = (pivot_values < sought) | ((pivot_values == sought) & (pivot_sequences < sought_sequences))
        before = ~below if query.descending else below
        low[open_] = np.where(before, middle[open_] + 1, low[open_])
        high[open_] = np.where(before, high[open_], middle[open_])
    return low, added
