"""The account's notifications and announcements: at hand offline, read and unread in step with the server."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Mapping

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from binom_desktop.api.client import AccountClient
from binom_desktop.domain import Notification
from binom_desktop.errors import AuthFailed, BinomError, CursorExpired, HistoryFault, HttpError, Invalid, NotFound
from binom_desktop.events import AppEvent, FigureFailed, NotificationsUpdated
from binom_desktop.history.history import History

PART = "notifications"
DOCUMENT = "inbox"
KEPT = 1_000
LISTED = 100
"""So many notifications are on the page that a join reads; with fewer it is the whole list."""

_log = logging.getLogger(__name__)

# The years 1 to 9999, as the contract's times.
_TIMES_MS = range(-62_135_596_800_000, 253_402_300_800_000)


class InboxTimings(Struct, frozen=True):
    """In seconds: the wait before what failed is tried again, which doubles with each failure up to the longest."""

    retry_first_s: float = 5.0
    retry_longest_s: float = 300.0


class _Document(Struct, frozen=True):
    """What the next start needs. ``unsent`` are the ids that the server has to be told, and when they were read.

    ``whole`` says that nothing is missing between the newest and the oldest.
    """

    notifications: list[Notification]
    unsent: dict[str, int]
    whole: bool


class Inbox:
    """Keeps the newest 1,000, and publishes ``NotificationsUpdated``, newest first, when one came or was read.

    What was read here or elsewhere stays read: the contract knows no way back. What is read is told to the server, if
    need be after a restart; what it does not know any more is let go.
    """

    def __init__(
        self,
        *,
        client: AccountClient,
        history: History,
        publish: Callable[[AppEvent], None],
        now_ms: Callable[[], int],
        timings: InboxTimings | None = None,
    ) -> None:
        self._client = client
        self._history = history
        self._publish = publish
        self._now_ms = now_ms
        self._known: dict[str, Notification] = {}
        self._unsent: dict[str, int] = {}
        self._whole = True
        self._restored = False
        self._dirty = False
        self._shown = False
        self._generation = 0
        self._signed_out: AuthFailed | None = None
        self._disk = _Retry(timings or InboxTimings())
        self._server = _Retry(timings or InboxTimings())
        self._changed = asyncio.Event()

    def take(self, notifications: Mapping[str, Notification]) -> None:
        """Take over what the server listed, newest first, or what the hub added."""
        if len(notifications) >= LISTED and [*notifications][-1] not in self._known:
            # More may have come than the page has.
            self._whole = False
            self._change()
        self._merge(notifications.values())

    def mark_read(self, notification_id: str | None) -> None:
        """One notification, or with None each of them, was read."""
        read_ms = self._now_ms()
        unread = [each for each in self._known.values() if each.read_ms is None]
        read = {each.id: each for each in unread if notification_id in {None, each.id}}
        if read:
            self._known |= {id_: replace(each, read_ms=read_ms) for id_, each in read.items()}
            self._unsent |= dict.fromkeys(read, read_ms)
            self._tell()

    def touch(self) -> None:
        """The server can be reached again: what waits for it is tried at once."""
        self._server.succeeded()
        self._changed.set()

    def forget(self) -> None:
        """The server began anew: what it knows is read from it."""
        self._generation += 1
        self._known, self._unsent, self._whole = {}, {}, False
        # Nothing of the old history may come back.
        self._restored = True
        self._tell()

    def sign_out(self, error: AuthFailed) -> None:
        """The key is refused: ask nothing more."""
        self._signed_out = error

    async def run(self) -> None:
        """Keep and tell what changed until cancelled. A history that can't be used is published."""
        try:
            while True:
                self._changed.clear()
                wait_s = await self._work()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(wait_s):
                        await self._changed.wait()
        finally:
            try:
                await self._keep()
            except HistoryFault as error:
                _log.warning("The newest of the inbox is not kept: %s", error)

    async def _work(self) -> float | None:
        """Do what is to be done; the answer is after how many seconds something has to be tried again."""
        await self._restore_and_keep()
        if self._signed_out is None and self._server.left_s() == 0 and (self._unsent or not self._whole):
            try:
                await self._read_older()
                await self._send()
            except AuthFailed as error:
                self._signed_out = error
                self._publish(FigureFailed(PART, error))
            except BinomError as error:
                _log.info("The inbox is not in step with the server: %s", error)
                self._server.failed(error)
            else:
                self._server.succeeded()
            await self._restore_and_keep()
        waits = [self._disk.left_s()] if self._dirty or not self._restored else []
        if self._signed_out is None and (self._unsent or not self._whole):
            waits.append(self._server.left_s())
        return min(waits, default=None)

    async def _restore_and_keep(self) -> None:
        try:
            await self._restore()
            await self._keep()
        except HistoryFault as error:
            self._disk.failed(error)
            self._publish(FigureFailed(PART, error))
        else:
            self._disk.succeeded()

    async def _restore(self) -> None:
        """Take over what the last run kept, once; a broken document counts as none."""
        document = None if self._restored else await self._history.read_document(DOCUMENT)
        # The server may have begun anew meanwhile.
        if self._restored:
            return
        self._restored = True
        kept = _kept_in(document)
        taken, read_here = [*self._known.values()], self._unsent
        self._known = {each.id: each for each in kept.notifications if _is_sound(each)}
        self._unsent = dict(kept.unsent)
        self._whole = self._whole and kept.whole
        if taken:
            self._merge(taken)
        self._unsent |= read_here
        if self._known:
            self._show()

    async def _keep(self) -> None:
        # Without the old document, the new one would lose what the server has not been told yet.
        if self._dirty and self._restored:
            self._dirty = False
            document = _Document([*self._known.values()], self._unsent, self._whole)
            try:
                await self._history.write_document(DOCUMENT, msgspec.json.encode(document))
            except BaseException:
                self._dirty = True
                raise

    async def _read_older(self) -> None:
        """Read as many as are kept, where some may be missing."""
        if self._whole:
            return
        generation, read = self._generation, 0
        async for page in self._client.notifications():
            if generation != self._generation:
                return
            self._merge(page.items)
            read += len(page.items)
            if read >= KEPT or not page.items:
                break
        self._whole = self._dirty = True

    async def _send(self) -> None:
        """Tell the server what was read. Raises what the client raises: then another one is the first next time."""
        for id_ in [*self._unsent]:
            # What was read meanwhile is to be kept first.
            if self._changed.is_set() or self._signed_out is not None:
                return
            try:
                await self._client.mark_notification_read(id_)
            except (NotFound, CursorExpired, Invalid) as error:
                _log.info("The server does not take a notification as read: %s", error)
            except BinomError:
                if id_ in self._unsent:
                    self._unsent[id_] = self._unsent.pop(id_)
                raise
            if self._unsent.pop(id_, None) is not None:
                self._dirty = True

    def _merge(self, notifications: Iterable[Notification]) -> None:
        before, unsent = dict(self._known), len(self._unsent)
        for new in notifications:
            known = self._known.get(new.id)
            if new.read_ms is not None:
                self._unsent.pop(new.id, None)
                self._known[new.id] = new
            else:
                read_ms = self._unsent.get(new.id) if known is None else known.read_ms
                self._known[new.id] = replace(new, read_ms=read_ms)
        newest = sorted(self._known.values(), key=lambda each: (each.timestamp_ms, each.id), reverse=True)
        self._known = {each.id: each for each in newest[:KEPT]}
        if self._known != before:
            self._tell()
        elif len(self._unsent) != unsent:
            self._change()
        if not self._shown:
            # That there are none is news, too.
            self._show()

    def _tell(self) -> None:
        self._show()
        self._change()

    def _show(self) -> None:
        self._shown = True
        self._publish(NotificationsUpdated(dict(self._known)))

    def _change(self) -> None:
        self._dirty = True
        self._changed.set()


class _Retry:
    """When something that failed may be tried again."""

    def __init__(self, timings: InboxTimings) -> None:
        self._timings = timings
        self._failures = 0
        self._due_s = 0.0

    def left_s(self) -> float:
        """In how many seconds; 0 is now."""
        return max(0.0, self._due_s - asyncio.get_running_loop().time())

    def failed(self, error: BinomError) -> None:
        """It failed: wait longer than the last time, and as long as the server asks."""
        wait_s = min(self._timings.retry_longest_s, self._timings.retry_first_s * 2.0 ** min(self._failures, 30))
        asked_s = error.retry_after_s if isinstance(error, HttpError) else None
        self._failures += 1
        self._due_s = asyncio.get_running_loop().time() + max(wait_s, asked_s or 0.0)

    def succeeded(self) -> None:
        """It went well, or there is hope."""
        self._failures, self._due_s = 0, 0.0


def _kept_in(document: bytes | None) -> _Document:
    nothing = _Document([], {}, whole=False)
    if document is None:
        return nothing
    try:
        return msgspec.json.decode(document, type=_Document)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        _log.warning("The inbox of the last time is not restored: %s", error)
        return nothing


def _is_sound(each: Notification) -> bool:
    """Whether a notification is one that the server could have sent."""
    times_ms = {each.timestamp_ms, each.timestamp_ms if each.read_ms is None else each.read_ms}
    return all(ms in _TIMES_MS for ms in times_ms) and (each.url is None or each.url.startswith("https://"))
