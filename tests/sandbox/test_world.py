"""The made-up account: the same from the same seed, and like one that people use."""

from __future__ import annotations

import itertools
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from binom_desktop.sandbox.keys import Keys
from binom_desktop.sandbox.store import Store
from binom_desktop.sandbox.traffic import LiveTraffic
from binom_desktop.sandbox.wire import milliseconds_from_time, money, nano_from_money, time_text, ulid
from binom_desktop.sandbox.world import create_world

NOW = int(datetime(2026, 11, 24, 13, 40, tzinfo=UTC).timestamp() * 1000)
DAY_MS = 86_400_000


def world(path: Path, *, seed: int = 20, history: int = 4_000, now: int = NOW) -> Store:
    store = Store(path, clock=lambda: now)
    assert store.open() is False
    create_world(store, seed=seed, history=history, empty=False)
    return store


def rows(store: Store, query: str) -> list[Any]:
    return store.database.execute(query).fetchall()


def test_one_seed_is_one_world(tmp_path: Path) -> None:
    queries = (
        "SELECT * FROM requests",
        "SELECT * FROM transactions",
        "SELECT * FROM notifications",
        "SELECT id, description, created FROM keys",
        "SELECT * FROM account",
    )
    contents = []
    for name, seed in (("a", 20), ("b", 20), ("c", 21)):
        store = world(tmp_path / name, seed=seed)
        contents.append([rows(store, query) for query in queries])
        store.close()
    assert contents[0] == contents[1] != contents[2]
    again = Store(tmp_path / "a")
    assert again.open() is True
    assert again.account.requests == 4_000
    again.close()
    keys = [("key", "Key")]
    assert LiveTraffic(seed=1).requests(9, NOW, keys) == LiveTraffic(seed=1).requests(9, NOW, keys)


def test_a_world_that_was_killed_half_way_is_made_anew(tmp_path: Path) -> None:
    half = Store(tmp_path / "db")
    half.open()
    half.close()
    store = world(tmp_path / "db", history=5)
    assert store.account.requests == 5
    store.close()


def test_the_shape_of_the_traffic(tmp_path: Path) -> None:
    store = world(tmp_path / "db", history=20_000)
    times = [row[0] for row in rows(store, "SELECT timestamp FROM requests ORDER BY sequence")]
    assert 230 <= (NOW - store.account.created) / DAY_MS <= 250
    assert store.account.created < min(times)
    assert max(times) <= NOW
    assert times != sorted(times)
    moments = [datetime.fromtimestamp(time / 1000, UTC) for time in times]
    weekend = sum(moment.weekday() >= 5 for moment in moments) / 2
    assert weekend < 0.6 * (len(moments) - 2 * weekend) / 5
    assert sum(moment.hour < 6 for moment in moments) < 0.2 * sum(8 <= moment.hour < 14 for moment in moments)
    statuses = Counter(row[0] for row in rows(store, "SELECT status FROM requests"))
    assert {429, 500, 502, 503} <= set(statuses)
    assert 0.005 < 1 - statuses[200] / 20_000 < 0.05
    slots = Counter(row[0] // 2_400_000 for row in rows(store, "SELECT timestamp FROM requests WHERE status >= 400"))
    assert max(slots.values()) >= 8
    assert len(rows(store, "SELECT DISTINCT model FROM requests")) == 10
    assert {key.settings.description for key in Keys(store).all()} >= {"Production", "Staging", "Notebook", "CI"}
    free = rows(store, "SELECT count(*) FROM requests WHERE status >= 400 AND (cost OR output_tokens OR error IS NULL)")
    assert free == [(0,)]
    assert rows(store, "SELECT count(DISTINCT id), min(length(id)), max(length(id)) FROM requests") == [
        (20_000, 26, 26)
    ]
    store.close()


@pytest.mark.parametrize("history", [0, 1, 300, 30_000])
def test_the_ledger_ends_at_the_balance(tmp_path: Path, history: int) -> None:
    store = world(tmp_path / "db", history=history)
    balance = 0
    for moment, amount, after in rows(store, "SELECT timestamp, amount, balance_after FROM transactions"):
        balance += amount
        assert balance == after > 0
        assert store.account.created <= moment <= NOW
    assert money(store.account.balance)[:5] == money(balance)[:5] == "42.50"
    days = rows(store, "SELECT timestamp / 86400000, -sum(amount) FROM transactions WHERE kind = 'usage' GROUP BY 1")
    spent = rows(store, "SELECT timestamp / 86400000, sum(cost) FROM requests GROUP BY 1 HAVING sum(cost)")
    assert days == spent
    times = [row[0] for row in rows(store, "SELECT timestamp FROM transactions ORDER BY position")]
    assert all(earlier <= later for earlier, later in itertools.pairwise(times))
    store.close()


@pytest.mark.parametrize("now", [NOW - NOW % DAY_MS, NOW - NOW % DAY_MS + 60_000, NOW - NOW % DAY_MS - 1])
def test_a_world_made_at_midnight(tmp_path: Path, now: int) -> None:
    store = world(tmp_path / "db", history=500, now=now)
    assert rows(store, "SELECT count(*), max(timestamp) <= ? FROM requests".replace("?", str(now))) == [(500, 1)]
    store.close()


def test_values_on_the_wire() -> None:
    assert time_text(1_763_885_730_250) == "2025-11-23T08:15:30.250Z"
    for text, milliseconds in (
        ("2025-11-23T08:15:30.250Z", 1_763_885_730_250),
        ("2025-11-23t10:15:30.2500000+02:00", 1_763_885_730_250),
        ("2025-11-23T08:15:30.2501z", 1_763_885_730_251),
        ("2016-12-31T23:59:60Z", 1_483_228_800_000),
    ):
        assert milliseconds_from_time(text) == milliseconds
    for wrong in ("2025-11-23", "2025-11-23T08:15:30", "2025-11-31T08:15:30Z", "2025-11-23T08:15:61Z", "", "٢025-11"):
        with pytest.raises(ValueError, match=r"must|range"):
            milliseconds_from_time(wrong)
    for text in ("0.000000000", "-0.000000001", "999999999.999999999", "42.500000000"):
        assert money(nano_from_money(text)) == text
    for wrong in ("1e3", "1234567890", "0.1234567890", "", "+1", ".5"):
        with pytest.raises(ValueError, match="decimal"):
            nano_from_money(wrong)
    assert ulid(1_469_918_176_385, 2**80 - 1) == "01ARYZ6S41" + "Z" * 16
