"""The API Keys page of the real app on a real server: a secret is shown once, and then it is nowhere."""

from __future__ import annotations

import contextlib
import json
import urllib.request
from pathlib import Path

from tests.e2e.bus import BusError
from tests.e2e.desktop import AppProcess, Desktop
from tests.e2e.desktop_services import TrayHost
from tests.e2e.running_app import files_that_hold, press, start_with_key, table, wait_for_connection
from tests.e2e.waiting import wait_until
from tests.sandbox_process import SandboxProcess


def keys_of(server: SandboxProcess) -> list[dict[str, object]]:
    """The keys as the server has them."""
    request = urllib.request.Request(f"{server.url}/v1/keys", headers={"Authorization": f"Bearer {server.token}"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as response:
        items: list[dict[str, object]] = json.loads(response.read())["items"]
    return items


def words_on_screen(app: AppProcess) -> str:
    """Everything that a screen reader can find: names, descriptions and texts of all objects, window titles too."""
    words = []
    for node in app.find_now():
        words += [node.name, node.description]
        with contextlib.suppress(BusError):
            words.append(node.text)
    return "\n".join(words)


def test_a_new_key_s_secret_is_shown_once_and_then_nowhere(desktop: Desktop, home: Path) -> None:
    """After the dialog the secret is in no file, no window, no output; the key itself is in the table."""
    with SandboxProcess("--history", "60") as server:
        app = start_with_key(desktop, server, home, "--page", "/keys")
        wait_for_connection(app, "Live")
        before = len(keys_of(server))
        wait_until(lambda: len(table(app, "API Keys").rows()) == before, "the keys")
        press(app, "Create New API Key")
        app.find(object_name="descriptionField").enter("Batch jobs")
        app.find(object_name="addressField").enter("203.0.113.9/24")
        press(app, "Create API Key")
        secret = app.find(object_name="secretText").text
        assert secret in words_on_screen(app)
        assert secret.startswith("binom_sk_")
        assert len(secret) == 41
        press(app, "Copy to Clipboard")
        press(app, "Test Key")
        app.find(name="It works. Connected as demo-account. Credit Balance: $42.50")
        press(app, "I've saved my key")
        wait_until(lambda: not app.find_now(object_name="secretText"), "the end of the dialog")
        wait_until(lambda: table(app, "API Keys").rows()[0][0] == "Batch jobs", "the key in the table")
        assert table(app, "API Keys").rows()[0][4] == "203.0.113.0/24"
        assert len(keys_of(server)) == before + 1
        assert secret not in words_on_screen(app)
        app.terminate()
        assert app.wait_for_end() == 0, app.errors
        assert secret not in app.output + app.errors
    # Looking for what a closed dialog held makes Qt's bridge complain; nothing else may.
    assert [line for line in app.errors.splitlines() if "Could not find accessible on path" not in line] == []
    assert files_that_hold(home, secret) == []


def test_quitting_asks_about_a_secret_that_nobody_has_saved(desktop: Desktop, tray: TrayHost, home: Path) -> None:
    """Quit in the tray's menu asks first, and ends the app once the secret is let go."""
    with SandboxProcess("--history", "60") as server:
        app = start_with_key(desktop, server, home, "--page", "/keys")
        wait_for_connection(app, "Live")
        tray.wait_for_item()
        press(app, "Create New API Key")
        app.find(object_name="descriptionField").enter("Batch jobs")
        press(app, "Create API Key")
        app.find(object_name="secretText")
        tray.choose("Quit")
        app.find("push button", "Go Back")
        assert app.running
        press(app, "Close Without Saving")
        wait_until(lambda: not app.find_now(object_name="secretText"), "the end of the dialog")
        tray.choose("Quit")
        assert app.wait_for_end() == 0, app.errors
