"""The hub's calls as typed events (hub.md, "Server to client")."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TypeVar

from msgspec import Raw, Struct

from binom_desktop import domain, events
from binom_desktop.api import wire
from binom_desktop.api.failures import plain_text
from binom_desktop.api.hub_protocol import Encoding, Invocation
from binom_desktop.api.reading import milliseconds
from binom_desktop.errors import BinomError, UnreadableAnswer
from binom_desktop.events import HubEvent

T = TypeVar("T")

LOGGED_TARGET = "RequestsLogged"

_logger = logging.getLogger(__name__)


class LoggedArguments(Struct, array_like=True, gc=False):
    """The arguments of ``RequestsLogged``."""

    records: list[wire.RequestRecord]


class _RawRecords(Struct, array_like=True, gc=False):
    records: list[Raw]


class _Balance(Struct, array_like=True, gc=False):
    balance: wire.Balance


class _Account(Struct, array_like=True, gc=False):
    account: wire.Account


class _KeyChange(Struct, gc=False):
    change: events.KeyChangeKind
    key: wire.ApiKey


class _KeyChanged(Struct, array_like=True, gc=False):
    change: _KeyChange


class _Notification(Struct, array_like=True, gc=False):
    notification: wire.Notification


class _Pause(Struct, rename="camel", gc=False):
    reason: str = ""
    resume_after_seconds: float | None = None

    def to_domain(self) -> events.SessionPaused:
        return events.SessionPaused(plain_text(self.reason), self.resume_after_seconds)


class _Paused(Struct, array_like=True, gc=False):
    pause: _Pause


class SubscribeResult(Struct, rename="camel", gc=False):
    """What ``Subscribe`` returns."""

    last_sequence: wire.Count
    as_of: wire.Time
    paused: _Pause | None = None

    def to_domain(self) -> events.Subscription:
        """The answer, with the pause that is on where there is one."""
        paused = None if self.paused is None else self.paused.to_domain()
        return events.Subscription(self.last_sequence, milliseconds(self.as_of), paused)


class EventReader:
    """Reads the server's calls. Method names are taken in any letter case, as Microsoft's clients do."""

    def __init__(self, *, encoding: Encoding) -> None:
        self._encoding = encoding
        self._readers: dict[str, Callable[[Raw], HubEvent]] = {
            LOGGED_TARGET.lower(): self._requests_logged,
            "balancechanged": self._balance_changed,
            "accountchanged": self._account_changed,
            "keychanged": self._key_changed,
            "notificationreceived": self._notification_received,
            "announcementreceived": self._notification_received,
            "sessionpaused": self._session_paused,
            "sessionresumed": self._session_resumed,
        }

    def read_logged(self, arguments: LoggedArguments) -> HubEvent:
        """The event of arguments that came read already."""
        try:
            return events.RequestsLogged(tuple([record.to_domain() for record in arguments.records]))
        except UnreadableAnswer:
            return _readable(arguments.records, wire.RequestRecord.to_domain)

    def read(self, invocation: Invocation) -> HubEvent | None:
        """The event, or None, logged, for a method that is unknown or arguments that can't be read."""
        reader = self._readers.get(invocation.target.lower())
        if reader is None:
            _logger.debug("the server called a method that this client does not know")
            return None
        try:
            return reader(invocation.arguments)
        except (ValueError, RecursionError, BinomError):
            # Without the exception: its text may hold what the event told.
            _logger.warning("a live event %s could not be read and is left out", plain_text(invocation.target))
            return None

    def _requests_logged(self, arguments: Raw) -> HubEvent:
        return _readable(self._encoding.value(arguments, _RawRecords).records, self._request)

    def _request(self, raw: Raw) -> domain.RequestRecord:
        return self._encoding.value(raw, wire.RequestRecord).to_domain()

    def _balance_changed(self, arguments: Raw) -> HubEvent:
        return events.BalanceChanged(self._encoding.value(arguments, _Balance).balance.to_domain())

    def _account_changed(self, arguments: Raw) -> HubEvent:
        return events.AccountChanged(self._encoding.value(arguments, _Account).account.to_domain())

    def _key_changed(self, arguments: Raw) -> HubEvent:
        change = self._encoding.value(arguments, _KeyChanged).change
        return events.KeyChanged(change.change, change.key.to_domain())

    def _notification_received(self, arguments: Raw) -> HubEvent:
        return events.NotificationReceived(self._encoding.value(arguments, _Notification).notification.to_domain())

    def _session_paused(self, arguments: Raw) -> HubEvent:
        return self._encoding.value(arguments, _Paused).pause.to_domain()

    def _session_resumed(self, _arguments: Raw) -> HubEvent:
        return events.SessionResumed()


def _readable(parts: Sequence[T], read: Callable[[T], domain.RequestRecord]) -> events.RequestsLogged:
    """Leave out the records that can't be read: their sequences are a gap, which is fetched like any other."""
    records = []
    for part in parts:
        try:
            records.append(read(part))
        except (ValueError, RecursionError, UnreadableAnswer):
            continue
    if len(records) < len(parts):
        missing = len(parts) - len(records)
        _logger.warning("%d of %d live records could not be read and are left out", missing, len(parts))
    return events.RequestsLogged(tuple(records))
