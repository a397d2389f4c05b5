"""Billing's models: what the cards say in every state, and a ledger that changes at its top only."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

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
    Spend,
    SpendUpdated,
    TokensUpdated,
    Transactions,
    UsedTokens,
)
from binom_desktop.domain import FigureSource, Forecast, Model, Outlook, Transaction, UsageItem
from binom_desktop.errors import Offline
from binom_desktop.events import FigureFailed
from binom_desktop.models.billing import BillingModel, TransactionExportModel
from binom_desktop.models.billing_cards import BillingCardKey
from binom_desktop.models.billing_transactions import TransactionColumn, TransactionsModel
from binom_desktop.models.overview_state import Phase
from binom_desktop.models.stat_cards import StatCard
from binom_desktop.queries import DatePreset, DateRange
from tests.models.figures import HOSTILE_NAME, NOW_MS, TODAY, account, new_account, now_ms

DAY_MS = 86_400_000


@pytest.fixture
def billing(qapp: QApplication) -> BillingModel:
    return BillingModel(now_ms=now_ms)


def spend(*, as_of_ms: int = NOW_MS, today_nano: int = 1_234_567_891) -> Spend:
    """Thirty days of a credit each, and today's."""
    costs = [10**9] * 29 + [today_nano]
    days = tuple(
        UsageItem(1, 0, 10, 5, nano, day=TODAY - timedelta(days=29 - number)) for number, nano in enumerate(costs)
    )
    return Spend(days, TODAY.replace(day=1), 22 * 10**9 + today_nano, FigureSource.HISTORY, as_of_ms)


def forecast(outlook: Outlook = Outlook.RUNS_OUT, daily_nano: int | None = 10**9) -> Forecast:
    """The credits last until about December 4."""
    if outlook is not Outlook.RUNS_OUT:
        return Forecast(outlook, NOW_MS, 3, daily_nano)
    moments = [NOW_MS + days * DAY_MS for days in (8, 11, 19)]
    return Forecast(outlook, NOW_MS, 40, daily_nano, *moments)


def transaction(number: int, *, amount_nano: int = -(10**9), kind: str = "usage") -> Transaction:
    """The movement of a day, counted back from today."""
    return Transaction(f"txn_{number}", NOW_MS - number * DAY_MS, kind, amount_nano, 50 * 10**9, f"Day {number}")


def ledger(*transactions: Transaction) -> Ledger:
    """A ledger of these, newest first."""
    return Ledger(Transactions.of(transactions), NOW_MS, top_ups={TODAY - timedelta(days=2): 50 * 10**9})


def card(billing: BillingModel, key: BillingCardKey) -> StatCard:
    """A card as it stands."""
    return billing.cards.card(key)


def whole(billing: BillingModel) -> BillingModel:
    """Everything is known."""
    billing.set_live(True)
    billing.set_account(account())
    billing.take(SpendUpdated(spend()))
    billing.take(ForecastUpdated(forecast()))
    billing.take(LedgerUpdated(ledger(transaction(0), transaction(2, amount_nano=50 * 10**9, kind="topUp"))))
    return billing


# Cards.


def test_before_any_answer_the_cards_wait(billing: BillingModel) -> None:
    assert all(one.loading and one.value == "—" for one in billing.cards.cards)
    assert [one.title for one in billing.cards.cards] == [
        "Credit Balance",
        "Credits Run Out",
        "Spend Today",
        "Spend This Month",
        "Projected This Month",
    ]
    assert (billing.spend_phase, billing.ledger_phase) == (Phase.LOADING, Phase.LOADING)
    assert not billing.settled


def test_every_figure_has_its_exact_value_and_its_age(billing: BillingModel) -> None:
    whole(billing)
    assert [one.accessible_name for one in billing.cards.cards] == [
        "Credit Balance: $42.50",
        "Credits Run Out: Dec 4",
        "Spend Today: $1.23",
        "Spend This Month: $23.23",
        "Projected This Month: $30.89",
    ]
    assert [one.caption for one in billing.cards.cards] == [
        "about 11 days left at this rate",
        "likely Dec 4, between Dec 1 and Dec 12",
        "so far, since 00:00 UTC",
        "so far, since Nov 1 UTC",
        "estimate: $23.23 spent + $7.66 expected",
    ]
    assert "Exactly $42.509999999" in card(billing, BillingCardKey.CREDIT_BALANCE).tooltip
    assert "Exactly $1.234567891" in card(billing, BillingCardKey.TODAY).tooltip
    assert "exactly $23.234567891" in card(billing, BillingCardKey.PROJECTED).tooltip
    assert "Expected for the rest: $7.66, at $1.00 a day" in card(billing, BillingCardKey.PROJECTED).tooltip
    for one in billing.cards.cards:
        assert "As of 2026-11-23 08:15:30 UTC, just now" in one.tooltip


def test_a_projection_beyond_the_balance_says_what_it_takes_for_granted(billing: BillingModel) -> None:
    whole(billing)
    assert "credits are taken to be added" not in card(billing, BillingCardKey.PROJECTED).tooltip
    billing.set_account(account(credit_nano=5 * 10**9))
    assert "credits are taken to be added" in card(billing, BillingCardKey.PROJECTED).tooltip


def test_too_little_data_is_a_dash_with_its_reason(billing: BillingModel) -> None:
    whole(billing)
    billing.take(ForecastUpdated(forecast(Outlook.TOO_LITTLE_DATA, None)))
    for key in (BillingCardKey.RUN_OUT, BillingCardKey.PROJECTED):
        one = card(billing, key)
        assert one.value == "—"
        assert one.caption == "too little data: spend on 3 of 7 days so far"
        assert "A forecast needs spend on at least 7 of the past 56 days" in one.tooltip
    assert card(billing, BillingCardKey.MONTH).value == "$23.23"


def test_a_failed_part_blanks_only_its_own_figures(billing: BillingModel) -> None:
    billing.set_account(account())
    billing.take(FigureFailed(SPEND_PART, Offline("The server <took> too long.")))
    for key in (BillingCardKey.TODAY, BillingCardKey.MONTH, BillingCardKey.PROJECTED):
        one = card(billing, key)
        assert (one.value, one.caption) == ("—", "Not read. Refresh tries again.")
        assert "The server &lt;took&gt; too long." in one.tooltip
    assert card(billing, BillingCardKey.CREDIT_BALANCE).value == "$42.50"
    assert card(billing, BillingCardKey.RUN_OUT).loading
    assert billing.spend_phase is Phase.FAILED
    assert billing.error_text(SPEND_PART) == "The server <took> too long."
    billing.take(FigureFailed("overview", Offline("not ours")))
    assert "not ours" not in billing.note_detail


def test_what_was_known_stays_with_its_age(billing: BillingModel) -> None:
    whole(billing)
    assert billing.note == ""
    billing.take(FigureFailed(LEDGER_PART, Offline("Gone.")))
    assert billing.note == "Transactions as of 08:15:30 UTC, just now"
    assert billing.note_detail == "Gone."
    assert billing.ledger_phase is Phase.READY
    billing.take(LedgerUpdated(ledger(transaction(0))))
    assert billing.note == ""


def test_offline_the_age_is_said_and_a_day_not_reached_is_unknown(billing: BillingModel) -> None:
    whole(billing)
    billing.set_live(False)
    yesterday_ms = NOW_MS - DAY_MS
    billing.take(SpendUpdated(spend(as_of_ms=yesterday_ms, today_nano=0)))
    assert billing.note == "Spend as of 2026-11-22 08:15:30 UTC, 1 day ago"
    today = card(billing, BillingCardKey.TODAY)
    assert (today.value, today.caption) == ("—", "not known yet")
    assert card(billing, BillingCardKey.PROJECTED).value == "—"
    assert card(billing, BillingCardKey.MONTH).value == "$22.00"
    assert str(billing.days.index(29, 1).data()) == "—"
    assert billing.days.point_text(29) == ("Nov 23, today so far", "not known yet")


def test_an_account_without_requests_is_empty(billing: BillingModel) -> None:
    billing.set_account(new_account())
    nothing = tuple(replace(day, cost_nano=0) for day in spend().days)
    billing.take(SpendUpdated(replace(spend(), days=nothing, month_nano=0)))
    billing.take(LedgerUpdated(ledger()))
    assert (billing.spend_phase, billing.ledger_phase) == (Phase.EMPTY, Phase.EMPTY)
    assert not billing.can_export
    assert card(billing, BillingCardKey.TODAY).value == "$0.00"


def test_another_account_begins_with_nothing(billing: BillingModel) -> None:
    whole(billing).clear()
    assert all(one.loading for one in billing.cards.cards)
    assert billing.transactions.rowCount() == billing.days.rowCount() == 0
    assert billing.ledger_caption == billing.note == ""


# The chart.


def test_the_days_are_told_in_words_and_as_a_table(billing: BillingModel) -> None:
    tester = QAbstractItemModelTester(billing.days, QAbstractItemModelTester.FailureReportingMode.Fatal)
    whole(billing)
    assert tester.model() is billing.days
    assert billing.days.description == (
        "30 days, $30.23 spent, peak $1.23 on Nov 23, $1.23 today so far, topped up on 1 day by $50.00"
    )
    assert billing.days.point_text(27) == ("Nov 21", "$1.00 spent", "+$50.00 top-up")
    assert billing.days.point_text(29) == ("Nov 23, today so far", "$1.23 spent")
    rows = [[str(billing.days.index(row, column).data()) for column in range(3)] for row in (27, 29)]
    assert rows == [["2026-11-21, Sat", "$1.00", "+$50.00"], ["2026-11-23, Mon, so far", "$1.23", ""]]
    assert billing.days.index(29, 1).data(Qt.ItemDataRole.ToolTipRole) == "$1.234567891"


def test_top_ups_are_unknown_while_older_transactions_are_on_their_way(billing: BillingModel) -> None:
    billing.take(SpendUpdated(spend()))
    assert str(billing.days.index(27, 2).data()) == "—"
    partial = Ledger(Transactions.of([transaction(0)]), NOW_MS, whole=False, loaded=4_321)
    billing.take(LedgerUpdated(partial))
    assert str(billing.days.index(27, 2).data()) == "—"
    assert billing.ledger_caption == "loading: 4,321 so far"
    assert not billing.can_export


# Transactions.


def test_cells_are_plain_and_tell_their_exact_amounts(billing: BillingModel) -> None:
    hostile = Transaction("txn_1", NOW_MS, "topUp", 1_005_000_001, -5, HOSTILE_NAME)
    billing.take(LedgerUpdated(ledger(hostile)))
    model = billing.transactions
    texts = [str(model.index(0, column).data()) for column in TransactionColumn]
    assert texts[:2] == ["2026-11-23 08:15:30", "Top-up"]
    assert texts[2].startswith("<b>bold</b>\N{REPLACEMENT CHARACTER}evil")
    assert "\n" not in texts[2]
    assert texts[3:] == ["+$1.01", "-$0.000001"]
    details = [str(model.index(0, column).data(Qt.ItemDataRole.ToolTipRole)) for column in TransactionColumn]
    assert details[3:] == ["+$1.005000001", "-$0.000000005"]
    assert "&lt;b&gt;" in details[2]
    titles = [model.headerData(column, Qt.Orientation.Horizontal) for column in TransactionColumn]
    assert titles == ["Time (UTC)", "Kind", "Description", "Amount", "Balance"]


def test_a_ledger_changes_at_its_top_and_keeps_what_is_chosen(qapp: QApplication) -> None:
    """Whatever grows, comes or is replaced: the rows are the ledger's, and a row that stays is the same row."""
    model = TransactionsModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert tester.model() is model
    chance = random.Random(11)
    rows = [transaction(number) for number in range(50)]
    held = Transactions.of(rows)
    model.set_ledger(Ledger(held, NOW_MS))
    for turn in range(300):
        replaced = chance.choice((0, 0, 1, 2, 5))
        kept = len(held) - replaced
        grown = [replace(one, amount_nano=-turn) for one in held[:replaced]]
        new = [replace(transaction(0), id=f"new_{turn}_{number}") for number in range(chance.choice((0, 1, 2)))]
        if chance.random() < 0.1:
            grown = grown[:-1]
        watched = chance.randrange(replaced, len(held)) if kept else None
        chosen = None if watched is None else QPersistentModelIndex(model.index(watched, 0))
        watched_row = None if watched is None else held[watched]
        following = Transactions((*Transactions.of((*new, *grown)).rows, *held.rows[replaced:]))
        model.set_ledger(Ledger(following, NOW_MS, kept=kept))
        assert model.transactions == following
        if chosen is not None and chosen.isValid():
            assert model.transaction(chosen.row()) == watched_row
        held = following


def test_what_came_first_stays_when_the_rest_arrives(qapp: QApplication) -> None:
    model = TransactionsModel()
    resets: list[bool] = []
    everything = Transactions.of(transaction(number) for number in range(500))
    model.set_ledger(Ledger(everything[:100], NOW_MS, whole=False, loaded=100))
    model.modelReset.connect(lambda: resets.append(True))
    model.set_ledger(Ledger(everything, NOW_MS))
    assert model.rowCount() == 500
    assert resets == []


def test_differences_are_said_once_they_are_known(billing: BillingModel) -> None:
    assert list(billing.differences) == []
    billing.take(LedgerChecked(LedgerCheck(10**9, 10**9, 5, 5, NOW_MS)))
    assert list(billing.differences) == []
    billing.take(LedgerChecked(LedgerCheck(2 * 10**9, 10**9, 5, 5, NOW_MS)))
    assert [text for text, _ in billing.differences] == ["The ledger's usage is $1.00 more than its requests cost."]


# What if.


MODELS = (
    Model("no-price", "x", None, None),
    Model("mini", "openai", 150_000_000, 600_000_000),
    Model("<i>large</i>", "openai", 10 * 10**9, 30 * 10**9),
)


def used(preset: DatePreset = DatePreset.PAST_30_DAYS) -> UsedTokens:
    """Ten million tokens in, one million out, for $10."""
    first, last = DateRange(preset).closed_days(date(2026, 11, 23))
    return UsedTokens(
        period=DateRange(preset),
        first=first,
        last=last,
        growing=preset is not DatePreset.LAST_MONTH,
        input_tokens=10_000_000,
        output_tokens=1_000_000,
        cost_nano=10**10,
        models=4,
        source=FigureSource.HISTORY,
        as_of_ms=NOW_MS,
    )


def test_the_first_model_with_prices_is_compared(billing: BillingModel) -> None:
    waiting = billing.what_if.loading
    billing.take(PricesUpdated(MODELS))
    billing.take(TokensUpdated(used()))
    assert (waiting, billing.what_if.loading) == (True, False)
    assert billing.what_if.text == "The same tokens on mini would have cost $2.10, 79 % less."
    billing.what_if.choose(2)
    assert billing.what_if.text == "The same tokens on <i>large</i> would have cost $130.00, 1,200 % more."


def test_a_model_without_prices_can_not_be_chosen_and_says_why(billing: BillingModel) -> None:
    billing.take(PricesUpdated(MODELS))
    model = billing.what_if
    assert str(model.index(0).data()) == "no-price (no price known)"
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsEnabled
    assert model.flags(model.index(1)) & Qt.ItemFlag.ItemIsEnabled
    model.choose(0)
    assert model.chosen_row == 1
    billing.take(PricesUpdated(MODELS[:1]))
    billing.take(TokensUpdated(used()))
    assert model.chosen is None
    assert model.text == "The server tells no model's prices."


def test_the_choice_outlives_a_new_list_and_the_period_waits_for_its_tokens(billing: BillingModel) -> None:
    billing.take(PricesUpdated(MODELS))
    billing.take(TokensUpdated(used()))
    billing.what_if.choose(2)
    billing.take(PricesUpdated(MODELS[::-1]))
    assert billing.what_if.chosen_row == 0
    billing.what_if.set_period(DateRange(DatePreset.LAST_MONTH))
    assert billing.what_if.text == "Computing…"
    billing.take(TokensUpdated(used()))
    assert billing.what_if.text == "Computing…"
    billing.take(TokensUpdated(used(DatePreset.LAST_MONTH)))
    assert "would have cost $130.00" in billing.what_if.text
    assert billing.what_if.detail.startswith("Oct 01 – Oct 31, 2026 (UTC): 10,000,000 input")


def test_what_can_not_be_computed_says_so(billing: BillingModel) -> None:
    billing.take(FigureFailed(PRICES_PART, Offline("The server can't be reached.")))
    assert billing.what_if.text == "This could not be computed: The server can't be reached."
    billing.take(PricesUpdated(MODELS))
    billing.take(TokensUpdated(used()))
    billing.take(FigureFailed(TOKENS_PART, Offline("Later.")))
    assert "would have cost" in billing.what_if.text
    assert "Later." in billing.what_if.detail


# Settled, and exporting.


def test_it_is_settled_once_every_part_has_answered_or_failed(billing: BillingModel) -> None:
    billing.take(SpendUpdated(spend()))
    billing.take(LedgerUpdated(ledger(transaction(0))))
    billing.take(PricesUpdated(MODELS))
    billing.take(TokensUpdated(used()))
    assert not billing.settled
    billing.take(FigureFailed(FORECAST_PART, Offline("Gone.")))
    assert billing.settled


def test_an_export_counts_transactions(qapp: QApplication) -> None:
    exporting = TransactionExportModel()
    exporting.start("CSV", 2_000)
    exporting.set_done(1_000)
    assert exporting.text == "Exporting CSV: 1,000 of 2,000"
    exporting.finish("money.csv", 2_000)
    assert exporting.text == "Exported 2,000 transactions to money.csv"
    exporting.finish("money.csv", 1)
    assert exporting.text == "Exported 1 transaction to money.csv"


def test_the_days_of_a_month_that_begins_today() -> None:
    made = replace(spend(), month_first=date(2026, 12, 1))
    assert not made.knows(made.month_first)
