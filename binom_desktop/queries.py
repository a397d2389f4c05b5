"""What can be asked of the request log, and what is answered.

Frozen, free of Qt, numpy and I/O; units as in ``domain``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol, TypeVar, overload

from msgspec import Struct
from typing_extensions import override

from binom_desktop.domain import Anomaly, FigureSource, RequestRecord, UsageField

_DAY_MS = 86_400_000
_EPOCH = date(1970, 1, 1)
_Text_co = TypeVar("_Text_co", bound=str | None, covariant=True)


class SortColumn(StrEnum):
    """What the request log can be sorted by; SEQUENCE is the order in which the log took it."""

    SEQUENCE = "sequence"
    TIMESTAMP = "timestamp"
    ENDPOINT = "endpoint"
    MODEL = "model"
    STATUS = "status"
    TOKENS = "tokens"
    COST = "cost"
    KEY = "key"
    LATENCY = "latency"


class StatusClass(StrEnum):
    """Statuses as people group them: below 400, 4xx, 5xx, or all from 400."""

    SUCCESS = "success"
    CLIENT_ERROR = "clientError"
    SERVER_ERROR = "serverError"
    FAILED = "failed"


class RequestFilter(Struct, frozen=True):
    """Which requests match: every part that is set must hold.

    Times are ``[from_ms, to_ms)``. Of ``models``, ``endpoints`` and ``key_ids`` one must fit; an empty tuple lets all
    through. ``text`` stands somewhere in the id or the error, in any letter case; empty lets all through.
    """

    from_ms: int | None = None
    to_ms: int | None = None
    status: StatusClass | int | None = None
    models: tuple[str, ...] = ()
    endpoints: tuple[str, ...] = ()
    key_ids: tuple[str, ...] = ()
    text: str = ""


class DatePreset(StrEnum):
    """Spans of UTC days that go with the calendar; CUSTOM has days of its own."""

    ALL = "all"
    TODAY = "today"
    PAST_7_DAYS = "past7Days"
    PAST_30_DAYS = "past30Days"
    PAST_90_DAYS = "past90Days"
    THIS_MONTH = "thisMonth"
    LAST_MONTH = "lastMonth"
    CUSTOM = "custom"


_PAST_DAYS = {
    DatePreset.TODAY: 1,
    DatePreset.PAST_7_DAYS: 7,
    DatePreset.PAST_30_DAYS: 30,
    DatePreset.PAST_90_DAYS: 90,
}


class DateRange(Struct, frozen=True):
    """Which days: a preset, or from ``first`` to ``last``, both included, where the preset is CUSTOM."""

    preset: DatePreset = DatePreset.ALL
    first: date | None = None
    last: date | None = None

    def days(self, today: date) -> tuple[date | None, date | None]:
        """The first and the last day as of ``today``, today included; None where that side is open."""
        if self.preset in _PAST_DAYS:
            return today - timedelta(days=_PAST_DAYS[self.preset] - 1), today
        month = today.replace(day=1)
        match self.preset:
            case DatePreset.THIS_MONTH:
                return month, today
            case DatePreset.LAST_MONTH:
                last = month - timedelta(days=1)
                return last.replace(day=1), last
            case DatePreset.CUSTOM:
                return self.first, self.last
            case _:
                return None, None

    def closed_days(self, today: date) -> tuple[date, date]:
        """The first and the last day as of ``today``; a side that is open ends at today."""
        first, last = self.days(today)
        last = today if last is None else last
        return (last if first is None else min(first, last)), last

    def bounds_ms(self, now_ms: int) -> tuple[int | None, int | None]:
        """The first millisecond and the one after the last. A range up to today is open: today goes on."""
        today = datetime.fromtimestamp(now_ms / 1000, UTC).date()
        first, last = self.days(today)
        return (
            None if first is None else day_start_ms(first),
            None if last is None or last == today else day_start_ms(last) + _DAY_MS,
        )


class Comparison(StrEnum):
    """What a span of days is compared with: as many days right before, the same of a month ago, or any."""

    NONE = "none"
    PREVIOUS = "previous"
    MONTH_AGO = "monthAgo"
    CUSTOM = "custom"


class UsageQuestion(Struct, frozen=True):
    """What is asked about usage: which days, split by what, compared with which other days.

    ``compared_first`` is the first of the other days where the comparison is CUSTOM; there are always as many.
    """

    range: DateRange = DateRange(DatePreset.PAST_30_DAYS)
    split: UsageField | None = None
    comparison: Comparison = Comparison.PREVIOUS
    compared_first: date | None = None

    def days(self, today: date) -> tuple[date, date]:
        """The first and the last day as of ``today``; a side that is open ends at today."""
        return self.range.closed_days(today)

    def compared_days(self, today: date) -> tuple[date, date] | None:
        """The first and the last day of what is compared with; None where nothing is."""
        first, last = self.days(today)
        try:
            match self.comparison:
                case Comparison.PREVIOUS:
                    other = first - (last - first) - timedelta(days=1)
                case Comparison.MONTH_AGO:
                    other = month_before(first)
                case Comparison.CUSTOM if self.compared_first is not None:
                    other = self.compared_first
                case _:
                    return None
            return other, other + (last - first)
        except OverflowError:
            # No calendar reaches there.
            return None


def month_before(day: date) -> date:
    """The same day of the month before, or that month's last one."""
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def day_start_ms(day: date) -> int:
    """The first millisecond of a UTC day."""
    return (day - _EPOCH).days * _DAY_MS


def utc_day(ms: int) -> date:
    """The UTC day of a moment."""
    return _EPOCH + timedelta(days=ms // _DAY_MS)


class Criteria(Struct, frozen=True):
    """What a person looks for in the request log, as it is shown and kept."""

    range: DateRange = DateRange()
    status: StatusClass | int | None = None
    models: tuple[str, ...] = ()
    endpoints: tuple[str, ...] = ()
    key_ids: tuple[str, ...] = ()
    text: str = ""

    def filter_at(self, now_ms: int) -> RequestFilter:
        """The filter that this means now."""
        from_ms, to_ms = self.range.bounds_ms(now_ms)
        return RequestFilter(
            from_ms, to_ms, self.status, self.models, self.endpoints, self.key_ids, text=self.text.strip()
        )


class Query(Struct, frozen=True):
    """A view of the request log: a filter and an order."""

    filter: RequestFilter = RequestFilter()
    sort: SortColumn = SortColumn.SEQUENCE
    descending: bool = True


class Question(Struct, frozen=True):
    """What a person looks for and in which order, as it is kept between starts."""

    criteria: Criteria = Criteria()
    sort: SortColumn = SortColumn.TIMESTAMP
    descending: bool = True

    def query_at(self, now_ms: int) -> Query:
        """The view that this means now."""
        return Query(self.criteria.filter_at(now_ms), self.sort, self.descending)


class Totals(Struct, frozen=True):
    """Sums over requests."""

    requests: int
    errors: int
    input_tokens: int
    output_tokens: int
    cost_nano: int

    @property
    def tokens(self) -> int:
        """Input and output."""
        return self.input_tokens + self.output_tokens

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            self.requests + other.requests,
            self.errors + other.errors,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cost_nano + other.cost_nano,
        )


NOTHING = Totals(0, 0, 0, 0, 0)


class UsagePeriod(Struct, frozen=True):
    """Sums over the days ``first`` to ``last`` of ``zone``, both included, as far as ``until_ms``.

    Places are days, or hours where the period is a single day; place n reaches from ``edges_ms[n]`` to before
    ``edges_ms[n + 1]``. ``totals`` has all of them, and ``parts`` the same for each value of the split, so that parts
    sum to totals. ``week`` are the sums of the week's hours, Monday's first; None where only days are known.
    """

    first: date
    last: date
    zone: str
    until_ms: int
    edges_ms: tuple[int, ...]
    totals: tuple[Totals, ...]
    parts: Mapping[str | int, tuple[Totals, ...]]
    week: tuple[Totals, ...] | None
    source: FigureSource
    as_of_ms: int

    @property
    def by_hour(self) -> bool:
        """Whether places are hours."""
        return self.first == self.last

    @property
    def total(self) -> Totals:
        """The sum of all places."""
        return sum(self.totals, NOTHING)


class UsageReport(Struct, frozen=True):
    """The answer to a question about usage. The compared period ends as far into its days as ``period`` does.

    ``anomalies`` are the hours of the period that are far outside of their weekly pattern, oldest first; none where the
    history does not hold enough to tell.
    """

    question: UsageQuestion
    period: UsagePeriod
    compared: UsagePeriod | None
    anomalies: tuple[Anomaly, ...] = ()


class CodedTexts(Sequence[_Text_co]):
    """Texts that repeat, as a code for each row: ``texts[codes[row]]`` stands in a row."""

    __slots__ = ("codes", "texts")

    def __init__(self, codes: Sequence[int], texts: Sequence[_Text_co]) -> None:
        self.codes = codes
        self.texts = texts

    @override
    def __len__(self) -> int:
        return len(self.codes)

    @overload
    def __getitem__(self, row: int) -> _Text_co: ...
    @overload
    def __getitem__(self, row: slice) -> CodedTexts[_Text_co]: ...
    @override
    def __getitem__(self, row: int | slice) -> _Text_co | CodedTexts[_Text_co]:
        return CodedTexts(self.codes[row], self.texts) if isinstance(row, slice) else self.texts[self.codes[row]]

    @override
    def __iter__(self) -> Iterator[_Text_co]:
        return map(self.texts.__getitem__, self.codes)


class EvenTexts(Sequence[str]):
    """ASCII letters and digits, ``length`` in each row; ``letters`` has those of all rows."""

    __slots__ = ("length", "letters")

    def __init__(self, letters: bytes, length: int) -> None:
        self.letters = letters
        self.length = length

    @override
    def __len__(self) -> int:
        return len(self.letters) // self.length

    @overload
    def __getitem__(self, row: int) -> str: ...
    @overload
    def __getitem__(self, row: slice) -> Sequence[str]: ...
    @override
    def __getitem__(self, row: int | slice) -> str | Sequence[str]:
        rows, length = range(len(self))[row], self.length
        if isinstance(rows, int):
            return self.letters[rows * length : (rows + 1) * length].decode("ascii")
        if rows.step == 1:
            return EvenTexts(self.letters[rows.start * length : rows.stop * length], length)
        return [self[one] for one in rows]


class RequestRows(NamedTuple):
    """Neighbouring rows of a view as columns of equal length, for whoever takes many at once."""

    id: Sequence[str]
    sequence: Sequence[int]
    timestamp_ms: Sequence[int]
    endpoint: CodedTexts[str]
    model: CodedTexts[str]
    status: Sequence[int]
    input_tokens: Sequence[int]
    output_tokens: Sequence[int]
    cost_nano: Sequence[int]
    latency_ms: Sequence[int]
    key_id: CodedTexts[str]
    key_description: CodedTexts[str]
    error: CodedTexts[str | None]


class HeldRequests(Struct, frozen=True):
    """How many requests the history has, whatever is filtered, and when the first of them was made."""

    count: int = 0
    oldest_ms: int | None = None


class RequestView(Protocol):
    """The requests that matched a query when it was asked, in its order. It never changes; any thread may read it."""

    @property
    def query(self) -> Query:
        """What was asked."""

    @property
    def totals(self) -> Totals:
        """The sums over all rows."""

    @property
    def held(self) -> HeldRequests:
        """What the history had, whatever was filtered."""

    def __len__(self) -> int:
        """How many rows there are."""

    def record(self, row: int) -> RequestRecord:
        """The request in a row, from 0. Raises ``IndexError`` if there is no such row."""

    def rows(self, first: int, stop: int) -> RequestRows:
        """The rows from ``first`` up to, but not including, ``stop``, as far as there are any."""

    def rows_of(self, sequences: Sequence[int]) -> Mapping[int, int]:
        """Where requests stand, by sequence, as far as they are in the view. It looks through all rows: some
        milliseconds a million, however many are asked for.
        """


class KeyChoice(Struct, frozen=True):
    """An API key that requests were made with: its id and its newest description."""

    id: str
    description: str


class RequestChoices(Struct, frozen=True):
    """What occurs in the request log and can therefore be filtered by, each in the order it is offered in."""

    models: tuple[str, ...] = ()
    endpoints: tuple[str, ...] = ()
    keys: tuple[KeyChoice, ...] = ()
    statuses: tuple[int, ...] = ()
