"""Billing: what was spent, until when the credits last, the ledger, and what other models would have cost."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Awaitable, Callable

from msgspec import Struct

from binom_desktop.api.client import AccountClient
from binom_desktop.billing_values import (
    FORECAST_PART,
    LEDGER_PART,
    PRICES_PART,
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
from binom_desktop.domain import Account, Balance, FigureSource
from binom_desktop.errors import AuthFailed, BinomError, HistoryFault
from binom_desktop.events import BillingEvent, FigureFailed
from binom_desktop.history.history import History
from binom_desktop.queries import DatePreset, DateRange
from binom_desktop.services.billing_ledger import LedgerKeeper
from binom_desktop.services.billing_spend import SpendFigures, foretold

_DAY_MS = 86_400_000
_SNAPSHOTS = 64

_log = logging.getLogger(__name__)


class BillingTimings(Struct, frozen=True):
    """How often figures are made anew, in seconds.

    ``history_s`` is between two answers of the history and ``server_s`` between two of the server, ``forecast_s``
    between two forecasts unless the balance moves by a lot. ``prices_s`` is how long the list of models holds,
    ``check_s`` between two checks of the ledger that ask the server, ``retry_s`` after a failure.
    """

    history_s: float = 0.5
    server_s: float = 5.0
    forecast_s: float = 60.0
    prices_s: float = 900.0
    check_s: float = 60.0
    retry_s: float = 30.0
    # The loop's clock may stand still while the machine sleeps, so midnight is looked for again and again.
    longest_s: float = 300.0


class _Next(Struct, frozen=True):
    """How long a part rests, whatever is wanted, and after how long it works again without being wanted; seconds."""

    rest_s: float
    again_s: float | None = None


class _Part:
    """One figure's task: works when it is wanted, tells its failure, and tries again after that."""

    def __init__(
        self,
        *,
        name: str,
        work: Callable[[], Awaitable[_Next]],
        enabled: Callable[[], bool],
        publish: Callable[[BillingEvent], None],
        retry_s: float,
    ) -> None:
        self._name = name
        self._work = work
        self._enabled = enabled
        self._publish = publish
        self._retry_s = retry_s
        self._wanted = asyncio.Event()
        self._at_once = asyncio.Event()

    def want(self, *, at_once: bool = False) -> None:
        """Work as soon as the rest is over, or now."""
        self._wanted.set()
        if at_once:
            self._at_once.set()

    async def run(self) -> None:
        """Work until cancelled."""
        following = _Next(0.0)
        while True:
            await _wait(self._at_once, following.rest_s)
            left_s = None if following.again_s is None else max(0.0, following.again_s - following.rest_s)
            await _wait(self._wanted, left_s)
            self._wanted.clear()
            self._at_once.clear()
            following = _Next(0.0)
            if self._enabled():
                try:
                    following = await self._work()
                except AuthFailed as error:
                    self._publish(FigureFailed(self._name, error))
                except BinomError as error:
                    self._publish(FigureFailed(self._name, error))
                    following = _Next(min(1.0, self._retry_s), self._retry_s)


class Billing:
    """Publishes ``BillingEvent``s while somebody looks, each figure for itself: one that fails blanks only its own.

    The forecast is made, and the ledger read once in each run, even if nobody looks. ``account`` and
    ``last_sequence`` are the newest that is known of the account and of its log.
    """

    def __init__(
        self,
        *,
        client: AccountClient,
        history: History,
        publish: Callable[[BillingEvent], None],
        account: Callable[[], Account | None],
        last_sequence: Callable[[], int],
        now_ms: Callable[[], int],
        timings: BillingTimings | None = None,
    ) -> None:
        self._client = client
        self._history = history
        self._publish = publish
        self._account = account
        self._now_ms = now_ms
        self._timings = timings or BillingTimings()
        self._figures = SpendFigures(
            client=client, history=history, account=account, last_sequence=last_sequence, now_ms=now_ms
        )
        self._ledger = LedgerKeeper(client=client, history=history)
        self._last_sequence = last_sequence
        self._watched = False
        self._ledger_read = False
        self._ledger_revision: int | None = None
        self._period = DateRange(DatePreset.PAST_30_DAYS)
        self._prices_due_s = self._forecast_due_s = self._check_due_s = 0.0
        self._foretold_nano: int | None = None
        self._checked: LedgerCheck | None = None
        self._balances: deque[Balance] = deque(maxlen=_SNAPSHOTS)
        self._spend = self._part(SPEND_PART, self._make_spend)
        # How long the credits last is said everywhere.
        self._forecast = self._part(FORECAST_PART, self._make_forecast, lambda: True)
        self._prices = self._part(PRICES_PART, self._read_prices)
        self._tokens = self._part(TOKENS_PART, self._make_tokens)
        self._reading = self._part(LEDGER_PART, self._read_ledger, lambda: self._watched or not self._ledger_read)
        self._checking = self._part(LEDGER_PART, self._check)

    def _part(
        self, name: str, work: Callable[[], Awaitable[_Next]], enabled: Callable[[], bool] | None = None
    ) -> _Part:
        return _Part(
            name=name,
            work=work,
            enabled=enabled or (lambda: self._watched),
            publish=self._publish,
            retry_s=self._timings.retry_s,
        )

    @property
    def _parts(self) -> tuple[_Part, ...]:
        return self._spend, self._forecast, self._prices, self._tokens, self._reading, self._checking

    def watch(self, watched: bool) -> None:
        """Say whether somebody looks: only then anything but the forecast is computed."""
        if watched != self._watched:
            self._watched = watched
            if watched:
                self._remember_balance()
                for part in self._parts:
                    part.want(at_once=True)

    def touch(self) -> None:
        """The history or the account's figures changed."""
        self._forecast.want()
        if self._watched:
            self._remember_balance()
            self._spend.want()
            self._tokens.want()
            account = self._account()
            if account is not None and account.balance.revision != self._ledger_revision:
                self._reading.want()

    def set_live(self, live: bool) -> None:
        """Say whether events arrive: then nothing was spent since the newest one."""
        if live != self._figures.live:
            self._figures.live = live
            self.touch()

    def touch_ledger(self) -> None:
        """The server was asked for its newest transactions: there may be new ones."""
        self._reading.want()

    def reread(self) -> None:
        """A person asked: read everything anew, however fresh it is."""
        self._prices_due_s = self._forecast_due_s = self._check_due_s = 0.0
        for part in self._parts:
            part.want(at_once=True)

    def compare(self, period: DateRange) -> None:
        """Sum up the tokens of these UTC days from now on."""
        if period != self._period:
            self._period = period
            self._tokens.want(at_once=True)

    def forget(self) -> None:
        """The history was set aside, and the server's ledger with it."""
        self._ledger.forget()
        self._balances.clear()
        self._foretold_nano = self._checked = None
        self._ledger_read = False
        self.reread()

    def sign_out(self, error: AuthFailed) -> None:
        """The key is refused: ask the server for nothing more."""
        self._figures.signed_out = error

    async def run(self) -> None:
        """Publish until cancelled; to be called once."""
        try:
            await self._ledger.restore()
        except HistoryFault as error:
            _log.warning("The transactions of the last time are not restored: %s", error)
        else:
            if self._ledger.ledger is not None:
                self._publish(LedgerUpdated(self._ledger.ledger))
        async with asyncio.TaskGroup() as tasks:
            for part in self._parts:
                tasks.create_task(part.run())

    # What was spent.

    @property
    def _something_known(self) -> bool:
        return self._account() is not None or self._last_sequence() > 0

    async def _make_spend(self) -> _Next:
        if not self._something_known:
            return _Next(0.0)
        spend, failed = await self._figures.spend()
        self._publish(SpendUpdated(spend))
        if failed is not None:
            raise failed
        midnight_s = (_DAY_MS - self._now_ms() % _DAY_MS) / 1000
        return _Next(self._rest_s(spend.source), min(midnight_s + 0.001, self._timings.longest_s))

    async def _make_tokens(self) -> _Next:
        if not self._something_known:
            return _Next(0.0)
        period = self._period
        tokens, failed = await self._figures.tokens(period)
        if period == self._period:
            self._publish(TokensUpdated(tokens))
        if failed is not None:
            raise failed
        return _Next(max(self._rest_s(tokens.source), 4 * self._timings.history_s), self._timings.longest_s)

    def _rest_s(self, source: FigureSource) -> float:
        return self._timings.history_s if source is FigureSource.HISTORY else self._timings.server_s

    async def _make_forecast(self) -> _Next:
        account = self._account()
        if account is None:
            return _Next(0.0)
        balance_nano = account.balance.credit_balance_nano
        left_s = self._forecast_due_s - _loop_s()
        if left_s > 0 and not _moved_by_a_lot(self._foretold_nano, balance_nano):
            return _Next(self._timings.history_s, left_s)
        items, first = await self._figures.hourly()
        # Of the time since a balance that is not the newest nobody knows what was spent.
        forecast = await asyncio.to_thread(foretold, items, first, balance_nano, self._figures.as_of_ms(account))
        self._foretold_nano, self._forecast_due_s = balance_nano, _loop_s() + self._timings.forecast_s
        self._publish(ForecastUpdated(forecast))
        return _Next(self._timings.history_s, self._timings.forecast_s)

    async def _read_prices(self) -> _Next:
        left_s = self._prices_due_s - _loop_s()
        if left_s > 0:
            return _Next(0.0, left_s)
        self._check_signed_in()
        self._publish(PricesUpdated(await self._client.models()))
        self._prices_due_s = _loop_s() + self._timings.prices_s
        return _Next(0.0, self._timings.prices_s)

    # The ledger.

    async def _read_ledger(self) -> _Next:
        self._check_signed_in()
        account = self._account()
        revision = None if account is None else account.balance.revision
        ledger = await self._ledger.read(self._tell_progress)
        self._ledger_revision, self._ledger_read = revision, True
        self._publish(LedgerUpdated(ledger))
        if self._ledger.fault is not None:
            raise self._ledger.fault
        self._checking.want()
        return _Next(self._timings.server_s)

    def _tell_progress(self, ledger: Ledger) -> None:
        self._publish(LedgerUpdated(ledger))

    async def _check(self) -> _Next:
        """Compare the ledger with a balance of its own moment; without one, what was found before still holds."""
        ledger = self._ledger.ledger
        if ledger is None:
            return _Next(0.0)
        self._remember_balance()
        balance = next((known for known in reversed(self._balances) if self._is_of(known)), None)
        if balance is None and _loop_s() >= self._check_due_s:
            self._check_due_s = _loop_s() + self._timings.check_s
            self._check_signed_in()
            balance = await self._balance_now()
        if balance is None:
            return _Next(self._timings.history_s, max(self._timings.server_s, self._check_due_s - _loop_s()))
        # The ledger has every movement only where it begins with the account.
        coverage = self._history.coverage
        comparable = self._ledger.opening_nano == 0 and coverage.beginning == 1
        behind = comparable and bool(coverage.missing(balance.last_sequence))
        # All of one moment: while the history is asked, the ledger may be read anew.
        usage_nano, moved_nano = self._ledger.usage_nano, self._ledger.moved_nano
        requests_nano = await self._history.cost_nano(balance.last_sequence) if comparable and not behind else None
        if (usage_nano, moved_nano) != (self._ledger.usage_nano, self._ledger.moved_nano):
            self._checking.want()
            return _Next(self._timings.history_s)
        check = LedgerCheck(
            usage_nano=usage_nano,
            requests_nano=requests_nano,
            moved_nano=moved_nano,
            balance_nano=balance.credit_balance_nano,
            as_of_ms=ledger.as_of_ms,
        )
        before = self._checked
        if behind and before is not None and before.balance_difference_nano == check.balance_difference_nano:
            # The newest requests are on their way: until then what was found holds.
            return _Next(self._timings.history_s, self._timings.server_s)
        self._checked = check
        self._publish(LedgerChecked(check))
        return _Next(self._timings.history_s, self._timings.server_s if behind else None)

    def _is_of(self, balance: Balance) -> bool:
        """Whether the ledger is of the moment of a balance: it ends with it, and adds up to it."""
        ledger = self._ledger.ledger
        newest = ledger.transactions[0] if ledger is not None and ledger.transactions else None
        after_nano = 0 if newest is None else newest.balance_after_nano
        return after_nano == balance.credit_balance_nano == self._ledger.moved_nano

    async def _balance_now(self) -> Balance | None:
        """The balance that the ledger as it is now belongs to, whatever it says; None while credits move."""
        before = (await self._client.account()).balance
        self._publish(LedgerUpdated(await self._ledger.read(self._tell_progress)))
        after = (await self._client.account()).balance
        return after if before.revision == after.revision else None

    def _remember_balance(self) -> None:
        account = self._account()
        if account is not None and (not self._balances or account.balance.revision != self._balances[-1].revision):
            self._balances.append(account.balance)

    def _check_signed_in(self) -> None:
        if self._figures.signed_out is not None:
            raise self._figures.signed_out


def _moved_by_a_lot(before_nano: int | None, now_nano: int) -> bool:
    """Whether a balance is 5 % off, or on the other side of nothing."""
    if before_nano is None or (before_nano > 0) != (now_nano > 0):
        return True
    return abs(now_nano - before_nano) * 20 > abs(before_nano)


def _loop_s() -> float:
    return asyncio.get_running_loop().time()


async def _wait(event: asyncio.Event, longest_s: float | None) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(longest_s):
            await event.wait()
