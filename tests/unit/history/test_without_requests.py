"""A history that holds no request: it answers everything, and does so without numpy."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

from binom_desktop.domain import UsageField, UsageItem
from binom_desktop.queries import Query, RequestChoices, RequestFilter, SortColumn
from tests.unit.history.made import DAY_MS, START_MS, opened, record

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 3)
EDGES_MS = (START_MS, START_MS + DAY_MS)

WITHOUT_NUMPY = """
import asyncio, sys
from datetime import date
from pathlib import Path
from binom_desktop.domain import UsageField
from binom_desktop.history.history import History
from binom_desktop.queries import Query, RequestFilter
from binom_desktop.services.forecast import forecast

async def main():
    history = await History.open(Path(sys.argv[1]))
    await history.usage(date(2026, 11, 1), date(2026, 11, 3), [UsageField.DAY])
    await history.usage(date(2026, 11, 1), date(2026, 11, 3), [UsageField.MODEL, UsageField.HOUR])
    await history.buckets([0, 1], UsageField.STATUS)
    view = await history.view(Query(RequestFilter(text="timed out")))
    await history.waiting(view), await history.sums(view, UsageField.MODEL), view.rows_of([1]), len(view)
    await history.recent(), await history.choices(), await history.use_of_keys({"key": 1}), await history.cost_nano(9)
    forecast([0] * 48, 0, 10**9, 48 * 3_600_000)
    print("numpy" in sys.modules)
    from tests.unit.history.made import record
    await history.merge([record(1)])
    shown = (await history.refreshed(await history.view(Query()))).view
    print("numpy" in sys.modules, len(shown), shown.record(0) == record(1))
    await history.close()

asyncio.run(main())
"""


def test_numpy_is_imported_with_the_first_request(tmp_path: Path) -> None:
    words = [sys.executable, "-c", WITHOUT_NUMPY, str(tmp_path)]
    found = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.splitlines() == ["False", "True 1 True"]


def test_by_day_every_day_is_there(tmp_path: Path) -> None:
    """As in the answer of a server that logged nothing in these days."""
    store = opened(tmp_path)
    every = store.usage(FIRST, LAST, [UsageField.DAY], filter=RequestFilter()).items
    assert every == tuple(UsageItem(0, 0, 0, 0, 0, day=date(2026, 11, day)) for day in (1, 2, 3))
    for fields in ([UsageField.HOUR], [UsageField.MODEL, UsageField.DAY], [UsageField.STATUS]):
        assert store.usage(FIRST, LAST, fields, filter=RequestFilter()).items == ()
    assert store.buckets(EDGES_MS, UsageField.KEY, filter=RequestFilter()) == {}
    assert store.choices() == RequestChoices()
    store.close()


def test_an_empty_view_becomes_one_of_what_came(tmp_path: Path) -> None:
    store = opened(tmp_path)
    empty = store.view(Query(sort=SortColumn.COST))
    assert len(empty) == 0
    assert empty.rows(0, 10).sequence == empty.rows(0, 0).sequence
    assert store.refreshed(empty).inserted == ()
    store.merge([record(1), record(2)])
    assert store.waiting(empty).newer == 2
    refreshed = store.refreshed(empty)
    assert refreshed.inserted == (0, 1)
    assert [refreshed.view.record(row).sequence for row in (0, 1)] == [2, 1]
    store.close()
