"""A process that merges without end and tells what is durable: ``python writer.py FOLDER``. It waits to be killed."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.unit.history.made import opened, records


def main() -> None:
    """Merge 37 requests at a time, newest known first, and say the last sequence after each."""
    store = opened(Path(sys.argv[1]), snapshot_after=500)
    last = store.coverage.newest
    while True:
        store.merge(records(last + 1, last + 37)[::-1])
        last += 37
        print(last, flush=True)  # noqa: T201 - its only way to tell


if __name__ == "__main__":
    main()
