"""Everything that runs for one signed-in account."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Callable
from pathlib import Path

from binom_desktop.api.client import AccountClient
from binom_desktop.domain import Account, Connection, ConnectionState, UsageField, UsageItem
from binom_desktop.errors import AuthFailed, BinomError
from binom_desktop.events import (
    AppEvent,
    ConnectionChanged,
    FigureFailed,
    HistorySetAside,
)
from binom_desktop.history.history import History
from binom_desktop.queries import DatePreset, DateRange, Query, Question, RequestView, UsageQuestion
from binom_desktop.services.account_services import AccountServices
from binom_desktop.services.billing import Billing
from binom_desktop.services.keys import Keys

_LONGEST_WAIT_S = 60.0


class AccountSession:
    """Opens client and history of an account, keeps them in step, and closes them when it is cancelled.

    ``account_id`` is None where only the server knows it: then the history opens once the server has answered.
    ``history_folder`` tells where an account's history is. Everything there is to say goes to ``publish``.
    """

    def __init__(
        self,
        *,
        server: str,
        key: str,
        account_id: str | None,
        history_folder: Callable[[str], Path],
        publish: Callable[[AppEvent], None],
        refresh_interval_s: float,
    ) -> None:
        self._key = key
        self._client = AccountClient(server=server, key=self._current_key)
        self._account_id = account_id
        self._history_folder = history_folder
        self._publish = publish
        self._refresh_interval_s = refresh_interval_s
        self._retry = asyncio.Event()
        self._services: AccountServices | None = None
        # What is asked before the history is open is answered once it is.
        self._billing_watched = False
        self._billing_period = DateRange(DatePreset.PAST_30_DAYS)
        self._usage_asked: tuple[UsageQuestion | None, str] = (None, "UTC")
        self._keys_watched = False
        self._query: Query | None = None
        self._following = True

    async def run(self) -> None:
        """Run until cancelled. Raises ``HistoryFault`` if the history can't be opened."""
        try:
            account_id = self._account_id or (await self._first_account()).id
            history = await History.open(self._history_folder(account_id))
            try:
                if history.opened_aside is not None:
                    self._publish(HistorySetAside("The history file was damaged.", history.opened_aside))
                await self._run_with(history)
            finally:
                await history.close()
        finally:
            await self._client.aclose()

    async def refresh(self) -> None:
        """Read everything anew, because a person asked."""
        self._retry.set()
        if self._services is not None:
            await self._services.refresh()

    def retry_now(self) -> None:
        """End the wait before the next attempt."""
        self._retry.set()
        if self._services is not None:
            self._services.sync.retry_now()

    async def resume(self) -> None:
        """Ask the server to go on with a paused session."""
        if self._services is not None:
            await self._services.sync.resume()

    def ask(self, query: Query | None) -> None:
        """Answer this about the request log from now on; None asks for nothing."""
        self._query = query
        if self._services is not None:
            self._services.search.ask(query)

    def keep(self, question: Question) -> None:
        """Remember what the request log is asked, for the next start."""
        if self._services is not None:
            self._services.search.keep(question)

    def follow(self, following: bool) -> None:
        """Say whether new requests may be shown as they come."""
        self._following = following
        if self._services is not None:
            self._services.search.follow(following)

    def catch_up(self) -> None:
        """Show once the requests that wait."""
        if self._services is not None:
            self._services.search.catch_up()

    async def sums(self, view: RequestView, field: UsageField) -> tuple[UsageItem, ...]:
        """The sums over an answer's requests by a field. Raises ``HistoryFault``."""
        return () if self._services is None else await self._services.search.sums(view, field)

    def ask_usage(self, question: UsageQuestion | None, zone: str) -> None:
        """Answer this about usage, for days of a time zone, from now on; None asks for nothing."""
        self._usage_asked = question, zone
        if self._services is not None:
            self._services.usage.ask(question, zone)

    @property
    def keys(self) -> Keys | None:
        """What changes the account's API keys; None before its history is open."""
        return None if self._services is None else self._services.keys

    def watch_keys(self, watched: bool) -> None:
        """Say whether somebody looks at the keys."""
        self._keys_watched = watched
        if self._services is not None:
            self._services.keys.watch(watched)

    @property
    def billing(self) -> Billing | None:
        """What reads spend and ledger; None before the account's history is open."""
        return None if self._services is None else self._services.billing

    def watch_billing(self, watched: bool) -> None:
        """Say whether somebody looks at Billing."""
        self._billing_watched = watched
        if self._services is not None:
            self._services.billing.watch(watched)

    def compare_billing(self, period: DateRange) -> None:
        """Sum up the tokens of these days from now on."""
        self._billing_period = period
        if self._services is not None:
            self._services.billing.compare(period)

    async def _run_with(self, history: History) -> None:
        services = self._services = AccountServices(
            client=self._client,
            history=history,
            publish=self._publish,
            token=self._current_key,
            refresh_interval_s=self._refresh_interval_s,
        )
        services.search.ask(self._query)
        services.search.follow(self._following)
        services.keys.watch(self._keys_watched)
        services.usage.ask(*self._usage_asked)
        services.billing.watch(self._billing_watched)
        services.billing.compare(self._billing_period)
        await services.run()

    async def _first_account(self) -> Account:
        """Ask until the server says which account the key is for."""
        attempt = 0
        self._publish(ConnectionChanged(Connection(ConnectionState.CONNECTING)))
        while True:
            try:
                return await self._client.account()
            except AuthFailed as error:
                self._publish(FigureFailed("account", error))
                self._publish(ConnectionChanged(Connection(ConnectionState.SIGNED_OUT)))
                await self._retry.wait()
            except BinomError as error:
                self._publish(FigureFailed("account", error))
                attempt += 1
                wait_s = random.uniform(1, min(_LONGEST_WAIT_S, 2.0**attempt))  # noqa: S311 - jitter, not a secret
                retry_at_s = time.monotonic() + wait_s
                self._publish(
                    ConnectionChanged(Connection(ConnectionState.REJOINING, reason=str(error), retry_at_s=retry_at_s))
                )
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait_s):
                        await self._retry.wait()
            self._retry.clear()
            self._publish(ConnectionChanged(Connection(ConnectionState.REJOINING)))

    def _current_key(self) -> str:
        return self._key
