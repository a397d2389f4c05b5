"""Notifications are at hand offline, and read here means read at the server, sooner or later."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from binom_desktop.api.client import AccountClient
from binom_desktop.domain import Notification, Severity
from binom_desktop.errors import AuthFailed, HistoryFault
from binom_desktop.events import FigureFailed, NotificationsUpdated
from binom_desktop.history.history import History
from binom_desktop.history.store import DATABASE_NAME, Store
from binom_desktop.services.inbox import DOCUMENT, KEPT, LISTED, PART, Inbox, InboxTimings
from tests.sandbox_process import SandboxProcess
from tests.unit.services.running_sync import CLIENT_TIMINGS, WAIT_S, Heard

pytestmark = pytest.mark.anyio

NOW_MS = 1_795_000_000_000
EAGER = InboxTimings(retry_first_s=0.01, retry_longest_s=0.05)
LAZY = InboxTimings(retry_first_s=3_600, retry_longest_s=3_600)
PUT = "/v1/notifications/"
"""The path of marking, which does not concern the list."""


@pytest.fixture(scope="module")
def shared_sandbox() -> Iterator[SandboxProcess]:
    with SandboxProcess("--empty") as process:
        yield process


@pytest.fixture
def sandbox(shared_sandbox: SandboxProcess) -> Iterator[SandboxProcess]:
    """A sandbox without faults, which has notifications of other tests."""
    yield shared_sandbox
    shared_sandbox.control("faults", method="DELETE")


@dataclass(frozen=True)
class Peer:
    """An ``Inbox`` with what it works on, and a second client of the same account."""

    sandbox: SandboxProcess
    other: AccountClient
    history: History
    inbox: Inbox
    heard: Heard

    @property
    def shown(self) -> dict[str, Notification]:
        """What was published last."""
        return dict(self.heard.of(NotificationsUpdated)[-1].notifications)

    def is_read(self, *ids: str) -> bool:
        """Whether a person sees all of these as read."""
        return all(self.shown[id_].read_ms is not None for id_ in ids)

    async def control(self, path: str, body: object = None, method: str = "POST") -> Any:
        """Make the sandbox do something."""
        return await asyncio.to_thread(self.sandbox.control, path, body, method)

    async def refuse(self, status: int, path: str = PUT, **members: object) -> None:
        """Let calls fail."""
        await self.control("faults", {"kind": "status", "path": path, "status": status, **members})

    async def notify(self, count: int = 1) -> list[str]:
        """Let the server send notifications; their ids, oldest first."""
        return [(await self.control("notify", {"title": f"Number {number}"}))["id"] for number in range(count)]

    async def listed(self) -> dict[str, Notification]:
        """The newest page as the server has it."""
        return {each.id: each for each in (await self.other.notifications_page()).items}

    async def until_told(self, *ids: str) -> None:
        """Wait until the server has all of these as read."""
        async with asyncio.timeout(WAIT_S):
            while {id_ for id_, each in (await self.listed()).items() if each.read_ms is None} & {*ids}:
                pass

    async def until_kept(self, *unsent: str) -> list[str]:
        """Wait until the next start would know that exactly these are to be told; the ids that it would show."""
        async with asyncio.timeout(WAIT_S):
            while True:
                document = json.loads(await self.history.read_document(DOCUMENT) or b'{"unsent": 0}')
                if document["unsent"] == 0 or set(document["unsent"]) != set(unsent):
                    continue
                return [each["id"] for each in document["notifications"]]

    async def until_shown(self, *ids: str) -> None:
        """Wait until a person sees all of these."""
        await self.heard.until(lambda: bool(self.heard.of(NotificationsUpdated)) and set(ids) <= set(self.shown))


@contextlib.asynccontextmanager
async def peer_of(
    sandbox: SandboxProcess, folder: Path, *, timings: InboxTimings = EAGER, token: str | None = None
) -> AsyncIterator[Peer]:
    """An ``Inbox`` on the history in a folder, as the app runs it."""
    heard = Heard()
    client = AccountClient(server=sandbox.url, key=lambda: token or sandbox.token, timings=CLIENT_TIMINGS)
    other = AccountClient(server=sandbox.url, key=lambda: sandbox.token, timings=CLIENT_TIMINGS)
    history = History(store=Store(folder, now_ms=lambda: NOW_MS, busy_timeout_s=0.01))
    await history.start()
    inbox = Inbox(client=client, history=history, publish=heard.publish, now_ms=lambda: NOW_MS, timings=timings)
    task = asyncio.create_task(inbox.run())
    try:
        yield Peer(sandbox, other, history, inbox, heard)
        assert not task.done()
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await history.close()
        await client.aclose()
        await other.aclose()


def made(number: int, **changes: Any) -> Notification:
    """A notification that no server knows."""
    return replace(
        Notification(f"made-{number}", NOW_MS + number, "account", Severity.INFO, "Hello", "Body"), **changes
    )


async def test_the_first_start_reads_more_than_a_page_and_the_next_is_offline(tmp_path: Path) -> None:
    with SandboxProcess("--empty") as sandbox:
        async with peer_of(sandbox, tmp_path / "first") as peer:
            ids = await peer.notify(LISTED + 20)
        async with peer_of(sandbox, tmp_path / "other") as peer:
            await peer.until_shown(*ids)
            # Newest first, those of one moment by their ids, and the account's first one below.
            assert [*peer.shown][: len(ids)] == sorted(ids, reverse=True)
            assert len(peer.shown) == len(ids) + 1
            before = peer.shown
            assert await peer.until_kept() == [*before]
        sandbox.kill()
        async with peer_of(sandbox, tmp_path / "other") as peer:
            await peer.until_shown(*ids)
            assert peer.shown == before
            assert [*peer.shown] == [*before]


async def test_what_is_read_is_read_at_once_and_told(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        one, other, third = await peer.notify(3)
        peer.inbox.take(await peer.listed())
        peer.inbox.mark_read(one)
        assert peer.shown[one].read_ms == NOW_MS
        assert not peer.is_read(other)
        await peer.until_told(one)
        peer.inbox.mark_read("unheard of")
        peer.inbox.mark_read(None)
        assert all(each.read_ms is not None for each in peer.shown.values())
        await peer.until_told(one, other, third)
        await peer.until_kept()
        events = len(peer.heard.events)
        peer.inbox.mark_read(None)
        peer.inbox.mark_read(one)
        peer.inbox.take(peer.shown)
        assert len(peer.heard.events) == events


async def test_reads_made_offline_are_told_after_a_restart(tmp_path: Path) -> None:
    with SandboxProcess("--empty") as sandbox:
        async with peer_of(sandbox, tmp_path, timings=LAZY) as peer:
            ids = await peer.notify(3)
            await peer.until_shown()
            peer.inbox.take(await peer.listed())
            sandbox.kill()
            peer.inbox.mark_read(ids[0])
            peer.inbox.mark_read(ids[1])
            # Closed before anything else could happen.
        async with peer_of(sandbox, tmp_path, timings=LAZY) as peer:
            await peer.until_shown(*ids)
            assert peer.is_read(*ids[:2])
            assert not peer.is_read(ids[2])
            await peer.until_kept(*ids[:2])
            sandbox.restart()
            # What the server lists before it was told does not make them unread.
            peer.inbox.take(await peer.listed())
            assert peer.is_read(*ids[:2])
            peer.inbox.touch()
            await peer.until_told(*ids[:2])
            assert (await peer.listed())[ids[2]].read_ms is None
            await peer.until_kept()


async def test_what_comes_before_the_last_run_is_restored_joins_it(tmp_path: Path) -> None:
    with SandboxProcess("--empty") as sandbox:
        async with peer_of(sandbox, tmp_path, timings=LAZY) as peer:
            ids = await peer.notify(4)
            listed = await peer.listed()
            peer.inbox.take(listed)
            await peer.refuse(500)
            peer.inbox.mark_read(ids[0])
            peer.inbox.mark_read(ids[1])
            await peer.until_kept(*ids[:2])
        async with peer_of(sandbox, tmp_path, timings=LAZY) as peer:
            # Nothing ran yet: the page was listed before the first was told, and after the second was read elsewhere.
            elsewhere = replace(listed[ids[1]], read_ms=NOW_MS + 5)
            peer.inbox.take({ids[2]: listed[ids[2]], ids[1]: elsewhere, ids[0]: listed[ids[0]]})
            peer.inbox.mark_read(ids[2])
            await peer.until_shown(*listed)
            assert peer.is_read(*ids[:3])
            assert not peer.is_read(ids[3])
            assert peer.shown[ids[1]] == elsewhere
            await peer.until_kept(ids[0], ids[2])
        async with peer_of(sandbox, tmp_path, timings=LAZY) as peer:
            await peer.control("faults", method="DELETE")
            peer.inbox.touch()
            await peer.until_told(ids[0], ids[2])


@pytest.mark.parametrize("status", [500, 503, 429, 403])
async def test_a_server_that_refuses_for_a_while_is_told_later(
    sandbox: SandboxProcess, tmp_path: Path, status: int
) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        (one,) = await peer.notify()
        peer.inbox.take(await peer.listed())
        await peer.refuse(status)
        peer.inbox.mark_read(one)
        await peer.until_kept(one)
        assert (await peer.listed())[one].read_ms is None
        await peer.control("faults", method="DELETE")
        await peer.until_told(one)
        await peer.until_kept()
        assert not peer.heard.of(FigureFailed)


async def test_a_wait_that_the_server_asks_for_is_kept(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        one, other = await peer.notify(2)
        peer.inbox.take(await peer.listed())
        await peer.refuse(429, times=1, retryAfter=3_600)
        peer.inbox.mark_read(one)
        async with asyncio.timeout(WAIT_S):
            while (await peer.control("state", method="GET"))["faults"]:
                pass
        peer.inbox.mark_read(other)
        await peer.until_kept(one, other)
        assert [(await peer.listed())[id_].read_ms for id_ in (one, other)] == [None, None]
        peer.inbox.touch()
        await peer.until_told(one, other)


@pytest.mark.parametrize("status", [404, 410, 422])
async def test_what_the_server_does_not_know_is_let_go(sandbox: SandboxProcess, tmp_path: Path, status: int) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        one, other = await peer.notify(2)
        peer.inbox.take(await peer.listed())
        await peer.refuse(status, f"{PUT}{one}")
        peer.inbox.mark_read(one)
        peer.inbox.mark_read(other)
        await peer.until_told(other)
        await peer.until_kept()
        assert peer.is_read(one)
        assert (await peer.listed())[one].read_ms is None


async def test_one_that_fails_keeps_no_other_back(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        ids = await peer.notify(3)
        peer.inbox.take(await peer.listed())
        await peer.refuse(500, f"{PUT}{ids[0]}")
        for id_ in ids:
            peer.inbox.mark_read(id_)
        await peer.until_told(*ids[1:])
        await peer.until_kept(ids[0])


async def test_what_is_read_elsewhere_is_read_here(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path, timings=LAZY) as peer:
        one, other = await peer.notify(2)
        unread = await peer.listed()
        peer.inbox.take(unread)
        await peer.refuse(500, times=CLIENT_TIMINGS.attempts)
        peer.inbox.mark_read(one)
        await peer.until_kept(one)
        await peer.control("faults", method="DELETE")
        for id_ in (one, other):
            await peer.other.mark_notification_read(id_)
        listed = await peer.listed()
        peer.inbox.take(listed)
        assert peer.shown[one].read_ms == listed[one].read_ms
        assert peer.shown[other].read_ms == listed[other].read_ms
        # Nothing is left to be told, and an answer that was late changes nothing.
        await peer.until_kept()
        peer.inbox.take(unread)
        assert peer.is_read(one, other)


async def test_an_outage_in_which_more_came_than_a_page_has(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.notify(2)
        peer.inbox.take(await peer.listed())
        await peer.until_kept()
        ids = await peer.notify(LISTED + 10)
        peer.inbox.take(await peer.listed())
        await peer.until_shown(*ids)
        events = len(peer.heard.events)
        # A page whose oldest one is known joins what was there; the hub's come one by one.
        (newest,) = await peer.notify()
        peer.inbox.take({newest: (await peer.listed())[newest]})
        peer.inbox.take(await peer.listed())
        assert len(peer.heard.events) == events + 1
        assert [*peer.shown][:2] == sorted([newest, *ids], reverse=True)[:2]


async def test_the_newest_thousand_are_kept(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        for number in range(KEPT + 50):
            peer.inbox.take({f"made-{number}": made(number)})
        newest = [f"made-{number}" for number in range(KEPT + 49, 49, -1)]
        await peer.heard.until(lambda: len(peer.shown) == KEPT)
        shown = [id_ for id_ in peer.shown if id_.startswith("made-")]
        assert shown == newest[: len(shown)]
        assert len(peer.shown) == KEPT


async def test_none_at_all_is_said_once(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path, token="binom_sk_" + "x" * 32) as peer:
        peer.inbox.take({})
        peer.inbox.take({})
        assert peer.heard.of(NotificationsUpdated) == [NotificationsUpdated({})]


BROKEN = [
    b"",
    b"\xff\x00",
    b"null",
    b"[]",
    b'{"notifications": 5, "unsent": {}, "whole": true}',
    b'{"notifications": [{"id": 7}], "unsent": {}, "whole": true}',
    b'{"notifications": [], "unsent": {"a": "b"}, "whole": true}',
    b'{"x": ' + b"[" * 100_000,
]


@pytest.mark.parametrize("document", BROKEN)
async def test_a_broken_document_counts_as_none(sandbox: SandboxProcess, tmp_path: Path, document: bytes) -> None:
    store = Store(tmp_path, now_ms=lambda: NOW_MS)
    store.open()
    store.write_document(DOCUMENT, document)
    store.close()
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.until_shown(*await peer.listed())
        assert not peer.heard.of(FigureFailed)
        await peer.until_kept()


async def test_what_no_server_could_have_sent_is_left_out(sandbox: SandboxProcess, tmp_path: Path) -> None:
    def kept(**changes: object) -> dict[str, object]:
        fields = {"id": "fine", "timestamp_ms": 5, "kind": "account", "severity": "info", "title": "<b>", "body": ""}
        return fields | changes

    hostile = [
        kept(),
        kept(id="far", timestamp_ms=10**18),
        kept(id="long ago", timestamp_ms=-(10**17)),
        kept(id="never", read_ms=10**18),
        kept(id="link", url="file:///etc/passwd"),
    ]
    store = Store(tmp_path, now_ms=lambda: NOW_MS)
    store.open()
    store.write_document(DOCUMENT, json.dumps({"notifications": hostile, "unsent": {}, "whole": True}).encode())
    store.close()
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.until_shown("fine")
        assert [*peer.shown] == ["fine"]


async def test_a_disk_that_refuses_is_said_and_memory_is_right(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        (one,) = await peer.notify()
        await peer.until_shown()
        peer.inbox.take(await peer.listed())
        await peer.until_kept()
        with contextlib.closing(sqlite3.connect(tmp_path / DATABASE_NAME, isolation_level=None)) as disk:
            disk.execute("BEGIN IMMEDIATE")
            peer.inbox.mark_read(one)
            await peer.heard.until(lambda: bool(peer.heard.of(FigureFailed)))
            failed = peer.heard.of(FigureFailed)[0]
            assert (failed.part, type(failed.error)) == (PART, HistoryFault)
            assert peer.is_read(one)
            await peer.until_told(one)
            disk.execute("ROLLBACK")
        await peer.until_kept()


async def test_a_401_is_said_once_and_nothing_is_asked_any_more(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path, token="binom_sk_" + "x" * 32) as peer:
        await peer.heard.until(lambda: bool(peer.heard.of(FigureFailed)))
        failed = peer.heard.of(FigureFailed)
        assert [(each.part, type(each.error)) for each in failed] == [(PART, AuthFailed)]
        (one,) = await peer.notify()
        peer.inbox.take(await peer.listed())
        peer.inbox.mark_read(one)
        peer.inbox.touch()
        await peer.until_kept(one)
        assert len(peer.heard.of(FigureFailed)) == 1
        assert (await peer.listed())[one].read_ms is None
    # The right key tells it.
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.until_told(one)


async def test_a_401_to_another_service_keeps_what_is_read_for_later(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        (one,) = await peer.notify()
        peer.inbox.take(await peer.listed())
        await peer.until_kept()
        peer.inbox.sign_out(AuthFailed("The key is refused.", status=401))
        peer.inbox.mark_read(one)
        await peer.until_kept(one)
        assert (await peer.listed())[one].read_ms is None


async def test_a_server_that_began_anew_is_read_anew(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with peer_of(sandbox, tmp_path) as peer:
        await peer.until_shown()
        peer.inbox.take({"made-1": made(1)})
        peer.inbox.mark_read("made-1")
        await peer.history.set_aside("The server began anew.")
        peer.inbox.forget()
        assert peer.shown == {}
        ids = [*await peer.listed()]
        await peer.until_shown(*ids)
        assert "made-1" not in peer.shown
        assert "made-1" not in await peer.until_kept()
