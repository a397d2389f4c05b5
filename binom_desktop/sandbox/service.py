"""What the server's parts share, and the acts that change the store and tell the hub of it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from binom_desktop.sandbox.cursors import Cursors
from binom_desktop.sandbox.faults import Faults
from binom_desktop.sandbox.hub import Hub
from binom_desktop.sandbox.keys import Key, Keys
from binom_desktop.sandbox.queries import Queries, notification
from binom_desktop.sandbox.store import NewRequest, NotificationRow, Store
from binom_desktop.sandbox.traffic import LiveTraffic
from binom_desktop.sandbox.wire import RequestRow, ulid


@dataclass(frozen=True, slots=True)
class Service:
    """The running server without its HTTP."""

    store: Store
    keys: Keys
    queries: Queries
    cursors: Cursors
    faults: Faults
    hub: Hub
    traffic: LiveTraffic

    def log(self, requests: Sequence[NewRequest]) -> list[RequestRow]:
        """Log and charge requests."""
        rows = self.store.log(requests)
        self.hub.requests_logged(rows)
        return rows

    def add_credits(self, kind: str, amount: int, description: str) -> None:
        """Move the balance by nano-credits."""
        self.store.add_credits(kind, amount, description)
        self.hub.balance_changed()

    def change_account(self, *, tier: str | None, username: str | None, email: str | None) -> None:
        """Change who the account is; None leaves a part as it is."""
        account = self.store.account
        account.tier = account.tier if tier is None else tier
        account.username = account.username if username is None else username
        account.email = account.email if email is None else email
        self.store.save_account()
        self.hub.account_changed()

    def notify(self, kind: str, severity: str, title: str, body: str, url: str | None = None) -> str:
        """Send a notification; returns its id."""
        now = self.store.clock()
        row: NotificationRow = (
            f"ntf_{ulid(now, secrets.randbits(80))}",
            now,
            kind,
            severity,
            title,
            body,
            url,
            None,
        )
        self.store.notify(row)
        self.hub.notified(notification(row))
        return row[0]

    def key_changed(self, change: str, key: Key) -> None:
        """Tell of a key's settings."""
        self.hub.key_changed(change, key)
