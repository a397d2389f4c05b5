"""Sums over requests, whole or in groups: pure functions over the columns, exact in every digit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from binom_desktop.arrays import np
from binom_desktop.domain import KeyUse, UsageField, UsageItem
from binom_desktop.errors import HistoryFault
from binom_desktop.history.columns import BLOCK_ROWS, Columns, Integers
from binom_desktop.history.names import NameKind, Names
from binom_desktop.history.query import Selection
from binom_desktop.queries import NOTHING, Totals, day_start_ms

if TYPE_CHECKING:
    from numpy.typing import NDArray

DAY_MS = 86_400_000
HOUR_MS = 3_600_000

Groups: TypeAlias = "NDArray[np.intp]"

_NAMES = {UsageField.MODEL: NameKind.MODEL, UsageField.KEY: NameKind.KEY_ID, UsageField.ENDPOINT: NameKind.ENDPOINT}
_STATUS_LIMIT = 600
# np.bincount sums in floating point, which is exact for whole numbers up to here.
_EXACT_FLOAT = 1 << 53
_INT64_LIMIT = 1 << 63
# With up to so many groups, summing block by block stays in the processor's cache.
_FEW_GROUPS = BLOCK_ROWS
_MANY_GROUPS = 1 << 22


class _Sums(Struct, frozen=True):
    """Sums by group."""

    requests: list[int]
    errors: list[int]
    input_tokens: list[int]
    output_tokens: list[int]
    cost_nano: list[int]


class _Part:
    """Some of the requests to sum up, each with its group."""

    __slots__ = ("_selections", "_starts", "groups")

    def __init__(self, selections: Sequence[Selection], groups: Groups) -> None:
        self._selections = selections
        self.groups = groups
        # Grouped by time the same group comes many times in a row, and sums of runs are four times faster.
        starts = np.concatenate(([0], np.flatnonzero(groups[1:] != groups[:-1]) + 1))
        self._starts = starts if len(starts) * 16 < len(groups) else None

    def column(self, name: str) -> NDArray[np.signedinteger]:
        """The requests' values of a column."""
        if len(self._selections) == 1:
            return self._selections[0].column(name)
        return np.concatenate([selection.column(name) for selection in self._selections])

    def size(self, name: str) -> int:
        """What the sum of a column's values, without their signs, can't be above."""
        return sum(getattr(selection.block.bounds(), name) * len(selection) for selection in self._selections)

    def count(self, counts: Integers, of: NDArray[np.bool_] | None = None) -> None:
        """Add the number of requests, or of those marked, to their groups' counts."""
        if of is not None:
            counts += np.bincount(self.groups[of], minlength=len(counts))
        elif self._starts is not None:
            np.add.at(counts, self.groups[self._starts], np.diff(self._starts, append=len(self.groups)))
        else:
            counts += np.bincount(self.groups, minlength=len(counts))

    def add(self, sums: Integers, values: NDArray[np.signedinteger], size: int) -> None:
        """Add values to their groups' sums. ``size`` bounds their sum, as above, and is below 2**63."""
        if self._starts is not None:
            np.add.at(sums, self.groups[self._starts], np.add.reduceat(values, self._starts))
        elif size < _EXACT_FLOAT:
            sums += np.bincount(self.groups, weights=values, minlength=len(sums)).astype(np.int64)
        else:
            np.add.at(sums, self.groups, values)


def totals(selections: Sequence[Selection]) -> Totals:
    """The sums over everything selected."""
    return sum(map(_totals_of, selections), NOTHING)


def _totals_of(selection: Selection) -> Totals:
    block = selection.block
    if selection.offsets is None and block.totals is not None:
        return block.totals
    totals = Totals(
        requests=len(selection),
        errors=int(np.count_nonzero(selection.column("status") >= np.int16(400))),
        input_tokens=_total(selection, "input_tokens"),
        output_tokens=_total(selection, "output_tokens"),
        cost_nano=_total(selection, "cost_nano"),
    )
    if selection.offsets is None:
        block.totals = totals
    return totals


def _total(selection: Selection, name: str) -> int:
    values = selection.column(name)
    fits = getattr(selection.block.bounds(), name) * len(selection) < _INT64_LIMIT
    return int(values.sum()) if fits else sum(values.tolist())


def use_of_keys(columns: Columns, selections: Sequence[Selection], after: Mapping[str, int]) -> dict[str, KeyUse]:
    """What was made with each key in the requests selected that are newer than the sequence ``after`` says for it.

    Keys without such a request are left out.
    """
    if not selections:
        return {}
    names = columns.names[NameKind.KEY_ID]
    limits = np.full(len(names), _INT64_LIMIT - 1)
    for key_id, sequence in after.items():
        code = names.code(key_id)
        if code is not None:
            limits[code] = sequence
    newest_ms = np.full(len(names), -_INT64_LIMIT, dtype=np.int64)
    parts: list[_Part] = []
    for selection in selections:
        offsets = selection.block.offsets() if selection.offsets is None else selection.offsets
        newer = offsets[selection.block.first_sequence + offsets > limits[selection.block.key_id[offsets]]]
        if len(newer):
            codes = selection.block.key_id[newer].astype(np.intp)
            np.maximum.at(newest_ms, codes, selection.block.timestamp_ms[newer])
            parts.append(_Part([Selection(selection.block, newer)], codes))
    sums = _sum(parts, len(names))
    return {
        names.text(code): KeyUse(requests, cost_nano, newest)
        for code, (requests, cost_nano, newest) in enumerate(
            zip(sums.requests, sums.cost_nano, newest_ms.tolist(), strict=True)
        )
        if requests
    }


def group(
    columns: Columns, selections: Sequence[Selection], fields: Sequence[UsageField], first: date, last: date
) -> tuple[UsageItem, ...]:
    """The sums for each combination of ``fields`` that has a request, in the order of the fields' values.

    Everything selected lies in the UTC days ``first`` to ``last``. By day alone, every day is there (GET /v1/usage).
    """
    every = tuple(fields) == (UsageField.DAY,)
    if not selections:
        days = (last - first).days + 1 if every else 0
        return tuple(UsageItem(0, 0, 0, 0, 0, day=first + timedelta(days=day)) for day in range(days))
    grouping = _Grouping(columns, fields, first, last)
    numbers, sums = _grouped(selections, [grouping.keys(selection) for selection in selections], grouping.size)
    return tuple(
        grouping.item(values, at, sums) for at, values in grouping.ordered(numbers) if every or sums.requests[at]
    )


def buckets(
    columns: Columns, selections: Sequence[Selection], edges_ms: Sequence[int], split: UsageField | None
) -> dict[tuple[int, str | int | None], Totals]:
    """The sums between neighbouring edges, ascending, for each value of ``split``, a model, key, endpoint or status.

    The keys are a place, counted from the first edge, and a value, None without a split. Everything selected lies
    between the first and the last edge. What has no request is left out.
    """
    if not selections:
        return {}
    edges = np.array(edges_ms, dtype=np.int64)
    names = columns.names[_NAMES[split]] if split in _NAMES else None
    width = len(names) if names is not None else _STATUS_LIMIT if split is UsageField.STATUS else 1

    def keys(selection: Selection) -> Groups:
        places = np.searchsorted(edges, selection.column("timestamp_ms"), side="right") - 1
        if split is None:
            return places
        column = "status" if names is None else _NAMES[split].name.lower()
        return places * width + selection.column(column)

    numbers, sums = _grouped(selections, list(map(keys, selections)), (len(edges) - 1) * max(1, width))
    found = {}
    for at, number in enumerate(numbers.tolist()):
        if sums.requests[at]:
            place, value = divmod(number, max(1, width))
            named: str | int | None = names.text(value) if names is not None else None if split is None else value
            found[place, named] = Totals(
                sums.requests[at], sums.errors[at], sums.input_tokens[at], sums.output_tokens[at], sums.cost_nano[at]
            )
    return found


def _grouped(selections: Sequence[Selection], keys: Sequence[Groups], size: int) -> tuple[Groups, _Sums]:
    """The sums of requests by the numbers of their groups, below ``size``: the numbers summed, and their sums."""
    if size <= _FEW_GROUPS:
        numbers: Groups = np.arange(size)
        parts = [_Part([selection], key) for selection, key in zip(selections, keys, strict=True)]
    else:
        numbers, joined = _compact(np.concatenate(keys), size)
        parts = [_Part(selections, joined)]
    return numbers, _sum(parts, len(numbers))


class _Grouping:
    """The combinations of some fields' values, numbered."""

    __slots__ = ("_columns", "_fields", "_first", "_shape", "_start_ms", "size")

    def __init__(self, columns: Columns, fields: Sequence[UsageField], first: date, last: date) -> None:
        self._columns = columns
        self._fields = fields
        self._first = first
        self._start_ms = day_start_ms(first)
        days = (last - first).days + 1
        limits = {UsageField.DAY: days, UsageField.HOUR: days * 24, UsageField.STATUS: _STATUS_LIMIT}
        self._shape = [limits[field] if field in limits else max(1, len(self._names(field))) for field in fields]
        self.size = math.prod(self._shape)
        if self.size >= _INT64_LIMIT:
            raise HistoryFault("These figures have too many different groups to be computed.")

    def _names(self, field: UsageField) -> Names:
        return self._columns.names[_NAMES[field]]

    def keys(self, selection: Selection) -> Groups:
        """The number of each request's combination."""
        result = self._values(selection, self._fields[0])
        for field, limit in zip(self._fields[1:], self._shape[1:], strict=True):
            result = result * limit + self._values(selection, field)
        return result

    def _values(self, selection: Selection, field: UsageField) -> Groups:
        match field:
            case UsageField.DAY | UsageField.HOUR:
                unit = DAY_MS if field is UsageField.DAY else HOUR_MS
                values = (selection.column("timestamp_ms") - self._start_ms) // unit
            case UsageField.STATUS:
                values = selection.column("status")
            case _:
                values = selection.column(_NAMES[field].name.lower())
        return values.astype(np.intp, copy=False)

    def ordered(self, numbers: Groups) -> Iterator[tuple[int, tuple[int, ...]]]:
        """The places in ``numbers`` and the fields' values there, in the order of these values."""
        values = np.unravel_index(numbers, self._shape)
        ranks = [
            self._names(field).ranks()[value] if field in _NAMES and len(self._names(field)) else value
            for field, value in zip(self._fields, values, strict=True)
        ]
        order = np.lexsort(ranks[::-1])
        return zip(order.tolist(), zip(*(value[order].tolist() for value in values), strict=True), strict=True)

    def item(self, values: tuple[int, ...], at: int, sums: _Sums) -> UsageItem:
        """One group's sums with the fields' values as people know them."""
        value = dict(zip(self._fields, values, strict=True))
        hour, day = value.get(UsageField.HOUR), value.get(UsageField.DAY)
        return UsageItem(
            requests=sums.requests[at],
            errors=sums.errors[at],
            input_tokens=sums.input_tokens[at],
            output_tokens=sums.output_tokens[at],
            cost_nano=sums.cost_nano[at],
            hour_ms=None if hour is None else self._start_ms + hour * HOUR_MS,
            day=None if day is None else self._first + timedelta(days=day),
            model=self._text(UsageField.MODEL, value),
            key=self._text(UsageField.KEY, value),
            endpoint=self._text(UsageField.ENDPOINT, value),
            status=value.get(UsageField.STATUS),
        )

    def _text(self, field: UsageField, value: Mapping[UsageField, int]) -> str | None:
        return self._names(field).text(value[field]) if field in value else None


def _compact(keys: Groups, limit: int) -> tuple[Groups, Groups]:
    """The numbers that occur, and for each key its place among them."""
    if limit > max(_MANY_GROUPS, 4 * len(keys)):
        return np.unique(keys, return_inverse=True)
    numbers = np.flatnonzero(np.bincount(keys, minlength=limit))
    places = np.empty(limit, dtype=np.intp)
    places[numbers] = np.arange(len(numbers))
    return numbers, places[keys]


def _sum(parts: Sequence[_Part], groups: int) -> _Sums:
    requests = np.zeros(groups, dtype=np.int64)
    errors = np.zeros(groups, dtype=np.int64)
    for part in parts:
        part.count(requests)
        part.count(errors, part.column("status") >= np.int16(400))
    sums = (_sum_column(parts, groups, name) for name in ("input_tokens", "output_tokens", "cost_nano"))
    return _Sums(requests.tolist(), errors.tolist(), *sums)


def _sum_column(parts: Sequence[_Part], groups: int, name: str) -> list[int]:
    sizes = [part.size(name) for part in parts]
    result = np.zeros(groups, dtype=np.int64)
    if sum(sizes) < _INT64_LIMIT:
        for part, size in zip(parts, sizes, strict=True):
            part.add(result, part.column(name), size)
        return result.tolist()
    # The sum may not fit into 64 bits, but those of the upper and the lower halves do.
    high = np.zeros(groups, dtype=np.int64)
    for part in parts:
        values = part.column(name)
        part.add(high, values >> 32, _EXACT_FLOAT)
        part.add(result, values & 0xFFFF_FFFF, _EXACT_FLOAT)
    return [(above << 32) + below for above, below in zip(high.tolist(), result.tolist(), strict=True)]
