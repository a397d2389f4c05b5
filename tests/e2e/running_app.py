"""What the tests of the whole app share: starting it, seeing where it stands, ending it, looking at what it left."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.e2e.accessible import Node
from tests.e2e.desktop import AppProcess, Desktop
from tests.sandbox_process import SandboxProcess


def start_with_key(desktop: Desktop, server: SandboxProcess, home: Path, *arguments: str) -> AppProcess:
    """Start the app for one run with the key in the environment and its files in ``data_folder(home)``."""
    given = ("--server", server.url, "--data-dir", str(data_folder(home)), *arguments)
    return desktop.launch(*given, home=home, variables={"BINOM_API_KEY": server.token})


def start_live(desktop: Desktop, server: SandboxProcess, home: Path) -> AppProcess:
    """Start the app with the key and wait until it is live."""
    app = start_with_key(desktop, server, home)
    wait_for_connection(app, "Live")
    return app


def data_folder(home: Path) -> Path:
    """The ``--data-dir`` of the tests."""
    return home / "data"


def wait_for_connection(app: AppProcess, state: str) -> None:
    """Wait until the header's indicator says this."""
    app.find(name=f"Connection: {state}", object_name="connectionIndicator")


def enter_server_and_key(app: AppProcess, server: str, key: str) -> None:
    """Fill in Sign In."""
    app.find(object_name="serverField").enter(server)
    app.find(object_name="keyField").enter(key)


def press(app: AppProcess, name: str) -> None:
    """Press a button by its name."""
    app.find("push button", name).press()


def table(app: AppProcess, name: str) -> Node:
    """The table of this name."""
    return app.find("table", name)


def end(app: AppProcess) -> None:
    """End the app as a session does that closes: it goes at once, quietly, and leaves no child behind."""
    app.terminate()
    assert_ended_well(app)


def assert_ended_well(app: AppProcess) -> None:
    """The app ends with 0, has complained about nothing, and no child of it is left."""
    assert app.wait_for_end() == 0, app.errors
    assert app.errors == "", app.errors
    assert app.children_left() == []


def held_sequences(folder: Path) -> list[int]:
    """Every sequence in the only history below a data folder, in order."""
    (file,) = folder.rglob("history.sqlite3")
    with closing(sqlite3.connect(file)) as connection:
        return [sequence for (sequence,) in connection.execute("SELECT sequence FROM requests ORDER BY sequence")]


def files_that_hold(folder: Path, secret: str) -> list[Path]:
    """The files at or below a folder in which a secret stands, in whatever encoding a program may use."""
    forms = [secret.encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be")]
    return [file for file in folder.rglob("*") if file.is_file() and any(form in file.read_bytes() for form in forms)]
