"""Views of the request log: text search, many rows at once, and what comes later, against the plain way in Python."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import astuple

from binom_desktop.domain import RequestRecord, UsageField
from binom_desktop.history.store import Store
from binom_desktop.history.view import View
from binom_desktop.queries import KeyChoice, Query, RequestFilter, RequestRows, SortColumn, Totals
from tests.unit.history.made import START_MS, any_filter, any_records, matches, opened, record, records, sums, ulid
from tests.unit.history.test_query import SORTS


def plain_view(held: list[RequestRecord], query: Query) -> list[RequestRecord]:
    """The rows of a view, computed without anything of the history."""
    found = sorted((one for one in held if matches(one, query.filter)), key=attrgetter("sequence"))
    found.sort(key=SORTS[query.sort])
    return found[::-1] if query.descending else found


def shown(view: View) -> list[RequestRecord]:
    return [view.record(row) for row in range(len(view))]


def any_query() -> st.SearchStrategy[Query]:
    return st.builds(Query, any_filter(), st.sampled_from(SortColumn), st.booleans())


@settings(deadline=None, max_examples=80)
@given(any_records(), any_query(), st.data())
def test_a_view_kept_up_to_date_is_what_a_new_one_would_be(
    made: list[RequestRecord], query: Query, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(made)), max_size=4)))
    with TemporaryDirectory() as name:
        store = opened(Path(name))
        view = store.view(query)
        held: list[RequestRecord] = []
        for start, stop in zip([0, *cuts], [*cuts, len(made)], strict=True):
            before, newest = shown(view), max((one.sequence for one in held), default=0)
            # What came twice counts once.
            store.merge(made[start:stop] + held[:3])
            held += made[start:stop]
            waiting = store.waiting(view)
            view, inserted = store.refreshed(view)
            now = shown(view)
            assert now == plain_view(held, query)
            assert view.totals == Totals(*sums(now))
            assert inserted is not None
            assert [one for row, one in enumerate(now) if row not in set(inserted)] == before
            arrived = [one.sequence for one in now if one not in before]
            assert waiting == (
                sum(sequence > newest for sequence in arrived),
                sum(sequence < newest for sequence in arrived),
            )
        store.close()


@settings(deadline=None, max_examples=40)
@given(any_records(), any_query(), st.integers(1, 7))
def test_rows_taken_together_are_the_records(made: list[RequestRecord], query: Query, size: int) -> None:
    with TemporaryDirectory() as name:
        store = opened(Path(name))
        store.merge(made)
        view = store.view(query)
        store.close()
    pages = [view.rows(first, first + size) for first in range(0, len(view), size)]
    expected = [tuple(getattr(one, field) for field in RequestRows._fields) for one in shown(view)]
    assert [row for page in pages for row in zip(*page, strict=True)] == expected
    # A column summed over its pages is the total shown.
    assert sum(sum(page.cost_nano) for page in pages) == view.totals.cost_nano
    rows = {one.sequence: row for row, one in enumerate(shown(view))}
    assert view.rows_of([*rows, 15_000]) == rows
    assert view.rows_of([*rows][::2]) == {sequence: rows[sequence] for sequence in [*rows][::2]}


@pytest.mark.parametrize("sort", list(SortColumn))
@pytest.mark.parametrize("descending", [True, False])
def test_thousands_that_come_at_once_take_their_places(tmp_path: Path, sort: SortColumn, descending: bool) -> None:
    made = records(1, 22_000)
    query = Query(RequestFilter(models=("model-1", "model-3")), sort, descending)
    store = opened(tmp_path)
    # Newest first, as a backfill goes, and then live.
    store.merge(made[16_000:20_000])
    view = store.view(query)
    for start, stop in ((10_000, 16_000), (0, 10_000), (20_000, 20_003), (20_003, 22_000)):
        store.merge(made[start:stop])
        view, _ = store.refreshed(view)
    assert shown(view) == plain_view(made, query)
    store.close()


def test_text_is_found_in_ids_and_errors_whatever_the_letter_case(tmp_path: Path) -> None:
    made = [
        record(7, error="Too fast: Übermodell"),
        record(8),
        record(9, id="Order-č-17"),
        record(10, id="0" * 26),
    ]
    store = opened(tmp_path)
    store.merge(made)

    def found(text: str) -> list[int]:
        return [one.sequence for one in shown(store.view(Query(RequestFilter(text=text), descending=False)))]

    assert found("ÜBERMODELL") == [7]
    assert found(ulid(8).lower()) == [8]
    for start in range(26):
        for stop in range(start + 1, 27):
            assert 8 in found(ulid(8)[start:stop])
    assert found("order-Č") == [9]
    assert found("0" * 26) == [10]
    assert found("no such text") == []
    assert found("8" + "0" * 25) == []
    store.close()


def test_a_view_of_a_log_that_began_anew_is_made_anew(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge(records(1, 50))
    view = store.view(Query())
    store.set_aside("begun anew")
    store.merge(records(1, 3))
    assert store.waiting(view) == (3, 0)
    later, inserted = store.refreshed(view)
    assert [one.sequence for one in shown(later)] == [3, 2, 1]
    assert inserted is None
    store.close()


def test_the_choices_are_what_occurs(tmp_path: Path) -> None:
    store = opened(tmp_path)
    assert astuple(store.choices()) == ((), (), (), ())
    store.merge(
        [
            record(1, model="b", key_id="k1", key_description="Old name"),
            record(2, model="A", key_id="k2", key_description="Second", status=200),
            record(20_000, model="b", key_id="k1", key_description="New name", status=503),
        ]
    )
    choices = store.choices()
    assert choices.models == ("A", "b")
    assert choices.endpoints == ("/v1/chat/completions",)
    assert choices.keys == (KeyChoice("k1", "New name"), KeyChoice("k2", "Second"))
    assert choices.statuses == (200, 503)
    store.close()


def test_sums_are_those_of_the_view(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge(records(1, 5_000))
    view = store.view(Query(RequestFilter(models=("model-2",), from_ms=START_MS), SortColumn.COST))
    store.merge(records(5_001, 6_000))
    for field in (UsageField.DAY, UsageField.MODEL, UsageField.STATUS):
        items = store.sums(view, field)
        assert sum(item.requests for item in items) == len(view)
        assert sum(item.cost_nano for item in items) == view.totals.cost_nano
    assert [item.status for item in store.sums(view, UsageField.STATUS)] == [200, 429]
    assert store.sums(store.view(Query(RequestFilter(status=418))), UsageField.DAY) == ()
    store.close()


def test_a_store_can_be_read_while_it_is_empty(tmp_path: Path) -> None:
    store: Store = opened(tmp_path)
    view = store.view(Query())
    assert (len(view), view.rows(0, 10).id, view.rows_of([1])) == (0, [], {})
    assert store.refreshed(view).inserted == ()
    store.close()
