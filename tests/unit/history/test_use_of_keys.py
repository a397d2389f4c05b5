"""What was made with each key since the server counted, against the plain way in Python."""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from binom_desktop.domain import KeyUse, RequestRecord
from binom_desktop.errors import HistoryFault
from binom_desktop.history.history import History
from tests.unit.history.made import START_MS, any_records, record, records

HIGHEST = 2**63 - 1
MANY = 40_000


@contextlib.asynccontextmanager
async def opened(folder: Path) -> AsyncIterator[History]:
    history = await History.open(folder)
    try:
        yield history
    finally:
        await history.close()


def plain_use(held: Iterable[RequestRecord], after: Mapping[str, int]) -> dict[str, KeyUse]:
    """What use_of_keys answers, in plain words."""
    by_key: dict[str, list[RequestRecord]] = {}
    for one in held:
        if one.key_id in after and one.sequence > after[one.key_id]:
            by_key.setdefault(one.key_id, []).append(one)
    return {
        key_id: KeyUse(len(several), sum(one.cost_nano for one in several), max(one.timestamp_ms for one in several))
        for key_id, several in by_key.items()
    }


async def answered(
    folder: Path, batches: Sequence[Sequence[RequestRecord]], after: Mapping[str, int]
) -> tuple[dict[str, KeyUse], dict[str, KeyUse]]:
    """The answer after all batches, and that of the same history opened again."""
    async with opened(folder) as history:
        for batch in batches:
            await history.merge(batch)
        first = await history.use_of_keys(after)
    async with opened(folder) as history:
        return first, await history.use_of_keys(after)


@st.composite
def any_limits(draw: st.DrawFn, made: Sequence[RequestRecord]) -> dict[str, int]:
    """A sequence for some of the keys that occur and for some that don't, often just at a request's own."""
    near = [one.sequence + step for one in made for step in (-1, 0, 1) if one.sequence + step <= HIGHEST]
    sequences = st.one_of(st.just(0), st.sampled_from(near or [0]), st.integers(0, HIGHEST))
    names = st.sampled_from([*sorted({one.key_id for one in made}), "unheard of", "key_0", ""])
    return draw(st.dictionaries(names, sequences, max_size=8))


@settings(deadline=None, max_examples=60)
@given(any_records(), st.data(), st.randoms(use_true_random=False))
def test_use_is_what_plain_sums_say(made: list[RequestRecord], data: st.DataObject, chance: random.Random) -> None:
    after = data.draw(any_limits(made))
    deliveries = made + chance.sample(made, len(made) // 2)
    chance.shuffle(deliveries)
    batches: list[list[RequestRecord]] = []
    while deliveries:
        size = chance.randint(1, 12)
        batches.append(deliveries[:size])
        deliveries = deliveries[size:]
    with TemporaryDirectory() as name:
        first, again = asyncio.run(answered(Path(name), batches, after))
    assert first == again == plain_use(made, after)


@pytest.mark.parametrize("most_nano", [10**6, 2**50, 2**62])
@pytest.mark.parametrize("longest_run", [1, 400])
def test_many_requests_with_holes_are_exact(tmp_path: Path, most_nano: int, longest_run: int) -> None:
    """Over several blocks, full ones too, with keys that alternate and keys that stay for long."""
    chance = random.Random(most_nano + longest_run)
    keys = [f"key_{number}" for number in range(7)]
    made: list[RequestRecord] = []
    while len(made) < MANY:
        key = chance.choice(keys)
        made += [
            record(
                sequence,
                key_id=key,
                cost_nano=chance.randint(most_nano - most_nano // 8, most_nano) * chance.choice((1, 1, 1, -1)),
                timestamp_ms=START_MS + chance.randint(-(10**9), 10**9),
            )
            for sequence in range(len(made) + 1, len(made) + 1 + chance.randint(1, longest_run))
        ]
    # The second block is whole, the others have holes of all sizes.
    held = [one for one in made if 16_385 <= one.sequence <= 32_768 or one.sequence // 37 % 5]
    batches = [held[start : start + 7_000] for start in range(0, len(held), 7_000)]
    chance.shuffle(batches)
    limits: list[dict[str, int]] = [
        dict.fromkeys(keys, 0),
        {key: chance.randint(0, MANY) for key in keys[:4]} | {"unheard of": 5},
        {keys[0]: 16_384, keys[1]: 16_385, keys[2]: MANY, keys[3]: 0},
        {keys[5]: 39_000},
    ]

    async def check() -> None:
        async with opened(tmp_path) as history:
            for batch in batches:
                await history.merge(batch)
            for after in limits:
                assert await history.use_of_keys(after) == plain_use(held, after)

    asyncio.run(check())


def test_costs_beyond_64_bits_are_exact_for_each_key(tmp_path: Path) -> None:
    made = [
        *(record(number, key_id="rich", cost_nano=2**62 + number) for number in range(1, 8)),
        *(record(number, key_id="poor", cost_nano=-(2**63)) for number in range(8, 11)),
        record(11, key_id="free", cost_nano=0),
    ]
    after = {"rich": 0, "poor": 0, "free": 0}
    first, again = asyncio.run(answered(tmp_path, [made], after))
    assert first == again == plain_use(made, after)
    assert first["rich"].cost_nano == 7 * 2**62 + 28
    assert first["poor"].cost_nano == -3 * 2**63


def test_last_use_is_the_latest_time_also_before_1970(tmp_path: Path) -> None:
    made = [
        record(1, key_id="old", timestamp_ms=-5_000),
        record(2, key_id="old", timestamp_ms=-9_000),
        record(3, key_id="new", timestamp_ms=START_MS),
        record(4, key_id="new", timestamp_ms=START_MS - 1),
    ]
    first, _ = asyncio.run(answered(tmp_path, [made], {"old": 0, "new": 0}))
    assert first["old"].last_used_ms == -5_000
    assert first["new"].last_used_ms == START_MS


def test_nothing_held_nothing_asked_and_nothing_newer_is_nothing(tmp_path: Path) -> None:
    async def check() -> None:
        async with opened(tmp_path) as history:
            assert await history.use_of_keys({"key_0": 0}) == {}
            await history.merge(records(1, 30))
            assert await history.use_of_keys({}) == {}
            assert await history.use_of_keys({"unheard of": 0}) == {}
            assert await history.use_of_keys({"key_0": 30, "key_1": 500, "key_2": HIGHEST}) == {}
            assert set(await history.use_of_keys({"key_0": 29, "key_1": 29, "key_2": 29})) == {"key_0"}

    asyncio.run(check())


def test_what_comes_later_is_counted_from_then_on(tmp_path: Path) -> None:
    async def check() -> None:
        async with opened(tmp_path) as history:
            after = {"key_0": 3, "key_1": 12, "key_2": 0}
            held: list[RequestRecord] = []
            for first, last in ((50, 60), (10, 20), (61, 61), (1, 9), (21, 49)):
                await history.merge(records(first, last))
                held += records(first, last)
                assert await history.use_of_keys(after) == plain_use(held, after)

    asyncio.run(check())


def test_a_history_set_aside_has_no_use(tmp_path: Path) -> None:
    async def check() -> None:
        async with opened(tmp_path) as history:
            await history.merge(records(1, 30))
            await history.set_aside("begun anew")
            assert await history.use_of_keys({"key_0": 0}) == {}
        with pytest.raises(HistoryFault, match="is closed"):
            await history.use_of_keys({"key_0": 0})

    asyncio.run(check())
