"""Kills a history's process at random moments, and holds what is left against what it had promised."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from binom_desktop.domain import RequestRecord
from binom_desktop.history.coverage import Coverage
from binom_desktop.history.store import DATABASE_NAME, Store
from tests.unit.history.made import everything, opened, record
from tests.unit.history.survivor import document, ledger, migrations, number_of

PROJECT = Path(__file__).parents[3]
TARGETS = ("held", "held", "kept", "document", "ledger", "now open", "now rename", "now connect")
LONGEST_WAIT_S = 0.004
MOST_LINES = 80

_ROWS = """
SELECT id, sequence, timestamp_ms, e.text, m.text, status, input_tokens, output_tokens, cost_nano, latency_ms, k.text,
 d.text, f.text FROM requests
 JOIN names e ON e.kind = 0 AND e.code = endpoint JOIN names m ON m.kind = 1 AND m.code = model
 JOIN names k ON k.kind = 2 AND k.code = key_id JOIN names d ON d.kind = 3 AND d.code = key_description
 LEFT JOIN names f ON f.kind = 4 AND f.code = error
 ORDER BY sequence
"""


def rows_of(file: Path) -> list[RequestRecord]:
    """What stands in a whole database, read by SQL alone."""
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [RequestRecord(*row) for row in connection.execute(_ROWS)]


def open_to_others(folder: Path) -> list[str]:
    """The files and folders at or below a folder that anyone but their owner may use."""
    if os.name != "posix":
        return []
    return [str(path) for path in (folder, *folder.rglob("*")) if path.stat().st_mode & 0o077]


def assert_agree(store: Store, file: Path) -> None:
    """Columns, coverage and rows are the same requests, each once, and each as it was made."""
    held = everything(store)
    kept_from = store.coverage.kept_from
    assert held == [one for one in rows_of(file) if one.sequence >= kept_from]
    assert held == [record(one.sequence) for one in held]
    assert len({one.id for one in held}) == len(held)
    runs = [(one.sequence, one.sequence) for one in held]
    assert store.coverage == Coverage().dropped_before(kept_from).with_runs(runs)


@dataclass
class Killed:
    """A history whose process is killed again and again, and what that process has promised so far."""

    folder: Path
    chance: random.Random
    promised: set[int] = field(default_factory=set)
    newest: Counter[str] = field(default_factory=Counter)
    versions: int = 0
    kills: int = 0
    requests: int = 0
    moments: Counter[str] = field(default_factory=Counter)

    def kill(self) -> None:
        """Start the process, kill it at some moment, and remember what it promised."""
        if self.chance.random() < 0.3:
            self.versions += 1
        target, count = self.chance.choice(TARGETS), self.chance.randint(1, 12)
        command = [sys.executable, "-m", "tests.unit.history.survivor", str(self.folder)]
        command += [str(self.chance.randrange(1 << 30)), str(self.versions)]
        with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            for number, line in enumerate(process.stdout):
                self._heed(line)
                count -= line.startswith(target)
                if count <= 0 or number > MOST_LINES:
                    break
            try:
                process.wait(self.chance.uniform(0, LONGEST_WAIT_S))
            except subprocess.TimeoutExpired:
                process.kill()
            for line in process.stdout.read().split("\n")[:-1]:
                self._heed(line)
        assert process.returncode not in (0, 1), "it ended by itself"
        self.kills += 1
        self.moments[target] += 1
        self.moments["half a file left"] += any(self.folder.glob("*.tmp"))

    def check(self, copy: Path) -> None:
        """Look at a copy, so that the next process finds the files as the kill left them."""
        shutil.copytree(self.folder, copy)
        assert open_to_others(copy) == []
        for backup in copy.glob("history-version-*.sqlite3"):
            rows_of(backup)
            # Those that were seen once are not written again.
            (self.folder / backup.name).unlink()
        store = opened(copy, migrations=migrations(self.versions))
        try:
            assert store.opened_aside is None
            assert_agree(store, copy / DATABASE_NAME)
            kept_from = store.coverage.kept_from
            assert kept_from >= self.newest["kept"]
            held = {one.sequence for one in everything(store)}
            assert {sequence for sequence in self.promised if sequence >= kept_from} <= held
            value = store.read_document("figures")
            assert number_of(value) >= self.newest["document"]
            assert value is None or value == document(number_of(value))
            entries, as_of_ms = store.transactions()
            assert (as_of_ms or 0) >= self.newest["ledger"]
            assert as_of_ms is None or entries == ledger(as_of_ms)
            self.requests = len(held)
        finally:
            store.close()
        shutil.rmtree(copy)

    def _heed(self, line: str) -> None:
        match line.split():
            case ["held", first, last]:
                self.promised.update(range(int(first), int(last) + 1))
            case ["kept" | "document" | "ledger" as what, number]:
                self.newest[what] = max(self.newest[what], int(number))


def lives(folder: Path, kills: int, seed: int) -> Iterator[Killed]:
    """Kill so many times, and check after each."""
    killed = Killed(folder / "account", random.Random(seed))
    for _ in range(kills):
        killed.kill()
        killed.check(folder / "copy")
        yield killed
