"""PDF, read back with poppler's tools: all rows, headers and page numbers, words of any script, charts as vectors."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from binom_desktop.domain import RequestRecord
from binom_desktop.export.contents import ExportContents, ExportFormat
from binom_desktop.export.pdf_chart import folded, volume
from binom_desktop.export.pdf_table import ROWS_PER_PAGE
from binom_desktop.queries import Query, SortColumn
from tests.unit.export.made import ListedView, contents_of, exported
from tests.unit.history.made import DAY_MS, START_MS, opened, record, records

HAS_POPPLER = shutil.which("pdftotext") is not None
pytestmark = [
    pytest.mark.usefixtures("qapp"),
    # In CI its absence is a failure, not a reason to skip.
    pytest.mark.skipif(not HAS_POPPLER and not os.environ.get("CI"), reason="pdftotext of poppler-utils is missing"),
]
TITLES = ["Timestamp (UTC)", "Endpoint", "Model", "Status", "Tokens", "Cost", "API Key", "Latency"]


def pages_of(contents: ExportContents, folder: Path) -> list[str]:
    """The text of each page, in its layout."""
    file = folder / "requests.pdf"
    exported(contents, file, ExportFormat.PDF)
    return tool("pdftotext", "-layout", str(file), "-").split("\f")[:-1]


def tool(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def times(pages: Sequence[str]) -> list[str]:
    return re.findall(r"^ *(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)", "\n".join(pages), flags=re.MULTILINE)


def one_line(text: str) -> str:
    return " ".join(text.split())


def test_every_row_in_order_under_a_header_on_numbered_pages(tmp_path: Path) -> None:
    store = opened(tmp_path / "history")
    shown = [record(sequence, timestamp_ms=START_MS + sequence * 1000) for sequence in range(1, 1_001)]
    store.merge(shown)
    view = store.view(Query(sort=SortColumn.TIMESTAMP, descending=False))
    pages = pages_of(contents_of(view), tmp_path)
    assert len(pages) == 1 + -(-1000 // ROWS_PER_PAGE)
    assert times(pages[1:]) == [f"2026-11-01 00:{n // 60:02d}:{n % 60:02d}" for n in range(1, 1_001)]
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
    for page in pages[1:]:
        header = next(line for line in page.splitlines() if "Timestamp" in line)
        assert one_line(header) == " ".join(TITLES)
    first = next(line for line in pages[1].splitlines() if line.lstrip().startswith("2026-11-01 00:00:07"))
    assert one_line(first) == (
        "2026-11-01 00:00:07 /v1/chat/completions model-2 429 Too Many Requests 14 $0.000007 Production 7 ms"
    )
    store.close()


def test_the_cover_says_what_was_exported(tmp_path: Path) -> None:
    shown = ListedView(records(1, 700))
    filters = (("Status", "Failed"), ("Model", ", ".join(f"model-{number}" for number in range(60))))
    pages = pages_of(contents_of(shown, range_text="Past 7 days", filter_texts=filters), tmp_path)
    cover = one_line(pages[0])
    for words in (
        "Requests",
        "demo-account · demo@example.org",
        "Exported 2026-11-18 11:06:40 UTC",
        "Range Past 7 days",
        "Status Failed",
        "model-59",
        "700",
        "14.3 % of requests",
        "$0.25",
        "Requests per Day",
        "Usage by Model",
        "By Status",
        "200 OK 600 0",
        "429 Too Many Requests 100 100",
        "By Model",
        "model-4 140 20",
    ):
        assert words in cover, words
    assert "Filters" not in cover


def test_its_data_about_itself_and_no_pictures(tmp_path: Path) -> None:
    pages_of(contents_of(ListedView(records(1, 100))), tmp_path)
    file = str(tmp_path / "requests.pdf")
    about = tool("pdfinfo", file)
    assert re.search(r"^Title: +Requests$", about, flags=re.MULTILINE)
    assert re.search(r"^Creator: +Binom Desktop$", about, flags=re.MULTILINE)
    assert "(A4)" in about
    assert tool("pdfimages", "-list", file).count("\n") == 2


def test_an_empty_view(tmp_path: Path) -> None:
    (page,) = pages_of(contents_of(ListedView([]), account=None), tmp_path)
    assert "No requests match" in page
    assert "Filters None" in one_line(page)
    assert "Page 1 of 1" in page


def test_words_of_any_script_long_texts_and_hostile_ones(tmp_path: Path) -> None:
    texts = ["Ключ", "Κλειδί", "مفتاح", "מפתח", "long " * 40, "evil\u202egnp.exe", "two\nlines", "", "\ud800"]
    rows = [record(index, key_description=text, model=text or "x") for index, text in enumerate(texts, 1)]
    text = pages_of(contents_of(ListedView(rows)), tmp_path)[1]
    for words in ("Ключ", "Κλειδί", "two lines", "long long", "…", "key_2"):
        assert words in text, words
    assert "\u202egnp" not in text
    assert len(times([text])) == len(texts)


def test_a_day_alone_and_days_far_apart(tmp_path: Path) -> None:
    one_day = contents_of(ListedView([record(1, timestamp_ms=START_MS)]))
    assert "on 1 day" in pages_of(one_day, tmp_path)[0]
    apart = [record(1, timestamp_ms=-62_135_596_800_000), record(2, timestamp_ms=253_402_300_799_999), record(3)]
    shown = contents_of(ListedView(apart))
    assert "Requests per 9,131 Days" in one_line(pages_of(shown, tmp_path)[0])
    assert sum(volume(shown.days).counts) == 3
    beyond = contents_of(ListedView([record(1, timestamp_ms=2**63 - 1)]))
    assert "+292278994-08-17" in pages_of(beyond, tmp_path)[1]


def test_days_without_requests_are_points_at_zero() -> None:
    rows: list[RequestRecord] = [record(1, timestamp_ms=START_MS), record(2, timestamp_ms=START_MS + 3 * DAY_MS)]
    assert volume(contents_of(ListedView(rows)).days).counts == (1, 0, 0, 1)


def test_parts_sum_to_the_total_where_models_fold() -> None:
    rows = [record(number, model=f"model {number % 17}") for number in range(1, 300)]
    items = contents_of(ListedView(rows)).models
    shown = folded(items, 6, "Other")
    assert len(shown) == 6
    assert shown[-1].model == "Other"
    for name in ("requests", "errors", "input_tokens", "output_tokens", "cost_nano"):
        assert sum(getattr(item, name) for item in shown) == sum(getattr(item, name) for item in items)
    assert set(folded(items, 17, "Other")) == set(items)
