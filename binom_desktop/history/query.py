"""Which requests match, and in which order: pure functions over the columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import add

import numpy as np
from numpy.typing import NDArray

from binom_desktop.domain import Query, RequestFilter, SortColumn, StatusClass
from binom_desktop.history.columns import BLOCK_BITS, BLOCK_ROWS, Block, Columns
from binom_desktop.history.names import NameKind

Positions = NDArray[np.uint32]
Mask = NDArray[np.bool_]

_STATUS_BOUNDS = {
    StatusClass.SUCCESS: (0, 400),
    StatusClass.CLIENT_ERROR: (400, 500),
    StatusClass.SERVER_ERROR: (500, 600),
    StatusClass.FAILED: (400, 600),
}


@dataclass(frozen=True, slots=True)
class Selection:
    """The requests of one block that match: those at ``offsets``, or all of a full block where that is None."""

    block: Block
    offsets: NDArray[np.intp] | None

    def __len__(self) -> int:
        return BLOCK_ROWS if self.offsets is None else len(self.offsets)

    def column(self, name: str) -> NDArray[np.signedinteger]:
        """The matching requests' values of a column."""
        values: NDArray[np.signedinteger] = getattr(self.block, name)
        return values if self.offsets is None else values[self.offsets]

    def positions(self) -> Positions:
        """The matching requests' positions."""
        start = self.block.slot << BLOCK_BITS
        if self.offsets is None:
            return np.arange(start, start + BLOCK_ROWS, dtype=np.uint32)
        return (self.offsets + start).astype(np.uint32)


def select(columns: Columns, filter: RequestFilter) -> list[Selection]:  # noqa: A002 - the domain's word
    """The requests that match, in order of sequence; no selection is empty."""
    names = {"model": filter.model, "endpoint": filter.endpoint, "key_id": filter.key_id}
    codes: dict[str, int] = {}
    for column, text in names.items():
        if text is not None:
            code = columns.names[NameKind[column.upper()]].code(text)
            if code is None:
                return []
            codes[column] = code
    selections = []
    for block in columns.blocks():
        selection = _select_in(block, filter, codes)
        if selection is not None:
            selections.append(selection)
    return selections


def _select_in(block: Block, filter: RequestFilter, codes: dict[str, int]) -> Selection | None:  # noqa: A002 - as above
    bounds = block.bounds()
    from_ms, to_ms = filter.from_ms, filter.to_ms
    if (from_ms is not None and bounds.last_ms < from_ms) or (to_ms is not None and bounds.first_ms >= to_ms):
        return None
    masks: list[Mask] = [] if block.full else [block.held != 0]
    if from_ms is not None and bounds.first_ms < from_ms:
        masks.append(block.timestamp_ms >= from_ms)
    if to_ms is not None and bounds.last_ms >= to_ms:
        masks.append(block.timestamp_ms < to_ms)
    masks.extend(getattr(block, column) == code for column, code in codes.items())
    if isinstance(filter.status, StatusClass):
        low, high = _STATUS_BOUNDS[filter.status]
        masks.extend((block.status >= low, block.status < high))
    elif filter.status is not None:
        masks.append(block.status == filter.status)
    if not masks:
        return Selection(block, None)
    offsets = np.flatnonzero(np.logical_and.reduce(masks) if len(masks) > 1 else masks[0])
    return Selection(block, offsets) if len(offsets) else None


def arrange(columns: Columns, query: Query) -> tuple[Positions, list[Selection]]:
    """The positions of what matches, in the order asked for, and the selections they come from.

    Equal values stand in order of sequence, which turns round with the direction.
    """
    selections = select(columns, query.filter)
    if not selections:
        return np.zeros(0, dtype=np.uint32), []
    positions = np.concatenate([selection.positions() for selection in selections])
    if query.sort is not SortColumn.SEQUENCE:
        positions = positions[_stable_order(_sort_values(columns, selections, query.sort))]
    return np.ascontiguousarray(positions[::-1]) if query.descending else positions, selections


def _sort_values(columns: Columns, selections: Sequence[Selection], sort: SortColumn) -> NDArray[np.signedinteger]:
    def joined(name: str) -> NDArray[np.signedinteger]:
        return np.concatenate([selection.column(name) for selection in selections])

    def ranked(kind: NameKind) -> NDArray[np.signedinteger]:
        ranks: NDArray[np.signedinteger] = columns.names[kind].ranks().take(joined(kind.name.lower()))
        return ranks

    match sort:
        case SortColumn.MODEL | SortColumn.ENDPOINT:
            return ranked(NameKind[sort.name])
        case SortColumn.KEY:
            descriptions = ranked(NameKind.KEY_DESCRIPTION).astype(np.int64)
            return descriptions * len(columns.names[NameKind.KEY_ID]) + ranked(NameKind.KEY_ID)
        case SortColumn.TOKENS:
            sizes = (selection.block.bounds() for selection in selections)
            if max(size.input_tokens + size.output_tokens for size in sizes) < 1 << 63:
                return joined("input_tokens") + joined("output_tokens")
            # Sums that may not fit into 64 bits are ordered by their places instead.
            summed = list(map(add, joined("input_tokens").tolist(), joined("output_tokens").tolist()))
            places = {tokens: place for place, tokens in enumerate(sorted(set(summed)))}
            return np.array([places[tokens] for tokens in summed])
        case SortColumn.COST:
            return joined("cost_nano")
        case SortColumn.LATENCY:
            return joined("latency_ms")
        case SortColumn.STATUS:
            return joined("status")
        case _:
            return joined("timestamp_ms")


def _stable_order(values: NDArray[np.signedinteger]) -> NDArray[np.intp]:
    """What ``argsort(kind="stable")`` answers, several times faster where value and place fit into one number."""
    if (values[1:] >= values[:-1]).all():
        return np.arange(len(values))
    low = int(values.min())
    place_bits = len(values).bit_length()
    bits = (int(values.max()) - low).bit_length() + place_bits
    if bits > 63:
        return np.argsort(values, kind="stable")
    if bits <= 32:
        small = (values - low).astype(np.uint32) << np.uint32(place_bits)
        small |= np.arange(len(values), dtype=np.uint32)
        small.sort()
        return (small & np.uint32((1 << place_bits) - 1)).astype(np.intp)
    wide = (values - low).astype(np.int64) << place_bits
    wide |= np.arange(len(values))
    wide.sort()
    wide &= (1 << place_bits) - 1
    return wide
