"""The request log as numpy columns in memory, 79 bytes a request, and 4 more for orders once asked for.

The columns lie in blocks of 16,384 sequences. Where a request stands follows from its sequence without a search, the
log grows at either end without copying what is there, and sequences far apart cost no memory in between. A block's
columns share one buffer, which is also what the snapshot file holds.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import Struct

from binom_desktop.arrays import np
from binom_desktop.domain import RequestRecord
from binom_desktop.history import ids
from binom_desktop.history.coverage import Run
from binom_desktop.history.names import NO_NAME, NameKind, Names
from binom_desktop.queries import CodedTexts, EvenTexts, RequestRows, Totals

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from binom_desktop.history.shelf import Shelf

BLOCK_BITS = 14
BLOCK_ROWS = 1 << BLOCK_BITS
_OFFSET_MASK = BLOCK_ROWS - 1

HELD_PACKED = 1
"""``held`` of a request whose id lies packed in the columns."""
HELD_WITH_TEXT_ID = 2
"""``held`` of a request whose id is no ULID and is kept as text."""

Integers: TypeAlias = "NDArray[np.int64]"
Positions: TypeAlias = "NDArray[np.uint32]"
"""Where requests stand: the slot of their block, and the offset in it as the lower bits."""

# Widest first, so that every column of the buffer is aligned.
LAYOUT: tuple[tuple[str, str], ...] = (
    ("timestamp_ms", "<i8"),
    ("input_tokens", "<i8"),
    ("output_tokens", "<i8"),
    ("cost_nano", "<i8"),
    ("latency_ms", "<i8"),
    ("id_high", "<u8"),
    ("id_low", "<u8"),
    ("endpoint", "<i4"),
    ("model", "<i4"),
    ("key_id", "<i4"),
    ("key_description", "<i4"),
    ("error", "<i4"),
    ("status", "<i2"),
    ("held", "|u1"),
)
# The 130 bits of an id's 26 letters are taken ten at a time, from its upper half, where both meet, and its lower half.
_PAIR_SHIFTS = [(0, shift) for shift in range(56, 0, -10)] + [(1, 0)] + [(2, shift) for shift in range(50, -1, -10)]
_ENDS = list(accumulate(BLOCK_ROWS * int(kind[-1]) for _, kind in LAYOUT))
BLOCK_BYTES = _ENDS[-1]
PLACES = {name: (start, stop, kind) for (name, kind), start, stop in zip(LAYOUT, [0, *_ENDS], _ENDS, strict=False)}
"""Where each column lies in a block's buffer, and of which kind it is."""


class Rows(NamedTuple):
    """Requests as the database holds them: lists in order of sequence; strings other than the id are codes."""

    sequence: Sequence[int]
    id: Sequence[str]
    timestamp_ms: Sequence[int]
    endpoint: Sequence[int]
    model: Sequence[int]
    status: Sequence[int]
    input_tokens: Sequence[int]
    output_tokens: Sequence[int]
    cost_nano: Sequence[int]
    latency_ms: Sequence[int]
    key_id: Sequence[int]
    key_description: Sequence[int]
    error: Sequence[int]


class Bounds(Struct, frozen=True):
    """What the values of a block lie between: the times, and the sizes of what is summed."""

    first_ms: int
    last_ms: int
    input_tokens: int
    output_tokens: int
    cost_nano: int


class Known(NamedTuple):
    """What is known of a block before anything asks for it.

    So many ``requests`` are held, their codes lie between those of ``codes``, in the order of NameKind. ``bounds`` and
    ``totals`` are only known of a full block.
    """

    requests: int
    codes: tuple[Run, ...]
    bounds: Bounds | None
    totals: Totals | None


class Older(NamedTuple):
    """The first requests held: how many, the last one's sequence, and when the latest of them was made."""

    requests: int
    last: int
    latest_ms: int


class CodeOrder(NamedTuple):
    """Places in the order of their codes, equal ones as they stood, and where each code's places begin and end."""

    places: NDArray[np.integer]
    parts: Mapping[int, slice]

    @classmethod
    def of(cls, codes: NDArray[np.integer]) -> CodeOrder:
        """The order of codes, all of which are at least 0 and below 256: numpy sorts bytes by their digits."""
        places = np.argsort(codes.astype(np.uint8), kind="stable")
        ordered = codes[places]
        edges = [0, *(np.flatnonzero(ordered[1:] != ordered[:-1]) + 1).tolist(), len(ordered)]
        return cls(places, {ordered.item(first): slice(first, stop) for first, stop in pairwise(edges)})


class Block:
    """The requests of 16,384 neighbouring sequences; ``held`` is 0 where there is none."""

    __slots__ = (
        "_bounds",
        "_codes",
        "_orders",
        "buffer",
        "cost_nano",
        "count",
        "endpoint",
        "error",
        "held",
        "id_high",
        "id_low",
        "input_tokens",
        "key_description",
        "key_id",
        "latency_ms",
        "model",
        "number",
        "output_tokens",
        "row",
        "shelf",
        "slot",
        "status",
        "timestamp_ms",
        "totals",
    )

    timestamp_ms: Integers
    input_tokens: Integers
    output_tokens: Integers
    cost_nano: Integers
    latency_ms: Integers
    id_high: NDArray[np.uint64]
    id_low: NDArray[np.uint64]
    endpoint: NDArray[np.int32]
    model: NDArray[np.int32]
    key_id: NDArray[np.int32]
    key_description: NDArray[np.int32]
    error: NDArray[np.int32]
    status: NDArray[np.int16]
    held: NDArray[np.uint8]

    def __init__(
        self,
        number: int,
        slot: int,
        buffer: NDArray[np.uint8],
        *,
        shelf: Shelf | None = None,
        row: int = 0,
        known: Known | None = None,
    ) -> None:
        """``buffer`` may be a row of a ``shelf``."""
        self.number = number
        self.slot = slot
        self.buffer = buffer
        self.shelf = shelf
        self.row = row
        for name, (start, stop, kind) in PLACES.items():
            setattr(self, name, buffer[start:stop].view(kind))
        if known is None:
            known = Known(int(np.count_nonzero(self.held)), (), None, None)
        self.count, self._codes, self._bounds = known.requests, known.codes, known.bounds
        self.totals = known.totals
        """The sums over a full block, once they were made."""
        self._orders: dict[str, CodeOrder] = {}

    @property
    def first_sequence(self) -> int:
        """The sequence at offset 0."""
        return (self.number << BLOCK_BITS) + 1

    @property
    def full(self) -> bool:
        """Whether every sequence of the block is held."""
        return self.count == BLOCK_ROWS

    def offsets(self) -> NDArray[np.intp]:
        """Where requests are held."""
        return np.flatnonzero(self.held)

    def bounds(self) -> Bounds:
        """The bounds of the values held; the block is not empty."""
        if self._bounds is None:
            times = self.timestamp_ms if self.full else self.timestamp_ms[self.offsets()]
            self._bounds = Bounds(
                int(times.min()),
                int(times.max()),
                # Where nothing is held the columns are 0, which bounds nothing.
                _size(self.input_tokens),
                _size(self.output_tokens),
                _size(self.cost_nano),
            )
        return self._bounds

    def codes(self) -> tuple[Run, ...]:
        """The lowest and the highest code of each kind, in the order of NameKind; 0 where nothing is held counts."""
        if not self._codes:
            columns = (getattr(self, kind.name.lower()) for kind in NameKind)
            self._codes = tuple((int(codes.min()), int(codes.max())) for codes in columns)
        return self._codes

    def order_by(self, name: str) -> CodeOrder:
        """The offsets of a full block in the order of a column of codes, each below 256; made once."""
        order = self._orders.get(name)
        if order is None:
            order = CodeOrder.of(getattr(self, name))
            order = self._orders[name] = CodeOrder(order.places.astype(np.uint16), order.parts)
        return order

    def put(self, offsets: NDArray[np.intp], values: Sequence[NDArray[np.generic]]) -> None:
        """Store new requests: values in the order of LAYOUT, ``held`` last so that no half of a request is seen."""
        for (name, _), column in zip(LAYOUT, values, strict=True):
            getattr(self, name)[offsets] = column
        self.count = int(np.count_nonzero(self.held))
        self._bounds = self.totals = None
        self._codes = ()
        self._orders.clear()

    def kept_from(self, sequence: int) -> Block | None:
        """The block without what is below ``sequence``: itself, a copy, or None where nothing is left."""
        dropped = sequence - self.first_sequence
        if dropped <= 0:
            return self
        if dropped >= BLOCK_ROWS or not self.held[dropped:].any():
            return None
        kept = Block(self.number, self.slot, self.buffer.copy())
        for name, _ in LAYOUT:
            getattr(kept, name)[:dropped] = 0
        kept.count = int(np.count_nonzero(kept.held))
        return kept

    def runs(self) -> list[Run]:
        """The sequences held."""
        first = self.first_sequence
        if self.full:
            return [(first, first + BLOCK_ROWS - 1)]
        return runs_of(self.offsets().astype(np.int64) + first)


class Columns:
    """All requests held. One thread writes; records, once there, never change and may be read from any thread."""

    def __init__(self) -> None:
        self.names: dict[NameKind, Names] = {kind: Names() for kind in NameKind}
        self.text_ids: dict[int, str] = {}
        self.journal = Journal()
        self._slots: dict[int, Block] = {}
        self._free_slots: list[int] = []
        self._by_number: dict[int, Block] = {}
        self._in_order: list[Block] = []

    def __len__(self) -> int:
        return sum(block.count for block in self._in_order)

    def blocks(self) -> Sequence[Block]:
        """The blocks in order of sequence; none is empty."""
        return self._in_order

    def adopt(self, number: int, buffer: NDArray[np.uint8]) -> Block:
        """Add a block that is not here yet, with what its buffer holds."""
        block = Block(number, self._free_slot(), buffer)
        self._take(block)
        return block

    def adopt_shelf(self, numbers: Sequence[int], shelf: Shelf) -> None:
        """Add the blocks of a shelf, none of which is here yet.

        A shelf is only read: a block that has room for more requests gets memory of its own.
        """
        for row, (number, known) in enumerate(zip(numbers, shelf.known(), strict=True)):
            slot, buffer = self._free_slot(), shelf.buffers[row]
            if known.requests < BLOCK_ROWS:
                self._take(Block(number, slot, buffer.copy(), known=known))
            else:
                self._take(Block(number, slot, buffer, shelf=shelf, row=row, known=known))

    def _free_slot(self) -> int:
        return self._free_slots.pop() if self._free_slots else len(self._slots)

    def _take(self, block: Block) -> None:
        self._slots[block.slot] = block
        self._by_number[block.number] = block
        insort(self._in_order, block, key=attrgetter("number"))

    def older_than(self, before_ms: int) -> Older | None:
        """The longest run of requests from the first one held of which all were made before ``before_ms``."""
        older: Older | None = None
        for block in self._in_order:
            offsets = block.offsets()
            times = block.timestamp_ms[offsets]
            later = np.flatnonzero(times >= before_ms) if block.bounds().last_ms >= before_ms else None
            count = len(offsets) if later is None else later.item(0)
            if count:
                latest_ms = int(times[:count].max())
                if older is not None:
                    latest_ms = max(latest_ms, older.latest_ms)
                last = block.first_sequence + offsets.item(count - 1)
                older = Older(count + (0 if older is None else older.requests), last, latest_ms)
            if later is not None:
                break
        return older

    def kept_from(self, sequence: int) -> Columns:
        """These columns without what is below ``sequence``. Those of now, which stay as they are, share the rest."""
        if not self._in_order or self._in_order[0].first_sequence >= sequence:
            return self
        kept = Columns()
        kept.names, kept.journal = self.names, self.journal
        kept.text_ids = {number: text for number, text in self.text_ids.items() if number >= sequence}
        for block in self._in_order:
            part = block.kept_from(sequence)
            if part is not None:
                kept._take(part)
        kept._free_slots = [slot for slot in range(max(kept._slots, default=-1), -1, -1) if slot not in kept._slots]
        return kept

    def replaced(self, values: Addition) -> Columns:
        """These columns with other values of requests held. Those of now, which stay as they are, share the rest."""
        changed = Columns()
        changed.names, changed.journal = self.names, self.journal
        replaced = set(values.sequences.tolist())
        kept_ids = {number: text for number, text in self.text_ids.items() if number not in replaced}
        changed.text_ids = kept_ids | values.text_ids
        numbers = {number for number, _ in values.parts}
        for block in self._in_order:
            changed._take(Block(block.number, block.slot, block.buffer.copy()) if block.number in numbers else block)
        changed._free_slots = list(self._free_slots)
        for number, part in values.parts:
            changed._by_number[number].put(_offsets(values.sequences[part]), [column[part] for column in values.values])
        return changed

    def held(self, sequences: Integers) -> NDArray[np.bool_]:
        """Which of ``sequences`` (ascending) are held."""
        result = np.zeros(len(sequences), dtype=np.bool_)
        for number, part in _parts(sequences):
            block = self._by_number.get(number)
            if block is not None:
                result[part] = block.held[_offsets(sequences[part])] != 0
        return result

    def id_of(self, sequence: int) -> str:
        """The id of a request held."""
        number, offset = divmod(sequence - 1, BLOCK_ROWS)
        return self._id(self._by_number[number], offset)

    def latest_ms(self, first: int, last: int) -> int:
        """The latest time of the requests ``first`` to ``last``, all of which are held."""
        sequences = np.arange(first, last + 1, dtype=np.int64)
        return max(
            int(self._by_number[number].timestamp_ms[_offsets(sequences[part])].max())
            for number, part in _parts(sequences)
        )

    def prepare(self, rows: Rows) -> Addition:
        """Turn requests into what ``add`` needs where none is held yet, or ``replaced`` where all are.

        Everything that can fail happens here. Raises ``ValueError`` for values that no record may have,
        ``MemoryError`` where memory is short.
        """
        if not 100 <= min(rows.status) <= max(rows.status) <= 599:
            raise ValueError("a status is outside 100 to 599")
        if rows.sequence[0] < 1:
            raise ValueError("a sequence is below 1")
        high, low, packed = ids.pack(rows.id)
        values: list[NDArray[np.generic]] = []
        try:
            sequences = np.fromiter(rows.sequence, np.int64, len(rows.sequence))
            for name, kind in LAYOUT:
                match name:
                    case "id_high":
                        values.append(high)
                    case "id_low":
                        values.append(low)
                    case "held":
                        values.append(np.where(packed, np.uint8(HELD_PACKED), np.uint8(HELD_WITH_TEXT_ID)))
                    case _:
                        values.append(np.fromiter(getattr(rows, name), kind, len(sequences)))
        except OverflowError as error:
            raise ValueError("a number does not fit into 64 bits") from error
        text_ids = {} if packed.all() else {rows.sequence[at]: rows.id[at] for at in np.flatnonzero(~packed).tolist()}
        parts = list(_parts(sequences))
        buffers = {n: np.zeros(BLOCK_BYTES, dtype=np.uint8) for n, _ in parts if n not in self._by_number}
        return Addition(sequences, values, text_ids, parts, buffers)

    def add(self, addition: Addition) -> None:
        """Store what was prepared."""
        self.text_ids.update(addition.text_ids)
        for number, part in addition.parts:
            block = self._by_number.get(number) or self.adopt(number, addition.buffers[number])
            block.put(_offsets(addition.sequences[part]), [column[part] for column in addition.values])
        self.journal.note(runs_of(addition.sequences))

    def parts(self, runs: Sequence[Run]) -> Iterator[tuple[Block, slice]]:
        """The blocks that runs of sequences lie in, in the runs' order, each with the offsets that belong to a run."""
        for first, last in runs:
            for number in range((first - 1) >> BLOCK_BITS, ((last - 1) >> BLOCK_BITS) + 1):
                start = number << BLOCK_BITS
                yield self._by_number[number], slice(max(first - 1 - start, 0), min(last - start, BLOCK_ROWS))

    def position(self, sequence: int) -> int | None:
        """Where a request stands, None if it is not held."""
        number, offset = divmod(sequence - 1, BLOCK_ROWS)
        block = self._by_number.get(number)
        return None if block is None or not block.held.item(offset) else block.slot << BLOCK_BITS | offset

    def at(self, name: str, positions: Positions) -> NDArray[np.signedinteger]:
        """A column's values, or the ``sequence``, of the requests at ``positions``."""
        kind = np.dtype(np.int64 if name == "sequence" else dict(LAYOUT)[name])
        values = np.empty(len(positions), dtype=kind)
        for block, places, offsets in self._by_block(positions):
            values[places] = offsets + block.first_sequence if name == "sequence" else getattr(block, name)[offsets]
        return values

    def rows(self, positions: Positions) -> RequestRows:
        """The requests at ``positions`` as columns."""
        values = {name: np.empty(len(positions), dtype=kind) for name, kind in LAYOUT}
        sequences = np.empty(len(positions), dtype=np.int64)
        for block, places, offsets in self._by_block(positions):
            sequences[places] = offsets + block.first_sequence
            for name, column in values.items():
                column[places] = getattr(block, name)[offsets]

        def texts(kind: NameKind) -> CodedTexts[str]:
            return CodedTexts(values[kind.name.lower()].data, self.names[kind].all())

        error_codes, places = np.unique(values["error"], return_inverse=True)
        errors = self.names[NameKind.ERROR]
        return RequestRows(
            id=self._ids(values["id_high"], values["id_low"], values["held"], sequences),
            sequence=sequences.data,
            timestamp_ms=values["timestamp_ms"].data,
            endpoint=texts(NameKind.ENDPOINT),
            model=texts(NameKind.MODEL),
            status=values["status"].data,
            input_tokens=values["input_tokens"].data,
            output_tokens=values["output_tokens"].data,
            cost_nano=values["cost_nano"].data,
            latency_ms=values["latency_ms"].data,
            key_id=texts(NameKind.KEY_ID),
            key_description=texts(NameKind.KEY_DESCRIPTION),
            error=CodedTexts(
                places.data, [None if code == NO_NAME else errors.text(code) for code in error_codes.tolist()]
            ),
        )

    def _ids(
        self,
        high: NDArray[np.uint64],
        low: NDArray[np.uint64],
        held: NDArray[np.uint8],
        sequences: Integers,
    ) -> Sequence[str]:
        without_letters = np.flatnonzero(held == HELD_WITH_TEXT_ID).tolist()
        if len(held) and not without_letters:
            return EvenTexts(_letters(high, low).tobytes(), 2 * len(_PAIR_SHIFTS))
        texts = ids.unpack_all(high, low)
        for row in without_letters:
            texts[row] = self.text_ids[sequences.item(row)]
        return texts

    def _by_block(self, positions: Positions) -> Iterator[tuple[Block, NDArray[np.intp] | slice, NDArray[np.intp]]]:
        """The blocks that positions lie in, with the places among ``positions`` and the offsets in the block."""
        slots = positions >> BLOCK_BITS
        offsets = (positions & _OFFSET_MASK).astype(np.intp)
        if not len(slots):
            return
        if (slots == slots[0]).all():
            yield self._slots[slots.item(0)], slice(None), offsets
            return
        order = np.argsort(slots, kind="stable")
        ordered = slots[order]
        starts = np.flatnonzero(np.diff(ordered, prepend=-1)).tolist()
        for start, stop in zip(starts, [*starts[1:], len(ordered)], strict=True):
            places = order[start:stop]
            yield self._slots[ordered.item(start)], places, offsets[places]

    def record(self, position: int) -> RequestRecord:
        """The request at a position, which is its block's slot and its offset in it."""
        block = self._slots[position >> BLOCK_BITS]
        at = position & _OFFSET_MASK
        names = self.names
        error = block.error.item(at)
        return RequestRecord(
            id=self._id(block, at),
            sequence=block.first_sequence + at,
            timestamp_ms=block.timestamp_ms.item(at),
            endpoint=names[NameKind.ENDPOINT].text(block.endpoint.item(at)),
            model=names[NameKind.MODEL].text(block.model.item(at)),
            status=block.status.item(at),
            input_tokens=block.input_tokens.item(at),
            output_tokens=block.output_tokens.item(at),
            cost_nano=block.cost_nano.item(at),
            latency_ms=block.latency_ms.item(at),
            key_id=names[NameKind.KEY_ID].text(block.key_id.item(at)),
            key_description=names[NameKind.KEY_DESCRIPTION].text(block.key_description.item(at)),
            error=None if error == NO_NAME else names[NameKind.ERROR].text(error),
        )

    def newest(self, limit: int) -> tuple[RequestRecord, ...]:
        """The requests of the highest sequences, newest first."""
        records: list[RequestRecord] = []
        for block in reversed(self._in_order):
            offsets = block.offsets()[::-1][: limit - len(records)]
            records.extend(self.record(block.slot << BLOCK_BITS | offset) for offset in offsets.tolist())
            if len(records) >= limit:
                break
        return tuple(records)

    def check_codes(self) -> None:
        """Raise ``ValueError`` if a code has no text, which only damaged files bring about."""
        # Where nothing is held the columns are 0.
        counts = [max(len(self.names[kind]), 1) for kind in NameKind]
        for block in self._in_order:
            for (lowest, highest), count in zip(block.codes(), counts, strict=True):
                if lowest < NO_NAME or highest >= count:
                    raise ValueError("a code has no text")

    def _id(self, block: Block, at: int) -> str:
        if block.held.item(at) == HELD_WITH_TEXT_ID:
            return self.text_ids[block.first_sequence + at]
        return ids.unpack(block.id_high.item(at), block.id_low.item(at))


class Journal:
    """In which order requests came, as runs of sequences. A mark is how many had come before."""

    __slots__ = ("_counts", "_runs")

    def __init__(self) -> None:
        self._counts: list[int] = []
        self._runs: list[Run] = []

    @property
    def mark(self) -> int:
        """How many requests have come so far."""
        if not self._runs:
            return 0
        first, last = self._runs[-1]
        return self._counts[-1] + last - first + 1

    def note(self, runs: Sequence[Run]) -> None:
        """Requests came."""
        for first, last in runs:
            if self._runs and self._runs[-1][1] == first - 1:
                self._runs[-1] = self._runs[-1][0], last
            else:
                self._counts.append(self.mark)
                self._runs.append((first, last))

    def since(self, mark: int) -> list[Run]:
        """The runs that came after a mark."""
        at = max(bisect_right(self._counts, mark) - 1, 0)
        runs = self._runs[at:]
        if runs:
            first, last = runs[0]
            begun = first + mark - self._counts[at]
            runs[:1] = [(begun, last)] if begun <= last else []
        return runs


class Addition(NamedTuple):
    """Requests, ready for ``Columns.add`` or ``replaced``: arrays in the order of LAYOUT, cut where blocks meet."""

    sequences: Integers
    values: list[NDArray[np.generic]]
    text_ids: dict[int, str]
    parts: list[tuple[int, slice]]
    buffers: dict[int, NDArray[np.uint8]]


def runs_of(sequences: Integers) -> list[Run]:
    """The runs of ascending sequences that follow each other without a hole."""
    if len(sequences) == 0:
        return []
    breaks = np.flatnonzero(np.diff(sequences) != 1)
    firsts = sequences[np.concatenate(([0], breaks + 1))]
    lasts = sequences[np.concatenate((breaks, [len(sequences) - 1]))]
    return list(zip(firsts.tolist(), lasts.tolist(), strict=True))


def _parts(sequences: Integers) -> Iterator[tuple[int, slice]]:
    """Where ascending sequences cross from block to block: each block's number and the part that belongs to it."""
    numbers = (sequences - 1) >> BLOCK_BITS
    start = 0
    while start < len(numbers):
        stop = int(np.searchsorted(numbers, numbers[start], side="right"))
        yield int(numbers[start]), slice(start, stop)
        start = stop


@cache
def _pairs() -> NDArray[np.uint16]:
    """The two letters of every ten bits."""
    values = np.arange(1 << 10, dtype=np.uint64)
    texts = ids.unpack_all(np.zeros_like(values), values)
    return np.frombuffer("".join(text[-2:] for text in texts).encode(), dtype=np.uint16)


def _letters(high: NDArray[np.uint64], low: NDArray[np.uint64]) -> NDArray[np.uint16]:
    """The letters of packed ids, two in each number, a row for each id."""
    words = high, high << np.uint64(4) | low >> np.uint64(60), low
    pairs, ten_bits = _pairs(), np.uint64((1 << 10) - 1)
    letters = np.empty((len(_PAIR_SHIFTS), len(high)), dtype=np.uint16)
    for pair, (word, shift) in zip(letters, _PAIR_SHIFTS, strict=True):
        np.take(pairs, (words[word] >> np.uint64(shift) & ten_bits).view(np.int64), out=pair, mode="clip")
    return letters.T


def _offsets(sequences: Integers) -> NDArray[np.intp]:
    return (sequences - 1) & _OFFSET_MASK


def _size(values: Integers) -> int:
    return max(int(values.max()), -int(values.min()))
