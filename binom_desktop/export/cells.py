"""Columns as numpy arrays of bytes, and rows put together of them: what CSV and JSON share.

A Python object for each cell costs more than everything else about it. Here a column's cells are all as wide as the
widest, filled up with NULs, and all NULs go from the finished rows; so no cell may hold one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from binom_desktop.domain import NANO_PER_CREDIT, decimal_from_nano
from binom_desktop.queries import CodedTexts, EvenTexts

Cells = NDArray[np.bytes_]

_DAY_MS = 86_400_000
_MINUTE_MS = 60_000
_EPOCH = date(1970, 1, 1)
_FIRST_DAY, _LAST_DAY = (date.min - _EPOCH).days, (date.max - _EPOCH).days
# A range of days for which a table is worth it.
_TABLE_DAYS = 4_000
# The Gregorian calendar repeats itself.
_CYCLE_DAYS, _CYCLE_YEARS = 146_097, 400
_MINUTES = np.array([f"{hour:02d}:{minute:02d}:" for hour in range(24) for minute in range(60)], dtype="S6")
_TAILS = np.array([f"{second:02d}.{ms:03d}Z" for second in range(60) for ms in range(1000)], dtype="S7")
_TIME = np.dtype([("day", "S11"), ("minute", "S6"), ("tail", "S7")])

_MYRIAD = 10_000
_NUMBERS = np.array([str(number) for number in range(_MYRIAD)], dtype="S4")
_LEADING = np.where(np.arange(_MYRIAD) == 0, b"", _NUMBERS)
# The last four digits: without leading zeros, and, from 10,000 on, with them.
_TRAILING = np.concatenate([_NUMBERS, np.array([f"{number:04d}" for number in range(_MYRIAD)], dtype="S4")])
_NUMBER = np.dtype([("leading", "S4"), ("trailing", "S4")])
_WHOLES = np.array([f"{number}." for number in range(_MYRIAD)], dtype="S5")
_THREE_DIGITS = np.array([f"{number:03d}" for number in range(1000)], dtype="S3")
_AMOUNT = np.dtype([("whole", "S5"), ("millions", "S3"), ("thousands", "S3"), ("ones", "S3")])

_SURROGATE = re.compile("[\ud800-\udfff]")
_MOST_TEXTS = 4_096


class TextCells(dict[str | None, bytes]):
    """How each text is written. Texts repeat, so each is written once."""

    def __init__(self, write: Callable[[str | None], bytes]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, text: str | None) -> bytes:
        cell = self[text] = self._write(text)
        return cell

    def width(self, texts: CodedTexts[str | None]) -> int:
        """How wide a column of these texts is, in bytes."""
        return max(len(self[texts.texts[code]]) for code in _distinct(texts).tolist())

    def column(self, before: bytes, texts: CodedTexts[str | None]) -> Cells | bytes:
        """The cells of a column, each behind ``before``, or the one cell that stands in all rows."""
        distinct = _distinct(texts)
        cells = [before + self[texts.texts[code]] for code in distinct.tolist()]
        if len(cells) == 1:
            return cells[0]
        place = np.empty(len(texts.texts), dtype=np.intp)
        place[distinct] = np.arange(len(distinct))
        places: NDArray[np.intp] = place[np.asarray(texts.codes)]
        return np.array(cells, dtype=np.bytes_)[places]

    def forget_many(self) -> None:
        """Keep memory bounded where texts don't repeat."""
        if len(self) > _MOST_TEXTS:
            self.clear()


def _distinct(texts: CodedTexts[str | None]) -> NDArray[np.intp]:
    """The codes that stand in at least one row."""
    return np.flatnonzero(np.bincount(np.asarray(texts.codes)))


def joined(columns: Sequence[Cells | bytes], rows: int) -> memoryview:
    """The rows one after the other, each made of the columns' cells; bytes stand in all rows."""
    widths = [max(len(column) if isinstance(column, bytes) else column.itemsize, 1) for column in columns]
    table = np.empty(rows, dtype=[(f"{index}", f"S{width}") for index, width in enumerate(widths)])
    for index, column in enumerate(columns):
        table[f"{index}"] = column
    written = table.view(np.uint8)
    return memoryview(written[written != 0])


def encodable(text: str) -> str:
    """Text without what UTF-8 can't hold: lone surrogates become the replacement character."""
    return text if text.isascii() else _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def ids(texts: Sequence[str], write: Callable[[str], bytes]) -> Cells:
    """The cells of a column in which no text repeats. Letters and digits are not given to ``write``."""
    if isinstance(texts, EvenTexts):
        return np.frombuffer(texts.letters, dtype=f"S{texts.length}")
    return np.array([write(text) for text in texts], dtype=np.bytes_)


def id_width(texts: Sequence[str]) -> int:
    """How long the longest of the ids is, in characters."""
    return texts.length if isinstance(texts, EvenTexts) else max(map(len, texts))


def whole_numbers(values: Sequence[int]) -> Cells:
    """64-bit integers in decimal."""
    numbers = _integers(values)
    lowest, highest = int(numbers.min()), int(numbers.max())
    if lowest < 0 or highest >= _MYRIAD**2:
        return np.array([str(value) for value in values], dtype=np.bytes_)
    if highest < _MYRIAD:
        return _NUMBERS[numbers]
    leading, trailing = _divided(numbers, _MYRIAD)
    columns = np.empty(len(numbers), dtype=_NUMBER)
    columns["leading"] = _LEADING[leading]
    columns["trailing"] = _TRAILING[trailing + _MYRIAD * (leading > 0)]
    return columns.view("S8")


def amounts(nanos: Sequence[int]) -> Cells:
    """Nano-credits as ``decimal_from_nano`` writes them."""
    values = _integers(nanos)
    if values.min() < 0 or values.max() >= _MYRIAD * NANO_PER_CREDIT:
        return np.array([decimal_from_nano(nano) for nano in nanos], dtype=np.bytes_)
    millions, below_million = _divided(values, 1_000_000)
    wholes, thousandths = _divided(millions, 1000)
    thousands, ones = _divided(below_million, 1000)
    columns = np.empty(len(values), dtype=_AMOUNT)
    columns["whole"] = _WHOLES[wholes]
    columns["millions"] = _THREE_DIGITS[thousandths]
    columns["thousands"] = _THREE_DIGITS[thousands]
    columns["ones"] = _THREE_DIGITS[ones]
    return columns.view("S14")


def timestamps(times_ms: Sequence[int]) -> Cells:
    """Times as RFC 3339 in UTC with milliseconds: ``2026-11-23T08:15:10.250Z``.

    A year outside 1 to 9999, which no server can send, gets a sign and at least six digits, as ISO 8601 and ECMAScript
    have it: nothing is lost, though RFC 3339 has no form for it.
    """
    times = _integers(times_ms)
    days, in_day = _divided(times, _DAY_MS)
    minutes, in_minute = _divided(in_day, _MINUTE_MS)
    first, last = int(days.min()), int(days.max())
    if last - first >= _TABLE_DAYS or first < _FIRST_DAY or last > _LAST_DAY:
        return np.array([timestamp(time_ms) for time_ms in times_ms], dtype=np.bytes_)
    day_texts = np.array([_day_text(day) for day in range(first, last + 1)], dtype="S11")
    columns = np.empty(len(times), dtype=_TIME)
    columns["day"] = day_texts[days - first]
    columns["minute"] = _MINUTES[minutes]
    columns["tail"] = _TAILS[in_minute]
    return columns.view("S24")


def timestamp(time_ms: int) -> str:
    """A single time, written like ``timestamps``."""
    day, in_day = divmod(time_ms, _DAY_MS)
    minute, in_minute = divmod(in_day, _MINUTE_MS)
    second, ms = divmod(in_minute, 1000)
    return f"{_day_text(day)}{minute // 60:02d}:{minute % 60:02d}:{second:02d}.{ms:03d}Z"


def _integers(values: Sequence[int]) -> NDArray[np.int64]:
    if isinstance(values, memoryview):
        # What lies in a buffer already is taken as it is.
        return np.asarray(values).astype(np.int64, copy=False)
    return np.fromiter(values, np.int64, len(values))


def _divided(values: NDArray[np.int64], divisor: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Quotients and remainders, twice as fast as ``np.divmod``."""
    quotients = values // divisor
    return quotients, values - quotients * divisor


@lru_cache(maxsize=2 * _TABLE_DAYS)
def _day_text(day: int) -> str:
    if _FIRST_DAY <= day <= _LAST_DAY:
        return f"{_EPOCH + timedelta(days=day)}T"
    cycles, in_cycle = divmod(day, _CYCLE_DAYS)
    near = _EPOCH + timedelta(days=in_cycle)
    return f"{near.year + cycles * _CYCLE_YEARS:+07d}-{near:%m-%d}T"
