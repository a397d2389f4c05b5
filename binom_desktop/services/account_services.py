"""Everything that runs over one account's open history."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from binom_desktop.api.client import AccountClient
from binom_desktop.billing_values import ForecastUpdated
from binom_desktop.domain import ConnectionState
from binom_desktop.errors import AuthFailed
from binom_desktop.events import (
    AppEvent,
    ConnectionChanged,
    FigureFailed,
    HistoryProgressed,
    HistorySetAside,
    KeysUpdated,
    NotificationsUpdated,
    TransactionsUpdated,
)
from binom_desktop.history.history import History, wall_clock_ms
from binom_desktop.services.alerts import Alerts
from binom_desktop.services.billing import Billing
from binom_desktop.services.inbox import Inbox
from binom_desktop.services.keys import Keys
from binom_desktop.services.overview import OverviewFigures
from binom_desktop.services.request_search import RequestSearch
from binom_desktop.services.retention import Retention
from binom_desktop.services.sync import Sync
from binom_desktop.services.usage import UsageReports
from binom_desktop.services.verify import Verify
from binom_desktop.settings import Settings

# How much less often the server is asked where power is to be saved.
_SAVING_FACTOR = 5


class AccountServices:
    """Builds the services, tells each of them what the others have to say, and runs them.

    ``search`` is one that runs already: it needs no server.
    """

    def __init__(
        self,
        *,
        client: AccountClient,
        history: History,
        search: RequestSearch,
        publish: Callable[[AppEvent], None],
        token: Callable[[], str],
        settings: Settings,
    ) -> None:
        self._tell = publish
        self.sync = Sync(
            client=client,
            history=history,
            publish=self._publish,
            on_changed=self._on_changed,
            token=token,
            refresh_interval_s=settings.refresh_interval_s,
        )
        self.overview = OverviewFigures(history=history, client=client, publish=self._publish, now_ms=wall_clock_ms)
        self._search = search
        self.keys = Keys(
            client=client,
            history=history,
            publish=publish,
            apply=self.sync.take_key,
            last_sequence=self._last_sequence,
            now_ms=wall_clock_ms,
        )
        self.usage = UsageReports(
            history=history,
            client=client,
            publish=self._publish,
            last_sequence=self._last_sequence,
            as_of_ms=self._as_of_ms,
            now_ms=wall_clock_ms,
        )
        self.billing = Billing(
            client=client,
            history=history,
            publish=self._publish,
            account=lambda: self.sync.account,
            last_sequence=self._last_sequence,
            now_ms=wall_clock_ms,
        )
        self.alerts = Alerts(
            history=history,
            client=client,
            publish=self._publish,
            # A balance of the last run, of before an alert, would let that alert fire again.
            account=lambda: self.sync.account if self.sync.answered else None,
            last_sequence=self._last_sequence,
            now_ms=wall_clock_ms,
        )

        self.inbox = Inbox(client=client, history=history, publish=self._publish_of_inbox, now_ms=wall_clock_ms)
        self.verify = Verify(
            client=client,
            history=history,
            publish=self._publish,
            generation=lambda: self.sync.generation,
            on_repaired=self._on_rewritten,
        )
        self._retention = Retention(
            history=history,
            publish=publish,
            refresh=self.sync.refresh,
            on_dropped=self._on_rewritten,
            as_of_ms=self._as_of_ms,
            now_ms=wall_clock_ms,
            days=settings.history_days,
        )

    async def run(self) -> None:
        """Run until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.overview.run(), name="overview")
            tasks.create_task(self.keys.run(), name="keys")
            tasks.create_task(self.usage.run(), name="usage")
            tasks.create_task(self.billing.run(), name="billing")
            tasks.create_task(self.alerts.run(), name="alerts")
            tasks.create_task(self.inbox.run(), name="inbox")
            tasks.create_task(self._retention.run(), name="retention")
            tasks.create_task(self.sync.run(), name="sync")

    def configure(self, settings: Settings, *, saving_power: bool) -> None:
        """Follow changed settings."""
        self.sync.set_refresh_interval(settings.refresh_interval_s * (_SAVING_FACTOR if saving_power else 1))
        self.sync.set_real_time(settings.real_time)
        self.alerts.configure(
            zone=settings.time_zone, quiet_hours=settings.quiet_hours, paused=settings.notifications_paused
        )
        self._retention.set_days(settings.history_days)

    async def refresh(self) -> None:
        """Read everything anew, because a person asked."""
        for part in (self.overview, self.usage, self.billing):
            part.reread()
        await self.sync.refresh()

    def _publish(self, event: AppEvent) -> None:
        """Pass on what a service says, after those whom it concerns; a 401 to one of them is one to all."""
        match event:
            case FigureFailed(_, AuthFailed() as error):
                for part in (self.overview, self.sync, self.usage, self.billing, self.alerts, self.inbox):
                    part.sign_out(error)
            case ConnectionChanged(connection):
                self.billing.set_live(connection.state is ConnectionState.LIVE)
                self.alerts.set_connection(connection)
                if connection.state is ConnectionState.LIVE:
                    self.inbox.touch()
            case ForecastUpdated(forecast):
                self.alerts.set_forecast(forecast)
            case HistorySetAside():
                self.billing.forget()
                self.alerts.history_set_aside()
                self.inbox.forget()
            case HistoryProgressed():
                self._retention.touch()
            case TransactionsUpdated():
                self.billing.touch_ledger()
        if not self._taken(event):
            self._tell(event)

    def _taken(self, event: AppEvent) -> bool:
        """Whether an event was one of those that a service tells itself, with what the history adds."""
        match event:
            case KeysUpdated(known):
                self.keys.set_keys(known)
            case NotificationsUpdated(notifications):
                self.inbox.take(notifications)
            case _:
                return False
        return True

    async def _on_changed(self) -> None:
        self.overview.touch(self.sync.account, self.sync.last_sequence)
        for part in (self._search, self.keys, self.usage, self.billing, self.alerts):
            part.touch()

    def _on_rewritten(self) -> None:
        """Requests went from the history or were repaired in it: what was made of them is made anew."""
        for part in (self.overview, self.usage, self.billing, self.alerts):
            part.reread()
        self._search.touch()
        self._search.catch_up()
        self.keys.touch()

    def _publish_of_inbox(self, event: AppEvent) -> None:
        """What the inbox tells is whole; what the server lists goes to it first."""
        if isinstance(event, NotificationsUpdated):
            self._tell(event)
        else:
            self._publish(event)

    def _last_sequence(self) -> int:
        return self.sync.last_sequence

    def _as_of_ms(self) -> int | None:
        return None if self.sync.account is None else self.sync.account.balance.as_of_ms
