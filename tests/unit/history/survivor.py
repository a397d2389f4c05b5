"""A process that lives as a history does and tells what is durable: ``python survivor.py FOLDER SEED VERSIONS``.

It waits to be killed. A line is one of ``held FIRST LAST``, ``kept FROM``, ``document NUMBER`` and ``ledger NUMBER``,
each once that is durable, or ``now WHAT``, just before a file is opened, renamed or connected to.
"""

from __future__ import annotations

import asyncio
import random
import sys
from pathlib import Path

from binom_desktop.billing_values import Transactions
from binom_desktop.history.database import MIGRATIONS
from binom_desktop.history.history import History
from binom_desktop.history.store import Store
from tests.unit.history.made import NOW_MS, START_MS, records

PAGE = 200
LARGEST_BATCH = 60
SEEN = {"open": "open", "os.rename": "rename", "sqlite3.connect": "connect"}
STEPS = ["live"] * 12 + ["back"] * 6 + ["document"] * 3 + ["ledger"] * 2 + ["repair"] * 2 + ["drop"]


def migrations(versions: int) -> tuple[tuple[str, ...], ...]:
    """Those of the app and so many later ones, each of which takes its time."""
    later = ((f"CREATE TABLE later_{n} AS SELECT * FROM requests LIMIT 5000",) for n in range(versions))
    return (*MIGRATIONS, *later)


def document(number: int) -> bytes:
    """A value that only a whole write leaves."""
    return f"{number} ".encode() * 20_000


def ledger(number: int) -> Transactions:
    """Some credit movements, of which only a whole write leaves all."""
    count = 100 + number % 50
    return Transactions([(f"tx_{number}_{n}", n, "topUp", number, number * n, "") for n in reversed(range(count))])


def number_of(value: bytes | None) -> int:
    """Which document that is; 0 for none."""
    return 0 if value is None else int(value.split(b" ", 1)[0])


def tell(*words: object) -> None:
    """Say a line, at once."""
    sys.stdout.write(f"{' '.join(map(str, words))}\n")
    sys.stdout.flush()


def watch(folder: Path) -> None:
    """Tell what happens to the folder's files, just before it does."""

    def on_event(event: str, arguments: tuple[object, ...]) -> None:
        if event in SEEN and str(arguments[0]).startswith(str(folder)):
            tell("now", SEEN[event])

    sys.addaudithook(on_event)


async def live(history: History, chance: random.Random) -> None:
    """Backfill, live ingest, repair, documents, the ledger and retention, in any order, without end."""
    number = number_of(await history.read_document("figures"))
    entries = (await history.transactions())[1] or 0
    while True:
        coverage = history.coverage
        match chance.choice(STEPS):
            case "live":
                # Now and then something is missed.
                first = coverage.newest + chance.choice([1, 1, 1, 1, 300])
                last = first + chance.randint(0, LARGEST_BATCH)
                await history.merge(records(first, last))
                tell("held", first, last)
            case "back":
                for first, last in coverage.missing(coverage.newest)[:1]:
                    start = max(first, last - PAGE + 1)
                    await history.merge(records(start, last)[::-1])
                    tell("held", start, last)
            case "repair":
                first = max(coverage.newest - PAGE, coverage.kept_from)
                await history.replace(records(first, coverage.newest))
            case "document":
                number += 1
                await history.write_document("figures", document(number))
                tell("document", number)
            case "ledger":
                entries += 1
                await history.put_transactions(ledger(entries), kept=0, as_of_ms=entries)
                tell("ledger", entries)
            case _:
                await history.drop_older(START_MS + (coverage.newest - 3_000) * 60_000)
                tell("kept", history.coverage.kept_from)


async def main() -> None:
    """Open, migrating it where it is older, and live."""
    folder, seed, versions = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    watch(folder)
    store = Store(folder, now_ms=lambda: NOW_MS, snapshot_after=700, migrations=migrations(versions))
    history = History(store=store)
    await history.start()
    await live(history, random.Random(seed))


if __name__ == "__main__":
    asyncio.run(main())
