"""Updates in Settings, from the switch to a file on disk, with a real feed on this machine."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QFrame, QLabel, QPushButton

from binom_desktop.page_entries import SETTINGS_ROUTE
from binom_desktop.services.login_item import system_login_item
from binom_desktop.settings import Settings
from binom_desktop.settings_desk import SettingsDesk
from binom_desktop.tasks import Supervisor
from binom_desktop.updates_desk import CheckPlan, UpdatesDesk
from binom_desktop.views.confirm_dialog import ConfirmDialog
from binom_desktop.views.settings import SettingsPage
from binom_desktop.views.switch import Switch
from binom_desktop.views.value_text import ValueText
from tests.unit.api.http_peer import HttpAnswer
from tests.unit.services.test_accounts import TestKeyring, accounts_in
from tests.unit.services.update_feed import NOW_MS, PLATFORM, PROGRAM, SignedFeed
from tests.views.app_loop import run_on_app_loop
from tests.views.shell_parts import Shell, find, unnamed

WAIT_S = 20.0
POLL_S = 0.004
AT_ONCE = CheckPlan(least_s=0.0, most_s=0.0)
CHECKED = "Checked 2026-11-23 08:15:30 UTC."


class Stage:
    """Settings in a window, with the feed's desk where ``feed`` is given."""

    def __init__(self, application: QApplication, folder: Path, feed: SignedFeed | None, version: str) -> None:
        self.folder = folder
        self.now_ms = NOW_MS
        self.shell = Shell(application)
        self.window = self.shell.window
        self.errors: list[Exception] = []
        self.notices: list[str] = []
        self.links: list[str] = []
        self.supervisor = Supervisor(on_error=self.errors.append)
        settings = SettingsDesk(
            settings=Settings(),
            change=accounts_in(folder, TestKeyring(), settings=Settings()).change_settings,
            login_item=system_login_item(platform="linux", home=folder / "home", environment={}, command=("x",)),
            connection=self.shell.connection,
            account=self.shell.account,
            theme=self.shell.theme,
            supervisor=self.supervisor,
        )
        self.settings = settings
        self.updates: UpdatesDesk | None = None
        if feed is not None:
            self.updates = UpdatesDesk(
                feed=feed.settings,
                memory=folder / "updates.json",
                version=version,
                platform=lambda: PLATFORM,
                now_ms=self._now,
                supervisor=self.supervisor,
                plan=AT_ONCE,
                parent=settings,
            )
            self.updates.notice_requested.connect(self.notices.append)
            settings.offer_updates(self.updates.updates)
        settings.settings_changed.connect(self._on_settings_changed)
        self.window.route_changed.connect(settings.set_route)
        self.window.open_url_requested.connect(self.links.append)
        self.shell.add_page(self.shell.page("/dashboard", "Overview", "Ctrl+1"))
        self.window.add_page(settings.entry, settings.build_page)
        self.window.resize(1280, 860)
        self.window.navigate(SETTINGS_ROUTE)
        self.page = find(self.window, SettingsPage, "settingsPage")
        self.window.show()

    async def close(self) -> None:
        """Leave nothing behind."""
        await self.supervisor.aclose()
        self.window.hide()
        for part in (self.window, self.settings):
            part.deleteLater()
            QCoreApplication.sendPostedEvents(part, QEvent.Type.DeferredDelete)
        assert self.errors == []

    def button(self, name: str) -> QPushButton:
        """One of the buttons."""
        return find(self.page, QPushButton, name)

    def offered(self) -> list[str]:
        """The buttons that are to be seen, by what they say."""
        names = ("updateNotesButton", "updateDownloadButton", "updateCancelButton", "checkNowButton")
        return [self.button(name).text() for name in names if not self.button(name).isHidden()]

    def text(self) -> str:
        """What is said of the newest version."""
        return find(self.page, QLabel, "newestVersionText").text()

    async def said(self, words: str) -> None:
        """Wait until this is said of the newest version."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + WAIT_S
        while words not in self.text():
            assert loop.time() < deadline, f"{self.text()!r} instead of {words!r}"
            await asyncio.sleep(POLL_S)

    def confirm(self, name: str) -> tuple[str, str]:
        """Agree in a dialog; gives its words and the address that it shows."""
        (dialog,) = (dialog for dialog in self.page.findChildren(ConfirmDialog, name) if dialog.isVisible())
        words = find(dialog, QLabel, "dialogNote").text()
        address = find(dialog, ValueText, "confirmDetail").text
        find(dialog, QPushButton, "confirmButton").click()
        return words, address

    def _now(self) -> int:
        return self.now_ms

    def _on_settings_changed(self, settings: Settings) -> None:
        assert self.updates is not None
        self.updates.set_enabled(settings.check_for_updates)


def run(
    application: QApplication,
    folder: Path,
    play: Callable[[Stage, SignedFeed], Awaitable[None]],
    version: str = "1.1.0",
) -> None:
    async def whole() -> None:
        feed = SignedFeed()
        async with feed.peer:
            feed.publish()
            stage = Stage(application, folder, feed, version)
            try:
                await play(stage, feed)
            finally:
                await stage.close()

    run_on_app_loop(application, whole())


def test_a_build_without_a_feed_offers_no_updates(qapp: QApplication, tmp_path: Path) -> None:
    async def whole() -> None:
        stage = Stage(qapp, tmp_path, None, "1.1.0")
        assert stage.page.findChildren(QFrame, "updatesCard") == []
        assert "updat" not in " ".join(card.accessibleName().lower() for card in stage.page.cards.values())
        assert [b.objectName() for b in stage.page.findChildren(QPushButton) if "pdate" in b.objectName()] == []
        await stage.close()

    run_on_app_loop(qapp, whole())


def test_nothing_is_asked_until_somebody_chooses(qapp: QApplication, tmp_path: Path) -> None:
    async def play(stage: Stage, feed: SignedFeed) -> None:
        switch = find(stage.page, Switch, "checkForUpdatesSwitch")
        assert not switch.isChecked()
        assert switch.accessibleName() == "Check for Updates"
        assert f"Asks 127.0.0.1:{feed.peer.port} once a day" in switch.accessibleDescription()
        assert stage.text() == "This is version 1.1.0. It was not checked for a newer one yet."
        assert stage.offered() == ["Check Now"]
        assert unnamed(stage.page) == []
        assert stage.updates is not None
        stage.updates.set_enabled(False)
        # One that had begun by itself would reach the server before this one.
        stage.button("checkNowButton").click()
        await stage.said("Version 1.2 is available")
        assert len(feed.peer.requests) == 1
        assert stage.notices == [], "who asked is looking"

    run(qapp, tmp_path, play)


def test_switched_on_it_checks_once_a_day_and_says_so_once(qapp: QApplication, tmp_path: Path) -> None:
    async def play(stage: Stage, feed: SignedFeed) -> None:
        find(stage.page, Switch, "checkForUpdatesSwitch").click()
        await stage.said(f"Version 1.2 is available, published Nov 20, 2026. This is version 1.1.0. {CHECKED}")
        assert stage.notices == ["Version 1.2 is available. Settings has more under Updates."]
        find(stage.page, Switch, "checkForUpdatesSwitch").click()
        await _settled(stage)
        find(stage.page, Switch, "checkForUpdatesSwitch").click()
        await _settled(stage)
        assert len(feed.peer.requests) == 1, "it was checked this day"
        find(stage.page, Switch, "checkForUpdatesSwitch").click()
        await _settled(stage)
        stage.now_ms += 24 * 3600 * 1000
        find(stage.page, Switch, "checkForUpdatesSwitch").click()
        await stage.said("Checked 2026-11-24 08:15:30 UTC.")
        assert len(feed.peer.requests) == 2
        assert len(stage.notices) == 1
        assert not any("authorization" in request.headers for request in feed.peer.requests)

    run(qapp, tmp_path, play)


async def _settled(stage: Stage) -> None:
    """Wait until a choice is written and in effect."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + WAIT_S
    while not stage.settings.settled:
        assert loop.time() < deadline
        await asyncio.sleep(POLL_S)


def test_the_newest_version_is_said_to_be_it(qapp: QApplication, tmp_path: Path) -> None:
    async def play(stage: Stage, feed: SignedFeed) -> None:
        stage.button("checkNowButton").click()
        await stage.said(f"Version 1.2 is the newest. {CHECKED}")
        assert stage.offered() == ["Check Now"]

    run(qapp, tmp_path, play, version="1.2")


def test_a_wrong_signature_is_said_and_offers_nothing(qapp: QApplication, tmp_path: Path) -> None:
    async def play(stage: Stage, feed: SignedFeed) -> None:
        stage.button("checkNowButton").click()
        await stage.said("Version 1.2 is available")
        feed.feed_answer = HttpAnswer(200, b'{"payload": "e30=", "signature": "e30="}')
        stage.button("checkNowButton").click()
        await stage.said("The check failed at 2026-11-23 08:15:30 UTC: its signature is wrong.")
        assert stage.offered() == ["Check Now"]
        feed.feed_answer = HttpAnswer(503)
        stage.button("checkNowButton").click()
        await stage.said("the server answered with status 503.")
        assert stage.notices == []

    run(qapp, tmp_path, play)


def test_the_address_of_the_notes_is_shown_before_it_is_opened(qapp: QApplication, tmp_path: Path) -> None:
    async def play(stage: Stage, feed: SignedFeed) -> None:
        stage.button("checkNowButton").click()
        await stage.said("Version 1.2 is available")
        stage.button("updateNotesButton").click()
        assert stage.links == []
        words, address = stage.confirm("updateNotesDialog")
        assert words == "This opens a page of example.com in your browser:"
        assert address == "https://example.com/notes/1.2"
        assert stage.links == ["https://example.com/notes/1.2"]

    run(qapp, tmp_path, play)


@pytest.mark.parametrize("right", [True, False])
def test_a_file_is_fetched_verified_and_kept_only_if_it_is_right(
    qapp: QApplication, tmp_path: Path, right: bool
) -> None:
    target = tmp_path / "given.tar.gz"

    async def play(stage: Stage, feed: SignedFeed) -> None:
        feed.program = PROGRAM if right else bytes(len(PROGRAM))
        stage.button("checkNowButton").click()
        await stage.said("Version 1.2 is available")
        assert stage.offered() == ["Release Notes", "Download and Verify…", "Check Now"]
        stage.button("updateDownloadButton").click()
        words, address = stage.confirm("updateDownloadDialog")
        assert words.startswith("This fetches 2 MB to a file that you choose")
        assert address == f"{feed.peer.origin}/binom-desktop_1.2.tar.gz"
        (dialog,) = stage.page.findChildren(QFileDialog, "updateFileDialog")
        assert Path(dialog.selectedFiles()[0]).name == "binom-desktop_1.2.tar.gz"
        dialog.fileSelected.emit(str(target))
        dialog.close()
        if right:
            await stage.said("given.tar.gz is saved. Its size and hash are those of the signed feed.")
            assert target.read_bytes() == PROGRAM
            assert stage.text().replace(" ", "").endswith(f"SHA-256:{hashlib.sha256(PROGRAM).hexdigest()}")
        else:
            await stage.said("The file was not kept: its hash is not that of the signed feed.")
            assert not target.exists()

    run(qapp, tmp_path, play)


def test_a_download_can_be_given_up(qapp: QApplication, tmp_path: Path) -> None:
    async def play(stage: Stage, feed: SignedFeed) -> None:
        feed.file_answer = HttpAnswer(200, PROGRAM[: 512 * 1024], {"Content-Length": str(len(PROGRAM))})
        stage.button("checkNowButton").click()
        await stage.said("Version 1.2 is available")
        assert stage.updates is not None
        file = stage.updates.updates.file
        assert file is not None
        stage.updates.updates.download(file, str(tmp_path / "given"))
        await stage.said("Downloading: 50")
        assert stage.offered() == ["Release Notes", "Cancel", "Check Now"]
        stage.button("updateCancelButton").click()
        await stage.said("Version 1.2 is available")
        assert stage.offered() == ["Release Notes", "Download and Verify…", "Check Now"]

    run(qapp, tmp_path, play)
    assert list(tmp_path.glob("*given*")) == []


def test_it_waits_a_day_by_chance_and_never_less() -> None:
    plan = CheckPlan()
    first = {plan.wait_s(None) for _ in range(50)}
    assert len(first) > 40
    assert 30 <= min(first) <= max(first) <= 600
    assert 86_430 - 3600 <= plan.wait_s(3600.0) <= 87_000 - 3600
    assert plan.wait_s(10 * 86_400.0) <= 600
    assert replace(plan, least_s=0.0, most_s=0.0).wait_s(86_399.0) == 1.0
