"""Taking requests in: every sequence once, whatever comes twice, late, shuffled or wrong."""

from __future__ import annotations

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from binom_desktop.domain import Change, RequestRecord
from binom_desktop.errors import HistoryMismatch
from binom_desktop.history.coverage import Coverage
from tests.unit.history.made import any_records, everything, opened, record, records


@settings(deadline=None, max_examples=40)
@given(any_records(), st.randoms(use_true_random=False))
def test_any_batches_end_as_what_a_dictionary_holds(made: list[RequestRecord], chance: random.Random) -> None:
    deliveries = made + chance.sample(made, len(made) // 2)
    chance.shuffle(deliveries)
    with TemporaryDirectory() as name:
        store = opened(Path(name))
        held: dict[int, RequestRecord] = {}
        while deliveries:
            size = chance.randint(1, 12)
            batch, deliveries = deliveries[:size], deliveries[size:]
            new = {one.sequence: one for one in batch if one.sequence not in held}
            held |= new
            expected = Change(len(new), min(new), max(new)) if new else Change(0, 0, 0)
            assert store.merge(batch) == expected
        expected_records = [held[sequence] for sequence in sorted(held)]
        assert everything(store) == expected_records
        coverage = store.coverage
        store.close()
        store = opened(Path(name))
        assert everything(store) == expected_records
        assert store.coverage == coverage
        store.close()


def test_backfill_downwards_beside_live_upwards(tmp_path: Path) -> None:
    store = opened(tmp_path)
    low, high = 18_001, 18_000
    while low > 1:
        first = max(1, low - 1000)
        assert store.merge(records(first, low - 1)[::-1]) == Change(low - first, first, low - 1)
        store.merge(records(high + 1, high + 50))
        low, high = first, high + 50
    assert store.coverage == Coverage(1, ((1, high),))
    assert everything(store) == records(1, high)
    store.close()


def test_nothing_is_nothing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    assert store.merge([]) == Change(0, 0, 0)
    assert store.coverage == Coverage()
    assert store.recent(10) == ()
    store.close()


def test_another_id_at_a_held_sequence_writes_nothing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.merge(records(1, 10))
    stranger = replace(record(5), id="01ARZ3NDEKTSV4RRFFQ69G5FAV")
    with pytest.raises(HistoryMismatch, match="request number 5 is not the one"):
        store.merge([record(11, model="never seen"), stranger])
    assert everything(store) == records(1, 10)
    store.merge([record(11)])
    store.close()
    store = opened(tmp_path)
    assert everything(store) == records(1, 11)
    store.close()


def test_two_ids_for_one_sequence_in_one_batch_write_nothing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    with pytest.raises(HistoryMismatch):
        store.merge([record(1), record(3), replace(record(3), id="another")])
    assert everything(store) == []
    store.close()


@pytest.mark.parametrize(
    "wrong",
    [
        {"sequence": 0},
        {"sequence": -1},
        {"sequence": 2**63},
        {"status": 99},
        {"status": 600},
        {"cost_nano": 2**63},
        {"timestamp_ms": -(2**63) - 1},
    ],
)
def test_what_no_record_may_have_is_refused_whole(tmp_path: Path, wrong: dict[str, object]) -> None:
    store = opened(tmp_path)
    with pytest.raises(ValueError, match=r"sequence|status|64 bits"):
        store.merge([record(5), record(6, **{"model": "new", **wrong})])
    assert everything(store) == []
    store.merge([record(5), record(6, model="newer")])
    assert [one.model for one in everything(store)] == ["model-0", "newer"]
    store.close()


def test_two_processes_on_one_history_see_each_others_requests(tmp_path: Path) -> None:
    one, other = opened(tmp_path), opened(tmp_path)
    one.merge(records(1, 20))
    assert other.merge([record(10), record(25, model="only there")]) == Change(1, 25, 25)
    assert everything(other) == [*records(1, 20), record(25, model="only there")]
    assert one.merge([record(25, model="only there"), record(26)]) == Change(1, 26, 26)
    assert everything(one) == [*records(1, 20), record(25, model="only there"), record(26)]
    one.merge(records(27, 2000))
    one.close()
    other.merge([record(2001)])
    assert everything(other)[-2:] == records(2000, 2001)
    assert other.coverage.ranges == ((1, 20), (25, 2001))
    other.close()
