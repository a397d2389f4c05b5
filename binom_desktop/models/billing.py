"""Everything that the Billing page shows, fed in one place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import QObject, Signal
from typing_extensions import override

from binom_desktop.alert_values import BalanceLevels
from binom_desktop.billing_values import (
    FORECAST_PART,
    LEDGER_PART,
    SPEND_PART,
    ForecastUpdated,
    Ledger,
    LedgerCheck,
    LedgerChecked,
    LedgerUpdated,
    PricesUpdated,
    Spend,
    SpendUpdated,
    TokensUpdated,
)
from binom_desktop.domain import Account, FigureSource
from binom_desktop.events import AppEvent, FigureFailed
from binom_desktop.models.billing_cards import BillingCardsModel
from binom_desktop.models.billing_series import DailySpendModel
from binom_desktop.models.billing_transactions import TransactionsModel
from binom_desktop.models.billing_what_if import WhatIfModel
from binom_desktop.models.export import ExportModel, ExportState
from binom_desktop.models.overview_state import Phase
from binom_desktop.models.stat_cards import ACCOUNT_PART
from binom_desktop.presentation import billing_text, usage_text
from binom_desktop.presentation import format as text_format

# Where events don't arrive, figures are polled every minute.
_OLD_MS = 150_000


class BillingModel(QObject):
    """Hands each piece of news to the models that it concerns, and says what the page as a whole has to show.

    ``now_ms`` is the wall clock.
    """

    changed = Signal()

    def __init__(self, *, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self.cards = BillingCardsModel(now_ms=now_ms, parent=self)
        self.days = DailySpendModel(parent=self)
        self.transactions = TransactionsModel(parent=self)
        self.what_if = WhatIfModel(parent=self)
        self._account: Account | None = None
        self._spend: Spend | None = None
        self._forecast_known = False
        self._ledger: Ledger | None = None
        self._check: LedgerCheck | None = None
        self._errors: dict[str, Exception] = {}
        self._live = False

    # What is shown.

    @property
    def today(self) -> date:
        """The UTC day that it is."""
        return usage_text.local_day(self._now_ms(), "UTC")

    @property
    def spend_phase(self) -> Phase:
        """What stands where the chart does."""
        if self._spend is None:
            return Phase.FAILED if SPEND_PART in self._errors else Phase.LOADING
        sent = self._account is not None and self._account.balance.total_requests > 0
        return Phase.READY if sent or any(day.cost_nano for day in self._spend.days) else Phase.EMPTY

    @property
    def ledger_phase(self) -> Phase:
        """What stands where the transactions do."""
        if self._ledger is None:
            return Phase.FAILED if LEDGER_PART in self._errors else Phase.LOADING
        return Phase.READY if self._ledger.transactions else Phase.EMPTY

    @property
    def settled(self) -> bool:
        """Whether every part has its answer, or why it has none."""
        ledger = self._ledger is not None and self._ledger.whole
        return (
            (self._spend is not None or SPEND_PART in self._errors)
            and (self._forecast_known or FORECAST_PART in self._errors)
            and (ledger or LEDGER_PART in self._errors)
            and not self.what_if.loading
        )

    @property
    def can_export(self) -> bool:
        """Whether there are transactions, all of them."""
        return self._ledger is not None and self._ledger.whole and bool(self._ledger.transactions)

    @property
    def note(self) -> str:
        """What of the page is older than it should be, since when; empty when nothing is."""
        moments = (
            (ACCOUNT_PART, self.tr("Balance"), None if self._account is None else self._account.balance.as_of_ms),
            (SPEND_PART, self.tr("Spend"), None if self._spend is None else self._spend.as_of_ms),
            (LEDGER_PART, self.tr("Transactions"), None if self._ledger is None else self._ledger.as_of_ms),
        )
        return " · ".join(
            self._stale(name, as_of_ms)
            for part, name, as_of_ms in moments
            if as_of_ms is not None and (part in self._errors or self._is_old(as_of_ms))
        )

    @property
    def note_detail(self) -> str:
        """Why it is."""
        return "\n".join(dict.fromkeys(text_format.safe_line(str(error)) for error in self._errors.values()))

    def error_text(self, part: str) -> str:
        """Why a part could not be read, as one plain line; empty where it could."""
        return text_format.safe_line(str(self._errors[part])) if part in self._errors else ""

    @property
    def spend_source(self) -> str:
        """Where the spend comes from and how old it is."""
        if self._spend is None:
            return ""
        source = self.tr("From the server's sums")
        if self._spend.source is FigureSource.HISTORY:
            source = self.tr("From the history kept here")
        return self._aged(source, self._spend.as_of_ms)

    @property
    def ledger_source(self) -> str:
        """As of when the transactions are."""
        return "" if self._ledger is None else self._aged(self.tr("The server's list"), self._ledger.as_of_ms)

    @property
    def ledger_caption(self) -> str:
        """How many transactions there are, and whether older ones are still being read."""
        ledger = self._ledger
        if ledger is None:
            return ""
        if not ledger.whole:
            return self.tr("loading: {count} so far").format(count=text_format.count(ledger.loaded))
        count = billing_text.transaction_count(len(ledger.transactions))
        return self.tr("{count}, live").format(count=count) if self._live else count

    @property
    def differences(self) -> Sequence[tuple[str, str]]:
        """Where the ledger differs from what else is known, and what is behind it."""
        return () if self._check is None else billing_text.difference_lines(self._check)

    # What is told.

    def take(self, event: AppEvent) -> None:
        """Show what the service has to say."""
        match event:
            case SpendUpdated(spend):
                self._spend = spend
                self._errors.pop(SPEND_PART, None)
                self.cards.set_spend(spend)
                self.days.set_spend(spend)
            case ForecastUpdated(forecast):
                self._forecast_known = True
                self._errors.pop(FORECAST_PART, None)
                self.cards.set_forecast(forecast)
            case LedgerUpdated(ledger):
                self._ledger = ledger
                self._errors.pop(LEDGER_PART, None)
                self.transactions.set_ledger(ledger)
                self.days.set_top_ups(ledger.top_ups)
            case LedgerChecked(check):
                self._check = check
            case PricesUpdated(models):
                self.what_if.set_models(models)
            case TokensUpdated(tokens):
                self.what_if.set_tokens(tokens)
            case FigureFailed(part, error):
                self._set_failed(part, error)
        self.changed.emit()

    def set_account(self, account: Account) -> None:
        """Show the account's newest balance."""
        self._account = account
        self._errors.pop(ACCOUNT_PART, None)
        self.cards.set_account(account)
        self.changed.emit()

    def set_levels(self, levels: BalanceLevels) -> None:
        """Say from which balances on there is something to worry about."""
        self.cards.set_levels(levels)

    def set_live(self, live: bool) -> None:
        """Say whether events arrive by themselves."""
        if live != self._live:
            self._live = live
            self.changed.emit()

    def refresh_ages(self) -> None:
        """Say again what counts from now: ages, and how long the credits last."""
        self.cards.refresh()
        self.changed.emit()

    def clear(self) -> None:
        """Forget everything: another account comes."""
        self._account = self._spend = self._ledger = self._check = None
        self._forecast_known = self._live = False
        self._errors.clear()
        for model in (self.cards, self.days, self.transactions, self.what_if):
            model.clear()
        self.changed.emit()

    def _set_failed(self, part: str, error: Exception) -> None:
        if part in {ACCOUNT_PART, SPEND_PART, FORECAST_PART, LEDGER_PART}:
            self._errors[part] = error
        self.cards.set_failed(part, error)
        self.what_if.set_failed(part, error)

    def _is_old(self, as_of_ms: int) -> bool:
        """Whether nothing newer comes by itself."""
        return not self._live and self._now_ms() - as_of_ms > _OLD_MS

    def _stale(self, name: str, as_of_ms: int) -> str:
        now_ms = self._now_ms()
        same_day = text_format.day_of(as_of_ms) == text_format.day_of(now_ms)
        time = text_format.time_of_day(as_of_ms) if same_day else text_format.timestamp(as_of_ms)
        return self.tr("{name} as of {time} UTC, {age}").format(
            name=name, time=time, age=text_format.age(as_of_ms, now_ms)
        )

    def _aged(self, source: str, as_of_ms: int) -> str:
        return self.tr("{source}, as of {time} UTC, {age}").format(
            source=source, time=text_format.timestamp(as_of_ms), age=text_format.age(as_of_ms, self._now_ms())
        )


class TransactionExportModel(ExportModel):
    """The same for transactions."""

    @property
    @override
    def text(self) -> str:
        """What there is to say; empty when idle."""
        if self.state is not ExportState.FINISHED:
            return super().text
        return self.tr("Exported {count} to {file}").format(
            count=billing_text.transaction_count(self._done), file=self._file_name
        )
