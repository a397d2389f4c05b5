"""The ledger in the history: in the server's order, replaced from the top, and at hand at the next start."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from binom_desktop.billing_values import Transactions
from binom_desktop.domain import Transaction
from binom_desktop.errors import HistoryFault
from binom_desktop.history.database import MIGRATIONS
from binom_desktop.history.store import DATABASE_NAME
from tests.unit.history.made import NOW_MS, everything, opened, record, records

NONE = Transactions()


def transaction(
    number: int, *, kind: str = "usage", amount_nano: int | None = None, description: str = "A <b>day</b>"
) -> Transaction:
    """A movement that tells its number by every field; times and ids say nothing of the order."""
    return Transaction(
        id=f"txn {number * 7919 % 1000}",
        timestamp_ms=NOW_MS - number % 3,
        kind=kind,
        amount_nano=-number if amount_nano is None else amount_nano,
        balance_after_nano=10**18 - number,
        description=description,
    )


def ledger(newest: int) -> Transactions:
    """The movements down to the first one."""
    return Transactions.of(transaction(number) for number in range(newest, 0, -1))


def test_a_ledger_comes_back_in_the_servers_order(tmp_path: Path) -> None:
    store = opened(tmp_path)
    assert store.transactions() == (NONE, None)
    store.put_transactions(ledger(50), 0, NOW_MS)
    assert store.transactions() == (ledger(50), NOW_MS)
    store.close()
    store = opened(tmp_path)
    assert store.transactions() == (ledger(50), NOW_MS)
    store.close()


def test_what_changed_is_replaced_from_the_top_and_the_rest_stays(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.put_transactions(ledger(50), 0, NOW_MS)
    grown = transaction(50, amount_nano=-99, description="grown \u202e")
    newer = Transactions.of((transaction(52, kind="topUp"), transaction(51), grown))
    store.put_transactions(newer, 49, NOW_MS + 1)
    assert store.transactions() == (Transactions.of((*newer, *ledger(49))), NOW_MS + 1)
    store.put_transactions(NONE, 3, NOW_MS + 2)
    assert store.transactions() == (ledger(3), NOW_MS + 2)
    store.put_transactions(NONE, 0, NOW_MS + 3)
    # An empty ledger is known to be empty.
    assert store.transactions() == (NONE, NOW_MS + 3)
    store.close()


def test_a_ledger_with_a_hole_counts_as_none(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.put_transactions(ledger(5), 10, NOW_MS)
    assert store.transactions() == (NONE, None)
    store.put_transactions(ledger(5), 0, NOW_MS)
    assert store.transactions() == (ledger(5), NOW_MS)
    store.close()


def test_a_full_disk_leaves_the_ledger_as_it_was(tmp_path: Path) -> None:
    store = opened(tmp_path, max_pages=30)
    store.put_transactions(ledger(20), 0, NOW_MS)
    large = Transactions.of(transaction(number, description="x" * 5000) for number in range(100))
    with pytest.raises(HistoryFault, match="disk is full"):
        store.put_transactions(large, 10, NOW_MS + 1)
    assert store.transactions() == (ledger(20), NOW_MS)
    store.close()


def test_a_history_set_aside_takes_its_ledger_along(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.put_transactions(ledger(20), 0, NOW_MS)
    store.set_aside("The server began anew.")
    assert store.transactions() == (NONE, None)
    store.close()


def test_a_history_of_the_first_version_gets_a_ledger_and_keeps_its_requests(tmp_path: Path) -> None:
    store = opened(tmp_path, migrations=MIGRATIONS[:1])
    store.merge(records(1, 1500))
    store.write_document("account", b"{}")
    store.close()
    store = opened(tmp_path)
    assert everything(store) == records(1, 1500)
    assert store.read_document("account") == b"{}"
    assert store.transactions() == (NONE, None)
    store.put_transactions(ledger(3), 0, NOW_MS)
    store.close()
    with closing(sqlite3.connect(tmp_path / DATABASE_NAME)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        assert connection.execute("SELECT count(*) FROM transactions").fetchone() == (3,)
    assert (tmp_path / "history-version-1.sqlite3").exists()


def test_the_cost_up_to_a_sequence_is_that_of_what_is_held(tmp_path: Path) -> None:
    store = opened(tmp_path)
    assert store.cost_nano(10) == 0
    made = [*records(1, 40), *records(45, 60), record(17_000, cost_nano=2**40)]
    store.merge(made)
    for last in (0, 1, 40, 42, 50, 60, 16_999, 17_000, 20_000):
        assert store.cost_nano(last) == sum(one.cost_nano for one in made if one.sequence <= last)
    store.close()
