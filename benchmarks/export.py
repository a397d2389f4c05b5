"""Exporting the request log: CSV and JSON against DuckDB's COPY, PDF against reportlab's canvas; memory; the window.

Prints ``name  ours  baseline  ratio  limit``: medians of interleaved rounds, and as comments the worst of them. The
limits are numbers 14 and 15 of the project's performance page. DuckDB copies a table in its memory with the same
columns and the same texts, on as many threads as it likes, and its file is synced to the disk as ours is; a comment
has the ratio without. reportlab draws the same cells from texts that are ready.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import duckdb
from PySide6.QtGui import QGuiApplication
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from benchmarks.history import made_records, report, rounds_of, timed
from binom_desktop.domain import RequestRecord, UsageField, UsageItem
from binom_desktop.export.contents import ExportContents, ExportFormat
from binom_desktop.export.export import export
from binom_desktop.export.pdf_table import ROWS_PER_PAGE
from binom_desktop.history.store import Store
from binom_desktop.presentation import format as text_format
from binom_desktop.queries import Query, RequestView

_PDF_ROWS = 10_000
_MERGE = 1_000
_MEBI = 1024**2
_TABLE = """CREATE TABLE requests AS SELECT * FROM read_csv(?, header = true, columns = {
    'id': 'VARCHAR', 'sequence': 'BIGINT', 'timestamp': 'VARCHAR', 'endpoint': 'VARCHAR', 'model': 'VARCHAR',
    'status': 'SMALLINT', 'inputTokens': 'BIGINT', 'outputTokens': 'BIGINT', 'cost': 'VARCHAR', 'latencyMs': 'BIGINT',
    'keyId': 'VARCHAR', 'keyDescription': 'VARCHAR', 'error': 'VARCHAR'})"""
_COPY = {
    ExportFormat.CSV: "COPY requests TO '{file}' (FORMAT csv, HEADER)",
    ExportFormat.JSON: "COPY requests TO '{file}' (FORMAT json, ARRAY true)",
}
_LIMITS = {ExportFormat.CSV: "<= 1.80x", ExportFormat.JSON: "<= 1.50x"}


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    """The history in a folder."""
    store = Store(folder, now_ms=lambda: 0)
    store.open()
    try:
        yield store
    finally:
        store.close()


def fill(folder: Path, records: Iterator[RequestRecord]) -> None:
    """Make a history of records, of which none is kept in memory."""
    with opened(folder) as store:
        page: list[RequestRecord] = []
        for record in records:
            page.append(record)
            if len(page) == _MERGE:
                store.merge(page)
                page.clear()
        store.merge(page)


def contents_of(view: RequestView) -> ExportContents:
    """A view with no account and no sums, which CSV and JSON don't need."""
    return ExportContents(view, None, "All time", (), (), (), (), made_ms=0)


def run_export(contents: ExportContents, file: Path, file_format: ExportFormat) -> None:
    """Export as the app does."""
    export(contents, file, file_format, on_progress=_ignore, cancelled=threading.Event())


def _ignore(_rows: int) -> None:
    pass


def report_tables(view: RequestView, folder: Path, rounds: int) -> None:
    """Limit 14, first half: CSV and JSON."""
    contents = contents_of(view)
    made = folder / "made.csv"
    run_export(contents, made, ExportFormat.CSV)
    with duckdb.connect() as connection:
        connection.execute(_TABLE, [str(made)])
        made.unlink()
        threads = connection.execute("SELECT current_setting('threads')").fetchone()
        print(
            f"# DuckDB {duckdb.__version__} on {threads[0] if threads else '?'} threads, ours on one, and one to sync"
        )
        for file_format in (ExportFormat.CSV, ExportFormat.JSON):
            ours_file, their_file = folder / f"ours.{file_format}", folder / f"theirs.{file_format}"
            copy = partial(connection.execute, _COPY[file_format].format(file=their_file))
            copies: list[float] = []
            ours, baseline = rounds_of(
                partial(timed, partial(run_export, contents, ours_file, file_format)),
                partial(timed_copy, copy, their_file, copies),
                rounds,
            )
            report(f"export {file_format}", ours, baseline, _LIMITS[file_format], scale=1, unit="s")
            print(
                f"# export {file_format}: {statistics.median(ours) / statistics.median(copies):.2f}x of COPY unsynced"
            )
            sizes = " and ".join(f"{file.stat().st_size / _MEBI:.0f} MiB" for file in (ours_file, their_file))
            print(f"# export {file_format}: {sizes}")
            ours_file.unlink()
            their_file.unlink()


def timed_copy(copy: Callable[[], object], file: Path, copies: list[float]) -> float:
    """Seconds to copy and to sync, since an export is synced; those of the copy alone go to ``copies``."""
    copies.append(timed(copy))
    with file.open("rb") as written:
        return copies[-1] + timed(partial(os.fsync, written.fileno()))


def report_memory(folder: Path, file_format: ExportFormat) -> None:
    """Limit 14, second half: what a process' resident memory peaks at above what it was before the export."""
    command = [sys.executable, "-m", "benchmarks.export", "--memory", str(folder), file_format.value]
    grown = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    print(f"export {file_format}, extra memory", f"{grown / _MEBI:.1f} MiB", "-", "-", "<= 40 MB", sep="  ", flush=True)


def peak_growth(folder: Path, file_format: ExportFormat) -> int:
    """Export in this process and say by how many bytes its resident memory grew at most."""
    with opened(folder) as store, tempfile.TemporaryDirectory() as target:
        contents = contents_of(store.view(Query()))
        # From here on the peak is counted anew (proc(5), clear_refs).
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        before = _status_bytes("VmRSS")
        run_export(contents, Path(target) / "file", file_format)
        return _status_bytes("VmHWM") - before


def _status_bytes(name: str) -> int:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(name)) * 1024


def report_pdf(folder: Path, rounds: int) -> None:
    """Limit 15: a PDF with its cover, charts and table, against the table's cells alone."""
    records = list(made_records(_PDF_ROWS))
    with tempfile.TemporaryDirectory() as name:
        fill(Path(name), iter(records))
        with opened(Path(name)) as store:
            view = store.view(Query())
            days, models, statuses = _sums(store, view)
            contents = ExportContents(
                view, None, "All time", (), days, models, statuses, made_ms=records[-1].timestamp_ms
            )
            pages = _ready_pages(view)
            ours, baseline = rounds_of(
                partial(timed, partial(run_export, contents, folder / "ours.pdf", ExportFormat.PDF)),
                partial(timed, partial(draw_with_reportlab, pages, folder / "theirs.pdf")),
                rounds,
            )
    report(f"export pdf of {_PDF_ROWS:,}", ours, baseline, "<= 0.80x", scale=1, unit="s")


def _sums(store: Store, view: RequestView) -> list[tuple[UsageItem, ...]]:
    days = [text_format.day_of(view.record(row).timestamp_ms) for row in range(len(view))]
    known = [day for day in days if day is not None]
    fields = (UsageField.DAY, UsageField.MODEL, UsageField.STATUS)
    return [store.usage(min(known), max(known), [field], filter=view.query.filter).items for field in fields]


def _ready_pages(view: RequestView) -> list[list[tuple[str, ...]]]:
    """The cells' texts, page by page."""
    texts: list[tuple[str, ...]] = [
        (
            text_format.timestamp(record.timestamp_ms),
            record.endpoint,
            record.model,
            text_format.status_text(record.status),
            text_format.count(record.input_tokens + record.output_tokens),
            text_format.request_cost(record.cost_nano),
            record.key_description,
            f"{text_format.count(record.latency_ms)} ms",
        )
        for record in map(view.record, range(len(view)))
    ]
    return [texts[first : first + ROWS_PER_PAGE] for first in range(0, len(texts), ROWS_PER_PAGE)]


def draw_with_reportlab(pages: Sequence[Sequence[tuple[str, ...]]], file: Path) -> None:
    """The same cells at the same places, in fonts that every reader has."""
    canvas = Canvas(str(file), pagesize=landscape(A4))
    lefts, rights = (40.0, 144.0, 266.0, 402.0, 650.0), (580.0, 640.0, 802.0)
    for page in pages:
        for index, row in enumerate(page):
            baseline = 508.0 - 14.0 * index
            canvas.setFont("Courier", 7.5)
            canvas.drawString(lefts[0], baseline, row[0])
            canvas.setFont("Helvetica", 8)
            for left, text in zip(lefts[1:], (*row[1:4], row[6]), strict=True):
                canvas.drawString(left, baseline, text)
            for right, text in zip(rights, (row[4], row[5], row[7]), strict=True):
                canvas.drawRightString(right, baseline, text)
        canvas.showPage()
    canvas.save()


def report_window(view: RequestView, folder: Path) -> None:
    """How long 2 ms of Python's work take on the main thread while a worker exports, against an idle worker."""
    contents = contents_of(view)
    for file_format in (ExportFormat.CSV, ExportFormat.JSON):
        worker = threading.Thread(target=run_export, args=(contents, folder / "window", file_format))
        idle = [_work_ms() for _ in range(300)]
        worker.start()
        busy = []
        while worker.is_alive():
            busy.append(_work_ms())
        figures = [f"{statistics.median(times):.1f} ms (worst {max(times):.1f})" for times in (busy, idle)]
        ratio = statistics.median(busy) / statistics.median(idle)
        print(f"main thread's work during {file_format}", *figures, f"{ratio:.2f}x", "-", sep="  ", flush=True)


def _work_ms() -> float:
    """Rest as a window does between events, then work; how long the work took, waiting for the interpreter included."""
    time.sleep(0.004)
    start = time.perf_counter()
    spin: Callable[[int], int] = abs
    for number in range(20_000):
        spin(number)
    return (time.perf_counter() - start) * 1000


def main() -> None:
    """Run the measurements, or, as a child process, the one of memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--memory", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory is not None:
        print(peak_growth(Path(options.memory[0]), ExportFormat(options.memory[1])))
        return
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication(sys.argv[:1])
    print(f"# export of {options.requests:,} requests, {options.rounds} rounds")
    print("# name  ours  baseline  ratio  limit")
    with tempfile.TemporaryDirectory() as name:
        history, folder = Path(name) / "history", Path(name)
        fill(history, made_records(options.requests))
        if Path("/proc/self/clear_refs").exists():
            for file_format in (ExportFormat.CSV, ExportFormat.JSON):
                report_memory(history, file_format)
        with opened(history) as store:
            view = store.view(Query())
            report_tables(view, folder, options.rounds)
            report_window(view, folder)
        report_pdf(folder, options.rounds)
    application.shutdown()


if __name__ == "__main__":
    main()
