"""Filters, orders, totals and groups, against the plain way in Python."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from binom_desktop.domain import RequestRecord, UsageField, UsageItem
from binom_desktop.history.store import Store
from binom_desktop.queries import Query, RequestFilter, SortColumn, StatusClass, Totals
from tests.unit.history.made import (
    DAY_MS,
    NOW_MS,
    START_MS,
    any_filter,
    any_records,
    matches,
    opened,
    record,
    records,
    sums,
)

FIRST = date(2026, 11, 1)

GROUPS: dict[UsageField, Callable[[RequestRecord], object]] = {
    UsageField.HOUR: lambda one: one.timestamp_ms // 3_600_000 * 3_600_000,
    UsageField.DAY: lambda one: FIRST + timedelta(days=(one.timestamp_ms - START_MS) // DAY_MS),
    UsageField.MODEL: attrgetter("model"),
    UsageField.KEY: attrgetter("key_id"),
    UsageField.ENDPOINT: attrgetter("endpoint"),
    UsageField.STATUS: attrgetter("status"),
}
MEMBERS = {field: "hour_ms" if field is UsageField.HOUR else field.value for field in UsageField}


def text_order(text: str) -> tuple[str, str]:
    return text.casefold(), text


SORTS: dict[SortColumn, Callable[[RequestRecord], Any]] = {
    SortColumn.SEQUENCE: attrgetter("sequence"),
    SortColumn.TIMESTAMP: attrgetter("timestamp_ms"),
    SortColumn.ENDPOINT: lambda one: text_order(one.endpoint),
    SortColumn.MODEL: lambda one: text_order(one.model),
    SortColumn.STATUS: attrgetter("status"),
    SortColumn.TOKENS: lambda one: one.input_tokens + one.output_tokens,
    SortColumn.COST: attrgetter("cost_nano"),
    SortColumn.KEY: lambda one: (text_order(one.key_description), text_order(one.key_id)),
    SortColumn.LATENCY: attrgetter("latency_ms"),
}


def filled(name: str, made: list[RequestRecord]) -> Store:
    store = opened(Path(name))
    store.merge(made)
    return store


def value_order(item: UsageItem, fields: list[UsageField]) -> list[object]:
    values = [getattr(item, MEMBERS[field]) for field in fields]
    return [text_order(value) if isinstance(value, str) else value for value in values]


@settings(deadline=None, max_examples=40)
@given(any_records(), any_filter(), st.lists(st.sampled_from(UsageField), min_size=1, max_size=3, unique=True))
def test_usage_is_what_plain_sums_say(
    made: list[RequestRecord], wanted: RequestFilter, fields: list[UsageField]
) -> None:
    last = FIRST + timedelta(days=6)
    inside = [one for one in made if matches(one, wanted) and START_MS <= one.timestamp_ms < START_MS + 7 * DAY_MS]

    def key(one: RequestRecord) -> str:
        return repr([GROUPS[field](one) for field in fields])

    expected = []
    for _, group in groupby(sorted(inside, key=key), key):
        several = list(group)
        labels: dict[str, Any] = {MEMBERS[field]: GROUPS[field](several[0]) for field in fields}
        expected.append(UsageItem(*sums(several), **labels))
    if fields == [UsageField.DAY]:
        days = {item.day for item in expected}
        every = [FIRST + timedelta(days=number) for number in range(7)]
        expected += [UsageItem(0, 0, 0, 0, 0, day=day) for day in every if day not in days]

    with TemporaryDirectory() as name:
        store = filled(name, made)
        usage = store.usage(FIRST, last, fields, filter=wanted)
        store.close()
    assert list(usage.items) == sorted(expected, key=lambda item: value_order(item, fields))
    assert (usage.first, usage.last, usage.as_of_ms) == (FIRST, last, NOW_MS)


@settings(deadline=None, max_examples=40)
@given(any_records(), any_filter(), st.sampled_from(SortColumn), st.booleans())
def test_a_view_holds_what_matches_in_order_with_its_totals(
    made: list[RequestRecord], wanted: RequestFilter, sort: SortColumn, descending: bool
) -> None:
    expected = sorted((one for one in made if matches(one, wanted)), key=attrgetter("sequence"))
    expected.sort(key=SORTS[sort])
    if descending:
        expected.reverse()
    with TemporaryDirectory() as name:
        store = filled(name, made)
        view = store.view(Query(wanted, sort, descending))
        store.close()
    assert view.totals == Totals(*sums(expected))
    assert [view.record(row) for row in range(len(view))] == expected
    for beyond in (-1, len(view)):
        with pytest.raises(IndexError):
            view.record(beyond)


@pytest.mark.parametrize(
    "fields",
    [[UsageField.DAY], [UsageField.MODEL], [UsageField.HOUR, UsageField.MODEL, UsageField.KEY], [UsageField.STATUS]],
)
def test_many_requests_sum_up_like_few(tmp_path: Path, fields: list[UsageField]) -> None:
    made = records(1, 20_000)
    store = opened(tmp_path)
    store.merge(made[:17_000] + made[17_500:])
    held = made[:17_000] + made[17_500:]
    for wanted in (RequestFilter(), RequestFilter(from_ms=START_MS + 5 * DAY_MS, status=StatusClass.FAILED)):
        usage = store.usage(FIRST, FIRST + timedelta(days=30), fields, filter=wanted)
        groups: dict[tuple[object, ...], list[RequestRecord]] = {}
        for one in held:
            if matches(one, wanted) and one.timestamp_ms >= START_MS:
                groups.setdefault(tuple(GROUPS[field](one) for field in fields), []).append(one)
        found = {
            tuple(getattr(item, MEMBERS[field]) for field in fields): item for item in usage.items if item.requests
        }
        assert found.keys() == groups.keys()
        for key, several in groups.items():
            item = found[key]
            assert sums(several) == (
                item.requests,
                item.errors,
                item.input_tokens,
                item.output_tokens,
                item.cost_nano,
            )
    store.close()


def test_very_many_groups(tmp_path: Path) -> None:
    made = [record(number, key_id=f"k{number % 501}", model=f"m{number % 499}") for number in range(1, 3001)]
    store = opened(tmp_path)
    store.merge(made)
    fields = [UsageField.HOUR, UsageField.KEY, UsageField.MODEL]
    usage = store.usage(FIRST, FIRST + timedelta(days=30), fields, filter=RequestFilter())
    assert len(usage.items) == len(
        {tuple(GROUPS[field](one) for field in fields) for one in made if one.timestamp_ms >= START_MS}
    )
    assert sum(item.cost_nano for item in usage.items) == sum(
        one.cost_nano for one in made if one.timestamp_ms >= START_MS
    )
    assert store.usage(FIRST, FIRST, fields, filter=RequestFilter(models=("unheard of",))).items == ()
    store.close()


def test_sums_beyond_64_bits_are_exact(tmp_path: Path) -> None:
    most = 2**63 - 1
    made = [
        record(number, input_tokens=most - number, output_tokens=number * 2, cost_nano=-most) for number in (1, 2, 3)
    ]
    made.append(record(4, input_tokens=0, output_tokens=0, cost_nano=0))
    store = opened(tmp_path)
    store.merge(made)
    view = store.view(Query(sort=SortColumn.TOKENS))
    assert [view.record(row).sequence for row in range(4)] == [3, 2, 1, 4]
    assert view.totals == Totals(*sums(made))
    (day,) = store.usage(FIRST - timedelta(days=1), FIRST, [UsageField.ENDPOINT], filter=RequestFilter()).items
    assert (day.input_tokens, day.cost_nano) == (3 * most - 6, -3 * most)
    store.close()


def test_a_view_stays_as_it_was(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge(records(20_000, 21_000))
    view = store.view(Query())
    store.merge(records(1, 19_999))
    store.merge(records(21_001, 22_000))
    expected = records(20_000, 21_000)[::-1]
    assert [view.record(row) for row in range(len(view))] == expected
    store.set_aside("begun anew")
    store.merge([record(20_500, id="another")])
    assert [view.record(row) for row in range(len(view))] == expected
    store.close()


def test_usage_asks_for_days_in_order_and_different_fields(tmp_path: Path) -> None:
    store = opened(tmp_path)
    with pytest.raises(ValueError, match="first day"):
        store.usage(FIRST, FIRST - timedelta(days=1), [UsageField.DAY], filter=RequestFilter())
    for fields in ([], [UsageField.DAY, UsageField.DAY], list(UsageField)[:4]):
        with pytest.raises(ValueError, match="one to three"):
            store.usage(FIRST, FIRST, fields, filter=RequestFilter())
    store.close()


def test_completeness_allows_for_a_day_of_delay(tmp_path: Path) -> None:
    minutes_a_day = 24 * 60
    store = opened(tmp_path)
    last = 10 * minutes_a_day
    store.merge(records(5 * minutes_a_day, last))
    day = 86_400_000
    assert not store.complete_since(START_MS + 5 * day, last)
    assert store.complete_since(START_MS + 6 * day + 7_200_000, last)
    assert not store.complete_since(START_MS + 9 * day, last + 1)
    store.begin_at(5 * minutes_a_day)
    assert store.complete_since(0, last)
    store.close()


def test_one_wrong_time_does_not_make_it_complete(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge([record(5000, timestamp_ms=0), *records(5001, 6000)])
    assert not store.complete_since(START_MS + 3 * DAY_MS, 6000)
    store.close()


def test_an_empty_log_is_complete(tmp_path: Path) -> None:
    store = opened(tmp_path)
    assert store.complete_since(0, 0)
    assert not store.complete_since(0, 1)
    store.close()
