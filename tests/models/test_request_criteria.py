"""What the filters say, and what can be picked for them."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QSignalSpy

from binom_desktop.domain import ApiKey
from binom_desktop.models.choice_list import ChoiceListModel
from binom_desktop.models.request_criteria import RequestCriteriaModel
from binom_desktop.presentation.criteria_text import CriteriaPart, criteria_texts, range_text, status_choice_text
from binom_desktop.queries import Criteria, DatePreset, DateRange, KeyChoice, RequestChoices, StatusClass
from tests.models.figures import HOSTILE_NAME, TODAY, now_ms

CHOICES = RequestChoices(
    models=("claude-sonnet-4", "gpt-4o", "gpt-4o-mini"),
    endpoints=("/v1/chat/completions", "/v1/embeddings"),
    keys=(KeyChoice("key_2", "Notebook"), KeyChoice("key_1", "Production")),
    statuses=(200, 429, 500),
)


def api_key(key_id: str, description: str) -> ApiKey:
    return ApiKey(key_id, description, True, None, (), f"binom_sk_…{key_id[-1]}fQ2", 0, None, 0, 0, 0, "1")


@pytest.fixture
def model() -> RequestCriteriaModel:
    made = RequestCriteriaModel(now_ms=now_ms)
    made.set_choices(CHOICES)
    return made


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (DateRange(), "All time"),
        (DateRange(DatePreset.TODAY), "Today"),
        (DateRange(DatePreset.PAST_7_DAYS), "Past 7 days"),
        (DateRange(DatePreset.PAST_30_DAYS), "Past 30 days"),
        (DateRange(DatePreset.PAST_90_DAYS), "Past 90 days"),
        (DateRange(DatePreset.THIS_MONTH), "This month"),
        (DateRange(DatePreset.LAST_MONTH), "Last month"),
        (DateRange(DatePreset.CUSTOM, date(2026, 11, 1), date(2026, 11, 23)), "2026-11-01 – 2026-11-23"),
        (DateRange(DatePreset.CUSTOM, date(2026, 11, 1), date(2026, 11, 1)), "2026-11-01"),
        (DateRange(DatePreset.CUSTOM, date(2026, 11, 1)), "From 2026-11-01"),
        (DateRange(DatePreset.CUSTOM, None, date(2026, 11, 1)), "Until 2026-11-01"),
        (DateRange(DatePreset.CUSTOM), "All time"),
    ],
)
def test_days_in_words(days: DateRange, text: str) -> None:
    assert range_text(days) == text


def test_statuses_in_words() -> None:
    said = [status_choice_text(status) for status in (None, *StatusClass, 429, 599)]
    assert said == ["All", "Successful", "4xx", "5xx", "Failed", "429 Too Many Requests", "599 Server Error"]


def test_many_values_are_the_first_and_a_number(model: RequestCriteriaModel) -> None:
    said = []
    for models in ((), ("gpt-4o",), ("gpt-4o", "gpt-4o-mini"), ("gpt-4o", "gpt-4o-mini", "claude-sonnet-4")):
        model.set_models(models)
        said.append(model.part_text(CriteriaPart.MODELS))
    assert said == ["", "gpt-4o", "gpt-4o, gpt-4o-mini", "gpt-4o and 2 more"]
    assert model.part_tooltip(CriteriaPart.MODELS) == "gpt-4o\ngpt-4o-mini\nclaude-sonnet-4"


def test_every_filter_tells_itself_in_full() -> None:
    criteria = Criteria(
        DateRange(DatePreset.PAST_30_DAYS),
        StatusClass.FAILED,
        ("gpt-4o", "gpt-4o-mini", "claude-sonnet-4"),
        ("/v1/embeddings",),
        ("key_1", "key_9"),
        " limit ",
    )
    assert criteria_texts(criteria, CHOICES) == (
        ("Date", "Past 30 days"),
        ("Status", "Failed"),
        ("Model", "gpt-4o, gpt-4o-mini, claude-sonnet-4"),
        ("Endpoint", "/v1/embeddings"),
        ("API Key", "Production, key_9"),
        ("Search", "limit"),
    )
    assert criteria_texts(Criteria(), CHOICES) == ()


def test_keys_of_the_same_description_are_told_apart() -> None:
    choices = RequestChoices(keys=(KeyChoice("key_1", "Test"), KeyChoice("key_2", "Test"), KeyChoice("key_3", "")))
    criteria = Criteria(key_ids=("key_1", "key_2", "key_3"))
    assert criteria_texts(criteria, choices) == (("API Key", "Test (key_1), Test (key_2), key_3"),)


def test_hostile_text_is_one_plain_line(model: RequestCriteriaModel) -> None:
    model.set_models((HOSTILE_NAME, ""))
    model.set_key_ids((HOSTILE_NAME,))
    model.set_text("a\nb\u202e")
    for _, text in model.texts:
        assert "\n" not in text
        assert "\u202e" not in text
    assert model.part_text(CriteriaPart.MODELS).endswith(", —")


def test_changes_are_said_once_and_only_if_there_are_any(model: RequestCriteriaModel) -> None:
    changes = QSignalSpy(model.changed)
    model.set_status(429)
    model.set_status(429)
    model.set_models(["gpt-4o", "gpt-4o"])
    model.set_criteria(model.criteria)
    assert changes.count() == 2
    assert model.criteria == Criteria(status=429, models=("gpt-4o",))
    model.clear()
    model.clear()
    assert changes.count() == 3


def test_each_filter_is_removed_by_itself(model: RequestCriteriaModel) -> None:
    model.set_criteria(
        Criteria(DateRange(DatePreset.TODAY), 200, ("gpt-4o",), ("/v1/embeddings",), ("key_1",), text="x")
    )
    for part in CriteriaPart:
        assert model.is_set(part)
        model.clear_part(part)
        assert not model.is_set(part)
    assert model.criteria == Criteria()
    assert not model.is_filtered


def test_what_takes_everything_is_no_filter(model: RequestCriteriaModel) -> None:
    model.set_range(DateRange(DatePreset.CUSTOM))
    model.set_text("  ")
    assert model.criteria.range == DateRange()
    assert not model.is_filtered
    assert model.today == TODAY


def test_current_descriptions_go_before_those_of_the_log(model: RequestCriteriaModel) -> None:
    changes = QSignalSpy(model.choices_changed)
    model.set_key_ids(("key_1",))
    model.set_keys({"key_1": api_key("key_1", "Live"), "key_7": api_key("key_7", "Unused")})
    assert changes.count() == 1
    assert model.part_text(CriteriaPart.KEYS) == "Live"
    offered = [(choice.value, choice.text, choice.extra) for choice in model.offered(CriteriaPart.KEYS)]
    assert offered == [("key_2", "Notebook", "key_2"), ("key_1", "Live", "binom_sk_…1fQ2")]


def test_what_was_chosen_stays_offered(model: RequestCriteriaModel) -> None:
    model.set_criteria(Criteria(status=503, models=("gone",), key_ids=("key_9",)))
    model.set_choices(RequestChoices())
    assert [choice.text for choice in model.offered(CriteriaPart.MODELS)] == ["gone"]
    assert [choice.text for choice in model.offered(CriteriaPart.KEYS)] == ["key_9"]
    assert model.offered_statuses == (503,)
    model.toggle(CriteriaPart.MODELS, "gone")
    assert model.offered(CriteriaPart.MODELS) == ()


def test_the_list_finds_ticks_and_follows(model: RequestCriteriaModel) -> None:
    choices = ChoiceListModel(criteria=model, part=CriteriaPart.MODELS)
    QAbstractItemModelTester(choices, QAbstractItemModelTester.FailureReportingMode.Fatal)
    choices.set_search(" GPT ")
    assert [choices.index(row).data() for row in range(choices.rowCount())] == ["gpt-4o", "gpt-4o-mini"]
    choices.toggle(1)
    assert model.criteria.models == ("gpt-4o-mini",)
    assert choices.index(1).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    model.set_choices(RequestChoices(models=("gpt-5", "other")))
    assert [choices.index(row).data() for row in range(choices.rowCount())] == ["gpt-5", "gpt-4o-mini"]
    choices.clear_chosen()
    assert not model.is_filtered
    assert choices.rowCount() == 1


def test_keys_are_found_by_hint_too(model: RequestCriteriaModel) -> None:
    model.set_keys({"key_1": api_key("key_1", "Live")})
    choices = ChoiceListModel(criteria=model, part=CriteriaPart.KEYS)
    choices.set_search("1fq2")
    assert [choices.choice(row).value for row in range(choices.rowCount())] == ["key_1"]
