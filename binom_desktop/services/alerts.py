"""Alerts: each rule says once that its figure went past its level, across restarts too."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Callable

from msgspec.structs import replace

from binom_desktop.alert_values import (
    AlertFired,
    AlertKind,
    AlertRule,
    AlertsUpdated,
    QuietHours,
)
from binom_desktop.api.client import AccountClient
from binom_desktop.domain import Account, Connection, Forecast
from binom_desktop.errors import AuthFailed, HistoryFault
from binom_desktop.events import FigureFailed
from binom_desktop.history.history import History
from binom_desktop.services.alert_book import AlertBook, Hush, advance
from binom_desktop.services.alert_document import DOCUMENT, book_of, document_of
from binom_desktop.services.alert_figures import AlertTimings, Figures, FiguresAtHand, RequestFigures
from binom_desktop.services.alert_rules import DAY_MS, Reading, check_rule, is_quiet, quiet_left_ms

PART = "alerts"
_HISTORY_PART = "history"
_OF_DAYS = frozenset({AlertKind.SPEND_ABOVE, AlertKind.REQUESTS_ABOVE, AlertKind.EMPTY_BEFORE})
# Asking takes at most a fifth of the time, however large the history is.
_PAUSE_SHARE = 4
_LONGEST_PAUSE_S = 10.0
_LATEST_MS = 253_402_300_799_999

_log = logging.getLogger(__name__)


class Alerts:
    """Looks at the figures that the rules of one account watch, and tells what fires.

    Rules, what has fired, and the log are a document of the account's history, written before anything is told, so
    that a restart never tells it twice. Nothing wakes it up but changes, and what time itself can change.
    """

    def __init__(
        self,
        *,
        history: History,
        client: AccountClient,
        publish: Callable[[AlertsUpdated | AlertFired | FigureFailed], None],
        account: Callable[[], Account | None],
        last_sequence: Callable[[], int],
        now_ms: Callable[[], int],
        monotonic_s: Callable[[], float] = time.monotonic,
        timings: AlertTimings | None = None,
    ) -> None:
        self._history = history
        self._publish = publish
        self._now_ms = now_ms
        self._timings = timings or AlertTimings()
        self._at_hand = FiguresAtHand(account=account, now_ms=now_ms, monotonic_s=monotonic_s)
        self._of_requests = RequestFigures(
            history=history,
            client=client,
            account=account,
            last_sequence=last_sequence,
            now_ms=now_ms,
            monotonic_s=monotonic_s,
            timings=self._timings,
        )
        # What is at hand never waits for what has to be asked for.
        self._watches = _Watch(self._at_hand), _Watch(self._of_requests)
        self._book: AlertBook | None = None
        self._unwritten = False
        self._readings: dict[AlertRule, Reading] = {}
        self._shown: AlertsUpdated | None = None
        self._zone = "UTC"
        self._quiet_hours: QuietHours | None = None
        self._paused = False
        self._turn = asyncio.Lock()

    # What happens.

    def touch(self) -> None:
        """The history, or the account's figures, changed."""
        for watch in self._watches:
            watch.changed.set()

    def set_connection(self, connection: Connection | None) -> None:
        """Take over where the live feed stands; None where none is wanted."""
        if self._at_hand.set_connection(connection):
            self.touch()

    def set_forecast(self, forecast: Forecast | None) -> None:
        """Take over when the credits run out; None where nobody can say."""
        self._at_hand.set_forecast(forecast)
        self.touch()

    def configure(self, *, zone: str, quiet_hours: QuietHours | None, paused: bool) -> None:
        """Follow the settings: from when to when, by the clock of a time zone, and whether nothing is to be heard."""
        if (zone, quiet_hours, paused) != (self._zone, self._quiet_hours, self._paused):
            self._zone, self._quiet_hours, self._paused = zone, quiet_hours, paused
            self.touch()

    def reread(self) -> None:
        """Requests were rewritten: what was made of them is made anew."""
        self._of_requests.forget()
        self.touch()

    def history_set_aside(self) -> None:
        """The history begins anew: what is kept there has to be put there again."""
        self._unwritten = True
        self.touch()

    def sign_out(self, error: AuthFailed) -> None:
        """The key is refused: ask the server for nothing more."""
        self._of_requests.sign_out(error)

    # What a person does. Each raises ``HistoryFault`` where it can't be kept; then nothing is changed.

    async def add(self, rule: AlertRule) -> AlertRule:
        """Watch a new rule; the answer has the id that it was given. Raises ``ValueError`` for an impossible one."""
        rule = replace(rule, id=secrets.token_hex(8))
        check_rule(rule)
        await self._change(lambda book: book.with_rule(rule))
        return rule

    async def change(self, rule: AlertRule) -> None:
        """Put a rule in place of the one of its id; one that is deleted stays so. ``ValueError`` as for ``add``."""
        check_rule(rule)
        await self._change(lambda book: book if book.rule(rule.id) is None else book.with_rule(rule))

    async def delete(self, rule_id: str) -> None:
        """Forget a rule; what it has fired stays in the log."""
        await self._change(lambda book: book.without_rule(rule_id))

    async def restore_defaults(self) -> None:
        """Have the rules that exist from the start, and no others."""
        await self._change(AlertBook.with_defaults)

    async def snooze(self, rule_id: str, until_ms: int | None) -> None:
        """Tell nothing of a rule until then, and once more after it if it is still past its level; None ends it now."""
        ends_ms = None if until_ms is None else min(until_ms, _LATEST_MS)
        await self._change(lambda book: book.snoozed(rule_id, ends_ms, self._now_ms()))

    async def mark_read(self, alert_id: int | None = None) -> None:
        """Mark a line of the log as read, or all of them."""
        await self._change(lambda book: book.with_read(alert_id))

    async def _change(self, changed: Callable[[AlertBook], AlertBook]) -> None:
        async with self._turn:
            await self._keep(changed(await self._restored()))
            self._show()
        self.touch()

    # Looking.

    async def run(self) -> None:
        """Look, and tell, until cancelled; to be called once."""
        async with asyncio.TaskGroup() as tasks:
            for watch in self._watches:
                tasks.create_task(self._keep_looking(watch))

    async def _keep_looking(self, watch: _Watch) -> None:
        loop = asyncio.get_running_loop()
        while True:
            watch.changed.clear()
            begun_s, pause_s = loop.time(), self._timings.interval_s
            try:
                await self._look(watch)
            except HistoryFault as error:
                self._publish(FigureFailed(_HISTORY_PART, error))
                watch.changed.set()
                pause_s = self._timings.retry_s
            if watch.figures is self._of_requests:
                pause_s = max(pause_s, min(_PAUSE_SHARE * (loop.time() - begun_s), _LONGEST_PAUSE_S))
            await asyncio.sleep(pause_s)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._wait_s(watch)):
                    await watch.changed.wait()

    async def _look(self, watch: _Watch) -> None:
        """Read the figures of some kinds of rules, keep what fired, and tell it.

        Raises ``HistoryFault`` where it can't be kept: it is told all the same, since what is told twice after a
        restart is better than what nobody hears.
        """
        async with self._turn:
            watch.looked_ms = self._now_ms()
            book = await self._restored()
            if self._shown is None:
                self._show()
        rules = watch.rules_of(book)
        readings = await watch.figures.readings(rules)
        async with self._turn:
            now_ms = self._now_ms()
            # Meanwhile a person may have changed rules: of these no figure was read.
            hush = Hush(is_quiet(self._quiet_hours, self._zone, now_ms), self._paused)
            advanced = advance(await self._restored(), readings, now_ms, hush)
            fault: HistoryFault | None = None
            try:
                await self._keep(advanced.book)
            except HistoryFault as not_kept:
                self._book, fault = advanced.book, not_kept
            others = {rule: read for rule, read in self._readings.items() if rule.kind not in watch.figures.kinds}
            self._readings = others | readings
            self._show()
            for fired in advanced.told:
                self._publish(fired)
            if fault is not None:
                raise fault
        for error in watch.figures.faults:
            if isinstance(error, AuthFailed | HistoryFault):
                self._publish(FigureFailed(_HISTORY_PART if isinstance(error, HistoryFault) else PART, error))
            else:
                _log.info("A figure of the alerts can't be read yet: %s", error)

    async def _restored(self) -> AlertBook:
        """The book, read from the history once."""
        if self._book is None:
            self._book = book_of(await self._history.read_document(DOCUMENT))
        return self._book

    async def _keep(self, book: AlertBook) -> None:
        """Take over a book, once what of it has to last is on disk."""
        if self._unwritten or self._book is None or book.durable != self._book.durable:
            self._unwritten = False
            try:
                await self._history.write_document(DOCUMENT, document_of(book))
            except BaseException:
                # Nobody knows what the disk has now.
                self._unwritten = True
                raise
        self._book = book

    def _show(self) -> None:
        """Publish rules and log if they are not what was published last."""
        if self._book is not None:
            shown = self._book.shown(self._readings, self._now_ms())
            if shown != self._shown:
                self._shown = shown
                self._publish(shown)

    def _wait_s(self, watch: _Watch) -> float | None:
        """After how many seconds there is something to look at, even if nothing changes; None if there is nothing."""
        if self._book is None:
            return None
        looked_ms = watch.looked_ms
        rules = watch.rules_of(self._book)
        ends_ms = [
            until_ms
            for kept in self._book.rules
            if kept.rule in rules and (until_ms := kept.standing.snoozed_until_ms) is not None and until_ms > looked_ms
        ]
        if any(rule.kind in _OF_DAYS for rule in rules):
            ends_ms.append((looked_ms // DAY_MS + 1) * DAY_MS)
        if self._book.waiting and self._quiet_hours and is_quiet(self._quiet_hours, self._zone, looked_ms):
            ends_ms.append(looked_ms + quiet_left_ms(self._quiet_hours, self._zone, looked_ms))
        now_ms = self._now_ms()
        # The loop's clock is not that of the day: a few milliseconds later it is over for certain.
        waits_s = [max(0, ms - now_ms + 5) / 1000 for ms in ends_ms]
        if (due_s := watch.figures.due_s) is not None:
            waits_s.append(due_s)
        return min(*waits_s, self._timings.longest_s) if waits_s else None


class _Watch:
    """Some kinds of rules that are looked at together."""

    def __init__(self, figures: Figures) -> None:
        self.figures = figures
        self.changed = asyncio.Event()
        self.looked_ms = 0

    def rules_of(self, book: AlertBook) -> list[AlertRule]:
        """The rules of these kinds that are on."""
        return [kept.rule for kept in book.rules if kept.rule.enabled and kept.rule.kind in self.figures.kinds]
