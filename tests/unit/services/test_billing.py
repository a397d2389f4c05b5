"""Billing's figures, the same from the history and from the server, each failing for itself; a ledger that lasts."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from msgspec.structs import replace
from typing_extensions import override

from binom_desktop.api.client import AccountClient, Page
from binom_desktop.billing_values import (
    FORECAST_PART,
    LEDGER_PART,
    SPEND_PART,
    TOKENS_PART,
    ForecastUpdated,
    Ledger,
    LedgerCheck,
    LedgerChecked,
    LedgerUpdated,
    PricesUpdated,
    SpendUpdated,
    TokensUpdated,
)
from binom_desktop.domain import Account, FigureSource, Outlook, Transaction, UsageField
from binom_desktop.errors import HistoryFault
from binom_desktop.events import BillingEvent, FigureFailed
from binom_desktop.history.history import History, wall_clock_ms
from binom_desktop.history.store import Store
from binom_desktop.queries import DatePreset, DateRange
from binom_desktop.services.billing import Billing, BillingTimings
from binom_desktop.services.usage_parts import start_ms
from tests.sandbox_process import SandboxProcess
from tests.unit.services.running_sync import CLIENT_TIMINGS, WAIT_S

pytestmark = pytest.mark.anyio

HISTORY = 3_000
DAY_MS = 86_400_000
TRANSACTIONS = "/v1/billing/transactions"
QUICK = BillingTimings(
    history_s=0.01, server_s=0.02, forecast_s=0.05, prices_s=60.0, check_s=0.05, retry_s=0.05, longest_s=60.0
)

Event = TypeVar("Event")


@pytest.fixture
def sandbox() -> Iterator[SandboxProcess]:
    with SandboxProcess("--history", str(HISTORY)) as process:
        yield process


class CountingClient(AccountClient):
    """Counts the pages of transactions that are asked for."""

    pages = 0

    @override
    async def transactions_page(self, *, limit: int = 100, cursor: str | None = None) -> Page[Transaction]:
        self.pages += 1
        return await super().transactions_page(limit=limit, cursor=cursor)


@dataclass
class Peer:
    """A ``Billing`` on a history, and what it says; the account and its log stand as they are told to."""

    sandbox: SandboxProcess
    client: CountingClient
    history: History
    billing: Billing = field(init=False)
    account: Account | None = None
    last_sequence: int = 0
    now_ms: Callable[[], int] = wall_clock_ms
    events: list[BillingEvent] = field(default_factory=list)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def publish(self, event: BillingEvent) -> None:
        """Take an event."""
        self.events.append(event)
        self._changed.set()

    def of(self, kind: type[Event]) -> list[Event]:
        """The events of one type."""
        return [event for event in self.events if isinstance(event, kind)]

    def failed(self) -> set[str]:
        """The parts that failed."""
        return {event.part for event in self.of(FigureFailed)}

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds, which only events can bring about."""
        async with asyncio.timeout(WAIT_S):
            while not holds():
                self._changed.clear()
                await self._changed.wait()

    async def newest(self, kind: type[Event]) -> Event:
        """The newest event of a type, once there is one."""
        await self.until(lambda: self.of(kind))
        return self.of(kind)[-1]

    async def ledger(self, holds: Callable[[Ledger], object] = lambda _: True) -> Ledger:
        """The newest whole ledger of which something holds."""

        def found() -> Ledger | None:
            told = self.of(LedgerUpdated)
            return told[-1].ledger if told and told[-1].ledger.whole and holds(told[-1].ledger) else None

        await self.until(found)
        ledger = found()
        assert ledger is not None
        return ledger

    async def checked(self, holds: Callable[[LedgerCheck], object]) -> LedgerCheck:
        """A check of the ledger of which something holds."""

        def found() -> list[LedgerCheck]:
            return [event.check for event in self.of(LedgerChecked) if event.check is not None and holds(event.check)]

        await self.until(found)
        return found()[-1]

    async def control(self, path: str, body: object = None, method: str = "POST") -> Any:
        """Make the sandbox do something."""
        return await asyncio.to_thread(self.sandbox.control, path, body, method)

    async def learn(self) -> Account:
        """Hear of the account as it is now."""
        self.account = await self.client.account()
        self.last_sequence = self.account.balance.last_sequence
        self.billing.touch()
        return self.account

    async def fill(self) -> None:
        """Take in the whole log."""
        async for page in self.client.requests(after_sequence=self.history.coverage.newest):
            await self.history.merge(page.items)
        self.billing.touch()

    async def served(self) -> list[Transaction]:
        """The ledger as the server has it."""
        return [one async for page in AccountClient.transactions(self.client) for one in page.items]


@contextlib.asynccontextmanager
async def peer_of(
    sandbox: SandboxProcess, folder: Path, *, store: Store | None = None, now_ms: Callable[[], int] = wall_clock_ms
) -> AsyncIterator[Peer]:
    """A ``Billing`` that runs, and nobody looks yet."""
    client = CountingClient(server=sandbox.url, key=lambda: sandbox.token, timings=CLIENT_TIMINGS)
    history = History(store=store or Store(folder, now_ms=wall_clock_ms))
    await history.start()
    peer = Peer(sandbox, client, history, now_ms=now_ms)
    peer.billing = Billing(
        client=client,
        history=history,
        publish=peer.publish,
        account=lambda: peer.account,
        last_sequence=lambda: peer.last_sequence,
        now_ms=now_ms,
        timings=QUICK,
    )
    task = asyncio.create_task(peer.billing.run())
    try:
        yield peer
        assert not task.done(), task
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await history.close()
        await client.aclose()


# Spend.


async def test_spend_is_the_same_from_the_server_and_from_the_history(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.learn()
        peer.billing.watch(True)
        there = (await peer.newest(SpendUpdated)).spend
        assert there.source is FigureSource.SERVER
        await peer.fill()
        await peer.until(lambda: peer.of(SpendUpdated)[-1].spend.source is FigureSource.HISTORY)
        here = peer.of(SpendUpdated)[-1].spend
        assert here.days == there.days
        assert here.month_nano == there.month_nano

        today = datetime.now(UTC).date()
        assert [item.day for item in here.days] == [today - timedelta(days=29 - number) for number in range(30)]
        month = await peer.client.usage(today.replace(day=1), today, [UsageField.MODEL])
        assert here.month_nano == sum(item.cost_nano for item in month.items)
        assert here.month_first == today.replace(day=1)


@pytest.mark.parametrize("day", [1, 31])
async def test_a_month_is_whole_on_its_first_and_on_its_last_day(day: int, tmp_path: Path) -> None:
    now_ms = start_ms(date(2026, 8, day)) + 3_600_000
    with SandboxProcess("--empty") as sandbox:
        for made in (date(2026, 7, 31), date(2026, 8, 1), date(2026, 8, day)):
            sandbox.control("requests", {"count": 1, "cost": "0.25", "timestamp": start_ms(made) + 60_000})
        async with peer_of(sandbox, tmp_path, now_ms=lambda: now_ms) as peer:
            peer.billing.watch(True)
            await peer.learn()
            await peer.fill()
            await peer.until(
                lambda: peer.of(SpendUpdated) and peer.of(SpendUpdated)[-1].spend.source is FigureSource.HISTORY
            )
            spend = peer.of(SpendUpdated)[-1].spend
            assert spend.month_nano == 500_000_000
            assert spend.today == date(2026, 8, day)
            assert spend.days[-1].cost_nano == (500_000_000 if day == 1 else 250_000_000)


async def test_tokens_are_the_same_from_both_and_follow_the_period(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.learn()
        peer.billing.watch(True)
        there = (await peer.newest(TokensUpdated)).tokens
        assert (there.last - there.first).days == 29
        assert there.growing
        await peer.fill()
        await peer.until(lambda: peer.of(TokensUpdated)[-1].tokens.source is FigureSource.HISTORY)
        here = peer.of(TokensUpdated)[-1].tokens
        parts = (here.input_tokens, here.output_tokens, here.cost_nano, here.models)
        assert parts == (there.input_tokens, there.output_tokens, there.cost_nano, there.models)
        past_90_days = DateRange(DatePreset.PAST_90_DAYS)
        peer.billing.compare(past_90_days)
        await peer.until(lambda: peer.of(TokensUpdated)[-1].tokens.period == past_90_days)
        assert peer.of(TokensUpdated)[-1].tokens.input_tokens > here.input_tokens > 0

        week = DateRange(DatePreset.CUSTOM, here.last - timedelta(days=20), here.last - timedelta(days=14))
        peer.billing.compare(week)
        await peer.until(lambda: peer.of(TokensUpdated)[-1].tokens.period == week)
        past = peer.of(TokensUpdated)[-1].tokens
        assert (past.first, past.last, past.growing) == (week.first, week.last, False)
        asked = await peer.client.usage(past.first, past.last, (UsageField.DAY,))
        assert past.input_tokens == sum(item.input_tokens for item in asked.items) > 0
        assert past.output_tokens == sum(item.output_tokens for item in asked.items)
        assert past.cost_nano == sum(item.cost_nano for item in asked.items)

        models = (await peer.newest(PricesUpdated)).models
        mini = next(model for model in models if model.id == "gpt-4o-mini")
        by_hand = (here.input_tokens * 150_000_000 + here.output_tokens * 600_000_000) / 10**6
        cost = here.cost_on(mini)
        assert cost is not None
        assert cost[0] + cost[1] / 10**6 == pytest.approx(by_hand)


async def test_an_open_period_begins_with_the_account_however_old_it_is(tmp_path: Path) -> None:
    with SandboxProcess("--history", "0") as sandbox:
        async with peer_of(sandbox, tmp_path) as peer:
            # More than the server tells at once, and with a request on each side of where one answer ends.
            for days_ago in (700, 401, 400, 399, 0):
                at = datetime.now(UTC) - timedelta(days=days_ago)
                body = {"count": 1, "cost": "0.25", "timestamp": at.isoformat().replace("+00:00", "Z")}
                await peer.control("requests", body)
            await peer.learn()
            assert peer.account is not None
            peer.account = replace(peer.account, created_ms=wall_clock_ms() - 800 * DAY_MS)
            peer.billing.compare(DateRange(DatePreset.CUSTOM))
            peer.billing.watch(True)
            there = (await peer.newest(TokensUpdated)).tokens
            assert (there.last - there.first).days == 800
            assert (there.cost_nano, there.source) == (1_250_000_000, FigureSource.SERVER)
            await peer.fill()
            await peer.until(lambda: peer.of(TokensUpdated)[-1].tokens.source is FigureSource.HISTORY)
            here = peer.of(TokensUpdated)[-1].tokens
            assert (here.input_tokens, here.output_tokens, here.cost_nano, here.models) == (
                there.input_tokens,
                there.output_tokens,
                there.cost_nano,
                there.models,
            )


async def test_only_the_forecast_is_made_while_nobody_looks(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.learn()
        await peer.fill()
        # The ledger alone is read, once, so that it is at hand offline.
        peer.billing.touch_ledger()
        await peer.ledger()
        pages = peer.client.pages
        peer.billing.touch_ledger()
        assert all(isinstance(event, LedgerUpdated | ForecastUpdated | FigureFailed) for event in peer.events)
        peer.billing.watch(True)
        await peer.newest(SpendUpdated)
        await peer.until(lambda: peer.client.pages > pages)
        peer.billing.watch(False)
        count, pages = len(peer.of(SpendUpdated)), peer.client.pages
        await peer.control("credits", {"amount": "5.00"})
        await peer.learn()
        peer.billing.touch_ledger()
        # Whoever looks again gets all of it at once, which also shows that nothing came meanwhile.
        assert (len(peer.of(SpendUpdated)), peer.client.pages) == (count, pages)
        peer.billing.watch(True)
        await peer.ledger(lambda ledger: ledger.transactions[0].amount_nano == 5_000_000_000)


# The forecast.


async def test_a_forecast_comes_from_the_server_and_then_from_the_history(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.learn()
        peer.billing.watch(True)
        there = (await peer.newest(ForecastUpdated)).forecast
        assert there.outlook in {Outlook.RUNS_OUT, Outlook.NOT_SOON}
        assert there.daily_nano is not None
        count = len(peer.of(ForecastUpdated))
        await peer.fill()
        await peer.until(lambda: len(peer.of(ForecastUpdated)) > count + 1)
        here = peer.of(ForecastUpdated)[-1].forecast
        assert here.outlook in {Outlook.RUNS_OUT, Outlook.NOT_SOON}
        assert here.active_days == there.active_days


async def test_a_balance_that_moves_by_a_lot_is_foretold_at_once(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.learn()
        await peer.fill()
        peer.billing.watch(True)
        assert (await peer.newest(ForecastUpdated)).forecast.outlook is not Outlook.EMPTY
        await peer.control("credits", {"amount": "-42.60", "kind": "adjustment"})
        await peer.learn()
        await peer.until(lambda: peer.of(ForecastUpdated)[-1].forecast.outlook is Outlook.EMPTY)


async def test_an_empty_account_has_too_little_data(tmp_path: Path) -> None:
    with SandboxProcess("--empty") as sandbox:
        async with peer_of(sandbox, tmp_path) as peer:
            await peer.learn()
            peer.billing.watch(True)
            forecast = (await peer.newest(ForecastUpdated)).forecast
            assert (forecast.outlook, forecast.active_days) == (Outlook.TOO_LITTLE_DATA, 0)
            spend = (await peer.newest(SpendUpdated)).spend
            assert (sum(item.cost_nano for item in spend.days), spend.month_nano) == (0, 0)
            check = await peer.checked(lambda check: check.balance_nano is not None)
            assert (check.usage_difference_nano, check.balance_difference_nano) == (0, 0)
            ledger = await peer.ledger()
            assert [one.kind for one in ledger.transactions] == ["bonus"]


async def test_a_balance_of_yesterday_is_foretold_from_yesterday_unless_it_is_live(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    ahead_ms = 0

    def now_ms() -> int:
        return wall_clock_ms() + ahead_ms

    async with peer_of(sandbox, tmp_path, now_ms=now_ms) as peer:
        account = await peer.learn()
        await peer.fill()
        ahead_ms = 2 * DAY_MS
        peer.billing.watch(True)
        forecast = (await peer.newest(ForecastUpdated)).forecast
        assert forecast.made_ms == account.balance.as_of_ms
        spend = (await peer.newest(SpendUpdated)).spend
        assert not spend.knows(spend.today)
        peer.billing.set_live(True)
        await peer.until(lambda: peer.of(SpendUpdated)[-1].spend.knows(spend.today))
        assert peer.of(SpendUpdated)[-1].spend.days[-1].cost_nano == 0


# Failures.


async def test_one_failed_call_blanks_its_own_figure_only(sandbox: SandboxProcess, tmp_path: Path) -> None:
    sandbox.control("faults", {"kind": "status", "path": "/v1/usage", "status": 500})
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.learn()
        peer.billing.watch(True)
        await peer.ledger()
        await peer.newest(PricesUpdated)
        await peer.until(lambda: {SPEND_PART, FORECAST_PART, TOKENS_PART} <= peer.failed())
        assert not peer.of(SpendUpdated)
        assert not peer.of(ForecastUpdated)
        assert LEDGER_PART not in peer.failed()
        await peer.control("faults", method="DELETE")
        # Nobody has to ask: it is tried again.
        await peer.newest(SpendUpdated)
        await peer.newest(ForecastUpdated)


async def test_what_is_here_stands_when_newer_figures_can_not_be_read(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.learn()
        await peer.fill()
        peer.last_sequence += 100
        sandbox.kill()
        peer.billing.watch(True)
        spend = (await peer.newest(SpendUpdated)).spend
        newest = (await peer.history.recent(1))[0]
        assert (spend.source, spend.as_of_ms) == (FigureSource.HISTORY, newest.timestamp_ms)
        await peer.newest(ForecastUpdated)
        await peer.until(lambda: {SPEND_PART, LEDGER_PART, TOKENS_PART} <= peer.failed())


async def test_a_refused_key_is_told_and_not_asked_with_again(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.learn()
        sandbox.control("faults", {"kind": "status", "path": "/v1", "status": 401})
        peer.billing.watch(True)
        await peer.until(lambda: LEDGER_PART in peer.failed())
        error = next(event.error for event in peer.of(FigureFailed) if event.part == LEDGER_PART)
        assert peer.client.pages == 1
        await peer.control("faults", method="DELETE")
        assert isinstance(error, Exception)
        peer.billing.reread()
        await peer.ledger()


# The ledger.


async def test_the_whole_ledger_is_read_in_the_servers_order(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.learn()
        peer.billing.watch(True)
        ledger = await peer.ledger()
        assert list(ledger.transactions) == await peer.served()
        assert len(ledger.transactions) > 200
        partial = peer.of(LedgerUpdated)[0].ledger
        assert not partial.whole
        assert partial.transactions == ledger.transactions[:100]
        assert partial.loaded == 100
        assert (await peer.history.transactions())[0] == ledger.transactions


async def test_the_next_start_has_it_offline_and_reads_only_what_is_new(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.learn()
        peer.billing.watch(True)
        before = await peer.ledger()
        assert peer.client.pages > 1
    sandbox.kill()
    async with peer_of(sandbox, tmp_path) as peer:
        ledger = await peer.ledger()
        assert ledger.transactions == before.transactions
        assert ledger.as_of_ms >= before.as_of_ms
        peer.billing.watch(True)
        await peer.until(lambda: LEDGER_PART in peer.failed())
        sandbox.restart()
        await peer.control("credits", {"amount": "50.00"})
        pages = peer.client.pages
        newer = await peer.ledger(lambda ledger: len(ledger.transactions) > len(before.transactions))
        assert newer.transactions[1:] == before.transactions
        assert newer.transactions[0].amount_nano == 50_000_000_000
        assert newer.kept == len(before.transactions)
        # Attempts at the dead server count too, but no second page does.
        assert peer.client.pages >= pages
        assert (await peer.history.transactions())[0] == newer.transactions


async def test_a_start_without_news_reads_one_page(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        peer.billing.touch_ledger()
        before = await peer.ledger()
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.ledger()
        peer.billing.touch_ledger()
        await peer.until(lambda: len(peer.of(LedgerUpdated)) == 2)
        assert peer.of(LedgerUpdated)[-1].ledger.transactions == before.transactions
        assert peer.client.pages == 1


async def test_an_entry_that_grows_is_replaced_wherever_it_stands(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.learn()
        await peer.fill()
        peer.billing.watch(True)
        before = await peer.ledger()
        await peer.control("requests", {"count": 3, "cost": "0.10"})
        await peer.control("credits", {"amount": "20.00"})
        await peer.control("requests", {"count": 1, "cost": "0.05"})
        await peer.learn()
        ledger = await peer.ledger(lambda ledger: ledger.transactions[0].amount_nano == -50_000_000)
        assert list(ledger.transactions) == await peer.served()
        assert len(ledger.transactions) in {len(before.transactions) + 2, len(before.transactions) + 3}
        await peer.control("requests", {"count": 1, "cost": "0.05"})
        await peer.learn()
        grown = await peer.ledger(lambda ledger: ledger.transactions[0].amount_nano == -100_000_000)
        assert grown.transactions[1:] == ledger.transactions[1:]
        assert grown.kept == len(grown.transactions) - 1
        assert list((await peer.history.transactions())[0]) == await peer.served()


async def test_a_ledger_that_can_not_be_kept_is_shown_all_the_same(sandbox: SandboxProcess, tmp_path: Path) -> None:
    store = Store(tmp_path, now_ms=wall_clock_ms, max_pages=10)
    async with peer_of(sandbox, tmp_path, store=store) as peer:
        peer.billing.touch_ledger()
        ledger = await peer.ledger()
        assert list(ledger.transactions) == await peer.served()
        await peer.until(lambda: LEDGER_PART in peer.failed())
        assert isinstance(peer.of(FigureFailed)[-1].error, HistoryFault)


async def test_another_ledger_takes_the_place_of_one_set_aside(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        peer.billing.touch_ledger()
        before = await peer.ledger()
        await peer.history.set_aside("The server began anew.")
        peer.billing.forget()
        count = len(peer.of(LedgerUpdated))
        await peer.until(lambda: len(peer.of(LedgerUpdated)) > count and peer.of(LedgerUpdated)[-1].ledger.whole)
        after = peer.of(LedgerUpdated)[-1].ledger
        assert after.kept == 0
        assert after.transactions == before.transactions
        assert (await peer.history.transactions())[0] == after.transactions


async def test_cursors_that_expire_begin_the_reading_anew(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.control("faults", {"kind": "delay", "seconds": 0.2, "path": TRANSACTIONS})
        peer.billing.touch_ledger()
        await peer.until(lambda: peer.of(LedgerUpdated))
        await peer.control("cursors", method="DELETE")
        await peer.control("faults", method="DELETE")
        ledger = await peer.ledger()
        assert list(ledger.transactions) == await peer.served()


# Where it differs.


async def test_ledger_and_requests_agree(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        account = await peer.learn()
        peer.billing.watch(True)
        await peer.fill()
        check = await peer.checked(lambda check: check.requests_nano is not None)
        assert check.requests_nano == account.balance.total_usage_nano
        assert check.usage_nano == check.requests_nano
        assert check.moved_nano == check.balance_nano == account.balance.credit_balance_nano


async def test_a_charge_without_a_request_is_a_difference(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.learn()
        await peer.fill()
        await peer.control("credits", {"amount": "-0.10", "kind": "usage"})
        await peer.learn()
        peer.billing.watch(True)
        check = await peer.checked(lambda check: check.requests_nano is not None)
        assert check.usage_difference_nano == 100_000_000
        assert check.balance_difference_nano == 0


async def test_a_balance_that_the_list_does_not_explain_is_a_difference(
    sandbox: SandboxProcess, tmp_path: Path
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        account = await peer.learn()
        lonely = {
            "id": "txn_1",
            "timestamp": "2026-11-01T00:00:00Z",
            "kind": "topUp",
            "amount": "10",
            "balanceAfter": "10",
            "description": "Card payment",
        }
        body = {"items": [lonely], "nextCursor": None, "asOf": "2026-11-01T00:00:00Z"}
        await peer.control("faults", {"kind": "wrongShape", "path": TRANSACTIONS, "body": body})
        peer.billing.watch(True)
        check = await peer.checked(lambda _: True)
        assert check.moved_nano == 10_000_000_000
        assert check.balance_difference_nano == account.balance.credit_balance_nano - 10_000_000_000


async def test_nothing_is_compared_where_the_server_forgot_requests(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.control("forget", {"before": 1_000})
        await peer.learn()
        await peer.fill()
        await peer.history.begin_at(1_000)
        peer.billing.watch(True)
        check = await peer.checked(lambda _: True)
        assert check.requests_nano is None
        assert check.usage_difference_nano == 0
        assert check.balance_difference_nano == 0
