"""Process start to first paint, and to the first rows of a million painted, against a bare window (limits 1 and 2).

Both are seen from outside: the moment at which the private X screen is no longer black, and the one at which it shows
the green ground of a status where the request table stands. The bare window is one of the same PySide6.

With ``--bundle dist/binom-desktop/binom-desktop`` the app is that program.
"""

from __future__ import annotations

import argparse
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from operator import attrgetter
from pathlib import Path

from PySide6.QtGui import QColor

from benchmarks._desktop_app import BARE_WINDOW, can_measure, launch_app, print_comparison
from benchmarks.export import fill
from benchmarks.history import made_records
from binom_desktop.history.columns import Rows
from binom_desktop.paths import Paths
from binom_desktop.presentation.tone import Tone
from binom_desktop.sandbox.store import INSERT_REQUEST
from binom_desktop.settings import AccountEntry, Settings, save_settings
from binom_desktop.views.tokens import LIGHT
from tests.e2e.desktop import AppProcess, Desktop
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess

PAINT_POLL_S = 0.001
# A look takes longer than one for any paint, and a processor that the app must not lack.
ROWS_POLL_S = 0.004
# Two rows inside the table: above it the dot of the connection has the same ground.
ROWS = range(700, 780)


def seconds_until(
    desktop: Desktop, start: Callable[[], AppProcess], seen: Callable[[], bool], poll_s: float = PAINT_POLL_S
) -> float:
    """Start a process, and measure the seconds until something is seen on the screen."""
    wait_until(lambda: not desktop.screen.is_painted(), "an empty screen")
    app = start()
    wait_until(seen, lambda: f"what the screen has to show; {app.errors}", interval_s=poll_s)
    elapsed_s = time.monotonic() - app.started_s
    app.kill()
    return elapsed_s


def fill_both(server: SandboxProcess, database: Path, folder: Path, count: int) -> None:
    """Give the server a log, and the app's folder what an earlier run left behind: the account, and its history."""
    server.stop()
    with closing(sqlite3.connect(database)) as connection, connection:
        (account,) = connection.execute("SELECT id FROM account").fetchone()
        connection.executemany(INSERT_REQUEST, map(attrgetter(*Rows._fields), made_records(count)))
        connection.execute("UPDATE account SET requests = ?1, last_sequence = ?1", (count,))
    server.restart()
    paths = Paths.of(folder)
    paths.create()
    entry = AccountEntry(server.url, account, "benchmark")
    save_settings(paths.settings_file, Settings(accounts=(entry,), current=entry))
    fill(paths.history_folder(server.url, account), made_records(count))


def measure(desktop: Desktop, name: str, ours: Callable[[], float], limit: str, rounds: int) -> None:
    """Run the rounds, ours and the bare window in turn, and print the line."""

    def bare() -> float:
        return seconds_until(desktop, partial(desktop.run, BARE_WINDOW), desktop.screen.is_painted)

    # The first start of each reads files that the next ones find in memory.
    ours()
    bare()
    pairs = [(ours(), bare()) for _ in range(rounds)]
    print_comparison(name, [pair[0] for pair in pairs], [pair[1] for pair in pairs], "s", limit)


def measure_paint(desktop: Desktop, rounds: int, program: Path | None) -> None:
    """Limit 1: with an empty account, to the first paint."""
    with SandboxProcess("--empty") as server, tempfile.TemporaryDirectory() as name:
        start = partial(launch_app, desktop, server.url, server.token, Path(name), program=program)
        ours = partial(seconds_until, desktop, start, desktop.screen.is_painted)
        measure(desktop, "start to first paint", ours, "1.5", rounds)


def measure_rows(desktop: Desktop, rounds: int, count: int, program: Path | None) -> None:
    """Limit 2: on the Requests page with so many requests in the history, to the first rows.

    They come before the key is read, which no keyring here has.
    """
    # Qt fills a pixel's fourth byte, which X has no use for.
    ground = QColor(LIGHT.tone_soft(Tone.OK)).rgba()
    with tempfile.TemporaryDirectory() as name:
        database, folder = Path(name) / "server", Path(name) / "app"
        with SandboxProcess("--empty", database=database) as server:
            fill_both(server, database, folder, count)
            command = [sys.executable, "-m", "binom_desktop"] if program is None else [str(program)]
            start = partial(desktop.run, [*command, "--data-dir", str(folder), "--page", "/requests"])
            seen = partial(desktop.screen.has_color, ground, ROWS)
            ours = partial(seconds_until, desktop, start, seen, ROWS_POLL_S)
            measure(desktop, f"start to first rows of {count:,}", ours, "3.5", rounds)


def main() -> None:
    """Run the measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--requests", type=int, default=1_000_000)
    parser.add_argument("--bundle", type=Path, metavar="PATH", help="the program of a bundle, in place of the source")
    options = parser.parse_args()
    if not can_measure():
        return
    with Desktop(accessible=False) as desktop:
        measure_paint(desktop, options.rounds, options.bundle)
        measure_rows(desktop, options.rounds, options.requests, options.bundle)


if __name__ == "__main__":
    main()
