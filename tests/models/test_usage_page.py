"""What the Usage page's models ask, and what they show of an answer."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from binom_desktop.domain import Anomaly, AnomalyMetric, ApiKey, FigureSource, UsageField
from binom_desktop.errors import Offline
from binom_desktop.models.usage_page import MOST_LINES, OTHER_SLOT, UsagePageModel
from binom_desktop.presentation.chart_line import LineStyle
from binom_desktop.presentation.usage_text import UsageMetric, amount
from binom_desktop.queries import (
    NOTHING,
    Comparison,
    Criteria,
    DatePreset,
    DateRange,
    Totals,
    UsagePeriod,
    UsageQuestion,
    UsageReport,
)
from tests.models.figures import HOSTILE_NAME, NOW_MS, TODAY, now_ms

DAY = timedelta(days=1)
BERLIN = "Europe/Berlin"
ADDITIVE = (UsageMetric.REQUESTS, UsageMetric.COST, UsageMetric.TOKENS, UsageMetric.ERRORS)
WEEK_OF = TODAY - 6 * DAY
COUNTS = (100, 0, 300, 250, 120, 80, 41)
BEFORE = (50, 60, 0, 250, 90, 10, 40)


def sums(requests: int) -> Totals:
    """What so many requests made."""
    return Totals(requests, requests // 10, requests * 100, requests * 10, requests * 1_001_001)


def period_of(
    counts: Sequence[int],
    first: date = WEEK_OF,
    *,
    zone: str = "UTC",
    until_ms: int | None = None,
    parts: Mapping[str | int, Sequence[int]] | None = None,
    source: FigureSource = FigureSource.HISTORY,
) -> UsagePeriod:
    """So many requests in each of some days, or of the hours of one where there are 24."""
    by_hour = len(counts) == 24
    days = 1 if by_hour else len(counts)
    midnights = [
        datetime.combine(first + number * DAY, datetime.min.time(), ZoneInfo(zone)) for number in range(days + 1)
    ]
    edges_ms = [round(moment.timestamp()) * 1000 for moment in midnights]
    if by_hour:
        edges_ms = [edges_ms[0] + hour * 3_600_000 for hour in range(25)]
    total = tuple(map(sums, counts))
    made = {value: tuple(map(sums, each)) for value, each in (parts or {}).items()}
    if made:
        total = tuple(sum(each, NOTHING) for each in zip(*made.values(), strict=True))
    week = [NOTHING] * 168
    week[38] = sum(total, NOTHING)
    return UsagePeriod(
        first=first,
        last=first + (days - 1) * DAY,
        zone=zone,
        until_ms=edges_ms[-1] if until_ms is None else until_ms,
        edges_ms=tuple(edges_ms),
        totals=total,
        parts=made,
        week=tuple(week),
        source=source,
        as_of_ms=NOW_MS,
    )


WEEK_QUESTION = UsageQuestion(DateRange(DatePreset.PAST_7_DAYS))
ALONE = UsageQuestion(DateRange(DatePreset.PAST_7_DAYS), None, Comparison.NONE)


def week_report(question: UsageQuestion = WEEK_QUESTION, *, anomalies: tuple[Anomaly, ...] = ()) -> UsageReport:
    """Seven days up to today so far, and the seven before."""
    period = period_of(COUNTS, until_ms=NOW_MS)
    compared = period_of(BEFORE, WEEK_OF - 7 * DAY, until_ms=NOW_MS - 7 * 86_400_000)
    return UsageReport(question, period, None if question.comparison is Comparison.NONE else compared, anomalies)


def split_report(
    split: UsageField,
    parts: Mapping[str | int, Sequence[int]],
    before: Mapping[str | int, Sequence[int]] | None = None,
) -> UsageReport:
    """Seven days split, and what they are compared with."""
    comparison = Comparison.NONE if before is None else Comparison.PREVIOUS
    question = UsageQuestion(DateRange(DatePreset.PAST_7_DAYS), split, comparison)
    compared = None if before is None else period_of([0] * 7, WEEK_OF - 7 * DAY, parts=before)
    return UsageReport(question, period_of([0] * 7, until_ms=NOW_MS, parts=parts), compared)


def key_of(id_: str, description: str) -> ApiKey:
    """An API key."""
    return ApiKey(id_, description, True, None, (), "bnm_…abcd", 0, None, 0, 0, 0, "1")


def shown(report: UsageReport, *, metric: UsageMetric = UsageMetric.REQUESTS, zone: str = "UTC") -> UsagePageModel:
    """A model that was asked for a report and has it; its tables are watched for mistakes."""
    model = UsagePageModel(now_ms=now_ms)
    for table in (model.table, model.week):
        QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Fatal, model)
    model.set_zone(zone)
    model.set_metric(metric)
    ask(model, report.question)
    model.set_report(report)
    return model


def ask(model: UsagePageModel, question: UsageQuestion) -> None:
    """Choose all that a question has."""
    model.set_range(question.range)
    model.set_split(question.split)
    model.set_comparison(question.comparison, question.compared_first)


def cells(table: QAbstractTableModel) -> list[list[str]]:
    """The table's texts."""
    return [
        [str(table.index(row, column).data()) for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def titles(table: QAbstractTableModel) -> list[str]:
    """The titles of its columns."""
    return [str(table.headerData(column, Qt.Orientation.Horizontal)) for column in range(table.columnCount())]


MANY_PARTS: dict[str | int, Sequence[int]] = {
    f"model-{number}": [number * 10 + place for place in range(7)] for number in range(1, 10)
}


# What is asked.


def test_each_choice_changes_the_question_once(qapp: object) -> None:
    model = UsagePageModel(now_ms=now_ms)
    asked = QSignalSpy(model.question_changed)
    question = model.question
    assert (question.range.preset, question.split, question.comparison) == (
        DatePreset.PAST_30_DAYS, None, Comparison.PREVIOUS,
    )  # fmt: skip
    model.set_range(DateRange(DatePreset.TODAY))
    model.set_split(UsageField.KEY)
    model.set_comparison(Comparison.CUSTOM, TODAY)
    assert asked.count() == 3
    assert model.question == UsageQuestion(DateRange(DatePreset.TODAY), UsageField.KEY, Comparison.CUSTOM, TODAY)
    model.set_range(DateRange(DatePreset.TODAY))
    model.set_split(UsageField.KEY)
    model.set_comparison(Comparison.CUSTOM, TODAY)
    model.set_metric(UsageMetric.COST)
    assert asked.count() == 3


def test_only_the_answer_to_what_is_asked_is_shown(qapp: object) -> None:
    model = shown(week_report())
    by_model = split_report(UsageField.MODEL, MANY_PARTS)
    model.set_split(UsageField.MODEL)
    loading = [model.loading]
    for report in (week_report(), by_model):
        model.set_report(report)
        loading.append(model.loading)
    model.set_comparison(Comparison.NONE)
    model.set_report(by_model)
    assert [*loading, model.loading] == [True, True, True, False]
    assert model.report is by_model


def test_today_is_of_the_zone(qapp: object) -> None:
    model = UsagePageModel(now_ms=lambda: NOW_MS + 15 * 3_600_000)
    assert model.today == TODAY
    model.set_zone(BERLIN)
    assert model.today == TODAY + DAY


# What is said.


@pytest.mark.parametrize(
    ("metric", "total", "change"),
    [
        (UsageMetric.REQUESTS, "891", "↑ 78 % from 500 in Nov 10 – Nov 16, 2026"),
        (UsageMetric.COST, "$0.89", "↑ 78 % from $0.50 in Nov 10 – Nov 16, 2026"),
        (UsageMetric.TOKENS, "98,010", "↑ 78 % from 55,000 in Nov 10 – Nov 16, 2026"),
        (UsageMetric.ERRORS, "89", "↑ 78 % from 50 in Nov 10 – Nov 16, 2026"),
        (UsageMetric.ERROR_RATE, "10.0 %", "0.0 points from 10.0 % in Nov 10 – Nov 16, 2026"),
    ],
)
def test_the_head_says_total_and_change(qapp: object, metric: UsageMetric, total: str, change: str) -> None:
    model = shown(week_report(), metric=metric)
    assert model.total_text == total
    assert model.change_text == change
    assert model.period_text == "Nov 17 – Nov 23, 2026, so far"
    assert not model.empty


def test_without_comparison_there_is_no_change(qapp: object) -> None:
    model = shown(week_report(ALONE))
    assert model.change_text == ""
    assert model.table.columnCount() == 6


def test_a_period_that_is_over_does_not_go_on(qapp: object) -> None:
    model = shown(UsageReport(ALONE, period_of(COUNTS, WEEK_OF - 30 * DAY), None))
    assert model.period_text == "Oct 18 – Oct 24, 2026"


def test_the_note_says_where_figures_come_from(qapp: object) -> None:
    model = shown(week_report())
    assert model.note == "From the history kept here, as of 2026-11-23 08:15:30 UTC · days in UTC"
    there = UsageReport(ALONE, period_of(COUNTS, source=FigureSource.SERVER), None)
    model = shown(there, zone="Asia/Kathmandu")
    assert model.note == (
        "From the server's sums, as of 2026-11-23 08:15:30 UTC · days in UTC"
        " · the server knows no days of Asia/Kathmandu"
    )


def test_a_failure_is_said_beside_what_is_shown_until_an_answer_comes(qapp: object) -> None:
    model = shown(week_report())
    model.set_failed(Offline("No <b>route</b>."))
    assert model.note.startswith(model.error_text + " · From the history")
    assert model.total_text == "891"
    model.set_report(week_report())
    assert model.error_text == ""


def test_before_an_answer_nothing_is_known(qapp: object) -> None:
    model = UsagePageModel(now_ms=now_ms)
    assert model.loading
    assert not model.empty
    assert (model.total_text, model.change_text, model.period_text, model.note) == ("", "", "", "")
    assert (model.places, model.lines, model.point_text(0), model.place_text(0)) == ((), (), ("", ""), "")
    assert model.description == model.week.description == "No data yet"
    assert model.criteria_of_place(0) is None
    assert model.table.rowCount() == model.week.rowCount() == 0
    assert model.anomaly_texts == ()
    model.set_failed(Offline("x"))
    assert model.note == model.error_text != ""


def test_another_account_begins_with_nothing(qapp: object) -> None:
    model = shown(week_report())
    model.clear()
    assert model.loading
    assert model.lines == ()
    assert model.table.rowCount() == model.week.rowCount() == 0


def test_days_without_a_request_are_empty(qapp: object) -> None:
    model = shown(UsageReport(ALONE, period_of([0] * 7), None), metric=UsageMetric.ERROR_RATE)
    assert model.empty
    assert model.total_text == "—"
    assert cells(model.table)[1][1:] == ["0", "$0.00", "0", "0", "—"]
    assert model.week.share(0, 0) == 0.0


def test_days_to_come_have_no_line_yet(qapp: object) -> None:
    report = UsageReport(ALONE, period_of([0] * 7, TODAY + DAY, until_ms=NOW_MS), None)
    model = shown(report)
    assert model.lines[0].values == ()
    assert "—" in model.description
    assert model.point_text(3) == ("2026-11-27, Fri", "—")
    assert model.table.rowCount() == 1


# The chart.


def test_a_line_and_what_it_is_compared_with(qapp: object) -> None:
    model = shown(week_report())
    here, there = model.lines
    assert (here.name, here.style, here.values) == ("Requests", LineStyle.FILLED, COUNTS)
    assert (there.name, there.style, there.values) == ("Nov 10 – Nov 16, 2026", LineStyle.DASHED, BEFORE)
    assert model.places == period_of(COUNTS).edges_ms[:-1]
    assert [model.place_text(place) for place in (0, 6)] == ["Nov 17", "Nov 23"]
    assert model.point_text(2) == ("2026-11-19, Thu", "300 requests\n2026-11-12, Thu: 0 requests")
    assert len(shown(week_report(ALONE)).lines) == 1


def test_lines_end_where_time_does(qapp: object) -> None:
    counts = [*range(24)]
    question = UsageQuestion(DateRange(DatePreset.TODAY))
    period = period_of(counts, TODAY, until_ms=NOW_MS)
    compared = period_of(counts, TODAY - DAY, until_ms=NOW_MS - 86_400_000)
    model = shown(UsageReport(question, period, compared))
    assert [len(line.values) for line in model.lines] == [9, 9]
    assert model.place_text(8) == "08:00"
    assert model.point_text(8) == ("2026-11-23 08:00", "8 requests\n2026-11-22 08:00: 8 requests")
    assert model.point_text(9) == ("2026-11-23 09:00", "—")
    # The other day whole: its line goes on where this one has not come to.
    model = shown(UsageReport(question, period, period_of(counts, TODAY - DAY)))
    assert [len(line.values) for line in model.lines] == [9, 24]
    assert model.point_text(9) == ("2026-11-23 09:00", "2026-11-22 09:00: 9 requests")


def test_an_hour_more_or_less_of_the_other_day_is_no_trouble(qapp: object) -> None:
    question = UsageQuestion(DateRange(DatePreset.TODAY))
    edges_ms = tuple(range(0, 26 * 3_600_000, 3_600_000))
    long_day = UsagePeriod(
        TODAY, TODAY, "UTC", edges_ms[-1], edges_ms, (sums(10),) * 25, {}, None, FigureSource.HISTORY, NOW_MS
    )
    day = period_of([7] * 24, TODAY)
    model = shown(UsageReport(question, day, long_day))
    assert [len(line.values) for line in model.lines] == [24, 24]
    assert model.week.rowCount() == 7
    model = shown(UsageReport(question, long_day, day))
    assert [len(line.values) for line in model.lines] == [25, 24]
    assert model.point_text(24)[1] == "10 requests"
    assert model.table.rowCount() == 26
    assert model.week.rowCount() == 0


@pytest.mark.parametrize("metric", ADDITIVE)
@pytest.mark.parametrize("before", [None, MANY_PARTS])
@pytest.mark.parametrize("count", [1, MOST_LINES, MOST_LINES + 1, 9])
def test_lines_of_parts_sum_to_the_total(
    qapp: object, metric: UsageMetric, before: Mapping[str | int, Sequence[int]] | None, count: int
) -> None:
    parts = dict(list(MANY_PARTS.items())[:count])
    report = split_report(UsageField.MODEL, parts, before)
    lines = shown(report, metric=metric).lines
    expected = tuple(amount(each, metric) for each in report.period.totals)
    assert tuple(map(sum, zip(*(line.values for line in lines), strict=True))) == expected
    assert len(lines) == min(count, MOST_LINES + 1)
    assert (lines[-1].name == "Other") is (count > MOST_LINES)
    assert {line.style for line in lines} == {LineStyle.PLAIN}
    assert [line.slot for line in lines[:MOST_LINES]] == list(range(min(count, MOST_LINES)))
    if count > MOST_LINES:
        assert (lines[-1].slot, lines[-1].model) == (OTHER_SLOT, None)


def test_the_largest_parts_have_lines_and_models_their_colours(qapp: object) -> None:
    model = shown(split_report(UsageField.MODEL, MANY_PARTS))
    assert [line.name for line in model.lines] == [*(f"model-{number}" for number in (9, 8, 7, 6, 5)), "Other"]
    assert [line.model for line in model.lines] == [*(f"model-{number}" for number in (9, 8, 7, 6, 5)), None]
    title, figures = model.point_text(0)
    assert title == "2026-11-17, Tue"
    assert figures.split("\n")[0] == "model-9: 90 requests"
    assert figures.split("\n")[-1] == "Other: 100 requests"
    model = shown(split_report(UsageField.ENDPOINT, MANY_PARTS))
    assert {line.model for line in model.lines} == {None}


def test_the_rate_of_the_rest_is_of_its_sums(qapp: object) -> None:
    model = shown(split_report(UsageField.MODEL, MANY_PARTS), metric=UsageMetric.ERROR_RATE)
    assert model.report is not None
    rates = {line.name: line.values for line in model.lines}
    others = [value for value in MANY_PARTS if value not in rates]
    rest = [sum((model.report.period.parts[value][0] for value in others), NOTHING)]
    assert rates["Other"][0] == amount(rest[0], UsageMetric.ERROR_RATE)


def test_what_only_was_before_has_a_row_and_no_line(qapp: object) -> None:
    report = split_report(UsageField.STATUS, {200: [5] * 7}, {200: [4] * 7, 429: [3] * 7})
    model = shown(report)
    assert [line.name for line in model.lines] == ["200 OK"]
    assert [[row[0], row[1], row[6], row[7]] for row in cells(model.table)] == [
        ["Total", "35", "49", "↓ 29 %"],
        ["200 OK", "35", "28", "↑ 25 %"],
        ["429 Too Many Requests", "0", "21", "↓ 100 %"],
    ]


def test_the_chart_is_described(qapp: object) -> None:
    assert shown(week_report()).description == (
        "Nov 17 – Nov 23, 2026, so far: 891 Requests, peak 300 requests on Nov 19."
        " Lines: Requests, Nov 10 – Nov 16, 2026"
    )


def test_an_unusual_hour_is_told_and_marked(qapp: object) -> None:
    hour_ms = NOW_MS // 3_600_000 * 3_600_000 - 2 * 86_400_000
    late = Anomaly(AnomalyMetric.REQUESTS, hour_ms, hour_ms + 3_600_000, 70, 10, "key_1", None)
    early = Anomaly(AnomalyMetric.ERROR_RATE, hour_ms - 86_400_000, hour_ms - 82_800_000, 400, 20, None, 429)
    model = shown(week_report(anomalies=(early, late)))
    model.set_keys({"key_1": key_of("key_1", HOSTILE_NAME)})
    assert len(model.anomaly_texts) == 2
    assert "\u202e" not in model.anomaly_texts[0]
    assert "Nov 21, 08:00–09:00: 70 requests, usually 10 requests" in model.anomaly_texts[0]
    assert model.unusual_places == {4}
    model.set_metric(UsageMetric.ERROR_RATE)
    assert model.unusual_places == {3}
    model.set_metric(UsageMetric.TOKENS)
    assert model.unusual_places == frozenset()
    day = date(2026, 11, 21)
    assert model.criteria_of_anomaly(0) == Criteria(DateRange(DatePreset.CUSTOM, day, day), key_ids=("key_1",))
    assert model.criteria_of_anomaly(1).status == 429


# The table.


def test_the_table_has_the_total_and_the_days_newest_first(qapp: object) -> None:
    model = shown(week_report())
    table = model.table
    assert titles(table) == [
        "Period", "Requests", "Cost", "Tokens", "Errors", "Error rate", "Requests Before", "Change",
    ]  # fmt: skip
    rows = cells(table)
    assert rows[0] == ["Total", "891", "$0.89", "98,010", "89", "10.0 %", "500", "↑ 78 %"]
    assert rows[1] == ["2026-11-23, Mon", "41", "$0.04", "4,510", "4", "9.8 %", "40", "↑ 2 %"]
    assert rows[5] == ["2026-11-19, Thu", "300", "$0.30", "33,000", "30", "10.0 %", "0", "new"]
    assert [row[0] for row in rows[1:]] == sorted((row[0] for row in rows[1:]), reverse=True)
    assert len(rows) == 8


def test_columns_follow_the_metric_and_the_split(qapp: object) -> None:
    model = shown(week_report(), metric=UsageMetric.ERROR_RATE)
    assert titles(model.table)[-2:] == ["Error rate Before", "Change"]
    assert cells(model.table)[1][-2:] == ["10.0 %", "↓ 0.2 points"]
    names = []
    for split in (UsageField.MODEL, UsageField.KEY):
        model = shown(split_report(split, {"a": [1] * 7}))
        names.append(titles(model.table)[0])
    assert names == ["Model", "API Key"]


def test_figures_stand_right_and_names_left(qapp: object) -> None:
    model = shown(week_report())
    table = model.table
    role = Qt.ItemDataRole.TextAlignmentRole
    for column in range(table.columnCount()):
        side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
        assert table.index(1, column).data(role) & side
        assert table.headerData(column, Qt.Orientation.Horizontal, role) & side


def test_a_tooltip_tells_the_exact_cost_and_no_markup_acts(qapp: object) -> None:
    model = shown(split_report(UsageField.MODEL, {HOSTILE_NAME: [1] * 7}))
    role = Qt.ItemDataRole.ToolTipRole
    assert model.table.index(1, 2).data(role) == "$0.007007007"
    assert "<b>" not in str(model.table.index(1, 0).data(role))


def test_the_same_rows_with_other_figures_keep_their_place(qapp: object) -> None:
    model = shown(week_report())
    resets, changes = QSignalSpy(model.table.modelReset), QSignalSpy(model.table.dataChanged)
    newer = UsageReport(
        WEEK_QUESTION, period_of((*COUNTS[:-1], 42), until_ms=NOW_MS), period_of(BEFORE, WEEK_OF - 7 * DAY)
    )
    model.set_report(newer)
    assert (resets.count(), changes.count()) == (0, 1)
    assert cells(model.table)[1][1] == "42"
    model.set_metric(UsageMetric.COST)
    assert resets.count() == 1


def test_parts_are_sorted_by_the_metric(qapp: object) -> None:
    report = split_report(UsageField.MODEL, {"b": [5] * 7, "a": [5] * 7, "c": [6] * 7, "": [1] * 7})
    model = shown(report)
    assert [row[0] for row in cells(model.table)] == ["Total", "c", "a", "b", "—"]


# What the requests have in common.


def test_places_lead_to_the_utc_days_that_they_lie_in(qapp: object) -> None:
    model = shown(week_report())
    day = WEEK_OF + 2 * DAY
    assert model.criteria_of_place(2) == Criteria(DateRange(DatePreset.CUSTOM, day, day))
    assert model.table.rows[0].criteria == Criteria(DateRange(DatePreset.CUSTOM, WEEK_OF, TODAY))
    assert model.table.rows[1].criteria == Criteria(DateRange(DatePreset.CUSTOM, TODAY, TODAY))
    berlin = shown(UsageReport(ALONE, period_of(COUNTS, zone=BERLIN), None), zone=BERLIN)
    assert berlin.criteria_of_place(2) == Criteria(DateRange(DatePreset.CUSTOM, day - DAY, day))
    hours = shown(UsageReport(ALONE, period_of([1] * 24, TODAY, zone=BERLIN), None), zone=BERLIN)
    assert [hours.criteria_of_place(place) for place in (0, 1)] == [
        Criteria(DateRange(DatePreset.CUSTOM, day, day)) for day in (TODAY - DAY, TODAY)
    ]


@pytest.mark.parametrize(
    ("split", "value", "expected"),
    [
        (UsageField.MODEL, HOSTILE_NAME, Criteria(models=(HOSTILE_NAME,))),
        (UsageField.KEY, "key_1", Criteria(key_ids=("key_1",))),
        (UsageField.ENDPOINT, "/v1/a", Criteria(endpoints=("/v1/a",))),
        (UsageField.STATUS, 429, Criteria(status=429)),
    ],
)
def test_parts_lead_to_their_requests(qapp: object, split: UsageField, value: str | int, expected: Criteria) -> None:
    model = shown(split_report(split, {value: [1] * 7}))
    criteria = model.table.rows[1].criteria
    assert criteria is not None
    assert criteria.range == DateRange(DatePreset.CUSTOM, WEEK_OF, TODAY)
    assert (criteria.models, criteria.key_ids, criteria.endpoints, criteria.status) == (
        expected.models, expected.key_ids, expected.endpoints, expected.status,
    )  # fmt: skip


def test_keys_have_the_names_that_people_gave_them_as_soon_as_they_are_known(qapp: object) -> None:
    model = shown(split_report(UsageField.KEY, {"key_1": [2] * 7, "key_2": [1] * 7}))
    assert [row[0] for row in cells(model.table)] == ["Total", "key_1", "key_2"]
    changes = QSignalSpy(model.changed)
    keys = {"key_1": key_of("key_1", "Production"), "key_2": key_of("key_2", "<i>\u202eoops\n</i>")}
    model.set_keys(keys)
    assert [row[0] for row in cells(model.table)][1] == "Production"
    assert model.lines[0].name == "Production"
    assert not {"\u202e", "\n"} & set(cells(model.table)[2][0])
    assert changes.count() == 1
    model.set_keys(dict(keys))
    assert changes.count() == 1


# The week.


def test_the_week_has_its_hours(qapp: object) -> None:
    model = shown(week_report())
    week = model.week
    assert (week.rowCount(), week.columnCount()) == (7, 24)
    assert week.index(1, 14).data() == "891"
    assert week.index(1, 14).data(Qt.ItemDataRole.ToolTipRole) == "Tue 14:00: 891 requests"
    assert (week.share(1, 14), week.share(0, 0)) == (1.0, 0.0)
    assert week.headerData(1, Qt.Orientation.Vertical) == "Tue"
    assert week.headerData(9, Qt.Orientation.Horizontal) == "09"
    assert week.description == "Requests by hour of the week, most on Tue 14:00: 891 requests"


# The copy.


def test_the_copied_table_reads_back(qapp: object) -> None:
    model = shown(week_report())
    rows = list(csv.reader(io.StringIO(model.table_csv(), newline="")))
    assert rows == [titles(model.table), *cells(model.table)]
    assert model.table_csv().endswith("\r\n")


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", " =1", "a;=1", "\"quoted\", 'x'"]
)
def test_copied_names_can_not_act(qapp: object, name: str) -> None:
    model = shown(split_report(UsageField.MODEL, {name: [1] * 7}))
    cell = list(csv.reader(io.StringIO(model.table_csv(), newline="")))[2][0]
    assert cell.replace("'=", "=").removeprefix("'") == name.removeprefix("'")
    for part in cell.split(";"):
        assert not part.lstrip().startswith(("=", "+", "-", "@"))


@pytest.mark.parametrize("name", [HOSTILE_NAME, "a\r\nb", "\0", "\ud800", "Ü\u200b"])
def test_hostile_names_stay_in_their_line(qapp: object, name: str) -> None:
    model = shown(split_report(UsageField.MODEL, {name: [1] * 7}, {}))
    assert len(list(csv.reader(io.StringIO(model.table_csv(), newline="")))) == 3
    assert len(model.point_text(0)[1].split("\n")) == 1
    for text in (cells(model.table)[1][0], model.lines[0].name, model.description):
        assert not {"\u202e", "\n", "\r", "\0", "\ud800", "\u200b"} & set(text)


def test_enormous_sums_are_written_out(qapp: object) -> None:
    enormous = Totals(10**12, 10**12, 10**17, 10**17, 10**26)
    totals = (enormous,) * 7
    period = period_of([0] * 7)
    edges_ms = period.edges_ms
    report = UsageReport(
        ALONE,
        UsagePeriod(
            period.first, period.last, "UTC", edges_ms[-1], edges_ms, totals, {}, None, FigureSource.HISTORY, NOW_MS
        ),
        None,
    )
    for metric in UsageMetric:
        model = shown(report, metric=metric)
        assert model.total_text
        assert model.description
        assert all(map(all, cells(model.table)))
        assert model.value_text(model.lines[0].values[0])


def test_the_clock_is_utc_at_both_ends() -> None:
    """The figures of these tests are of the day that they say."""
    assert datetime.fromtimestamp(NOW_MS / 1000, UTC).date() == TODAY
