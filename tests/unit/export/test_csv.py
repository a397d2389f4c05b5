"""CSV: read back by Python's reader and by a spreadsheet, whatever the texts hold."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binom_desktop.domain import RequestRecord, decimal_from_nano
from binom_desktop.export.contents import ExportFormat
from binom_desktop.export.csv_file import HEADER, text_cell
from binom_desktop.queries import Query, RequestFilter, SortColumn, StatusClass
from tests.unit.export.made import ListedView, contents_of, exported
from tests.unit.history.made import START_MS, opened, record, records

DANGEROUS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\t", "\r", "\n")
INVISIBLE = " \t\r\n\v\f\x1c\x1d\x1e\x1f\x85\xa0\u200b\u2060\ufeff\u2028\u2029\u3000"


def written(shown: Sequence[RequestRecord], folder: Path) -> str:
    file = folder / "requests.csv"
    exported(contents_of(ListedView(shown)), file, ExportFormat.CSV)
    return file.read_bytes().decode("utf-8")


def read_back(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def cells(shown: RequestRecord, timestamp: str) -> list[str]:
    return [
        shown.id,
        str(shown.sequence),
        timestamp,
        shown.endpoint,
        shown.model,
        str(shown.status),
        str(shown.input_tokens),
        str(shown.output_tokens),
        decimal_from_nano(shown.cost_nano),
        str(shown.latency_ms),
        shown.key_id,
        shown.key_description,
        shown.error or "",
    ]


def test_a_file_to_the_byte(tmp_path: Path) -> None:
    rows = [
        record(7, id="01ABC", timestamp_ms=START_MS + 61_250, error='Too fast: "60 RPM", wait'),
        record(8, id="01ABD", timestamp_ms=START_MS, cost_nano=-5, key_description="Über"),
    ]
    assert written(rows, tmp_path) == (
        "id,sequence,timestamp,endpoint,model,status,inputTokens,outputTokens,cost,latencyMs,keyId,keyDescription,error"
        "\r\n01ABC,7,2026-11-01T00:01:01.250Z,/v1/chat/completions,model-2,429,7,7,0.000007007,7,key_1,Production,"
        '"Too fast: ""60 RPM"", wait"'
        "\r\n01ABD,8,2026-11-01T00:00:00.000Z,/v1/chat/completions,model-3,200,8,8,-0.000000005,8,key_2,Über,\r\n"
    )


def test_all_rows_of_a_history_in_order_with_progress(tmp_path: Path) -> None:
    store = opened(tmp_path / "history")
    store.merge(records(1, 41_000))
    for query in (
        Query(),
        Query(sort=SortColumn.COST, descending=False),
        Query(RequestFilter(status=StatusClass.FAILED), SortColumn.LATENCY),
    ):
        view = store.view(query)
        file = tmp_path / "requests.csv"
        reported = exported(contents_of(view), file, ExportFormat.CSV)
        rows = read_back(file.read_text(encoding="utf-8"))
        assert [row[0] for row in rows[1:]] == [view.record(row).id for row in range(len(view))]
        assert reported == [*range(20_000, len(view), 20_000), len(view)]
    store.close()


# Characters that quoting, defusing, encoding and padding could trip over, and any others.
_HOSTILE = st.text(
    st.one_of(st.sampled_from("=+-@\t\r\n\"',; \0\ud800\udfff\ufeffＺ＝é😀"), st.characters()), max_size=20
)
_NUMBERS = st.one_of(st.integers(0, 20_000), st.integers(-(2**63), 2**63 - 1))


@given(
    st.lists(
        st.builds(
            RequestRecord,
            id=_HOSTILE,
            sequence=st.integers(1, 2**63 - 1),
            timestamp_ms=st.integers(START_MS, START_MS + 10**11),
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
def test_any_text_comes_back_and_no_cell_runs(
    tmp_path_factory: pytest.TempPathFactory, shown: list[RequestRecord]
) -> None:
    rows = read_back(written(shown, tmp_path_factory.mktemp("csv")))
    assert rows[0] == list(HEADER)
    assert len(rows) == len(shown) + 1
    for row, one in zip(rows[1:], shown, strict=True):
        for name, cell, wanted in zip(HEADER, row, cells(one, row[2]), strict=True):
            if name in {"id", "endpoint", "model", "keyId", "keyDescription", "error"}:
                # What was added is apostrophes, each in front of what might run.
                plain = "".join(
                    "\ufffd" if "\ud800" <= letter <= "\udfff" or letter == "\0" else letter for letter in wanted
                )
                assert cell.replace("'", "") == plain.replace("'", "")
                assert not cell.startswith(DANGEROUS)
                assert not cell.lstrip(INVISIBLE).startswith(DANGEROUS)
            else:
                assert cell == wanted


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "\"'\t'=1\"".replace('"', "")),
        ("\r=1", "\"'\r'=1\""),
        ("  =1", "'  =1"),
        ("\ufeff=1", "'\ufeff=1"),
        ("＝1", "'＝1"),
        ("a;=1+1;b", "a;'=1+1;b"),
        ("a\n=1", '"a\n\'=1"'),
        ('",=1', '""",=1"'),
        ("a=1", "a=1"),
        ("gpt-4o", "gpt-4o"),
        ("'=1", "'=1"),
        ("a b", "a b"),
        ("", ""),
        (None, ""),
    ],
)
def test_what_a_spreadsheet_might_run_is_defused(text: str | None, cell: str) -> None:
    assert text_cell(text).decode("utf-8") == cell


def test_figures_and_times_at_their_limits(tmp_path: Path) -> None:
    ends = (-(2**63), -1, 0, 9_999, 10_000, 99_999_999, 100_000_000, 10**13 - 1, 10**13, 2**63 - 1)
    for value in ends:
        (row,) = read_back(written([record(1, input_tokens=value, cost_nano=value, latency_ms=value)], tmp_path))[1:]
        assert [row[6], row[8], row[9]] == [str(value), decimal_from_nano(value), str(value)]
    times = {
        -1: "1969-12-31T23:59:59.999Z",
        -62_135_596_800_000: "0001-01-01T00:00:00.000Z",
        253_402_300_799_999: "9999-12-31T23:59:59.999Z",
        253_402_300_800_000: "+010000-01-01T00:00:00.000Z",
        # The last millisecond of ECMAScript's calendar, which names it so.
        8_640_000_000_000_000: "+275760-09-13T00:00:00.000Z",
        -8_640_000_000_000_000: "-271821-04-20T00:00:00.000Z",
    }
    for time_ms, text in times.items():
        (row,) = read_back(written([record(1, timestamp_ms=time_ms)], tmp_path))[1:]
        assert row[2] == text
    rows = read_back(written([record(1, timestamp_ms=time_ms) for time_ms in times], tmp_path))[1:]
    assert [row[2] for row in rows] == list(times.values())
    assert len(read_back(written([record(1, timestamp_ms=2**63 - 1), record(1, timestamp_ms=-(2**63))], tmp_path))) == 3


def test_long_texts_among_many_rows(tmp_path: Path) -> None:
    rows = [record(sequence, error="x" * 300_000 if sequence % 900 == 0 else None) for sequence in range(1, 3001)]
    read = read_back(written(rows, tmp_path)) if csv.field_size_limit(400_000) else []
    assert [row[12] for row in read[1:]] == [one.error or "" for one in rows]


def test_an_empty_view_is_a_header(tmp_path: Path) -> None:
    assert read_back(written([], tmp_path)) == [list(HEADER)]


@pytest.mark.skipif(shutil.which("ssconvert") is None, reason="ssconvert of gnumeric is not installed")
def test_a_spreadsheet_runs_nothing(tmp_path: Path) -> None:
    texts = ["=1+1", "+1+1", "-1+1", "@SUM(1,1)", " =1+1", '=HYPERLINK("http://example.org","x")', "a;=1+1", "a\n=1+1"]
    written([record(index, id=f"id{index}", error=text) for index, text in enumerate(texts, 1)], tmp_path)
    subprocess.run(
        ["ssconvert", "--import-type=Gnumeric_stf:stf_csvtab", "requests.csv", "read.xml"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
        env={"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
    )
    document = (tmp_path / "read.xml").read_text(encoding="utf-8", errors="replace")
    assert document.count('Col="0" ValueType="60"') == len(texts) + 1
    # 60 is a text; a cell with a formula has no type before it is computed.
    assert document.count('Col="12" ValueType="60"') == len(texts) + 1
