"""Requests put in place of others: on disk, for other processes, and for who looks at the old ones meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from binom_desktop.domain import RequestRecord
from binom_desktop.history.store import SNAPSHOT_NAME, Store
from binom_desktop.queries import Query
from tests.unit.history.made import NOW_MS, record, records

CHANGED = record(5, cost_nano=1, model="another", error="New.", id="no ULID")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Twenty requests, with a snapshot of them."""
    store = opened(tmp_path)
    store.merge(records(1, 20))
    yield store
    store.close()


def opened(folder: Path) -> Store:
    store = Store(folder, now_ms=lambda: NOW_MS, snapshot_after=1)
    store.open()
    return store


def held(store: Store) -> list[RequestRecord]:
    view = store.view(Query(descending=False))
    return [view.record(row) for row in range(len(view))]


def expected() -> list[RequestRecord]:
    return [CHANGED if one.sequence == 5 else one for one in records(1, 20)]


def test_what_is_held_is_replaced_and_nothing_else(store: Store) -> None:
    before = store.view(Query(descending=False))
    coverage = store.coverage
    assert store.replace([CHANGED, record(21)]) == 1
    assert store.replace([]) == store.replace([record(21)]) == 0
    assert held(store) == expected()
    assert store.coverage == coverage
    assert [before.record(row) for row in range(len(before))] == records(1, 20)
    assert not store.merge([CHANGED]).added
    assert store.merge([record(21)]).added == 1


@pytest.mark.parametrize("snapshot", ["none", "of before", "of after"])
def test_it_is_on_disk(store: Store, tmp_path: Path, snapshot: str) -> None:
    kept = shutil.copy(tmp_path / SNAPSHOT_NAME, tmp_path / "kept")
    store.replace([CHANGED])
    store.close()
    if snapshot == "none":
        (tmp_path / SNAPSHOT_NAME).unlink()
    elif snapshot == "of before":
        shutil.copy(kept, tmp_path / SNAPSHOT_NAME)
    again = opened(tmp_path)
    assert held(again) == expected()
    again.close()


def test_another_process_takes_it_in(store: Store, tmp_path: Path) -> None:
    other = opened(tmp_path)
    store.replace([CHANGED])
    other.merge([record(21)])
    assert held(other) == [*expected(), record(21)]
    other.close()


def test_a_value_that_can_not_be_leaves_all_as_it_was(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="status"):
        store.replace([record(4, cost_nano=1), record(5, status=600, model="never seen")])
    assert held(store) == records(1, 20)
    again = opened(tmp_path)
    assert store.choices() == again.choices()
    again.close()
