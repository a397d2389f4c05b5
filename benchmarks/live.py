"""Live ingest: 5,000 requests a second from the socket to the durable history (limit 10).

The app runs with its window open, on its live pages in turn. From outside, the server's newest sequence and
the newest one in the history's file are read side by side: the lag is how long the file takes to reach what the server
had. From inside, a timer of one millisecond sees how long the window's thread was not to be had.
"""

from __future__ import annotations

import argparse
import bisect
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from benchmarks._desktop_app import can_measure, launch_app, processor_s
from tests.e2e.desktop import AppProcess, Desktop
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess

SAMPLE_S = 0.02
WARM_UP_S = 5.0
GAPS_FILLED_S = 60.0
PAGES = ("/dashboard", "/usage", "/requests", "/billing")
# The history takes in what came in periods of so many milliseconds.
FLUSH_MS = 33


@dataclass(slots=True)
class Curve:
    """Which newest sequence was seen when: seconds and sequences, both rising."""

    times_s: list[float] = field(default_factory=list)
    sequences: list[int] = field(default_factory=list)

    def add(self, sequence: int) -> None:
        """Note a sequence as seen now."""
        self.times_s.append(time.monotonic())
        self.sequences.append(sequence)


def lags_ms(server: Curve, history: Curve) -> list[float]:
    """For each look at the server, the milliseconds until the history had as much."""
    lags = []
    for seen_s, sequence in zip(server.times_s, server.sequences, strict=True):
        place = bisect.bisect_left(history.sequences, sequence)
        if place < len(history.sequences):
            lags.append(max(0.0, history.times_s[place] - seen_s) * 1000)
    return lags


def newest_held(connection: sqlite3.Connection) -> int:
    """The newest sequence in the history's file, 0 if there is none."""
    try:
        return int(connection.execute("SELECT coalesce(max(sequence), 0) FROM requests").fetchone()[0])
    except sqlite3.OperationalError:
        # The file is there a moment before its tables.
        return 0


def newest_logged(server: SandboxProcess) -> int:
    """The newest sequence of the server."""
    return int(server.control("state", method="GET")["lastSequence"])


def settled_count(connection: sqlite3.Connection, newest: int) -> int:
    """How many of the sequences up to ``newest`` the history holds, once it holds all or gaps have had their time."""
    deadline_s = time.monotonic() + GAPS_FILLED_S
    while True:
        (count,) = connection.execute("SELECT count(*) FROM requests WHERE sequence <= ?", (newest,)).fetchone()
        if count >= newest or time.monotonic() > deadline_s:
            return int(count)
        time.sleep(SAMPLE_S)


def histories_in(folder: Path) -> list[Path]:
    """The files of histories that an app has made."""
    return list(folder.rglob("history.sqlite3"))


def seen_gaps(file: Path) -> tuple[float, float, float]:
    """Seconds watched, seconds in long gaps, and the longest gap in milliseconds, so far."""
    wait_until(file.exists, "figures of gaps")
    watched, long, longest = map(float, file.read_text(encoding="ascii").split())
    return watched, long, longest


def measure(
    page: str, app: AppProcess, server: SandboxProcess, connection: sqlite3.Connection, gaps: Path, seconds: float
) -> None:
    """Watch for a while, and print the lines."""
    wait_until(lambda: newest_held(connection) > 0, "the first request in the history")
    time.sleep(WARM_UP_S)
    logged, held = Curve(), Curve()
    first_held = newest_held(connection)
    gaps_before = seen_gaps(gaps)
    start_s, used_s = time.monotonic(), processor_s(app)
    while time.monotonic() - start_s < seconds:
        logged.add(newest_logged(server))
        held.add(newest_held(connection))
        time.sleep(SAMPLE_S)
    elapsed_s = time.monotonic() - start_s
    share = (processor_s(app) - used_s) / elapsed_s
    watched_s, long_s, longest_ms = seen_gaps(gaps)
    long_share = (long_s - gaps_before[1]) / (watched_s - gaps_before[0])
    rate = (logged.sequences[-1] - logged.sequences[0]) / (logged.times_s[-1] - logged.times_s[0])
    written = (held.sequences[-1] - first_held) / elapsed_s
    newest = logged.sequences[-1]
    count = settled_count(connection, newest)
    lags = lags_ms(logged, held)
    p99_ms = statistics.quantiles(lags, n=100)[98]
    for line in (
        f"requests applied  {count}  {newest}  {count / newest:.4f}x  = 1x",
        f"requests a second  {written:.0f}  {rate:.0f}  {written / rate:.2f}x  = 1x",
        f"processor  {share:.2f} cores  1 core  {share:.2f}x  <= 0.5x",
        f"lag, p99  {p99_ms:.0f} ms  {FLUSH_MS} ms  {p99_ms / FLUSH_MS:.1f}x  <= 5x",
        f"time in gaps over 16 ms  {long_share * 100:.1f} %  -  -  <= 5 %",
    ):
        print(f"live, {page}: {line}", flush=True)
    print(f"# live, {page}: lag in ms: median {statistics.median(lags):.0f}, worst {max(lags):.0f}")
    print(f"# live, {page}: longest gap since the start {longest_ms:.0f} ms", flush=True)


def main() -> None:
    """Run the app against a fast server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=5000, help="requests a second")
    parser.add_argument("--seconds", type=float, default=20.0)
    values = parser.parse_args()
    if not can_measure():
        return
    for page in PAGES:
        with (
            Desktop(accessible=False) as desktop,
            SandboxProcess("--empty", "--rate", str(values.rate)) as server,
            tempfile.TemporaryDirectory() as name,
        ):
            folder, gaps = Path(name) / "data", Path(name) / "gaps"
            module = ("benchmarks._gaps", str(gaps))
            app = launch_app(desktop, server.url, server.token, folder, "--page", page, module=module)
            (file,) = wait_until(partial(histories_in, folder), "a history")
            with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=30)) as connection:
                measure(page, app, server, connection, gaps, values.seconds)
            app.kill()


if __name__ == "__main__":
    main()
