"""Memory of the idle window with an empty account, against a bare window of the same PySide6 (limit 4).

With ``--bundle dist/binom-desktop/binom-desktop`` the app is that program.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks._desktop_app import BARE_WINDOW, can_measure, launch_app, memory_mib, print_comparison, processor_s
from tests.e2e.desktop import AppProcess, Desktop
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess

IDLE_SAMPLES = 10
SAMPLE_S = 0.2
IDLE_SHARE = 0.05


def wait_until_idle(app: AppProcess) -> None:
    """Wait until an app has used next to no processor time for a while."""
    used_s, since_s, quiet = processor_s(app), time.monotonic(), 0

    def idle() -> bool:
        nonlocal used_s, since_s, quiet
        now_used_s, now_s = processor_s(app), time.monotonic()
        quiet = quiet + 1 if now_used_s - used_s <= IDLE_SHARE * (now_s - since_s) else 0
        used_s, since_s = now_used_s, now_s
        return quiet >= IDLE_SAMPLES

    wait_until(idle, "an idle app", interval_s=SAMPLE_S)


def main() -> None:
    """Run the rounds, one of each kind after the other, and print the line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--bundle", type=Path, metavar="PATH", help="the program of a bundle, in place of the source")
    options = parser.parse_args()
    if not can_measure():
        return
    ours, bare = [], []
    with Desktop(accessible=False) as desktop, SandboxProcess("--empty") as server:
        for _ in range(options.rounds):
            with tempfile.TemporaryDirectory() as folder:
                app = launch_app(desktop, server.url, server.token, Path(folder), program=options.bundle)
                wait_until(lambda: server.control("state", method="GET")["connections"], "a live connection")
                wait_until_idle(app)
                ours.append(memory_mib(app))
                app.kill()
            window = desktop.run(BARE_WINDOW)
            wait_until(desktop.screen.is_painted, "a painted window")
            wait_until_idle(window)
            bare.append(memory_mib(window))
            window.kill()
    print_comparison("memory, idle, empty account", ours, bare, "MiB", "2.2")


if __name__ == "__main__":
    main()
