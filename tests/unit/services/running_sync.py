"""A client, a history and a ``Sync`` against a real sandbox, and what they say."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from binom_desktop.api.client import AccountClient, ClientTimings
from binom_desktop.api.hub import HubTimings
from binom_desktop.domain import Connection, ConnectionState
from binom_desktop.events import AppEvent, ConnectionChanged
from binom_desktop.history.history import History, wall_clock_ms
from binom_desktop.history.store import Store
from binom_desktop.queries import Query
from binom_desktop.services.request_log import LogTimings
from binom_desktop.services.sync import Sync
from tests.sandbox_process import SandboxProcess

WAIT_S = 60.0
CLIENT_TIMINGS = ClientTimings(attempts=2, retry_first_s=0.02, retry_longest_s=0.05, retry_jitter_s=0.0)
HUB_TIMINGS = HubTimings(
    ping_s=0.5, server_timeout_s=2.0, handshake_s=5.0, backoff_first_s=0.05, backoff_cap_s=0.2, offline_retry_s=0.5
)
LOG_TIMINGS = LogTimings(flush_s=0.01, retry_s=0.1)

Event = TypeVar("Event")


class Heard:
    """Every event that was published, in order, and a way to wait for one."""

    def __init__(self) -> None:
        self.events: list[AppEvent] = []
        self._changed = asyncio.Event()

    def publish(self, event: AppEvent) -> None:
        """Take an event."""
        self.events.append(event)
        self.nudge()

    def nudge(self) -> None:
        """Something else changed that may be waited for."""
        self._changed.set()

    def of(self, kind: type[Event]) -> list[Event]:
        """The events of one type."""
        return [event for event in self.events if isinstance(event, kind)]

    @property
    def connections(self) -> list[Connection]:
        """Every state of the connection."""
        return [event.connection for event in self.of(ConnectionChanged)]

    @property
    def state(self) -> ConnectionState | None:
        """The newest state of the connection."""
        return self.connections[-1].state if self.connections else None

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds, which only events and merges can bring about."""
        async with asyncio.timeout(WAIT_S):
            while not holds():
                self._changed.clear()
                await self._changed.wait()

    async def until_state(self, state: ConnectionState) -> None:
        """Wait until the connection has a state."""
        await self.until(lambda: self.state is state)


@dataclass(frozen=True)
class Running:
    """What runs."""

    sandbox: SandboxProcess
    client: AccountClient
    history: History
    sync: Sync
    heard: Heard

    async def control(self, path: str, body: object = None, method: str = "POST") -> object:
        """Make the sandbox do something."""
        return await asyncio.to_thread(self.sandbox.control, path, body, method)

    async def log(self, count: int, **forced: object) -> int:
        """Let the sandbox log requests; the answer is the newest sequence."""
        answer = await asyncio.to_thread(self.sandbox.control, "requests", {"count": count, **forced})
        last = answer["lastSequence"]
        assert isinstance(last, int)
        return last

    async def until_whole(self, last_sequence: int) -> None:
        """Wait until every sequence to the last is here, and see that each is here exactly once."""
        await self.heard.until(lambda: self.whole_to(last_sequence))
        view = await self.history.view(Query(descending=False))
        beginning = self.history.coverage.beginning
        held = [view.record(row).sequence for row in range(len(view))]
        assert held[-(last_sequence - beginning + 1) :] == list(range(beginning, last_sequence + 1))
        assert len(held) == len(set(held))

    def whole_to(self, last_sequence: int) -> bool:
        """Whether nothing is missing up to a sequence, and it is held."""
        coverage = self.history.coverage
        return coverage.newest >= last_sequence and not coverage.missing(last_sequence)


@contextlib.asynccontextmanager
async def running(
    sandbox: SandboxProcess,
    folder: Path,
    *,
    refresh_interval_s: float = 60.0,
    hub_timings: HubTimings = HUB_TIMINGS,
    log_timings: LogTimings = LOG_TIMINGS,
    key: str | None = None,
    real_time: bool = True,
) -> AsyncIterator[Running]:
    """Run a ``Sync`` on the history in ``folder`` until the block ends, as the app does."""
    heard = Heard()

    async def on_changed() -> None:
        heard.nudge()

    def token() -> str:
        return key or sandbox.token

    client = AccountClient(server=sandbox.url, key=token, timings=CLIENT_TIMINGS)
    history = History(store=Store(folder, now_ms=wall_clock_ms, busy_timeout_s=0.05))
    await history.start()
    sync = Sync(
        client=client,
        history=history,
        publish=heard.publish,
        on_changed=on_changed,
        token=token,
        refresh_interval_s=refresh_interval_s,
        hub_timings=hub_timings,
        log_timings=log_timings,
    )
    sync.set_real_time(real_time)
    task = asyncio.create_task(sync.run())
    try:
        yield Running(sandbox, client, history, sync, heard)
        assert not task.done()
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        await history.close()
        await client.aclose()
