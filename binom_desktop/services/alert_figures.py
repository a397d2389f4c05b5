"""The figures that alert rules watch: what is at hand, and what the history or the server has to be asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Final, NamedTuple, Protocol

from msgspec import Struct
from typing_extensions import override

from binom_desktop.alert_values import AlertKind, AlertPeriod, AlertRule
from binom_desktop.api.client import AccountClient
from binom_desktop.domain import Account, Anomaly, Connection, ConnectionState, Forecast, Outlook, Usage, UsageField
from binom_desktop.errors import AuthFailed, BinomError
from binom_desktop.history.coverage import Coverage
from binom_desktop.history.history import History
from binom_desktop.queries import Query, RequestFilter, day_start_ms, utc_day
from binom_desktop.services.alert_rules import ALL_GOOD, DAY_MS, MINUTE_MS, NOTHING_KNOWN, Reading, period_days
from binom_desktop.services.anomalies import anomalies

# So many days tell what is usual for an hour; fewer where older requests are not kept.
PATTERN_DAYS: Final = (56, 28)
_HOUR_MS: Final = 3_600_000
# Where the newest requests are looked for: mostly they are found in the first span.
_SPANS_MS: Final = (3 * DAY_MS, 33 * DAY_MS, None)
# Requests are taken to be logged within a day of being made.
_LOG_DELAY_MS: Final = DAY_MS
_BY_DAY: Final = (UsageField.DAY,)
_BY_HOUR: Final = (UsageField.HOUR, UsageField.KEY, UsageField.STATUS)


class AlertTimings(Struct, frozen=True):
    """How often alerts look at things, in seconds.

    ``interval_s`` is between two looks while things change. The server is asked for a sum every ``server_s``, error
    rates and unusual hours are worked out every ``error_rate_s`` and ``unusual_s``. After a failure of the history it
    is tried again in ``retry_s``.
    """

    interval_s: float = 1.0
    server_s: float = 60.0
    error_rate_s: float = 5.0
    unusual_s: float = 300.0
    retry_s: float = 5.0
    # The loop's clock may stand still while the machine sleeps, so midnight is looked for again and again.
    longest_s: float = 300.0


_State = tuple[Coverage, int, int | None]
"""What a figure was made of: what the history holds, the newest sequence, and the account's revision."""


class _Scope(NamedTuple):
    """Whose requests count."""

    key_id: str | None
    model: str | None

    @classmethod
    def of(cls, rule: AlertRule) -> _Scope:
        return cls(rule.key_id, rule.model)

    def filter(self, from_ms: int | None = None) -> RequestFilter:
        """The requests that count, from a moment on."""
        models = () if self.model is None else (self.model,)
        key_ids = () if self.key_id is None else (self.key_id,)
        return RequestFilter(from_ms=from_ms, models=models, key_ids=key_ids)


class _Made(Struct, frozen=True):
    """A figure, what it was made of, and when it may be made anew (monotonic); one of them is set."""

    state: _State
    due_s: float = 0.0
    days: tuple[date, date] | None = None
    usage: Usage | None = None
    failed: int | None = None
    found: tuple[Anomaly, ...] | None = None


class Figures(Protocol):
    """Where the figures of some kinds of rules come from."""

    kinds: frozenset[AlertKind]
    faults: list[BinomError]
    """What kept the last readings from being the newest."""

    @property
    def due_s(self) -> float | None:
        """In how many seconds there may be a newer figure although nothing changes; None if there will be none."""

    async def readings(self, rules: Iterable[AlertRule]) -> dict[AlertRule, Reading]:
        """What is known of each rule's figure now; the rules are of these ``kinds``."""


class FiguresAtHand(Figures):
    """Balance, forecast and connection: what others tell, so that nothing has to be waited for."""

    def __init__(
        self, *, account: Callable[[], Account | None], now_ms: Callable[[], int], monotonic_s: Callable[[], float]
    ) -> None:
        self.kinds = frozenset(
            {AlertKind.BALANCE_BELOW, AlertKind.DAYS_LEFT_BELOW, AlertKind.EMPTY_BEFORE, AlertKind.NOT_LIVE_FOR}
        )
        self.faults = []
        self._account = account
        self._now_ms = now_ms
        self._monotonic_s = monotonic_s
        self._forecast: Forecast | None = None
        self._live: bool | None = None
        self._not_live_since_s = 0.0
        self._due_s: float | None = None

    def set_forecast(self, forecast: Forecast | None) -> None:
        """Take over when the credits run out; None where nobody can say."""
        self._forecast = forecast

    def set_connection(self, connection: Connection | None) -> bool:
        """Take over where the live feed stands, None or polling where there is none; whether that matters here."""
        state = None if connection is None else connection.state
        live = None if state in {None, ConnectionState.POLLING} else state is ConnectionState.LIVE
        if live is self._live:
            return False
        self._live, self._not_live_since_s = live, self._monotonic_s()
        return True

    @property
    @override
    def due_s(self) -> float | None:
        return None if self._due_s is None else max(0.0, self._due_s - self._monotonic_s())

    @override
    async def readings(self, rules: Iterable[AlertRule]) -> dict[AlertRule, Reading]:
        self._due_s = None
        return {rule: self._reading(rule) for rule in rules}

    def _reading(self, rule: AlertRule) -> Reading:
        match rule.kind:
            case AlertKind.BALANCE_BELOW:
                account = self._account()
                return NOTHING_KNOWN if account is None else Reading(account.balance.credit_balance_nano)
            case AlertKind.NOT_LIVE_FOR:
                return self._not_live()
            case _:
                return self._foretold()

    def _not_live(self) -> Reading:
        if self._live is None:
            return NOTHING_KNOWN
        if self._live:
            return ALL_GOOD
        # The clock that stands still while the machine sleeps: then nobody waits for the connection.
        amount_ms = max(0, round((self._monotonic_s() - self._not_live_since_s) * 1000))
        self._due_s = self._not_live_since_s + (amount_ms // MINUTE_MS + 1) * MINUTE_MS / 1000
        return Reading(amount_ms)

    def _foretold(self) -> Reading:
        forecast = self._forecast
        if forecast is None:
            return NOTHING_KNOWN
        match forecast.outlook:
            case Outlook.RUNS_OUT:
                return Reading(forecast.likely_ms)
            case Outlook.EMPTY:
                return Reading(min(forecast.made_ms, self._now_ms()))
            case Outlook.NOT_SOON | Outlook.NO_SPEND:
                return ALL_GOOD
            case Outlook.TOO_LITTLE_DATA:
                return NOTHING_KNOWN


class RequestFigures(Figures):
    """Sums, error rates and unusual hours: each figure once for all rules that share it, and no oftener than it pays.

    They are of the history where it is whole, sums else of the server, and else not known. ``account`` and
    ``last_sequence`` say what the history is measured by; None and 0 before anything is known.
    """

    def __init__(
        self,
        *,
        history: History,
        client: AccountClient,
        account: Callable[[], Account | None],
        last_sequence: Callable[[], int],
        now_ms: Callable[[], int],
        monotonic_s: Callable[[], float],
        timings: AlertTimings,
    ) -> None:
        self.kinds = frozenset(
            {AlertKind.SPEND_ABOVE, AlertKind.REQUESTS_ABOVE, AlertKind.ERROR_RATE_ABOVE, AlertKind.UNUSUAL_HOUR}
        )
        self.faults = []
        self._history = history
        self._client = client
        self._account = account
        self._last_sequence = last_sequence
        self._now_ms = now_ms
        self._monotonic_s = monotonic_s
        self._timings = timings
        self._signed_out: AuthFailed | None = None
        self._made: dict[object, _Made] = {}
        self._server_due_s: dict[object, float] = {}
        self._asked: set[object] = set()
        self._due_s: float | None = None

    def sign_out(self, error: AuthFailed) -> None:
        """The key is refused: ask the server for nothing more."""
        self._signed_out = error

    def forget(self) -> None:
        """What the figures were made of was rewritten."""
        self._made.clear()

    @property
    @override
    def due_s(self) -> float | None:
        return None if self._due_s is None else max(0.0, self._due_s - self._monotonic_s())

    @override
    async def readings(self, rules: Iterable[AlertRule]) -> dict[AlertRule, Reading]:
        self._due_s = None
        self._asked = set()
        self.faults = []
        found = {}
        for rule in rules:
            try:
                found[rule] = await self._reading(rule)
            except BinomError as error:
                self.faults.append(error)
                found[rule] = NOTHING_KNOWN
        self._made = {question: made for question, made in self._made.items() if question in self._asked}
        return found

    async def _reading(self, rule: AlertRule) -> Reading:
        match rule.kind:
            case AlertKind.ERROR_RATE_ABOVE:
                return Reading(await self._failed(_Scope.of(rule), rule.over_requests))
            case AlertKind.UNUSUAL_HOUR:
                return Reading(anomalies=await self._unusual(_Scope.of(rule)))
            case _:
                return await self._sum(rule)

    def _state(self) -> _State | None:
        """What there is to make figures of; None before anybody has said what the account's log is."""
        account, last_sequence = self._account(), self._last_sequence()
        if account is None and last_sequence == 0:
            return None
        return self._history.coverage, last_sequence, None if account is None else account.balance.revision

    def _kept(self, question: object) -> _Made | None:
        self._asked.add(question)
        return self._made.get(question)

    def _is_due(self, made: _Made | None) -> bool:
        """Whether a figure may be made anew; if not, it is noted when it may."""
        if made is None or self._monotonic_s() >= made.due_s:
            return True
        self._note_due(made.due_s)
        return False

    def _note_due(self, due_s: float) -> None:
        self._due_s = due_s if self._due_s is None else min(self._due_s, due_s)

    # Sums.

    async def _sum(self, rule: AlertRule) -> Reading:
        usage = await self._usage(rule.period, _Scope.of(rule))
        if usage is None:
            return NOTHING_KNOWN
        by_cost = rule.kind is AlertKind.SPEND_ABOVE
        amount = sum(item.cost_nano if by_cost else item.requests for item in usage.items)
        return Reading(amount, period_ms=day_start_ms(usage.first))

    async def _usage(self, period: AlertPeriod, scope: _Scope) -> Usage | None:
        """The sums of a period by day. A sum of the server holds until it can be read again: sums only grow."""
        question = period, scope
        state, kept = self._state(), self._kept(question)
        days = period_days(period, self._now_ms())
        if state is None:
            return None
        if kept is not None and kept.days != days:
            kept = None
        if kept is not None and kept.state == state:
            return kept.usage
        if await self._history.complete_since(day_start_ms(days[0]), self._last_sequence()):
            usage = await self._history.usage(*days, _BY_DAY, filter=scope.filter())
            self._made[question] = _Made(state, days=days, usage=usage)
            return usage
        before = None if kept is None else kept.usage
        if self._signed_out is not None or not self._may_ask((*question, days)):
            return before
        try:
            usage = await self._client.usage(*days, _BY_DAY, filter=scope.filter())
        except BinomError as error:
            self.faults.append(error)
            self._note_due(self._monotonic_s() + self._timings.server_s)
            return before
        self._made[question] = _Made(state, days=days, usage=usage)
        return usage

    def _may_ask(self, question: object) -> bool:
        """Whether the server may be asked for a sum again; if not, it is noted when it may."""
        now_s = self._monotonic_s()
        self._server_due_s = {asked: due_s for asked, due_s in self._server_due_s.items() if due_s > now_s}
        due_s = self._server_due_s.setdefault(question, now_s)
        if due_s > now_s:
            self._note_due(due_s)
            return False
        self._server_due_s[question] = now_s + self._timings.server_s
        return True

    # Error rates.

    async def _failed(self, scope: _Scope, over: int) -> int | None:
        """How many of the newest requests failed; None where they are not all here, or were not so many yet."""
        question = over, scope
        state, kept = self._state(), self._kept(question)
        if state is None:
            return None
        if kept is not None and (kept.state == state or not self._is_due(kept)):
            return kept.failed
        failed = await self._count_failed(scope, over)
        if failed is None and kept is not None:
            # The newest requests are on their way: until then what was found holds.
            failed = kept.failed
        self._made[question] = _Made(state, self._monotonic_s() + self._timings.error_rate_s, failed=failed)
        return failed

    async def _count_failed(self, scope: _Scope, over: int) -> int | None:
        now_ms = self._now_ms()
        for span_ms in _SPANS_MS:
            from_ms = None if span_ms is None else now_ms - span_ms
            view = await self._history.view(Query(scope.filter(from_ms)))
            if len(view) < over:
                continue
            oldest = view.record(over - 1)
            # Of those made before the span none was logged later.
            if from_ms is not None and oldest.timestamp_ms < from_ms + _LOG_DELAY_MS:
                continue
            missing = self._history.coverage.missing(self._last_sequence())
            if missing and missing[0][1] > oldest.sequence:
                return None
            return sum(status >= 400 for status in view.rows(0, over).status)
        return None

    # Unusual hours.

    async def _unusual(self, scope: _Scope) -> tuple[Anomaly, ...] | None:
        """The unusual hours of late; None where the history is not whole, since what is missing looks like silence."""
        state, kept = self._state(), self._kept(scope)
        if state is None:
            return None
        before = None if kept is None else kept.found
        if not self._is_due(kept):
            return before
        now_ms = self._now_ms()
        today = utc_day(now_ms)
        first = await self._pattern_begin(today)
        if first is None:
            return before
        usage = await self._history.usage(first, today, _BY_HOUR, filter=scope.filter())
        hours = (now_ms - day_start_ms(first)) // _HOUR_MS + 1
        found = await asyncio.to_thread(anomalies, usage.items, day_start_ms(first), hours)
        due_s = self._monotonic_s() + self._timings.unusual_s
        self._made[scope] = _Made(state, due_s, found=found)
        # Silence is news, too.
        self._note_due(due_s)
        return found

    async def _pattern_begin(self, today: date) -> date | None:
        """The first of the days that tell what is usual; None where the history is not whole for long enough."""
        for days in PATTERN_DAYS:
            first = today - timedelta(days=days)
            if await self._history.complete_since(day_start_ms(first), self._last_sequence()):
                return first
        return None
