"""Billing in words: transactions, how long the credits last, estimates, and what other models would have cost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from msgspec import Struct
from PySide6.QtCore import QDate

from binom_desktop.billing_values import TOKENS_PER_PRICE, LedgerCheck, UsedTokens
from binom_desktop.domain import NANO_PER_CREDIT, Forecast, Model, Outlook, Transaction
from binom_desktop.presentation import format as text_format
from binom_desktop.presentation import usage_text
from binom_desktop.presentation.tone import Tone
from binom_desktop.presentation.translation import plural, translate

FEWEST_ACTIVE_DAYS = 7
"""On so many days something must have been spent before a forecast is made."""

_HOUR_MS = 3_600_000
_DAY_MS = 24 * _HOUR_MS
_WARN_DAYS = 7
_NANO_PER_CENT = NANO_PER_CREDIT // 100
# From so far away on a day is told with its year.
_YEAR_DAYS = 180


# Transactions.


def kind_text(kind: str) -> str:
    """What sort of movement it is; a kind that nobody knows is shown as the server wrote it."""
    known = {
        "topUp": translate("Billing", "Top-up"),
        "usage": translate("Billing", "Usage"),
        "bonus": translate("Billing", "Bonus"),
        "refund": translate("Billing", "Refund"),
        "adjustment": translate("Billing", "Adjustment"),
    }
    return known.get(kind) or text_format.safe_line(kind).strip() or text_format.UNKNOWN


def signed_money(nano: int) -> str:
    """A movement with its sign: ``+$50.00``, ``-$0.42``."""
    text = text_format.money(nano)
    return f"+{text}" if nano > 0 else text


def exact_signed_money(nano: int) -> str:
    """The same to the last decimal."""
    text = text_format.exact_money(nano)
    return f"+{text}" if nano > 0 else text


def transaction_count(count: int) -> str:
    """``1,204 transactions``."""
    text = plural("{count} transactions", "", count)
    return text.format(count=text_format.count(count))


def transaction_line(transaction: Transaction) -> str:
    """A transaction as one line of cells between tabs, for the clipboard."""
    return "\t".join(
        (
            text_format.timestamp(transaction.timestamp_ms),
            kind_text(transaction.kind),
            text_format.safe_line(transaction.description),
            exact_signed_money(transaction.amount_nano),
            text_format.exact_money(transaction.balance_after_nano),
        )
    )


# How long the credits last.


class RunOut(Struct, frozen=True):
    """The day on which the credits run out, as a figure, the words below it, all there is to say, and how bad it is."""

    value: str
    caption: str
    detail: str
    tone: Tone = Tone.NEUTRAL


def days_left_text(forecast: Forecast, now_ms: int) -> str:
    """``about 9 days left at this rate``; empty where nobody can say or the words would add nothing."""
    left = time_left(forecast, now_ms)
    return translate("Billing", "{time_left} at this rate").format(time_left=left) if left else ""


def time_left(forecast: Forecast, now_ms: int) -> str:
    """``about 9 days left``; empty where nobody can say or the words would add nothing."""
    if forecast.outlook is Outlook.NOT_SOON:
        return translate("Billing", "more than a year left")
    if forecast.outlook is not Outlook.RUNS_OUT or forecast.likely_ms is None:
        return ""
    left_ms = max(0, forecast.likely_ms - now_ms)
    hours, days = round(left_ms / _HOUR_MS), round(left_ms / _DAY_MS)
    if hours < 1:
        return translate("Billing", "less than an hour left")
    if hours < 48:
        text = plural("about {count} hours left", "", hours)
        return text.format(count=hours)
    return plural("about {count} days left", "", days).format(count=text_format.count(days))


def run_out(forecast: Forecast, now_ms: int) -> RunOut:
    """What a forecast says, honestly: a day with its range, or why there is none."""
    match forecast.outlook:
        case Outlook.EMPTY:
            caption = translate("Billing", "used up: requests are refused until credits are added")
            return RunOut(
                translate("Billing", "Now"), caption, translate("Billing", "Nothing is left of the credits."), Tone.BAD
            )
        case Outlook.NOT_SOON:
            caption = translate("Billing", "the credits last more than a year at this rate")
            return RunOut(translate("Billing", "> 1 year"), caption, _with_rate(caption, forecast))
        case Outlook.NO_SPEND:
            caption = translate("Billing", "nothing was spent lately, so the credits last")
            detail = translate("Billing", "A forecast comes back with the next spend.")
            return RunOut(translate("Billing", "No spend"), caption, detail)
        case Outlook.TOO_LITTLE_DATA:
            return RunOut(
                text_format.UNKNOWN,
                translate("Billing", "too little data: ") + missing_text(forecast),
                missing_detail(forecast),
            )
        case _:
            return _runs_out(forecast, now_ms)


def missing_text(forecast: Forecast) -> str:
    """What a forecast still lacks."""
    if forecast.active_days < FEWEST_ACTIVE_DAYS:
        text = translate("Billing", "spend on {active} of {wanted} days so far")
        return text.format(active=forecast.active_days, wanted=FEWEST_ACTIVE_DAYS)
    return translate("Billing", "a full week since the first spend is needed")


def missing_detail(forecast: Forecast) -> str:
    """What a forecast needs, and what there is of it."""
    text = translate(
        "Billing",
        "A forecast needs spend on at least {wanted} of the past 56 days and one whole week; so far there was spend on"
        " {active}.",
    )
    return text.format(wanted=FEWEST_ACTIVE_DAYS, active=forecast.active_days)


def _runs_out(forecast: Forecast, now_ms: int) -> RunOut:
    likely_ms = now_ms if forecast.likely_ms is None else forecast.likely_ms
    early_ms = likely_ms if forecast.early_ms is None else forecast.early_ms
    value = day_text(likely_ms, now_ms)
    if forecast.late_ms is None:
        caption = translate("Billing", "likely {likely}, not before {early}, maybe not within a year").format(
            likely=value, early=day_text(early_ms, now_ms)
        )
    elif early_ms // _DAY_MS == forecast.late_ms // _DAY_MS:
        caption = translate("Billing", "likely about {likely} UTC, between {early} and {late}").format(
            likely=_clock(likely_ms), early=_clock(early_ms), late=_clock(forecast.late_ms)
        )
    else:
        caption = translate("Billing", "likely {likely}, between {early} and {late}").format(
            likely=value, early=day_text(early_ms, now_ms), late=day_text(forecast.late_ms, now_ms)
        )
    days = (likely_ms - now_ms) / _DAY_MS
    tone = Tone.BAD if days < 1 else Tone.WARN if days < _WARN_DAYS else Tone.NEUTRAL
    if forecast.late_ms is None:
        text = translate(
            "Billing", "Most likely {likely} UTC; with a chance of 80 % after {early} UTC, maybe not within a year"
        )
    else:
        text = translate("Billing", "Most likely {likely} UTC; with a chance of 80 % from {early} to {late} UTC")
    detail = text.format(likely=_moment(likely_ms), early=_moment(early_ms), late=_moment(forecast.late_ms or 0))
    return RunOut(value, caption, _with_rate(detail, forecast), tone)


def _with_rate(detail: str, forecast: Forecast) -> str:
    if forecast.daily_nano is None:
        return detail
    rate = translate("Billing", "The coming days are expected to cost {amount} each.").format(
        amount=text_format.money(forecast.daily_nano)
    )
    return f"{detail}\n{rate}"


def day_text(ms: int, now_ms: int) -> str:
    """A UTC day as people say it: ``Dec 4``, with the year where that is far away."""
    day, today = text_format.day_of(ms), text_format.day_of(now_ms)
    if day is None or today is None:
        return text_format.UNKNOWN
    return short_day(day, with_year=abs((day - today).days) > _YEAR_DAYS)


def short_day(day: date, *, with_year: bool = False) -> str:
    """``Dec 4`` or ``Dec 4, 2026``."""
    pattern = translate("DateFormat", "MMM d, yyyy") if with_year else translate("DateFormat", "MMM d")
    return text_format.current_locale().toString(QDate(day.year, day.month, day.day), pattern)


def _clock(ms: int) -> str:
    return text_format.time_of_day(ms)[:5]


def _moment(ms: int) -> str:
    return text_format.timestamp(ms)[:16]


# The month.


class Projection(Struct, frozen=True):
    """A month's spend: what it is so far and what the rest of it is expected to cost, in nano-credits."""

    spent_nano: int
    expected_nano: int

    @property
    def total_nano(self) -> int:
        """What the whole month is expected to cost."""
        return self.spent_nano + self.expected_nano


def projected(month_first: date, month_nano: int, forecast: Forecast, now_ms: int) -> Projection | None:
    """The month at its end if spending goes on as expected; None where nobody can tell.

    With nothing left of the credits nothing more can be spent.
    """
    if forecast.outlook is Outlook.EMPTY:
        return Projection(month_nano, 0)
    if forecast.daily_nano is None:
        return None
    left_ms = max(0, _start_ms(month_end(month_first)) + _DAY_MS - now_ms)
    # An estimate in whole cents, so that the parts as they are shown sum to the whole.
    cents = text_format.round_half_even(forecast.daily_nano * left_ms, _DAY_MS * _NANO_PER_CENT)
    return Projection(month_nano, cents * _NANO_PER_CENT)


def month_end(month_first: date) -> date:
    """The last day of a month."""
    return (month_first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _start_ms(day: date) -> int:
    return (day - date(1970, 1, 1)).days * _DAY_MS


# Axes.


def axis_money(nano: int) -> str:
    """An amount on an axis, as short as it can be exact: ``$4``, ``$0.25``, ``$1.5K``."""
    if nano >= 1000 * NANO_PER_CREDIT and nano % NANO_PER_CREDIT == 0:
        return f"${text_format.compact_count(nano // NANO_PER_CREDIT)}"
    text = text_format.exact_money(nano)
    return text.removesuffix(".00")


# What if.


def what_if_text(tokens: UsedTokens, model: Model) -> str:
    """What the same tokens would have cost: ``The same tokens on gpt-4o would have cost $3.10, 71 % less.``."""
    cost = tokens.cost_on(model)
    name = text_format.safe_line(model.id)
    if cost is None:
        return translate("Billing", "What {model} costs is not known.").format(model=name)
    if not tokens.input_tokens and not tokens.output_tokens:
        return translate("Billing", "No tokens were used in these days.")
    millionths = cost[0] * TOKENS_PER_PRICE + cost[1]
    amount = text_format.money(text_format.round_half_even(millionths, TOKENS_PER_PRICE))
    compared = _compared(millionths, tokens.cost_nano * TOKENS_PER_PRICE)
    if not compared:
        return translate("Billing", "The same tokens on {model} would have cost {amount}.").format(
            model=name, amount=amount
        )
    text = translate("Billing", "The same tokens on {model} would have cost {amount}, {compared}.")
    return text.format(model=name, amount=amount, compared=compared)


def _compared(cost: int, before: int) -> str:
    if before <= 0:
        return ""
    if cost == before:
        return translate("Billing", "the same")
    percent = text_format.round_half_even(abs(cost - before) * 100, before)
    share = f"{text_format.count(percent)} %" if percent else "<1 %"
    return (translate("Billing", "{share} less") if cost < before else translate("Billing", "{share} more")).format(
        share=share
    )


def what_if_detail(tokens: UsedTokens, model: Model) -> str:
    """What the sum was made of, exactly."""
    text = translate("Billing", "{days} (UTC): {input} input and {output} output tokens of {models}")
    if tokens.growing:
        text = translate(
            "Billing", "{days} (UTC), today so far included: {input} input and {output} output tokens of {models}"
        )
    lines = [
        text.format(
            input=text_format.count(tokens.input_tokens),
            output=text_format.count(tokens.output_tokens),
            models=_models(tokens.models),
            days=usage_text.period_text(tokens.first, tokens.last),
        ),
        translate("Billing", "They cost exactly {amount}.").format(amount=text_format.exact_money(tokens.cost_nano)),
    ]
    if (cost := tokens.cost_on(model)) is not None:
        lines.append(
            translate("Billing", "At {prices}: {about}{amount}.").format(
                prices=prices_text(model),
                about="" if cost[1] == 0 else "≈ ",
                amount=text_format.exact_money(cost[0]),
            )
        )
    return "\n".join(lines)


def prices_text(model: Model) -> str:
    """``$0.15 input, $0.60 output a million tokens``, or that the prices are not known."""
    per_input, per_output = model.input_price_per_million_nano, model.output_price_per_million_nano
    if per_input is None or per_output is None:
        return translate("Billing", "no price known")
    return translate("Billing", "{input} input, {output} output a million tokens").format(
        input=text_format.exact_money(per_input), output=text_format.exact_money(per_output)
    )


def caveat_text() -> str:
    """What the comparison leaves out."""
    return translate("Billing", "A rough guide: models cut the same text into different numbers of tokens.")


def _models(count: int) -> str:
    return plural("{count} models", "", count).format(count=text_format.count(count))


# Where the ledger differs.


def difference_lines(check: LedgerCheck) -> Sequence[tuple[str, str]]:
    """Each difference in a sentence, and what is behind it; none where all agrees or can't be compared."""
    lines = []
    if (nano := check.usage_difference_nano) and check.requests_nano is not None:
        text = (
            translate("Billing", "The ledger's usage is {amount} more than its requests cost.")
            if nano > 0
            else translate("Billing", "The ledger's usage is {amount} less than its requests cost.")
        )
        detail = translate(
            "Billing",
            "Usage transactions took {usage}, and all requests in the log cost {requests}. Charges without a request,"
            " discounts or corrections can make the two differ.",
        ).format(usage=text_format.exact_money(check.usage_nano), requests=text_format.exact_money(check.requests_nano))
        lines.append((text.format(amount=text_format.money(abs(nano))), detail))
    if (nano := check.balance_difference_nano) and check.balance_nano is not None:
        text = (
            translate("Billing", "The balance is {amount} more than the transactions add up to.")
            if nano > 0
            else translate("Billing", "The balance is {amount} less than the transactions add up to.")
        )
        detail = translate(
            "Billing",
            "The first balance and all movements since add up to {moved}, and the account has {balance}. A movement may"
            " be missing from the server's list.",
        ).format(moved=text_format.exact_money(check.moved_nano), balance=text_format.exact_money(check.balance_nano))
        lines.append((text.format(amount=text_format.money(abs(nano))), detail))
    return lines
