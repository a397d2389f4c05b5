"""Keeps account and history in step with the server: catches up, merges what is live, fills gaps."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable, Sequence

from binom_desktop.api.client import AccountClient
from binom_desktop.api.hub import Hub, HubTimings
from binom_desktop.domain import (
    MAX_PAGE_LIMIT,
    Account,
    AccountChanged,
    AccountUpdated,
    AppEvent,
    BalanceChanged,
    Connection,
    ConnectionChanged,
    ConnectionState,
    FigureFailed,
    HistoryProgressed,
    HistorySetAside,
    HubEvent,
    KeyChanged,
    NotificationReceived,
    RequestRecord,
    RequestsLogged,
    SessionPaused,
    SessionResumed,
)
from binom_desktop.errors import AuthFailed, BinomError, HistoryFault, HistoryMismatch, UnreadableAnswer
from binom_desktop.history.history import History
from binom_desktop.services.account_state import AccountState
from binom_desktop.tasks import Supervisor

TOPICS = ("requests", "billing", "keys", "notifications", "announcements")
_FLUSH_INTERVAL_S = 0.033
_FILL_RETRY_S = 10.0
_MOST_PENDING = 50_000

_log = logging.getLogger(__name__)


class Sync:
    """The one that writes into the history.

    It owns the hub. A join subscribes, reads the account, keys, notifications and transactions, and fills what is
    missing above the newest request known before; then the connection is Live. Older gaps, and the first start's long
    way back, are filled behind it, newest first. Where no socket is, the same is read every ``refresh_interval_s``.

    ``publish`` gets events; ``on_history_changed`` is called after each change of the history or the account.
    """

    def __init__(
        self,
        *,
        client: AccountClient,
        history: History,
        publish: Callable[[AppEvent], None],
        on_changed: Callable[[], Awaitable[None]],
        token: Callable[[], str],
        refresh_interval_s: float = 60.0,
        hub_timings: HubTimings | None = None,
    ) -> None:
        self._client = client
        self._history = history
        self._publish = publish
        self._on_changed = on_changed
        self._refresh_interval_s = refresh_interval_s
        self._state = AccountState(history=history, publish=publish)
        self._hub = Hub(
            url=client.hub_url,
            negotiate=client.negotiate,
            token=token,
            on_events=self._on_events,
            on_connection=self._on_connection,
            on_joined=self._on_joined,
            timings=hub_timings or HubTimings(),
        )
        self._connection = Connection(ConnectionState.CONNECTING)
        self._paused: SessionPaused | None = None
        self._pending: list[RequestRecord] = []
        self._held_back: list[HubEvent] | None = None
        self._last_sequence = 0
        self._wake = asyncio.Event()
        self._fill_wanted = asyncio.Event()
        self._filling = asyncio.Lock()
        self._supervisor = Supervisor(on_error=self._on_error)

    @property
    def account(self) -> Account | None:
        """The newest figures of the account."""
        return self._state.account

    @property
    def last_sequence(self) -> int:
        """The newest sequence that the server is known to have."""
        return self._last_sequence

    async def run(self) -> None:
        """Run until cancelled."""
        await self._state.restore()
        self._note_account()
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._hub.run(), name="hub")
                tasks.create_task(self._flush_for_ever(), name="flush")
                tasks.create_task(self._fill_for_ever(), name="fill")
                tasks.create_task(self._poll_for_ever(), name="poll")
        finally:
            await self._supervisor.aclose()
            await self._hub.stop()
            with contextlib.suppress(HistoryFault):
                await self._flush()
                await self._state.keep()

    async def refresh(self) -> None:
        """Read the account's figures and what is missing of the log, now."""
        try:
            await self._read_account_parts()
        except AuthFailed:
            self._hub.retry_now()
            return
        self._fill_wanted.set()

    def retry_now(self) -> None:
        """Try to join at once."""
        self._hub.retry_now()

    async def resume(self) -> None:
        """Ask the server to go on with a paused session; a failure is published as the connection's state."""
        try:
            await self._hub.resume()
        except BinomError as error:
            self._set_connection(Connection(ConnectionState.PAUSED, reason=str(error), resume_failed=True))

    # The hub.

    def _on_connection(self, connection: Connection) -> None:
        self._paused = None
        self._set_connection(connection)

    def _set_connection(self, connection: Connection) -> None:
        self._connection = connection
        self._publish(ConnectionChanged(connection))

    async def _on_joined(self) -> None:
        known_before = self._history.coverage.newest
        self._held_back = []
        subscription = await self._hub.subscribe(TOPICS)
        self._saw_sequence(subscription.last_sequence)
        if subscription.paused is not None:
            self._pause(subscription.paused)
        await self._catch_up(known_before)

    async def _catch_up(self, known_before: int) -> None:
        """Read everything that events may have missed, then say Live unless the session is paused."""
        if self._held_back is None:
            self._held_back = []
        try:
            await self._read_account_parts()
        finally:
            held_back, self._held_back = self._held_back, None
            for event in held_back:
                self._apply(event)
        while await self._fill_newest(above=known_before):
            if known_before == 0:
                # At the first start the newest page makes the app useful; the rest follows behind.
                break
        self._fill_wanted.set()
        if self._paused is None:
            self._set_connection(Connection(ConnectionState.LIVE))

    def _on_events(self, events: Sequence[HubEvent]) -> None:
        for event in events:
            if isinstance(event, RequestsLogged):
                self._take(event.records)
            elif self._held_back is not None and not isinstance(event, SessionPaused | SessionResumed):
                self._held_back.append(event)
            else:
                self._apply(event)

    def _take(self, records: Sequence[RequestRecord]) -> None:
        if records:
            self._saw_sequence(max(record.sequence for record in records))
            # What does not fit is left to the filling of gaps.
            if len(self._pending) < _MOST_PENDING:
                self._pending.extend(records)
            self._wake.set()

    def _apply(self, event: HubEvent) -> None:
        match event:
            case BalanceChanged(balance):
                self._state.set_balance(balance)
                self._note_account()
            case AccountChanged(account):
                self._state.set_account(account)
                self._note_account()
            case KeyChanged():
                self._state.change_key(event)
            case NotificationReceived(notification):
                self._state.add_notification(notification)
            case SessionPaused():
                self._pause(event)
            case SessionResumed():
                self._paused = None
                self._supervisor.start(self._catch_up(self._history.coverage.newest), name="catch up")
            case RequestsLogged(records):
                self._take(records)

    def _pause(self, event: SessionPaused) -> None:
        self._paused = event
        self._set_connection(Connection(ConnectionState.PAUSED, reason=event.reason))

    # Account, keys and what else is read whole.

    async def _read_account_parts(self) -> None:
        """Read every part; one that fails blanks only itself. Raises ``AuthFailed``."""
        for part, read in (
            ("account", self._read_account),
            ("keys", self._read_keys),
            ("notifications", self._read_notifications),
            ("transactions", self._read_transactions),
        ):
            try:
                await read()
            except AuthFailed as error:
                self._publish(FigureFailed(part, error))
                raise
            except BinomError as error:
                self._publish(FigureFailed(part, error))

    async def _read_account(self) -> None:
        newest_here = self._history.coverage.newest
        account = await self._client.account()
        if account.balance.last_sequence < newest_here:
            await self._begin_anew("The server's log is shorter than the one kept here.")
        self._state.set_account(account)
        self._note_account()

    async def _read_keys(self) -> None:
        self._state.set_keys(await self._client.keys())

    async def _read_notifications(self) -> None:
        page = await self._client.notifications_page()
        self._state.set_notifications(page.items)

    async def _read_transactions(self) -> None:
        page = await self._client.transactions_page()
        self._state.set_transactions(page.items)

    def _note_account(self) -> None:
        if self._state.account is not None:
            self._saw_sequence(self._state.account.balance.last_sequence)
            self._publish(AccountUpdated(self._state.account))
        self._wake.set()

    def _saw_sequence(self, sequence: int) -> None:
        self._last_sequence = max(self._last_sequence, sequence)

    # The history.

    async def _flush_for_ever(self) -> None:
        """Merge what has arrived, at most once a frame."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._flush()
                await self._state.keep_now_and_then()
            except HistoryFault as error:
                self._publish(FigureFailed("history", error))
            if self._held_back is None and self._history.coverage.missing(self._last_sequence):
                self._fill_wanted.set()
            await self._on_changed()
            await asyncio.sleep(_FLUSH_INTERVAL_S)

    async def _flush(self) -> None:
        records, self._pending = self._pending, []
        if records:
            await self._merge(records)

    async def _merge(self, records: Sequence[RequestRecord]) -> None:
        try:
            await self._history.merge(records)
        except HistoryMismatch:
            await self._begin_anew("The server's log holds other requests than the one kept here.")

    async def _begin_anew(self, reason: str) -> None:
        """Keep the old history under another name and forget what was known of the old log."""
        kept_as = await self._history.set_aside(reason)
        self._last_sequence = 0
        self._pending.clear()
        self._state.forget()
        self._publish(HistorySetAside(reason, kept_as))
        self._fill_wanted.set()

    async def _fill_for_ever(self) -> None:
        """Fill gaps whenever there are some, newest first; after a failure again in a while."""
        while True:
            await self._fill_wanted.wait()
            self._fill_wanted.clear()
            try:
                while await self._fill_newest(above=0):
                    self._wake.set()
            except AuthFailed:
                continue
            except BinomError as error:
                _log.info("Filling the history stopped: %s", error)
                if isinstance(error, HistoryFault):
                    self._publish(FigureFailed("history", error))
                await asyncio.sleep(_FILL_RETRY_S)
                self._fill_wanted.set()

    async def _fill_newest(self, *, above: int) -> bool:
        """Fetch the newest page that is missing beyond sequence ``above``; False if nothing is."""
        async with self._filling:
            gaps = self._history.coverage.missing(self._last_sequence)
            if not gaps or gaps[0][1] <= above:
                self._publish(HistoryProgressed(self._history.coverage.progress(self._last_sequence)))
                return False
            first, last = gaps[0]
            start = max(first, above + 1, last - MAX_PAGE_LIMIT + 1)
            page = await self._client.requests_page(after_sequence=start - 1, limit=last - start + 1)
            if page.items and page.items[0].sequence > start:
                await self._history.begin_at(page.items[0].sequence)
            await self._merge(page.items)
            if self._history.coverage.missing(self._last_sequence)[:1] == ((first, last),):
                raise UnreadableAnswer("The server's log lacks requests that it had announced.")
            self._publish(HistoryProgressed(self._history.coverage.progress(self._last_sequence)))
        self._wake.set()
        return True

    async def _poll_for_ever(self) -> None:
        """Without a live connection, read at the refresh interval."""
        while True:
            await asyncio.sleep(self._refresh_interval_s)
            if self._connection.state not in {ConnectionState.LIVE, ConnectionState.SIGNED_OUT}:
                await self.refresh()

    def _on_error(self, error: Exception) -> None:
        if isinstance(error, BinomError):
            _log.warning("Catching up failed: %s", error)
            self._fill_wanted.set()
        else:
            raise error
