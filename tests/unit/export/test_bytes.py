"""CSV and JSON to the byte, as a plain loop over the records writes them, whatever the records hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from binom_desktop.domain import RequestRecord, decimal_from_nano
from binom_desktop.export.cells import timestamp
from binom_desktop.export.contents import ExportFormat
from binom_desktop.export.csv_file import HEADER, text_cell
from binom_desktop.export.json_file import text_value
from binom_desktop.queries import Query, RequestView, SortColumn
from tests.unit.export.made import ListedView, contents_of, exported
from tests.unit.history.made import START_MS, any_records, opened, record, ulid

Write = Callable[[str | None], bytes]


def plain_cells(shown: RequestRecord, write: Write, quote: bytes) -> list[bytes]:
    """The values of a record in the contract's order; ``quote`` stands around what is text without need of escapes."""

    def quoted(text: str) -> bytes:
        return quote + text.encode("ascii") + quote

    return [
        write(shown.id),
        b"%d" % shown.sequence,
        quoted(timestamp(shown.timestamp_ms)),
        write(shown.endpoint),
        write(shown.model),
        b"%d" % shown.status,
        b"%d" % shown.input_tokens,
        b"%d" % shown.output_tokens,
        quoted(decimal_from_nano(shown.cost_nano)),
        b"%d" % shown.latency_ms,
        write(shown.key_id),
        write(shown.key_description),
        write(shown.error),
    ]


def plain_csv(shown: Sequence[RequestRecord]) -> bytes:
    lines = [",".join(HEADER).encode("ascii"), *(b",".join(plain_cells(one, text_cell, b"")) for one in shown)]
    return b"".join(line + b"\r\n" for line in lines)


def plain_json(shown: Sequence[RequestRecord]) -> bytes:
    names = [f'"{name}":'.encode("ascii") for name in HEADER]
    lines = [b"{" + b",".join(map(bytes.__add__, names, plain_cells(one, text_value, b'"'))) + b"}" for one in shown]
    return b"[\n" + b",\n".join(lines) + b"\n]\n" if lines else b"[]\n"


def check(view: RequestView, folder: Path) -> None:
    shown = [view.record(row) for row in range(len(view))]
    contents = contents_of(view)
    for file_format, plain in ((ExportFormat.CSV, plain_csv), (ExportFormat.JSON, plain_json)):
        file = folder / f"requests.{file_format}"
        exported(contents, file, file_format)
        assert file.read_bytes() == plain(shown)


_HOSTILE = st.text(st.one_of(st.sampled_from("=@\t\r\n\"',;\\ \0\ud800\ufeff＝é😀"), st.characters()), max_size=12)
_NUMBERS = st.one_of(st.integers(0, 20_000), st.integers(0, 10**14), st.integers(-(2**63), 2**63 - 1))
_TIMES = st.one_of(st.integers(START_MS, START_MS + 10**9), st.integers(-(2**63), 2**63 - 1))


@given(
    st.lists(
        st.builds(
            RequestRecord,
            id=st.one_of(_HOSTILE, st.integers(0, 9).map(ulid)),
            sequence=st.integers(1, 2**63 - 1),
            timestamp_ms=_TIMES,
            endpoint=_HOSTILE,
            model=_HOSTILE,
            status=st.integers(100, 599),
            input_tokens=_NUMBERS,
            output_tokens=_NUMBERS,
            cost_nano=_NUMBERS,
            latency_ms=_NUMBERS,
            key_id=_HOSTILE,
            key_description=_HOSTILE,
            error=st.one_of(st.none(), _HOSTILE),
        ),
        max_size=6,
    )
)
def test_records_of_any_kind(tmp_path_factory: pytest.TempPathFactory, shown: list[RequestRecord]) -> None:
    check(ListedView(shown), tmp_path_factory.mktemp("plain"))


@settings(deadline=None)
@given(any_records(), st.sampled_from(SortColumn))
def test_a_history_of_any_kind(
    tmp_path_factory: pytest.TempPathFactory, made: list[RequestRecord], sort: SortColumn
) -> None:
    folder = tmp_path_factory.mktemp("plain")
    store = opened(folder / "history")
    store.merge(made)
    check(store.view(Query(sort=sort)), folder)
    store.close()


def test_pieces_and_blocks_of_a_history(tmp_path: Path) -> None:
    """Ids packed and as text, each alone in some pieces and together in others, and texts that come and go."""
    store = opened(tmp_path / "history")
    store.merge(
        [
            record(
                sequence,
                id=f"request-{sequence}" if 9_000 <= sequence < 15_000 else ulid(sequence),
                model=f"model-{sequence // 7_000}",
                key_description=f"Key {sequence}" if sequence % 5_000 < 50 else "",
                error=f"Failed: {sequence}" if sequence > 20_000 else None,
            )
            for sequence in range(1, 25_001)
        ]
    )
    for sort in (SortColumn.SEQUENCE, SortColumn.MODEL):
        check(store.view(Query(sort=sort)), tmp_path)
    store.close()
