"""The Usage page on a real session and server: it follows what happens, says what fails, and rests while hidden."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel

from binom_desktop.events import AccountUpdated, AppEvent, UsageReported
from binom_desktop.history.history import wall_clock_ms
from binom_desktop.page_entries import USAGE_ROUTE
from binom_desktop.queries import Criteria, DatePreset, DateRange
from binom_desktop.services.session import AccountSession
from binom_desktop.settings import Settings
from binom_desktop.usage_desk import UsageDesk
from binom_desktop.views.chart import LineChart
from tests.sandbox_process import SandboxProcess
from tests.views.app_loop import run_on_app_loop
from tests.views.shell_parts import Shell, find

WAIT_S = 20.0
POLL_S = 0.004
USAGE_PATH = "/v1/usage"


class Stage:
    """The page in a window, and a session behind it."""

    def __init__(self, application: QApplication, sandbox: SandboxProcess, folder: Path) -> None:
        self.application = application
        self.sandbox = sandbox
        self.folder = folder
        self.shell = Shell(application)
        self.desk = UsageDesk(
            now_ms=wall_clock_ms,
            zone="UTC",
            connection=self.shell.connection,
            account=self.shell.account,
            theme=self.shell.theme,
        )
        self.page = self.desk.build_page()
        self.shell.add_page(self.page)
        self.shell.window.navigate("/usage")
        self.chosen: list[Criteria] = []
        self.reports: list[UsageReported] = []
        self.requests = 0
        self.desk.requests_chosen.connect(self.chosen.append)
        self.shell.window.show()

    def close(self) -> None:
        """Leave no widget behind."""
        self.shell.window.hide()
        for part in (self.shell.window, self.desk):
            part.deleteLater()
            QCoreApplication.sendPostedEvents(part, QEvent.Type.DeferredDelete)

    def knows(self, requests: int) -> bool:
        """Whether the app knows of so many requests."""
        return self.requests >= requests

    def total(self) -> str:
        """The figure above the chart, as a screen reader says it."""
        return find(self.page, QLabel, "usageTotal").accessibleName()

    async def control(self, path: str, body: object = None, method: str = "POST") -> Any:
        """Make the sandbox do something."""
        return await asyncio.to_thread(self.sandbox.control, path, body, method)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """A session from its beginning to its end, with the page shown."""
        session = AccountSession(
            server=self.sandbox.url,
            key=self.sandbox.token,
            account_id=None,
            history_folder=lambda _account: self.folder / "history",
            publish=self._publish,
            settings=Settings(),
        )
        self.desk.set_session(session)
        self.desk.set_route(USAGE_ROUTE)
        task = asyncio.create_task(session.run())
        try:
            yield
            assert not task.done()
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            self.desk.set_session(None)

    async def until(self, holds: Callable[[], object], what: str) -> None:
        """Wait for a condition; ``what`` names it when it never comes."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + WAIT_S
        while not holds():
            assert loop.time() < deadline, f"waited in vain for {what}"
            await asyncio.sleep(POLL_S)

    def _publish(self, event: AppEvent) -> None:
        match event:
            case UsageReported():
                self.reports.append(event)
            case AccountUpdated(account):
                self.requests = account.balance.total_requests
        self.desk.take(event)


@pytest.fixture
def sandbox() -> Iterator[SandboxProcess]:
    with SandboxProcess("--history", "500") as process:
        yield process


@pytest.fixture
def run(
    qapp: QApplication, sandbox: SandboxProcess, tmp_path: Path
) -> Callable[[Callable[[Stage], Coroutine[Any, Any, None]]], None]:
    """Runs what happens on a stage on the app's loop."""

    def on_the_loop(play: Callable[[Stage], Coroutine[Any, Any, None]]) -> None:
        stage = Stage(qapp, sandbox, tmp_path)
        try:
            run_on_app_loop(qapp, play(stage))
        finally:
            stage.close()

    return on_the_loop


Run = Callable[[Callable[[Stage], Coroutine[Any, Any, None]]], None]


def test_a_request_moves_the_total_and_its_day_opens_its_requests(run: Run) -> None:
    async def play(stage: Stage) -> None:
        async with stage.running():
            stage.desk.usage.set_range(DateRange(DatePreset.PAST_7_DAYS))
            await stage.until(lambda: stage.desk.settled, "the first figures")
            report = stage.desk.usage.report
            assert report is not None
            before = report.period.total.requests
            assert before > 0
            assert stage.total() == f"Requests: {before:,}"
            await stage.control("requests", {"count": 3})
            await stage.until(lambda: stage.total() == f"Requests: {before + 3:,}", "three requests more")
            find(stage.page, LineChart, "usageChart").place_chosen.emit(6)
            assert [criteria.range.days(stage.desk.usage.today) for criteria in stage.chosen] == [
                (stage.desk.usage.today, stage.desk.usage.today)
            ]

    run(play)


def test_a_hidden_page_asks_for_nothing_and_a_shown_one_is_up_to_date(run: Run) -> None:
    async def play(stage: Stage) -> None:
        async with stage.running():
            await stage.until(lambda: stage.desk.settled, "the first figures")
            stage.desk.set_route("/dashboard")
            reports, total, known = len(stage.reports), stage.total(), stage.requests
            shown = stage.reports[-1].report.period.total.requests - known
            # A shown page is answered once a second.
            hidden_until_s = asyncio.get_running_loop().time() + 2.5
            while asyncio.get_running_loop().time() < hidden_until_s:
                await stage.control("requests", {"count": 1})
                known += 1
                await stage.until(partial(stage.knows, known), "a request that arrived")
            assert (len(stage.reports), stage.total()) == (reports, total)
            stage.desk.set_route(USAGE_ROUTE)
            await stage.until(lambda: stage.total() == f"Requests: {shown + known:,}", "what came meanwhile")

    run(play)


def test_what_can_not_be_had_is_said_and_settles(run: Run) -> None:
    async def play(stage: Stage) -> None:
        # Without the log there is no history either.
        for path in (USAGE_PATH, "/v1/requests"):
            await stage.control("faults", {"kind": "status", "path": path, "status": 500})
        async with stage.running():
            await stage.until(lambda: stage.desk.settled, "a reason")
            failed = find(stage.page, QFrame, "usageFailedState")
            assert failed.isVisible()
            assert stage.total() == "Requests: "
            await stage.control("faults", method="DELETE")
            stage.desk.usage.set_range(DateRange(DatePreset.PAST_7_DAYS))
            assert not stage.desk.settled
            await stage.until(lambda: stage.desk.settled, "the figures")
            assert not failed.isVisible()

    run(play)


def test_nothing_of_one_account_is_left_for_the_next(run: Run) -> None:
    async def play(stage: Stage) -> None:
        async with stage.running():
            await stage.until(lambda: stage.desk.settled, "the first figures")
        assert stage.desk.usage.report is None
        assert stage.total() == "Requests: "

    run(play)
