"""The newest that is known of an account beside its requests."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence

import msgspec
from msgspec.structs import replace

from binom_desktop.domain import Account, ApiKey, Balance, Notification, Transaction
from binom_desktop.events import (
    AppEvent,
    KeyChanged,
    KeyChangeKind,
    KeysUpdated,
    NotificationsUpdated,
    TransactionsUpdated,
)
from binom_desktop.history.history import History

DOCUMENT = "account"
_KEEP_INTERVAL_S = 5.0


class AccountState:
    """Orders answers and events by ``revision``, and keeps the account's figures for the next start.

    A lower revision than the one known is stale and ignored; an equal one is applied (docs/hub.md).
    """

    def __init__(self, *, history: History, publish: Callable[[AppEvent], None]) -> None:
        self._history = history
        self._publish = publish
        self._keys: dict[str, ApiKey] = {}
        self._kept: Account | None = None
        self._keep_at_s = 0.0
        self.account: Account | None = None

    async def restore(self) -> None:
        """Take over what the last run kept; a document that can't be read counts as none."""
        self.account = self._kept = _account_of(await self._history.read_document(DOCUMENT))

    async def keep(self) -> None:
        """Keep the account's figures. Raises ``HistoryFault``."""
        if self.account is not None and self.account is not self._kept:
            kept = self.account
            await self._history.write_document(DOCUMENT, json.dumps(msgspec.to_builtins(kept)).encode())
            self._kept = kept

    async def keep_now_and_then(self) -> None:
        """Keep the account's figures, but not with every event."""
        now_s = asyncio.get_running_loop().time()
        if now_s >= self._keep_at_s:
            self._keep_at_s = now_s + _KEEP_INTERVAL_S
            await self.keep()

    def forget(self) -> None:
        """The server began anew: its revisions do too."""
        self.account = None

    def set_answer(self, account: Account) -> None:
        """Take over an answer that was asked for after a join: whatever was known before belongs to the past."""
        self.account = account

    def set_account(self, account: Account) -> None:
        """Take over an account, with the newer of both balances."""
        known = self.account
        if known is not None and account.balance.revision < known.balance.revision:
            account = replace(account, balance=known.balance)
        self.account = account

    def set_balance(self, balance: Balance) -> None:
        """Take over a balance unless it is stale."""
        if self.account is not None and balance.revision >= self.account.balance.revision:
            self.account = replace(self.account, balance=balance)

    def set_keys(self, keys: Sequence[ApiKey]) -> None:
        """Take over the whole list of keys."""
        self._keys = {key.id: key for key in keys}
        self._publish(KeysUpdated(dict(self._keys)))

    def change_key(self, event: KeyChanged) -> None:
        """Take over one key's change."""
        if event.change is KeyChangeKind.DELETED:
            self._keys.pop(event.key.id, None)
        else:
            self._keys[event.key.id] = event.key
        self._publish(KeysUpdated(dict(self._keys)))

    def set_notifications(self, notifications: Sequence[Notification]) -> None:
        """Pass on the newest page of notifications, newest first: whoever keeps them knows the others."""
        self._publish(NotificationsUpdated({notification.id: notification for notification in notifications}))

    def add_notification(self, notification: Notification) -> None:
        """Pass on a new notification."""
        self.set_notifications([notification])

    def set_transactions(self, transactions: Sequence[Transaction]) -> None:
        """Take over the newest page of credit movements."""
        self._publish(TransactionsUpdated(tuple(transactions)))


def _account_of(document: bytes | None) -> Account | None:
    if document is None:
        return None
    try:
        return msgspec.json.decode(document, type=Account)
    except (ValueError, RecursionError):
        return None
