"""Updates on the real app: a build with a signed feed asks only when told to, and keeps only what the feed names."""

from __future__ import annotations

import base64
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from anyio.from_thread import start_blocking_portal

from binom_desktop.update_values import this_platform
from tests.e2e.desktop import Desktop
from tests.e2e.running_app import data_folder, wait_for_connection
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess
from tests.unit.api.http_peer import HttpAnswer
from tests.unit.services.update_feed import PROGRAM, SignedFeed

OFFER = r"Version 1\.2 is available, published "
TWO_HOURS_S = 7200.0


@pytest.fixture
def feed() -> Iterator[SignedFeed]:
    """A feed with version 1.2 for this computer, published now, which answers while a test waits for the app."""
    feed = SignedFeed()
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(feed.peer):
        feed.publish(publishedAt=datetime.now(UTC).isoformat())
        feed.document["files"][0]["platform"] = this_platform()
        yield feed


@pytest.fixture
def target(home: Path) -> Path:
    """Where a download is to be put: a name in an empty folder."""
    folder = home / "Downloads"
    folder.mkdir()
    return folder / "binom-desktop_1.2.tar.gz"


class Updates:
    """The app in a build with ``feed``, live and on Settings, where it stands at what is said of the newest version."""

    def __init__(self, desktop: Desktop, server: SandboxProcess, home: Path, feed: SignedFeed) -> None:
        key = base64.b64encode(feed.settings.public_key).decode()
        build_file = home / "build.toml"
        build_file.write_text(f'update_feed = "{feed.settings.address}"\nupdate_key = "{key}"\n')
        arguments = ("--server", server.url, "--data-dir", str(data_folder(home)), "--page", "/settings")
        self.app = desktop.run(
            [sys.executable, "-m", "tests.e2e.with_feed", str(build_file), *arguments],
            home=home,
            variables={"BINOM_API_KEY": server.token},
        )
        wait_for_connection(self.app, "Live")
        self._said = self.app.find(object_name="newestVersionText")

    def wait_for(self, pattern: str) -> None:
        """Wait until this is said; only that one label is looked at, which spares the app many a look at its window."""
        wait_until(
            lambda: re.match(pattern, self._said.name), lambda: f"{pattern}; {self._said.name}; {self.app.errors}"
        )

    def check(self) -> None:
        """Ask the feed now."""
        self.app.find(object_name="checkNowButton").press()

    def download(self, target: Path) -> None:
        """Ask for the file that is offered, and say where it is to be put."""
        for name in ("updateDownloadButton", "confirmButton"):
            self.app.find(object_name=name).press()
        self.app.find(object_name="fileNameEdit").enter(str(target))
        self.app.find("push button", "Save").press()

    def end(self) -> None:
        """End the app: it goes with 0, and has complained about nothing."""
        self.app.terminate()
        assert self.app.wait_for_end() == 0, self.app.errors
        # Looking for what a closed dialog held makes Qt's bridge complain.
        errors = self.app.errors.splitlines()
        assert [line for line in errors if not line.startswith("qt.accessibility.atspi:")] == []


def test_the_feed_is_asked_once_it_is_chosen_and_only_its_own_file_is_kept(
    desktop: Desktop, home: Path, feed: SignedFeed, target: Path
) -> None:
    """Off, nobody is asked; on, the newer version is offered; a changed file, or another's feed, is refused."""
    with SandboxProcess("--history", "30") as server:
        updates = Updates(desktop, server, home, feed)
        updates.wait_for(r"This is version \S+ It was not checked")
        assert feed.peer.connections == 0
        updates.app.find(object_name="checkForUpdatesSwitch").press()
        updates.wait_for(OFFER)

        feed.file_answer = HttpAnswer(200, PROGRAM[:-1] + b"\x00")
        updates.download(target)
        updates.wait_for("The file was not kept: its hash is not")
        assert list(target.parent.iterdir()) == []

        feed.file_answer = None
        updates.download(target)
        updates.wait_for(f"{re.escape(target.name)} is saved")
        assert target.read_bytes() == PROGRAM
        assert list(target.parent.iterdir()) == [target]
        assert not target.stat().st_mode & 0o111, "nothing can run it by mistake"

        feed.key = SignedFeed().key
        updates.check()
        updates.wait_for(r"The check failed at .* its signature is wrong")
        assert not updates.app.find_now(object_name="updateDownloadButton")
        updates.end()
    file = f"/{target.name}"
    assert [request.target for request in feed.peer.requests] == ["/feed.json", file, file, "/feed.json"]
    assert all(server.token not in str(request.headers) for request in feed.peer.requests)


def test_a_kill_amid_a_download_leaves_no_finished_file(
    desktop: Desktop, home: Path, feed: SignedFeed, target: Path
) -> None:
    """What is left is hidden and of another name, and a later download takes it away."""
    with SandboxProcess("--history", "30") as server:
        updates = Updates(desktop, server, home, feed)
        updates.check()
        updates.wait_for(OFFER)
        # What is sent is less than what is promised: the rest never comes.
        feed.file_answer = HttpAnswer(200, PROGRAM[: len(PROGRAM) // 2], {"Content-Length": str(len(PROGRAM))})
        updates.download(target)
        wait_until(lambda: any(part.stat().st_size for part in target.parent.iterdir()), "a part of the file")
        updates.app.kill()
        (part,) = target.parent.iterdir()
        assert re.fullmatch(r"\.binom-update-\w+\.part", part.name)
        os.utime(part, (part.stat().st_atime, part.stat().st_mtime - TWO_HOURS_S))

        feed.file_answer = None
        updates = Updates(desktop, server, home, feed)
        updates.check()
        updates.wait_for(OFFER)
        updates.download(target)
        updates.wait_for(f"{re.escape(target.name)} is saved")
        updates.end()
    assert target.read_bytes() == PROGRAM
    assert list(target.parent.iterdir()) == [target]
