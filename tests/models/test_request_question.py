"""What the Requests page asks, as time goes on and links come in."""

from __future__ import annotations

from PySide6.QtTest import QSignalSpy

from binom_desktop.models.request_question import RequestQuestionModel
from binom_desktop.queries import (
    Criteria,
    DatePreset,
    DateRange,
    Query,
    Question,
    RequestFilter,
    SortColumn,
    StatusClass,
)

DAY_MS = 86_400_000
# 2026-11-23 08:15:30 UTC
NOW_MS = 1_795_421_730_000
MIDNIGHT_MS = NOW_MS // DAY_MS * DAY_MS


class Clock:
    """The wall clock, set by hand."""

    def __init__(self) -> None:
        self.ms = NOW_MS

    def __call__(self) -> int:
        return self.ms


def test_past_days_move_on_at_midnight() -> None:
    clock = Clock()
    model = RequestQuestionModel(now_ms=clock)
    assert model.query() == Query(RequestFilter(), SortColumn.TIMESTAMP, descending=True)
    model.criteria.set_range(DateRange(DatePreset.PAST_7_DAYS))
    assert model.query().filter == RequestFilter(from_ms=MIDNIGHT_MS - 6 * DAY_MS)
    clock.ms += DAY_MS
    assert model.query().filter == RequestFilter(from_ms=MIDNIGHT_MS - 5 * DAY_MS)


def test_links_replace_what_was_asked() -> None:
    model = RequestQuestionModel(now_ms=Clock())
    changed = QSignalSpy(model.changed)
    model.sort_by(SortColumn.COST)
    model.criteria.set_text("x")
    days = DateRange(DatePreset.PAST_30_DAYS)
    model.set_failed_of_past_days()
    assert model.question == Question(Criteria(days, StatusClass.FAILED))
    model.set_model_of_past_days("gpt-4o")
    assert model.question == Question(Criteria(days, models=("gpt-4o",)))
    model.clear()
    assert model.question == Question()
    assert changed.count() == 5
    model.clear()
    assert changed.count() == 5


def test_the_same_column_again_turns_the_order_round() -> None:
    model = RequestQuestionModel(now_ms=Clock())
    orders = []
    for sort in (SortColumn.TIMESTAMP, SortColumn.COST, SortColumn.COST, SortColumn.MODEL):
        model.sort_by(sort)
        orders.append((model.sort, model.descending))
    assert orders == [
        (SortColumn.TIMESTAMP, False),
        (SortColumn.COST, True),
        (SortColumn.COST, False),
        (SortColumn.MODEL, True),
    ]
