"""Settings on the real app: what is chosen holds at once and lasts, and the history is verified."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.e2e.desktop import Desktop
from tests.e2e.running_app import data_folder, end, press, start_with_key, wait_for_connection
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess


def settings_of(home: Path) -> str:
    """The settings file as it is now."""
    file = data_folder(home) / "settings.toml"
    return file.read_text() if file.exists() else ""


def test_without_real_time_updates_there_is_no_indicator_and_it_lasts(desktop: Desktop, home: Path) -> None:
    """The switch takes the indicator away at once; figures go on by polling, in the next run too."""
    with SandboxProcess("--history", "30") as server:
        app = start_with_key(desktop, server, home)
        wait_for_connection(app, "Live")
        assert start_with_key(desktop, server, home, "--page", "/settings").wait_for_end() == 0
        app.find(object_name="realTimeSwitch").press()
        wait_until(lambda: not server.control("state", method="GET")["connections"], "the end of the live feed")
        assert not app.find_now(object_name="connectionIndicator")
        wait_until(lambda: "real_time = false" in settings_of(home), "the choice in the file")
        server.control("requests", {"count": 3})
        end(app)

        app = start_with_key(desktop, server, home)
        app.find(name="Total Requests: 33")
        assert not app.find_now(object_name="connectionIndicator")
        end(app)


def test_a_link_opens_its_page_in_an_app_that_did_not_run(desktop: Desktop, home: Path) -> None:
    """Cold as warm: the system starts the app with the link."""
    with SandboxProcess("--history", "30") as server:
        app = start_with_key(desktop, server, home, "binom://settings")
        app.find(object_name="settingsPage")
        end(app)


def test_a_history_that_is_wrong_is_found_and_mended(desktop: Desktop, home: Path) -> None:
    """A cost changed behind the app's back differs from the server's; verifying says so and puts it right."""
    with SandboxProcess("--history", "300") as server:
        app = start_with_key(desktop, server, home)
        wait_for_connection(app, "Live")
        app.find(name="Total Requests: 300")
        end(app)
        (file,) = data_folder(home).rglob("history.sqlite3")
        with closing(sqlite3.connect(file)) as database, database:
            database.execute("UPDATE requests SET cost_nano = cost_nano + 1000000 WHERE sequence = 150")

        app = start_with_key(desktop, server, home, "--page", "/settings")
        wait_for_connection(app, "Live")
        for words in ("1 day differed; 0 requests added, 1 corrected.", "all as the server has them."):
            press(app, "Verify")
            app.find(name=re.compile(f".*{re.escape(words)}"), object_name="verifyHistoryText")
        end(app)
