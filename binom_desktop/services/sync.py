"""Keeps account and history in step with the server, and says how the connection stands."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from binom_desktop.api.client import AccountClient
from binom_desktop.api.hub import Hub, HubProtocol, HubTimings
from binom_desktop.domain import MAX_PAGE_LIMIT, Account, Connection, ConnectionState
from binom_desktop.errors import AuthFailed, BinomError, HistoryFault, HubError
from binom_desktop.events import (
    AccountChanged,
    AccountUpdated,
    AppEvent,
    BalanceChanged,
    ConnectionChanged,
    FigureFailed,
    HistorySetAside,
    HubEvent,
    KeyChanged,
    NotificationReceived,
    RequestsLogged,
    SessionPaused,
    SessionResumed,
)
from binom_desktop.history.history import History
from binom_desktop.services.account_state import AccountState
from binom_desktop.services.request_log import HISTORY_PART, REQUESTS_PART, LogTimings, RequestLog
from binom_desktop.tasks import NewestWins, Supervisor

TOPICS = ("requests", "billing", "keys", "notifications", "announcements")
ACCOUNT_PART = "account"

_log = logging.getLogger(__name__)


class Sync:
    """Owns the hub and the history's truth (docs/hub.md, "Nothing is lost").

    A join subscribes, reads account, keys, notifications and transactions, applies the events that came meanwhile,
    and fetches what is missing above the newest request known before; then the connection is Live. At the first start,
    and where an earlier run was cut short, the older requests follow behind it, newest first. In every state but Live
    and Signed out the same is read every ``refresh_interval_s`` seconds, and that is all where no live feed is wanted.
    After a 401 nothing is asked any more: signing in makes a new ``Sync``.

    ``publish`` gets events; ``on_changed`` is awaited after each change of the history or of the account's figures.
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
        log_timings: LogTimings | None = None,
    ) -> None:
        self._client = client
        self._publish = publish
        self._on_changed = on_changed
        self._refresh_interval_s = refresh_interval_s
        self._real_time = True
        self._switched = asyncio.Event()
        self._history = history
        self._state = AccountState(history=history, publish=publish)
        self._requests = RequestLog(
            client=client,
            history=history,
            publish=publish,
            on_flushed=self._on_flushed,
            on_filled=self._go_live,
            on_anew=self._on_anew,
            on_refused=self.sign_out,
            timings=log_timings or LogTimings(),
        )
        self._new_hub = partial(
            Hub,
            url=client.hub_url,
            negotiate=client.negotiate,
            tls=client.tls,
            token=token,
            on_events=self._on_events,
            on_connection=self._on_connection,
            on_joined=self._on_joined,
            protocol=HubProtocol.JSON,
            timings=hub_timings or HubTimings(),
        )
        self._hub = self._new_hub()
        self._network_available = True
        self._supervisor = Supervisor(on_error=self._on_task_failed)
        self._catching_up = NewestWins(supervisor=self._supervisor)
        self._connection = Connection(ConnectionState.CONNECTING)
        self._joined = False
        self._answered = False
        self._lacks_parts = False
        self._reading = asyncio.Lock()
        self._paused: SessionPaused | None = None
        self._held_back: list[HubEvent] | None = None
        self._poll_wanted = asyncio.Event()
        self._failed: asyncio.Future[None] | None = None

    @property
    def account(self) -> Account | None:
        """The newest figures of the account; None before the first answer of all."""
        return self._state.account

    @property
    def generation(self) -> int:
        """How often the history was set aside: what was read from the server before belongs to another log."""
        return self._requests.generation

    @property
    def answered(self) -> bool:
        """Whether the server has told the account's figures in this run; before that they are those of the last one."""
        return self._answered

    @property
    def last_sequence(self) -> int:
        """Up to where the history has to reach for its figures to be the newest.

        While Live that is what it holds: the events on their way change the figures when they are merged.
        """
        if self._connection.state is ConnectionState.LIVE:
            return self._history.coverage.newest
        return self._requests.last_sequence

    async def run(self) -> None:
        """Run until cancelled. To be called once."""
        self._failed = asyncio.get_running_loop().create_future()
        try:
            await self._restore()
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._keep_hub(), name="hub")
                tasks.create_task(self._requests.run(), name="requests")
                tasks.create_task(self._poll_for_ever(), name="poll")
                tasks.create_task(self._wait_for_failure(self._failed), name="failures")
        finally:
            await self._supervisor.aclose()
            await self._hub.stop()
            await self._keep_account()

    async def refresh(self) -> None:
        """Read everything anew, because a person asked or it is time. Failures are published, each for its part."""
        if self._connection.state is ConnectionState.SIGNED_OUT:
            return
        try:
            await self._read_parts()
        except AuthFailed as error:
            self.sign_out(error)
        except HistoryFault as error:
            self._publish(FigureFailed(HISTORY_PART, error))
        else:
            self._requests.fill_soon()

    def retry_now(self) -> None:
        """Try to join at once."""
        if self._connection.state is not ConnectionState.SIGNED_OUT:
            self._hub.retry_now()
        if self._connection.state is ConnectionState.POLLING:
            self._poll_wanted.set()

    def set_real_time(self, on: bool) -> None:
        """Follow the live feed, or leave it and poll alone."""
        if on != self._real_time:
            self._real_time = on
            self._switched.set()
            if not on:
                self._supervisor.start(self._hub.stop(), name="leave the hub")

    def set_refresh_interval(self, interval_s: float) -> None:
        """Poll as often as this, in seconds, from now on."""
        if interval_s != self._refresh_interval_s:
            self._refresh_interval_s = interval_s
            self._poll_wanted.set()

    def network_changed(self, available: bool) -> None:
        """What the system says about its network; one that is back is used at once, without a live feed too."""
        came_back = available and not self._network_available
        self._network_available = available
        self._hub.network_changed(available)
        if came_back:
            self._poll_wanted.set()

    def woke(self) -> None:
        """The computer slept: what looks like a connection is none, and a wait has been long enough."""
        self._hub.network_changed(False)
        self._hub.network_changed(self._network_available)
        self._poll_wanted.set()

    def take_key(self, event: KeyChanged) -> None:
        """Take over what the server answered about a key, as if the hub had told it."""
        self._state.change_key(event)

    async def resume(self) -> None:
        """Ask the server to go on with a paused session; a failure shows in the connection's state."""
        try:
            await self._hub.resume()
        except BinomError as error:
            # The server may have gone on by itself meanwhile.
            if self._paused is not None:
                self._show(Connection(ConnectionState.PAUSED, reason=str(error), resume_failed=True))

    def sign_out(self, error: AuthFailed) -> None:
        """The key is refused: ask nothing more, and say so."""
        if self._connection.state is not ConnectionState.SIGNED_OUT:
            self._show(Connection(ConnectionState.SIGNED_OUT, reason=str(error)))
            self._publish(FigureFailed(ACCOUNT_PART, error))
            self._joined = False
            self._requests.stop_fetching()
            self._catching_up.cancel()
            self._supervisor.start(self._hub.stop(), name="leave the hub")

    # The connection.

    async def _keep_hub(self) -> None:
        while True:
            self._switched.clear()
            if self._connection.state is ConnectionState.SIGNED_OUT:
                pass
            elif self._real_time:
                self._hub = self._new_hub()
                self._hub.network_changed(self._network_available)
                await self._hub.run()
            else:
                self._on_connection(Connection(ConnectionState.POLLING))
                self._poll_wanted.set()
            if not self._switched.is_set():
                await self._switched.wait()

    def _show(self, connection: Connection) -> None:
        self._connection = connection
        self._publish(ConnectionChanged(connection))
        self._requests.touch()

    def _on_connection(self, connection: Connection) -> None:
        self._joined = False
        self._paused = None
        self._catching_up.cancel()
        if self._connection.state is ConnectionState.SIGNED_OUT:
            return
        if connection.state is ConnectionState.SIGNED_OUT:
            self.sign_out(AuthFailed(connection.reason, status=401))
            return
        self._show(connection)
        if connection.state in {ConnectionState.REJOINING, ConnectionState.OFFLINE} and not self._answered:
            # Where no socket gets through, the first figures must not wait for the interval.
            self._poll_wanted.set()

    async def _on_joined(self) -> None:
        try:
            await self._join()
        except HistoryFault as error:
            self._fetch_later(HISTORY_PART, error)
        except AuthFailed as error:
            self.sign_out(error)
        except HubError:
            raise
        except BinomError as error:
            self._publish(FigureFailed(REQUESTS_PART, error))
            raise

    async def _join(self) -> None:
        self._held_back = []
        try:
            await self._requests.flush()
        except HistoryFault as error:
            self._publish(FigureFailed(HISTORY_PART, error))
        newest = self._history.coverage.newest
        self._requests.begin_join()
        subscription = await self._hub.subscribe(TOPICS)
        self._requests.joined(subscription.last_sequence)
        if subscription.last_sequence < newest:
            await self._begin_anew("The server's log is shorter than it was.", subscription.last_sequence)
            newest = 0
        if subscription.paused is not None:
            self._pause(subscription.paused)
        await self._catch_up(newest)

    async def _catch_up(self, newest: int) -> None:
        """Read what events may have missed, then say Live unless the session is paused.

        ``newest`` is the highest sequence held before; above it nothing may be missing.
        """
        if self._held_back is None:
            self._held_back = []
        self._joined = False
        generation = self._requests.generation
        try:
            await self._read_parts(after_join=True)
        finally:
            held_back, self._held_back = self._held_back, None
            for event in held_back or ():
                self._apply(event)
        self._joined = True
        if generation == self._requests.generation:
            await self._requests.verify(newest)
        if generation != self._requests.generation or newest == 0:
            # Nothing is here yet: the newest page makes the app useful, the rest is the way back.
            newest = max(0, self._requests.last_sequence - MAX_PAGE_LIMIT)
        await self._requests.fill(above=newest)
        self._go_live()
        self._requests.fill_soon()

    def _go_live(self) -> None:
        if self._joined and self._paused is None and self._connection.state is not ConnectionState.LIVE:
            self._show(Connection(ConnectionState.LIVE))

    def _pause(self, event: SessionPaused) -> None:
        self._paused = event
        self._show(Connection(ConnectionState.PAUSED, reason=event.reason))

    # Events.

    def _on_events(self, events: Sequence[HubEvent]) -> None:
        for event in events:
            if isinstance(event, RequestsLogged):
                self._requests.take(event.records)
            elif self._held_back is not None and not isinstance(event, SessionPaused | SessionResumed):
                self._held_back.append(event)
            else:
                self._apply(event)

    def _apply(self, event: HubEvent) -> None:
        match event:
            case BalanceChanged(balance):
                self._state.set_balance(balance)
                self._requests.saw(balance.last_sequence)
                self._publish_account()
            case AccountChanged(account):
                self._state.set_account(account)
                self._publish_account()
            case KeyChanged():
                self._state.change_key(event)
            case NotificationReceived(notification):
                self._state.add_notification(notification)
            case SessionPaused():
                self._pause(event)
            case SessionResumed():
                self._paused = None
                self._catching_up.start(self._after_pause(), name="catch up after a pause")

    async def _after_pause(self) -> None:
        try:
            await self._catch_up(self._history.coverage.newest)
        except AuthFailed as error:
            self.sign_out(error)
        except BinomError as error:
            self._fetch_later(HISTORY_PART if isinstance(error, HistoryFault) else REQUESTS_PART, error)

    def _fetch_later(self, part: str, error: BinomError) -> None:
        """A full disk or a broken page is no reason to leave: Live comes once the rest could be fetched."""
        self._publish(FigureFailed(part, error))
        self._joined = True
        self._requests.fill_soon()

    # The account and what else is read whole.

    async def _read_parts(self, *, after_join: bool = False) -> None:
        """Read every part; one that fails blanks only itself. Raises ``AuthFailed`` and ``HistoryFault``."""
        # One reading at a time, so that an older answer never comes after a newer one.
        async with self._reading:
            self._lacks_parts = False
            results = await asyncio.gather(
                self._read_part(ACCOUNT_PART, lambda: self._read_account(after_join=after_join)),
                self._read_part("keys", self._read_keys),
                self._read_part("notifications", self._read_notifications),
                self._read_part("transactions", self._read_transactions),
                return_exceptions=True,
            )
        for error in results:
            if error is not None:
                raise error

    async def _read_part(self, part: str, read: Callable[[], Awaitable[None]]) -> None:
        try:
            await read()
        except (AuthFailed, HistoryFault):
            raise
        except BinomError as error:
            self._lacks_parts = True
            self._publish(FigureFailed(part, error))

    async def _read_account(self, *, after_join: bool) -> None:
        newest = self._history.coverage.newest
        account = await self._client.account()
        self._answered = True
        known = self._state.account
        if known is not None and known.id != account.id:
            await self._begin_anew("The key belongs to another account now.", account.balance.last_sequence)
        elif account.balance.last_sequence < newest:
            await self._begin_anew("The server's log is shorter than it was.", account.balance.last_sequence)
        if after_join or not self._joined:
            self._state.set_answer(account)
        else:
            self._state.set_account(account)
        self._requests.saw(account.balance.last_sequence)
        self._publish_account()

    async def _read_keys(self) -> None:
        self._state.set_keys(await self._client.keys())

    async def _read_notifications(self) -> None:
        self._state.set_notifications((await self._client.notifications_page()).items)

    async def _read_transactions(self) -> None:
        self._state.set_transactions((await self._client.transactions_page()).items)

    def _publish_account(self) -> None:
        if self._state.account is not None:
            self._publish(AccountUpdated(self._state.account))
            self._requests.touch()

    async def _restore(self) -> None:
        try:
            await self._state.restore()
        except HistoryFault as error:
            self._publish(FigureFailed(HISTORY_PART, error))
        if self._state.account is not None:
            self._requests.saw(self._state.account.balance.last_sequence)
        self._publish_account()

    async def _keep_account(self) -> None:
        try:
            await self._state.keep()
        except HistoryFault as error:
            _log.warning("The account's figures are not kept: %s", error)

    # The history.

    async def _on_flushed(self) -> None:
        try:
            await self._state.keep_now_and_then()
        except HistoryFault as error:
            self._publish(FigureFailed(HISTORY_PART, error))
        await self._on_changed()

    async def _on_anew(self, reason: str) -> None:
        """The log that is being read is not the one kept here: its account's figures are others too."""
        await self._begin_anew(reason, None)
        self._poll_wanted.set()

    async def _begin_anew(self, reason: str, last_sequence: int | None) -> None:
        kept_as = await self._requests.set_aside(reason, last_sequence)
        self._state.forget()
        self._publish(HistorySetAside(reason, kept_as))

    async def _poll_for_ever(self) -> None:
        """Read at the refresh interval what no event tells, and at once where that is asked for."""
        while True:
            asked = True
            try:
                async with asyncio.timeout(self._refresh_interval_s):
                    await self._poll_wanted.wait()
            except TimeoutError:
                asked = False
            self._poll_wanted.clear()
            if asked or self._lacks_parts or self._connection.state is not ConnectionState.LIVE:
                await self.refresh()

    # What nobody expected.

    def _on_task_failed(self, error: Exception) -> None:
        if self._failed is not None and not self._failed.done():
            self._failed.set_exception(error)

    async def _wait_for_failure(self, failed: asyncio.Future[None]) -> None:
        """A bug in a task of ours ends the run like one in the run itself."""
        await failed
