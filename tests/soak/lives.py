"""Scripted lives: everything that a server, a network and a computer can do to the figures between two starts.

A life is a list of steps, drawn from a seed or written down, against a real sandbox process, with the real services on
a history on disk. It ends by healing everything; then history and balance must be what the server's own database says.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from typing_extensions import override

from binom_desktop.api.client import AccountClient, ClientTimings
from binom_desktop.domain import ConnectionState, RequestRecord
from binom_desktop.history.history import History, wall_clock_ms
from binom_desktop.history.store import Store
from binom_desktop.queries import Query
from binom_desktop.services.sync import Sync
from tests.sandbox_process import SandboxProcess
from tests.unit.services.running_sync import HUB_TIMINGS, LOG_TIMINGS, Heard

LIVES_A_SANDBOX = 20
LONGEST_HEALING_S = 30.0
LONGEST_ENDING_S = 10.0
LATEST_EVENT_S = 0.45
# A Retry-After is not waited for by the client: the services have to cope with the error.
_CLIENT_TIMINGS = ClientTimings(
    attempts=2, retry_first_s=0.01, retry_longest_s=0.02, retry_jitter_s=0.0, retry_after_cap_s=0.1
)
_COPY = "copy to "
_EVENTS = ("RequestsLogged", "BalanceChanged", "SessionResumed", "SessionPaused")
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens; ``value`` is what the step's method takes."""

    what: str
    value: Any = None


@dataclass
class Figures:
    """What all lives together went through."""

    lives: int = 0
    faults: int = 0
    restarts: int = 0
    records: int = 0
    lost: int = 0
    doubled: int = 0
    different: int = 0

    @override
    def __str__(self) -> str:
        return (
            f"lives run {self.lives:,}, faults injected {self.faults:,}, starts from disk {self.restarts:,}, "
            f"records checked {self.records:,}, lost {self.lost}, doubled {self.doubled}, different {self.different}"
        )


def drawn(random: Random) -> list[Step]:
    """The steps of a life."""
    steps = [Step("log", {"count": random.choice([1, 5, 60, 1_300])})] if random.random() < 0.7 else []
    if random.random() < 0.4:
        steps.append(Step("traffic", random.choice([0.0, 0.01, 0.05])))
    steps += [_drawn_step(random) for _ in range(random.randint(3, 14))]
    return steps


def _drawn_step(random: Random) -> Step:
    draws = [draw for _, draw in _DRAWS]
    return random.choices(draws, [weight for weight, _ in _DRAWS])[0](random)


def _drawn_fault(random: Random) -> Step:
    times = random.choice([1, 1, 2, 5])
    kind = random.choice(["missEvents", "doubleEvents", "shuffleEvents", "status", "html", "truncate", "garbage"])
    if kind.endswith("Events"):
        return Step("fault", {"kind": kind, "times": times, "target": random.choice(_EVENTS)})
    path = random.choice(["/", "/v1/requests", "/v1/requests", "/v1/account", "/hubs"])
    fault: dict[str, Any] = {"kind": kind, "times": times, "path": path}
    if kind == "status":
        fault["status"] = random.choice([410, 429, 500, 502, 503])
        if fault["status"] in {429, 503}:
            fault["times"] = 1
    return Step("fault", fault)


def _drawn_log(random: Random) -> Step:
    body: dict[str, Any] = {"count": random.choice([1, 1, 2, 7, 40, 600])}
    if random.random() < 0.3:
        body["status"] = random.choice([402, 429, 500])
    if random.random() < 0.2:
        body["timestamp"] = wall_clock_ms() + 1000 * random.randint(-3 * _DAY_S, _DAY_S)
    return Step("log", body)


_DRAWS: list[tuple[int, Callable[[Random], Step]]] = [
    (20, _drawn_log),
    (20, _drawn_fault),
    (8, lambda random: Step("rest", round(random.uniform(0.0, 0.12), 3))),
    (6, lambda _random: Step("drop")),
    (6, lambda random: Step("fault", {"kind": "dropSockets", "after": round(random.uniform(0, 0.1), 3), "times": 1})),
    (1, lambda random: Step("fault", {"kind": "halfOpenSockets", "times": 1})),
    (2, lambda random: Step("fault", {"kind": "refuseSockets", "times": random.choice([1, 3])})),
    (3, lambda random: Step("fault", {"kind": "delay", "seconds": 0.1, "path": "/v1", "times": random.randint(1, 4)})),
    (3, lambda random: Step("close", {"allowReconnect": random.choice([True, None])})),
    (4, lambda random: Step("forget", round(random.uniform(0.0, 1.05), 2))),
    (3, lambda _random: Step("cursors")),
    (3, lambda random: Step("clock", random.randint(-3 * _DAY_S, 3 * _DAY_S))),
    (4, lambda random: Step("credits", random.choice(["5", "-0.25"]))),
    (4, lambda random: Step("pause", {"failResume": random.choice([0, 1])})),
    (4, lambda _random: Step("resume_by_server")),
    (2, lambda _random: Step("resume")),
    (1, lambda random: Step("restart_server", round(random.uniform(0.0, 0.1), 3))),
    (4, lambda random: Step("real_time", random.choice([True, False]))),
    (4, lambda random: Step("network", random.choice([True, False]))),
    (3, lambda _random: Step("woke")),
    (2, lambda _random: Step("retry")),
    (2, lambda _random: Step("refresh")),
    (5, lambda _random: Step("restart")),
    (5, lambda _random: Step("abandon")),
    (2, lambda _random: Step("heal_faults")),
]


class _CopiedStore(Store):
    """A store whose files can be copied in its own thread, between two transactions: what a kill leaves behind."""

    @override
    def read_document(self, name: str) -> bytes | None:
        if name.startswith(_COPY):
            shutil.copytree(self.folder, name.removeprefix(_COPY))
            return None
        return super().read_document(name)


@dataclass
class _App:
    """The services of one start."""

    client: AccountClient
    history: History
    sync: Sync
    task: asyncio.Task[None]


@dataclass
class Life:
    """One life; ``database`` is the sandbox's. ``folder`` holds the history's folders, one for each kill."""

    sandbox: SandboxProcess
    database: Path
    folder: Path
    figures: Figures = field(default_factory=Figures)

    def __post_init__(self) -> None:
        self._heard = Heard()
        self._app: _App | None = None
        self._copies = 0
        self._history_folder = self.folder / "history"
        self._ever: dict[int, RequestRecord] = {}
        self._traffic_task: asyncio.Task[None] | None = None

    async def run(self, steps: Sequence[Step]) -> None:
        """Live through the steps, heal, and compare. Raises ``AssertionError`` where something is not as it must be."""
        self.figures.lives += 1
        await self._start()
        try:
            for step in steps:
                await getattr(self, f"_{step.what}")(step.value)
                assert not self._running.task.done(), "the services have ended"
            await self._heal()
            if any(step.what == "fault" and step.value["kind"] == "shuffleEvents" for step in steps):
                # Even an event that is as late as the sandbox makes them changes nothing any more.
                await asyncio.sleep(LATEST_EVENT_S)
            await self._compare()
        finally:
            await self._end_traffic()
            await self._stop()
        # The same from disk alone.
        history = await self._opened()
        try:
            self._compare_records(await _records(history))
        finally:
            await history.close()

    @property
    def _running(self) -> _App:
        assert self._app is not None
        return self._app

    # The computer.

    async def _opened(self) -> History:
        history = History(store=_CopiedStore(self._history_folder, now_ms=wall_clock_ms, busy_timeout_s=0.05))
        await history.start()
        return history

    async def _start(self) -> None:
        def token() -> str:
            return self.sandbox.token

        async def on_changed() -> None:
            self._heard.nudge()

        client = AccountClient(server=self.sandbox.url, key=token, timings=_CLIENT_TIMINGS)
        history = await self._opened()
        sync = Sync(
            client=client,
            history=history,
            publish=self._heard.publish,
            on_changed=on_changed,
            token=token,
            refresh_interval_s=0.5,
            hub_timings=HUB_TIMINGS,
            log_timings=LOG_TIMINGS,
        )
        self._app = _App(client, history, sync, asyncio.create_task(sync.run()))

    async def _stop(self) -> None:
        app, self._app = self._running, None
        app.task.cancel()
        await asyncio.wait({app.task}, timeout=LONGEST_ENDING_S)
        assert app.task.done(), "the services do not end"
        with contextlib.suppress(asyncio.CancelledError):
            await app.task
        await app.history.close()
        await app.client.aclose()

    async def _restart(self, _value: object) -> None:
        self.figures.restarts += 1
        await self._stop()
        await self._start()

    async def _abandon(self, _value: object) -> None:
        """Go on from what the disk held a moment ago, as after kill -9."""
        self.figures.restarts += 1
        self._copies += 1
        copy = self.folder / f"history-{self._copies}"
        await self._running.history.read_document(f"{_COPY}{copy}")
        await self._stop()
        shutil.rmtree(self._history_folder)
        self._history_folder = copy
        await self._start()

    async def _until_live(self, _value: object) -> None:
        await self._heard.until_state(ConnectionState.LIVE)

    async def _rest(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def _real_time(self, on: bool) -> None:
        self._running.sync.set_real_time(on)

    async def _network(self, available: bool) -> None:
        self.figures.faults += not available
        self._running.sync.network_changed(available)

    async def _woke(self, _value: object) -> None:
        self._running.sync.woke()

    async def _retry(self, _value: object) -> None:
        self._running.sync.retry_now()

    async def _refresh(self, _value: object) -> None:
        await self._running.sync.refresh()

    async def _resume(self, _value: object) -> None:
        await self._running.sync.resume()

    # The server.

    async def _control(self, path: str, body: object = None, method: str = "POST") -> Any:
        return await asyncio.to_thread(self.sandbox.control, path, body, method)

    async def _log(self, body: dict[str, Any]) -> None:
        await self._control("requests", body)

    async def _traffic(self, interval_s: float) -> None:
        """Let requests come all the time from now on, in twos and threes."""
        await self._end_traffic()

        async def log_for_ever() -> None:
            while True:
                for count in (1, 3, 2):
                    await self._control("requests", {"count": count})
                    await asyncio.sleep(interval_s)

        self._traffic_task = asyncio.create_task(log_for_ever())

    async def _end_traffic(self) -> None:
        task, self._traffic_task = self._traffic_task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _fault(self, body: dict[str, Any]) -> None:
        self.figures.faults += 1
        await self._control("faults", body)

    async def _heal_faults(self, _value: object) -> None:
        await self._control("faults", method="DELETE")

    async def _drop(self, _value: object) -> None:
        await self._fault({"kind": "dropSockets"})

    async def _close(self, body: dict[str, Any]) -> None:
        self.figures.faults += 1
        await self._control("close", body)

    async def _forget(self, share: float) -> None:
        self.figures.faults += 1
        held = self._server_records()
        self._ever |= held
        if held:
            # Not what has come since: nobody would know any more what it was.
            await self._control("forget", {"before": min(min(held) + int(share * len(held)), max(held) + 1)})

    async def _cursors(self, _value: object) -> None:
        self.figures.faults += 1
        await self._control("cursors", method="DELETE")

    async def _clock(self, skew_s: int) -> None:
        self.figures.faults += 1
        await self._control("clock", {"skewSeconds": skew_s})

    async def _credits(self, amount: str) -> None:
        await self._control("credits", {"amount": amount})

    async def _pause(self, body: dict[str, Any]) -> None:
        self.figures.faults += 1
        await self._control("pause", body)

    async def _resume_by_server(self, _value: object) -> None:
        await self._control("resume")

    async def _restart_server(self, down_s: float) -> None:
        self.figures.faults += 1
        await self._end_traffic()
        self.sandbox.kill()
        await asyncio.sleep(down_s)
        await asyncio.to_thread(self.sandbox.restart)

    # The end.

    async def _heal(self) -> None:
        """Everything works again, one more request comes: then the app must come to be Live by itself."""
        await self._end_traffic()
        await self._control("faults", method="DELETE")
        await self._control("resume")
        sync = self._running.sync
        sync.network_changed(True)
        sync.set_real_time(True)
        last = (await self._control("requests", {"count": 1}))["lastSequence"]
        try:
            async with asyncio.timeout(LONGEST_HEALING_S):
                await self._heard.until(lambda: self._is_whole(last))
        except TimeoutError:
            raise AssertionError(
                f"not whole after {LONGEST_HEALING_S:.0f} s: {self._heard.state}, up to {last:,}:"
                f" {self._running.history.coverage}, {self._running.sync.account}, the server {self._server_balance()},"
                f" the last events {self._heard.events[-5:]}"
            ) from None

    def _is_whole(self, last: int) -> bool:
        coverage = self._running.history.coverage
        account = self._running.sync.account
        return (
            self._heard.state is ConnectionState.LIVE
            and coverage.newest >= last
            and not coverage.missing(last)
            and account is not None
            and account.balance.last_sequence >= last
        )

    async def _compare(self) -> None:
        account = self._running.sync.account
        assert account is not None
        server = self._server_balance()
        mine = account.balance
        assert server == (
            mine.credit_balance_nano,
            mine.total_usage_nano,
            mine.total_requests,
            mine.last_sequence,
            mine.revision,
        ), f"the server's balance is {server}, not {mine}"
        records = await _records(self._running.history)
        self._compare_records(records)
        cost_nano = await self._running.history.cost_nano(mine.last_sequence)
        assert cost_nano == sum(record.cost_nano for record in records)

    def _compare_records(self, records: Sequence[RequestRecord]) -> None:
        """History against server: each sequence that it holds, each field, nothing twice and nothing else."""
        server = self._server_records()
        mine = {record.sequence: record for record in records}
        lost = sorted(server.keys() - mine.keys())
        doubled = len(records) - len(mine)
        everything = self._ever | server
        other = sorted(sequence for sequence, record in mine.items() if record != everything.get(sequence))
        self.figures.records += len(server)
        self.figures.lost += len(lost)
        self.figures.doubled += doubled
        self.figures.different += len(other)
        assert not lost, f"{len(lost)} lost: {lost[:10]}"
        assert not doubled, f"{doubled} doubled"
        assert not other, f"{len(other)} that the server never had: {other[:10]}"

    def _server_records(self) -> dict[int, RequestRecord]:
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            rows = database.execute(
                "SELECT id, sequence, timestamp, endpoint, model, status, input_tokens, output_tokens, cost, latency,"
                " key_id, key_description, error FROM requests"
            )
            return {row[1]: RequestRecord(*row) for row in rows}

    def _server_balance(self) -> tuple[int, ...]:
        with contextlib.closing(sqlite3.connect(self.database)) as database:
            row = database.execute("SELECT balance, usage, requests, last_sequence, revision FROM account").fetchone()
        return tuple(row)


async def _records(history: History) -> list[RequestRecord]:
    view = await history.view(Query(descending=False))
    return [view.record(row) for row in range(len(view))]


class LifeFailed(AssertionError):
    """A life that did not end as it must; says how to live it again."""


async def live(count: int, seed: int, folder: Path, figures: Figures) -> None:
    """Live through the lives of a seed and the ones after it, twenty at a time on one server and its history."""
    for first in range(seed, seed + count, LIVES_A_SANDBOX):
        batch = folder / str(first)
        batch.mkdir()
        database = batch / "sandbox.db"
        with SandboxProcess("--empty", database=database) as sandbox:
            for number in range(first, min(first + LIVES_A_SANDBOX, seed + count)):
                steps = drawn(Random(number))
                life_folder = batch / f"life-{number}"
                life_folder.mkdir()
                try:
                    await Life(sandbox, database, life_folder, figures).run(steps)
                except Exception as error:
                    told = "".join(f"\n    {step}," for step in steps)
                    raise LifeFailed(
                        f"life {number} (BINOM_LIVES_SEED={number}): {error!r}, its steps:{told}"
                    ) from error
                sandbox.control("clock", {"skewSeconds": 0})
                shutil.rmtree(life_folder)
        shutil.rmtree(batch)
