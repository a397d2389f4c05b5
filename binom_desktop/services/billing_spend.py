"""What was spent, by day, hour and model: from the history where it is whole, else from the server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

from msgspec.structs import replace

from binom_desktop.api.client import AccountClient
from binom_desktop.billing_values import Spend, UsedTokens
from binom_desktop.domain import Account, FigureSource, Forecast, Usage, UsageField, UsageItem
from binom_desktop.errors import AuthFailed, BinomError
from binom_desktop.history.history import History
from binom_desktop.queries import DateRange
from binom_desktop.services.usage_parts import by_day, start_ms

DAYS = 30
# How many days the server tells at once, and those with their hours.
SERVER_DAYS = 400
SERVER_HOURS_DAYS = 31
# How far back it is asked for the hours that the history lacks.
SERVER_HOURLY_DAYS = 56
HOURLY_DAYS = 400

_DAY_MS = 86_400_000
_HOUR_MS = 3_600_000


class SpendFigures:
    """Answers questions about spend. Each raises what kept the answer from coming.

    ``account`` and ``last_sequence`` say what the history is measured by; None and 0 before anything is known. ``live``
    says whether that moves by itself.
    """

    def __init__(
        self,
        *,
        client: AccountClient,
        history: History,
        account: Callable[[], Account | None],
        last_sequence: Callable[[], int],
        now_ms: Callable[[], int],
    ) -> None:
        self._client = client
        self._history = history
        self._account = account
        self._last_sequence = last_sequence
        self._now_ms = now_ms
        self.signed_out: AuthFailed | None = None
        self.live = False

    def as_of_ms(self, account: Account | None) -> int:
        """Up to when all is known: now while events arrive, else the moment of the account's newest figures."""
        now_ms = self._now_ms()
        return now_ms if self.live or account is None else min(now_ms, account.balance.as_of_ms)

    def today(self) -> date:
        """The UTC day that it is."""
        return datetime.fromtimestamp(self._now_ms() / 1000, UTC).date()

    async def spend(self) -> tuple[Spend, BinomError | None]:
        """The past days' and this month's spend, and why it could not be newer if that is so."""
        today = self.today()
        month_first = today.replace(day=1)
        first = min(month_first, today - timedelta(days=DAYS - 1))
        usage, source, failed = await self._sums(first, today, (UsageField.DAY,))
        month_nano = sum(item.cost_nano for item in usage.items if item.day is not None and item.day >= month_first)
        days = by_day(usage, today - timedelta(days=DAYS - 1), DAYS)
        return Spend(days, month_first, month_nano, source, usage.as_of_ms), failed

    async def tokens(self, period: DateRange) -> tuple[UsedTokens, BinomError | None]:
        """All tokens of a period's UTC days up to today, and why they could not be newer if that is so.

        A period without a first day begins with the account.
        """
        today, account = self.today(), self._account()
        first, last = period.days(today)
        last = today if last is None else min(last, today)
        created = _day(0 if account is None else account.created_ms)
        first = min(created if first is None else max(first, created), last)
        usage, source, failed = await self._sums(first, last, (UsageField.MODEL,))
        used = {item.model for item in usage.items if item.input_tokens or item.output_tokens}
        tokens = UsedTokens(
            period=period,
            first=first,
            last=last,
            growing=last == today,
            input_tokens=sum(item.input_tokens for item in usage.items),
            output_tokens=sum(item.output_tokens for item in usage.items),
            cost_nano=sum(item.cost_nano for item in usage.items),
            models=len(used),
            source=source,
            as_of_ms=usage.as_of_ms,
        )
        return tokens, failed

    async def hourly(self) -> tuple[tuple[UsageItem, ...], date]:
        """The spend by UTC hour, hours without any left out, and the day from which on all of it is known."""
        today = self.today()
        account = self._account()
        age = HOURLY_DAYS if account is None else (today - _day(account.created_ms)).days + 1
        last_sequence, newest = self._last_sequence(), self._history.coverage.newest
        spans = sorted({min(max(age, 1), HOURLY_DAYS), min(max(age, 1), SERVER_HOURLY_DAYS)}, reverse=True)
        for days in spans:
            first = today - timedelta(days=days - 1)
            if await self._history.complete_since(start_ms(first), last_sequence):
                return (await self._history.usage(first, today, (UsageField.HOUR,))).items, first
        first = today - timedelta(days=spans[-1] - 1)
        try:
            return (await self._sums_of_server(first, today, (UsageField.HOUR,))).items, first
        except BinomError:
            # What is here is whole up to some moment: enough for a forecast, if newer hours can't be had.
            if not newest or not await self._history.complete_since(start_ms(first), newest):
                raise
            return (await self._history.usage(first, today, (UsageField.HOUR,))).items, first

    async def _sums(
        self, first: date, last: date, group_by: Sequence[UsageField]
    ) -> tuple[Usage, FigureSource, BinomError | None]:
        """Sums over the days, as new as they can be had, and why they could not be newer."""
        account = self._account()
        if await self._history.complete_since(start_ms(first), self._last_sequence()):
            usage = await self._history.usage(first, last, group_by)
            return replace(usage, as_of_ms=self.as_of_ms(account)), FigureSource.HISTORY, None
        try:
            return await self._sums_of_server(first, last, group_by), FigureSource.SERVER, None
        except BinomError as error:
            newest = self._history.coverage.newest
            if not newest or not await self._history.complete_since(start_ms(first), newest):
                raise
            usage = await self._history.usage(first, last, group_by)
            recent = await self._history.recent(1)
            as_of_ms = recent[0].timestamp_ms if recent else usage.as_of_ms
            return replace(usage, as_of_ms=as_of_ms), FigureSource.HISTORY, error

    async def _sums_of_server(self, first: date, last: date, group_by: Sequence[UsageField]) -> Usage:
        """The server's sums, in as many calls as it takes; where that are several, a group may come several times."""
        most_days = SERVER_HOURS_DAYS if UsageField.HOUR in group_by else SERVER_DAYS
        items: list[UsageItem] = []
        while True:
            if self.signed_out is not None:
                raise self.signed_out
            end = min(first + timedelta(days=most_days - 1), last)
            usage = await self._client.usage(first, end, group_by)
            items += usage.items
            if end == last:
                return replace(usage, items=tuple(items))
            first = end + timedelta(days=1)


def foretold(items: Sequence[UsageItem], first: date, balance_nano: int, now_ms: int) -> Forecast:
    """When the balance is spent, from the spend by hour since the UTC day ``first``. It takes long: for a worker."""
    from binom_desktop.services.forecast import forecast

    first_hour_ms = start_ms(first)
    hours = [0] * (max(now_ms - first_hour_ms, 0) // _HOUR_MS + 1)
    for item in items:
        place = -1 if item.hour_ms is None else (item.hour_ms - first_hour_ms) // _HOUR_MS
        if 0 <= place < len(hours):
            hours[place] += item.cost_nano
    return forecast(hours, first_hour_ms, balance_nano, now_ms)


def _day(ms: int) -> date:
    return date(1970, 1, 1) + timedelta(days=min(max(ms, 0) // _DAY_MS, 2_900_000))
