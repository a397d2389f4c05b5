"""Everything that runs for one signed-in account."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from binom_desktop.api.origin import is_loopback, server_origin
from binom_desktop.domain import Connection, ConnectionState
from binom_desktop.errors import AuthFailed, BinomError, HistoryDamaged, HistoryFault
from binom_desktop.events import (
    AppEvent,
    ConnectionChanged,
    FigureFailed,
    HistorySetAside,
)
from binom_desktop.history.history import History
from binom_desktop.queries import DatePreset, DateRange
from binom_desktop.services.request_search import DOCUMENT, RequestSearch, query_kept
from binom_desktop.verify_values import VerifyResult

if TYPE_CHECKING:
    from binom_desktop.alert_values import AlertRule
    from binom_desktop.api.client import AccountClient
    from binom_desktop.domain import Account, UsageField, UsageItem
    from binom_desktop.queries import Query, Question, RequestView, UsageQuestion
    from binom_desktop.services.account_services import AccountServices
    from binom_desktop.services.billing import Billing
    from binom_desktop.services.keys import Keys
    from binom_desktop.settings import Settings
    from binom_desktop.verify_values import VerifyProgress

_LONGEST_WAIT_S = 60.0
# Made with the history, before anybody asks: most often it is what is asked first.
_LOOK = DOCUMENT, query_kept


def begin_history(folder: Path) -> History:
    """Begin to open the history of the account to begin with, before there is a loop; for a session's ``ahead``."""
    return History.begun(folder, look=_LOOK)


class AccountSession:
    """Opens client and history of an account, keeps them in step, and closes them when it is cancelled.

    ``key`` is the account's key, or what asks for it and answers None where there is none. ``account_id`` is None where
    only the server knows it: then the history opens once the server has answered. Where it is known, the request log is
    at hand before the key is, and before all that talks to the server is imported; without a key that is all there is.
    ``history_folder`` tells where an account's history is, and ``ahead`` is one that is being opened already, perhaps
    another account's. Everything there is to say goes to ``publish``.
    """

    def __init__(
        self,
        *,
        server: str,
        key: str | Callable[[], Awaitable[str | None]],
        account_id: str | None,
        history_folder: Callable[[str], Path],
        publish: Callable[[AppEvent], None],
        settings: Settings,
        ahead: History | None = None,
    ) -> None:
        self._asked_for_key = key
        self._ahead = ahead
        self._key = ""
        self._server = server_origin(server)
        self._client: AccountClient | None = None
        self._account_id = account_id
        self._history_folder = history_folder
        self._publish = publish
        self._settings = settings
        self._saving_power = False
        self._network_available = True
        self._retry = asyncio.Event()
        self._opened = asyncio.Event()
        self._search: RequestSearch | None = None
        self._services: AccountServices | None = None
        # What is asked before the history is open is answered once it is.
        self._billing_watched = False
        self._billing_period = DateRange(DatePreset.PAST_30_DAYS)
        self._usage_asked: tuple[UsageQuestion | None, str] = (None, "UTC")
        self._keys_watched = False
        self._query: Query | None = None
        self._following = True

    async def run(self) -> None:
        """Run until cancelled. Raises ``HistoryFault`` if the history can't be opened, or is found damaged."""
        try:
            account_id = self._account_id
            if account_id is None:
                self._opened.set()
                if (client := await self._opened_client()) is None:
                    return
                account_id = (await self._first_account(client)).id
            history = await self._opened_history(self._history_folder(account_id))
            try:
                if history.opened_aside is not None:
                    self._publish(HistorySetAside("The history file was damaged.", history.opened_aside))
                await self._run_with(history)
            finally:
                await history.close()
        finally:
            self._opened.set()
            if self._ahead is not None:
                await self._ahead.close()
            if self._client is not None:
                await self._client.aclose()

    async def _opened_history(self, folder: Path) -> History:
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead.folder == folder:
            await ahead.start()
            return ahead
        if ahead is not None:
            await ahead.close()
        return await History.open(folder, look=_LOOK)

    async def until_at_hand(self) -> None:
        """Wait until what is asked about the request log is answered, or no history is open."""
        await self._opened.wait()
        if self._search is not None:
            await self._search.until_answered()

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

    def configure(self, settings: Settings, *, saving_power: bool) -> None:
        """Follow changed settings at once; to save power the server is asked less often."""
        self._settings, self._saving_power = settings, saving_power
        if self._services is not None:
            self._services.configure(settings, saving_power=saving_power)

    @property
    def needs_network(self) -> bool:
        """Whether the server is on another computer than this one."""
        return not is_loopback(self._server)

    def network_changed(self, available: bool) -> None:
        """What the system says about its network."""
        if self.needs_network:
            self._network_available = available
            if available:
                self._retry.set()
            if self._services is not None:
                self._services.sync.network_changed(available)

    def woke(self) -> None:
        """The computer slept: try at once."""
        self._retry.set()
        if self._services is not None:
            self._services.sync.woke()

    def ask(self, query: Query | None) -> None:
        """Answer this about the request log from now on; None asks for nothing."""
        self._query = query
        if self._search is not None:
            self._search.ask(query)

    def keep(self, question: Question) -> None:
        """Remember what the request log is asked, for the next start."""
        if self._search is not None:
            self._search.keep(question)

    def follow(self, following: bool) -> None:
        """Say whether new requests may be shown as they come."""
        self._following = following
        if self._search is not None:
            self._search.follow(following)

    def catch_up(self) -> None:
        """Show once the requests that wait."""
        if self._search is not None:
            self._search.catch_up()

    async def sums(self, view: RequestView, field: UsageField) -> tuple[UsageItem, ...]:
        """The sums over an answer's requests by a field. Raises ``HistoryFault``."""
        return () if self._search is None else await self._search.sums(view, field)

    def ask_usage(self, question: UsageQuestion | None, zone: str) -> None:
        """Answer this about usage, for days of a time zone, from now on; None asks for nothing."""
        self._usage_asked = question, zone
        if self._services is not None:
            self._services.usage.ask(question, zone)

    async def verify(self, on_progress: Callable[[VerifyProgress], None]) -> VerifyResult:
        """Compare the history with the server and repair it; a failure is in the result."""
        if self._services is None:
            return VerifyResult(stopped_by=HistoryFault("The history of this account is not open yet."))
        return await self._services.verify.verify(on_progress)

    async def add_rule(self, rule: AlertRule) -> AlertRule:
        """Keep a new alert rule; the answer has the id that it was given. Raises ``HistoryFault``."""
        return await self._running.alerts.add(rule)

    async def change_rule(self, rule: AlertRule) -> None:
        """Keep an alert rule as it is now. Raises ``HistoryFault``."""
        await self._running.alerts.change(rule)

    async def delete_rule(self, rule_id: str) -> None:
        """Forget an alert rule. Raises ``HistoryFault``."""
        await self._running.alerts.delete(rule_id)

    async def snooze_rule(self, rule_id: str, until_ms: int | None) -> None:
        """Let an alert rule say nothing until then; None ends that. Raises ``HistoryFault``."""
        await self._running.alerts.snooze(rule_id, until_ms)

    async def restore_alert_rules(self) -> None:
        """Replace all alert rules by those that exist from the start. Raises ``HistoryFault``."""
        await self._running.alerts.restore_defaults()

    async def mark_alert_read(self, alert_id: int | None) -> None:
        """Say that a person has seen a line of the alert log; None is all of them. Raises ``HistoryFault``."""
        await self._running.alerts.mark_read(alert_id)

    async def mark_notification_read(self, notification_id: str | None) -> None:
        """Say that a person has read a notification; None is all of them."""
        self._running.inbox.mark_read(notification_id)

    @property
    def _running(self) -> AccountServices:
        """The services of an open history. Raises ``HistoryFault`` before that."""
        if self._services is None:
            raise HistoryFault("The history of this account is not open yet.")
        return self._services

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
        search = self._search = RequestSearch(history=history, publish=self._publish)
        search.ask(self._query)
        search.follow(self._following)
        # Where damage is met, all that goes on here ends, so that the files can be opened anew.
        damage: BaseException | None = None
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(search.run(), name="request search")
                tasks.create_task(history.until_damaged(), name="until damaged")
                self._opened.set()
                if (client := await self._opened_client()) is not None:
                    await self._joined(client, history, search).run()
        except* HistoryDamaged as met:
            damage = met
        while isinstance(damage, BaseExceptionGroup):
            damage = damage.exceptions[0]
        if damage is not None:
            raise damage

    async def _opened_client(self) -> AccountClient | None:
        """What talks to the server; None where there is no key."""
        if self._client is not None:
            return self._client
        key = self._asked_for_key if isinstance(self._asked_for_key, str) else await self._asked_for_key()
        if key is None:
            self._publish(ConnectionChanged(Connection(ConnectionState.SIGNED_OUT)))
            return None
        self._key = key
        # It takes longer to import than the history takes to open.
        from binom_desktop.api.client import AccountClient

        self._client = AccountClient(server=self._server, key=self._current_key)
        return self._client

    def _joined(self, client: AccountClient, history: History, search: RequestSearch) -> AccountServices:
        from binom_desktop.services.account_services import AccountServices

        services = self._services = AccountServices(
            client=client,
            history=history,
            search=search,
            publish=self._publish,
            token=self._current_key,
            settings=self._settings,
        )
        services.configure(self._settings, saving_power=self._saving_power)
        services.sync.network_changed(self._network_available)
        services.keys.watch(self._keys_watched)
        services.usage.ask(*self._usage_asked)
        services.billing.watch(self._billing_watched)
        services.billing.compare(self._billing_period)
        return services

    async def _first_account(self, client: AccountClient) -> Account:
        """Ask until the server says which account the key is for."""
        attempt = 0
        self._publish(ConnectionChanged(Connection(ConnectionState.CONNECTING)))
        while True:
            try:
                return await client.account()
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
