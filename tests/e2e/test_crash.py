"""When the app itself is at fault: it says so, goes on or begins anew, and loses nothing."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.e2e.desktop import AppProcess, Desktop
from tests.e2e.desktop_services import TrayHost
from tests.e2e.running_app import data_folder, files_that_hold, held_sequences, start_with_key, wait_for_connection
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess

PLANTED_KEY = "binom_sk_" + "Pl4nt3dKey" * 3 + "99"


def start_failing(desktop: Desktop, server: SandboxProcess, home: Path, folder: Path) -> AppProcess:
    """Start the app with a fault inside."""
    arguments = (str(folder), "--server", server.url, "--data-dir", str(data_folder(home)))
    variables = {"BINOM_API_KEY": server.token, "PLANTED_KEY": PLANTED_KEY}
    return desktop.run([sys.executable, "-m", "tests.e2e.failing", *arguments], home=home, variables=variables)


def fail(folder: Path) -> None:
    """Let the fault happen."""
    (folder / "now.fail").touch()
    wait_until(lambda: not list(folder.glob("*.fail")), "the fault")


def test_an_unexpected_error_is_shown_and_the_app_goes_on(desktop: Desktop, home: Path, tmp_path: Path) -> None:
    """The report has the error and no key; after Continue everything works, and the log has it too."""
    with SandboxProcess("--history", "30") as server:
        app = start_failing(desktop, server, home, tmp_path)
        wait_for_connection(app, "Live")
        fail(tmp_path)
        report = app.find(object_name="crashReport").text
        assert "RuntimeError: nobody expected" in report
        assert PLANTED_KEY not in report
        app.find("push button", "Continue").press()
        wait_until(lambda: not app.find_now(object_name="crashDialog"), "the end of the dialog")
        server.control("requests", {"count": 5})
        app.find(name="Total Requests: 35")
        app.terminate()
        assert app.wait_for_end() == 0
        assert "nobody expected" in app.errors
        assert PLANTED_KEY not in app.errors
        assert files_that_hold(home, PLANTED_KEY) == []
    log = next(home.rglob("binom-desktop.log"))
    assert "nobody expected" in log.read_text()
    assert log.stat().st_mode & 0o077 == 0
    assert held_sequences(data_folder(home)) == list(range(1, 36))


def test_a_restart_begins_anew_with_everything(desktop: Desktop, tray: TrayHost, home: Path, tmp_path: Path) -> None:
    """Restart ends this process and starts another one, which has the history."""
    with SandboxProcess("--history", "30") as server:
        app = start_failing(desktop, server, home, tmp_path)
        wait_for_connection(app, "Live")
        tray.wait_for_item()
        fail(tmp_path)
        app.find("push button", "Restart").press()
        assert app.wait_for_end() == 0
        wait_until(lambda: not tray.has_item(), "the end of the old process")
        tray.wait_for_item()
        # The new one has this folder: a start after it hands over and ends.
        assert start_with_key(desktop, server, home).wait_for_end() == 0
        wait_until(lambda: tray.tooltip().startswith("Credit Balance: $42.50"), "the account without a question")
        tray.choose("Quit")
        wait_until(lambda: not tray.has_item(), "the end of the new process")
    assert held_sequences(data_folder(home)) == list(range(1, 31))


def test_a_crash_is_told_at_the_next_start(desktop: Desktop, home: Path, tmp_path: Path) -> None:
    """Where the process dies at once, the next run shows where that was, and has the history."""
    with SandboxProcess("--history", "30") as server:
        app = start_failing(desktop, server, home, tmp_path)
        wait_for_connection(app, "Live")
        app.find(name="Total Requests: 30")
        (tmp_path / "crash").touch()
        fail(tmp_path)
        assert app.wait_for_end() != 0
        app = start_with_key(desktop, server, home)
        app.find(name="The last run ended unexpectedly", object_name="crashDialog")
        assert "Fatal Python error: Aborted" in app.find(object_name="crashReport").text
        app.find("push button", "Continue").press()
        wait_for_connection(app, "Live")
        app.terminate()
        assert app.wait_for_end() == 0
        app = start_with_key(desktop, server, home)
        wait_for_connection(app, "Live")
        assert not app.find_now(object_name="crashDialog")
        app.terminate()
        assert app.wait_for_end() == 0
    assert held_sequences(data_folder(home)) == list(range(1, 31))
