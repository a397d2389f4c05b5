"""Alerts: told once a crossing, over restarts too, and only when there is somebody to hear it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextvars import Context
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from binom_desktop.alert_values import (
    DEFAULT_RULES,
    AlertFired,
    AlertKind,
    AlertPeriod,
    AlertRule,
    AlertsUpdated,
    FiredAlert,
    QuietHours,
    RulePhase,
    RuleState,
)
from binom_desktop.api.client import AccountClient
from binom_desktop.domain import (
    Account,
    AnomalyMetric,
    Balance,
    Connection,
    ConnectionState,
    Forecast,
    Outlook,
    Severity,
)
from binom_desktop.errors import AuthFailed, HistoryFault
from binom_desktop.events import FigureFailed
from binom_desktop.history.history import History
from binom_desktop.history.store import DATABASE_NAME, Store
from binom_desktop.services.alert_book import AlertBook, KeptRule
from binom_desktop.services.alert_document import DOCUMENT, book_of, document_of
from binom_desktop.services.alert_figures import AlertTimings
from binom_desktop.services.alert_rules import Standing, UnusualHours
from binom_desktop.services.alerts import PART, Alerts

pytestmark = pytest.mark.anyio

CENT = 10_000_000
MINUTE_MS = 60_000
HOUR_MS = 3_600_000
DAY_MS = 86_400_000
WAIT_S = 30.0
QUICK = AlertTimings(interval_s=0.002, retry_s=0.01)
# A Wednesday.
NOON_MS = round(datetime(2026, 11, 25, 12, tzinfo=UTC).timestamp() * 1000)
LIVE, REJOINING = Connection(ConnectionState.LIVE), Connection(ConnectionState.REJOINING)
# Nothing listens there, and nothing is to be asked.
NOWHERE = "http://127.0.0.1:9"


def holding(nano: int) -> Account:
    """An account with a balance."""
    return Account("1", "ada", "ada@example.com", "free", Balance(nano, 0, 0, 0, 1, NOON_MS), NOON_MS - DAY_MS)


@dataclass
class Peer:
    """Alerts that run on a history, what they say, and clocks that stand still unless they are set."""

    folder: Path
    alerts: Alerts = field(init=False)
    history: History = field(init=False)
    account: Account | None = None
    last_sequence: int = 0
    now_ms: int = NOON_MS
    monotonic_s: float = 1000.0
    clock: Callable[[], int] | None = None
    told: list[AlertFired] = field(default_factory=list)
    faults: list[FigureFailed] = field(default_factory=list)
    shown: AlertsUpdated | None = None
    published: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def publish(self, event: AlertsUpdated | AlertFired | FigureFailed) -> None:
        """Take an event."""
        match event:
            case AlertsUpdated():
                self.shown = event
                self.published += 1
            case AlertFired():
                self.told.append(event)
            case FigureFailed():
                self.faults.append(event)
        self._changed.set()

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds, which only events can bring about."""
        async with asyncio.timeout(WAIT_S):
            while not holds():
                self._changed.clear()
                await self._changed.wait()

    @property
    def log(self) -> list[FiredAlert]:
        """The log, newest first."""
        return [] if self.shown is None else list(self.shown.log)

    @property
    def states(self) -> list[RuleState]:
        """The rules, in their order."""
        return [] if self.shown is None else list(self.shown.states)

    def state(self, rule_id: str) -> RuleState:
        """A rule as it was shown last."""
        return next(state for state in self.states if state.rule.id == rule_id)

    async def sees(self, cents: int) -> list[tuple[int, Severity]]:
        """What is told about a balance that was not there before: levels in cents with how much they matter."""
        self.told.clear()
        await self.learns(cents)
        return [(fired.alert.rule.level // CENT, fired.alert.rule.severity) for fired in self.told]

    async def learns(self, cents: int) -> None:
        """Hear of a balance, and wait until every rule of one has taken it in."""
        self.account = holding(cents * CENT)
        self.alerts.touch()
        await self.until(lambda: {state.value for state in self.states if _is_of_balance(state)} == {cents * CENT})


def _is_of_balance(state: RuleState) -> bool:
    return state.rule.kind is AlertKind.BALANCE_BELOW and state.rule.enabled


@contextlib.asynccontextmanager
async def peer_of(
    folder: Path, *, server: str = NOWHERE, clock: Callable[[], int] | None = None, timings: AlertTimings = QUICK
) -> AsyncIterator[Peer]:
    """Alerts on the history of a folder."""
    peer = Peer(folder, clock=clock)
    peer.history = History(store=Store(folder, now_ms=lambda: NOON_MS, busy_timeout_s=0.01))
    await peer.history.start()
    client = AccountClient(server=server, key=lambda: "binom_sk_none")
    peer.alerts = Alerts(
        history=peer.history,
        client=client,
        publish=peer.publish,
        account=lambda: peer.account,
        last_sequence=lambda: peer.last_sequence,
        now_ms=lambda: peer.now_ms if peer.clock is None else peer.clock(),
        monotonic_s=lambda: peer.monotonic_s,
        timings=timings,
    )
    task = asyncio.create_task(peer.alerts.run())
    try:
        yield peer
        assert not task.done(), task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await peer.history.close()
        await client.aclose()


# Low credit, by the rules that exist from the start.


async def test_each_level_fires_once_on_the_way_down(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        assert await peer.sees(10_00) == []
        assert await peer.sees(9_99) == [(10_00, Severity.WARNING)]
        assert await peer.sees(9_98) == []
        assert await peer.sees(5_00) == []
        assert await peer.sees(4_99) == [(5_00, Severity.WARNING)]
        assert await peer.sees(99) == [(1_00, Severity.CRITICAL)]
        assert await peer.sees(1) == []
        assert await peer.sees(0) == [(0, Severity.CRITICAL)]
        assert await peer.sees(-42) == []
        assert [line.rule for line in reversed(peer.log)] == list(DEFAULT_RULES)
        assert [line.value for line in reversed(peer.log)] == [9_99 * CENT, 4_99 * CENT, 99 * CENT, 0]


@pytest.mark.parametrize(("cents", "level"), [(7_00, 10_00), (3_00, 5_00), (50, 1_00), (0, 0), (-5, 0)])
async def test_a_fall_through_several_levels_or_a_low_balance_at_first_sight_is_one_notification_of_the_lowest(
    tmp_path: Path, cents: int, level: int
) -> None:
    async with peer_of(tmp_path) as peer:
        assert [found[0] for found in await peer.sees(cents)] == [level]
        assert await peer.sees(cents - 1) == []
        assert [line.rule.level // CENT for line in peer.log] == [
            each for each in (0, 1_00, 5_00, 10_00) if each >= level
        ]


async def test_a_level_is_armed_again_five_percent_above_it(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        assert await peer.sees(9_00) != []
        assert await peer.sees(10_49) == []
        assert await peer.sees(9_00) == []
        assert await peer.sees(10_50) == []
        assert await peer.sees(9_00) == [(10_00, Severity.WARNING)]
        assert await peer.sees(0) == [(0, Severity.CRITICAL)]
        assert await peer.sees(1) == []
        assert await peer.sees(0) == [(0, Severity.CRITICAL)]


async def test_a_restart_does_not_say_it_again(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        assert await peer.sees(4_00) == [(5_00, Severity.WARNING)]
    async with peer_of(tmp_path) as peer:
        await peer.until(lambda: peer.shown)
        assert [line.value for line in peer.log] == [4_00 * CENT, 4_00 * CENT]
        assert peer.state("balance-5").phase is RulePhase.FIRED
        assert await peer.sees(4_00) == []
        assert await peer.sees(50) == [(1_00, Severity.CRITICAL)]
        assert [line.id for line in peer.log] == [3, 2, 1]
    async with peer_of(tmp_path) as peer:
        assert await peer.sees(20_00) == []
    async with peer_of(tmp_path) as peer:
        assert await peer.sees(4_00) == [(5_00, Severity.WARNING)]


async def test_accounts_are_kept_apart(tmp_path: Path) -> None:
    async with peer_of(tmp_path / "one") as one, peer_of(tmp_path / "other") as other:
        assert await one.sees(4_00) == [(5_00, Severity.WARNING)]
        assert await other.sees(7_00) == [(10_00, Severity.WARNING)]
        assert len(one.log) == 2


# What is kept.


@pytest.mark.parametrize(
    "document",
    [
        b"\xff",
        b"[]",
        b"{}",
        b'{"fired": 3}',
        b'{"fired": ["x", 10000000000]}',
        b'{"rules": 3}',
        b'{"rules": [], "log": [{}]}',
        b'{"rules": [{"rule": {"id": "a", "kind": "unheardOf"}}]}',
        b'{"rules": [{"rule": {"id": "a", "kind": "balanceBelow", "level": -1}}]}',
        b'{"rules": [{"rule": {"id": "a", "kind": "balanceBelow"}}, {"rule": {"id": "a", "kind": "balanceBelow"}}]}',
        b'{"rules": [{"rule": {"id": "a", "kind": "balanceBelow"}, "standing": {"phase": "off"}}]}',
        b'{"rules": [{"rule": {"id": "a", "kind": "balanceBelow"}, "standing": {"snoozed_until_ms": -5}}]}',
        b'{"rules": [], "last_id": -1}',
        b'{"rules": [], "log": [{"id": 2, "fired_ms": 1, "rule": {"id": "a", "kind": "balanceBelow"}, "value": 1}]}',
    ],
)
async def test_a_stored_state_that_can_not_be_read_counts_as_armed(tmp_path: Path, document: bytes) -> None:
    async with peer_of(tmp_path) as peer:
        await peer.until(lambda: peer.shown)
    history = await History.open(tmp_path)
    await history.write_document(DOCUMENT, document)
    await history.close()
    async with peer_of(tmp_path) as peer:
        assert await peer.sees(4_00) == [(5_00, Severity.WARNING)]
        assert [state.rule for state in peer.states] == list(DEFAULT_RULES)


def test_what_is_kept_is_read_as_it_was() -> None:
    unusual = AlertRule("b", AlertKind.UNUSUAL_HOUR, severity=Severity.INFO, key_id="key_1")
    spend = AlertRule("c", AlertKind.SPEND_ABOVE, 7, enabled=False, period=AlertPeriod.THIS_MONTH, model="gpt-4o é")
    told = UnusualHours(AnomalyMetric.ERROR_RATE, NOON_MS, NOON_MS + HOUR_MS)
    book = AlertBook(
        (
            KeptRule(DEFAULT_RULES[2], Standing(RulePhase.FIRED, snoozed_until_ms=NOON_MS, again=True)),
            KeptRule(unusual, Standing(told=(told,))),
            KeptRule(spend, Standing(RulePhase.FIRED, period_ms=NOON_MS)),
        ),
        (FiredAlert(9, NOON_MS, unusual, -(2**62), detail="cost - -"), FiredAlert(7, 0, spend, 2**62, read=True)),
        dropped=3,
        last_id=11,
        waiting=(9,),
    )
    assert book_of(document_of(book)) == book
    armed = replace(book, rules=(KeptRule(spend, Standing(RulePhase.ARMED, period_ms=NOON_MS)),))
    assert book_of(document_of(armed)).rules == (KeptRule(spend),), "it is seen for the first time again"


async def test_what_the_first_version_kept_is_not_told_again(tmp_path: Path) -> None:
    history = await History.open(tmp_path)
    await history.write_document(DOCUMENT, json.dumps({"fired": [500 * CENT, 1000 * CENT]}).encode())
    await history.close()
    async with peer_of(tmp_path) as peer:
        await peer.until(lambda: peer.shown)
        assert peer.state("balance-10").phase is peer.state("balance-5").phase is RulePhase.FIRED
        assert await peer.sees(4_00) == []
        assert await peer.sees(90) == [(1_00, Severity.CRITICAL)]
        assert await peer.sees(20_00) == []
        assert await peer.sees(4_00) == [(5_00, Severity.WARNING)]


async def test_what_can_not_be_kept_is_told_all_the_same_once_and_kept_when_it_can_be(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        assert await peer.sees(20_00) == []
        with contextlib.closing(sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)) as disk:
            disk.execute("BEGIN IMMEDIATE")
            peer.account = holding(4_00 * CENT)
            peer.alerts.touch()
            await peer.until(lambda: len(peer.faults) >= 2)
            assert {(fault.part, type(fault.error)) for fault in peer.faults} == {("history", HistoryFault)}
            with pytest.raises(HistoryFault):
                await peer.alerts.delete("balance-0")
            assert [fired.alert.rule.id for fired in peer.told] == ["balance-5"]
            assert len(peer.log) == 2
            disk.execute("ROLLBACK")
        assert await peer.sees(3_99) == []
        assert peer.state("balance-0").rule == DEFAULT_RULES[3]
    async with peer_of(tmp_path) as peer:
        assert await peer.sees(3_00) == []


async def test_values_that_change_all_the_time_are_shown_now_and_then(tmp_path: Path) -> None:
    async with peer_of(tmp_path, timings=replace(QUICK, interval_s=0.25)) as peer:
        await peer.learns(50_00)
        published, begun_s = peer.published, time.monotonic()
        for cents in range(49_00, 47_00, -1):
            peer.account = holding(cents * CENT)
            peer.alerts.touch()
            await peer.history.read_document(DOCUMENT)
        await peer.learns(47_00)
        assert peer.published - published <= 2 + (time.monotonic() - begun_s) / 0.25


async def test_only_what_has_to_last_is_written(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        for cents in (40_00, 30_00, 11_00):
            await peer.learns(cents)
        assert await peer.history.read_document(DOCUMENT) is None
        await peer.learns(9_00)
        written = await peer.history.read_document(DOCUMENT)
        assert written is not None
        for cents in (8_00, 7_00, 10_10):
            await peer.learns(cents)
        assert await peer.history.read_document(DOCUMENT) == written


async def test_rules_outlast_a_history_that_is_set_aside(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        assert await peer.sees(4_00) != []
        await peer.history.set_aside("The server's log is another one.")
        assert await peer.history.read_document(DOCUMENT) is None
        with contextlib.closing(sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)) as disk:
            disk.execute("BEGIN IMMEDIATE")
            peer.alerts.history_set_aside()
            await peer.until(lambda: peer.faults)
            disk.execute("ROLLBACK")
        assert await peer.sees(3_99) == []
    async with peer_of(tmp_path) as peer:
        assert await peer.sees(4_00) == []
        assert len(peer.log) == 2


# What a person does.


async def test_rules_are_added_changed_and_deleted(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        await peer.learns(4_00)
        added = await peer.alerts.add(AlertRule("", AlertKind.BALANCE_BELOW, 20_00 * CENT))
        assert added.id
        await peer.until(lambda: peer.state(added.id).phase is RulePhase.FIRED)
        assert peer.told[-1].alert.rule == added
        await peer.alerts.change(replace(added, level=3_00 * CENT))
        await peer.until(lambda: peer.state(added.id).phase is RulePhase.ARMED)
        await peer.alerts.change(replace(added, level=4_50 * CENT))
        await peer.until(lambda: peer.log[0].rule.level == 4_50 * CENT)
        assert peer.told[-1].alert == peer.log[0]
        await peer.alerts.delete("balance-10")
        await peer.alerts.change(DEFAULT_RULES[0])
        assert [state.rule.id for state in peer.states] == ["balance-5", "balance-1", "balance-0", added.id]
    async with peer_of(tmp_path) as peer:
        await peer.until(lambda: peer.shown)
        assert peer.state(added.id).rule == replace(added, level=4_50 * CENT)
        lines = len(peer.log)
        await peer.alerts.restore_defaults()
        assert [state.rule for state in peer.states] == list(DEFAULT_RULES)
        assert await peer.sees(4_00) == [(10_00, Severity.WARNING)], "the others have been told"
        assert len(peer.log) == lines + 1


async def test_a_rule_that_is_off_says_nothing_and_one_that_is_put_on_is_seen_for_the_first_time(
    tmp_path: Path,
) -> None:
    async with peer_of(tmp_path) as peer:
        await peer.alerts.change(replace(DEFAULT_RULES[0], enabled=False))
        assert await peer.sees(9_00) == []
        assert peer.state("balance-10") == RuleState(replace(DEFAULT_RULES[0], enabled=False), RulePhase.OFF)
        await peer.alerts.change(DEFAULT_RULES[0])
        await peer.until(lambda: peer.told)
        assert peer.told[0].alert.rule == DEFAULT_RULES[0]


async def test_an_impossible_rule_is_refused(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        with pytest.raises(ValueError, match="level"):
            await peer.alerts.add(AlertRule("", AlertKind.EMPTY_BEFORE, 7))
        with pytest.raises(ValueError, match="level"):
            await peer.alerts.change(replace(DEFAULT_RULES[0], level=-1))


async def test_lines_of_the_log_are_marked_as_read_one_or_all(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        await peer.learns(0)
        await peer.alerts.mark_read(2)
        assert [line.read for line in peer.log] == [False, False, True, False]
        published = peer.published
        await peer.alerts.mark_read(2)
        await peer.alerts.mark_read(77)
        assert peer.published == published
    async with peer_of(tmp_path) as peer:
        await peer.until(lambda: peer.shown)
        assert [line.read for line in peer.log] == [False, False, True, False]
        await peer.alerts.mark_read()
        assert all(line.read for line in peer.log)


# Keeping quiet.


async def test_a_snooze_lasts_over_a_restart_and_ends_with_one_notification(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        assert await peer.sees(9_00) != []
        await peer.alerts.snooze("balance-10", NOON_MS + HOUR_MS)
        assert peer.state("balance-10").snoozed_until_ms == NOON_MS + HOUR_MS
        assert await peer.sees(8_00) == []
    async with peer_of(tmp_path) as peer:
        assert await peer.sees(8_50) == []
        assert len(peer.log) == 1
        peer.now_ms += HOUR_MS
        assert await peer.sees(8_00) == [(10_00, Severity.WARNING)]
        assert peer.state("balance-10").snoozed_until_ms is None
        assert await peer.sees(7_00) == []
        assert [line.value for line in peer.log] == [8_00 * CENT, 9_00 * CENT]


async def test_the_end_of_a_snooze_is_told_though_nothing_changes(tmp_path: Path) -> None:
    begun_s = time.monotonic()
    async with peer_of(tmp_path, clock=lambda: NOON_MS + round((time.monotonic() - begun_s) * 1000)) as peer:
        await peer.learns(9_00)
        assert len(peer.told) == 1
        await peer.alerts.snooze("balance-10", NOON_MS + 400)
        await peer.until(lambda: len(peer.told) == 2)
        assert peer.told[1].alert.fired_ms >= NOON_MS + 400


async def test_what_fires_in_quiet_hours_is_told_when_they_end_though_nothing_changes(tmp_path: Path) -> None:
    begun_s = time.monotonic()
    # Berlin is an hour ahead.
    nearly_ms = NOON_MS - 5 * HOUR_MS - 400
    async with peer_of(tmp_path, clock=lambda: nearly_ms + round((time.monotonic() - begun_s) * 1000)) as peer:
        peer.alerts.configure(zone="Europe/Berlin", quiet_hours=QuietHours(22 * 60, 8 * 60), paused=False)
        await peer.learns(4_00)
        assert [(fired.alert.rule.id, fired.quiet) for fired in peer.told] == [("balance-5", True)]
        await peer.until(lambda: len(peer.told) == 2)
        assert peer.told[1] == AlertFired(peer.log[0])
        assert len(peer.log) == 2


async def test_quiet_hours_outlast_a_restart(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        peer.alerts.configure(zone="UTC", quiet_hours=QuietHours(0, 13 * 60), paused=False)
        assert await peer.sees(4_00) == [(5_00, Severity.WARNING)]
        assert peer.told[0].quiet
    async with peer_of(tmp_path) as peer:
        peer.alerts.configure(zone="UTC", quiet_hours=QuietHours(0, 13 * 60), paused=False)
        assert await peer.sees(3_00) == []
        peer.now_ms += HOUR_MS
        assert await peer.sees(3_50) == [(5_00, Severity.WARNING)]
        assert not peer.told[0].quiet
        assert await peer.sees(3_00) == []


async def test_while_notifications_are_paused_it_is_for_the_window_alone(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        peer.alerts.configure(zone="UTC", quiet_hours=None, paused=True)
        assert await peer.sees(4_00) == [(5_00, Severity.WARNING)]
        assert peer.told[0].quiet
        peer.alerts.configure(zone="UTC", quiet_hours=None, paused=False)
        assert await peer.sees(3_00) == []


# Servers.


@contextlib.asynccontextmanager
async def server_of(answer: bytes) -> AsyncIterator[tuple[str, asyncio.Event]]:
    """The address of a server that answers just this, or nothing as long as it runs, and when it was asked."""
    asked = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        asked.set()
        writer.write(answer)
        with contextlib.suppress(ConnectionError):
            await writer.drain()
            if not answer:
                await reader.read()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked


async def test_a_low_balance_does_not_wait_for_a_server_that_takes_long(tmp_path: Path) -> None:
    async with server_of(b"") as (url, asked), peer_of(tmp_path, server=url) as peer:
        rule = await peer.alerts.add(AlertRule("", AlertKind.SPEND_ABOVE, 2))
        peer.last_sequence = 1
        await peer.learns(20_00)
        await asked.wait()
        assert await peer.sees(4_00) == [(5_00, Severity.WARNING)]
        assert peer.state(rule.id) == RuleState(rule, RulePhase.UNKNOWN)


async def test_a_refused_key_is_told_and_no_server_is_asked_any_more(tmp_path: Path) -> None:
    async with (
        server_of(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n\r\n") as (url, asked),
        peer_of(tmp_path, server=url, timings=replace(QUICK, server_s=0.0)) as peer,
    ):
        rule = await peer.alerts.add(AlertRule("", AlertKind.SPEND_ABOVE, 2))
        peer.last_sequence = 1
        peer.alerts.touch()
        await peer.until(lambda: peer.faults)
        assert (peer.faults[0].part, type(peer.faults[0].error)) == (PART, AuthFailed)
        peer.alerts.sign_out(AuthFailed("The key is refused.", status=401))
        faults = len(peer.faults)
        asked.clear()
        for cents in (20_00, 4_00, 3_00):
            await peer.learns(cents)
        assert peer.state(rule.id).value is None
        assert not asked.is_set()
        assert len(peer.faults) == faults


# What time alone can change.


async def test_the_lack_of_a_connection_is_told_after_so_many_minutes(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        rule = await peer.alerts.add(AlertRule("", AlertKind.NOT_LIVE_FOR, 2))
        assert peer.state(rule.id).phase is RulePhase.UNKNOWN
        peer.alerts.set_connection(LIVE)
        await peer.until(lambda: peer.state(rule.id).phase is RulePhase.ARMED)
        peer.alerts.set_connection(REJOINING)
        peer.monotonic_s += 119.0
        peer.alerts.set_connection(Connection(ConnectionState.OFFLINE))
        peer.alerts.touch()
        await peer.until(lambda: peer.state(rule.id).value == 1)
        assert peer.told == []
        peer.monotonic_s += 1.0
        await peer.until(lambda: peer.told)
        assert (peer.told[0].alert.rule, peer.told[0].alert.value) == (rule, 2)
        peer.alerts.set_connection(LIVE)
        await peer.until(lambda: peer.state(rule.id) == RuleState(rule, RulePhase.ARMED, 0))
        peer.alerts.set_connection(Connection(ConnectionState.POLLING))
        await peer.until(lambda: peer.state(rule.id) == RuleState(rule, RulePhase.UNKNOWN))
        assert len(peer.told) == 1


async def test_a_weekday_is_looked_at_anew_at_midnight_though_nothing_changes(tmp_path: Path) -> None:
    begun_s = time.monotonic()
    nearly_ms = NOON_MS + 12 * HOUR_MS - 500
    async with peer_of(tmp_path, clock=lambda: nearly_ms + round((time.monotonic() - begun_s) * 1000)) as peer:
        rule = await peer.alerts.add(AlertRule("", AlertKind.EMPTY_BEFORE, 3))
        peer.alerts.set_forecast(Forecast(Outlook.EMPTY, NOON_MS, 30))
        await peer.until(lambda: len(peer.told) == 2)
        assert {fired.alert.rule for fired in peer.told} == {rule}
        assert peer.told[1].alert.fired_ms >= NOON_MS + 12 * HOUR_MS


async def test_a_forecast_fires_and_arms(tmp_path: Path) -> None:
    async with peer_of(tmp_path) as peer:
        days = await peer.alerts.add(AlertRule("", AlertKind.DAYS_LEFT_BELOW, 4))
        friday = await peer.alerts.add(AlertRule("", AlertKind.EMPTY_BEFORE, 4))

        async def hears(outlook: Outlook, days_left: float | None, phases: list[RulePhase]) -> None:
            likely_ms = None if days_left is None else NOON_MS + round(days_left * DAY_MS)
            peer.alerts.set_forecast(Forecast(outlook, NOON_MS, 30, likely_ms=likely_ms))
            await peer.until(lambda: [peer.state(rule.id).phase for rule in (days, friday)] == phases)

        armed, fired, unknown = RulePhase.ARMED, RulePhase.FIRED, RulePhase.UNKNOWN
        await hears(Outlook.RUNS_OUT, 4.2, [armed, armed])
        assert [peer.state(rule.id).value for rule in (days, friday)] == [4, NOON_MS + round(4.2 * DAY_MS)]
        await hears(Outlook.RUNS_OUT, 3, [fired, armed])
        await hears(Outlook.TOO_LITTLE_DATA, None, [fired, unknown])
        await hears(Outlook.RUNS_OUT, 1, [fired, fired])
        await hears(Outlook.NOT_SOON, None, [armed, armed])
        await hears(Outlook.EMPTY, None, [fired, fired])
        await hears(Outlook.NO_SPEND, None, [armed, armed])
        assert [each.alert.rule for each in peer.told] == [days, friday, days, friday]


async def test_nothing_wakes_up_while_nothing_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loop = asyncio.get_running_loop()
    call_at = loop.call_at
    handles: list[asyncio.TimerHandle] = []

    def noted(
        when: float, callback: Callable[..., object], *arguments: object, context: Context | None = None
    ) -> asyncio.TimerHandle:
        handles.append(call_at(when, callback, *arguments, context=context))
        return handles[-1]

    async def left_s(history: History) -> list[float]:
        """For how long everything sleeps that has come to rest, in seconds."""
        calm, waits_s = 0, [0.0]
        while calm < 20:
            # What waits for the history gets its answer before this does.
            await history.read_document(DOCUMENT)
            waits_s = [each.when() - loop.time() for each in handles if not each.cancelled()]
            calm = 0 if any(-0.1 < wait_s < 10.0 for wait_s in waits_s) else calm + 1
        return [wait_s for wait_s in waits_s if wait_s > 0]

    async with asyncio.timeout(WAIT_S), peer_of(tmp_path) as peer:
        await peer.learns(20_00)
        peer.alerts.set_connection(LIVE)
        monkeypatch.setattr(loop, "call_at", noted)
        peer.alerts.touch()
        assert await left_s(peer.history) == []
        await peer.alerts.add(AlertRule("", AlertKind.NOT_LIVE_FOR, 2))
        unknown = await peer.alerts.add(AlertRule("", AlertKind.DAYS_LEFT_BELOW, 2))
        await peer.alerts.snooze(unknown.id, NOON_MS + 1)
        peer.now_ms += 2
        peer.alerts.touch()
        assert await left_s(peer.history) == []
        await peer.alerts.add(AlertRule("", AlertKind.SPEND_ABOVE, 2))
        (wait_s,) = await left_s(peer.history)
        assert 200.0 < wait_s <= 300.0
        peer.alerts.set_connection(REJOINING)
        assert sorted(round(wait_s, -1) for wait_s in await left_s(peer.history)) == [60.0, 300.0]
