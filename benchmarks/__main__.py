"""Runs every benchmark of this folder, one after the other, each as a process of its own.

The columns stand two or more spaces apart; lines that begin with # are remarks. No time is judged here: on a shared
machine only a person can tell.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def main() -> int:
    """Print all figures; the answer is 1 if a benchmark could not be run."""
    print("name  ours  baseline  ratio  limit", flush=True)
    broken = 0
    for script in sorted(FOLDER.glob("[!_]*.py")):
        print(f"# {script.stem}", flush=True)
        broken += (
            subprocess.run(
                [sys.executable, "-m", f"benchmarks.{script.stem}"], check=False, cwd=FOLDER.parent
            ).returncode
            != 0
        )
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
