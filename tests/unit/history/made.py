"""Records for the history's tests, and the plain way to compute what the history answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from hypothesis import strategies as st

from binom_desktop.domain import RequestRecord
from binom_desktop.history.store import Store
from binom_desktop.queries import RequestFilter, StatusClass

NOW_MS = 1_795_000_000_000
DAY_MS = 86_400_000
START_MS = 1_793_491_200_000
"""The first millisecond of 2026-11-01 UTC."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def ulid(number: int) -> str:
    """A ULID of its own for each number."""
    spread = number * 0x9E3779B97F4A7C15F39CC0605CEDC835 % 2**128
    return "".join(_ALPHABET[spread >> shift & 31] for shift in range(125, -1, -5))


def record(sequence: int, /, **changes: object) -> RequestRecord:
    """A request that tells its sequence by every field."""
    failed = sequence % 7 == 0
    values: dict[str, object] = {
        "id": ulid(sequence),
        "sequence": sequence,
        "timestamp_ms": START_MS + sequence * 60_000 - sequence % 3 * 100_000,
        "endpoint": "/v1/chat/completions",
        "model": f"model-{sequence % 5}",
        "status": 429 if failed else 200,
        "input_tokens": sequence % 1000,
        "output_tokens": sequence % 77,
        "cost_nano": sequence * 1001,
        "latency_ms": sequence % 900,
        "key_id": f"key_{sequence % 3}",
        "key_description": "Production",
        "error": f"Too fast: {sequence % 2}" if failed else None,
    } | changes
    return RequestRecord(**values)  # type: ignore[arg-type]  # the dictionary holds what the record wants


def records(first: int, last: int) -> list[RequestRecord]:
    """The requests of a span of sequences."""
    return [record(sequence) for sequence in range(first, last + 1)]


def opened(folder: Path, **options: object) -> Store:
    """The store in a folder."""
    store = Store(folder, now_ms=lambda: NOW_MS, **options)  # type: ignore[arg-type]  # as for the record
    store.open()
    return store


def everything(store: Store) -> list[RequestRecord]:
    """All that a store holds, oldest first."""
    return list(reversed(store.recent(10_000_000)))


_TEXTS = st.sampled_from(["gpt-4o", "GPT-4o", "Übermodell", "<b>م\u202e</b>", "x" * 500, "a"])
_AMOUNTS = st.one_of(st.integers(0, 5000), st.integers(-(2**63), 2**63 - 1))


def any_record(sequence: int) -> st.SearchStrategy[RequestRecord]:
    """Whatever the contract allows under a sequence, in the first week of November 2026 or far away."""
    times = st.one_of(st.integers(START_MS - DAY_MS, START_MS + 8 * DAY_MS), st.integers(-(2**63), 2**63 - 1))
    return st.builds(
        RequestRecord,
        id=st.sampled_from([ulid(sequence), f"request-{sequence}", f"é{sequence}", ulid(sequence).lower()]),
        sequence=st.just(sequence),
        timestamp_ms=times,
        endpoint=_TEXTS,
        model=_TEXTS,
        status=st.sampled_from([100, 200, 399, 400, 429, 499, 500, 599]),
        input_tokens=_AMOUNTS,
        output_tokens=_AMOUNTS,
        cost_nano=_AMOUNTS,
        latency_ms=st.integers(0, 2**63 - 1),
        key_id=_TEXTS,
        key_description=_TEXTS,
        error=st.one_of(st.none(), st.just(""), _TEXTS),
    )


# Sequences in two blocks that meet, and far away.
_SEQUENCES = st.one_of(st.integers(1, 40), st.integers(16_370, 16_400), st.integers(2**63 - 20, 2**63 - 1))


@st.composite
def any_records(draw: st.DrawFn) -> list[RequestRecord]:
    """Some records of different sequences, in any order."""
    sequences = draw(st.lists(_SEQUENCES, unique=True, max_size=30))
    return [draw(any_record(sequence)) for sequence in sequences]


_SOUGHT = st.one_of(
    st.sampled_from(["model", "ÜBER", "ﬀ", "x" * 300, "request-1", "É", "zzz", "\u202e", "1", "IL"]),
    st.builds(
        lambda number, first, length: ulid(number)[first : first + length],
        st.integers(1, 40),
        st.integers(0, 25),
        st.integers(1, 26),
    ),
)


def _several(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.one_of(st.just(()), st.lists(values, min_size=1, max_size=3, unique=True).map(tuple))


def any_filter() -> st.SearchStrategy[RequestFilter]:
    """Filters that often match something."""
    times = st.one_of(st.none(), st.integers(START_MS - DAY_MS, START_MS + 8 * DAY_MS))
    return st.builds(
        RequestFilter,
        from_ms=times,
        to_ms=times,
        status=st.one_of(st.none(), st.sampled_from(list(StatusClass)), st.sampled_from([200, 429])),
        models=_several(st.one_of(_TEXTS, st.just("unheard of"))),
        endpoints=_several(_TEXTS),
        key_ids=_several(_TEXTS),
        text=st.one_of(st.just(""), st.just(""), _SOUGHT),
    )


def matches(found: RequestRecord, wanted: RequestFilter) -> bool:
    """Whether a record passes a filter, in plain words."""
    by_class = {
        StatusClass.SUCCESS: found.status < 400,
        StatusClass.CLIENT_ERROR: 400 <= found.status < 500,
        StatusClass.SERVER_ERROR: found.status >= 500,
        StatusClass.FAILED: found.status >= 400,
    }
    status = wanted.status
    return (
        (wanted.from_ms is None or found.timestamp_ms >= wanted.from_ms)
        and (wanted.to_ms is None or found.timestamp_ms < wanted.to_ms)
        and (status is None or (by_class[status] if isinstance(status, StatusClass) else found.status == status))
        and (not wanted.models or found.model in wanted.models)
        and (not wanted.endpoints or found.endpoint in wanted.endpoints)
        and (not wanted.key_ids or found.key_id in wanted.key_ids)
        and any(wanted.text.casefold() in text.casefold() for text in (found.id, found.error or ""))
    )


def sums(found: Iterable[RequestRecord]) -> tuple[int, int, int, int, int]:
    """Requests, errors, tokens in and out, and cost, in Python's own integers."""
    several: Sequence[RequestRecord] = list(found)
    return (
        len(several),
        sum(one.status >= 400 for one in several),
        sum(one.input_tokens for one in several),
        sum(one.output_tokens for one in several),
        sum(one.cost_nano for one in several),
    )
