"""Sums between moments are those of plain Python, whatever is asked of whatever is held."""

from __future__ import annotations

import asyncio
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from binom_desktop.domain import RequestRecord, UsageField
from binom_desktop.history.columns import BLOCK_ROWS
from binom_desktop.history.history import History
from binom_desktop.history.store import Store
from binom_desktop.queries import RequestFilter, StatusClass, Totals
from tests.unit.history.made import DAY_MS, START_MS, any_filter, any_records, matches, opened, record, sums

pytestmark = pytest.mark.anyio

HOUR_MS = 3_600_000
LEAST, MOST = -(2**63), 2**63 - 1
SPLITS = (None, UsageField.MODEL, UsageField.KEY, UsageField.ENDPOINT, UsageField.STATUS)
EVERYTHING = RequestFilter()

Buckets = dict[tuple[int, str | int | None], Totals]


def value_of(found: RequestRecord, split: UsageField | None) -> str | int | None:
    """What a request is counted under."""
    values: dict[UsageField, str | int] = {
        UsageField.MODEL: found.model,
        UsageField.KEY: found.key_id,
        UsageField.ENDPOINT: found.endpoint,
        UsageField.STATUS: found.status,
    }
    return None if split is None else values[split]


def plain(
    records: Sequence[RequestRecord],
    edges_ms: Sequence[int],
    split: UsageField | None,
    wanted: RequestFilter = EVERYTHING,
) -> Buckets:
    """The sums in Python's own integers."""
    groups: defaultdict[tuple[int, str | int | None], list[RequestRecord]] = defaultdict(list)
    for found in records:
        if edges_ms[0] <= found.timestamp_ms < edges_ms[-1] and matches(found, wanted):
            groups[bisect_right(edges_ms, found.timestamp_ms) - 1, value_of(found, split)].append(found)
    return {key: Totals(*sums(group)) for key, group in groups.items()}


def held(folder: str | Path, records: Sequence[RequestRecord]) -> Store:
    """A store of these requests."""
    store = opened(Path(folder))
    if records:
        store.merge(tuple(records))
    return store


def any_edges() -> st.SearchStrategy[list[int]]:
    """Moments in order, in the week that most requests are of, or anywhere."""
    near = st.integers(START_MS - 2 * DAY_MS, START_MS + 9 * DAY_MS)
    anywhere = st.integers(LEAST, MOST)
    return st.lists(st.one_of(near, near, anywhere), min_size=2, max_size=12, unique=True).map(sorted)


@settings(deadline=None, max_examples=40)
@given(records=any_records(), edges_ms=any_edges(), split=st.sampled_from(SPLITS), wanted=any_filter())
def test_buckets_are_those_of_plain_python(
    records: list[RequestRecord], edges_ms: list[int], split: UsageField | None, wanted: RequestFilter
) -> None:
    with TemporaryDirectory() as folder:
        store = held(folder, records)
        try:
            assert store.buckets(edges_ms, split, filter=EVERYTHING) == plain(records, edges_ms, split)
            assert store.buckets(edges_ms, split, filter=wanted) == plain(records, edges_ms, split, wanted)
        finally:
            store.close()


@pytest.mark.parametrize("split", SPLITS)
def test_a_moment_on_an_edge_is_of_what_begins_there(tmp_path: Path, split: UsageField | None) -> None:
    edges_ms = [START_MS, START_MS + 1, START_MS + HOUR_MS, START_MS + HOUR_MS + 7]
    times = [edge_ms + shift for edge_ms in edges_ms for shift in (-1, 0, 1)]
    records = [record(number, timestamp_ms=ms) for number, ms in enumerate(times, 1)]
    store = held(tmp_path, records)
    found = store.buckets(edges_ms, split, filter=EVERYTHING)
    assert found == plain(records, edges_ms, split)
    assert {place for place, _ in found} == {0, 1, 2}
    store.close()


def test_many_requests_in_few_and_many_groups(tmp_path: Path) -> None:
    """More than a block of requests, in order of time and not, and once more groups than a block has rows."""
    count = BLOCK_ROWS + 2_000
    orders = [number if number % 2_000 < 1_900 else number * 7_919 % count for number in range(count)]
    records = [
        record(
            number,
            timestamp_ms=START_MS + order * 90 * DAY_MS // count,
            model=f"model-{number % 97}",
            status=100 + number % 500,
        )
        for number, order in enumerate(orders, 1)
    ]
    store = held(tmp_path, records)
    failed = RequestFilter(status=StatusClass.FAILED, to_ms=START_MS + 31 * DAY_MS + 5)
    for hours, split in product((1, 24, 90 * 24), SPLITS):
        edges_ms = [START_MS + place * (90 * DAY_MS // hours) for place in range(hours + 1)]
        assert store.buckets(edges_ms, split, filter=EVERYTHING) == plain(records, edges_ms, split)
        assert store.buckets(edges_ms, split, filter=failed) == plain(records, edges_ms, split, failed)
    store.close()


@pytest.mark.parametrize("groups", [1, 2 * BLOCK_ROWS])
@pytest.mark.parametrize("split", [None, UsageField.STATUS])
def test_huge_values_are_exact(tmp_path: Path, groups: int, split: UsageField | None) -> None:
    amounts = [MOST, MOST, MOST, LEAST, LEAST, -1, 1, MOST - 1, 2**53 + 1, 2**53 + 1, 2**32, 2**31 - 1]
    records = [
        record(number, timestamp_ms=START_MS + number % 3, cost_nano=amount, input_tokens=amount, output_tokens=-1)
        for number, amount in enumerate(amounts * 5, 1)
    ]
    edges_ms = [START_MS + place for place in range(groups + 1)]
    store = held(tmp_path, records)
    assert store.buckets(edges_ms, split, filter=EVERYTHING) == plain(records, edges_ms, split)
    store.close()


def test_sums_just_below_and_above_what_floats_tell_apart(tmp_path: Path) -> None:
    for number, size in enumerate((2**53 - 2, 2**53, 2**62, 2**63 - 1)):
        records = [record(1, cost_nano=size, model="a"), record(2, cost_nano=1, model="a"), record(3, model="b")]
        edges_ms = [START_MS - DAY_MS, START_MS + DAY_MS]
        store = held(tmp_path / str(number), records)
        assert store.buckets(edges_ms, UsageField.MODEL, filter=EVERYTHING) == plain(
            records, edges_ms, UsageField.MODEL
        )
        store.close()


def test_edges_from_the_first_to_the_last_moment(tmp_path: Path) -> None:
    records = [record(number, timestamp_ms=ms) for number, ms in enumerate((LEAST, -1, 0, MOST - 1, MOST), 1)]
    store = held(tmp_path, records)
    edges_ms = [LEAST, 0, MOST]
    assert store.buckets(edges_ms, None, filter=EVERYTHING) == plain(records, edges_ms, None)
    store.close()


@pytest.mark.parametrize("split", SPLITS)
async def test_an_empty_history_has_nothing(tmp_path: Path, split: UsageField | None) -> None:
    history = await History.open(tmp_path)
    assert await history.buckets([0, HOUR_MS], split) == {}
    assert await history.buckets([START_MS + place * HOUR_MS for place in range(20_000)], split) == {}
    await history.close()


@pytest.mark.parametrize("split", SPLITS)
async def test_no_time_at_all_has_nothing(tmp_path: Path, split: UsageField | None) -> None:
    history = await History.open(tmp_path)
    await history.merge([record(1, timestamp_ms=START_MS)])
    assert await history.buckets([START_MS], split) == {}
    assert await history.buckets([START_MS, START_MS + 1], split, filter=RequestFilter(to_ms=START_MS - 1)) == {}
    assert await history.buckets([START_MS, START_MS + 1], split, filter=RequestFilter(from_ms=START_MS + 1)) == {}
    await history.close()


async def test_what_comes_later_is_counted_then(tmp_path: Path) -> None:
    history = await History.open(tmp_path)
    records = [record(number) for number in range(1, 200)]
    edges_ms = [START_MS - DAY_MS, START_MS, START_MS + HOUR_MS, START_MS + DAY_MS]
    await asyncio.gather(*(history.merge(records[begin : begin + 40]) for begin in range(0, 200, 40)))
    assert await history.buckets(edges_ms, UsageField.KEY) == plain(records, edges_ms, UsageField.KEY)
    newer = replace(records[0], id="newer", sequence=10_000, key_id="another")
    await history.merge([newer])
    assert await history.buckets(edges_ms, UsageField.KEY) == plain([*records, newer], edges_ms, UsageField.KEY)
    await history.close()
