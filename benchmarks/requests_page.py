"""The Requests page with a million requests: sorting, filtering and jumping, against numpy, DuckDB and Qt's own.

Prints ``name  ours  baseline  ratio  limit``: medians of interleaved rounds, and as comments the worst of them. The
limits are numbers 5 to 9 of the project's performance page. The page is the real one in a window of 1920 x 1080
without a screen, the history's worker answers as in the app. Ten million rows are the history's own rows, each at many
places of one view.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import duckdb
import numpy as np
from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSortFilterProxyModel,
    Qt,
    QTimer,
)
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
from qasync import QEventLoop
from typing_extensions import override

from benchmarks._duckdb import opened_database
from benchmarks._gaps import Gaps
from benchmarks.export import fill
from benchmarks.history import made_records, report
from binom_desktop.events import AppEvent, RequestsFound
from binom_desktop.history.history import History
from binom_desktop.history.store import Store
from binom_desktop.history.view import View
from binom_desktop.models.account import AccountModel
from binom_desktop.models.connection import ConnectionModel
from binom_desktop.models.export import ExportModel
from binom_desktop.models.request_log import RequestLogModel
from binom_desktop.models.request_question import RequestQuestionModel
from binom_desktop.queries import Query, RequestFilter, SortColumn, StatusClass
from binom_desktop.services.request_search import RequestSearch
from binom_desktop.views.page import PageEntry
from binom_desktop.views.requests import RequestsPage
from binom_desktop.views.theme import Theme, ThemeChoice

_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_PROXY_ROWS = 100_000
_MANY_ROWS = 10_000_000
_FEW_ROWS = 100_000
_SHOWN = 50
_WINDOW_SIZE = (1920, 1080)
_JUMPS = 60
_OPERATIONS = 40
_COLUMNS = {
    SortColumn.COST: "cost",
    SortColumn.TIMESTAMP: "timestamp",
    SortColumn.MODEL: "model",
    SortColumn.LATENCY: "latencyMs",
}
_TEXTS = ("rate", "rate limit", "4Q", "4QX")


class Paints(QObject):
    """Counts how often a widget is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        self.count += event.type() is QEvent.Type.Paint
        return False


class Bench:
    """The page in a window, and a search over a history that feeds it."""

    def __init__(self, application: QApplication, history: History) -> None:
        self.theme = Theme(application=application)
        self.theme.apply(ThemeChoice.LIGHT)
        self.log = RequestLogModel()
        self.question = RequestQuestionModel(now_ms=lambda: 0)
        self.page = RequestsPage(
            entry=PageEntry("/requests", "Requests", "text-align-start", "Ctrl+3"),
            log=self.log,
            question=self.question,
            exporting=ExportModel(),
            connection=ConnectionModel(clock=time.monotonic),
            account=AccountModel(now_ms=lambda: 0),
            theme=self.theme,
        )
        self.window = QMainWindow()
        self.window.setCentralWidget(self.page)
        self.window.resize(*_WINDOW_SIZE)
        self.window.show()
        self._paints = Paints()
        self.page.table.viewport().installEventFilter(self._paints)
        self._answered = asyncio.Event()
        self.search = RequestSearch(history=history, publish=self._publish, interval_s=0.0)

    def _publish(self, event: AppEvent) -> None:
        if isinstance(event, RequestsFound):
            self._paints.count = 0
            self.log.set_view(event.view, event.inserted)
            self._wait_for_paint()

    def _wait_for_paint(self) -> None:
        # Windows are painted before timers run out.
        if self._paints.count:
            self._answered.set()
        else:
            QTimer.singleShot(0, self._wait_for_paint)

    async def ask(self, query: Query) -> float:
        """Seconds from a question to its painted answer."""
        start = time.perf_counter()
        self._answered.clear()
        self.search.ask(query)
        await self._answered.wait()
        return time.perf_counter() - start

    def show(self, view: View) -> None:
        """Show a view at once, on this thread."""
        self.log.set_view(view, None)
        self.page.table.viewport().repaint()


class CachedTexts(QAbstractTableModel):
    """The least that a model can do: texts that are ready."""

    def __init__(self, rows: int, texts: Sequence[Sequence[str]]) -> None:
        super().__init__()
        self._rows = rows
        self._texts = texts

    @override
    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return self._rows

    @override
    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        return len(self._texts[0])

    @override
    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts[index.row() % len(self._texts)][index.column()]
        return None


def mixed_queries() -> list[Query]:
    """Sorts and filters as a person mixes them."""
    chance = random.Random(3)
    filters = [
        RequestFilter(),
        RequestFilter(status=StatusClass.FAILED),
        RequestFilter(models=("provider/model-3", "provider/model-7")),
        RequestFilter(text="rate"),
        RequestFilter(key_ids=("key_2",), status=StatusClass.SUCCESS),
    ]
    sorts = [sort for sort in SortColumn if sort is not SortColumn.SEQUENCE]
    found: list[Query] = []
    while len(found) < _OPERATIONS:
        query = Query(chance.choice(filters), chance.choice(sorts), chance.random() < 0.5)
        if not found or query != found[-1]:
            found.append(query)
    return found


async def report_gaps(bench: Bench, store: Store) -> None:
    """Limit 5: what the window's thread feels, against doing the same on it."""
    gaps, ours, theirs = Gaps(), [], []
    for query in mixed_queries():
        gaps.start()
        await bench.ask(query)
        # A turn of the loop, so that what was put off is part of it.
        await asyncio.sleep(0.02)
        ours.append(gaps.stop())
        gaps.start()
        bench.show(store.view(query))
        await asyncio.sleep(0.02)
        theirs.append(gaps.stop())
    p90 = statistics.quantiles(ours, n=10)[8]
    print(f"gaps of {_OPERATIONS} sorts and filters, p90  {p90:.1f} ms  -  -  <= 16 ms", flush=True)
    ratio = max(ours) / max(theirs)
    print(f"gaps, longest  {max(ours):.1f} ms  {max(theirs):.1f} ms  {ratio:.2f}x  <= 0.30x", flush=True)


async def report_sorts(bench: Bench, store: Store, rounds: int) -> None:
    """Limit 6: a header's click to the repaint, against numpy's argsort of that column."""
    columns = store.view(Query(descending=False)).columns
    positions = store.view(Query(descending=False)).positions
    for sort, name in (
        (SortColumn.COST, "cost_nano"),
        (SortColumn.LATENCY, "latency_ms"),
        (SortColumn.TIMESTAMP, "timestamp_ms"),
        (SortColumn.STATUS, "status"),
        (SortColumn.MODEL, "model"),
    ):
        values = columns.at(name, positions)
        ours, theirs = [], []
        for _ in range(rounds):
            await bench.ask(Query(sort=SortColumn.TOKENS))
            ours.append(await bench.ask(Query(sort=sort)))
            theirs.append(timed(partial(np.argsort, values)))
        report(f"header click, {sort}", ours, theirs, "<= 2.00x", scale=1e3, unit="ms")


async def report_keystrokes(bench: Bench, database: duckdb.DuckDBPyConnection, rounds: int) -> None:
    """Limit 7: a keystroke in the search to the repaint, against DuckDB's count and first rows; chips beside it."""
    texts = [
        (f"search for {text!r}", RequestFilter(text=text), f"(id ILIKE '%{text}%' OR error ILIKE '%{text}%')")
        for text in _TEXTS
    ]
    chips = [
        ("failed requests", RequestFilter(status=StatusClass.FAILED), "status >= 400"),
        ("one model", RequestFilter(models=("provider/model-3",)), "model = 'provider/model-3'"),
    ]
    for name, wanted, condition in (*texts, *chips):
        ours, theirs = [], []
        for _ in range(rounds):
            await bench.ask(Query())
            ours.append(await bench.ask(Query(wanted)))
            theirs.append(timed(partial(ask_database, database, condition, "sequence")))
        report(name, ours, theirs, "<= 1.00x" if wanted.text else "-", scale=1e3, unit="ms")


async def report_database_sorts(bench: Bench, database: duckdb.DuckDBPyConnection, rounds: int) -> None:
    """Filter, order and first rows, ours painted, against DuckDB's."""
    wanted, condition = RequestFilter(status=StatusClass.SUCCESS), "status < 400"
    for sort, column in _COLUMNS.items():
        ours, theirs = [], []
        for _ in range(rounds):
            await bench.ask(Query(replace(wanted, text="x")))
            ours.append(await bench.ask(Query(wanted, sort)))
            theirs.append(timed(partial(ask_database, database, condition, column)))
        report(f"filter and order by {sort}, against DuckDB", ours, theirs, "-", scale=1e3, unit="ms")


def ask_database(database: duckdb.DuckDBPyConnection, condition: str, order: str) -> None:
    """The count of what matches, and its first hundred rows."""
    database.execute(f"SELECT count(*) FROM requests WHERE {condition}").fetchall()
    database.execute(f"SELECT * FROM requests WHERE {condition} ORDER BY {order} DESC LIMIT 100").fetchall()


def jump_seconds(table: QTableView, rounds: int, seed: int) -> list[float]:
    """Seconds of jumps to anywhere with everything painted."""
    chance, bar, taken = random.Random(seed), table.verticalScrollBar(), []
    for _ in range(rounds):
        value = chance.randrange(bar.maximum())
        taken.append(timed(partial(paint_at, table, value)))
    return taken


def paint_at(table: QTableView, value: int) -> None:
    """Go there and paint."""
    table.verticalScrollBar().setValue(value)
    table.viewport().repaint()


def report_jumps(bench: Bench, store: Store) -> None:
    """Limits 8 and 9: a jump and its repaint, against a table of ready texts, and at ten million against few."""
    view = store.view(Query())
    table = bench.page.table
    bench.window.resize(1280, bench.window.height() + _SHOWN * table.row_height - table.viewport().height())
    QApplication.processEvents()
    bench.show(view)
    texts = [bench.log.row_text(row).split("\t") for row in range(2_000)]
    baseline = QTableView()
    baseline.setModel(CachedTexts(len(view), texts))
    baseline.verticalHeader().hide()
    baseline.verticalHeader().setDefaultSectionSize(table.row_height)
    baseline.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    baseline.resize(table.size())
    baseline.show()
    # A window that is not shown yet paints nothing.
    while not baseline.windowHandle().isExposed():
        QApplication.processEvents()
    ours, theirs = jump_seconds(table, _JUMPS, 1), jump_seconds(baseline, _JUMPS, 1)
    report(f"jump and repaint of {_SHOWN} rows", ours, theirs, "<= 0.45x", scale=1e3, unit="ms")
    baseline.close()
    few = replace(view, found=view.positions[:_FEW_ROWS])
    many = replace(view, found=np.resize(view.positions, _MANY_ROWS))
    taken: dict[int, list[float]] = {}
    for shown in (few, many, few, many):
        bench.show(shown)
        taken.setdefault(len(shown), []).extend(jump_seconds(table, _JUMPS, len(taken)))
    report(
        "jump at ten million rows, against 100,000",
        taken[_MANY_ROWS],
        taken[_FEW_ROWS],
        "<= 1.50x",
        scale=1e3,
        unit="ms",
    )
    opened = timed(partial(bench.show, many))
    print(
        f"# ten million rows: shown in {opened * 1e3:.0f} ms, {many.positions.nbytes / 1e6:.0f} MB of positions",
        flush=True,
    )


async def report_proxy(bench: Bench, store: Store) -> None:
    """Sorting by cost, against QSortFilterProxyModel over the same rows."""
    part = store.view(Query(descending=False))
    bench.show(replace(part, found=part.positions[:_PROXY_ROWS]))
    cost_column = next(number for number, column in enumerate(bench.log.columns) if column.sort is SortColumn.COST)

    class ByCost(QSortFilterProxyModel):
        """Compares what is stored, without even formatting it."""

        @override
        def lessThan(self, source_left: _Index, source_right: _Index) -> bool:
            return bench.log.record(source_left.row()).cost_nano < bench.log.record(source_right.row()).cost_nano

    proxy = ByCost()
    proxy.setSourceModel(bench.log)
    theirs = timed(partial(proxy.sort, cost_column))
    proxy.deleteLater()
    await bench.ask(Query())
    ours = await bench.ask(Query(sort=SortColumn.COST))
    name = f"order by cost of all rows, against a proxy's of {_PROXY_ROWS:,}"
    report(name, [ours], [theirs], "< 1.00x", scale=1e3, unit="ms")


def timed(work: Callable[[], object]) -> float:
    """How many seconds some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


async def measure(application: QApplication, folder: Path, rounds: int) -> None:
    """Run everything over the history in a folder."""
    history = await History.open(folder)
    # The same columns once more, for what is done on this thread.
    store = Store(folder, now_ms=lambda: 0)
    store.open()
    bench = Bench(application, history)
    running = asyncio.create_task(bench.search.run())
    try:
        await bench.ask(Query())
        await report_gaps(bench, store)
        await report_sorts(bench, store, rounds)
        database = opened_database(store)
        await report_keystrokes(bench, database, rounds)
        await report_database_sorts(bench, database, rounds)
        database.close()
        report_jumps(bench, store)
        await report_proxy(bench, store)
    finally:
        running.cancel()
        bench.window.close()
        store.close()
        await history.close()


def main() -> None:
    """Make the history, and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    print(f"# Requests page with {options.requests:,} requests, {options.rounds} rounds")
    print("# name  ours  baseline  ratio  limit")
    application = QApplication([])
    application.setQuitOnLastWindowClosed(False)
    with tempfile.TemporaryDirectory() as name:
        fill(Path(name), made_records(options.requests))
        with asyncio.Runner(loop_factory=partial(QEventLoop, application)) as runner:
            runner.run(measure(application, Path(name), options.rounds))


if __name__ == "__main__":
    main()
