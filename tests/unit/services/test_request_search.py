"""Questions to the request log, answered from a real history while it grows."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from binom_desktop.errors import HistoryFault
from binom_desktop.events import AppEvent, FigureFailed, QuestionRestored, RequestsFound, RequestsWaiting
from binom_desktop.history.history import History
from binom_desktop.queries import (
    Criteria,
    DatePreset,
    DateRange,
    Query,
    Question,
    RequestFilter,
    SortColumn,
    StatusClass,
)
from binom_desktop.services.request_search import DOCUMENT, RequestSearch, query_kept
from tests.unit.history.made import record, records

pytestmark = pytest.mark.anyio


class Asked:
    """A search over a history of its own, and what it published."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.events: list[AppEvent] = []
        self._heard = asyncio.Event()
        self.search = RequestSearch(history=history, publish=self._publish, interval_s=0.0)

    def _publish(self, event: AppEvent) -> None:
        self.events.append(event)
        self._heard.set()

    @property
    def found(self) -> list[RequestsFound]:
        """Every answer so far."""
        return [event for event in self.events if isinstance(event, RequestsFound)]

    @property
    def waiting(self) -> RequestsWaiting | None:
        """What was last said to wait."""
        return next((event for event in reversed(self.events) if isinstance(event, RequestsWaiting)), None)

    async def until(self, condition: Callable[[], object]) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(30):
            while not condition():
                self._heard.clear()
                await self._heard.wait()

    async def merge(self, first: int, last: int) -> None:
        """Requests come."""
        await self.history.merge(records(first, last))
        self.search.touch()


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[Asked]:
    history = await History.open(tmp_path)
    made = Asked(history)
    running = asyncio.create_task(made.search.run())
    yield made
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    await history.close()


def sequences(event: RequestsFound) -> list[int]:
    return [event.view.record(row).sequence for row in range(len(event.view))]


async def test_new_requests_follow_by_themselves(asked: Asked) -> None:
    await asked.merge(1, 3)
    asked.search.ask(Query())
    await asked.until(lambda: asked.found)
    assert sequences(asked.found[0]) == [3, 2, 1]
    assert asked.found[0].inserted is None
    await asked.merge(4, 5)
    await asked.until(lambda: len(asked.found) == 2)
    assert sequences(asked.found[1]) == [5, 4, 3, 2, 1]
    assert (asked.found[1].inserted, asked.found[1].view.held.count) == ((0, 1), 5)


async def test_what_must_not_move_only_counts_until_it_is_asked_for(asked: Asked) -> None:
    await asked.merge(11, 13)
    asked.search.ask(Query())
    await asked.until(lambda: asked.found)
    asked.search.follow(False)
    await asked.merge(14, 15)
    await asked.until(lambda: asked.waiting == RequestsWaiting(2, 0))
    await asked.merge(1, 10)
    await asked.until(lambda: asked.waiting == RequestsWaiting(2, 10))
    assert len(asked.found) == 1
    asked.search.catch_up()
    await asked.until(lambda: len(asked.found) == 2)
    assert sequences(asked.found[1]) == list(range(15, 0, -1))


async def test_the_newest_question_wins(asked: Asked) -> None:
    await asked.merge(1, 50)
    for status in (500, 418, 429):
        asked.search.ask(Query(RequestFilter(status=status), SortColumn.COST))
    await asked.until(lambda: asked.found and asked.found[-1].view.query.filter.status == 429)
    assert {event.view.query.filter.status for event in asked.found} == {429}


async def restored_from(history: History) -> Question:
    """What the next start would ask."""
    again = Asked(history)
    running = asyncio.create_task(again.search.run())
    await again.until(lambda: again.events)
    running.cancel()
    (event,) = again.events
    assert isinstance(event, QuestionRestored)
    return event.question


async def test_what_was_asked_is_kept_for_the_next_start(asked: Asked) -> None:
    await asked.until(lambda: asked.events)
    assert asked.events == [QuestionRestored(Question())]
    dates = DateRange(DatePreset.CUSTOM, date(2026, 11, 1), None)
    for status in (StatusClass.FAILED, 429, None):
        question = Question(Criteria(dates, status, ("a", "b"), text="é"), SortColumn.COST, descending=False)
        asked.search.keep(question)
        asked.search.ask(Query(RequestFilter(status=status)))
        async with asyncio.timeout(30):
            while await restored_from(asked.history) != question:
                assert asked.events


async def test_a_damaged_document_counts_as_none(asked: Asked) -> None:
    await asked.history.write_document(DOCUMENT, b'{"sort": "no such column"}')
    assert await restored_from(asked.history) == Question()


async def test_nothing_is_asked_while_nobody_looks(asked: Asked) -> None:
    asked.search.ask(Query())
    await asked.until(lambda: asked.found)
    asked.search.ask(None)
    await asked.merge(1, 5)
    asked.search.ask(Query(sort=SortColumn.COST))
    await asked.until(lambda: len(asked.found) == 2)
    assert asked.found[1].view.query.sort is SortColumn.COST
    assert len(asked.found[1].view) == 5


async def test_a_history_begun_anew_is_shown_anew(asked: Asked) -> None:
    await asked.merge(1, 5)
    asked.search.ask(Query())
    await asked.until(lambda: asked.found)
    await asked.history.set_aside("begun anew")
    await asked.history.merge([record(1, id="another")])
    asked.search.touch()
    await asked.until(lambda: len(asked.found) == 2)
    assert (sequences(asked.found[1]), asked.found[1].inserted) == ([1], None)


async def test_a_history_that_cannot_be_read_is_said(asked: Asked) -> None:
    await asked.history.close()
    asked.search.ask(Query())
    await asked.until(lambda: asked.events)
    await asked.until(lambda: [event for event in asked.events if isinstance(event, FigureFailed)])
    (event,) = (event for event in asked.events if isinstance(event, FigureFailed))
    assert isinstance(event.error, HistoryFault)


async def looked_at(folder: Path, *, kept: Question | None) -> Asked:
    """Five requests, opened again with what was kept, before two more come."""
    history = await History.open(folder)
    await history.merge(records(1, 5))
    if kept is not None:
        await history.write_document(DOCUMENT, msgspec.json.encode(kept))
    await history.close()
    again = Asked(await History.open(folder, look=(DOCUMENT, query_kept)))
    await again.history.merge(records(6, 7))
    return again


@pytest.mark.parametrize("kept", [None, Question(sort=SortColumn.COST, descending=False)])
async def test_the_first_question_may_be_answered_already(tmp_path: Path, kept: Question | None) -> None:
    again = await looked_at(tmp_path, kept=kept)
    question = kept or Question()
    again.search.ask(question.query_at(0))
    running = asyncio.create_task(again.search.run())
    await again.until(lambda: again.found)
    assert again.events[0] == QuestionRestored(question)
    assert sorted(sequences(again.found[0])) == [1, 2, 3, 4, 5]
    again.search.touch()
    await again.until(lambda: len(again.found) == 2)
    assert sorted(sequences(again.found[1])) == [1, 2, 3, 4, 5, 6, 7]
    assert again.found[1].inserted == ((0, 1) if kept is None else (5, 6))
    running.cancel()
    await again.history.close()


@pytest.mark.parametrize("first", [None, Query(sort=SortColumn.LATENCY)])
async def test_an_answer_that_nobody_asked_for_is_not_shown(tmp_path: Path, first: Query | None) -> None:
    again = await looked_at(tmp_path, kept=None)
    again.search.ask(first)
    running = asyncio.create_task(again.search.run())
    await again.until(lambda: again.events)
    if first is not None:
        await again.until(lambda: again.found)
        assert again.found[0].view.query == first
    again.search.ask(Question().query_at(0))
    count = len(again.found)
    await again.until(lambda: len(again.found) > count)
    assert sorted(sequences(again.found[-1])) == [1, 2, 3, 4, 5, 6, 7]
    running.cancel()
    await again.history.close()


async def test_a_damaged_document_is_no_question_to_look_at() -> None:
    for document in (b"", b"[", b'{"sort": "no such column"}', b"\xff", b"[" * 100_000):
        assert query_kept(document) == Question().query_at(0)
