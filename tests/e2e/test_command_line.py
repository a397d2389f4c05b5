"""What the command line asks of the real process."""

from __future__ import annotations

import struct
from pathlib import Path

from binom_desktop import __version__
from tests.e2e.desktop import Desktop
from tests.e2e.running_app import assert_ended_well, data_folder, end, wait_for_connection
from tests.sandbox_process import SandboxProcess

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ""}
PNG_SIZE = struct.Struct(">8x4x4xII")


def test_version(desktop: Desktop) -> None:
    """--version names the version and opens nothing."""
    app = desktop.launch("--version")
    assert app.wait_for_end() == 0
    assert app.output.strip() == f"Binom Desktop {__version__}"


def test_snapshot_writes_every_page(desktop: Desktop, home: Path) -> None:
    """--snapshot needs no display, and writes each page at 1280x800 once its data is there."""
    with SandboxProcess("--history", "2000") as server:
        variables = OFFSCREEN | {"BINOM_API_KEY": server.token}
        arguments = ("--server", server.url, "--data-dir", str(data_folder(home)), "--snapshot", str(home / "pictures"))
        app = desktop.launch(*arguments, home=home, variables=variables)
        assert_ended_well(app)
    pictures = sorted((home / "pictures").iterdir())
    assert [file.name for file in pictures] == [
        "alerts.png",
        "api-keys.png",
        "billing.png",
        "overview.png",
        "requests.png",
        "settings.png",
        "usage.png",
    ]
    assert [PNG_SIZE.unpack_from(file.read_bytes()) for file in pictures] == [(1280, 800)] * len(pictures)


def test_snapshot_of_a_page_that_cannot_load_fails(desktop: Desktop, home: Path) -> None:
    """Without its data there is no picture, and the exit code says so."""
    with SandboxProcess("--empty", "--fault", "html,path=/v1/") as server:
        variables = OFFSCREEN | {"BINOM_API_KEY": server.token}
        arguments = ("--server", server.url, "--data-dir", str(data_folder(home)), "--snapshot", str(home / "pictures"))
        app = desktop.launch(*arguments, home=home, variables=variables)
        assert app.wait_for_end() != 0
    assert "Traceback" not in app.errors
    assert app.errors.startswith("Overview: ")
    assert not list(home.rglob("*.png"))


def test_demo_runs_on_its_own_server(desktop: Desktop, home: Path) -> None:
    """--demo is live without anything else, and takes its server along when it ends."""
    app = desktop.launch("--demo", home=home)
    wait_for_connection(app, "Live")
    app.find(name="Credit Balance: $42.50", object_name="creditBalanceCard")
    assert app.children_left()
    end(app)
