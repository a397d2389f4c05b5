"""Which requests match, and in which order: pure functions over the columns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import add
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from binom_desktop.arrays import np
from binom_desktop.history import ids
from binom_desktop.history.columns import (
    BLOCK_BITS,
    BLOCK_ROWS,
    HELD_PACKED,
    HELD_WITH_TEXT_ID,
    Block,
    CodeOrder,
    Columns,
    Integers,
    Positions,
)
from binom_desktop.history.coverage import Run
from binom_desktop.history.names import NameKind
from binom_desktop.queries import Query, RequestFilter, SortColumn, StatusClass

if TYPE_CHECKING:
    from numpy.typing import NDArray

Mask: TypeAlias = "NDArray[np.bool_]"

_STATUS_BOUNDS = {
    StatusClass.SUCCESS: (0, 400),
    StatusClass.CLIENT_ERROR: (400, 500),
    StatusClass.SERVER_ERROR: (500, 600),
    StatusClass.FAILED: (400, 600),
}
_SORTED_AS_STORED = {
    SortColumn.SEQUENCE: "sequence",
    SortColumn.TIMESTAMP: "timestamp_ms",
    SortColumn.STATUS: "status",
    SortColumn.COST: "cost_nano",
    SortColumn.LATENCY: "latency_ms",
}
_NAMED = {SortColumn.MODEL: NameKind.MODEL, SortColumn.ENDPOINT: NameKind.ENDPOINT}
_CODES_SORTED_BY_BLOCK = 256
_WHOLE = slice(0, BLOCK_ROWS)


class Selection(Struct, frozen=True):
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


def select(
    columns: Columns,
    filter: RequestFilter,  # noqa: A002 - the domain's word
    runs: Sequence[Run] | None = None,
) -> list[Selection]:
    """The requests that match, of those in ``runs`` or else of all, in their order; no selection is empty."""
    sought = _Sought.of(columns, filter) if columns.blocks() else None
    if sought is None:
        return []
    parts = ((block, _WHOLE) for block in columns.blocks()) if runs is None else columns.parts(runs)
    found = (_select_in(block, part, filter, sought) for block, part in parts)
    return [selection for selection in found if selection is not None]


class _Sought(Struct, frozen=True):
    """A filter's texts as codes: the codes that each column may have, and which errors and ids have the text."""

    codes: dict[str, NDArray[np.int32]]
    text: str
    ids: ids.Search
    errors: Mask
    text_ids: frozenset[int]

    @classmethod
    def of(cls, columns: Columns, filter: RequestFilter) -> _Sought | None:  # noqa: A002 - as above
        """None where no request can match."""
        codes: dict[str, NDArray[np.int32]] = {}
        for kind, texts in (
            (NameKind.MODEL, filter.models),
            (NameKind.ENDPOINT, filter.endpoints),
            (NameKind.KEY_ID, filter.key_ids),
        ):
            if texts:
                known = [code for code in map(columns.names[kind].code, texts) if code is not None]
                if not known:
                    return None
                codes[kind.name.lower()] = np.array(known, dtype=np.int32)
        text = filter.text.casefold()
        # The last place is that of the code -1: no error.
        errors = [text in error.casefold() for error in columns.names[NameKind.ERROR].all()] if text else []
        text_ids = (sequence for sequence, id_ in columns.text_ids.items() if text in id_.casefold()) if text else ()
        return cls(codes, text, ids.Search(text.upper(), BLOCK_ROWS), np.array([*errors, False]), frozenset(text_ids))

    def text_mask(self, block: Block, part: slice) -> Mask:
        """Where the text stands in the id or the error."""
        mask: Mask = self.errors.take(block.error[part], mode="wrap")
        in_ids = self.ids.found_in(block.id_high[part], block.id_low[part])
        mask |= in_ids & (block.held[part] == HELD_PACKED)
        if self.text_ids:
            first = block.first_sequence + part.start
            for place in np.flatnonzero(block.held[part] == HELD_WITH_TEXT_ID).tolist():
                if first + place in self.text_ids:
                    mask[place] = True
        return mask


def _select_in(
    block: Block,
    part: slice,
    filter: RequestFilter,  # noqa: A002 - as above
    sought: _Sought,
) -> Selection | None:
    bounds = block.bounds()
    from_ms, to_ms = filter.from_ms, filter.to_ms
    if (from_ms is not None and bounds.last_ms < from_ms) or (to_ms is not None and bounds.first_ms >= to_ms):
        return None
    masks: list[Mask] = [] if block.full else [block.held[part] != 0]
    if from_ms is not None and bounds.first_ms < from_ms:
        masks.append(block.timestamp_ms[part] >= from_ms)
    if to_ms is not None and bounds.last_ms >= to_ms:
        masks.append(block.timestamp_ms[part] < to_ms)
    for column, codes in sought.codes.items():
        values: NDArray[np.int32] = getattr(block, column)[part]
        masks.append(values == codes[0] if len(codes) == 1 else np.isin(values, codes))
    if isinstance(filter.status, StatusClass):
        low, high = _STATUS_BOUNDS[filter.status]
        masks.extend((block.status[part] >= low, block.status[part] < high))
    elif filter.status is not None:
        masks.append(block.status[part] == filter.status)
    if sought.text:
        masks.append(sought.text_mask(block, part))
    if not masks:
        return Selection(block, None if part == _WHOLE else np.arange(part.start, part.stop))
    offsets = np.flatnonzero(np.logical_and.reduce(masks) if len(masks) > 1 else masks[0]) + part.start
    return Selection(block, offsets) if len(offsets) else None


def arrange(columns: Columns, selections: Sequence[Selection], query: Query) -> Positions:
    """The positions of what was selected, in the order asked for.

    Equal values stand in order of sequence, which turns round with the direction.
    """
    if not selections:
        return np.zeros(0, dtype=np.uint32)
    positions = _positions_of(selections)
    if query.sort is SortColumn.SEQUENCE:
        return np.ascontiguousarray(positions[::-1]) if query.descending else positions
    named = _NAMED.get(query.sort)
    if named is not None and len(columns.names[named]) <= _CODES_SORTED_BY_BLOCK:
        positions = _in_order_of_names(columns, selections, named)
        return np.ascontiguousarray(positions[::-1]) if query.descending else positions
    if query.sort is SortColumn.TOKENS and not tokens_fit(selection.block for selection in selections):
        values = _token_places(selections)
    else:
        values = sort_values(columns, query.sort, lambda name: _column_of(selections, name))
    # Times nearly follow sequences, and what is nearly in order is soonest put in order by merging.
    merged = query.sort is SortColumn.TIMESTAMP
    order = np.argsort(values, kind="stable") if merged else _stable_order(values)
    return positions[order[::-1] if query.descending else order]


def _positions_of(selections: Sequence[Selection]) -> Positions:
    """The positions of what was selected, in its order."""
    positions = np.empty(sum(map(len, selections)), dtype=np.uint32)
    places = np.arange(BLOCK_ROWS, dtype=np.uint32)
    for part, stretch in _stretches(selections):
        if stretch[0].offsets is None:
            starts = np.array([one.block.slot << BLOCK_BITS for one in stretch], dtype=np.uint32)
            np.add(starts[:, np.newaxis], places, out=positions[part].reshape(len(stretch), BLOCK_ROWS))
        else:
            positions[part] = stretch[0].positions()
    return positions


def _column_of(selections: Sequence[Selection], name: str) -> NDArray[np.signedinteger]:
    """A column's values of what was selected, in its order."""
    values = np.empty(sum(map(len, selections)), dtype=getattr(selections[0].block, name).dtype)
    for part, stretch in _stretches(selections):
        shelf, first = stretch[0].block.shelf, stretch[0].block.row
        if len(stretch) > 1 and shelf is not None:
            rows = slice(first, first + len(stretch))
            values[part].reshape(len(stretch), BLOCK_ROWS)[...] = shelf.column(name, rows)
        else:
            values[part] = stretch[0].column(name)
    return values


def _stretches(selections: Sequence[Selection]) -> Iterator[tuple[slice, Sequence[Selection]]]:
    """Whole blocks that stand side by side on a shelf, and every other selection alone, each with its part of all."""
    start = 0
    for _, one_by_one in groupby(enumerate(selections), key=_neighbourhood):
        stretch = [selection for _, selection in one_by_one]
        stop = start + sum(map(len, stretch))
        yield slice(start, stop), stretch
        start = stop


def _neighbourhood(place_and_selection: tuple[int, Selection]) -> tuple[int, int]:
    """The same for whole blocks, one after the other, of the same shelf; another one for each other selection."""
    place, selection = place_and_selection
    block = selection.block
    alone = selection.offsets is not None or block.shelf is None
    return (0, place) if alone else (id(block.shelf), block.row - place)


def _in_order_of_names(columns: Columns, selections: Sequence[Selection], kind: NameKind) -> Positions:
    """Positions in the order of a few names, put together from the orders inside of the blocks."""
    name = kind.name.lower()
    parts: defaultdict[int, list[Positions]] = defaultdict(list)
    for selection in selections:
        block, offsets = selection.block, selection.offsets
        order = block.order_by(name) if offsets is None else CodeOrder.of(selection.column(name))
        places = order.places if offsets is None else offsets[order.places]
        positions = places.astype(np.uint32) + np.uint32(block.slot << BLOCK_BITS)
        for code, part in order.parts.items():
            parts[code].append(positions[part])
    ranks = columns.names[kind].ranks().tolist()
    return np.concatenate([part for code in sorted(parts, key=ranks.__getitem__) for part in parts[code]])


def selections_of(columns: Columns, positions: Positions) -> list[Selection]:
    """The requests at ``positions``, in order of sequence."""
    if not len(positions):
        return []
    blocks = columns.blocks()
    marked = np.zeros(max(block.slot + 1 for block in blocks) << BLOCK_BITS, dtype=np.bool_)
    marked[positions] = True
    found = (
        Selection(block, np.flatnonzero(marked[block.slot << BLOCK_BITS : (block.slot + 1) << BLOCK_BITS]))
        for block in blocks
    )
    return [selection for selection in found if len(selection)]


def tokens_fit(blocks: Iterable[Block]) -> bool:
    """Whether the sum of input and output tokens fits into 64 bits for every request of the blocks."""
    sizes = (block.bounds() for block in blocks)
    return max((size.input_tokens + size.output_tokens for size in sizes), default=0) < 1 << 63


def sort_values(columns: Columns, sort: SortColumn, column: Callable[[str], Integers]) -> NDArray[np.signedinteger]:
    """What requests are ordered by, where their tokens fit; ``column`` answers their values of a column."""

    def ranked(kind: NameKind) -> NDArray[np.signedinteger]:
        ranks: NDArray[np.signedinteger] = columns.names[kind].ranks().take(column(kind.name.lower()))
        return ranks

    match sort:
        case SortColumn.MODEL | SortColumn.ENDPOINT:
            return ranked(NameKind[sort.name])
        case SortColumn.KEY:
            keys = len(columns.names[NameKind.KEY_ID])
            few = keys * len(columns.names[NameKind.KEY_DESCRIPTION]) < 1 << 31
            return ranked(NameKind.KEY_DESCRIPTION) * (np.int32 if few else np.int64)(keys) + ranked(NameKind.KEY_ID)
        case SortColumn.TOKENS:
            return column("input_tokens") + column("output_tokens")
        case _:
            return column(_SORTED_AS_STORED[sort])


def _token_places(selections: Sequence[Selection]) -> NDArray[np.signedinteger]:
    """Sums of tokens that may not fit into 64 bits, as their places among each other."""
    tokens = (
        np.concatenate([selection.column(name) for selection in selections]).tolist()
        for name in ("input_tokens", "output_tokens")
    )
    summed = list(map(add, *tokens))
    places = {tokens: place for place, tokens in enumerate(sorted(set(summed)))}
    return np.array([places[tokens] for tokens in summed])


def _stable_order(values: NDArray[np.signedinteger]) -> NDArray[np.intp]:
    """What ``argsort(kind="stable")`` answers, several times faster where value and place fit into one number."""
    if (values[1:] >= values[:-1]).all():
        return np.arange(len(values))
    low = int(values.min())
    place_bits = len(values).bit_length()
    value_bits = (int(values.max()) - low).bit_length()
    if value_bits <= 16:
        # numpy sorts the smallest numbers by their digits.
        return np.argsort((values - low).astype(np.uint8 if value_bits <= 8 else np.uint16), kind="stable")
    bits = value_bits + place_bits
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
