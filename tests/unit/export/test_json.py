"""JSON: an array of contract records, read back by the contract's own reader."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from binom_desktop.api import wire
from binom_desktop.domain import RequestRecord
from binom_desktop.export.contents import ExportFormat
from binom_desktop.queries import Query, SortColumn
from tests.unit.export.made import ListedView, contents_of, exported
from tests.unit.history.made import DAY_MS, START_MS, opened, record, records

# What the contract can hold: times of years 1 to 9999, and at most nine digits before an amount's point.
_TIMES = st.one_of(st.integers(START_MS, START_MS + DAY_MS), st.integers(-62_135_596_800_000, 253_402_300_799_999))
_COSTS = st.one_of(st.integers(0, 10**9), st.integers(-(10**18) + 1, 10**18 - 1))
_NUMBERS = st.one_of(st.integers(0, 20_000), st.integers(-(2**63), 2**63 - 1))
_TEXTS = st.text(st.one_of(st.sampled_from('"\\\0\n\r\t}{,\u2028é😀'), st.characters(codec="utf-8")), max_size=20)


def written(shown: Sequence[RequestRecord], folder: Path) -> bytes:
    file = folder / "requests.json"
    exported(contents_of(ListedView(shown)), file, ExportFormat.JSON)
    return file.read_bytes()


def read_back(content: bytes) -> list[RequestRecord]:
    return [struct.to_domain() for struct in msgspec.json.decode(content, type=list[wire.RequestRecord])]


@given(
    st.lists(
        st.builds(
            RequestRecord,
            id=_TEXTS,
            sequence=st.integers(1, 2**63 - 1),
            timestamp_ms=_TIMES,
            endpoint=_TEXTS,
            model=_TEXTS,
            status=st.integers(100, 599),
            input_tokens=_NUMBERS,
            output_tokens=_NUMBERS,
            cost_nano=_COSTS,
            latency_ms=_NUMBERS,
            key_id=_TEXTS,
            key_description=_TEXTS,
            error=st.one_of(st.none(), _TEXTS),
        ),
        max_size=6,
    )
)
def test_records_come_back_equal(tmp_path_factory: pytest.TempPathFactory, shown: list[RequestRecord]) -> None:
    content = written(shown, tmp_path_factory.mktemp("json"))
    assert read_back(content) == shown
    assert len(content.splitlines()) >= len(shown)


def test_all_rows_of_a_history_in_order_with_progress(tmp_path: Path) -> None:
    store = opened(tmp_path / "history")
    store.merge(records(1, 21_000))
    view = store.view(Query(sort=SortColumn.MODEL, descending=False))
    file = tmp_path / "requests.json"
    assert exported(contents_of(view), file, ExportFormat.JSON) == [20_000, 21_000]
    assert read_back(file.read_bytes()) == [view.record(row) for row in range(21_000)]
    store.close()


def test_one_record_a_line_with_the_contracts_members(tmp_path: Path) -> None:
    lines = written([record(7, id="a\nb"), record(8)], tmp_path).decode("utf-8").split("\n")
    assert [lines[0], *lines[3:]] == ["[", "]", ""]
    assert json.loads(lines[1].removesuffix(",")) == {
        "id": "a\nb",
        "sequence": 7,
        "timestamp": "2026-11-01T00:05:20.000Z",
        "endpoint": "/v1/chat/completions",
        "model": "model-2",
        "status": 429,
        "inputTokens": 7,
        "outputTokens": 7,
        "cost": "0.000007007",
        "latencyMs": 7,
        "keyId": "key_1",
        "keyDescription": "Production",
        "error": "Too fast: 1",
    }
    assert json.loads(lines[2])["error"] is None


def test_what_utf_8_can_not_hold_and_times_beyond_the_calendar(tmp_path: Path) -> None:
    odd = [record(1, id="\ud800", error="a\udfffb"), record(2, timestamp_ms=2**63 - 1, cost_nano=-(2**63))]
    first, second = json.loads(written(odd, tmp_path))
    assert (first["id"], first["error"]) == ("\ufffd", "a\ufffdb")
    assert second["timestamp"] == "+292278994-08-17T07:12:55.807Z"
    assert second["cost"] == "-9223372036.854775808"


def test_an_empty_view_is_an_empty_array(tmp_path: Path) -> None:
    assert json.loads(written([], tmp_path)) == []
