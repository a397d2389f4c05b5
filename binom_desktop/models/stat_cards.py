"""The four figures at the head of Overview: what they say, how they are toned, and why one is missing."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from binom_desktop.alert_values import BalanceLevels
from binom_desktop.domain import Account, Forecast, Overview
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation.balance_text import balance_caption
from binom_desktop.presentation.billing_text import days_left_text
from binom_desktop.presentation.tone import Tone

ACCOUNT_PART = "account"


class CardKey(StrEnum):
    """The cards in their order; the values name their widgets."""

    TOTAL_USAGE = "totalUsage"
    CREDIT_BALANCE = "creditBalance"
    TOTAL_REQUESTS = "totalRequests"
    ACCOUNT_TIER = "accountTier"


class StatCard(Struct, frozen=True, kw_only=True):
    """One card. ``lead`` is the toned beginning of the caption; ``loading`` means that no answer came yet."""

    title: str
    value: str = text_format.UNKNOWN
    caption: str = ""
    lead: str = ""
    tone: Tone = Tone.NEUTRAL
    caption_tone: Tone = Tone.NEUTRAL
    tooltip: str = ""
    loading: bool = False

    @property
    def accessible_name(self) -> str:
        """What a screen reader calls the card: ``Credit Balance: $42.50``."""
        return f"{self.title}: {self.value}"


class StatCardsModel(QObject):
    """Keeps the last good account and overview and writes the four cards from them. ``now_ms`` is the wall clock."""

    changed = Signal()

    def __init__(self, *, now_ms: Callable[[], int], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now_ms = now_ms
        self._account: Account | None = None
        self._overview: Overview | None = None
        self._forecast: Forecast | None = None
        self._error: Exception | None = None
        self._levels = BalanceLevels()

    def set_account(self, account: Account) -> None:
        """Show the account's newest figures."""
        self._account, self._error = account, None
        self.changed.emit()

    def set_overview(self, overview: Overview) -> None:
        """Use the past days' sums for the captions."""
        self._overview = overview
        self.changed.emit()

    def set_levels(self, levels: BalanceLevels) -> None:
        """Say from which balances on there is something to worry about."""
        self._levels = levels
        self.changed.emit()

    def set_forecast(self, forecast: Forecast) -> None:
        """Say how long the credits last."""
        self._forecast = forecast
        self.changed.emit()

    def set_failed(self, part: str, error: Exception) -> None:
        """Say that the account could not be read; what was known stays, with its age. Other parts are not ours."""
        if part == ACCOUNT_PART:
            self._error = error
            self.changed.emit()

    def clear(self) -> None:
        """Forget everything: another account comes."""
        self._account = self._overview = self._forecast = self._error = None
        self._levels = BalanceLevels()
        self.changed.emit()

    def card(self, key: CardKey) -> StatCard:
        """A card as it stands now; ages in its tooltip count from this call."""
        card = self._plain_card(key, self._title(key))
        return replace(card, tooltip=text_format.plain_tooltip(card.tooltip))

    @property
    def cards(self) -> tuple[StatCard, ...]:
        """All four in their order."""
        return tuple(self.card(key) for key in CardKey)

    def _plain_card(self, key: CardKey, title: str) -> StatCard:
        account = self._account
        if account is None:
            return self._unknown_card(key, title)
        card = {
            CardKey.TOTAL_USAGE: self._total_usage,
            CardKey.CREDIT_BALANCE: self._credit_balance,
            CardKey.TOTAL_REQUESTS: self._total_requests,
            CardKey.ACCOUNT_TIER: self._account_tier,
        }[key](title, account)
        if self._error is None:
            return card
        return replace(card, tooltip=f"{card.tooltip}\n{text_format.safe_line(str(self._error))}")

    def _title(self, key: CardKey) -> str:
        return {
            CardKey.TOTAL_USAGE: self.tr("Total Usage"),
            CardKey.CREDIT_BALANCE: self.tr("Credit Balance"),
            CardKey.TOTAL_REQUESTS: self.tr("Total Requests"),
            CardKey.ACCOUNT_TIER: self.tr("Account Tier"),
        }[key]

    def _unknown_card(self, key: CardKey, title: str) -> StatCard:
        if self._error is None:
            waiting = self.tr("Waiting for the server's first answer.")
            return StatCard(title=title, tooltip=waiting, loading=True)
        return StatCard(
            title=title,
            value=text_format.UNKNOWN,
            caption=self.tr("Not read. Refresh tries again."),
            caption_tone=Tone.WARN,
            tooltip=text_format.safe_line(str(self._error)),
        )

    def _total_usage(self, title: str, account: Account) -> StatCard:
        nano = account.balance.total_usage_nano
        lead, caption = self._usage_caption(account)
        return StatCard(
            title=title,
            value=text_format.money(nano),
            lead=lead,
            caption=caption,
            caption_tone=Tone.OK if lead.startswith("↑") else Tone.NEUTRAL,
            tooltip=self._with_age(self._exactly(text_format.exact_money(nano)), account) + self._usage_detail(),
        )

    def _usage_caption(self, account: Account) -> tuple[str, str]:
        if account.balance.total_requests == 0:
            return "", self.tr("no requests yet")
        if self._overview is None:
            return "", ""
        change = None
        if self._overview.previous_cost_nano is not None:
            change = text_format.percent_change(self._past_cost_nano(), self._overview.previous_cost_nano)
        days = len(self._overview.days)
        if change is None:
            past = text_format.money(self._past_cost_nano())
            return "", self.tr("{amount} in the past {days} days").format(amount=past, days=days)
        return change, self.tr("on the {days} days before").format(days=days)

    def _usage_detail(self) -> str:
        overview = self._overview
        if overview is None:
            return ""
        days = len(overview.days)
        past = self.tr("\n{amount} in the past {days} days, today so far included").format(
            amount=text_format.exact_money(self._past_cost_nano()), days=days
        )
        if overview.previous_cost_nano is None:
            return past
        before = self.tr("{amount} in the {days} days before").format(
            amount=text_format.exact_money(overview.previous_cost_nano), days=days
        )
        return f"{past}\n{before}"

    def _credit_balance(self, title: str, account: Account) -> StatCard:
        nano = account.balance.credit_balance_nano
        caption, tone = self._balance_caption(account)
        return StatCard(
            title=title,
            value=text_format.balance(nano),
            caption=caption,
            tone=tone,
            caption_tone=tone,
            tooltip=self._with_age(self._exactly(text_format.exact_money(nano)), account),
        )

    def _balance_caption(self, account: Account) -> tuple[str, Tone]:
        left = "" if self._forecast is None else days_left_text(self._forecast, self._now_ms())
        caption, tone = balance_caption(account.balance.credit_balance_nano, left, self._levels)
        if tone is Tone.NEUTRAL and account.balance.total_requests == 0:
            return self.tr("nothing spent yet"), tone
        if caption or self._overview is None or not self._overview.days:
            return caption, tone
        today = text_format.money(self._overview.days[-1].cost_nano)
        return self.tr("{amount} spent today (UTC)").format(amount=today), Tone.NEUTRAL

    def _total_requests(self, title: str, account: Account) -> StatCard:
        caption = ""
        if account.balance.total_requests == 0:
            caption = self.tr("no requests yet")
        elif self._overview is not None:
            past = sum(day.requests for day in self._overview.days)
            caption = self.tr("{count} in the past {days} days").format(
                count=text_format.count(past), days=len(self._overview.days)
            )
        return StatCard(
            title=title,
            value=text_format.count(account.balance.total_requests),
            caption=caption,
            tooltip=self._with_age(self.tr("All requests of the account's lifetime"), account),
        )

    def _account_tier(self, title: str, account: Account) -> StatCard:
        tier = text_format.safe_line(account.tier).strip()
        created = text_format.day_of(account.created_ms)
        if created is not None and created == text_format.day_of(self._now_ms()):
            since = self.tr("since today")
        else:
            since = self.tr("since {month}").format(month=text_format.month_year(account.created_ms))
        detail = self.tr("Account created {time} UTC").format(time=text_format.timestamp(account.created_ms))
        return StatCard(
            title=title,
            value=tier or text_format.UNKNOWN,
            caption=since,
            tooltip=f"{tier}\n{self._with_age(detail, account)}",
        )

    def _past_cost_nano(self) -> int:
        return sum(day.cost_nano for day in self._overview.days) if self._overview is not None else 0

    def _exactly(self, amount: str) -> str:
        return self.tr("Exactly {amount}").format(amount=amount)

    def _with_age(self, detail: str, account: Account) -> str:
        return f"{detail}\n{self._age(account)}"

    def _age(self, account: Account) -> str:
        as_of_ms = account.balance.as_of_ms
        return self.tr("As of {time} UTC, {age}").format(
            time=text_format.timestamp(as_of_ms), age=text_format.age(as_of_ms, self._now_ms())
        )
