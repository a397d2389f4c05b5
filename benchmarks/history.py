"""The history against the simplest thing that could do the same: ingest, memory, start, sums and sorting.

Prints ``name  ours  baseline  ratio  limit``: medians of interleaved rounds, and as comments the worst of them. The
limits are numbers 12 (first half), 4 (second half), 13 and 6 of the project's performance page.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

import duckdb
import numpy as np

from benchmarks._duckdb import opened_database
from binom_desktop.domain import RequestRecord, UsageField
from binom_desktop.history.columns import Rows
from binom_desktop.history.database import MIGRATIONS
from binom_desktop.history.history import History
from binom_desktop.history.store import SNAPSHOT_NAME, Store
from binom_desktop.queries import Query, RequestFilter, SortColumn

_PAGE = 1000
_FLUSH = 166
_FLUSHES_A_SECOND = 30
_DAY_MS = 86_400_000
_START_MS = 1_793_491_200_000
_FIRST_DAY, _LAST_DAY = date(2026, 11, 1), date(2026, 11, 30)
_DAYS = 30
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MODELS = [f"provider/model-{number}" for number in range(12)]
_KEYS = [f"key_{number}" for number in range(6)]
_GROUPS = {UsageField.DAY: f"timestamp // {_DAY_MS}", UsageField.MODEL: "model", UsageField.KEY: "keyId"}
_INSERT = f"INSERT INTO requests VALUES ({', '.join('?' * len(Rows._fields))})"

Timed = Callable[[], float]


def made_records(count: int) -> Iterator[RequestRecord]:
    """Requests as an account of thirty busy days has them."""
    chance = random.Random(7)
    step = _DAYS * _DAY_MS / count
    for number in range(count):
        failed = chance.random() < 0.03
        yield RequestRecord(
            id="01" + "".join(chance.choices(_ALPHABET, k=24)),
            sequence=number + 1,
            timestamp_ms=_START_MS + max(0, int(number * step) - chance.randrange(20_000)),
            endpoint="/v1/chat/completions",
            model=chance.choice(_MODELS),
            status=429 if failed else 200,
            input_tokens=chance.randrange(4000),
            output_tokens=chance.randrange(2000),
            cost_nano=0 if failed else chance.randrange(10**8),
            latency_ms=chance.randrange(100, 9000),
            key_id=chance.choice(_KEYS),
            key_description="Production",
            error="Rate limit exceeded" if failed else None,
        )


def ready_row(record: RequestRecord) -> tuple[object, ...]:
    """What the history writes for a record, as a program would have it that does nothing else."""
    return (
        record.sequence,
        record.id,
        record.timestamp_ms,
        0,
        _MODELS.index(record.model),
        record.status,
        record.input_tokens,
        record.output_tokens,
        record.cost_nano,
        record.latency_ms,
        _KEYS.index(record.key_id),
        0,
        -1 if record.error is None else 0,
    )


def pages_of(records: Sequence[RequestRecord], size: int, *, newest_first: bool = False) -> list[list[RequestRecord]]:
    """The records cut into pages."""
    pages = [list(records[start : start + size]) for start in range(0, len(records), size)]
    return [page[::-1] for page in reversed(pages)] if newest_first else pages


def timed_merge(pages: Sequence[Sequence[RequestRecord]], *, clock: Callable[[], float] = time.perf_counter) -> float:
    """Seconds to take pages into a new history."""

    async def merge_all(folder: Path) -> float:
        history = await History.open(folder)
        start = clock()
        for page in pages:
            await history.merge(page)
        taken = clock() - start
        await history.close()
        return taken

    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(merge_all(Path(folder)))


def timed_executemany(
    pages: Sequence[Sequence[tuple[object, ...]]], *, clock: Callable[[], float] = time.perf_counter
) -> float:
    """Seconds to write the same rows, in transactions as large, into the same table."""
    with (
        tempfile.TemporaryDirectory() as folder,
        closing(sqlite3.connect(Path(folder) / "raw.sqlite3", isolation_level=None)) as connection,
    ):
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        for statement in MIGRATIONS[0]:
            connection.execute(statement)
        start = clock()
        for page in pages:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(_INSERT, page)
            connection.execute("COMMIT")
        return clock() - start


def timed(work: Callable[[], object]) -> float:
    """How many seconds some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def rounds_of(ours: Timed, baseline: Timed, rounds: int) -> tuple[list[float], list[float]]:
    """Both, again and again in turn."""
    pairs = [(ours(), baseline()) for _ in range(rounds)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def report(name: str, ours: Sequence[float], baseline: Sequence[float], limit: str, *, scale: float, unit: str) -> None:
    """Print one line of medians; ratios above 1 mean that ours is slower."""
    ratios = [mine / theirs for mine, theirs in zip(ours, baseline, strict=True)]
    line = (f"{statistics.median(values) * scale:.2f} {unit}" for values in (ours, baseline))
    print(name, *line, f"{statistics.median(ratios):.2f}x", limit, sep="  ")
    print(f"# {name}: worst {max(ours) * scale:.2f} {unit}, worst ratio {max(ratios):.2f}x", flush=True)


def report_ingest(records: Sequence[RequestRecord], rounds: int) -> None:
    """Limit 12: backfill in both directions, and live flushes."""
    rows = [ready_row(record) for record in records]
    gc.freeze()
    row_pages = [rows[start : start + _PAGE] for start in range(0, len(rows), _PAGE)]
    for direction, newest_first in (("oldest first", False), ("newest first", True)):
        pages = pages_of(records, _PAGE, newest_first=newest_first)
        theirs = row_pages[::-1] if newest_first else row_pages
        ours, baseline = rounds_of(partial(timed_merge, pages), partial(timed_executemany, theirs), rounds)
        # At least 0.6 times the speed is at most 1 / 0.6 times the time.
        report(f"backfill, {direction}", ours, baseline, "<= 1.67x", scale=1e6 / len(rows), unit="us/request")
    flushes = pages_of(records[: _FLUSH * _FLUSHES_A_SECOND * 10], _FLUSH)
    row_flushes = [[ready_row(record) for record in flush] for flush in flushes]
    live_s = len(flushes) / _FLUSHES_A_SECOND
    ours, baseline = rounds_of(
        partial(timed_merge, flushes, clock=time.process_time),
        partial(timed_executemany, row_flushes, clock=time.process_time),
        rounds,
    )
    report("live, 5,000 requests a second", ours, baseline, "<= 0.2 cores", scale=1 / live_s, unit="cores")


def report_memory(count: int) -> None:
    """Limit 4: what a process grows by, from its own account of resident memory."""
    completed = subprocess.run(
        [sys.executable, "-m", "benchmarks.history", "--memory", str(count)], check=True, capture_output=True, text=True
    )
    grown = int(completed.stdout)
    print("memory a request", f"{grown / count:.1f} bytes", "-", "-", "<= 120 bytes", sep="  ", flush=True)


def grow(count: int) -> int:
    """Merge made records page by page, keeping none, and say by how many bytes resident memory grew."""

    def resident_bytes() -> int:
        status = Path("/proc/self/status").read_text(encoding="ascii")
        return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS")) * 1024

    with tempfile.TemporaryDirectory() as folder:
        store = Store(Path(folder), now_ms=lambda: 0)
        store.open()
        before = resident_bytes()
        page: list[RequestRecord] = []
        for record in made_records(count):
            page.append(record)
            if len(page) == _PAGE:
                store.merge(page)
                page.clear()
        store.merge(page)
        after = resident_bytes()
        store.close()
    return after - before


def report_reading(records: Sequence[RequestRecord], rounds: int) -> None:
    """Start from the snapshot, and sums and orders in memory (limits 13 and 6)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = Store(folder, now_ms=lambda: 0)
        store.open()
        for page in pages_of(records, _PAGE):
            store.merge(page)
        store.close()
        report_start(folder, rounds)
        store.open()
        try:
            report_sums(store, rounds)
            report_orders(store, records, rounds)
        finally:
            store.close()


def report_start(folder: Path, rounds: int) -> None:
    """Opening with the snapshot, against opening without; closing writes it again."""

    def opened(*, with_snapshot: bool) -> float:
        if not with_snapshot:
            (folder / SNAPSHOT_NAME).unlink()
        store = Store(folder, now_ms=lambda: 0)
        taken = timed(store.open)
        store.close()
        return taken

    ours, baseline = rounds_of(partial(opened, with_snapshot=True), partial(opened, with_snapshot=False), rounds)
    report("open, snapshot against rows", ours, baseline, "<= 0.05x", scale=1e3, unit="ms")


def report_sums(store: Store, rounds: int) -> None:
    """Limit 13: thirty days' sums, against DuckDB's, whose sums have to be the same."""
    database = opened_database(store)
    for field, group in _GROUPS.items():
        usage = partial(store.usage, _FIRST_DAY, _LAST_DAY, [field], filter=RequestFilter())
        sums = partial(database_sums, database, group)
        mine = [
            (item.requests, item.errors, item.input_tokens, item.output_tokens, item.cost_nano)
            for item in usage().items
        ]
        if sorted(mine) != sorted(sums()):
            raise SystemExit(f"sums by {field} are not the same")
        ours, baseline = rounds_of(partial(timed, usage), partial(timed, sums), rounds * 3)
        report(f"sums by {field}", ours, baseline, "<= 1.20x", scale=1e3, unit="ms")
    database.close()


def database_sums(database: duckdb.DuckDBPyConnection, group: str) -> list[tuple[int, ...]]:
    """What a usage item of the thirty days has, a group."""
    return database.execute(
        "SELECT count(*), count(*) FILTER (status >= 400), sum(inputTokens), sum(outputTokens), sum(cost)"
        f" FROM requests WHERE timestamp >= ? AND timestamp < ? GROUP BY {group}",
        (_START_MS, _START_MS + _DAYS * _DAY_MS),
    ).fetchall()


def report_orders(store: Store, records: Sequence[RequestRecord], rounds: int) -> None:
    """A sorted view with its totals, against numpy's argsort of the column alone."""
    for sort in (SortColumn.COST, SortColumn.MODEL, SortColumn.TIMESTAMP):
        name = {SortColumn.COST: "cost_nano", SortColumn.TIMESTAMP: "timestamp_ms"}.get(sort, "model")
        values = [getattr(record, name) for record in records]
        column = np.array([_MODELS.index(value) for value in values] if sort is SortColumn.MODEL else values)
        ours, baseline = rounds_of(
            partial(timed, partial(store.view, Query(sort=sort))),
            partial(timed, partial(np.argsort, column)),
            rounds,
        )
        report(f"sorted by {sort}", ours, baseline, "<= 2.00x", scale=1e3, unit="ms")


def main() -> None:
    """Run the measurements, or, as a child process, the one of memory."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.memory is not None:
        print(grow(options.memory))
        return
    print(f"# history with {options.requests:,} requests, {options.rounds} rounds")
    print("# name  ours  baseline  ratio  limit")
    if Path("/proc/self/status").exists():
        report_memory(options.requests)
    records = list(made_records(options.requests))
    # The made records are neither side's: the collector must not walk through them while one side allocates.
    gc.freeze()
    report_reading(records, options.rounds)
    report_ingest(records, options.rounds)


if __name__ == "__main__":
    main()
