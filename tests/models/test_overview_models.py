"""What the Overview page's models say about an account's figures."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from binom_desktop.domain import Progress
from binom_desktop.errors import Offline, ServerFault
from binom_desktop.models.model_usage import Metric, ModelUsageModel
from binom_desktop.models.overview import OverviewModel
from binom_desktop.models.overview_state import Phase
from binom_desktop.models.recent_requests import RecentRequestsModel
from binom_desktop.models.stat_cards import CardKey
from binom_desktop.models.usage_series import DailySeriesModel
from binom_desktop.presentation.tone import Tone
from tests.models.figures import COUNTS, HOSTILE_NAME, MODELS, account, new_account, nothing, now_ms, overview

FAULT = ServerFault("The server answered 500 <oops>.", status=500)


@pytest.fixture
def model() -> OverviewModel:
    return OverviewModel(now_ms=now_ms)


@pytest.fixture
def filled(model: OverviewModel) -> OverviewModel:
    model.set_account(account())
    model.set_overview(overview())
    return model


def cells(table: QAbstractTableModel) -> list[list[str]]:
    return [
        [str(table.index(row, column).data()) for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def test_cards_before_any_answer_are_unknown_not_zero(model: OverviewModel) -> None:
    assert [card.accessible_name for card in model.cards.cards] == [
        "Total Usage: —",
        "Credit Balance: —",
        "Total Requests: —",
        "Account Tier: —",
    ]
    assert all(card.loading for card in model.cards.cards)


def test_cards_of_an_account_in_use(filled: OverviewModel) -> None:
    said = [(card.accessible_name, f"{card.lead} {card.caption}".strip()) for card in filled.cards.cards]
    assert said == [
        ("Total Usage: $284.16", "↑ 12 % on the 30 days before"),
        ("Credit Balance: $42.50", "$0.00 spent today (UTC)"),
        ("Total Requests: 48,213", "5,516 in the past 30 days"),
        ("Account Tier: Pro", "since Mar 2026"),
    ]


def test_tooltips_tell_exact_value_and_age(filled: OverviewModel) -> None:
    tooltip = filled.cards.card(CardKey.CREDIT_BALANCE).tooltip
    assert "Exactly $42.509999999" in tooltip
    assert "As of 2026-11-23 08:15:30 UTC, just now" in tooltip


def test_cards_of_a_new_account(model: OverviewModel) -> None:
    model.set_account(new_account())
    model.set_overview(nothing())
    assert [(card.value, card.caption) for card in model.cards.cards] == [
        ("$0.00", "no requests yet"),
        ("$25.00", "nothing spent yet"),
        ("0", "no requests yet"),
        ("Free", "since today"),
    ]


@pytest.mark.parametrize(
    ("nano", "tone", "caption"),
    [
        (10_000_000_000, Tone.NEUTRAL, ""),
        (9_999_999_999, Tone.WARN, "running low: below $10"),
        (999_999_999, Tone.BAD, "almost used up: below $1"),
        (0, Tone.BAD, "used up: requests are refused"),
        (-420_000_000, Tone.BAD, "used up: requests are refused"),
    ],
)
def test_credit_balance_is_toned_and_says_why(model: OverviewModel, nano: int, tone: Tone, caption: str) -> None:
    model.set_account(account(credit_nano=nano))
    card = model.cards.card(CardKey.CREDIT_BALANCE)
    assert (card.tone, card.caption) == (tone, caption)


def test_without_days_before_there_is_no_comparison(model: OverviewModel) -> None:
    model.set_account(account())
    model.set_overview(overview(previous_cost_nano=None))
    card = model.cards.card(CardKey.TOTAL_USAGE)
    assert (card.lead, card.caption) == ("", "$28.30 in the past 30 days")


def test_a_failed_account_blanks_its_cards_only(model: OverviewModel) -> None:
    model.set_overview(overview())
    model.set_failed("account", FAULT)
    card = model.cards.card(CardKey.TOTAL_REQUESTS)
    assert (card.value, card.caption) == ("—", "Not read. Refresh tries again.")
    assert "The server answered 500 &lt;oops&gt;." in card.tooltip
    assert model.state.phase is Phase.READY


def test_the_last_good_figures_stay_with_their_age(filled: OverviewModel) -> None:
    filled.set_failed("account", FAULT)
    assert filled.cards.card(CardKey.TOTAL_REQUESTS).value == "48,213"
    assert filled.state.note == "Account figures not refreshed since 08:15:30 UTC"
    filled.set_failed("overview", Offline("No network."))
    assert filled.state.note == "Figures not refreshed since 08:15:30 UTC"
    assert "No network." in filled.state.source_text
    filled.set_account(account())
    assert filled.state.note == "Charts and requests not refreshed since 08:15:30 UTC"
    filled.set_overview(overview())
    assert filled.state.note == ""


def test_a_part_of_another_page_changes_nothing(filled: OverviewModel) -> None:
    filled.set_failed("keys", FAULT)
    assert filled.state.note == ""


def test_phases(model: OverviewModel) -> None:
    phases = [model.state.phase]
    model.set_failed("overview", FAULT)
    phases.append(model.state.phase)
    model.set_account(new_account())
    phases.append(model.state.phase)
    model.set_overview(nothing())
    phases.append(model.state.phase)
    model.set_account(account())
    phases.append(model.state.phase)
    model.clear()
    phases.append(model.state.phase)
    assert phases == [Phase.LOADING, Phase.FAILED, Phase.EMPTY, Phase.EMPTY, Phase.READY, Phase.LOADING]


def test_loading_history_is_said_until_it_is_complete(filled: OverviewModel) -> None:
    filled.set_progress(Progress(12_400, 48_213))
    assert filled.state.note == "Loading history: 12,400 of 48,213"
    filled.set_progress(Progress(48_213, 48_213))
    assert filled.state.note == ""


def test_captions_follow_the_connection(model: OverviewModel) -> None:
    assert model.state.recent_caption == "newest ten"
    model.set_live(True)
    assert model.state.recent_caption == "newest ten, live"


def test_days_as_points_words_and_rows(filled: OverviewModel) -> None:
    QAbstractItemModelTester(filled.days, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert filled.days.counts == COUNTS
    assert filled.days.description == "30 days, 5,516 requests, peak 273 on Nov 11, 98 today so far"
    assert cells(filled.days)[0] == ["2026-10-25, Sun", "170"]
    assert cells(filled.days)[-1] == ["2026-11-23, Mon (today so far)", "98"]
    assert filled.days.point_text(17) == ("Nov 11", "273 requests")
    assert filled.days.point_text(29) == ("Nov 23, today so far", "98 requests")


def test_todays_point_moves_without_a_reset(filled: OverviewModel) -> None:
    resets = QSignalSpy(filled.days.modelReset)
    changes = QSignalSpy(filled.days.dataChanged)
    filled.set_overview(overview(counts=(*COUNTS[:-1], 99)))
    assert (resets.count(), changes.count()) == (0, 1)
    assert changes.at(0)[0].row() == changes.at(0)[1].row() == 29
    assert cells(filled.days)[-1][DailySeriesModel.REQUESTS_COLUMN] == "99"


def test_models_fold_and_sum_to_the_total(filled: OverviewModel) -> None:
    QAbstractItemModelTester(filled.models, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert [row[0] for row in cells(filled.models)] == [*(name for name, _, _ in MODELS[:5]), "Other"]
    assert cells(filled.models)[0] == ["gpt-4o-mini", "47.1 %", "2,600", "$4.82"]
    assert sum(row.requests for row in filled.models.rows) == sum(COUNTS)
    assert sum(row.cost_nano for row in filled.models.rows) == sum(cost for _, _, cost in MODELS)
    assert filled.models.rows[-1].folded == 2


def test_models_by_cost_are_ordered_and_drawn_by_cost(filled: OverviewModel) -> None:
    filled.models.set_metric(Metric.COST)
    assert [row[0] for row in cells(filled.models)][:2] == ["claude-sonnet-4", "gpt-4o"]
    assert filled.models.fraction(0) == 1.0
    assert filled.models.description.startswith("Share of cost, past 30 days: claude-sonnet-4 39.9 %, gpt-4o 32.0 %")


def test_a_single_small_model_keeps_its_name(model: OverviewModel) -> None:
    model.set_overview(overview(models=MODELS[:6]))
    assert [row[0] for row in cells(model.models)] == [name for name, _, _ in MODELS[:6]]


def test_a_models_figures_can_grow_in_place(filled: OverviewModel) -> None:
    resets = QSignalSpy(filled.models.modelReset)
    filled.set_overview(overview(models=(("gpt-4o-mini", 2_601, 4_820_000_001), *MODELS[1:])))
    assert resets.count() == 0
    assert cells(filled.models)[0][ModelUsageModel.REQUESTS_COLUMN] == "2,601"


def test_a_hostile_model_name_is_one_plain_line(model: OverviewModel) -> None:
    model.set_overview(overview(models=((HOSTILE_NAME, 5, 5),)))
    shown = cells(model.models)[0][0]
    assert shown.startswith("<b>bold</b>�evil� WWW")
    assert "<b>" not in str(model.models.index(0, 0).data(Qt.ItemDataRole.ToolTipRole))


def test_recent_requests_as_shown(filled: OverviewModel) -> None:
    QAbstractItemModelTester(filled.recent, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert cells(filled.recent)[2] == [
        "2026-11-23 08:14:16",
        "/v1/chat/completions",
        "gpt-4o",
        "429 Too Many Requests",
        "4,182",
        "$0.0259",
        "Production",
    ]
    assert filled.recent.rowCount() == 10


def test_new_requests_come_in_at_the_top_only(filled: OverviewModel) -> None:
    inserted = QSignalSpy(filled.recent.rowsInserted)
    removed = QSignalSpy(filled.recent.rowsRemoved)
    resets = QSignalSpy(filled.recent.modelReset)
    filled.set_overview(overview(newest=48_215))
    assert [inserted.at(number)[1:] for number in range(inserted.count())] == [[0, 1]]
    assert [removed.at(number)[1:] for number in range(removed.count())] == [[8, 9]]
    assert resets.count() == 0
    assert [filled.recent.record(row).sequence for row in range(10)] == list(range(48_215, 48_205, -1))


@pytest.mark.parametrize("newest", [48_100, 48_300, 48_204, 48_222, 0])
def test_recent_requests_can_become_any_others(filled: OverviewModel, newest: int) -> None:
    QAbstractItemModelTester(filled.recent, QAbstractItemModelTester.FailureReportingMode.Fatal)
    wanted = overview(newest=newest)
    filled.set_overview(wanted)
    assert [filled.recent.record(row) for row in range(filled.recent.rowCount())] == list(wanted.recent)


def test_another_account_starts_without_the_old_ones_figures(filled: OverviewModel) -> None:
    filled.clear()
    assert filled.days.rowCount(QModelIndex()) == filled.models.rowCount() == filled.recent.rowCount() == 0
    assert filled.cards.card(CardKey.CREDIT_BALANCE).accessible_name == "Credit Balance: —"


def test_recent_requests_hold_ten_at_most() -> None:
    model = RecentRequestsModel()
    long = overview()
    model.set_overview(long)
    model.set_overview(overview(newest=48_223))
    assert model.rowCount() == 10
