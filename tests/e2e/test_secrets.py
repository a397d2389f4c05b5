"""A day of use, and then everything that it has left behind is searched for the keys that were in use."""

from __future__ import annotations

import base64
import re
import stat
import sys
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote, quote_plus

from tests.e2e.desktop import AppProcess, Desktop, session_members
from tests.e2e.desktop_services import NotificationDaemon, SecretService, TrayHost
from tests.e2e.running_app import enter_server_and_key, files_that_hold, press, table, wait_for_connection
from tests.e2e.test_api_keys import words_on_screen
from tests.e2e.waiting import wait_until
from tests.e2e.wiretap import Wiretap
from tests.sandbox_process import SandboxProcess

PAGES = ("/settings", "/keys")
ODD_KEY = 's3cr/t+k&y="odd"<b>\'%41\\'
# Only what the test itself keeps of the desktop: the X server's picture.
_NOT_LEFT = {"Xvfb_screen0"}


def launch_openly(desktop: Desktop, home: Path, *arguments: str, **variables: str) -> AppProcess:
    """Start the app, logging all it can, for a person whose new files are readable by everybody."""
    command = 'umask 0; exec "$0" -m binom_desktop --log-level debug "$@"'
    return desktop.run(["sh", "-c", command, sys.executable, *arguments], home=home, variables=variables)


def spellings(secret: str) -> set[str]:
    """What a program may make of a secret."""
    data = secret.encode()
    encoded = {base64.b64encode(bytes(skipped) + data).decode()[4:-6] for skipped in range(3)}
    return {secret, quote(secret), quote(secret, safe=""), quote_plus(secret), data.hex(), repr(secret)[1:-1], *encoded}


def told_by(texts: Iterable[str], secrets: Iterable[str]) -> list[str]:
    """The texts that tell one of the secrets, in any spelling."""
    forms = {form for secret in secrets for form in spellings(secret)}
    return [text for text in texts if any(form in text for form in forms)]


def files_telling(folder: Path, secrets: Iterable[str]) -> list[Path]:
    """The files below a folder that hold one of the secrets, in any spelling, or have it in their names."""
    forms = {form for secret in secrets for form in spellings(secret)}
    encoded = [form.encode() for form in forms]
    encoded += [secret.encode(wide) for secret in secrets for wide in ("utf-16-le", "utf-16-be")]
    found = []
    for file in folder.rglob("*"):
        data = file.read_bytes() if file.is_file() and file.name not in _NOT_LEFT else b""
        if any(form in data for form in encoded) or any(form in str(file) for form in forms):
            found.append(file)
    return found


def arguments_and_environments(session: int) -> Iterator[tuple[int, str, str]]:
    """Each living process of a session, what it was started with, and the environment that it was given."""
    for process in session_members(session):
        folder = Path(f"/proc/{process}")
        try:
            arguments, environment = ((folder / name).read_bytes() for name in ("cmdline", "environ"))
        except OSError:
            # It has ended meanwhile.
            continue
        yield process, arguments.decode(errors="replace"), environment.decode(errors="replace")


def public_of(processes: Iterable[tuple[int, str, str]], app: int) -> list[str]:
    """All arguments, and the environments of children: its own the app was given, and the system keeps that."""
    return [text for pid, arguments, given in processes for text in (arguments, "" if pid == app else given)]


def readable_by_others(folder: Path) -> list[str]:
    """What below a folder somebody else could read, write or enter."""
    paths = [folder, *folder.rglob("*")]
    return [f"{stat.filemode(path.lstat().st_mode)} {path}" for path in paths if path.lstat().st_mode & 0o077]


def open_page(desktop: Desktop, home: Path, page: str) -> None:
    """Show a page of the app that runs, as a link does."""
    second = desktop.launch("--log-level", "debug", f"binom://{page[1:]}", home=home)
    assert second.wait_for_end() == 0


def create_key(app: AppProcess) -> str:
    """Create a key, use what the dialog offers, and give back its secret."""
    press(app, "Create New API Key")
    app.find(object_name="descriptionField").enter("Batch jobs")
    press(app, "Create API Key")
    secret = app.find(object_name="secretText").text
    press(app, "Copy to Clipboard")
    press(app, "Test Key")
    app.find(name=re.compile("It works"))
    press(app, "I've saved my key")
    wait_until(lambda: not app.find_now(object_name="secretText"), "the end of the dialog")
    return secret


def save_diagnostics(desktop: Desktop, home: Path, app: AppProcess) -> list[str]:
    """Save the bundle that a person may send to others, and unpack it; the answer is the names of its files."""
    open_page(desktop, home, "/settings")
    press(app, "Save Report")
    bundle = home / "diagnostics.zip"
    app.find(object_name="fileNameEdit").enter(str(bundle))
    press(app, "Save")
    wait_until(lambda: bundle.exists() and zipfile.is_zipfile(bundle), "the bundle")
    with zipfile.ZipFile(bundle) as files:
        files.extractall(home / "diagnostics")
        return files.namelist()


def test_a_day_of_use_leaves_no_secret_behind(
    desktop: Desktop, keyring: SecretService, tray: TrayHost, notifications: NotificationDaemon, home: Path
) -> None:
    """Keys that fail, one that works, a new one, lost connections, errors, every page, a second start, a restart."""
    with SandboxProcess("--history", "60") as server, Wiretap(server.url) as wire:
        app = launch_openly(desktop, home, "--server", wire.url, BINOM_API_KEY=ODD_KEY)
        app.find(name=re.compile("The server doesn't know this key"), object_name="connectionResult")
        enter_server_and_key(app, wire.url, server.token)
        press(app, "Sign In")
        wait_for_connection(app, "Live")
        tray.wait_for_item()

        open_page(desktop, home, "/keys")
        wait_until(lambda: table(app, "API Keys").rows(), "the keys")
        secret = create_key(app)
        for kind in ("garbage", "html"):
            server.control("faults", {"kind": kind, "path": "/v1/"})
            press(app, "Refresh")
            server.control("faults", method="DELETE")
        seen: list[str] = []
        for page in PAGES:
            open_page(desktop, home, page)
            app.find(object_name="connectionIndicator")
            seen.append(words_on_screen(app))
        before = len(wire.connection_tokens)
        server.control("faults", {"kind": "dropSockets"})
        wait_until(lambda: len(wire.connection_tokens) > before, "another connection")
        wait_for_connection(app, "Live")
        server.control("credits", {"amount": "-41.00", "kind": "adjustment"})
        wait_until(lambda: notifications.shown, "an alert")
        reported = save_diagnostics(desktop, home, app)
        processes = list(arguments_and_environments(app.pid))
        app.terminate()
        assert app.wait_for_end() == 0, app.errors

        again = launch_openly(desktop, home)
        wait_for_connection(again, "Live")
        seen += [
            words_on_screen(again),
            tray.tooltip(),
            *(f"{each.summary} {each.body}" for each in notifications.shown),
        ]
        again.terminate()
        assert again.wait_for_end() == 0, again.errors
        tokens, secrets = wire.connection_tokens, {ODD_KEY, server.token, secret}

    # The search would find nothing where nothing was done.
    assert keyring.values == [server.token]
    assert len(tokens) >= 3
    for key in secrets:
        assert f"authorization: bearer {key}\r\n".encode().lower() in bytes(wire.sent).lower()
    assert "DEBUG" in app.errors
    assert files_that_hold(home, "demo-account")
    assert "logs/binom-desktop.log" in reported

    assert told_by([target for target in wire.targets if "/hubs/" not in target], secrets | tokens) == []
    assert told_by(wire.targets, secrets) == []
    everywhere = secrets | tokens
    assert told_by(seen, everywhere) == []
    assert told_by(public_of(processes, app.pid), everywhere) == []
    assert told_by([app.output, app.errors, again.output, again.errors], everywhere) == []
    assert files_telling(desktop.folder, everywhere) == []
    folders = [folder for folder in home.rglob("binom-desktop") if folder.is_dir()]
    assert len(folders) >= 2
    assert [found for folder in folders for found in readable_by_others(folder)] == []


def test_a_key_in_the_environment_goes_to_no_child_and_no_file(desktop: Desktop, home: Path) -> None:
    """Neither that key nor the demo's own reaches what the app starts, what it writes or what it shows."""
    app = launch_openly(desktop, home, "--demo", BINOM_API_KEY=ODD_KEY)
    wait_for_connection(app, "Live")
    processes = list(arguments_and_environments(app.pid))
    seen = [words_on_screen(app)]
    app.terminate()
    assert app.wait_for_end() == 0, app.errors
    (database,) = home.rglob("sandbox.db")
    with SandboxProcess(database=database) as server:
        demo_key = server.token
    assert any("binom_desktop.sandbox" in arguments for process, arguments, _ in processes if process != app.pid)
    assert told_by(public_of(processes, app.pid), {demo_key, ODD_KEY}) == []
    assert told_by([*seen, app.output, app.errors], {demo_key, ODD_KEY}) == []
    telling = [file for file in files_telling(home, {demo_key, ODD_KEY}) if not file.name.startswith("sandbox.db")]
    assert telling == []
    folders = [folder for folder in home.rglob("binom-desktop") if folder.is_dir()]
    assert [found for folder in folders for found in readable_by_others(folder)] == []
