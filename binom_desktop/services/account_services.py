"""Everything that runs over one account's open history."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from binom_desktop.api.client import AccountClient
from binom_desktop.domain import ConnectionState
from binom_desktop.errors import AuthFailed, HistoryFault
from binom_desktop.events import (
    AppEvent,
    ConnectionChanged,
    FigureFailed,
    HistorySetAside,
    KeysUpdated,
    TransactionsUpdated,
)
from binom_desktop.history.history import History, wall_clock_ms
from binom_desktop.services.alerts import LowCreditAlerts
from binom_desktop.services.billing import Billing
from binom_desktop.services.keys import Keys
from binom_desktop.services.overview import OverviewFigures
from binom_desktop.services.request_search import RequestSearch
from binom_desktop.services.sync import Sync
from binom_desktop.services.usage import UsageReports


class AccountServices:
    """Builds the services, tells each of them what the others have to say, and runs them."""

    def __init__(
        self,
        *,
        client: AccountClient,
        history: History,
        publish: Callable[[AppEvent], None],
        token: Callable[[], str],
        refresh_interval_s: float,
    ) -> None:
        self._tell = publish
        self.sync = Sync(
            client=client,
            history=history,
            publish=self._publish,
            on_changed=self._on_changed,
            token=token,
            refresh_interval_s=refresh_interval_s,
        )
        self.overview = OverviewFigures(history=history, client=client, publish=self._publish, now_ms=wall_clock_ms)
        self.search = RequestSearch(history=history, publish=publish)
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
        self._alerts = LowCreditAlerts(history=history, publish=publish)

    async def run(self) -> None:
        """Run until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.overview.run(), name="overview")
            tasks.create_task(self.search.run(), name="request search")
            tasks.create_task(self.keys.run(), name="keys")
            tasks.create_task(self.usage.run(), name="usage")
            tasks.create_task(self.billing.run(), name="billing")
            tasks.create_task(self.sync.run(), name="sync")

    async def refresh(self) -> None:
        """Read everything anew, because a person asked."""
        for part in (self.overview, self.usage, self.billing):
            part.reread()
        await self.sync.refresh()

    def _publish(self, event: AppEvent) -> None:
        """Pass on what a service says, after those whom it concerns; a 401 to one of them is one to all."""
        match event:
            case FigureFailed(_, AuthFailed() as error):
                for part in (self.overview, self.sync, self.usage, self.billing):
                    part.sign_out(error)
            case ConnectionChanged(connection):
                self.billing.set_live(connection.state is ConnectionState.LIVE)
            case HistorySetAside():
                self.billing.forget()
            case TransactionsUpdated():
                self.billing.touch_ledger()
            case KeysUpdated(known):
                # They tell it themselves, with what the history adds.
                self.keys.set_keys(known)
                return
        self._tell(event)

    async def _on_changed(self) -> None:
        account = self.sync.account
        self.overview.touch(account, self.sync.last_sequence)
        for part in (self.search, self.keys, self.usage, self.billing):
            part.touch()
        if account is not None:
            try:
                await self._alerts.check(account.balance)
            except HistoryFault as error:
                self._tell(FigureFailed("history", error))

    def _last_sequence(self) -> int:
        return self.sync.last_sequence

    def _as_of_ms(self) -> int | None:
        return None if self.sync.account is None else self.sync.account.balance.as_of_ms
