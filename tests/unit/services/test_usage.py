"""What was used: the same from the history and from the server, in every time zone and trouble."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from binom_desktop.api.client import AccountClient
from binom_desktop.domain import FigureSource, RequestRecord, UsageField
from binom_desktop.errors import AuthFailed, BinomError, HistoryFault, HttpError, Offline
from binom_desktop.events import FigureFailed, UsageReported
from binom_desktop.history.history import History, wall_clock_ms
from binom_desktop.queries import (
    NOTHING,
    Comparison,
    DatePreset,
    DateRange,
    Totals,
    UsagePeriod,
    UsageQuestion,
    UsageReport,
)
from binom_desktop.services.usage import MOST_DAYS, MOST_KEPT_DAYS, PART, UsageReports
from tests.sandbox_process import SandboxProcess
from tests.unit.history.made import any_record, record
from tests.unit.services.running_sync import CLIENT_TIMINGS, Heard

pytestmark = pytest.mark.anyio

HISTORY = 3_000
HOUR_MS = 3_600_000
BERLIN, KATHMANDU, LORD_HOWE = "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"
SPLITS = (None, UsageField.MODEL, UsageField.KEY, UsageField.ENDPOINT, UsageField.STATUS)
PRESETS = (
    DatePreset.TODAY,
    DatePreset.PAST_7_DAYS,
    DatePreset.PAST_30_DAYS,
    DatePreset.PAST_90_DAYS,
    DatePreset.THIS_MONTH,
    DatePreset.LAST_MONTH,
)
REFUSED = AuthFailed("The key is refused.", status=401)


def utc_ms(text: str) -> int:
    """A moment as the computer counts it."""
    return round(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000)


def custom(first: date, last: date) -> DateRange:
    """The days from one to another."""
    return DateRange(DatePreset.CUSTOM, first, last)


@dataclass
class Peer:
    """What answers about an account of a sandbox."""

    sandbox: SandboxProcess
    client: AccountClient
    history: History
    folder: Path
    now_ms: Callable[[], int]
    last_sequence: int = 0
    heard: Heard = field(default_factory=Heard)

    def __post_init__(self) -> None:
        self.reports = self.of(self.history)

    def of(self, history: History) -> UsageReports:
        """What answers from a history."""
        return UsageReports(
            history=history,
            client=self.client,
            publish=self.heard.publish,
            last_sequence=lambda: self.last_sequence,
            now_ms=self.now_ms,
            interval_s=0.01,
            server_interval_s=0.02,
        )

    async def control(self, path: str, body: object = None, method: str = "POST") -> Any:
        """Make the sandbox do something."""
        return await asyncio.to_thread(self.sandbox.control, path, body, method)

    async def faults(self) -> list[Any]:
        """The faults that are still to happen."""
        faults = (await self.control("state", method="GET"))["faults"]
        assert isinstance(faults, list)
        return faults

    async def until_faults_happened(self) -> None:
        """Wait until the server was asked, and has begun to do what it was told to."""
        async with asyncio.timeout(30):
            while await self.faults():
                pass

    async def fill(self) -> None:
        """Take in what the history does not have yet."""
        async for page in self.client.requests(after_sequence=self.history.coverage.newest):
            await self.history.merge(page.items)
        self.last_sequence = self.history.coverage.newest

    async def server_report(self, question: UsageQuestion, zone: str) -> UsageReport:
        """The answer of a computer with an empty history."""
        empty = await History.open(self.folder / "empty")
        try:
            return await self.of(empty).report(question, zone)
        finally:
            await empty.close()

    async def agreed(self, question: UsageQuestion, zone: str) -> UsageReport:
        """The answer from the history, which is the server's to the last digit."""
        here, there = await self.reports.report(question, zone), await self.server_report(question, zone)
        assert sources(here) == {FigureSource.HISTORY}
        assert sources(there) == {FigureSource.SERVER}
        for period in periods(here):
            check(period)
        assert list(map(bare, periods(here))) == list(map(bare, periods(there)))
        return here

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer until the block ends."""
        task = asyncio.create_task(self.reports.run())
        try:
            yield
            assert not task.done()
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def until_reported(self, holds: Callable[[UsageReport], bool] = lambda _: True) -> UsageReport:
        """Wait for an answer."""
        await self.heard.until(lambda: any(holds(event.report) for event in self.heard.of(UsageReported)))
        return next(event.report for event in self.heard.of(UsageReported) if holds(event.report))

    async def until_failed(self) -> FigureFailed:
        """Wait for a failure."""
        await self.heard.until(lambda: bool(self.heard.of(FigureFailed)))
        return self.heard.of(FigureFailed)[-1]


@contextlib.asynccontextmanager
async def peer_of(
    sandbox: SandboxProcess, folder: Path, *, filled: bool = True, now_ms: Callable[[], int] = wall_clock_ms
) -> AsyncIterator[Peer]:
    """What answers about a sandbox's account, from a history that is whole or empty."""
    client = AccountClient(server=sandbox.url, key=lambda: sandbox.token, timings=CLIENT_TIMINGS)
    history = await History.open(folder / "history")
    peer = Peer(sandbox, client, history, folder, now_ms, last_sequence=1)
    try:
        if filled:
            await peer.fill()
        yield peer
    finally:
        await history.close()
        await client.aclose()


def periods(report: UsageReport) -> list[UsagePeriod]:
    """Both periods, or the only one."""
    return [report.period] if report.compared is None else [report.period, report.compared]


def sources(report: UsageReport) -> set[FigureSource]:
    """Where the figures come from."""
    return {period.source for period in periods(report)}


def bare(period: UsagePeriod) -> UsagePeriod:
    """A period without where its figures come from."""
    return replace(period, source=FigureSource.HISTORY, as_of_ms=0)


def check(period: UsagePeriod) -> None:
    """See that every way to sum a period up comes to the same."""
    assert len(period.totals) == len(period.edges_ms) - 1
    assert period.week is not None
    assert len(period.week) == 168
    assert sum(period.week, NOTHING) == period.total
    if period.parts:
        assert tuple(sum(each, NOTHING) for each in zip(*period.parts.values(), strict=True)) == period.totals
    assert all(sum(each, NOTHING).requests for each in period.parts.values())


@pytest.fixture(scope="module")
def world() -> Iterator[SandboxProcess]:
    """An account in use; nobody changes it."""
    with SandboxProcess("--history", str(HISTORY)) as process:
        yield process


CHOSEN_NOW_MS = utc_ms("2026-10-26T10:20:00")
CHOSEN = (
    # Both sides of midnights and of the change of the clocks in Berlin, and of the year before.
    "2026-10-23T21:59:59.999", "2026-10-23T22:00:00", "2026-10-24T21:59:59.999", "2026-10-24T22:00:00",
    "2026-10-25T00:30:00", "2026-10-25T00:59:59.999", "2026-10-25T01:00:00", "2026-10-25T01:30:00",
    "2026-10-25T22:59:59.999", "2026-10-25T23:00:00", "2026-10-26T00:00:00", "2026-10-26T09:59:59.999",
    "2026-10-26T10:10:00", "2026-10-26T10:40:00", "2026-10-26T11:10:00", "2026-10-25T11:10:00",
    "2026-10-25T10:40:00", "2026-09-26T10:40:00", "2026-09-26T12:00:00", "2026-03-28T22:59:59.999",
    "2026-03-28T23:00:00", "2026-03-29T00:59:59.999", "2026-03-29T01:00:00", "2026-03-29T21:59:59.999",
    "2026-03-29T22:00:00", "2025-10-25T22:00:00", "2025-10-26T22:59:59.999", "2026-10-25T18:15:00",
    "2026-10-25T18:14:59.999",
)  # fmt: skip


@pytest.fixture(scope="module")
def chosen() -> Iterator[SandboxProcess]:
    """An account whose requests were made at chosen moments; nobody changes it."""
    with SandboxProcess("--empty") as process:
        for number, text in enumerate(CHOSEN, 1):
            forced = {
                "timestamp": utc_ms(text),
                "model": f"model-{number % 3}",
                "status": (200, 429, 500)[number % 3],
                "inputTokens": number,
                "outputTokens": 1 << number,
                "cost": f"{number}.{number:09d}",
                "endpoint": f"/v1/{number % 2}",
            }
            process.control("requests", {"count": 1 + number % 2, **forced})
        yield process


@pytest.fixture(scope="module")
def shared() -> Iterator[SandboxProcess]:
    with SandboxProcess("--empty") as process:
        process.control("requests", {"count": 3})
        yield process


@pytest.fixture
def own(shared: SandboxProcess) -> Iterator[SandboxProcess]:
    """An account that a test may change; it has what other tests logged."""
    yield shared
    shared.control("faults", method="DELETE")


# The same from both sides.


@pytest.mark.parametrize(("zone", "splits"), [("UTC", SPLITS[1:3]), (BERLIN, SPLITS)])
async def test_history_and_server_agree_to_the_last_digit(
    world: SandboxProcess, tmp_path: Path, zone: str, splits: Sequence[UsageField | None]
) -> None:
    now_ms = wall_clock_ms()
    async with peer_of(world, tmp_path, now_ms=lambda: now_ms) as peer:
        for preset, split in product(PRESETS, splits):
            question = UsageQuestion(DateRange(preset), split)
            report = await peer.agreed(question, zone)
            assert report.question == question
            assert report.period.zone == zone
            assert (report.period.first, report.period.last) == question.days(local(now_ms, zone).date())
            assert report.period.total.requests > 0 or preset in {DatePreset.TODAY, DatePreset.THIS_MONTH}
            assert bool(report.period.parts) is (split is not None and report.period.total.requests > 0)


@pytest.mark.parametrize("zone", ["UTC", BERLIN])
async def test_whatever_is_compared_comes_from_both_sides_alike(
    world: SandboxProcess, tmp_path: Path, zone: str
) -> None:
    now_ms = wall_clock_ms()
    today = local(now_ms, zone).date()
    ranges = [*map(DateRange, PRESETS), custom(today - timedelta(days=50), today - timedelta(days=45))]
    async with peer_of(world, tmp_path, now_ms=lambda: now_ms) as peer:
        for days, comparison in product(ranges, Comparison):
            question = UsageQuestion(days, UsageField.STATUS, comparison, today - timedelta(days=100))
            report = await peer.agreed(question, zone)
            compared = question.compared_days(today)
            if report.compared is None:
                assert compared is None
                assert comparison is Comparison.NONE
            else:
                assert (report.compared.first, report.compared.last) == compared
                assert len(report.compared.totals) == len(report.period.totals) or report.period.by_hour


async def test_the_whole_account_is_what_the_history_holds(world: SandboxProcess, tmp_path: Path) -> None:
    now_ms = wall_clock_ms()
    today = local(now_ms, "UTC").date()
    async with peer_of(world, tmp_path, now_ms=lambda: now_ms) as peer:
        days = custom(today - timedelta(days=MOST_DAYS - 1), today)
        report = await peer.agreed(UsageQuestion(days, UsageField.KEY, Comparison.NONE), "UTC")
        assert report.period.total.requests == HISTORY
        assert report.period.total.cost_nano == await peer.history.cost_nano(HISTORY)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        (date(2026, 10, 20), date(2026, 10, 26)),
        (date(2026, 10, 25), date(2026, 10, 25)),
        (date(2026, 10, 26), date(2026, 10, 26)),
        (date(2026, 3, 29), date(2026, 3, 29)),
        (date(2026, 3, 20), date(2026, 4, 2)),
        (date(2025, 10, 20), date(2026, 10, 26)),
        (date(2026, 10, 25), date(2026, 11, 3)),
        (date(2026, 12, 1), date(2026, 12, 2)),
    ],
)
async def test_both_sides_agree_over_the_change_of_the_clocks(
    chosen: SandboxProcess, tmp_path: Path, first: date, last: date
) -> None:
    async with peer_of(chosen, tmp_path, now_ms=lambda: CHOSEN_NOW_MS) as peer:
        records = await peer.history.recent(1_000)
        for zone, split in [("UTC", None), *((BERLIN, split) for split in SPLITS)]:
            report = await peer.agreed(UsageQuestion(custom(first, last), split), zone)
            assert_plain(report, records, zone, CHOSEN_NOW_MS)


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
async def test_a_day_has_the_hours_that_the_clocks_had(
    chosen: SandboxProcess, tmp_path: Path, day: date, hours: int
) -> None:
    async with peer_of(chosen, tmp_path, now_ms=lambda: CHOSEN_NOW_MS) as peer:
        one = await peer.agreed(UsageQuestion(custom(day, day), None, Comparison.NONE), BERLIN)
        assert one.period.by_hour
        assert len(one.period.totals) == hours
        two = await peer.agreed(UsageQuestion(custom(day, day + timedelta(days=1)), None, Comparison.NONE), BERLIN)
        assert two.period.edges_ms[1] - two.period.edges_ms[0] == hours * HOUR_MS
        assert two.period.totals[0] == one.period.total


async def test_a_day_that_goes_on_is_compared_with_as_many_whole_hours(chosen: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(chosen, tmp_path, now_ms=lambda: CHOSEN_NOW_MS) as peer:
        report = await peer.agreed(UsageQuestion(DateRange(DatePreset.TODAY)), "UTC")
        assert report.compared is not None
        assert report.period.until_ms == CHOSEN_NOW_MS
        assert report.compared.until_ms == utc_ms("2026-10-25T11:00:00")
        # 10:40 is in the hour that goes on: the server's clock may be ahead. 11:10 of either day is not.
        records = await peer.history.recent(1_000)
        for period, day in ((report.period, "2026-10-26"), (report.compared, "2026-10-25")):
            reach = range(utc_ms(day), utc_ms(f"{day}T11:00:00"))
            assert period.total.requests == sum(found.timestamp_ms in reach for found in records)
            assert period.totals[10].requests > 0
            assert period.totals[11] == NOTHING


async def test_of_a_zone_between_the_hours_the_history_tells_and_the_server_tells_utc(
    chosen: SandboxProcess, tmp_path: Path
) -> None:
    # In Kathmandu it is the next day already.
    now_ms = utc_ms("2026-10-25T18:20:00")
    async with peer_of(chosen, tmp_path, now_ms=lambda: now_ms) as peer:
        records = await peer.history.recent(1_000)
        for preset, split in product((DatePreset.TODAY, DatePreset.PAST_7_DAYS), SPLITS):
            question = UsageQuestion(DateRange(preset), split)
            here = await peer.reports.report(question, KATHMANDU)
            assert {period.zone for period in periods(here)} == {KATHMANDU}
            assert here.period.last == date(2026, 10, 26)
            assert_plain(here, records, KATHMANDU, now_ms)

            there = await peer.server_report(question, KATHMANDU)
            assert {period.zone for period in periods(there)} == {"UTC"}
            assert there.period.last == date(2026, 10, 25)
            in_utc = await peer.agreed(question, "UTC")
            assert list(map(bare, periods(there))) == list(map(bare, periods(in_utc)))


async def test_the_history_tells_what_it_holds_and_the_server_the_rest(world: SandboxProcess, tmp_path: Path) -> None:
    now_ms = wall_clock_ms()
    async with peer_of(world, tmp_path, now_ms=lambda: now_ms) as whole:
        newest = await whole.history.recent(HISTORY * 3 // 4)
        question = UsageQuestion(DateRange(DatePreset.PAST_7_DAYS), UsageField.MODEL, Comparison.CUSTOM)
        oldest_day = local((await whole.history.recent(HISTORY))[-1].timestamp_ms, "UTC").date()
        question = replace(question, compared_first=oldest_day + timedelta(days=3))
        expected = await whole.agreed(question, "UTC")
        part = await History.open(tmp_path / "part")
        try:
            await part.merge(newest)
            report = await whole.of(part).report(question, "UTC")
            assert [period.source for period in periods(report)] == [FigureSource.HISTORY, FigureSource.SERVER]
            assert list(map(bare, periods(report))) == list(map(bare, periods(expected)))
            # Days of two zones are not compared with each other.
            mixed = await whole.of(part).report(question, KATHMANDU)
            assert {period.zone for period in periods(mixed)} == {"UTC"}
            assert list(map(bare, periods(mixed))) == list(map(bare, periods(expected)))
        finally:
            await part.close()


# What can't be answered.


async def test_more_days_than_the_server_tells_need_the_history(chosen: SandboxProcess, tmp_path: Path) -> None:
    today = local(CHOSEN_NOW_MS, "UTC").date()
    question = UsageQuestion(custom(today - timedelta(days=MOST_DAYS), today), None, Comparison.NONE)
    async with peer_of(chosen, tmp_path, now_ms=lambda: CHOSEN_NOW_MS) as peer:
        assert (await peer.reports.report(question, "UTC")).period.total.requests > 0
        with pytest.raises(BinomError, match=f"{MOST_DAYS} days"):
            await peer.server_report(question, "UTC")


@pytest.mark.parametrize(
    "question",
    [
        UsageQuestion(custom(date(1970, 1, 1), date(9999, 12, 30))),
        UsageQuestion(custom(date(2026, 10, 1), date(2026, 10, 1) + timedelta(days=MOST_KEPT_DAYS))),
        UsageQuestion(custom(date(9999, 12, 30), date(9999, 12, 31))),
        UsageQuestion(custom(date(1, 1, 1), date(1, 1, 2))),
    ],
)
@pytest.mark.parametrize("zone", ["America/New_York", KATHMANDU])
async def test_days_out_of_any_reach_are_a_plain_failure(
    chosen: SandboxProcess, tmp_path: Path, question: UsageQuestion, zone: str
) -> None:
    async with peer_of(chosen, tmp_path, now_ms=lambda: CHOSEN_NOW_MS) as peer:
        with pytest.raises(BinomError):
            await peer.reports.report(question, zone)


async def test_days_behind_the_calendar_are_compared_with_nothing(chosen: SandboxProcess, tmp_path: Path) -> None:
    question = UsageQuestion(DateRange(DatePreset.PAST_7_DAYS), None, Comparison.CUSTOM, date(9999, 12, 30))
    async with peer_of(chosen, tmp_path, now_ms=lambda: CHOSEN_NOW_MS) as peer:
        assert (await peer.reports.report(question, "UTC")).compared is None


async def test_days_to_come_have_nothing(chosen: SandboxProcess, tmp_path: Path) -> None:
    today = local(CHOSEN_NOW_MS, "UTC").date()
    async with peer_of(chosen, tmp_path, now_ms=lambda: CHOSEN_NOW_MS) as peer:
        for ahead in (1, 100):
            days = custom(today + timedelta(days=ahead), today + timedelta(days=ahead + 3))
            for comparison in Comparison:
                report = await peer.agreed(UsageQuestion(days, UsageField.MODEL, comparison, today), "UTC")
                assert report.period.total == NOTHING
                assert report.compared is None or report.compared.total == NOTHING


async def test_an_account_without_requests_has_days_of_nothing(tmp_path: Path) -> None:
    with SandboxProcess("--empty") as sandbox:
        async with peer_of(sandbox, tmp_path) as peer:
            peer.last_sequence = 0
            report = await peer.reports.report(UsageQuestion(split=UsageField.MODEL), BERLIN)
            assert report.period.total == NOTHING
            assert len(report.period.totals) == 30
            assert report.period.parts == {}


# In plain words.


def local(ms: int, zone: str) -> datetime:
    """A moment as the clocks of a zone show it."""
    return datetime.fromtimestamp(ms / 1000, ZoneInfo(zone))


QUARTER_MS = 900_000


@cache
def begin_of(day: date, zone: str) -> int:
    """The first quarter of an hour that is in a day or later."""
    ms = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000) - 26 * HOUR_MS
    while local(ms, zone).date() < day:
        ms += QUARTER_MS
    return ms


def clock_hour(ms: int, zone: str) -> tuple[date, int, timedelta | None]:
    """Which hour the clocks show; one that comes twice is two."""
    moment = local(ms, zone)
    return moment.date(), moment.hour, moment.utcoffset()


def plain_edges(first: date, last: date, zone: str) -> tuple[int, ...]:
    """When the places of a period begin, found by looking at the clocks every quarter of an hour."""
    if first < last:
        days = (first + timedelta(days=number) for number in range((last - first).days + 2))
        return tuple(begin_of(day, zone) for day in days)
    start_ms, end_ms = begin_of(first, zone), begin_of(first + timedelta(days=1), zone)
    quarters = range(start_ms, end_ms, QUARTER_MS)
    hours = [clock_hour(ms, zone) for ms in quarters]
    return (*[ms for at, ms in enumerate(quarters) if at == 0 or hours[at] != hours[at - 1]], end_ms)


def plain_totals(records: Sequence[RequestRecord]) -> Totals:
    """The sums of some requests, in Python's own integers."""
    return Totals(
        len(records),
        sum(found.status >= 400 for found in records),
        sum(found.input_tokens for found in records),
        sum(found.output_tokens for found in records),
        sum(found.cost_nano for found in records),
    )


def value_of(found: RequestRecord, split: UsageField) -> str | int:
    """What a request is counted under."""
    values: dict[UsageField, str | int] = {
        UsageField.MODEL: found.model,
        UsageField.KEY: found.key_id,
        UsageField.ENDPOINT: found.endpoint,
        UsageField.STATUS: found.status,
    }
    return values[split]


def assert_period_plain(
    period: UsagePeriod, counted: Sequence[RequestRecord], zone: str, split: UsageField | None
) -> None:
    """See that a period sums up these requests, each where the clocks put it."""
    check(period)
    edges_ms = plain_edges(period.first, period.last, zone)
    assert period.edges_ms == edges_ms
    counted = [found for found in counted if edges_ms[0] <= found.timestamp_ms < edges_ms[-1]]
    places = list(pairwise(edges_ms))

    def by_place(records: Sequence[RequestRecord]) -> tuple[Totals, ...]:
        return tuple(
            plain_totals([found for found in records if start_ms <= found.timestamp_ms < end_ms])
            for start_ms, end_ms in places
        )

    assert period.totals == by_place(counted)
    week: defaultdict[int, list[RequestRecord]] = defaultdict(list)
    parts: defaultdict[str | int, list[RequestRecord]] = defaultdict(list)
    for found in counted:
        moment = local(found.timestamp_ms, zone)
        week[moment.weekday() * 24 + moment.hour].append(found)
        if split is not None:
            parts[value_of(found, split)].append(found)
    assert period.week == tuple(plain_totals(week[hour]) for hour in range(168))
    assert period.parts == {value: by_place(each) for value, each in parts.items()}


def assert_plain(report: UsageReport, records: Sequence[RequestRecord], zone: str, now_ms: int) -> None:
    """See that a report says of these requests what it should."""
    question, period = report.question, report.period
    today = local(now_ms, zone).date()
    assert (period.first, period.last) == question.days(today)
    so_far = [
        found
        for found in records
        if found.timestamp_ms < now_ms or clock_hour(found.timestamp_ms, zone) == clock_hour(now_ms - 1, zone)
    ]
    assert_period_plain(period, so_far, zone, question.split)
    assert period.until_ms == min(now_ms, period.edges_ms[-1])
    days = question.compared_days(today)
    if days is None or report.compared is None:
        assert report.compared is None
        assert days is None
        return
    assert (report.compared.first, report.compared.last) == days
    if now_ms < period.edges_ms[-1]:
        hours = -(-(now_ms - period.edges_ms[0]) // HOUR_MS)
        until_ms = begin_of(days[0], zone) + hours * HOUR_MS
        so_far = [found for found in records if found.timestamp_ms < until_ms]
    assert_period_plain(report.compared, so_far, zone, question.split)


CHANGES = [
    ("UTC", date(2028, 2, 29)),
    (BERLIN, date(2026, 10, 25)),
    (BERLIN, date(2026, 3, 29)),
    ("America/New_York", date(2026, 11, 1)),
    (KATHMANDU, date(2026, 11, 1)),
    (LORD_HOWE, date(2026, 4, 5)),
    (LORD_HOWE, date(2026, 10, 4)),
    # There is no midnight on this day, and twice an hour before midnight on that one.
    ("America/Sao_Paulo", date(2018, 11, 4)),
    ("America/Sao_Paulo", date(2018, 2, 18)),
    ("Africa/Cairo", date(2026, 4, 24)),
    ("Africa/Cairo", date(2026, 10, 30)),
    # Midnight comes twice.
    ("America/Havana", date(2026, 11, 1)),
    # The day before this one never was.
    ("Pacific/Apia", date(2011, 12, 31)),
    ("Asia/Pyongyang", date(2018, 5, 5)),
]


async def report_of(
    folder: Path, records: Sequence[RequestRecord], question: UsageQuestion, zone: str, now_ms: int
) -> UsageReport:
    """The answer from a history of these requests."""
    client = AccountClient(server="http://127.0.0.1:9", key=lambda: "", timings=CLIENT_TIMINGS)
    history = await History.open(folder)
    try:
        if records:
            await history.merge(records)
        return await UsageReports(
            history=history,
            client=client,
            publish=lambda _: None,
            last_sequence=lambda: history.coverage.newest,
            as_of_ms=lambda: now_ms,
            now_ms=lambda: now_ms,
        ).report(question, zone)
    finally:
        await history.close()
        await client.aclose()


@pytest.mark.parametrize(("zone", "day"), CHANGES)
@pytest.mark.parametrize("around", [0, 1])
async def test_days_around_a_change_of_the_clocks(tmp_path: Path, zone: str, day: date, around: int) -> None:
    """A request every quarter of an hour, each counted where the clocks put it."""
    start_ms = begin_of(day - timedelta(days=2), zone)
    records = [record(number + 1, timestamp_ms=start_ms + number * QUARTER_MS) for number in range(5 * 96)]
    days = custom(day - timedelta(days=around), day + timedelta(days=around))
    now_ms = begin_of(day + timedelta(days=9), zone)
    report = await report_of(tmp_path, records, UsageQuestion(days, UsageField.MODEL), zone, now_ms)
    assert_plain(report, records, zone, now_ms)


@pytest.mark.parametrize(
    ("zone", "day", "minutes"),
    [
        (LORD_HOWE, date(2026, 4, 5), 24 * 60 + 30),
        (LORD_HOWE, date(2026, 10, 4), 24 * 60 - 30),
        ("America/Sao_Paulo", date(2018, 11, 4), 23 * 60),
        ("Africa/Cairo", date(2026, 4, 24), 23 * 60),
        ("Africa/Cairo", date(2026, 10, 29), 25 * 60),
        ("Pacific/Apia", date(2011, 12, 30), 0),
    ],
)
async def test_days_are_as_long_as_they_are(tmp_path: Path, zone: str, day: date, minutes: int) -> None:
    now_ms = begin_of(day + timedelta(days=9), zone)
    for last in (day, day + timedelta(days=1)):
        report = await report_of(tmp_path, [], UsageQuestion(custom(day, last)), zone, now_ms)
        edges_ms = report.period.edges_ms
        assert (edges_ms[-1] if last == day else edges_ms[1]) - edges_ms[0] == minutes * 60_000


@st.composite
def any_case(draw: st.DrawFn) -> tuple[str, list[RequestRecord], UsageQuestion, int]:
    """Requests, a question, a zone and a time, around a change of the clocks."""
    zone, day = draw(st.sampled_from(CHANGES))
    middle_ms = begin_of(day, zone)
    quarters = st.integers(-20 * 96, 20 * 96).map(lambda number: middle_ms + number * QUARTER_MS)
    near = st.integers(-8, 30 * 4).map(lambda number: middle_ms + number * QUARTER_MS)
    times = st.builds(lambda ms, shift: ms + shift, st.one_of(quarters, near), st.sampled_from([0, -1, 1, 12_345]))
    records = [
        replace(draw(any_record(number)), timestamp_ms=draw(times)) for number in range(1, draw(st.integers(0, 25)) + 1)
    ]
    first = day + timedelta(days=draw(st.integers(-8, 3)))
    length = timedelta(days=draw(st.sampled_from([0, 0, 1, 2, 6, 11])))
    presets = st.sampled_from([*PRESETS[:3], *PRESETS[4:]]).map(DateRange)
    question = UsageQuestion(
        draw(st.one_of(st.just(custom(first, first + length)), presets)),
        draw(st.sampled_from(SPLITS)),
        draw(st.sampled_from(Comparison)),
        day + timedelta(days=draw(st.integers(-12, 4))),
    )
    return zone, records, question, draw(times)


@settings(deadline=None, max_examples=30)
@given(case=any_case())
def test_any_requests_are_summed_as_plain_python_would(
    case: tuple[str, list[RequestRecord], UsageQuestion, int],
) -> None:
    zone, records, question, now_ms = case
    with TemporaryDirectory() as folder:
        report = asyncio.run(report_of(Path(folder), records, question, zone, now_ms))
    assert_plain(report, records, zone, now_ms)


# Asked again and again.

WEEK = UsageQuestion(DateRange(DatePreset.PAST_7_DAYS), UsageField.MODEL)
MONTH = UsageQuestion(DateRange(DatePreset.PAST_30_DAYS), None, Comparison.NONE)


async def test_answers_follow_the_history(own: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(own, tmp_path) as peer, peer.running():
        peer.reports.ask(WEEK, "UTC")
        before = peer.last_sequence
        assert (await peer.until_reported()).period.total.requests == before
        await peer.control("requests", {"count": 2})
        await peer.fill()
        peer.reports.touch()
        report = await peer.until_reported(lambda report: report.period.total.requests == before + 2)
        assert report.period.as_of_ms == (await peer.history.recent(1))[0].timestamp_ms
        assert not peer.heard.of(FigureFailed)


async def test_what_the_history_misses_comes_from_the_server(own: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(own, tmp_path) as peer, peer.running():
        peer.reports.ask(WEEK, "UTC")
        await peer.until_reported(lambda report: sources(report) == {FigureSource.HISTORY})
        peer.last_sequence = (await peer.control("requests", {"count": 2}))["lastSequence"]
        peer.reports.touch()
        report = await peer.until_reported(lambda report: sources(report) == {FigureSource.SERVER})
        assert report.period.total.requests == peer.last_sequence


async def test_the_newest_question_wins(own: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(own, tmp_path, filled=False) as peer, peer.running():
        await peer.control("faults", {"kind": "delay", "path": "/v1/usage", "seconds": 0.5, "times": 1})
        peer.reports.ask(WEEK, "UTC")
        await peer.until_faults_happened()
        peer.reports.ask(MONTH, BERLIN)
        report = await peer.until_reported()
        assert (report.question, report.period.zone) == (MONTH, BERLIN)
        assert len(peer.heard.events) == 1


async def test_a_zone_of_its_own_is_another_question(own: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(own, tmp_path) as peer, peer.running():
        for zone in ("UTC", BERLIN, KATHMANDU, "UTC"):
            peer.heard.events.clear()
            peer.reports.ask(WEEK, zone)
            assert (await peer.until_reported()).period.zone == zone


async def test_hidden_it_asks_nothing(own: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(own, tmp_path, filled=False) as peer, peer.running():
        await peer.control("faults", {"kind": "delay", "path": "/v1/usage", "seconds": 0, "times": 1})
        peer.reports.touch()
        peer.reports.ask(WEEK, "UTC")
        peer.reports.ask(None, "UTC")
        for _ in range(5):
            peer.reports.touch()
            peer.reports.reread()
            assert len(await peer.faults()) == 1
        assert peer.heard.events == []
        peer.reports.ask(WEEK, "UTC")
        await peer.until_reported()
        assert await peer.faults() == []


async def test_what_nobody_asks_any_more_is_not_told_as_a_failure(tmp_path: Path) -> None:
    with SandboxProcess("--empty") as sandbox:
        async with peer_of(sandbox, tmp_path, filled=False) as peer, peer.running():
            await peer.control("faults", {"kind": "delay", "path": "/v1/usage", "seconds": 60, "times": 1})
            peer.reports.ask(WEEK, "UTC")
            await peer.until_faults_happened()
            peer.reports.ask(MONTH, "UTC")
            sandbox.kill()
            failed = await peer.until_failed()
            assert isinstance(failed.error, Offline)
            assert len(peer.heard.events) == 1


@pytest.mark.parametrize("fault", [{"kind": "status", "status": 500}, {"kind": "garbage"}, {"kind": "html"}])
async def test_a_server_that_fails_is_said_and_the_next_answer_comes(
    own: SandboxProcess, tmp_path: Path, fault: dict[str, object]
) -> None:
    async with peer_of(own, tmp_path, filled=False) as peer, peer.running():
        await peer.control("faults", {"path": "/v1/usage", **fault})
        peer.reports.ask(WEEK, "UTC")
        failed = await peer.until_failed()
        assert failed.part == PART == "usage"
        assert not peer.heard.of(UsageReported)
        await peer.control("faults", method="DELETE")
        peer.reports.touch()
        assert (await peer.until_reported()).period.total.requests >= 3


async def test_a_person_who_asks_again_need_not_wait(own: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(own, tmp_path, filled=False) as peer:
        patient = UsageReports(
            history=peer.history,
            client=peer.client,
            publish=peer.heard.publish,
            last_sequence=lambda: 1,
            now_ms=wall_clock_ms,
            server_interval_s=10_000.0,
        )
        peer.reports = patient
        async with peer.running():
            await peer.control("faults", {"kind": "status", "status": 500, "path": "/v1/usage"})
            patient.ask(WEEK, "UTC")
            await peer.until_failed()
            await peer.control("faults", method="DELETE")
            patient.reread()
            await peer.until_reported()


async def test_what_nobody_has_said_yet_is_not_nothing(own: SandboxProcess, tmp_path: Path) -> None:
    """An empty history of an account of which nothing is known yet: its requests may all be on the server."""
    async with peer_of(own, tmp_path, filled=False) as peer, peer.running():
        peer.last_sequence = 0
        peer.reports.ask(WEEK, "UTC")
        report = await peer.until_reported()
        assert sources(report) == {FigureSource.SERVER}
        assert report.period.total.requests > 0


async def test_it_goes_over_to_the_history_as_soon_as_that_is_whole(own: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(own, tmp_path, filled=False) as peer:
        patient = UsageReports(
            history=peer.history,
            client=peer.client,
            publish=peer.heard.publish,
            last_sequence=lambda: peer.last_sequence,
            now_ms=wall_clock_ms,
            interval_s=0.01,
            server_interval_s=10_000.0,
        )
        peer.reports = patient
        async with peer.running():
            peer.last_sequence = 1
            patient.ask(WEEK, "UTC")
            assert sources(await peer.until_reported()) == {FigureSource.SERVER}
            await peer.fill()
            patient.touch()
            await peer.until_reported(lambda report: sources(report) == {FigureSource.HISTORY})


async def test_a_closed_history_is_said(own: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(own, tmp_path) as peer, peer.running():
        await peer.history.close()
        peer.reports.ask(WEEK, "UTC")
        assert isinstance((await peer.until_failed()).error, HistoryFault)


async def test_signed_out_it_asks_the_server_for_nothing(own: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(own, tmp_path) as peer, peer.running():
        await peer.control("faults", {"kind": "delay", "path": "/v1/usage", "seconds": 0, "times": 1})
        peer.reports.sign_out(REFUSED)
        peer.reports.ask(WEEK, "UTC")
        # What is here can still be looked at.
        assert sources(await peer.until_reported()) == {FigureSource.HISTORY}
        peer.last_sequence += 1
        peer.reports.touch()
        assert (await peer.until_failed()).error is REFUSED
        assert len(await peer.faults()) == 1


async def test_a_refused_key_is_said(own: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(own, tmp_path, filled=False) as peer, peer.running():
        await peer.control("faults", {"kind": "status", "path": "/v1/usage", "status": 401})
        peer.reports.ask(WEEK, "UTC")
        failed = await peer.until_failed()
        assert isinstance(failed.error, HttpError)
        assert isinstance(failed.error, AuthFailed)


async def test_days_out_of_reach_leave_it_running(own: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(own, tmp_path) as peer, peer.running():
        peer.reports.ask(UsageQuestion(custom(date(1970, 1, 1), date(9999, 12, 30))), BERLIN)
        await peer.until_failed()
        peer.reports.ask(WEEK, BERLIN)
        assert (await peer.until_reported()).period.total.requests == peer.last_sequence


@pytest.mark.parametrize("zone", ["UTC", BERLIN])
async def test_at_midnight_a_new_day_begins_by_itself(own: SandboxProcess, tmp_path: Path, zone: str) -> None:
    day = local(wall_clock_ms(), zone).date()
    midnight_ms = begin_of(day + timedelta(days=1), zone)
    started_s = time.monotonic()

    def now_ms() -> int:
        return midnight_ms - 300 + int((time.monotonic() - started_s) * 1000)

    async with peer_of(own, tmp_path, now_ms=now_ms) as peer:
        started_s = time.monotonic()
        async with peer.running():
            peer.reports.ask(UsageQuestion(DateRange(DatePreset.TODAY)), zone)
            assert (await peer.until_reported()).period.first == day
            report = await peer.until_reported(lambda report: report.period.first > day)
            assert report.period.first == day + timedelta(days=1)
            assert report.period.total == NOTHING
            assert report.compared is not None
            assert report.compared.first == day
