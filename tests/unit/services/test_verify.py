"""What is wrong in the history is found day by day and repaired; what is right, or can't be compared, is left alone."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
import ssl
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path

import pytest

from binom_desktop.api.client import AccountClient
from binom_desktop.domain import ConnectionState, RequestRecord
from binom_desktop.errors import AuthFailed, BinomError, HistoryMismatch, RateLimited, ServerFault
from binom_desktop.events import FigureFailed
from binom_desktop.history.history import History, wall_clock_ms
from binom_desktop.history.store import DATABASE_NAME, SNAPSHOT_NAME
from binom_desktop.queries import Query
from binom_desktop.services.verify import Verify
from binom_desktop.verify_values import VerifyProgress, VerifyResult
from tests.sandbox_process import SandboxProcess
from tests.unit.services.running_sync import CLIENT_TIMINGS, Heard, running

pytestmark = pytest.mark.anyio

HISTORY = 700
DAY_MS = 86_400_000
MIDDLE = 350
_TLS = ssl.create_default_context()
_EPOCH = date(1970, 1, 1)


@pytest.fixture(scope="module")
def shared_sandbox() -> Iterator[SandboxProcess]:
    with SandboxProcess("--history", str(HISTORY)) as process:
        yield process


@pytest.fixture(scope="module")
def whole(shared_sandbox: SandboxProcess, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history of all that the server has."""
    folder = tmp_path_factory.mktemp("whole")
    asyncio.run(fill(shared_sandbox, folder))
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """The same, for one test."""
    return Path(shutil.copytree(whole, tmp_path / "history"))


@pytest.fixture
def sandbox(shared_sandbox: SandboxProcess) -> Iterator[SandboxProcess]:
    """A server that no test changes for good."""
    yield shared_sandbox
    shared_sandbox.control("faults", method="DELETE")


class Case:
    """A comparison, and what it told."""

    def __init__(self, client: AccountClient, history: History) -> None:
        self.client = client
        self.history = history
        self.heard = Heard()
        self.generation = 0
        self.told: list[VerifyProgress] = []
        self.repaired = 0
        self.verify = Verify(
            client=client,
            history=history,
            publish=self.heard.publish,
            generation=lambda: self.generation,
            on_repaired=self.on_repaired,
        )

    async def run(self) -> VerifyResult:
        """Compare and repair."""
        return await self.verify.verify(self.told.append)

    def on_repaired(self) -> None:
        """Something was written."""
        self.repaired += 1


@contextlib.asynccontextmanager
async def client_of(sandbox: SandboxProcess) -> AsyncIterator[AccountClient]:
    client = AccountClient(server=sandbox.url, key=lambda: sandbox.token, timings=CLIENT_TIMINGS, tls=lambda: _TLS)
    try:
        yield client
    finally:
        await client.aclose()


@contextlib.asynccontextmanager
async def opened(sandbox: SandboxProcess, folder: Path) -> AsyncIterator[Case]:
    """The history in a folder beside the server, with nothing else that writes it."""
    async with client_of(sandbox) as client:
        history = await History.open(folder)
        case = Case(client, history)
        try:
            yield case
        finally:
            await history.close()


async def server_records(client: AccountClient) -> dict[int, RequestRecord]:
    return {
        record.sequence: record async for page in client.requests(after_sequence=0, limit=1000) for record in page.items
    }


async def held_records(history: History) -> dict[int, RequestRecord]:
    view = await history.view(Query(descending=False))
    records = [view.record(row) for row in range(len(view))]
    assert len({record.sequence for record in records}) == len(records)
    return {record.sequence: record for record in records}


async def fill(sandbox: SandboxProcess, folder: Path) -> None:
    """A history of all that the server has."""
    async with opened(sandbox, folder) as case:
        await case.history.merge(list((await server_records(case.client)).values()))


def tamper(folder: Path, *statements: str) -> None:
    """Change the file behind the app's back, so that its next start reads it."""
    (folder / SNAPSHOT_NAME).unlink(missing_ok=True)
    with contextlib.closing(sqlite3.connect(folder / DATABASE_NAME)) as database, database:
        for statement in statements:
            assert database.execute(statement).rowcount > 0


async def check_whole(case: Case) -> None:
    """The history is the server's log, also when it is read from disk."""
    assert await held_records(case.history) == await server_records(case.client)


async def test_what_is_right_is_left_alone(sandbox: SandboxProcess, folder: Path) -> None:
    async with opened(sandbox, folder) as case:
        records = await server_records(case.client)
        result = await case.run()
        assert (result.stopped_by, result.days_differed, result.records_added, result.records_corrected) == (
            None,
            0,
            0,
            0,
        )
        days = {record.timestamp_ms // DAY_MS for record in records.values()}
        assert result.days_checked >= max(days) - min(days) + 1
        assert case.told == [VerifyProgress(done, result.days_checked) for done in range(result.days_checked + 1)]
        assert case.repaired == 0
        await check_whole(case)


@pytest.mark.parametrize(
    ("statement", "added", "corrected", "days"),
    [
        (f"UPDATE requests SET cost_nano = cost_nano + 1 WHERE sequence = {MIDDLE}", 0, 1, 1),
        (f"UPDATE requests SET status = iif(status = 200, 500, 200) WHERE sequence = {MIDDLE}", 0, 1, 1),
        (f"UPDATE requests SET model = 1 - min(model, 1) WHERE sequence = {MIDDLE}", 0, 1, 1),
        (f"UPDATE requests SET timestamp_ms = timestamp_ms - 5 * {DAY_MS} WHERE sequence = {MIDDLE}", 0, 1, None),
        (f"UPDATE requests SET timestamp_ms = 0 WHERE sequence = {MIDDLE}", 0, 1, 1),
        (f"UPDATE requests SET id = 'no ULID', input_tokens = 7777777 WHERE sequence = {MIDDLE}", 0, 1, 1),
        ("UPDATE requests SET output_tokens = output_tokens + 1 WHERE sequence % 50 = 3", 0, HISTORY // 50, None),
    ],
    ids=["cost", "status", "model", "day", "long ago", "id and tokens", "many"],
)
async def test_a_request_that_is_not_the_servers_is_corrected(
    sandbox: SandboxProcess, folder: Path, statement: str, added: int, corrected: int, days: int | None
) -> None:
    tamper(folder, statement)
    async with opened(sandbox, folder) as case:
        assert await held_records(case.history) != await server_records(case.client)
        view = await case.history.view(Query(descending=False))
        wrong = [view.record(row) for row in range(len(view))]
        result = await case.run()
        assert (result.stopped_by, result.records_added, result.records_corrected) == (None, added, corrected)
        assert result.days_differed == days or days is None
        assert case.repaired == 1
        await check_whole(case)
        # Who looks at it meanwhile sees what it was made of, and the corrected one once it is brought up to date.
        assert [view.record(row) for row in range(len(view))] == wrong
        again = (await case.history.refreshed(view)).view
        assert {again.record(row).sequence: again.record(row) for row in range(len(again))} == await server_records(
            case.client
        )
        assert (await case.run()).days_differed == 0
        assert case.repaired == 1
    async with opened(sandbox, folder) as case:
        await check_whole(case)


async def test_what_was_thought_to_be_forgotten_is_added(sandbox: SandboxProcess, folder: Path) -> None:
    tamper(folder, "DELETE FROM requests WHERE sequence <= 20", "UPDATE log SET beginning = 21")
    async with opened(sandbox, folder) as case:
        assert not case.history.coverage.missing(HISTORY)
        result = await case.run()
        assert (result.stopped_by, result.records_added, result.records_corrected) == (None, 20, 0)
        assert result.days_differed
        await check_whole(case)


async def test_what_is_missing_is_left_to_the_catch_up(sandbox: SandboxProcess, folder: Path) -> None:
    tamper(
        folder,
        f"DELETE FROM requests WHERE sequence = {MIDDLE}",
        "UPDATE requests SET status = 500 WHERE sequence % 30 = 0",
    )
    async with opened(sandbox, folder) as case:
        before = await held_records(case.history)
        result = await case.run()
        assert result.stopped_by is None
        after = await held_records(case.history)
        server = await server_records(case.client)
        assert MIDDLE not in after
        assert all(after[sequence] == before[sequence] for sequence in before if sequence < MIDDLE)
        assert result.first is not None
        assert all(
            after[sequence] == server[sequence]
            for sequence in before
            if sequence > MIDDLE and server[sequence].timestamp_ms // DAY_MS > (result.first - _EPOCH).days
        )
    async with running(sandbox, folder) as run:
        await run.until_whole(HISTORY)
        await run.heard.until_state(ConnectionState.LIVE)
        case = Case(run.client, run.history)
        assert (await case.run()).stopped_by is None
        assert await held_records(run.history) == server


async def test_days_that_the_server_has_forgotten_are_not_compared(tmp_path: Path) -> None:
    with SandboxProcess("--history", "800") as sandbox:
        await fill(sandbox, tmp_path)
        tamper(tmp_path, "UPDATE requests SET cost_nano = 1 WHERE sequence IN (100, 399, 700)")
        async with opened(sandbox, tmp_path) as case:
            before = await held_records(case.history)
            sandbox.control("forget", {"before": 400})
            server = await server_records(case.client)
            result = await case.run()
            assert (result.stopped_by, result.records_added, result.records_corrected) == (None, 0, 1)
            assert result.first is not None
            assert (server[400].timestamp_ms // DAY_MS - (result.first - _EPOCH).days) == 1
            assert await held_records(case.history) == {**before, 700: server[700]}
            sandbox.control("forget", {"before": 900})
            assert await case.run() == VerifyResult()
            assert await held_records(case.history) == {**before, 700: server[700]}


async def test_what_was_dropped_does_not_come_back(sandbox: SandboxProcess, folder: Path) -> None:
    tamper(folder, f"UPDATE requests SET cost_nano = 1 WHERE sequence = {HISTORY - 60}")
    async with opened(sandbox, folder) as case:
        before_ms = (await held_records(case.history))[MIDDLE].timestamp_ms // DAY_MS * DAY_MS
        assert await case.history.drop_older(before_ms)
        kept_from = case.history.coverage.kept_from
        result = await case.run()
        assert (result.stopped_by, result.records_added, result.records_corrected) == (None, 0, 1)
        server = await server_records(case.client)
        assert await held_records(case.history) == {
            sequence: record for sequence, record in server.items() if sequence >= kept_from
        }


async def test_it_can_be_cancelled_and_begun_again(sandbox: SandboxProcess, folder: Path) -> None:
    tamper(folder, "UPDATE requests SET cost_nano = cost_nano + 1 WHERE sequence % 10 = 0")
    async with opened(sandbox, folder) as case:
        task: asyncio.Task[VerifyResult] | None = None

        def on_progress(progress: VerifyProgress) -> None:
            if task is not None and progress.done_days == progress.days // 2:
                task.cancel()

        task = asyncio.create_task(case.verify.verify(on_progress))
        with pytest.raises(asyncio.CancelledError):
            await task
        held, server = await held_records(case.history), await server_records(case.client)
        left = sum(held[sequence] != server[sequence] for sequence in server)
        assert 0 < left < HISTORY // 10
        assert case.repaired == 1
        assert (await case.run()).records_corrected == left
        await check_whole(case)


@pytest.mark.parametrize(
    ("path", "fault", "error"),
    [
        ("/v1/usage", {"status": 429, "retryAfter": 3600}, RateLimited),
        ("/v1/requests", {"status": 500}, ServerFault),
        ("/v1/account", {"status": 502}, ServerFault),
        ("/v1/usage", {"status": 401}, AuthFailed),
    ],
)
async def test_an_error_of_the_server_is_told_and_the_rest_done_later(
    sandbox: SandboxProcess, folder: Path, path: str, fault: dict[str, object], error: type[BinomError]
) -> None:
    tamper(folder, f"UPDATE requests SET cost_nano = 1 WHERE sequence = {MIDDLE}")
    async with opened(sandbox, folder) as case:
        sandbox.control("faults", {"kind": "status", "path": path, **fault})
        result = await case.run()
        assert type(result.stopped_by) is error
        assert result.records_corrected == 0
        # A refused key is for everyone to know.
        told = [type(event.error) for event in case.heard.of(FigureFailed)]
        assert told == ([AuthFailed] if error is AuthFailed else [])
        sandbox.control("faults", method="DELETE")
        assert (await case.run()).records_corrected == 1
        await check_whole(case)


async def test_live_requests_go_on_meanwhile(tmp_path: Path) -> None:
    with SandboxProcess("--history", "500", "--rate", "200") as sandbox:
        async with running(sandbox, tmp_path) as run:
            await run.heard.until_state(ConnectionState.LIVE)
            await run.log(200)
            await run.heard.until(lambda: run.whole_to(700))
        tamper(tmp_path, "UPDATE requests SET cost_nano = cost_nano + 5 WHERE sequence IN (200, 590, 650)")
        async with running(sandbox, tmp_path) as run:
            await run.heard.until_state(ConnectionState.LIVE)
            began_at = run.history.coverage.newest
            case = Case(run.client, run.history)
            result = await case.run()
            assert (result.stopped_by, result.records_added, result.records_corrected) == (None, 0, 3)
            assert run.history.coverage.newest > began_at
            server = await server_records(run.client)
            await run.heard.until(lambda: run.whole_to(max(server)))
            held = await held_records(run.history)
            assert {sequence: held[sequence] for sequence in server} == server
            assert run.heard.state is ConnectionState.LIVE


async def test_never_two_at_once(sandbox: SandboxProcess, folder: Path) -> None:
    async with opened(sandbox, folder) as case:
        first, second = await asyncio.gather(case.run(), case.run())
        assert first.stopped_by is None
        assert type(second.stopped_by) is BinomError
        assert second.days_checked == 0
        assert (await case.run()).stopped_by is None


async def test_the_log_of_another_account_corrects_nothing(sandbox: SandboxProcess, tmp_path: Path) -> None:
    with SandboxProcess("--history", "600", "--seed", "5") as other:
        await fill(other, tmp_path)
    async with opened(sandbox, tmp_path) as case:
        before = await held_records(case.history)
        result = await case.run()
        assert type(result.stopped_by) is HistoryMismatch
        assert await held_records(case.history) == before


async def test_a_history_set_aside_meanwhile_gets_nothing_of_the_old_log(sandbox: SandboxProcess, folder: Path) -> None:
    tamper(folder, f"UPDATE requests SET cost_nano = 1 WHERE sequence = {MIDDLE}")
    async with opened(sandbox, folder) as case:

        def on_progress(_progress: VerifyProgress) -> None:
            case.generation = 1

        result = await case.verify.verify(on_progress)
        assert type(result.stopped_by) is HistoryMismatch
        assert (await held_records(case.history))[MIDDLE].cost_nano == 1


async def test_an_empty_history_has_nothing_to_compare(sandbox: SandboxProcess, tmp_path: Path) -> None:
    async with opened(sandbox, tmp_path) as case:
        assert await case.run() == VerifyResult()
        assert case.told == []


async def test_a_request_that_was_made_before_all_that_is_compared_goes_back_there(tmp_path: Path) -> None:
    folder = tmp_path / "history"
    with SandboxProcess("--empty") as sandbox:
        sandbox.control("requests", {"count": 5})
        sandbox.control("requests", {"timestamp": wall_clock_ms() - 30 * DAY_MS})
        sandbox.control("requests", {"count": 5})
        await fill(sandbox, folder)
        tamper(folder, f"UPDATE requests SET timestamp_ms = timestamp_ms + 30 * {DAY_MS} WHERE sequence = 6")
        async with opened(sandbox, folder) as case:
            assert (await case.run()).records_corrected == 1
            await check_whole(case)
