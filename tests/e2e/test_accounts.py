"""Several accounts side by side: each with its server, its key and its history."""

from __future__ import annotations

import re
from pathlib import Path

from tests.e2e.desktop import AppProcess, Desktop
from tests.e2e.desktop_services import SecretService
from tests.e2e.running_app import end, enter_server_and_key, files_that_hold, press, wait_for_connection
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess


def sign_in(app: AppProcess, server: SandboxProcess) -> None:
    """Fill in Sign In and press it."""
    enter_server_and_key(app, server.url, server.token)
    press(app, "Sign In")
    wait_for_connection(app, "Live")


def open_page(desktop: Desktop, home: Path, page: str) -> None:
    """Show a page of the app that runs, as a second start does."""
    second = desktop.launch("--page", page, home=home)
    assert second.wait_for_end() == 0


def requests_shown(app: AppProcess, count: int) -> None:
    """Wait until the Overview counts so many."""
    app.find(name=f"Total Requests: {count}")


def histories(home: Path) -> list[Path]:
    """The folders of the accounts' histories."""
    return [file.parent for file in home.rglob("history.sqlite3")]


def test_two_accounts_are_kept_apart(desktop: Desktop, keyring: SecretService, home: Path) -> None:
    """A second account is added, the first one is switched to, signed out, and its data deleted."""
    with SandboxProcess("--history", "30") as first, SandboxProcess("--history", "40") as second:
        app = desktop.launch(home=home)
        sign_in(app, first)
        requests_shown(app, 30)
        open_page(desktop, home, "/settings")
        press(app, "Add Account")
        app.find("push button", "Back").press()
        press(app, "Add Account")
        sign_in(app, second)
        open_page(desktop, home, "/dashboard")
        requests_shown(app, 40)
        assert keyring.values == [first.token, second.token]
        assert len(histories(home)) == 2

        open_page(desktop, home, "/settings")
        app.find("push button", re.compile("^Switch to ")).press()
        open_page(desktop, home, "/dashboard")
        requests_shown(app, 30)
        second.control("requests", {"count": 5})
        first.control("requests", {"count": 1})
        requests_shown(app, 31)
        end(app)

        # The next start goes on with the account that was shown last.
        app = desktop.launch(home=home)
        wait_for_connection(app, "Live")
        requests_shown(app, 31)
        open_page(desktop, home, "/settings")
        app.find(object_name="account1SignOut").press()
        app.find(object_name="confirmButton").press()
        wait_until(lambda: keyring.values == [second.token], "the first key to leave the keyring")
        # The other account takes its place; after the last one there is Sign In.
        open_page(desktop, home, "/dashboard")
        requests_shown(app, 45)
        assert len(histories(home)) == 2
        assert files_that_hold(home, first.token) == []
        open_page(desktop, home, "/settings")
        app.find(object_name="account2Delete").press()
        app.find(object_name="confirmButton").press()
        app.find(object_name="keyField")
        wait_until(lambda: len(histories(home)) == 1 and keyring.values == [], "the end of the second account's data")
        app.terminate()
        assert app.wait_for_end() == 0
