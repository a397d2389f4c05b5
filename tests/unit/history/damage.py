"""Histories with damage of every kind, and what a start and a sync make of them."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from binom_desktop.billing_values import Transactions
from binom_desktop.errors import HistoryDamaged
from binom_desktop.history.coverage import Coverage
from binom_desktop.history.store import DATABASE_NAME, SNAPSHOT_NAME, Store
from tests.unit.history.kills import assert_agree
from tests.unit.history.made import everything, opened, record, records

LAST = 1_600
PAGE = 4096
WAL_NAME = f"{DATABASE_NAME}-wal"
STATES = [
    ("closed", DATABASE_NAME, True),
    ("closed", DATABASE_NAME, False),
    ("closed", SNAPSHOT_NAME, True),
    ("killed", DATABASE_NAME, False),
    ("killed", WAL_NAME, True),
    ("killed", WAL_NAME, False),
]
"""How the history ended, which of its files is damaged, and whether the snapshot is there."""

Damage = Callable[[bytearray, random.Random], None]


def make(folder: Path) -> None:
    """Two histories: one that was closed, and one that was killed with much in its log and an older snapshot."""
    store = opened(folder / "closed", snapshot_after=500)
    store.merge(records(1, 1_100))
    store.write_document("figures", bytes(50_000))
    ledger = Transactions([(f"tx_{n}", n, "topUp", n, n, "x" * 50) for n in reversed(range(500))])
    store.put_transactions(ledger, kept=0, as_of_ms=1)
    store.close()
    shutil.copytree(folder / "closed", folder / "running")
    store = opened(folder / "running")
    for first in range(1_101, LAST, 50):
        store.merge(records(first, first + 49))
    shutil.copytree(folder / "running", folder / "killed")
    store.close()
    assert (folder / "killed" / WAL_NAME).stat().st_size > 20 * PAGE


def header(content: bytearray, chance: random.Random) -> None:
    """Noise in the file's first hundred bytes."""
    content[:100] = chance.randbytes(100)


def truncated(content: bytearray, chance: random.Random) -> None:
    """The file ends anywhere."""
    del content[chance.randrange(len(content)) :]


def emptied(content: bytearray, _: random.Random) -> None:
    """Nothing is left but the name."""
    content.clear()


def random_bytes(content: bytearray, chance: random.Random) -> None:
    """Noise all over."""
    content[:] = chance.randbytes(len(content))


def zeros_in_a_page(content: bytearray, chance: random.Random) -> None:
    """A page that was never written."""
    start = _a_page_of(content, chance)
    content[start : start + PAGE] = bytes(PAGE)


def noise_in_a_page(content: bytearray, chance: random.Random) -> None:
    """A page of noise."""
    start = _a_page_of(content, chance)
    content[start : start + PAGE] = chance.randbytes(PAGE)


def one_page_in_place_of_another(content: bytearray, chance: random.Random) -> None:
    """A page that was written to the wrong place."""
    start, other = _a_page_of(content, chance), _a_page_of(content, chance)
    content[start : start + PAGE] = content[other : other + PAGE]


DAMAGES: list[Damage] = [
    header,
    truncated,
    emptied,
    random_bytes,
    zeros_in_a_page,
    noise_in_a_page,
    one_page_in_place_of_another,
]


def _a_page_of(content: bytearray, chance: random.Random) -> int:
    return chance.randrange(1, len(content) // PAGE) * PAGE


def damaged(history: Path, folder: Path, name: str, damage: Damage, chance: random.Random, *, snapshot: bool) -> bytes:
    """Make a damaged copy of a history in ``folder``; what its damaged file holds is returned."""
    shutil.copytree(history, folder)
    content = bytearray((folder / name).read_bytes())
    damage(content, chance)
    (folder / name).write_bytes(content)
    if not snapshot:
        (folder / SNAPSHOT_NAME).unlink()
    return bytes(content)


def heal(folder: Path, last: int) -> list[str]:
    """Fetch what is missing, as the sync does, over some starts; the names under which files were kept aside.

    At no time is anything held that is wrong, or said to be held that is not.
    """
    kept: list[str] = []
    for _ in range(3):
        store = opened(folder)
        kept += [store.opened_aside] if store.opened_aside else []
        try:
            _assert_true(store)
            store.read_document("figures")
            store.transactions()
            for low, high in store.coverage.missing(last):
                store.merge(records(low, high))
            assert everything(store) == records(1, last)
            if _is_sound(folder / DATABASE_NAME):
                assert_agree(store, folder / DATABASE_NAME)
                return kept
        except HistoryDamaged:
            continue
        finally:
            store.close()
        # All figures are right, from the snapshot: rows that nobody reads are damaged until there is none.
        (folder / SNAPSHOT_NAME).unlink()
    raise AssertionError("it does not heal")


def _assert_true(store: Store) -> None:
    held = everything(store)
    assert held == [record(one.sequence) for one in held]
    assert store.coverage.ranges == Coverage().with_runs((one.sequence, one.sequence) for one in held).ranges


def _is_sound(file: Path) -> bool:
    with closing(sqlite3.connect(file)) as connection:
        try:
            return bool(connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)])
        except sqlite3.DatabaseError:
            return False
