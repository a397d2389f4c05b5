"""What Billing speaks of: spend, the ledger of credit movements, and what other models would have cost.

Frozen, free of Qt, numpy and I/O; units as in ``domain``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import overload

from msgspec import Struct
from typing_extensions import override

from binom_desktop.domain import FigureSource, Forecast, Model, Transaction, UsageItem
from binom_desktop.queries import DateRange, day_start_ms

USAGE_KIND = "usage"
TOP_UP_KIND = "topUp"
TOKENS_PER_PRICE = 1_000_000

# The parts of Billing as ``FigureFailed`` names them.
SPEND_PART = "billingSpend"
FORECAST_PART = "billingForecast"
LEDGER_PART = "billingLedger"
PRICES_PART = "billingPrices"
TOKENS_PART = "billingTokens"


class Spend(Struct, frozen=True):
    """What requests cost: ``days`` has one item a UTC day, oldest first, today last and still growing.

    ``month_nano`` is the cost since ``month_first``, the first day of today's month, today included. Both come from one
    answer.
    """

    days: tuple[UsageItem, ...]
    month_first: date
    month_nano: int
    source: FigureSource
    as_of_ms: int

    @property
    def today(self) -> date | None:
        """The UTC day that the figures end with."""
        return self.days[-1].day if self.days else None

    def knows(self, day: date | None) -> bool:
        """Whether the figures reach into a UTC day: of days after their own moment nothing is known."""
        return day is not None and day_start_ms(day) <= self.as_of_ms


TransactionRow = tuple[str, int, str, int, int, str]
"""A transaction's id, time in ms, kind, amount and balance after it in nano-credits, and description."""


class Transactions(Sequence[Transaction]):
    """Transactions as plain tuples, ``rows``, of which each is made when it is asked for.

    The garbage collector walks over every object that is held, but not over tuples of texts and numbers: a hundred
    thousand objects would stop everything again and again.
    """

    __slots__ = ("rows",)

    def __init__(self, rows: Iterable[TransactionRow] = ()) -> None:
        self.rows = tuple(rows)

    @classmethod
    def of(cls, transactions: Iterable[Transaction]) -> Transactions:
        """These transactions."""
        return cls(map(row_of, transactions))

    @override
    def __len__(self) -> int:
        return len(self.rows)

    @overload
    def __getitem__(self, at: int) -> Transaction: ...
    @overload
    def __getitem__(self, at: slice) -> Transactions: ...
    @override
    def __getitem__(self, at: int | slice) -> Transaction | Transactions:
        return Transactions(self.rows[at]) if isinstance(at, slice) else Transaction(*self.rows[at])

    @override
    def __eq__(self, other: object) -> bool:
        return self.rows == other.rows if isinstance(other, Transactions) else NotImplemented

    @override
    def __hash__(self) -> int:
        return hash(self.rows)


def row_of(transaction: Transaction) -> TransactionRow:
    """A transaction as a plain tuple."""
    return (
        transaction.id,
        transaction.timestamp_ms,
        transaction.kind,
        transaction.amount_nano,
        transaction.balance_after_nano,
        transaction.description,
    )


class Ledger(Struct, frozen=True):
    """The account's credit movements, newest first, in the server's order.

    ``top_ups`` has the nano-credits that were bought by UTC day; None while older transactions are on their way. The
    oldest ``kept`` transactions are the very same rows as in the ledger that was told before. While the first reading
    still runs, ``loaded`` of them are here by now and ``whole`` is False: then ``transactions`` are the newest only.
    """

    transactions: Transactions
    as_of_ms: int
    kept: int = 0
    whole: bool = True
    loaded: int = 0
    top_ups: Mapping[date, int] | None = None


class LedgerCheck(Struct, frozen=True):
    """The ledger against what else is known, all of one moment; None where the two can't be compared.

    ``usage_nano`` is what the usage transactions took and ``requests_nano`` what all requests cost, both counted
    positive. ``moved_nano`` is the balance before the first transaction and every movement since.
    """

    usage_nano: int
    requests_nano: int | None
    moved_nano: int
    balance_nano: int | None
    as_of_ms: int

    @property
    def usage_difference_nano(self) -> int:
        """What the ledger took more than the requests cost; 0 where that can't be said."""
        return 0 if self.requests_nano is None else self.usage_nano - self.requests_nano

    @property
    def balance_difference_nano(self) -> int:
        """What the account has more than the ledger adds up to; 0 where that can't be said."""
        return 0 if self.balance_nano is None else self.balance_nano - self.moved_nano


class UsedTokens(Struct, frozen=True):
    """All tokens of the UTC days ``first`` to ``last``, of ``models`` models, and what they cost.

    ``period`` is what was asked for. ``growing`` says whether today is one of the days.
    """

    period: DateRange
    first: date
    last: date
    growing: bool
    input_tokens: int
    output_tokens: int
    cost_nano: int
    models: int
    source: FigureSource
    as_of_ms: int

    def cost_on(self, model: Model) -> tuple[int, int] | None:
        """What the same tokens would have cost on a model, exactly: nano-credits and millionths of one.

        None where the model's prices are not known.
        """
        per_input, per_output = model.input_price_per_million_nano, model.output_price_per_million_nano
        if per_input is None or per_output is None:
            return None
        return divmod(self.input_tokens * per_input + self.output_tokens * per_output, TOKENS_PER_PRICE)


# What the service tells.


class SpendUpdated(Struct, frozen=True):
    """Newer spend."""

    spend: Spend


class ForecastUpdated(Struct, frozen=True):
    """A newer forecast of the day on which the credits run out."""

    forecast: Forecast


class LedgerUpdated(Struct, frozen=True):
    """A newer ledger."""

    ledger: Ledger


class LedgerChecked(Struct, frozen=True):
    """What the ledger was compared with; None while it can't be compared."""

    check: LedgerCheck | None


class PricesUpdated(Struct, frozen=True):
    """The models that the server routes to, in its order."""

    models: tuple[Model, ...]


class TokensUpdated(Struct, frozen=True):
    """The tokens of the period that was asked for."""

    tokens: UsedTokens
