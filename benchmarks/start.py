"""Process start to first paint, against a bare window of the same PySide6 (limit 1).

The first paint is seen from outside: the moment at which the private X screen is no longer black.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks._desktop_app import BARE_WINDOW, can_measure, launch_app, print_comparison
from tests.e2e.desktop import AppProcess, Desktop
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess

POLL_S = 0.001


def first_paint_s(desktop: Desktop, start: Callable[[], AppProcess]) -> float:
    """Start a process, and measure the seconds until something stands on the screen."""
    wait_until(lambda: not desktop.screen.is_painted(), "an empty screen")
    app = start()
    wait_until(desktop.screen.is_painted, lambda: f"a painted window; {app.errors}", interval_s=POLL_S)
    elapsed_s = time.monotonic() - app.started_s
    app.kill()
    return elapsed_s


def main() -> None:
    """Run the rounds, one of each kind after the other, and print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    rounds = parser.parse_args().rounds
    if not can_measure():
        return
    ours, bare = [], []
    with (
        Desktop(accessible=False) as desktop,
        SandboxProcess("--empty") as server,
        tempfile.TemporaryDirectory() as folder,
    ):

        def start_app() -> AppProcess:
            return launch_app(desktop, server.url, server.token, Path(folder))

        def start_bare() -> AppProcess:
            return desktop.run(BARE_WINDOW)

        # The first start of each reads files that the next ones find in memory.
        for start in (start_app, start_bare):
            first_paint_s(desktop, start)
        for _ in range(rounds):
            ours.append(first_paint_s(desktop, start_app))
            bare.append(first_paint_s(desktop, start_bare))
    print_comparison("start to first paint", ours, bare, "s", "1.5")


if __name__ == "__main__":
    main()
