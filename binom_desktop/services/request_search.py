"""Answers what a person asks of the request log, and keeps the answer up to date."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable

import msgspec

from binom_desktop.domain import UsageField, UsageItem
from binom_desktop.errors import HistoryFault
from binom_desktop.events import (
    AppEvent,
    FigureFailed,
    QuestionRestored,
    RequestChoicesFound,
    RequestsFound,
    RequestsWaiting,
)
from binom_desktop.history.history import History, wall_clock_ms
from binom_desktop.history.view import View
from binom_desktop.queries import Query, Question, RequestChoices, RequestView

PART = "requestLog"
DOCUMENT = "requests"

_log = logging.getLogger(__name__)

# Keeping up with the log takes at most a fifth of the worker's time, however large it is.
_PAUSE_SHARE = 4
_CHOICES_INTERVAL_S = 5.0


def query_kept(document: bytes | None) -> Query:
    """What is asked first where this was kept: for ``History.open`` to look at."""
    with contextlib.suppress(ValueError, RecursionError):
        if document is not None:
            return msgspec.json.decode(document, type=Question).query_at(wall_clock_ms())
    return Question().query_at(wall_clock_ms())


class RequestSearch:
    """The newest question wins. While ``follow`` holds, new requests are shown at once; else they are counted."""

    def __init__(self, *, history: History, publish: Callable[[AppEvent], None], interval_s: float = 0.2) -> None:
        self._history = history
        self._publish = publish
        self._interval_s = interval_s
        self._query: Query | None = None
        self._view: View | None = None
        self._foreseen: View | None = None
        self._kept: Question | None = None
        self._wanted: Question | None = None
        self._choices: RequestChoices | None = None
        self._choices_due_s = 0.0
        self._following = True
        self._catch_up = False
        self._changed = asyncio.Event()
        self._asked = asyncio.Event()
        self._answered = asyncio.Event()
        self._changed.set()

    def ask(self, query: Query | None) -> None:
        """Answer this, soon and from now on; None asks for nothing."""
        if query != self._query:
            self._query = query
            self._answered.clear()
            self._wake()

    def follow(self, following: bool) -> None:
        """Say whether new requests may be shown as they come."""
        if following != self._following:
            self._following = following
            if following:
                self._wake()

    def catch_up(self) -> None:
        """Show once what waits."""
        self._catch_up = True
        self._wake()

    def keep(self, question: Question) -> None:
        """Remember this for the next start."""
        self._wanted = question
        self._wake()

    async def until_answered(self) -> None:
        """Wait until what is asked has its answer, or a failure; at once where nothing is asked."""
        if self._query is not None:
            await self._answered.wait()

    def touch(self) -> None:
        """The history changed."""
        self._changed.set()

    async def sums(self, view: RequestView, field: UsageField) -> tuple[UsageItem, ...]:
        """The sums over an answer's requests by a field. Raises ``HistoryFault``."""
        assert isinstance(view, View)  # noqa: S101 - every answer is one of the history's
        return await self._history.sums(view, field)

    async def run(self) -> None:
        """Answer until cancelled. A history that can't be read is published, and tried again with the next change."""
        loop = asyncio.get_running_loop()
        await self._restore()
        while True:
            await self._changed.wait()
            self._changed.clear()
            self._asked.clear()
            begun_s = loop.time()
            try:
                await self._answer()
                if self._view is not None and self._view.query == self._query:
                    self._answered.set()
                await self._keep()
            except HistoryFault as error:
                self._publish(FigureFailed(PART, error))
                self._answered.set()
            pause_s = max(self._interval_s, _PAUSE_SHARE * (loop.time() - begun_s))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause_s):
                    await self._asked.wait()
                    continue
            # Not before: what was found is painted by now.
            with contextlib.suppress(HistoryFault):
                await self._tell_choices()

    async def _restore(self) -> None:
        """Say what was asked last time; a document that can't be read counts as none."""
        try:
            look = await self._history.first_look()
            if look is None:
                document = await self._history.read_document(DOCUMENT)
            else:
                document, self._foreseen = look
            if document is not None:
                self._kept = msgspec.json.decode(document, type=Question)
        except (HistoryFault, ValueError, RecursionError) as error:
            _log.warning("The filters of the last time are not restored: %s", error)
        # Also nothing kept is an answer: from now on it may be replaced.
        self._publish(QuestionRestored(self._kept or Question()))

    async def _keep(self) -> None:
        wanted = self._wanted
        if wanted is not None and wanted != self._kept:
            await self._history.write_document(DOCUMENT, msgspec.json.encode(wanted))
            self._kept = wanted

    async def _tell_choices(self) -> None:
        """New models and keys are rare: they need not be looked for with every request."""
        now_s = asyncio.get_running_loop().time()
        if self._view is not None and now_s >= self._choices_due_s:
            self._choices_due_s = now_s + _CHOICES_INTERVAL_S
            choices = await self._history.choices()
            if choices != self._choices:
                self._choices = choices
                self._publish(RequestChoicesFound(choices))

    async def _answer(self) -> None:
        query = self._query
        # Unless it is what is asked first, nobody needs it.
        foreseen, self._foreseen = self._foreseen, None
        if query is None:
            return
        view: View
        inserted: tuple[int, ...] | None
        if foreseen is not None and foreseen.query == query:
            view, inserted = foreseen, None
        elif self._view is None or self._view.query != query:
            view, inserted = await self._history.view(query), None
        elif self._following or self._catch_up:
            self._catch_up = False
            view, inserted = await self._history.refreshed(self._view)
        else:
            newer, older = await self._history.waiting(self._view)
            if query is self._query:
                self._publish(RequestsWaiting(newer, older))
            return
        # An answer to an older question is nobody's any more.
        if query is self._query and view is not self._view:
            self._view = view
            self._publish(RequestsFound(view, inserted))

    def _wake(self) -> None:
        self._asked.set()
        self._changed.set()
