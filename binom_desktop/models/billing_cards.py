"""The figures at the head of Billing: what they say, how they are toned, and why one is missing."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from binom_desktop.alert_values import BalanceLevels
from binom_desktop.billing_values import FORECAST_PART, SPEND_PART, Spend
from binom_desktop.domain import Account, Forecast, Outlook
from binom_desktop.models.stat_cards import ACCOUNT_PART, StatCard
from binom_desktop.presentation import billing_text
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.balance_text import balance_caption
from binom_desktop.presentation.tone import Tone


class BillingCardKey(StrEnum):
    """The cards in their order; the values name their widgets."""

    CREDIT_BALANCE = "billingBalance"
    RUN_OUT = "runOut"
    TODAY = "spendToday"
    MONTH = "spendThisMonth"
    PROJECTED = "projectedThisMonth"


class BillingCardsModel(QObject):
    """Keeps the last good account, spend and forecast and writes the cards from them. ``now_ms`` is the wall clock."""

    changed = Signal()

    def __init__(self, *, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self._account: Account | None = None
        self._spend: Spend | None = None
        self._forecast: Forecast | None = None
        self._errors: dict[str, Exception] = {}
        self._levels = BalanceLevels()

    def set_account(self, account: Account) -> None:
        """Show the account's newest balance."""
        self._account = account
        self._errors.pop(ACCOUNT_PART, None)
        self.changed.emit()

    def set_spend(self, spend: Spend) -> None:
        """Show newer spend."""
        self._spend = spend
        self._errors.pop(SPEND_PART, None)
        self.changed.emit()

    def set_forecast(self, forecast: Forecast) -> None:
        """Show a newer forecast."""
        self._forecast = forecast
        self._errors.pop(FORECAST_PART, None)
        self.changed.emit()

    def set_levels(self, levels: BalanceLevels) -> None:
        """Say from which balances on there is something to worry about."""
        self._levels = levels
        self.changed.emit()

    def set_failed(self, part: str, error: Exception) -> None:
        """Say that a part could not be read; what was known of it stays, with its age. Other parts are not ours."""
        if part in {ACCOUNT_PART, SPEND_PART, FORECAST_PART}:
            self._errors[part] = error
            self.changed.emit()

    def refresh(self) -> None:
        """Write the cards again: what they say counts from now."""
        self.changed.emit()

    def clear(self) -> None:
        """Forget everything: another account comes."""
        self._account = self._spend = self._forecast = None
        self._levels = BalanceLevels()
        self._errors.clear()
        self.changed.emit()

    def card(self, key: BillingCardKey) -> StatCard:
        """A card as it stands now; what it says of the time left, and its age, count from this call."""
        card = {
            BillingCardKey.CREDIT_BALANCE: self._credit_balance,
            BillingCardKey.RUN_OUT: self._run_out,
            BillingCardKey.TODAY: self._today,
            BillingCardKey.MONTH: self._month,
            BillingCardKey.PROJECTED: self._projected,
        }[key]()
        return replace(card, tooltip=text_format.plain_tooltip(card.tooltip))

    @property
    def cards(self) -> tuple[StatCard, ...]:
        """All in their order."""
        return tuple(self.card(key) for key in BillingCardKey)

    def _credit_balance(self) -> StatCard:
        card = StatCard(title=self.tr("Credit Balance"))
        if self._account is None:
            return self._unknown(card, ACCOUNT_PART)
        nano = self._account.balance.credit_balance_nano
        caption, tone = self._balance_caption(nano)
        return replace(
            card,
            value=text_format.balance(nano),
            caption=caption,
            tone=tone,
            caption_tone=tone,
            tooltip=self._with_age(self._exactly(nano), self._account.balance.as_of_ms, ACCOUNT_PART),
        )

    def _balance_caption(self, nano: int) -> tuple[str, Tone]:
        left = "" if self._forecast is None else billing_text.days_left_text(self._forecast, self._now_ms())
        return balance_caption(nano, left, self._levels)

    def _run_out(self) -> StatCard:
        card = StatCard(title=self.tr("Credits Run Out"))
        forecast = self._forecast
        if forecast is None:
            return self._unknown(card, FORECAST_PART)
        said = billing_text.run_out(forecast, self._now_ms())
        return replace(
            card,
            value=said.value,
            caption=said.caption,
            tone=said.tone,
            tooltip=self._with_age(said.detail, forecast.made_ms, FORECAST_PART),
        )

    def _today(self) -> StatCard:
        card = StatCard(title=self.tr("Spend Today"))
        spend = self._spend
        if spend is None or not spend.days:
            return self._unknown(card, SPEND_PART)
        if not spend.knows(spend.today):
            return self._not_reached(card, spend)
        nano = spend.days[-1].cost_nano
        return replace(
            card,
            value=text_format.money(nano),
            caption=self.tr("so far, since 00:00 UTC"),
            tooltip=self._with_age(self._exactly(nano), spend.as_of_ms, SPEND_PART),
        )

    def _month(self) -> StatCard:
        card = StatCard(title=self.tr("Spend This Month"))
        spend = self._spend
        if spend is None:
            return self._unknown(card, SPEND_PART)
        if not spend.knows(spend.month_first):
            return self._not_reached(card, spend)
        caption = self.tr("so far, since {day} UTC").format(day=billing_text.short_day(spend.month_first))
        return replace(
            card,
            value=text_format.money(spend.month_nano),
            caption=caption,
            tooltip=self._with_age(self._exactly(spend.month_nano), spend.as_of_ms, SPEND_PART),
        )

    def _projected(self) -> StatCard:
        card = StatCard(title=self.tr("Projected This Month"))
        spend, forecast = self._spend, self._forecast
        if spend is None:
            return self._unknown(card, SPEND_PART)
        if not spend.knows(spend.today):
            return self._not_reached(card, spend)
        if forecast is None:
            return self._unknown(card, FORECAST_PART)
        made = billing_text.projected(spend.month_first, spend.month_nano, forecast, self._now_ms())
        if made is None:
            missing = billing_text.missing_text(forecast)
            return replace(
                card,
                caption=self.tr("too little data: {missing}").format(missing=missing),
                tooltip=billing_text.missing_detail(forecast),
            )
        return replace(
            card,
            value=text_format.money(made.total_nano),
            caption=self.tr("estimate: {sum}").format(sum=self._projection_caption(made, forecast)),
            tooltip=self._with_age(self._projection_detail(spend, made, forecast), spend.as_of_ms, SPEND_PART),
        )

    def _projection_caption(self, made: billing_text.Projection, forecast: Forecast) -> str:
        if forecast.outlook is Outlook.EMPTY:
            return self.tr("nothing more until credits are added")
        return self.tr("{spent} spent + {expected} expected").format(
            spent=text_format.money(made.spent_nano), expected=text_format.money(made.expected_nano)
        )

    def _projection_detail(self, spend: Spend, made: billing_text.Projection, forecast: Forecast) -> str:
        end = billing_text.short_day(billing_text.month_end(spend.month_first))
        lines = [
            self.tr("An estimate of the whole month, to {end} UTC").format(end=end),
            self.tr("Spent so far: exactly {amount}").format(amount=text_format.exact_money(made.spent_nano)),
        ]
        if forecast.outlook is not Outlook.EMPTY and forecast.daily_nano is not None:
            text = self.tr("Expected for the rest: {amount}, at {rate} a day")
            lines.append(
                text.format(amount=text_format.money(made.expected_nano), rate=text_format.money(forecast.daily_nano))
            )
        balance_nano = self._account.balance.credit_balance_nano if self._account is not None else None
        if balance_nano is not None and made.expected_nano > max(balance_nano, 0):
            lines.append(self.tr("The balance does not reach that far: credits are taken to be added in time."))
        return "\n".join(lines)

    def _unknown(self, card: StatCard, part: str) -> StatCard:
        error = self._errors.get(part)
        if error is None:
            return replace(card, tooltip=self.tr("Waiting for the first answer."), loading=True)
        return replace(
            card,
            caption=self.tr("Not read. Refresh tries again."),
            caption_tone=Tone.WARN,
            tooltip=text_format.safe_line(str(error)),
        )

    def _not_reached(self, card: StatCard, spend: Spend) -> StatCard:
        """A span of which nothing is known yet, since the newest figures are older."""
        known = self.tr("The newest figures are older: of this time nothing is known yet.")
        return replace(
            card, caption=self.tr("not known yet"), tooltip=self._with_age(known, spend.as_of_ms, SPEND_PART)
        )

    def _exactly(self, nano: int) -> str:
        return self.tr("Exactly {amount}").format(amount=text_format.exact_money(nano))

    def _with_age(self, detail: str, as_of_ms: int, part: str) -> str:
        age = self.tr("As of {time} UTC, {age}").format(
            time=text_format.timestamp(as_of_ms), age=text_format.age(as_of_ms, self._now_ms())
        )
        error = self._errors.get(part)
        return "\n".join((detail, age, *(() if error is None else (text_format.safe_line(str(error)),))))
