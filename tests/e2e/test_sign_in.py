"""Where the key goes: into the system's keyring or nowhere, and never into a file."""

from __future__ import annotations

from pathlib import Path

from tests.e2e.desktop import Desktop
from tests.e2e.desktop_services import SecretService
from tests.e2e.running_app import end, enter_server_and_key, files_that_hold, press, table, wait_for_connection
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess


def test_key_lives_in_the_keyring(desktop: Desktop, keyring: SecretService, home: Path) -> None:
    """Signing in stores the key in the keyring alone, and the next start is signed in."""
    with SandboxProcess("--history", "30") as server:
        app = desktop.launch(home=home)
        enter_server_and_key(app, server.url, server.token)
        press(app, "Sign In")
        wait_for_connection(app, "Live")
        app.find(name="Total Requests: 30")
        assert keyring.values == [server.token]
        assert server.token not in app.outline()
        end(app)
        assert files_that_hold(home, server.token) == []

        app = desktop.launch(home=home)
        wait_for_connection(app, "Live")
        app.find(name="Total Requests: 30")
        end(app)
        assert keyring.values == [server.token]
        server.kill()
        app = desktop.launch(home=home)
        wait_for_connection(app, "Rejoining")
        wait_until(lambda: len(table(app, "Recent Requests").rows()) == 10, "what is known without the server")
        end(app)
    assert files_that_hold(home, server.token) == []


def test_no_keyring_is_said_openly(desktop: Desktop, home: Path) -> None:
    """Without a keyring the key is kept for this run only: that is said, and the next start asks again."""
    with SandboxProcess("--history", "30") as server:
        app = desktop.launch(home=home)
        enter_server_and_key(app, server.url, server.token)
        press(app, "Sign In")
        wait_for_connection(app, "Live")
        assert "kept for this run only" in app.outline()
        end(app)
        assert files_that_hold(home, server.token) == []

        app = desktop.launch(home=home)
        assert app.find(object_name="keyField").text == ""
        assert app.find(object_name="serverField").text == server.url
        end(app)


def test_key_from_the_environment_is_not_kept(desktop: Desktop, keyring: SecretService, home: Path) -> None:
    """A key for one run goes neither into the keyring nor into a file."""
    with SandboxProcess("--history", "30") as server:
        variables = {"BINOM_API_KEY": server.token}
        app = desktop.launch("--server", server.url, "--log-level", "debug", home=home, variables=variables)
        wait_for_connection(app, "Live")
        app.find(name="Total Requests: 30")
        app.terminate()
        assert app.wait_for_end() == 0
        assert keyring.values == []
        assert server.token not in app.errors
        assert files_that_hold(home, server.token) == []
        app = desktop.launch(home=home)
        app.find(object_name="keyField")
        end(app)
