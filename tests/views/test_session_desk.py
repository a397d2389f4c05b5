"""Accounts that come and go: what a person asked for holds, also while an account can't be opened."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QPushButton
from typing_extensions import override

from binom_desktop.credentials import SERVICE, Credentials
from binom_desktop.history.history import History
from binom_desktop.models.account_choices import AccountChoice
from binom_desktop.options import Options
from binom_desktop.paths import Paths
from binom_desktop.redaction import Secrets
from binom_desktop.session_desk import SessionDesk
from binom_desktop.settings import AccountEntry, LoadedSettings, Settings
from binom_desktop.tasks import Supervisor
from tests.unit.services.test_accounts import TestKeyring
from tests.views.app_loop import run_on_app_loop
from tests.views.shell_parts import Shell, find

WAIT_S = 20.0
POLL_S = 0.004
# Nobody answers there: what is kept here is shown all the same.
NOWHERE = "http://127.0.0.1:9"
FIRST, SECOND, THIRD = (AccountEntry(NOWHERE, f"acc_{number}", f"Account {number}") for number in (1, 2, 3))


class SlowKeyring(TestKeyring):
    """A keyring that forgets nothing before it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.let = threading.Event(), threading.Event()

    @override
    def delete_password(self, service: str, username: str) -> None:
        self.asked.set()
        assert self.let.wait(WAIT_S)
        super().delete_password(service, username)


class Stage:
    """The window, the desk, and what it told."""

    def __init__(self, application: QApplication, folder: Path, entries: tuple[AccountEntry, ...]) -> None:
        self.shell = Shell(application)
        self.shell.add_three_pages()
        self.paths = Paths.of(folder)
        self.paths.create()
        self.errors: list[Exception] = []
        self.begun = self.failed = self.left = 0
        self.supervisor = Supervisor(on_error=self.errors.append)
        self.desk = SessionDesk(
            window=self.shell.window,
            theme=self.shell.theme,
            options=Options(data_dir=folder),
            paths=self.paths,
            secrets=Secrets(),
            loaded=LoadedSettings(replace(Settings(), accounts=entries, current=entries[0])),
            supervisor=self.supervisor,
            publish=lambda _event: None,
        )
        self.desk.begun.connect(self._on_desk_begun)
        self.desk.failed.connect(self._on_desk_failed)
        self.desk.left.connect(self._on_desk_left)
        self.shell.window.show()

    @property
    def signing_in(self) -> bool:
        """Whether Sign In shows."""
        return self.shell.window.signing_in

    def history_of(self, entry: AccountEntry) -> Path:
        """The folder of an account's history."""
        return self.paths.history_folder(entry.server, entry.account_id)

    def close(self) -> None:
        """Leave no widget behind."""
        self.shell.window.hide()
        self.shell.window.deleteLater()
        QCoreApplication.sendPostedEvents(self.shell.window, QEvent.Type.DeferredDelete)

    async def until(self, holds: Callable[[], object], what: str) -> None:
        """Wait for a condition; ``what`` names it when it never comes."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + WAIT_S
        while not holds():
            assert loop.time() < deadline, f"waited in vain for {what}"
            await asyncio.sleep(POLL_S)

    def _on_desk_begun(self, _session: object) -> None:
        self.begun += 1

    def _on_desk_failed(self, _error: Exception) -> None:
        self.failed += 1

    def _on_desk_left(self) -> None:
        self.left += 1


@pytest.fixture
def backend() -> Iterator[SlowKeyring]:
    backend = SlowKeyring()
    yield backend
    backend.let.set()


@contextlib.asynccontextmanager
async def stage_of(
    application: QApplication, folder: Path, backend: SlowKeyring, *entries: AccountEntry
) -> AsyncIterator[Stage]:
    """A desk with accounts whose keys the keyring has."""
    for entry in entries:
        backend.entries[SERVICE, f"{entry.server} {entry.account_id}"] = "binom_sk_" + "k" * 32
    stage = Stage(application, folder, entries)
    stage.desk.load(Credentials(open_keyring=lambda: backend))
    try:
        yield stage
    finally:
        await stage.supervisor.aclose()
        stage.close()
    assert stage.errors == []


async def write_newer_history(folder: Path) -> None:
    """Leave a history that this version can't open."""
    await (await History.open(folder)).close()
    with closing(sqlite3.connect(folder / "history.sqlite3")) as database:
        database.execute("PRAGMA user_version = 9999")


def test_sign_in_stays_while_an_account_is_tried_again(
    qapp: QApplication, backend: SlowKeyring, tmp_path: Path
) -> None:
    async def test() -> None:
        async with stage_of(qapp, tmp_path, backend, FIRST) as stage:
            stage.desk.try_again_s = 0.02
            await write_newer_history(stage.history_of(FIRST))
            stage.desk.begin()
            await stage.until(lambda: stage.failed, "a first failure")
            stage.desk.add_account()
            failed = stage.failed
            await stage.until(lambda: stage.failed > failed + 2, "more attempts")
            assert stage.signing_in
            assert stage.desk.entry == FIRST

    run_on_app_loop(qapp, test())


def test_an_account_without_a_key_shows_what_is_kept_of_it_and_offers_the_way_back(
    qapp: QApplication, backend: SlowKeyring, tmp_path: Path
) -> None:
    async def test() -> None:
        async with stage_of(qapp, tmp_path, backend, FIRST) as stage:
            backend.entries.clear()
            await (await History.open(stage.history_of(FIRST))).close()
            stage.desk.begin()
            await stage.until(lambda: stage.signing_in, "Sign In")
            assert stage.desk.entry == FIRST
            back = find(stage.shell.window, QPushButton, "backButton")
            assert back.isVisible()
            back.click()
            assert not stage.signing_in
            assert (stage.begun, stage.failed, stage.left) == (1, 0, 0)

    run_on_app_loop(qapp, test())


def test_nobody_is_asked_for_a_key_before_all_is_loaded(
    qapp: QApplication, backend: SlowKeyring, tmp_path: Path
) -> None:
    async def test() -> None:
        stage = Stage(qapp, tmp_path, (FIRST,))
        await (await History.open(stage.history_of(FIRST))).close()
        stage.desk.begin()
        try:
            async with asyncio.timeout(WAIT_S):
                await stage.desk.until_at_hand()
            assert stage.desk.session is not None
            assert not stage.signing_in
            stage.desk.load(Credentials(open_keyring=lambda: backend))
            await stage.until(lambda: stage.signing_in, "Sign In")
        finally:
            await stage.supervisor.aclose()
            stage.close()

    run_on_app_loop(qapp, test())


def test_what_was_deleted_between_two_attempts_stays_deleted(
    qapp: QApplication, backend: SlowKeyring, tmp_path: Path
) -> None:
    async def test() -> None:
        async with stage_of(qapp, tmp_path, backend, FIRST) as stage:
            backend.let.set()
            stage.desk.try_again_s = WAIT_S
            await write_newer_history(stage.history_of(FIRST))
            stage.desk.begin()
            await stage.until(lambda: stage.failed, "a failure")
            stage.desk.delete_data(FIRST)
            await stage.until(lambda: stage.signing_in, "Sign In")
            # Whoever still waits for another attempt makes it now.
            stage.desk.try_again()
            await stage.until(lambda: stage.left, "the end of the account")
            assert (stage.begun, stage.failed) == (1, 1)
            assert not stage.history_of(FIRST).exists()
            assert stage.desk.settings.accounts == ()
            assert backend.entries == {}

    run_on_app_loop(qapp, test())


def test_the_account_chosen_while_another_signs_out_stays(
    qapp: QApplication, backend: SlowKeyring, tmp_path: Path
) -> None:
    async def test() -> None:
        async with stage_of(qapp, tmp_path, backend, FIRST, SECOND, THIRD) as stage:
            stage.desk.begin()
            await stage.until(lambda: stage.desk.session, "the first account")
            stage.desk.sign_out(FIRST)
            await stage.until(backend.asked.is_set, "the question to the keyring")
            stage.shell.window.account_chosen.emit(AccountChoice(THIRD.account_id, THIRD.label, THIRD.server, False))
            backend.let.set()
            await stage.until(lambda: stage.desk.entry == THIRD, "the chosen account")
            await stage.until(lambda: len(backend.entries) == 2, "a forgotten key")
            await stage.until(lambda: stage.desk.settings.current == THIRD, "the choice in the settings")
            assert stage.desk.entry == THIRD
            assert not stage.signing_in

    run_on_app_loop(qapp, test())
