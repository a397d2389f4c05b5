"""The app in the tray with a quiet live connection: processor, wake-ups and disk (limit 17).

A wake-up is a voluntary switch of a thread's context, counted
over all threads by the kernel.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks._desktop_app import can_measure, launch_app, processor_s
from benchmarks.memory import wait_until_idle
from tests.e2e.desktop import AppProcess, Desktop
from tests.e2e.desktop_services import TrayHost
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess

MOST_WAKE_UPS_A_SECOND = 2.0
MOST_SHARE_OF_A_CORE = 0.002


def wake_ups(app: AppProcess) -> int:
    """How often the app's threads have woken up so far."""
    switches = 0
    for status in Path(f"/proc/{app.pid}/task").glob("*/status"):
        lines = status.read_text().splitlines()
        switches += next(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches"))
    return switches


def written_bytes(app: AppProcess) -> int:
    """How many bytes the app has sent to the disk so far."""
    lines = Path(f"/proc/{app.pid}/io").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("write_bytes"))


def main() -> None:
    """Let the app rest for a while and print what it used."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    minutes = parser.parse_args().minutes
    if not can_measure():
        return
    with (
        Desktop(accessible=False) as desktop,
        TrayHost(desktop.bus_address) as tray,
        SandboxProcess("--history", "10000") as server,
        tempfile.TemporaryDirectory() as folder,
    ):
        app = launch_app(desktop, server.url, server.token, Path(folder), "--minimized")
        tray.wait_for_item()
        wait_until(lambda: server.control("state", method="GET")["connections"], "a live connection")
        wait_until_idle(app)
        begun_s, used_s, woken, written = time.monotonic(), processor_s(app), wake_ups(app), written_bytes(app)
        time.sleep(minutes * 60)
        seconds = time.monotonic() - begun_s
        share = (processor_s(app) - used_s) / seconds
        rate = (wake_ups(app) - woken) / seconds
        print(f"idle in the tray, share of a core  {share:.4f}  {MOST_SHARE_OF_A_CORE}  -  <= {MOST_SHARE_OF_A_CORE}")
        print(f"idle in the tray, wake-ups a second  {rate:.2f}  -  -  <= {MOST_WAKE_UPS_A_SECOND:.0f}")
        print(f"idle in the tray, bytes written  {written_bytes(app) - written}  -  -  0")


if __name__ == "__main__":
    main()
