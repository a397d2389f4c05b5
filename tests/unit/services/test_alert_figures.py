"""The figures of alert rules: the same from the history and from the server, and unknown rather than wrong."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace
from typing_extensions import override

from binom_desktop.alert_values import AlertKind, AlertPeriod, AlertRule
from binom_desktop.api.client import AccountClient
from binom_desktop.domain import Account, Anomaly, AnomalyMetric, Balance, RequestRecord, Usage, UsageField
from binom_desktop.errors import AuthFailed, HttpError
from binom_desktop.history.history import History, wall_clock_ms
from binom_desktop.history.store import Store
from binom_desktop.queries import RequestFilter, day_start_ms
from binom_desktop.services.alert_figures import AlertTimings, RequestFigures
from binom_desktop.services.alert_rules import NOTHING_KNOWN, Reading
from tests.sandbox_process import SandboxProcess
from tests.unit.history.made import record
from tests.unit.services.running_sync import CLIENT_TIMINGS

pytestmark = pytest.mark.anyio

DAY_MS = 86_400_000
HOUR_MS = 3_600_000
REFUSED = AuthFailed("The key is refused.", status=401)
NO_REQUESTS = RequestFilter()
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[SandboxProcess]:
    """A server with a log of some months, which no test changes."""
    with SandboxProcess("--history", "3000") as process:
        yield process


class CountingClient(AccountClient):
    """Counts how often usage is asked for."""

    asked = 0

    @override
    async def usage(
        self,
        first: date,
        last: date,
        group_by: Sequence[UsageField],
        *,
        filter: RequestFilter = NO_REQUESTS,
    ) -> Usage:
        self.asked += 1
        return await super().usage(first, last, group_by, filter=filter)


def rule(
    kind: AlertKind,
    period: AlertPeriod = AlertPeriod.THIS_MONTH,
    *,
    key_id: str | None = None,
    model: str | None = None,
    over_requests: int = 100,
) -> AlertRule:
    """A rule of a kind."""
    return AlertRule("a", kind, 1, period=period, key_id=key_id, model=model, over_requests=over_requests)


SPEND, REQUESTS = rule(AlertKind.SPEND_ABOVE), rule(AlertKind.REQUESTS_ABOVE)
ERRORS, UNUSUAL = rule(AlertKind.ERROR_RATE_ABOVE), rule(AlertKind.UNUSUAL_HOUR)


@dataclass
class Peer:
    """Figures of a history and a server; the account, its log and the clocks stand as they are told to."""

    client: CountingClient
    history: History
    figures: RequestFigures = field(init=False)
    account: Account | None = None
    last_sequence: int = 0
    now_ms: int = field(default_factory=wall_clock_ms)
    monotonic_s: float = 1000.0

    async def read(self, *rules: AlertRule) -> list[Reading]:
        """What is known of some rules."""
        found = await self.figures.readings(rules)
        return [found[each] for each in rules]

    async def learn(self) -> None:
        """Hear of the account as it is now."""
        self.account = await self.client.account()
        self.last_sequence = self.account.balance.last_sequence

    async def fill(self) -> None:
        """Take in the whole log."""
        async for page in self.client.requests(after_sequence=self.history.coverage.newest):
            await self.history.merge(page.items)

    async def hold(self, records: Sequence[RequestRecord]) -> None:
        """Take in requests, and hear that these are all."""
        await self.history.merge(records)
        self.last_sequence = max(self.last_sequence, self.history.coverage.newest)


@contextlib.asynccontextmanager
async def peer_of(folder: Path, sandbox: SandboxProcess | None = None) -> AsyncIterator[Peer]:
    """Figures of the history in a folder, and of a server if there is one."""
    url, token = (NOWHERE, "binom_sk_none") if sandbox is None else (sandbox.url, sandbox.token)
    client = CountingClient(server=url, key=lambda: token, timings=CLIENT_TIMINGS)
    history = History(store=Store(folder, now_ms=wall_clock_ms))
    await history.start()
    peer = Peer(client, history)
    peer.figures = RequestFigures(
        history=history,
        client=client,
        account=lambda: peer.account,
        last_sequence=lambda: peer.last_sequence,
        now_ms=lambda: peer.now_ms,
        monotonic_s=lambda: peer.monotonic_s,
        timings=AlertTimings(),
    )
    try:
        yield peer
    finally:
        await history.close()
        await client.aclose()


# Sums.


async def test_of_an_account_of_which_nothing_is_known_yet_nothing_is_known(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    async with peer_of(tmp_path, sandbox) as peer:
        assert await peer.read(SPEND) == [NOTHING_KNOWN]
        assert await peer.read(REQUESTS, replace(ERRORS, over_requests=1)) == [NOTHING_KNOWN, NOTHING_KNOWN]
        assert await peer.read(UNUSUAL) == [NOTHING_KNOWN]
        assert peer.client.asked == 0


async def test_of_an_account_without_requests_the_sums_are_zero(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        peer.account = Account("1", "ada", "ada@example.com", "free", Balance(0, 0, 0, 0, 1, peer.now_ms), 0)
        assert [reading.amount for reading in await peer.read(SPEND, REQUESTS)] == [0, 0]
        assert (await peer.read(ERRORS))[0].amount is None
        assert await peer.read(UNUSUAL) == [Reading(anomalies=())]


async def test_sums_are_the_same_from_the_server_and_from_the_history(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(tmp_path, sandbox) as peer:
        await peer.learn()
        page = await peer.client.requests_page(limit=1)
        key_id, model = page.items[0].key_id, page.items[0].model
        rules = [
            rule(kind, period, key_id=key, model=name)
            for kind in (AlertKind.SPEND_ABOVE, AlertKind.REQUESTS_ABOVE)
            for period in AlertPeriod
            for key, name in ((None, None), (key_id, None), (None, model), (key_id, model))
        ]
        there = await peer.read(*rules)
        assert peer.client.asked == len(rules) / 2, "spend and requests are one question"
        await peer.fill()
        here = await peer.read(*rules)
        assert here == there
        assert peer.client.asked == len(rules) / 2
        today = datetime.now(UTC).date()
        view = [one async for page in peer.client.requests() for one in page.items]
        since_ms = day_start_ms(today.replace(day=1))
        assert here[rules.index(SPEND)] == Reading(
            sum(one.cost_nano for one in view if one.timestamp_ms >= since_ms), period_ms=since_ms
        )
        some = [one for one in view if one.timestamp_ms >= since_ms and one.key_id == key_id and one.model == model]
        assert here[-1] == Reading(len(some), period_ms=since_ms)


async def test_the_server_is_asked_once_a_minute_and_only_if_something_changed(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    async with peer_of(tmp_path, sandbox) as peer:
        await peer.learn()
        first = await peer.read(SPEND)
        peer.monotonic_s += 3600
        assert await peer.read(SPEND) == first
        assert (peer.client.asked, peer.figures.due_s) == (1, None)
        peer.last_sequence += 1
        assert await peer.read(SPEND) == first
        assert peer.client.asked == 2
        peer.last_sequence += 1
        peer.monotonic_s += 20
        assert await peer.read(SPEND) == first
        assert (peer.client.asked, peer.figures.due_s) == (2, 40)
        peer.monotonic_s += 40
        await peer.read(SPEND)
        assert peer.client.asked == 3


async def test_a_server_that_fails_or_refuses_leaves_the_last_sum_of_the_same_days(tmp_path: Path) -> None:
    with SandboxProcess("--empty") as sandbox:
        sandbox.control("requests", {"count": 3, "cost": "0.25"})
        async with peer_of(tmp_path, sandbox) as peer:
            await peer.learn()
            sandbox.control("faults", {"kind": "status", "path": "/v1/usage", "status": 500})
            assert await peer.read(REQUESTS) == [NOTHING_KNOWN]
            assert isinstance(peer.figures.faults[0], HttpError)
            assert peer.figures.due_s == 60
            sandbox.control("faults", method="DELETE")
            assert await peer.read(REQUESTS) == [NOTHING_KNOWN]
            assert peer.figures.faults == []
            peer.monotonic_s += 60
            assert (await peer.read(REQUESTS))[0].amount == 3
            sandbox.control("faults", {"kind": "status", "path": "/v1/usage", "status": 500})
            peer.last_sequence += 1
            peer.monotonic_s += 60
            assert (await peer.read(REQUESTS))[0].amount == 3
            assert len(peer.figures.faults) == 1
            peer.figures.sign_out(REFUSED)
            peer.last_sequence += 1
            peer.monotonic_s += 60
            asked = peer.client.asked
            assert (await peer.read(REQUESTS))[0].amount == 3
            peer.now_ms += 40 * DAY_MS
            assert await peer.read(REQUESTS) == [NOTHING_KNOWN], "that was another month"
            assert peer.client.asked == asked


async def test_a_day_ends_at_midnight_of_utc(tmp_path: Path) -> None:
    midnight_ms = day_start_ms(date(2026, 12, 1))
    today = rule(AlertKind.REQUESTS_ABOVE, AlertPeriod.TODAY)
    async with peer_of(tmp_path) as peer:
        times = midnight_ms - DAY_MS - 1, midnight_ms - DAY_MS, midnight_ms - 1, midnight_ms
        await peer.hold([record(number, timestamp_ms=ms) for number, ms in enumerate(times, start=1)])
        peer.now_ms = midnight_ms - 1
        assert await peer.read(today, REQUESTS) == [
            Reading(2, period_ms=midnight_ms - DAY_MS),
            Reading(3, period_ms=day_start_ms(date(2026, 11, 1))),
        ]
        peer.now_ms = midnight_ms
        assert await peer.read(today, REQUESTS) == [Reading(1, period_ms=midnight_ms)] * 2


# Error rates.


async def test_an_error_rate_counts_the_newest_requests_and_needs_as_many(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        base = record(1).timestamp_ms
        peer.now_ms = base + 200 * DAY_MS
        # So far apart that the newest ones are looked for in several spans; every third one failed.
        held = [
            record(number, timestamp_ms=base + number * DAY_MS, status=500 if number % 3 == 0 else 200)
            for number in range(1, 201)
        ]
        await peer.hold(held)
        for over in (1, 2, 30, 31, 32, 200, 201):
            (reading,) = await peer.read(replace(ERRORS, over_requests=over))
            expected = sum(one.status >= 400 for one in held[-over:]) if over <= 200 else None
            assert reading.amount == expected
        (of_model,) = await peer.read(replace(ERRORS, over_requests=40, model="model-2"))
        assert of_model.amount == sum(one.status >= 400 for one in held if one.model == "model-2")
        (of_key,) = await peer.read(replace(ERRORS, over_requests=10, key_id="key_1"))
        assert of_key.amount == sum(one.status >= 400 for one in [one for one in held if one.key_id == "key_1"][-10:])


async def test_the_newest_requests_are_those_that_were_logged_last(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        ages_and_statuses = (2.5, 200), (3.2, 500), (0.1, 200), (0.0, 200)
        await peer.hold(
            [
                record(number, timestamp_ms=peer.now_ms - round(days * DAY_MS), status=status)
                for number, (days, status) in enumerate(ages_and_statuses, start=1)
            ]
        )
        assert await peer.read(replace(ERRORS, over_requests=3)) == [Reading(1)]


async def test_an_error_rate_is_unknown_while_one_of_its_requests_is_missing(tmp_path: Path) -> None:
    ten = replace(ERRORS, over_requests=10)
    async with peer_of(tmp_path) as peer:
        peer.now_ms = record(100).timestamp_ms
        await peer.hold([record(number) for number in range(50, 101) if number != 95])
        assert await peer.read(ten) == [NOTHING_KNOWN]
        await peer.hold([record(95)])
        assert await peer.read(ten) == [NOTHING_KNOWN], "it was looked at just now"
        assert peer.figures.due_s == 5
        peer.monotonic_s += 5
        failed = sum(record(number).status >= 400 for number in range(91, 101))
        assert await peer.read(ten) == [Reading(failed)], "older ones are not needed"
        # What is announced, and on its way, makes nothing unknown.
        peer.last_sequence += 3
        peer.monotonic_s += 5
        assert await peer.read(ten) == [Reading(failed)]


# Unusual hours.


def busy(now_ms: int, *, weeks: int) -> list[RequestRecord]:
    """Six requests in each hour up to now, but sixty of one key in the last whole one."""
    last_hour = now_ms // HOUR_MS - 1
    hours = range(last_hour - weeks * 168, last_hour + 1)
    times = [
        (hour * HOUR_MS + place * 50_000, "key_2" if hour == last_hour else "key_1")
        for hour in hours
        for place in range(60 if hour == last_hour else 6)
    ]
    return [
        record(number, timestamp_ms=ms, status=200, cost_nano=1_000_000, key_id=key_id)
        for number, (ms, key_id) in enumerate(times, start=1)
    ]


async def test_an_unusual_hour_is_found_where_the_history_is_whole_and_only_now_and_then(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        records = busy(peer.now_ms, weeks=9)
        await peer.hold(records[len(records) * 3 // 4 :])
        assert await peer.read(UNUSUAL) == [NOTHING_KNOWN], "what is missing looks like silence"
        await peer.hold(records)
        (reading,) = await peer.read(UNUSUAL)
        last_hour_ms = (peer.now_ms // HOUR_MS - 1) * HOUR_MS
        found = {anomaly.metric: anomaly for anomaly in reading.anomalies or () if anomaly.to_ms > last_hour_ms}
        assert found[AnomalyMetric.REQUESTS] == Anomaly(
            AnomalyMetric.REQUESTS, last_hour_ms, last_hour_ms + HOUR_MS, 60, 6, key_id="key_2"
        )
        assert peer.figures.due_s == 300
        await peer.hold([record(len(records) + 1, timestamp_ms=peer.now_ms)])
        peer.monotonic_s += 299
        assert await peer.read(UNUSUAL) == [reading]
        assert peer.figures.due_s == 1
        (of_key,) = await peer.read(replace(UNUSUAL, key_id="key_2"))
        # In the two weeks after its first request nobody knows what is usual for a key.
        assert of_key == Reading(anomalies=())


async def test_an_unusual_hour_is_found_where_older_requests_are_not_kept(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        await peer.hold(busy(peer.now_ms, weeks=9))
        await peer.history.drop_older(peer.now_ms - 30 * DAY_MS)
        (reading,) = await peer.read(UNUSUAL)
        assert [anomaly.metric for anomaly in reading.anomalies or ()] == [AnomalyMetric.COST, AnomalyMetric.REQUESTS]


async def test_figures_that_nobody_asks_for_any_more_are_forgotten(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(tmp_path, sandbox) as peer:
        await peer.learn()
        await peer.read(SPEND)
        assert await peer.read() == []
        peer.monotonic_s += timedelta(hours=1).total_seconds()
        await peer.read(SPEND)
        assert peer.client.asked == 2
