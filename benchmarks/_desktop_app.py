"""What the benchmarks of the whole app share: the bare window it is measured against, and one line of a report."""

from __future__ import annotations

import os
import statistics
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.e2e.desktop import AppProcess, Desktop, missing_packages, session_members

BARE_WINDOW = (
    sys.executable,
    "-c",
    "import sys; from PySide6.QtWidgets import QApplication, QMainWindow; application = QApplication(sys.argv);"
    " window = QMainWindow(); window.resize(1280, 800); window.show(); application.exec()",
)
"""The least that any program on the same PySide6 has to do."""


def can_measure() -> bool:
    """Whether there can be a private desktop; says what is missing otherwise."""
    missing = missing_packages() if sys.platform == "linux" else ["Linux"]
    if missing:
        print(f"# left out, this machine lacks: {' '.join(missing)}")
    return not missing


def launch_app(
    desktop: Desktop,
    url: str,
    token: str,
    data_folder: Path,
    *arguments: str,
    module: Sequence[str] = ("binom_desktop",),
    program: Path | None = None,
) -> AppProcess:
    """Start the app against a server, all its files in a folder; or a module that runs it, or a bundle's program."""
    command = [sys.executable, "-m", *module] if program is None else [str(program)]
    given = ("--server", url, "--data-dir", str(data_folder), *arguments)
    return desktop.run([*command, *given], variables={"BINOM_API_KEY": token})


def memory_mib(app: AppProcess, *, anonymous: bool = False) -> float:
    """The proportional set size of an app and its children in MiB.

    ``anonymous`` leaves out what comes from files: its share falls and rises with other processes that use them.
    """
    wanted = "Pss_Anon:" if anonymous else "Pss:"
    kibibytes = 0
    for process in session_members(app.pid):
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        kibibytes += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith(wanted))
    return kibibytes / 1024


def processor_s(app: AppProcess) -> float:
    """The processor time that an app has used, in seconds."""
    fields = Path(f"/proc/{app.pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def print_comparison(name: str, ours: Sequence[float], baseline: Sequence[float], unit: str, limit: str) -> None:
    """Print one line with the medians and the worst of several rounds."""
    our_median, base_median = statistics.median(ours), statistics.median(baseline)
    our_figures = f"{our_median:.3g} {unit} (worst {max(ours):.3g})"
    base_figures = f"{base_median:.3g} {unit} (worst {max(baseline):.3g})"
    print(f"{name}  {our_figures}  {base_figures}  {our_median / base_median:.2f}x  <= {limit}x", flush=True)
